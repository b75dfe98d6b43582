"""Which figures typed into prose stand for one of the data, and which only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import Section, laid

from selfeval.department import read_department
from selfeval.form.form import Form
from selfeval.rules.figures.differs import figure_differs
from selfeval.rules.figures.twice import figure_typed_twice
from selfeval.submission import Submission

# The data: 办理法律援助案件 566件 (≥550件), 矛盾纠纷调解成功率 98% (≥95%), 接待群众来访 1,280人次.
RIGHT = (
    "全年办理法律援助案件566件，接待群众来访1280人次，矛盾纠纷调解成功率98%。",
    "办理法律援助案件五百六十六件，接待群众来访0.128万人次。",
    # about, at least, at most
    "办理法律援助案件500余件，接待群众来访约1300人次。",
    "办理法律援助案件近600件，接待群众来访1300人次左右。",
    "办理法律援助案件超过500件，接待群众来访1000人次以上。",
    # aims and growth
    "年初目标是办理法律援助案件550件。",
    "计划办理法律援助案件550件，比上年增加16件。",
    "法律援助案件同比增长66件，矛盾纠纷调解成功率同比提高2%。",
    "办理法律援助案件由500件增加到566件。",
    # another time
    "上半年，办理法律援助案件300件。",
    "1至6月，办理法律援助案件300件，接待群众来访600人次。",
    "2023年办理法律援助案件500件。",
    "2020年以来，累计办理法律援助案件1,700件。",
    "近三年办理法律援助案件1,700件。",
    "专项行动期间，办理法律援助案件66件。",
    "每月办理法律援助案件47件，律师人均办理法律援助案件28件。",
    # parts, kinds and other people
    "接待群众来访1280人次，其中局领导接待群众来访120人次。",
    "办理民事法律援助案件300件、刑事法律援助案件266件。",
    "办理法律援助案件，其中民事300件。",
    "为农民工办理法律援助案件120件。",
    "东湖街道办理法律援助案件40件。",
    "区公职律师事务所办理法律援助案件40件。",
    "全市办理法律援助案件9,800件。",
    "医疗纠纷调解成功率96%。",
    # another thing
    "评查法律援助案件40件，办结法律援助案件540件，办理疑难法律援助案件12件。",
    "办理法律援助案件和公证1,200件。",
    "办理法律援助案件660件次。",
    "接待群众来电来访3,000人次。",
    "办理案件12件，接待来访12人次，成功率97%。",
    "法律援助律师办理案件40件。",
    "办理法律援助案件{{ 办理法律援助案件 }}，值班律师办理法律援助案件40件。",
    # the right figure stands there too
    "全年办理法律援助案件566件，年底又办理法律援助案件20件。",
    # money of something else
    "法律援助惠民项目安排资金60万元，预算完成率100%。",
)

WRONG = (
    ("全年组织办理法律援助案件660件。", "660件"),
    ("全年共办理刑事、民事法律援助案件 660 件。", "660 件"),
    ("区法援中心办理法律援助案660件。", "660件"),
    ("2024年，我局办理法援案件660宗。", "660宗"),
    ("办理660件法律援助案件。", "660件"),
    ("调解矛盾纠纷3,231宗，调解成功率99.88%。", "99.88%"),
    ("矛盾纠纷调解成功率达到99%。", "99%"),
    ("截至2024年12月，接待群众来访0.18万人次。", "0.18万人次"),
    ("受理来访{{ 接待群众来访 }}，办理法律援助案件56件。", "56件"),
    ("全年预算完成率98.5%。", "98.5%"),
)


def written(folder: Path, text: str) -> tuple[Submission, Form]:
    """Read the department of the rule pages with a text as its 自评结论."""
    narrative = f"自评结论: |\n  {text}\n自评等级: 优秀\n存在问题:\n  - 覆盖面还不够。\n"
    library = laid(Section({"narrative.yaml": narrative.encode()}, ()), folder)
    (submission,) = read_department(folder / "data", "2024", "qinghu", library)
    return submission, submission.forms[0]


@pytest.mark.parametrize("text", RIGHT)
def test_a_figure_for_something_else_is_left_alone(text: str, tmp_path: Path) -> None:
    """Another scope, period, part, bound, aim or thing is no contradiction."""
    assert [found.message for found in figure_differs(*written(tmp_path, text))] == []


@pytest.mark.parametrize(("text", "figure"), WRONG)
def test_a_figure_that_differs_is_found(text: str, figure: str, tmp_path: Path) -> None:
    """The same thing with another number is found at the number."""
    (found,) = figure_differs(*written(tmp_path, text))
    start = text.index(figure)
    assert (found.place.line, found.place.column, found.place.end_column) == (2, start + 3, start + 3 + len(figure))
    assert found.fix.startswith("{{")
