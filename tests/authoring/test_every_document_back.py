"""Every document of the project's departments comes back: as it was made it says nothing new."""

from __future__ import annotations

import copy
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from byhand import ByHand, cells_of, said, type_over
from conftest import ROOT, label, shipped_documents
from handedits import edits
from sampled import sampled

from selfeval.authoring.revise import revise
from selfeval.authoring.revise.revision import Edited, Revision
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import made_now, word_now
from selfeval.documents.read.word import read_word
from selfeval.evaluation.case import Case
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear

CASES = [case for case in shipped_documents() if (case.form.template_folder / "document.docx").is_file()]


def came_back(case: Case, library: Library, document: bytes) -> Revision:
    """Return what bringing back a document of a sample department does."""
    labels = labels_of(library.forms.values())
    now, theirs = (read_by_form(read_word(each), case.form, labels) for each in (word_now(case), document))
    place = DepartmentYear(case.submission.year, case.submission.department)
    return revise(ROOT / "data", place, library, Edited(case.form, case.submission.project, now, now, theirs))


@pytest.mark.parametrize("case", sampled(CASES), ids=label)
def test_a_document_as_it_was_made_changes_nothing(case: Case, library: Library) -> None:
    """Nothing is written, and nothing is said."""
    revision = came_back(case, library, word_now(case))
    assert not revision.files
    assert not revision.conflicts


PARK = next(case for case in CASES if case.form.slug == "tianjin/self-evaluation")


def lines_added(revision: Revision) -> list[str]:
    """Return the lines that files have once they are changed and did not have before."""
    return [
        line.strip()
        for file in revision.files
        for line in file.new.decode().splitlines()
        if line not in file.old.decode().splitlines()
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("便民设施140处", "便民设施150处", id="what was aimed at"),
        pytest.param("补植3260株", "补植3270株", id="what was done"),
        pytest.param("2026年5月前补装", "2026年4月前补装", id="why not"),
    ],
)
def test_a_goal_whose_name_is_not_printed_is_edited(old: str, new: str, library: Library) -> None:
    """A row of the goals is that of the file by what it says."""
    hand = ByHand(word_now(PARK))
    paragraph = next(text for text in hand.texts() if old in text and "；" not in text)
    hand.replace(paragraph, paragraph.replace(old, new))
    revision = came_back(PARK, library, hand.saved())
    assert not revision.conflicts
    (line,) = lines_added(revision)
    assert new in line


def test_a_goal_whose_name_is_not_printed_comes_and_goes(library: Library) -> None:
    """One that is gone is named, though the other one was changed too; a new one gets a number for its name."""
    hand = ByHand(word_now(PARK))
    row = hand.row("养护绿地86公顷，补植3260株，成活率96.4%。")
    table = row.getparent()
    assert table is not None
    table.remove(row)
    type_over(hand.cell("更新便民设施133处，游客满意度93.1%。"), "更新便民设施133处，游客满意度达到93.1%。")
    gone = came_back(PARK, library, hand.saved())
    assert [(each.kind, each.key) for each in gone.conflicts] == [("gone", "年度目标.绿化养护")]
    assert lines_added(gone) == ["更新便民设施{{ 更新便民设施 }}处，游客满意度达到{{ 游客满意度 }}%。"]
    hand = ByHand(word_now(PARK))
    hand.add_row("更新便民设施133处，游客满意度93.1%。", lambda text: f"新增：{text}" if text else "")
    added = came_back(PARK, library, hand.saved())
    assert not added.conflicts
    assert "- 名称: 第3条" in lines_added(added)


def test_an_item_that_is_not_renamed_keeps_its_name_everywhere(library: Library) -> None:
    """A name that cannot be written is written nowhere: not in its results, nor where it is quoted."""
    hand = ByHand(word_now(PARK))
    type_over(hand.cell("养护绿地面积"), "养护绿地面积\n另外再说一句。")
    revision = came_back(PARK, library, hand.saved())
    assert not revision.files
    assert {each.key.rpartition(".")[2] for each in revision.conflicts} == {"名称"}


def test_a_quote_in_a_text_that_two_places_print_is_renamed_once(library: Library) -> None:
    """The name changes in the file as it does in the Word."""
    hand = ByHand(word_now(PARK))
    type_over(hand.cell("游客满意度"), "入园游客满意度")
    revision = came_back(PARK, library, hand.saved())
    assert not revision.conflicts
    assert "更新便民设施{{ 更新便民设施 }}处，游客满意度{{ 入园游客满意度 }}%。" in lines_added(revision)


def test_rows_that_stand_in_another_category_s_place_are_named(library: Library) -> None:
    """The order of the categories is the form's: what cannot be brought back is said, where the row stands."""
    museum = next(case for case in CASES if case.form.slug == "mof/project-review")
    hand = ByHand(word_now(museum))
    hand.row("对外开放时间").addnext(hand.row("陈列验收合格率"))
    revision = came_back(museum, library, hand.saved())
    assert not revision.files
    (conflict,) = revision.conflicts
    assert (conflict.kind, conflict.place) == ("fixed-text", "表2第4行第4格")
    assert "“陈列验收合格率”这一行在 Word 里挪到了“对外开放时间”后面" in conflict.message


def test_a_long_text_is_shown_where_it_parts(library: Library) -> None:
    """Two texts that begin alike are not shown as the same."""
    relief = next(
        case
        for case in CASES
        if case.form.slug == "mof/transfer-self-evaluation" and "relief" in case.submission.project
    )
    hand = ByHand(word_now(relief))
    type_over(hand.cell("93.8%"), "93.9%")
    (conflict,) = came_back(relief, library, hand.saved()).conflicts
    assert "满意度93.8%" in conflict.message
    assert "满意度93.9%" in conflict.message


def test_a_row_added_with_its_headings_says_no_more(library: Library) -> None:
    """What stands in a merged cell stands in all of its rows."""
    courts = next(case for case in CASES if case.form.slug == "shanghai/project-self-evaluation")
    hand = ByHand(word_now(courts))
    name = "市民满意度"
    row = hand.row(name)
    made = copy.deepcopy(row)
    row.addnext(made)
    type_over(next(each for each in cells_of(made) if said(each) == name), "球友满意度")
    revision = came_back(courts, library, hand.saved())
    assert not [conflict for conflict in revision.conflicts if conflict.kind == "fixed-text"]
    assert "- 名称: 球友满意度" in lines_added(revision)


def test_braces_are_not_typed_as_a_quote(library: Library) -> None:
    """In the files they would print something else; the text is named where it stands."""
    hand = ByHand(word_now(PARK))
    text = "7处饮水点因管线迁改没有装成，2026年5月前补装。"
    type_over(hand.cell(text), f"{text}详见{{{{ 附件 }}}}。")
    type_over(hand.cell("养护绿地面积"), "养护绿地面积{{ 年度 }}")
    hand.add_row("游客满意度", lambda said: {"游客满意度": "周边居民{{ 满意度 }}"}.get(said, said))
    revision = came_back(PARK, library, hand.saved())
    assert not revision.files
    assert len(revision.conflicts) == 3
    assert all("双花括号" in conflict.message and conflict.place for conflict in revision.conflicts)


def test_a_guess_is_never_written(library: Library) -> None:
    """Where a heading is gone and no number tells, the texts around it stay as they are in the files."""
    grain = next(case for case in CASES if case.form.slug == "yueyang/department-report")
    hand = ByHand(word_now(grain))
    heading = hand.paragraph("（五）有关建议")
    body = heading.getparent()
    assert body is not None
    body.remove(heading)
    hand.replace("一是2026年6月底前", "2026年6月底前")
    revision = came_back(grain, library, hand.saved())
    assert not revision.files
    assert any("（五）有关建议" in conflict.message for conflict in revision.conflicts)


def texts_of(document: bytes) -> Counter[str]:
    """Return all that a document says, paragraph by paragraph, without the numbers that rows get when they are printed."""
    paragraphs = (text for line in read_word(document).lines for cell in line.cells for text in cell.paragraphs)
    return Counter(re.sub(r"^\d+[.、．]\s*", "", text) for text in paragraphs)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=label)
def test_one_change_of_each_kind_comes_back_or_is_told(case: Case, library: Library, tmp_path: Path) -> None:
    """Built anew from the files, the document says what the Word says, or a message names the difference.

    What nobody typed is never printed unless a message says so.
    """
    place = DepartmentYear(case.submission.year, case.submission.department)
    made = word_now(case)
    for kind, document in edits(made, f"{place} {case.form.slug}"):
        revision = came_back(case, library, document)
        if revision.conflicts:
            assert all(conflict.message and "\n" not in conflict.message for conflict in revision.conflicts), kind
        folder = tmp_path / kind
        shutil.copytree(ROOT / "data" / str(place), folder / str(place))
        for file in revision.files:
            (folder / str(place) / file.name).write_bytes(file.new)
        again = made_now(folder, place, library, case.form, case.submission.project)
        assert again is not None, kind
        printed, wanted, before = (texts_of(each) for each in (word_now(again.case), document, made))
        if not revision.conflicts:
            assert printed == wanted, kind
        told = {said for each in revision.conflicts for said in re.findall("“([^”]+?)(?:……)?”", each.message)}
        unsaid = [text for text in printed - wanted - before if not any(said in text for said in told)]
        assert not unsaid, kind
