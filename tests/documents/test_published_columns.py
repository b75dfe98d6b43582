"""Columns as published tables have them: fewer or more than the form, a head in merged cells that somebody undid, one half of two."""

from __future__ import annotations

import pytest
from wordfile import word

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library

SELF = "项目支出绩效自评表\n（2023年度）\n| 项目名称 | 河道保洁 |"
HEADS = "一级指标 | 二级指标 | 三级指标"


def read(text: str, form: str, library: Library) -> DocumentReading:
    """Return what a text says by a form, as a Word file."""
    return read_by_form(read_word(word(text)), library.forms[form], labels_of(library.forms.values()))


def values(found: DocumentReading) -> dict[str, str]:
    """Return the texts by their keys."""
    return {key: value.text for key, value in keyed(found.entry)}


def left(found: DocumentReading) -> list[str]:
    """Return the texts that are left over."""
    return [each.text for each in found.unplaced]


@pytest.mark.parametrize("form", ["mof/project-self-evaluation", "shanghai/project-self-evaluation"])
@pytest.mark.parametrize("gone", range(4))
@pytest.mark.parametrize("again", [False, True])
def test_a_figure_where_the_form_has_none_moves_no_other(again: bool, gone: int, form: str, library: Library) -> None:
    """Each figure is that of its own column, whichever column is not there; the score that a part is given is left over."""
    side = "项目资金（万元）"
    rows = [
        [side, side if again else "", *["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]],
        [side if again else "", "年度资金总额", *["40", "38", "36", "10", "94.74%", "9.47"]],
        [side if again else "", "其中：当年财政拨款", *["31", "32", "33", "7", "99%", "8"]],
    ]
    table = "\n".join(f"| {' | '.join([*row[: 2 + gone], *row[3 + gone :]])} |" for row in rows)
    found = read(f"{SELF}\n{table}", form, library)
    names = {"年初预算": "31", "全年预算": "32", "全年执行": "33"}
    parts = {key: text.removesuffix("万元") for key, text in values(found).items() if key.endswith(".财政拨款")}
    assert parts == {f"项目资金.{name}.财政拨款": text for at, (name, text) in enumerate(names.items()) if at != gone}
    assert {"99%", "8"} <= set(left(found))


def test_a_text_said_in_every_cell_of_a_row_is_one_value(library: Library) -> None:
    """It is none of what the form asks for behind it."""
    found = read(f"{SELF}\n| 主管部门 |{' 区水务局 |' * 7}", "mof/project-self-evaluation", library)
    assert values(found)["项目.主管部门"] == "区水务局"
    assert "项目.实施单位" not in values(found)


@pytest.mark.parametrize("gap", ["", "年初设定目标"])
def test_a_head_of_other_words_is_found_between_cells_that_were_merged(gap: str, library: Library) -> None:
    """What is empty between two heads, or says the first again, is no column; that the other head is meant is a guess."""
    heads = f"| 年度总体目标 | 年初设定目标 | {gap} | {gap} | 目标完成情况综述 | | |"
    row = "| | 河道全年干净。 | | | 保洁12公里。 | | |"
    found = read(f"{SELF}\n{heads}\n{row}", "mof/project-self-evaluation", library)
    assert (values(found)["项目目标"], values(found)["项目完成情况"]) == ("河道全年干净。", "保洁12公里。")


@pytest.mark.parametrize("class_", ["产出指标", "重点事项"])
def test_a_class_in_every_cell_of_a_row_is_a_heading(class_: str, library: Library) -> None:
    """It is no goal and no indicator, be it a level of the form or not."""
    goals = "| 年度绩效目标 | 实际完成情况 | 偏差原因分析及改进措施 |\n| 修好路。 | 修了路。 | |"
    heads = "指标名称 计算符号 指标值 计量单位 实际完成值 分值 得分 偏差原因分析及改进措施".replace(" ", " | ")
    rows = [
        f"|{f' {class_} |' * 8}",
        f"|{' 数量指标 |' * 8}",
        "| 修路里程 | ≥ | 3 | 公里 | 4公里 | 10 | 10 | |",
        "| 养护桥梁 | ≥ | 8 | 座 | 8座 | 10 | 10 | |",
    ]
    text = "\n".join(["部门整体支出绩效自评表", "| 部门名称 | 区城管委 |", goals, "", f"| {heads} |", *rows])
    found = read(text, "tianjin/self-evaluation", library)
    shown = values(found)
    assert {key.rpartition(".")[0] for key in shown if key.startswith("年度目标")} == {"年度目标.第1条"}
    place = "绩效指标.产出指标.数量指标"
    assert (shown[f"{place}.修路里程.年度指标值"], shown[f"{place}.养护桥梁.实际"]) == ("3", "8座")
    assert class_ == "产出指标" or class_ in left(found)


TWO_ROWS = (
    f"| 绩效指标 | | | 年度指标值 | | | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |\n"
    f"| {HEADS} | 指标性质 | 指标值 | 度量单位 | | | | |"
)
ONE_ROW = f"| {HEADS} | 计算符号 | 年度指标值 | 计量单位 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |"


@pytest.mark.parametrize("heads", [TWO_ROWS, ONE_ROW])
@pytest.mark.parametrize(
    ("parts", "target", "rest"),
    [
        (("≥", "95", "%"), "≥95%", set()),
        (("≧", "735", "人次"), "≧735人次", set()),
        (("", "有效", ""), "有效", set()),
        (("≥", "≥95", "%"), "≥95%", set()),
        (("＝", "100%", "%"), "＝100%", set()),
        (("≤", "3", "/"), "≤3", {"/"}),
        (("≤", "3", "无"), "≤3", {"无"}),
        (("定性", "健全", "项"), "健全", {"定性", "项"}),
        (("正向", "8", "场"), "8场", {"正向"}),
        (("≥", "10~15", "个"), "≥10~15个", set()),
    ],
)
def test_a_sign_a_figure_and_a_unit_are_one_target(
    heads: str, parts: tuple[str, str, str], target: str, rest: set[str], library: Library
) -> None:
    """Where the form has one column for all three; what cannot be a part of it is left over."""
    row = f"| 产出指标 | 数量指标 | 培训人次 | {' | '.join(parts)} | 96 | 10 | 9 | 已改 |"
    found = read(f"{SELF}\n{heads}\n{row}", "mof/project-self-evaluation", library)
    place = "项目指标.产出指标.数量指标.培训人次"
    shown = {key.removeprefix(f"{place}."): text for key, text in values(found).items() if key.startswith(place)}
    assert shown == {
        "名称": "培训人次",
        "年度指标值": target,
        "实际": "96",
        "分值": "10",
        "得分": "9",
        "偏差原因": "已改",
    }
    assert rest <= set(left(found))
    assert not set(parts) - rest & set(left(found))
    assert not found.guesses


@pytest.mark.parametrize(
    ("heads", "cells", "targets"),
    [
        ("实施周期指标值 | 年度指标值 | 计量单位", "≥9 | 3 | 所", ["≥9所", "3所"]),
        ("实施周期指标值 | 单位 | 年度指标值", "≥9 | 所 | 3", ["≥9", "3"]),
        ("实施周期指标值 | 计量单位 | 年度指标值 | 计量单位", "≥9 | 所 | 3 | 间", ["≥9", "3间"]),
    ],
)
def test_a_unit_is_that_of_the_targets_before_it(heads: str, cells: str, targets: list[str], library: Library) -> None:
    """One between two targets may be of either and is left over."""
    title = "2023年部门整体预算绩效目标申报表\n| 部门名称 | 区教育局 |"
    text = f"{title}\n| 绩效指标 | {HEADS} | {heads} |\n| | 产出指标 | 数量指标 | 新建学校 | {cells} |"
    found = read(text, "guangzhou/targets", library)
    place = "绩效指标.产出指标.数量指标.新建学校"
    assert [values(found)[f"{place}.{key}"] for key in ("周期指标值", "年度指标值")] == targets
    assert ("所" in left(found)) == (targets[0] == "≥9")


@pytest.mark.parametrize("heads", ["年度指标值 | 单位", "单位 | 年度指标值"])
@pytest.mark.parametrize(
    ("figure", "unit", "target"), [("0", "起", "0起"), ("≥3", "场次", "≥3场次"), ("5场", "次", "5场")]
)
def test_a_unit_beside_a_bare_figure_is_joined_and_said_to_be_a_guess(
    heads: str, figure: str, unit: str, target: str, library: Library
) -> None:
    """A figure that has a unit keeps it alone, and the other is left over."""
    cells = [figure, unit] if heads.startswith("年度") else [unit, figure]
    row = f"| 产出指标 | 质量指标 | 安全事故 | {' | '.join(cells)} |"
    text = f"部门（单位）整体支出绩效目标申报表\n| 年度绩效指标 | {HEADS} | {heads} |\n| 年度绩效指标 {row}"
    found = read(text, "mof/department-targets", library)
    value = dict(keyed(found.entry))["绩效指标.产出指标.质量指标.安全事故.年度指标值"]
    assert value.text == target
    assert bool(value.guess) == (target != figure)
    assert (unit in left(found)) == (target == figure)


@pytest.mark.parametrize("again", [False, True])
def test_a_head_may_be_parted_for_the_target_alone(again: bool, library: Library) -> None:
    """The other heads stand in one row, those of the figure and of the unit in the next."""
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "年度指标值", "实际完成值", "分值", "得分"]
    top = heads if again else [*heads[:4], "", *heads[5:]]
    below = [head if again and head != "年度指标值" else "" for head in heads]
    below[3:5] = ["指标值", "单位"]
    rows = [top, below, ["产出指标", "数量指标", "保洁里程", "≥12", "公里", "13公里", "10", "10"]]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    found = dict(keyed(read(f"{SELF}\n{table}", "mof/project-self-evaluation", library).entry))
    place = "项目指标.产出指标.数量指标.保洁里程"
    assert (found[f"{place}.年度指标值"].text, found[f"{place}.实际"].text) == ("≥12公里", "13公里")


def test_a_form_with_columns_of_its_own_for_sign_and_unit_keeps_them_apart(library: Library) -> None:
    """There nothing is joined."""
    heads = f"| {HEADS} | 指标性质 | 指标值 | 度量单位 | 实际完成值 | 偏差原因分析及改进措施 |"
    row = "| 产出指标 | 数量指标 | 接待批次 | ≥ | 300 | 批次 | 412 | 无 |"
    text = f"部门整体支出绩效自评表\n| 三、部门整体支出绩效指标 |\n{heads}\n{row}"
    found = values(read(text, "yunnan/self-evaluation", library))
    place = "绩效指标.产出指标.数量指标.接待批次"
    assert [found[f"{place}.{key}"] for key in ("指标性质", "年度指标值", "度量单位")] == ["≥", "300", "批次"]


ONE_HALF = [
    "项目支出绩效目标申报表",
    "（2024年度）",
    "| 项目名称 | 河道保洁 |",
    "| 项目资金（万元） | 年度资金总额： | 60.00 |",
    "| | 其中：财政拨款 | 50.00 |",
    "| | 其他资金 | 10.00 |",
]


@pytest.mark.parametrize("goal", ["年度总体目标", "年度目标", "总体目标", "年度绩效目标"])
@pytest.mark.parametrize("side", ["", "项目资金（万元）"])
def test_of_two_halves_a_document_may_have_only_that_of_the_year(side: str, goal: str, library: Library) -> None:
    """What it says is the year's, and nothing that of several years."""
    rows = [row.replace("| | ", f"| {side} | ") for row in ONE_HALF]
    rows += [f"| {goal} | 河道全年干净。 |", f"| 绩效指标 | {HEADS} | 指标值 |"]
    rows += ["| | 产出指标 | 数量指标（必填） | 保洁里程 | 12公里 |", "| | | | 打捞次数 | ≥200次 |"]
    found = values(read("\n".join(rows), "mof/project-targets", library))
    assert not [key for key in found if "中期" in key]
    assert found["项目目标"] == "河道全年干净。"
    assert (found["项目资金.年度资金总额"], found["项目资金.年初预算.财政拨款"]) == ("60.00", "50.00")
    assert found["项目资金.年初预算.其他资金"] == "10.00"
    place = "项目指标.产出指标.数量指标"
    assert (found[f"{place}.保洁里程.年度指标值"], found[f"{place}.打捞次数.年度指标值"]) == ("12公里", "≥200次")


def test_what_may_be_either_half_is_left_over(library: Library) -> None:
    """A document that speaks of the other half, with one list of indicators, does not say whose these are."""
    rows = [*ONE_HALF, "| 中期目标 | 河道三年清。 |", f"| 绩效指标 | {HEADS} | 指标值 |"]
    found = read("\n".join([*rows, "| | 产出指标 | 数量指标 | 保洁里程 | 12公里 |"]), "mof/project-targets", library)
    assert not [key for key in values(found) if "指标" in key or key.endswith(("财政拨款", "其他资金"))]
    assert {"保洁里程", "12公里", "50.00", "10.00"} <= set(left(found))


def test_two_halves_are_read_whatever_the_first_is_called(library: Library) -> None:
    """Both have their labels, each the values below them."""
    rows = [
        *ONE_HALF[:3],
        "| 总体目标 | 长期目标（2022年—2024年） | 年度目标 |",
        "| | 河道三年清。 | 河道全年干净。 |",
        f"| 绩效指标 | {HEADS} | 指标值 | 二级指标 | 三级指标 | 指标值 |",
        "| | 产出指标 | 数量指标 | 保洁里程 | 36公里 | 数量指标 | 打捞次数 | ≥200次 |",
    ]
    found = values(read("\n".join(rows), "mof/project-targets", library))
    assert (found["项目中期目标"], found["项目目标"]) == ("河道三年清。", "河道全年干净。")
    place = "产出指标.数量指标"
    assert found[f"项目中期指标.{place}.保洁里程.指标值"] == "36公里"
    assert found[f"项目指标.{place}.打捞次数.年度指标值"] == "≥200次"


def test_a_head_that_may_be_either_of_two_is_none(library: Library) -> None:
    """预算数 may be that of the beginning of the year or of the whole: what stands below it is left over."""
    heads = "| 项目资金（万元） | | 预算数 | 执行数 | 分值 | 执行率 | 得分 |"
    rows = ["| | 年度资金总额 | 40 | 36 | 10 | 90% | 9 |", "| | 其中：当年财政拨款 | 31 | 33 | | | |"]
    found = read("\n".join([SELF, heads, *rows]), "mof/project-self-evaluation", library)
    funds = {key for key in values(found) if key.startswith("项目资金.")}
    assert funds == {"项目资金.全年执行数", "项目资金.执行率", "项目资金.全年执行.财政拨款"}
    assert {"预算数", "40", "31"} <= set(left(found))


@pytest.mark.parametrize("unknown", ["建设进度类", "投入指标"])
def test_a_row_below_an_unknown_level_is_not_that_of_the_level_before(unknown: str, library: Library) -> None:
    """What goes on below it is left over, up to the next level that the form has."""
    heads = f"| {HEADS} | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |"
    rows = [
        "| 产出指标 | 数量指标 | 保洁里程 | 12公里 | 12公里 | 10 | 10 | |",
        f"| | {unknown} | 船只维护 | 3艘 | 3艘 | 10 | 10 | |",
        "| | | 码头修缮 | 2处 | 2处 | 10 | 10 | |",
        "| | 质量指标 | 验收合格率 | 100% | 100% | 10 | 10 | |",
    ]
    found = read("\n".join([SELF, heads, *rows]), "mof/project-self-evaluation", library)
    names = {key.removesuffix(".名称") for key in values(found) if key.endswith(".名称") and "指标" in key}
    assert names == {"项目指标.产出指标.数量指标.保洁里程", "项目指标.产出指标.质量指标.验收合格率"}
    assert {unknown, "船只维护", "码头修缮", "2处"} <= set(left(found))
