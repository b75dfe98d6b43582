"""Documents read backwards: what a form printed comes back under the same keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import label, sample_documents, shipped_documents
from hidden import without_hidden_names

from selfeval.documents.pdf import program, run_office
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import ReadItem, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.lines import Cell, Incoming, ReadLine
from selfeval.documents.read.opening import open_file
from selfeval.documents.read.pattern import read_pattern
from selfeval.documents.read.printed import printed_entry
from selfeval.documents.read.word import read_word
from selfeval.documents.view import view
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
    steps = read_pattern(case.form, lines).steps
    printed_paths = {tag.path for step in steps if step.line for tag in step.line.tags}
    paths = {_own_path(path, case) for path in printed_paths}
    return {
        key: fold(value.text)
        for key, value in keyed(without_hidden_names(printed_entry(case), case.form))
        if value.path in paths and value.field is not None
    }


def _own_path(path: KeyPath, case: Case) -> KeyPath:
    """Return the path of a column itself where a template prints it through the list that it stands beside."""
    outer = case.form.fields.get(path[:-2])
    is_beside = outer is not None and outer.beside[-1:] == path[-2:-1] != ()
    return (*outer.beside, path[-1]) if outer is not None and is_beside else path


IN_ONE_SENTENCE = "mof/transfer-report"
"""The form that prints all indicators of a category in one sentence, the values right behind the names."""
READ_WHOLE = [case for case in shipped_documents() if case.form.slug != IN_ONE_SENTENCE]


@pytest.mark.parametrize("case", READ_WHOLE, ids=label)
def test_every_value_comes_back(case: Case, library: Library) -> None:
    """All that a template prints is read back, under its key and in its item, and nothing else."""
    found = read_by_form(read_word(printed(case)), case.form, labels_of(library.forms.values()))
    assert texts(found.entry) == shown(case)
    assert not found.unplaced
    assert not [key for key, value in keyed(found.entry) if value.others]
    assert not found.guesses


def test_indicators_in_one_sentence_are_left_over_whole(library: Library) -> None:
    """Where nothing parts a name from the value behind it, the sentence is kept as it is; all else comes back."""
    (case,) = (case for case in shipped_documents() if case.form.slug == IN_ONE_SENTENCE)
    found = read_by_form(read_word(printed(case)), case.form, labels_of(library.forms.values()))
    missed = "资金指标.产出指标.数量指标.恢复重建倒损房屋户数."
    rest = {
        key.replace("产出指标.数量指标.", ""): value
        for key, value in shown(case).items()
        if not key.startswith("资金指标.") or key.startswith(missed)
    }
    assert texts(found.entry) == rest  # an indicator that was missed stands alone, below no category
    whole = "（1）数量指标：恢复重建倒损房屋户数≥86户，实际83户；救灾物资储备数量≥5200件，实际5360件。"
    assert whole in [each.text for each in found.unplaced]
    assert len(found.unplaced) == len({each.place for each in found.unplaced}) == 7


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


@pytest.mark.parametrize("change", [without_merges, with_another_column])
@pytest.mark.parametrize("case", READ_WHOLE, ids=label)
def test_every_value_comes_back_from_another_layout(
    case: Case, change: Callable[[Incoming], Incoming], library: Library
) -> None:
    """Cells that are merged no more, and a column that the template does not have, change no value."""
    found = read_by_form(change(read_word(printed(case))), case.form, labels_of(library.forms.values()))
    assert texts(found.entry) == shown(case)
    own = {cell.text for line in read_word(printed(case)).lines for cell in line.cells}
    assert {each.text for each in found.unplaced} <= {"审核意见栏", *own}
