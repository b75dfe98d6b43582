"""Which figures typed into prose stand for one of the data, and which only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from written import concluded

from selfeval.evaluation.rules.figures.differs import figure_differs
from selfeval.evaluation.rules.figures.twice import figure_typed_twice

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
    "调解医疗领域矛盾纠纷90宗，调解成功率97%。",
    "专职人民调解员调解矛盾纠纷1143件，调解成功率99.21%。",
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


@pytest.mark.parametrize("text", RIGHT)
def test_a_figure_for_something_else_is_left_alone(text: str, tmp_path: Path) -> None:
    """Another scope, period, part, bound, aim or thing is no contradiction."""
    assert [found.message for found in figure_differs(concluded(tmp_path, text).dossier)] == []


@pytest.mark.parametrize(("text", "figure"), WRONG)
def test_a_figure_that_differs_is_found(text: str, figure: str, tmp_path: Path) -> None:
    """The same thing with another number is found at the number."""
    (found,) = figure_differs(concluded(tmp_path, text).dossier)
    start = text.index(figure)
    assert (found.place.line, found.place.column, found.place.end_column) == (2, start + 3, start + 3 + len(figure))
    assert found.fix.startswith("{{")


def test_a_planned_figure_is_held_against_the_target(tmp_path: Path) -> None:
    """A goal that says 500 where the target says 550 is found; what the year brought is another matter."""
    case = concluded(tmp_path, "按期完成。", {"全年办理法律援助案件 550 件以上": "全年办理法律援助案件 500 件以上"})
    (found,) = figure_differs(case.dossier)
    assert (found.where, found.fix) == ("总体目标", "550件")


def test_nothing_is_offered_where_two_texts_agree_against_the_data(tmp_path: Path) -> None:
    """The data may be wrong as well, and the figure of the data is not proposed."""
    text = "全年办理法律援助案件586件。\n截至年末，办理法律援助案件586件，群众满意。"
    found = list(figure_differs(concluded(tmp_path, text).dossier))
    assert found
    assert {each.fix for each in found} == {""}


def test_a_remark_is_held_against_its_own_indicator(tmp_path: Path) -> None:
    """The only figure of a unit in an indicator's remark is the indicator's, whatever the words."""
    changes = {
        "办理法律援助案件: 566件": "办理法律援助案件:\n        实际: 566件\n        说明: 全年共660件，民事居多。"
    }
    (found,) = figure_differs(concluded(tmp_path, "按期完成。", changes).dossier)
    assert "“全年共660件”" in found.message


def test_two_texts_may_not_say_different_things(tmp_path: Path) -> None:
    """The same words with two figures are found where the second stands."""
    changes = {"全年驻点值班 240 天": "全年开展法治宣传教育活动21场"}
    (found,) = figure_differs(concluded(tmp_path, "共组织法治宣传教育活动 23 场。", changes).dossier)
    assert (found.where, found.fix) == ("自评结论", "")
    assert "actuals.yaml 第 7 行" in found.message


def test_two_figures_in_one_text_are_two_things(tmp_path: Path) -> None:
    """A text that gives two figures beside the same words means two things, and is no measure for another text."""
    changes = {"全年驻点值班 240 天": "区局开展法治宣传教育活动21场，又开展法治宣传教育活动2场"}
    assert list(figure_differs(concluded(tmp_path, "共组织法治宣传教育活动23场。", changes).dossier)) == []


def test_what_the_data_holds_is_quoted(tmp_path: Path) -> None:
    """All figures of a text that the data holds are shown together, each with its quote."""
    (found,) = figure_typed_twice(
        concluded(tmp_path, "办理法律援助案件566件，接待群众来访1280人次，培训律师30人。").dossier
    )
    assert found.fix == "{{ 办理法律援助案件 }}\n{{ 接待群众来访 }}"
    assert "共 2 个" in found.message


def test_what_two_texts_hold_is_made_a_fact(tmp_path: Path) -> None:
    """A figure repeated in other words is not taken for the same, nor are growth and 100 % in like words."""
    changes = {"全年驻点值班 240 天": "开展法治宣传教育活动21场"}
    (found,) = figure_typed_twice(concluded(tmp_path / "same", "组织法治宣传教育活动21场。", changes).dossier)
    assert found.where == "自评结论"
    assert list(figure_typed_twice(concluded(tmp_path / "other", "组织法治培训活动21场。", changes).dossier)) == []
    changes = {"全年驻点值班 240 天": "法律咨询同比增长5%，工作完成及时率100%"}
    case = concluded(tmp_path / "rates", "法律咨询同比增长5%，工作完成及时率100%。", changes)
    assert list(figure_typed_twice(case.dossier)) == []


def test_a_value_with_more_words_is_quoted_by_its_number(tmp_path: Path) -> None:
    """What stands around the figure of the data is not printed a second time; brackets in a name say nothing."""
    changes = {
        "办理法律援助案件: 566件": "办理法律援助案件数量（件）: 法律援助案件566件",
        "名称: 办理法律援助案件": "名称: 办理法律援助案件数量（件）",
    }
    (found,) = figure_differs(concluded(tmp_path, "办理法律援助案件660件。", changes).dossier)
    assert found.fix == "{{ 办理法律援助案件数量（件）.数 }}件"


BARE = (
    {
        "办理法律援助案件: 566件": "办理法律援助案件（件）: '566'",
        "名称: 办理法律援助案件": "名称: 办理法律援助案件（件）",
    },
    {"办理法律援助案件: 566件": "办理法律援助案件: '566'"},
)


@pytest.mark.parametrize("changes", BARE, ids=["its name", "its target"])
def test_a_bare_number_has_the_unit_that_stands_elsewhere(changes: dict[str, str], tmp_path: Path) -> None:
    """The unit of an actual stands in the name or in the target; prose quotes the number and types the unit behind it."""
    (found,) = figure_differs(concluded(tmp_path, "全年办理法律援助案件665件。", changes).dossier)
    name = "办理法律援助案件（件）" if "名称: 办理法律援助案件" in changes else "办理法律援助案件"
    assert found.fix == f"{{{{ {name} }}}}件"
    assert list(figure_differs(concluded(tmp_path / "right", "全年办理法律援助案件566件。", changes).dossier)) == []
