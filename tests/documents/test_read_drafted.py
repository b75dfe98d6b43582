"""Forms drafted from a blank one read back like those that are shipped."""

from __future__ import annotations

from pathlib import Path

from draftedform import drafted
from drawnform import drawn_form
from wordfile import word

from selfeval.authoring.form_draft import draft_form
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library

LEVELS = """\
= 项目绩效考评表
=| 2 2 3 1 2
考评内容 | 考评指标 | 考评说明 | 自评得分 | 备注
（一）项目组织（16分）[↓2] | 组织领导（10分） | 制定了规划的得分。 |  |\u0020
〃 | 统计总结（6分） | 按时报送的得分。 |  |\u0020
（二）项目管理（84分）[↓2] | 任务完成（44分） | 完成年度任务的得分。 |  |\u0020
〃 | 工程质量（40分） | 全部合格的得分。 |  |\u0020
"""
SIGNED = """\
= 项目情况表
=| 2 4
项目名称 |\u0020
= 填报单位（盖章）：　　　　填表人：　　　　联系电话：
"""


def read(blank: str, filled: str, folder: Path, library: Library) -> DocumentReading:
    """Return what a filled form says by the form that is drafted of the blank one."""
    known = drafted(folder, draft_form("空表.docx", drawn_form(blank)[0], library), answered=True)
    return read_by_form(read_word(word(filled)), known.forms["hubei/draft"], labels_of(known.forms.values()))


def test_a_bracket_that_begins_the_name_of_a_level_is_no_end_of_it(tmp_path: Path, library: Library) -> None:
    """The points stand in the last brackets."""
    rows = "| 考评内容 | 考评指标 | 考评说明 | 自评得分 | 备注 |\n" + "".join(
        f"| {level} | {name} | {said} | {score} | 核过 |\n"
        for level, name, said, score in (
            ("（一）项目组织（16分）", "组织领导（10分）", "制定了规划的得分。", "9"),
            ("", "统计总结（6分）", "按时报送的得分。", "6"),
            ("（二）项目管理（84分）", "任务完成（44分）", "完成年度任务的得分。", "40"),
            ("", "工程质量（40分）", "全部合格的得分。", "38"),
        )
    )
    found = read(LEVELS, f"项目绩效考评表\n{rows}", tmp_path, library)
    scores = {key.split(".")[1]: value.text for key, value in keyed(found.entry) if key.endswith(".得分")}
    assert scores == {"一项目组织": "6", "二项目管理": "38"}  # of the last below each
    assert [value.text for key, value in keyed(found.entry) if key.endswith("一级.分值")] == ["16", "84"]
    assert not found.unplaced


def test_a_note_below_a_row_of_labels_is_no_end_of_its_last_value(tmp_path: Path, library: Library) -> None:
    """It is left over, however many blanks part the labels."""
    signed = "填报单位（盖章）：云山县图书馆　　　　填表人：何小兰　　　　联系电话：0711-3386021"
    found = read(SIGNED, f"项目情况表\n| 项目名称 | 流动图书车 |\n{signed}\n注：本表一式两份。", tmp_path, library)
    assert [value.text for key, value in keyed(found.entry) if key.endswith("电话")] == ["0711-3386021"]
    assert [each.text for each in found.unplaced] == ["注：本表一式两份。"]
