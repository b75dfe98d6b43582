"""An explanation holds for the figure or sentence it was written for."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulepages import BASE, Section, run

from selfeval.evaluation import explained
from selfeval.evaluation.explained import AROUND
from selfeval.problem import Problem
from selfeval.problem import many as shortening

RATES = "新收案件200件，结案180件，结案率75%。\n  调解纠纷150件，调解成功120件，调解成功率{rate}。"
BLOCK = "说明情况:\n  - 规则: typed-rate-differs\n    位置: 自评结论\n{original}    理由: 含上年旧存。\n"


def problems(folder: Path, text: str, explanations: str, rule: str = "typed-rate-differs") -> list[Problem]:
    """Return what is said of a text under 自评结论."""
    narrative = f"自评结论: |\n  {text}\n自评等级: 优秀\n存在问题:\n  - 覆盖面还不够。\n{explanations}"
    found = run(Section({"narrative.yaml": narrative.encode()}, ()), folder).problems
    return [each for each in found if each.rule in (rule, "unused-explanation")]


def said(found: list[Problem]) -> list[tuple[str, bool]]:
    """Return each rule with whether it was explained."""
    return [(each.rule, each.explained) for each in found]


def test_it_hides_the_finding_about_its_words_and_no_other(tmp_path: Path) -> None:
    """The next wrong rate of the same text stays."""
    found = problems(tmp_path, RATES.format(rate="95%"), BLOCK.format(original="    原文: 75%\n"))
    assert said(found) == [("typed-rate-differs", True), ("typed-rate-differs", False)]


def test_without_words_it_hides_the_only_finding(tmp_path: Path) -> None:
    """Older files go on as they did."""
    found = problems(tmp_path, RATES.format(rate="80%"), BLOCK.format(original=""))
    assert said(found) == [("typed-rate-differs", True)]


def test_without_words_it_hides_none_of_several(tmp_path: Path) -> None:
    """It is told the line to add."""
    found = problems(tmp_path, RATES.format(rate="95%"), BLOCK.format(original=""))
    assert said(found) == [
        ("typed-rate-differs", False),
        ("typed-rate-differs", False),
        ("unused-explanation", False),
    ]
    assert found[-1].fix == "原文: 75%"
    assert "“75%”、“95%”" in found[-1].message


def test_a_figure_that_changed_is_no_longer_explained(tmp_path: Path) -> None:
    """The message shows what stands there now."""
    text = RATES.format(rate="80%").replace("75%", "70%")
    found = problems(tmp_path, text, BLOCK.format(original="    原文: 75%\n"))
    assert said(found) == [("typed-rate-differs", False), ("unused-explanation", False)]
    assert found[-1].fix == "原文: 70%"


def test_a_clause_may_be_quoted(tmp_path: Path) -> None:
    """Words around the figure name it too."""
    found = problems(tmp_path, RATES.format(rate="95%"), BLOCK.format(original="    原文: 结案率75%\n"))
    assert said(found) == [("typed-rate-differs", True), ("typed-rate-differs", False)]


def test_the_same_figure_twice_is_told_apart_by_its_clause(tmp_path: Path) -> None:
    """What each block to paste quotes hides that finding alone."""
    text = "提交检查报告 69 余次。走访企业 69 余次。"
    found = problems(tmp_path / "before", text, "", "more-than-exact")
    assert [each.original for each in found] == ["提交检查报告 69 余次", "走访企业 69 余次"]
    for number, each in enumerate(found):
        block = BLOCK.format(original=f"    原文: {each.original}\n").replace("typed-rate-differs", "more-than-exact")
        now = [one.explained for one in problems(tmp_path / str(number), text, block, "more-than-exact")]
        assert now == [at == number for at in range(2)]


def test_a_finding_among_very_many_like_it_quotes_a_few_words_around(tmp_path: Path) -> None:
    """Not the whole line, nor the dash of an item."""
    text = "、".join(f"走访企业 69 余次{number}" for number in range(300))
    found = problems(tmp_path / "prose", text, "", "more-than-exact")
    assert max(len(each.original) for each in found) <= 2 * AROUND + 10
    items = "自评结论: 好。\n自评等级: 优秀\n存在问题:\n  - 走访企业（69 次\n  - 走访商户（69 次\n"
    listed = run(Section({"narrative.yaml": items.encode()}, ()), tmp_path / "items").problems
    quoted = [each.original for each in listed if each.rule == "unbalanced-marks"]
    assert quoted == ["走访企业（69", "走访商户（69"]


def test_a_minus_with_a_blank_is_quoted_with_it(tmp_path: Path) -> None:
    """What looks like the dash of an item is part of the figure, and the block to copy hides the finding."""
    block = "说明情况:\n  - 规则: negative-amount\n    位置: 预算执行.调整预算\n    原文: {}\n    理由: 冲减上年多拨的资金。\n"

    def found(explanations: str) -> list[Problem]:
        typed = (BASE / "actuals.yaml").read_text(encoding="utf-8").replace("1,000.00", "- 1,000.00") + explanations
        told = run(Section({"actuals.yaml": typed.encode()}, ()), tmp_path / str(len(explanations))).problems
        return [each for each in told if each.rule in ("negative-amount", "unused-explanation")]

    (negative,) = found("")
    assert negative.original == "- 1,000.00"
    assert said(found(block.format(negative.original))) == [("negative-amount", True)]


@pytest.mark.parametrize("word", ["XX", "待核实", "75%"])
def test_words_are_taken_as_typed(tmp_path: Path, word: str) -> None:
    """Nobody is told that the 原文 itself is a gap."""
    explanations = BLOCK.format(original=f"    原文: {word}\n")
    narrative = f"自评结论: |\n  办理案件566件。\n自评等级: 优秀\n存在问题:\n  - 覆盖面还不够。\n{explanations}"
    found = run(Section({"narrative.yaml": narrative.encode()}, ()), tmp_path).problems
    assert {each.rule for each in found} == {"unused-explanation"}


MARKS = [
    ("doubled-marks", "全年办理案件，。质量稳定。", "办理案件，。质量稳定"),
    ("mark-between-titles", "印发《甲办法》、《乙办法》。", "甲办法》、《乙办法"),
    ("unbalanced-marks", "全年办理案件（含上年。", "办理案件（含上年。"),
]


@pytest.mark.parametrize(("rule", "text", "original"), MARKS, ids=[each[0] for each in MARKS])
def test_a_mark_is_quoted_with_the_words_around_it(tmp_path: Path, rule: str, text: str, original: str) -> None:
    """The mark alone does not tell which one is meant; the block to paste explains it."""
    (found,) = problems(tmp_path / "one", text, "", rule)
    assert found.original == original
    block = BLOCK.replace("typed-rate-differs", rule).format(original=f"    原文: {original}\n")
    assert said(problems(tmp_path / "two", text, block, rule)) == [(rule, True)]
    older = BLOCK.replace("typed-rate-differs", rule).format(original=f"    原文: {original[4:-4]}\n")
    assert said(problems(tmp_path / "three", text, older, rule)) == [(rule, True)]


def test_very_many_explanations_are_each_held_against_few_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that quote what stands there hide it, those that quote nothing there are told so: in time that grows with them."""
    many, compared, real = 400, 0, explained._quotes

    def counted(original: str, typed: explained._Typed) -> bool:
        nonlocal compared
        compared += 1
        return real(original, typed)

    monkeypatch.setattr(explained, "_quotes", counted)
    monkeypatch.setattr(explained, "MOST_COMPARED", 0)
    monkeypatch.setattr(shortening, "MOST_SAME", 2 * many)
    text = "\n  ".join(f"第{number}处），还要改。" for number in range(1000, 1000 + many))
    row = "  - 规则: unbalanced-marks\n    位置: 自评结论\n    原文: {0}\n    理由: 核对过，原文如此。\n"
    quoted = [f"第{number}处），还要改" for number in range(1100, 1000 + many)]
    others = [f"第{number}段）没有了" for number in range(many)]
    rows = "说明情况:\n" + "".join(map(row.format, [*quoted, *others]))
    found = problems(tmp_path, text, rows, rule="unbalanced-marks")
    assert sum(each.explained for each in found) == len(quoted)
    assert sum(each.rule == "unused-explanation" for each in found) == len(others)
    assert len(quoted) <= compared <= 3 * many
