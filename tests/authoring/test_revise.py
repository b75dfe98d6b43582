"""Changes made in Word come back into the files: the right lines change, no other byte does, and nothing is overwritten."""

from __future__ import annotations

import difflib
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from conftest import ROOT
from golden import members
from wordfile import repacked

from selfeval.authoring.revise import revise
from selfeval.authoring.revise.revision import Edited, Revision
from selfeval.cli import cli
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import word_now
from selfeval.documents.read.word import read_word
from selfeval.evaluation.case import Case, cases
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

TIANHE, LIWAN = DepartmentYear("2022", "tianhe"), DepartmentYear("2024", "liwan")


OFFICE = DepartmentYear("2025", "guihe-justice")


class Edit(NamedTuple):
    """Hold one change in Word, or in the files meanwhile: a text and what stands for it then, in the first place only."""

    old: str
    new: str
    file: str = ""


def case_of(data: Path, place: DepartmentYear, library: Library) -> Case:
    """Return the first case of a department."""
    return next(case for submission in read_department(data, place, library) for case in cases(submission))


def revised(data: Path, place: DepartmentYear, library: Library, *edits: Edit) -> Revision:
    """Return what bringing back some edits does to a copy of a sample department."""
    shutil.copytree(ROOT / "data" / str(place), data / str(place))
    case = case_of(data, place, library)
    base = word_now(case)
    xml = members(base)["word/document.xml"].decode()
    for edit in edits:
        if not edit.file:
            assert edit.old in xml
            xml = xml.replace(edit.old, edit.new, 1)
            continue
        path = data / str(place) / edit.file
        typed = path.read_text(encoding="utf-8")
        assert edit.old in typed
        path.write_text(typed.replace(edit.old, edit.new, 1), encoding="utf-8")
    labels = labels_of(library.forms.values())

    def read(document: bytes) -> object:
        return read_by_form(read_word(document), case.form, labels)

    came_back = repacked(base, {"word/document.xml": xml.encode()})
    now = word_now(case_of(data, place, library))
    edited = Edited(case.form, case.submission.project, *map(read, (base, now, came_back)))  # type: ignore[arg-type]  # each is what was found
    return revise(data, place, library, edited)


def changed(revision: Revision) -> list[str]:
    """Return every line that changes, as a diff shows it, without its indent."""
    return [
        line[0] + line[1:].strip()
        for file in revision.files
        for line in difflib.ndiff(file.old.decode().splitlines(), file.new.decode().splitlines())
        if line[0] in "+-"
    ]


def kinds(revision: Revision) -> list[tuple[str, str]]:
    """Return kind and key of every conflict."""
    return [(conflict.kind, conflict.key.rpartition(".")[2]) for conflict in revision.conflicts]


PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("place", "edits", "lines"),
    [
        pytest.param(TIANHE, [], [], id="nothing"),
        pytest.param(TIANHE, [Edit("5931.22", "5931.23")], ["-实际支出: 5,931.22", "+实际支出: 5,931.23"], id="amount"),
        pytest.param(
            TIANHE,
            [Edit("考核成绩居全市第二", "考核成绩居全市第一")],
            ["-说明: 考核成绩居全市第二，评定为优秀等次。", "+说明: 考核成绩居全市第一，评定为优秀等次。"],
            id="sentence",
        ),
        pytest.param(
            TIANHE,
            [Edit("（四）工作任务重、人员力量少的矛盾仍然突出。", "（四）工作任务重、人手少的矛盾仍然突出。")],
            ["-- 工作任务重、人员力量少的矛盾仍然突出。", "+- 工作任务重、人手少的矛盾仍然突出。"],
            id="point",
        ),
        pytest.param(
            TIANHE,
            [Edit("开展律师行业调研项目", "开展律师行业调研项目数量")],
            [
                "-开展律师行业调研项目: 1个",
                "+开展律师行业调研项目数量: 1个",
                "-- 名称: 开展律师行业调研项目",
                "+- 名称: 开展律师行业调研项目数量",
            ],
            id="renamed in both files",
        ),
        pytest.param(
            LIWAN,
            [
                Edit(
                    "把牢法制审查关口，编制2024年度重大行政决策事项四项",
                    "把牢法制审查关口，编制2024年度重大行政决策事项五项",
                )
            ],
            None,
            id="beside a quote",
        ),
        pytest.param(
            OFFICE,
            [Edit("援助案件520件，调解成功率保持在98%", "援助案件530件，调解成功率保持在98%")],
            [
                "-全年办理法律援助案件520件，调解成功率保持在98%以上。",
                "+全年办理法律援助案件530件，调解成功率保持在98%以上。",
            ],
            id="one of several goals in a cell",
        ),
        pytest.param(
            OFFICE, [Edit(">506件<", ">507件<")], ["-上年: 506件", "+上年: 507件"], id="below a head of two rows"
        ),
    ],
)
def test_an_edit_changes_its_line_and_no_other(
    place: DepartmentYear, edits: list[Edit], lines: list[str] | None, library: Library, tmp_path: Path
) -> None:
    """What was changed in Word is changed where it was typed."""
    revision = revised(tmp_path, place, library, *edits)
    assert not revision.conflicts
    if lines is not None:
        assert sorted(changed(revision)) == sorted(lines)
    else:
        (edit,) = edits
        (file,) = revision.files
        assert file.new.decode() == file.old.decode().replace(edit.old, edit.new)


def test_a_new_row_goes_behind_the_one_before_it(library: Library, tmp_path: Path) -> None:
    """A row added in a table becomes an item of the list, and its result stands under its name."""
    row = "<w:tr>" + "".join(
        f"<w:tc>{PARAGRAPH.format(text)}</w:tc>" for text in ("", "", "", "新加的指标", "完成5次", "")
    )
    row = row.replace("<w:tc>", "<w:tc><w:tcPr><w:vMerge/></w:tcPr>", 3) + "</w:tr>"
    case = case_of(ROOT / "data", TIANHE, library)
    xml = members(word_now(case))["word/document.xml"].decode()
    at = xml.index("</w:tr>", xml.index("考核成绩居全市第二")) + len("</w:tr>")
    revision = revised(tmp_path, TIANHE, library, Edit(xml[at - 400 : at], xml[at - 400 : at] + row))
    assert not revision.conflicts
    assert sorted(changed(revision)) == ["+- 名称: 新加的指标", "+新加的指标:", "+说明: 完成5次"]


def test_a_value_is_added_to_the_row_it_belongs_to(library: Library, tmp_path: Path) -> None:
    """A column that the files left out, because it says the same as another, is typed once it does not."""
    revision = revised(tmp_path, DepartmentYear("2023", "tianhe"), library, Edit("≥21场次", "≥22场次"))
    assert not revision.conflicts
    assert changed(revision) == ["+周期指标值: ≥22场次"]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param([Edit("99.91%", "99.95%")], [("computed", "预算完成率")], id="computed"),
        pytest.param(
            [Edit("5931.22", "5931.23"), Edit("5,931.22", "5,930.00", "actuals.yaml")],
            [("changed-twice", "实际支出")],
            id="changed on both sides",
        ),
        pytest.param(
            [Edit("广州市天河区司法局", "广州市天河区法制局")], [("differs-within", "名称")], id="in one place of two"
        ),
        pytest.param([Edit("主要任务", "重点工作任务")], [("fixed-text", "")], id="the form's own words"),
    ],
)
def test_what_cannot_be_brought_back_is_named(
    edits: list[Edit], expected: list[tuple[str, str]], library: Library, tmp_path: Path
) -> None:
    """A conflict is reported, and the files stay as they are."""
    revision = revised(tmp_path, TIANHE, library, *edits)
    assert kinds(revision) == expected
    assert not revision.files


def test_a_changed_figure_tells_what_is_computed_from_it(library: Library, tmp_path: Path) -> None:
    """What is computed from a changed value and still stands in the Word as it was is named."""
    revision = revised(tmp_path, TIANHE, library, Edit("5931.22", "5831.22"))
    assert sorted(changed(revision)) == ["+实际支出: 5,831.22", "-实际支出: 5,931.22"]
    assert ("computed", "预算完成率") in kinds(revision)


def test_what_is_printed_otherwise_is_told_on_one_line(library: Library, tmp_path: Path) -> None:
    """A text of several paragraphs is shown by its beginning, marked as cut; the line is not broken."""
    quoting = Edit(
        "部门整体绩效: |\n", "部门整体绩效: |\n  全年预算完成率{{ 预算完成率 }}。\n  短句。\n", "narrative.yaml"
    )
    revision = revised(tmp_path, TIANHE, library, quoting, Edit("5931.22", "5831.22"))
    assert all("\n" not in conflict.message for conflict in revision.conflicts)
    assert any("Word 里还是“" in conflict.message for conflict in revision.conflicts)


def test_a_paragraph_is_added_behind_its_neighbour(library: Library, tmp_path: Path) -> None:
    """A new paragraph becomes one line with the indent of the text."""
    end = "贡献奖先进集体。</w:t></w:r></w:p>"
    added = Edit(end, end + PARAGRAPH.format("新加的一段话，说明履职情况很好。"))
    revision = revised(tmp_path, LIWAN, library, added)
    assert not revision.conflicts
    assert changed(revision) == ["+新加的一段话，说明履职情况很好。"]


def test_an_approved_target_is_not_written(library: Library, tmp_path: Path) -> None:
    """Targets that were sealed are changed by an adjustment, not behind their back."""
    place = DepartmentYear("2023", "tianhe")
    shutil.copytree(ROOT / "data" / str(place), tmp_path / "sealed" / str(place))
    done = CliRunner().invoke(cli, ["approve", str(place), f"--data={tmp_path / 'sealed'}"])
    assert done.exit_code == 0
    case = case_of(tmp_path / "sealed", place, library)
    xml = members(word_now(case))["word/document.xml"].decode().replace("≥21场次", "≥22场次")
    came_back = repacked(word_now(case), {"word/document.xml": xml.encode()})
    labels = labels_of(library.forms.values())
    now, theirs = (read_by_form(read_word(document), case.form, labels) for document in (word_now(case), came_back))
    revision = revise(tmp_path / "sealed", place, library, Edited(case.form, "", now, now, theirs))
    assert not revision.files
    assert {conflict.kind for conflict in revision.conflicts} == {"approved"}


def test_a_quoted_figure_is_not_overwritten(library: Library, tmp_path: Path) -> None:
    """A figure that the text quotes is named with its quote."""
    revision = revised(tmp_path, LIWAN, library, Edit("服务企业425家", "服务企业426家"))
    assert not revision.files
    assert [conflict.kind for conflict in revision.conflicts] == ["quoted"]
    assert "{{ 服务企业 }}" in revision.conflicts[0].message


def test_a_computed_figure_is_told_with_what_it_is_computed_from(library: Library, tmp_path: Path) -> None:
    """What to change is named, with the line in which it was typed; so is the source of a quote."""
    case = case_of(ROOT / "data", LIWAN, library)
    assert "服务企业425家" in members(word_now(case))["word/document.xml"].decode()
    quoted = revised(tmp_path / "quoted", LIWAN, library, Edit("服务企业425家", "服务企业426家"))
    (told,) = quoted.conflicts
    assert "里引用了 {{ 服务企业 }}（quoted/2024/liwan/actuals.yaml:15），要改请改那里" in told.message
    sports = DepartmentYear("2025", "fengxiang-sports")
    computed = revised(tmp_path / "computed", sports, library, Edit("1,005.00", "1,006.00"))
    (conflict,) = [each for each in computed.conflicts if each.kind == "computed"]
    assert "1,005.00 改成了 1,006.00。这是算出来的，要改请改" in conflict.message


def rows_of(place: DepartmentYear, library: Library, *words: str) -> list[str]:
    """Return the rows of a department's document that have some words, as XML."""
    xml = members(word_now(case_of(ROOT / "data", place, library)))["word/document.xml"].decode()
    rows = re.findall(r"<w:tr[ >].*?</w:tr>", xml, re.DOTALL)
    return [next(row for row in rows if word in row) for word in words]


SPORTS = DepartmentYear("2025", "fengxiang-sports")
TRAINING = """  - 名称: 青少年训练
    主要内容: 办好7个项目的业余训练，在训青少年不少于380人。
    财政拨款: 185.00
    其他资金: 0.00
"""
VENUES = """  - 名称: 场馆和机构运转
    主要内容: 保障人员和日常公用经费，场馆全年免费低收费开放。
    财政拨款: 460.00
    其他资金: 24.00
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(TRAINING + VENUES, VENUES + TRAINING, id="as typed"),
        pytest.param(
            TRAINING + "\n  # 场馆的数问过财务\n" + VENUES,
            "  # 场馆的数问过财务\n" + VENUES + "\n" + TRAINING,
            id="a comment goes along, a blank line stays",
        ),
    ],
)
def test_a_row_that_was_moved_is_moved_in_the_file(before: str, after: str, library: Library, tmp_path: Path) -> None:
    """Rows in another order change places in the file, with all their lines and no other byte changed."""
    first, second = rows_of(SPORTS, library, "青少年训练", ">场馆和机构运转<")
    typed = Edit(TRAINING + VENUES, before, "targets.yaml")
    revision = revised(tmp_path, SPORTS, library, typed, Edit(first + second, second + first))
    assert not revision.conflicts
    (file,) = revision.files
    assert file.new.decode() == file.old.decode().replace(before, after)


def test_a_row_that_was_moved_and_changed_is_both(library: Library, tmp_path: Path) -> None:
    """A row goes to its new place, and its new figure with it."""
    first, second = rows_of(SPORTS, library, "青少年训练", ">场馆和机构运转<")
    edit = Edit(first + second, second.replace("460.00", "461.00") + first)
    revision = revised(tmp_path, SPORTS, library, edit)
    (file,) = revision.files
    moved = VENUES.replace("460.00", "461.00") + TRAINING
    assert file.new.decode() == file.old.decode().replace(TRAINING + VENUES, moved)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(TRAINING, "  # 下面两行是一起的\n\n" + TRAINING, id="a comment apart"),
        pytest.param(
            "  - 名称: 全民健身\n", "  # 全部任务都报过分管领导\n  - 名称: 全民健身\n", id="a comment above the first"
        ),
    ],
)
def test_a_row_that_cannot_be_moved_is_named(old: str, new: str, library: Library, tmp_path: Path) -> None:
    """Where it is not clear what belongs to a row, it is said which one to move, and behind which."""
    first, second = rows_of(SPORTS, library, "全民健身", "青少年训练")
    typed = Edit(old, new, "targets.yaml")
    revision = revised(tmp_path, SPORTS, library, typed, Edit(first + second, second + first))
    assert not changed(revision)
    (conflict,) = revision.conflicts
    line = (
        (tmp_path / str(SPORTS) / "targets.yaml").read_text(encoding="utf-8").splitlines().index("  - 名称: 青少年训练")
    )
    assert (
        f"“青少年训练”这一行在 Word 里挪了位置；请把 {tmp_path.name}/{SPORTS}/targets.yaml:{line + 1}"
        in conflict.message
    )
    assert conflict.message.endswith("这一条也挪到最前面")


def test_points_in_another_order_change_places(library: Library, tmp_path: Path) -> None:
    """Points that were put into another order are not typed twice."""
    xml = members(word_now(case_of(ROOT / "data", LIWAN, library)))["word/document.xml"].decode()
    first = re.search(r">一是(指标设置[^<]*)<", xml) or re.search(r">一是([^<]*)<", xml)
    second = re.search(r">二是([^<]*)<", xml)
    assert first is not None
    assert second is not None
    edits = [Edit(f">一是{first[1]}<", f">一是{second[1]}<"), Edit(f">二是{second[1]}<", f">二是{first[1]}<")]
    revision = revised(tmp_path, LIWAN, library, *edits)
    assert not revision.conflicts
    assert sorted(line[1:] for line in changed(revision) if line[0] == "+") == sorted(
        line[1:] for line in changed(revision) if line[0] == "-"
    )
    assert len(changed(revision)) == 2


def test_a_paragraph_without_a_number_behind_numbered_ones_is_named(library: Library, tmp_path: Path) -> None:
    """It may be none of the last point's, and is not left out in silence."""
    end = "运用还需加强。</w:t></w:r></w:p>"
    added = Edit(end, end + PARAGRAPH.format("以上问题已列入下一年的计划。"))
    revision = revised(tmp_path, LIWAN, library, added)
    assert not revision.files
    (conflict,) = revision.conflicts
    assert "以上问题已列入下一年的计划。" in conflict.message
    assert "没有编号" in conflict.message


def test_what_a_renamed_row_then_lacks_is_named(library: Library, tmp_path: Path) -> None:
    """A text that the form itself prints for an indicator of this name is not printed for another one."""
    place = DepartmentYear("2025", "mingshan-agriculture")
    edit = Edit("立项程序规范性", "立项程序合规性")
    revision = revised(tmp_path, place, library, edit)
    assert any(line.startswith("+") and "立项程序合规性" in line for line in changed(revision))
    told = {conflict.key.rpartition(".")[2]: conflict.message for conflict in revision.conflicts}
    assert "不会再印出来" in told["解释"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param(
            "考核成绩居全市第二，",
            "考核成绩 居全市第二, ",
            "+说明: 考核成绩 居全市第二, 评定为优秀等次。",
            id="in a value",
        ),
        pytest.param("专职人民调解服务项目经费由", "专职人民调解服务 项目经费由", None, id="in a paragraph"),
    ],
)
def test_spaces_and_marks_come_back_too(old: str, new: str, line: str | None, library: Library, tmp_path: Path) -> None:
    """What prints as it is typed is written to the letter."""
    revision = revised(tmp_path, TIANHE, library, Edit(old, new))
    assert not revision.conflicts
    (file,) = revision.files
    assert file.new.decode() == file.old.decode().replace(old, new, 1)
    assert line is None or line in changed(revision)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("主要任务", "主要 任务", "只改了空格", id="in the form's own words"),
        pytest.param("5931.22", "5931. 22", "只改了空格", id="in a figure that is printed in one way"),
        pytest.param(">附件2<", "><", "没有“附件2”了", id="the form's own words are gone"),
    ],
)
def test_what_nothing_else_speaks_of_is_named(old: str, new: str, words: str, library: Library, tmp_path: Path) -> None:
    """No text changes in silence: what is printed again as it was is said where it stands."""
    revision = revised(tmp_path, TIANHE, library, Edit(old, new))
    assert not revision.files
    (conflict,) = revision.conflicts
    assert conflict.kind == "fixed-text"
    assert words in conflict.message
    assert conflict.place


def test_a_name_with_a_space_in_one_of_its_places_is_named(library: Library, tmp_path: Path) -> None:
    """It is not taken for the name in all places."""
    revision = revised(tmp_path, TIANHE, library, Edit("广州市天河区司法局", "广州市天河区 司法局"))
    assert kinds(revision) == [("differs-within", "名称")]
    assert not revision.files


def test_a_row_that_is_gone_is_named_with_its_line(library: Library, tmp_path: Path) -> None:
    """Where to delete it is said."""
    (row,) = rows_of(SPORTS, library, "青少年训练")
    revision = revised(tmp_path, SPORTS, library, Edit(row, ""))
    gone = next(conflict for conflict in revision.conflicts if conflict.kind == "gone")
    line = (
        (tmp_path / str(SPORTS) / "targets.yaml").read_text(encoding="utf-8").splitlines().index("  - 名称: 青少年训练")
    )
    assert f"targets.yaml:{line + 1} 删去这一条" in gone.message
