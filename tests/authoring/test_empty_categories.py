"""What somebody writes where a form has nothing: behind the words that ask for it, 无, a figure without a name, the first of a category."""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand import ByHand, cells_of, type_over
from conftest import ROOT, shipped_documents
from lxml import etree

from selfeval.authoring.importing import Imported, ToImport, import_documents
from selfeval.authoring.revise import revise
from selfeval.authoring.revise.revision import Edited, Revision
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import word_now
from selfeval.documents.read.word import read_word
from selfeval.evaluation.case import Case
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear

CASES = {case.form.slug: case for case in shipped_documents()}
STAGE, JUSTICE = CASES["city/targets-review"], CASES["hubei/department-targets"]


def cell(hand: ByHand, table: int, row: int, number: int) -> etree._Element:
    """Return a cell by the numbers in its place."""
    tables = list(hand.root.iter("{*}tbl"))
    return cells_of(tables[table - 1].findall("{*}tr")[row - 1])[number - 1]


def typed(case: Case, place: tuple[int, int, int], text: str) -> bytes:
    """Return a document with a text typed into a cell."""
    hand = ByHand(word_now(case))
    type_over(cell(hand, *place), text)
    return hand.saved()


def imported(case: Case, document: bytes, library: Library, folder: Path) -> Imported:
    """Return what importing a document into an empty folder does."""
    found = read_by_form(read_word(document), case.form, labels_of(library.forms.values()))
    return import_documents(folder, DepartmentYear("2025", "office"), library, [ToImport("来.docx", case.form, found)])


def revised(case: Case, document: bytes, library: Library) -> Revision:
    """Return what bringing a document back does."""
    labels = labels_of(library.forms.values())
    now, theirs = (read_by_form(read_word(each), case.form, labels) for each in (word_now(case), document))
    place = DepartmentYear(case.submission.year, case.submission.department)
    return revise(ROOT / "data", place, library, Edited(case.form, case.submission.project, now, now, theirs))


def written(made: Imported | Revision) -> str:
    """Return all files as they would be."""
    return "\n".join(file.new.decode() for file in made.files)


@pytest.mark.parametrize(
    ("row", "text", "lines"),
    [
        pytest.param(12, f"定性指标描述：{blank}群众看戏更方便", ["名称: 群众看戏更方便"], id=f"a text, {len(blank)}")
        for blank in ("", " ", "　　")
    ]
    + [
        pytest.param(
            9, "定量指标一： 带动夜市收入 ≥20万元", ["名称: 带动夜市收入", "年度指标值: ≥20万元"], id="a figure"
        )
    ],
)
def test_what_is_written_behind_a_filler_is_the_name(
    row: int, text: str, lines: list[str], library: Library, tmp_path: Path
) -> None:
    """The words that ask for it are no part of it, with a blank behind them or none."""
    document = typed(STAGE, (4, row, 3), text)
    for made in (imported(STAGE, document, library, tmp_path), revised(STAGE, document, library)):
        assert all(line in written(made) for line in lines)
        assert "指标描述" not in written(made)
        assert "定量指标" not in written(made)


def test_none_is_what_the_files_say_of_an_empty_category(library: Library, tmp_path: Path) -> None:
    """无 in the place of a name is no name."""
    made = imported(STAGE, typed(STAGE, (4, 9, 3), "无"), library, tmp_path)
    assert "名称: 无" not in written(made)
    assert "经济: 无" in written(made)


@pytest.mark.parametrize(
    ("slug", "place"),
    [
        ("city/targets-review", (4, 9, 3)),
        ("hubei/department-targets", (2, 4, 3)),
        ("shaanxi/self-evaluation", (2, 14, 4)),
    ],
)
def test_none_typed_in_an_empty_category_changes_nothing(
    slug: str, place: tuple[int, int, int], library: Library
) -> None:
    """It says what the empty place said; in the place of an indicator that there is, this one is gone."""
    revision = revised(CASES[slug], typed(CASES[slug], place, "无"), library)
    assert not revision.files
    assert not revision.conflicts
    gone = revised(STAGE, typed(STAGE, (4, 6, 3), "无"), library)
    assert [conflict.kind for conflict in gone.conflicts] == ["gone"]


def test_a_value_without_a_name_is_left_over(library: Library, tmp_path: Path) -> None:
    """Whose it is nobody knows; it is neither lost nor called like the words that the form prints there."""
    sports = CASES["shaanxi/self-evaluation"]
    made = imported(sports, typed(sports, (2, 14, 5), "≥30万元"), library, tmp_path)
    (left,) = made.documents[0].unplaced
    assert (left.place, left.text) == ("表2第14行第5格", "≥30万元")
    assert "没有写名称" in left.why
    assert "≥30万元" in written(made)
    assert "指标1" not in written(made)


@pytest.mark.parametrize(
    ("case", "place", "old", "new"),
    [
        pytest.param(
            JUSTICE,
            (2, 4, 3),
            "        时效指标: 无\n",
            "        时效指标:\n          - 名称: 按时办结\n",
            id="where 无 was typed, below a goal",
        ),
        pytest.param(
            STAGE,
            (4, 9, 3),
            "    可持续:\n      - 名称: 新建村文艺队\n",
            "",
            id="where nothing was typed",
        ),
    ],
)
def test_the_first_item_of_a_category_is_written(
    case: Case, place: tuple[int, int, int], old: str, new: str, library: Library
) -> None:
    """It goes into the file of its list, and nothing else changes."""
    revision = revised(case, typed(case, place, "按时办结"), library)
    assert not revision.conflicts
    (file,) = revision.files
    if new:
        assert file.new.decode() == file.old.decode().replace(old, new, 1)
    else:
        assert old in file.new.decode()
        assert file.new.decode().replace("    经济:\n      - 名称: 按时办结\n", "") == file.old.decode()


def test_an_item_before_all_others_goes_before_them(library: Library) -> None:
    """A row added above the first one of its category is the first in the file."""
    hand = ByHand(word_now(STAGE))
    row = hand.row("进村演出场次 ≥80场")
    hand.add_row("进村演出场次 ≥80场", lambda text: "辅导村文艺队次数 ≥40次" if "进村" in text else text)
    type_over(cell(hand, 4, 6, 3), "进村演出场次 ≥80场")
    type_over(cells_of(row)[2], "辅导村文艺队次数 ≥40次")
    revision = revised(STAGE, hand.saved(), library)
    assert not revision.conflicts
    (file,) = revision.files
    first = "      - 名称: 进村演出场次\n"
    new = "      - 名称: 辅导村文艺队次数\n        年度指标值: ≥40次\n"
    assert file.new.decode() == file.old.decode().replace(first, new + first)
