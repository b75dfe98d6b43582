"""Every word of form.yaml and scoring.yaml, with values of a wrong sort: each is refused at its line, or means something.

A word of form.yaml with nothing behind it is as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from selfeval.form import scoring
from selfeval.form.declaration import FIELD_WORDS, LONGEST
from selfeval.form.form import FORM_SHAPE
from selfeval.form.library import CAREFUL, READERS, load
from selfeval.problem import Problem

TYPED_NOTHING = ("[]", "{}", '""')
LEFT_EMPTY = ("", "null", "~")
NOTHING = (*TYPED_NOTHING, *LEFT_EMPTY)
OTHERS = ("[[]]", '[""]', "{a: 1}", '{"": 1}', "true", "False", "长" * (LONGEST + 1))
LITERAL = ("0", "-1", "1e5", "[a]", "……")
"""Values that print or count as they stand, where a word takes them; they are only tried to be read or refused in Chinese."""

MEANT = {
    *((word, "{a: 1}") for word in ("层级", "行", "等级")),
    *(("一行", value) for value in ("", '""', "{}", "null", "~")),
    *(("一条规则", value) for value in ("{a: 1}", '{"": 1}')),
    *((f"表样的{word}", value) for word in ("格式", "规则", "核对") for value in ("{}", "[]")),
}
"""Values that are right: a heading a with the heading 1 below it; a row without a label of its own; no checks at all.

The options of a rule are looked up where the rules are known.
"""

HEAD = "名称: 表\n阶段: 自评\n数据:\n  - targets.yaml\n"
OWN = (
    HEAD
    + "字段:\n  一.二:\n    类型: 文本\n  三:\n    类型: 金额\n  四:\n    类型: 是否\n  甲:\n    文件: targets.yaml\n"
)
LEVELS = "    层级:\n      产出: [数量]\n"
COLUMN = "  甲.名称:\n    类型: 文本\n"
SCORED = COLUMN + "".join(f"  甲.{column}:\n    类型: 小数\n" for column in ("目标值", "实际", "分值", "得分"))
NEEDED: Mapping[str, str] = {
    "选项": "",
    "类型": "",
    "层级": COLUMN,
    "分档": "    算式: 三 / 2\n",
    "编号": "",
}
"""What a field needs beside a word, where its kind alone is not enough."""
BELOW = {
    "行": "    列:\n      一列: {类型: 金额}\n    行: @\n",
    "一行": "    列:\n      一列: {类型: 金额}\n    行:\n      一行: @\n",
    "一行的列": "    列:\n      一列: {类型: 金额}\n    行:\n      一行:\n        列: @\n",
    "列": "    行: [一行]\n    列: @\n",
    "一列": "    行: [一行]\n    列:\n      一列: @\n",
    "各项": "    各项: @\n  甲.子:\n    类型: 金额\n",
    "产出的层级": "    类型: 指标\n    层级:\n      产出: @\n",
    "产出的分值": f"    类型: 指标\n{LEVELS}    分值:\n      产出: @\n",
    "数量的分值": f"    类型: 指标\n{LEVELS}    分值:\n      产出:\n        数量: @\n",
    "产出的合计": f"    类型: 指标\n{LEVELS}    分值:\n      产出:\n        数量: 3\n        合计: @\n",
    "产出的空行": f"    类型: 指标\n{LEVELS}    空行:\n      产出: @\n",
    "产出的标签": f"    类型: 指标\n{LEVELS}    层级标签:\n      产出: @\n",
    "一档": "    类型: 文本\n    算式: 三 / 2\n    分档:\n      80%: @\n",
    "答案": "    类型: 文本\n    条件:\n      四: @\n",
    "一个选项": "    类型: 选项\n    选项:\n      - 好\n      - @\n",
    "格式": "    类型: 金额\n格式:\n  金额: @\n",
    "一条规则": "    类型: 金额\n规则:\n  unit-missing: @\n",
    "规则的级别": "    类型: 金额\n规则:\n  unit-missing:\n    级别: @\n",
    **{
        f"核对的{word}": f"    类型: 金额\n核对:\n  {line}"
        for word, line in (
            ("全部", "too-much: @\n"),
            ("算式", "too-much:\n    算式: @\n    位置: 甲\n    说明: 大\n"),
            ("位置", "too-much:\n    算式: 甲 <= 3\n    位置: @\n    说明: 大\n"),
            ("说明", "too-much:\n    算式: 甲 <= 3\n    位置: 甲\n    说明: @\n"),
            ("级别", "too-much:\n    算式: 甲 <= 3\n    位置: 甲\n    级别: @\n    说明: 大\n"),
        )
    },
    "评分的方案": f"    类型: 指标\n{SCORED}评分:\n  方案: @\n  指标: 甲\n",
    "评分的指标": f"    类型: 指标\n{SCORED}评分:\n  指标: @\n  方案: 乙\n",
}
"""What stands below the field 甲, or behind it, with the sign @ where a value is tried."""

PROFILE = """\
甲:
  名称: 办法
  预算执行率:
    分值: 10
    已完成: 80%
    分档:
      80%: 90%
    总分上限:
      80%: 90
  分值:
    产出: 50
    效益: 50
  缺项转入:
    产出:
      效益: 50
  指标得分:
    正向: 按比例
    反向: 按反比例
    不适用: 保留
    分档:
      定量:
        80%: 90%
  定性:
    80%: [好]
    50%: [中]
  超额:
    起点: 130%
    扣分: 1
  等级:
    优: 90
    良: 80
"""


def word_of_field(word: str) -> str:
    """Return a form with the sign @ for the value of a word, in a field of a kind that takes it."""
    if word == "类型":
        return OWN + "    类型: @\n"
    kind = next((kind.value for kind in FIELD_WORDS[word].kinds), "金额" if word in ("格式", "算式") else "文本")
    needed = NEEDED.get(word, LEVELS + COLUMN if kind == "指标" else COLUMN if kind == "列表" else "")
    return f"{OWN}    类型: {kind}\n    {word}: @\n{needed}".replace("    文件: targets.yaml\n    类", "    类")


def word_of_form(word: str) -> str:
    """Return a form with the sign @ for the value of one of its words."""
    blocks = re.split(r"(?m)^(?=\S)", OWN.replace("    文件: targets.yaml\n", "    类型: 金额\n"))
    kept = [block for block in blocks if block and not block.startswith(f"{word}:")]
    return "".join((*kept, f"{word}: @\n"))


FORMS = {
    **{word: word_of_field(word) for word in FIELD_WORDS},
    **{f"表样的{word}": word_of_form(word) for word in FORM_SHAPE.keys},
    **{word: OWN + below for word, below in BELOW.items()},
}


def problems_of(folder: Path, texts: Iterable[str], *, carefully: bool) -> list[tuple[Problem, ...]]:
    """Return what is said of each of some forms."""
    names = []
    for number, text in enumerate(texts):
        names.append(f"form{number}")
        (folder / names[-1]).mkdir(parents=True)
        (folder / names[-1] / "form.yaml").write_text(text, encoding="utf-8")
    library = load(folder, CAREFUL if carefully else READERS)
    return [library.declared(name).problems for name in names]


def refuses(problems: tuple[Problem, ...], form: str) -> bool:
    """Tell whether something is said, all of it at the line of the sign @ and in Chinese that is read at a glance."""
    line = form[: form.index("@")].count("\n") + 1
    short = all(re.search("[一-龥]", each.message) and len(each.message) < 300 for each in problems)
    return short and {each.place.line for each in problems} == {line}


def try_values(folder: Path, word: str, values: Iterable[str], *, carefully: bool) -> None:
    """Assert that each value is refused where it stands, or means something."""
    form, listed = FORMS[word], list(values)
    said = problems_of(folder, (form.replace("@", value) for value in listed), carefully=carefully)
    wrong = [
        (value[:20], problems)
        for value, problems in zip(listed, said, strict=True)
        if (word, value) not in MEANT and not (value in LITERAL and not problems) and not refuses(problems, form)
    ]
    assert wrong == []


NAMED = (
    *("一行", "一列", "产出的层级", "产出的分值", "数量的分值", "产出的合计", "产出的空行", "产出的标签"),
    *("一档", "答案", "一个选项", "格式", "一条规则", "规则的级别", "核对的全部"),
)
"""Where a name stands, or what a name is given: nothing behind it is no word left empty."""
WORDS = [word for word in FORMS if word not in NAMED]


@pytest.mark.parametrize(
    "value", ["", pytest.param("null", marks=pytest.mark.slow), pytest.param("~", marks=pytest.mark.slow)]
)
def test_a_word_left_empty_is_as_if_not_there(tmp_path: Path, value: str) -> None:
    """It is told at its line; all else that is said is what is said without the line."""
    typed = [FORMS[word].replace("@", value) for word in WORDS]
    without = ["".join(line for line in FORMS[word].splitlines(keepends=True) if "@" not in line) for word in WORDS]
    told = problems_of(tmp_path / "typed", typed, carefully=False)
    plain = problems_of(tmp_path / "without", without, carefully=False)
    for word, (first, *rest), others in zip(WORDS, told, plain, strict=True):
        line = FORMS[word][: FORMS[word].index("@")].count("\n") + 1
        assert (first.rule, first.place.line) == ("doubtful-declaration", line), word
        assert [each.message for each in rest] == [each.message for each in others], word


@pytest.mark.parametrize("word", FORMS)
def test_a_value_that_is_nothing_is_refused_at_its_line(tmp_path: Path, word: str) -> None:
    """As the commands read a form: with care only where something is wrong."""
    try_values(tmp_path, word, ("[]", '""', "true"), carefully=False)


@pytest.mark.slow
@pytest.mark.parametrize("word", FORMS)
def test_every_value_of_a_wrong_sort_is_refused_at_its_line(tmp_path: Path, word: str) -> None:
    """Read as the commands do, and with care from the start."""
    nothing = NOTHING if word in NAMED else TYPED_NOTHING
    try_values(tmp_path / "a", word, (*nothing, *OTHERS, *LITERAL), carefully=False)
    try_values(tmp_path / "b", word, (*nothing, *OTHERS, *LITERAL), carefully=True)


def test_what_stands_in_quotes_is_taken_as_it_is(tmp_path: Path) -> None:
    """A table may print brackets, and a word of English."""
    labels = ('"[]"', "'{甲}'", '"true"', "{{ 年度 }}年", "[一]甲")
    forms = [FORMS["标签"].replace("@", label) for label in labels[:4]]
    assert problems_of(tmp_path, forms, carefully=False) == [()] * 4


def test_a_word_of_a_scoring_profile_is_refused_at_its_line(tmp_path: Path) -> None:
    """One that goes from a heading whose points are gone is said there."""
    file = tmp_path / "scoring.yaml"
    lines = PROFILE.splitlines(keepends=True)
    wrong = []
    for at, line in enumerate(lines[1:], 1):
        deeper = len(line) - len(line.lstrip())
        end = next(
            (n for n in range(at + 1, len(lines)) if len(lines[n]) - len(lines[n].lstrip()) <= deeper), len(lines)
        )
        for value in (*NOTHING, *OTHERS):
            text = "".join((*lines[:at], line[: line.index(":")], f": {value}\n", *lines[end:]))
            file.write_text(text, encoding="utf-8")
            found = [each for listed in scoring.load(file, "scoring.yaml").problems.values() for each in listed]
            word = line.split(":")[0].strip()
            if (word, value) not in MEANT and not found:
                wrong.append((word, value[:20]))
    assert wrong == []
