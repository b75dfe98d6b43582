"""Documents read backwards: what a form printed comes back under the same keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import label, sample_documents, shipped_documents
from hidden import without_hidden_names
from sampled import sampled

from selfeval.documents.pdf import program, run_office
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import ReadItem, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.lines import Cell, Incoming, ReadLine
from selfeval.documents.read.opening import open_file
from selfeval.documents.read.pattern import read_pattern
from selfeval.documents.read.printed import printed_entry
from selfeval.documents.read.word import read_word
from selfeval.documents.view import Item, view
from selfeval.documents.word import render
from selfeval.evaluation.case import Case
from selfeval.form.expression import KeyPath
from selfeval.form.library import Library
from selfeval.text.name import fold


def printed(case: Case) -> bytes:
    """Return the Word document of a case."""
    return render.render(case.form.template_folder / "document.docx", view(case), "", "made")


def texts(entry: ReadItem) -> dict[str, str]:
    """Return the texts of an item by their dotted keys, those of fields only."""
    return {key: fold(value.text) for key, value in keyed(entry) if value.field is not None}


def shown(case: Case) -> dict[str, str]:
    """Return what the template of a case prints, of all that its form may print."""
    lines = read_word((case.form.template_folder / "document.docx").read_bytes()).lines
    steps = read_pattern(case.form, list(_printed_lines(lines, view(case)))).steps
    printed_paths = {tag.path for step in steps if step.line for tag in step.line.tags}
    paths = {_own_path(path, case) for path in printed_paths}
    return {
        key: fold(value.text)
        for key, value in keyed(without_hidden_names(printed_entry(case), case.form))
        if value.path in paths and value.field is not None
    }


def _printed_lines(lines: Iterable[ReadLine], seen: Item) -> Iterator[ReadLine]:
    """Yield the lines of a template without the paragraphs that one name in a condition leaves out."""
    open_conditions: list[bool] = []
    for line in lines:
        asked = re.fullmatch(r"{%p (if|endif)\b\s*(.*?)\s*%}", line.text.strip())
        if asked and asked[1] == "if":
            open_conditions.append(bool(_named(seen, asked[2].split("."))))
        if all(open_conditions):
            yield line
        if asked and asked[1] == "endif":
            open_conditions.pop()


def _named(seen: object, path: Sequence[str]) -> object:
    """Return what a name in a template stands for outside of loops, True for any other and for what is no name."""
    for key in path:
        seen = seen.get(key, True) if isinstance(seen, Item) else True
    return seen


def _own_path(path: KeyPath, case: Case) -> KeyPath:
    """Return the path of a column itself where a template prints it through the list that it stands beside."""
    outer = case.form.fields.get(path[:-2])
    is_beside = outer is not None and outer.beside[-1:] == path[-2:-1] != ()
    return (*outer.beside, path[-1]) if outer is not None and is_beside else path


SHIPPED = pytest.mark.parametrize("case", sampled(shipped_documents(), 2), ids=label)


@SHIPPED
def test_every_value_comes_back(case: Case, library: Library) -> None:
    """All that a template prints is read back, under its key and in its item, and nothing else."""
    found = read_by_form(read_word(printed(case)), case.form, labels_of(library.forms.values()))
    assert texts(found.entry) == shown(case)
    assert not found.unplaced
    assert not [key for key, value in keyed(found.entry) if value.others]
    assert not found.guesses


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param("84个社区覆盖社区84个，实际83个", "84个社区覆盖社区84个，实际83个", id="a figure in the name"),
        pytest.param("救助及时性明显提高，实际明显提高", "救助及时性明显提高，实际明显提高", id="no figure"),
        pytest.param("救灾物资储备数量≥5200件", "救灾物资储备数量≥5200件；", id="no result"),
    ],
)
def test_an_item_of_a_sentence_that_cannot_be_parted_is_left_over(
    changed: str, sentence: str, library: Library
) -> None:
    """Where it is in doubt what is the name and what the value, the sentence is kept as it is, and the others come back."""
    (case,) = (case for case in shipped_documents() if case.form.slug == "mof/transfer-report")
    incoming = read_word(printed(case))
    lines = [
        line._replace(cells=tuple(cell._replace(paragraphs=(cell.text.replace(ITEM, changed),)) for cell in line.cells))
        for line in incoming.lines
    ]
    found = read_by_form(incoming._replace(lines=tuple(lines)), case.form, labels_of(library.forms.values()))
    (left,) = found.unplaced
    assert sentence.rstrip("；") in left.text
    assert left.why
    rest = {key for key in shown(case) if ".数量指标." not in key}
    assert rest <= texts(found.entry).keys()


ITEM = "救灾物资储备数量≥5200件，实际5360件"


@pytest.mark.slow
@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["odt", "doc"])
def test_every_value_comes_back_through_another_format(suffix: str, library: Library, tmp_path: Path) -> None:
    """A document that LibreOffice saved in another format is opened by it again, and says the same."""
    case = next(case for case in sample_documents() if case.form.slug == "guangzhou/self-evaluation")
    (tmp_path / "document.docx").write_bytes(printed(case))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = ["--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(tmp_path / "document.docx")]
    run_office([str(program()), profile, *target], 120)
    saved = (tmp_path / f"document.{suffix}").read_bytes()
    found = read_by_form(open_file(f"来.{suffix}", saved), case.form, labels_of(library.forms.values()))
    assert texts(found.entry) == shown(case)
    assert not found.unplaced


def without_merges(incoming: Incoming) -> Incoming:
    """Return a document whose merged cells were parted, each with the text of the one above."""
    lines: list[ReadLine] = []
    above: dict[int, Cell] = {}
    for line in incoming.lines:
        cells = [above[cell.column] if cell.continued and cell.column in above else cell for cell in line.cells]
        above = dict(zip((cell.column for cell in line.cells), cells, strict=True))
        parted = zip(line.cells, cells, strict=True)
        lines.append(
            line._replace(
                cells=tuple(cell._replace(paragraphs=top.paragraphs, continued=False) for cell, top in parted)
            )
        )
    return incoming._replace(lines=tuple(lines))


def with_another_column(incoming: Incoming) -> Incoming:
    """Return a document with one more column behind each table of several rows, which has a label in the first
    if that leaves no value empty, for in the place of one it would be read as it."""
    rows = Counter(line.table for line in incoming.lines)
    lines: list[ReadLine] = []
    for line in incoming.lines:
        begins = line.cells[-1].text and rows[line.table] > 1 and all(line.table != other.table for other in lines)
        last = line.cells[-1]
        more = Cell(("审核意见栏",) if begins else (), f"{last.place}后", last.column + last.span)
        lines.append(line._replace(cells=(*line.cells, more)) if line.table else line)
    return incoming._replace(lines=tuple(lines))


def with_a_table_cut(incoming: Incoming) -> Incoming:
    """Return a document whose longest table goes on in another one behind its last row but two, as on the next page."""
    rows = Counter(line.table for line in incoming.lines if line.table)
    ((table, count),) = rows.most_common(1) or [(0, 0)]
    last = [number for number, line in enumerate(incoming.lines) if line.table == table][-2:][:1]
    if count < MANY_ROWS or not last:
        return incoming
    before, behind = incoming.lines[: last[0]], incoming.lines[last[0] :]
    return incoming._replace(
        lines=(*before, *(line._replace(table=table + 100) if line.table == table else line for line in behind))
    )


MANY_ROWS = 5


@pytest.mark.parametrize("change", [without_merges, with_another_column, with_a_table_cut])
@pytest.mark.parametrize("case", sampled(shipped_documents(), 4), ids=label)
def test_every_value_comes_back_from_another_layout(
    case: Case, change: Callable[[Incoming], Incoming], library: Library
) -> None:
    """Cells that are merged no more, and a column that the template does not have, change no value."""
    found = read_by_form(change(read_word(printed(case))), case.form, labels_of(library.forms.values()))
    assert texts(found.entry) == shown(case)
    own = {cell.text for line in read_word(printed(case)).lines for cell in line.cells}
    assert {each.text for each in found.unplaced} <= {"审核意见栏", *own}
