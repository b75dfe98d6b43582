"""Texts in which a rule about wording used to see too much or too little."""

from __future__ import annotations

from pathlib import Path

import pytest
from onepage import built, lay
from rulepages import BASE, Section, run
from written import findings, written

from selfeval.evaluation.rules import RULES
from selfeval.form.form import Phase


@pytest.mark.parametrize(
    "text",
    [
        "全年新签约亿元以上项目6个，节约万元以上的采购3笔，大约亿元。",
        "医院节约万元耗材，学校履约亿元合同，审计万元以上项目，累计亿元企业3家。",
    ],
)
def test_a_word_before_money_lacks_no_number(tmp_path: Path, text: str) -> None:
    """签约 and 节约 are words; 亿元以上 is a kind."""
    assert findings(RULES["missing-number"], written(tmp_path, text)) == []


@pytest.mark.parametrize("text", ["全年投资约亿元。", "支出共计万元。", "学校筹资共 万元。"])
def test_money_without_its_number(tmp_path: Path, text: str) -> None:
    """约 alone asks for a number."""
    assert len(findings(RULES["missing-number"], written(tmp_path, text))) == 1


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("压实值班责任、完\n善巡查制度，按月通报。", "压实值班责任、完善巡查制度，按月通报。"),
        ("全年门诊12.6万人次\n，其中急诊1.1万人次。", "全年门诊12.6万人次，其中急诊1.1万人次。"),
        ("推动供水“\n同网同价”落实。", "推动供水“同网同价”落实。"),
        ("检查市场主体（含\n个体户）1,200家。", "检查市场主体（含个体户）1,200家。"),
        ("学校开展教研活动和\n家访。全年未发生事故。", "学校开展教研活动和家访。全年未发生事故。"),
        ("整治河道12公里。新建管网与\n泵站。", "整治河道12公里。新建管网与泵站。"),
        ("全年组织开展食品安全监督检查三千六百家次，立案查处各类违法案件一百二十件并且全部按期结案公\n示。", None),
        (
            "推动青湖区落实水源三年行\n动方案取得新进展全年完成\n中期评估1次、现场检查2\n次。加强日常监管。",
            "推动青湖区落实水源三年行动方案取得新进展全年完成中期评估1次、现场检查2次。加强日常监管。",
        ),
    ],
)
def test_a_paragraph_cut_in_two(tmp_path: Path, text: str, joined: str | None) -> None:
    """The finding shows the lines as one."""
    (found,) = findings(RULES["unfinished-paragraph"], written(tmp_path, text))
    assert found.fix == (joined or text.replace("\n", ""))


@pytest.mark.parametrize(
    "text",
    [
        "抓统筹、提效能，依法治区全面落实\n全年召开会议4次。",
        "一、主要做法\n（一）加强教研，提高质量\n全年开展教研活动64场。",
        "主要成效\n门诊12.6万人次。\n预算执行情况（含结转）\n支出1,200万元。",
        "1. 维修水闸3座\n2. 清淤12公里，投资30万元\n3. 巡查240次",
        "综上，自评{{ 自评等级 }}\n特此说明。",
        "“坚持依法行政，\n坚持司法为民。”",
        "办理下列事项：\n换证1,200件；\n年检300件。",
        "建设目的\n改善就医环境。",
    ],
)
def test_headings_and_lists_are_no_cut_paragraphs(tmp_path: Path, text: str) -> None:
    """A heading, a number and a stop part paragraphs."""
    assert findings(RULES["unfinished-paragraph"], written(tmp_path, text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一是加强教研，培训2.16万人次。三是落实责任。", 1),
        ("一是加强教研，培训2万人次，2、3月休整。三是落实责任。", 1),
        ("一是加强教研。二是完善制度2.16万条。三是落实责任。", 0),
    ],
)
def test_a_decimal_is_no_number_of_a_point(tmp_path: Path, text: str, found: int) -> None:
    """2.16 does not stand for 二是."""
    assert len(findings(RULES["gap-in-numbering"], written(tmp_path, text))) == found


@pytest.mark.parametrize(
    "text",
    [
        "完成｛｛ 法律援助惠民.完成情况 ｝｝。",
        "完成{{ 法律援助惠民.完成情况，另有。",
        "完成{ 法律援助惠民.完成情况 }。",
    ],
)
def test_a_dot_in_a_broken_quote_is_no_halfwidth_mark(tmp_path: Path, text: str) -> None:
    """Its marks are the mistake, not the dot of the key."""
    assert findings(RULES["halfwidth-marks"], written(tmp_path, text)) == []


def test_every_repeated_clause_is_named(tmp_path: Path) -> None:
    """One finding names them all, at the first."""
    clauses = (
        "完善门诊和住院服务质量监管各项措施",
        "推进基层卫生院标准化建设三年行动",
        "落实药品耗材集中带量采购有关要求",
    )
    (found,) = findings(RULES["repeated-clause"], written(tmp_path, "，".join(clauses * 2) + "。"))
    assert all(clause in found.message for clause in clauses)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("开展供水、排水、节水、排水、防汛等工作。", True),
        ("检查超市、药店、食堂、药店。", True),
        ("检查超市、药店、食堂、药房等。", False),
        ("分别为三件、五件、三件、四件。", False),
        ("开展教研、家访、社团、家校共育。", False),
    ],
)
def test_one_thing_twice_in_a_row(tmp_path: Path, text: str, wrong: bool) -> None:
    """A、B、A names A twice; counts may be equal."""
    assert bool(findings(RULES["repeated-clause"], written(tmp_path, text))) is wrong


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("法治副校长全部到位，普法课进校园。法治副校长全部到位，普法课进校园。", "法治副校长全部到位"),
        ("推进普法宣传进校园，课程到位，推进普法宣传进校园，教材到位，推进普法宣传进校园。", "推进普法宣传进校园"),
        ("中小学校、社区、企业、学校、机关。", ""),
        ("走进学校、社区、企业、学校、机关。", "学校"),
        ("对学校、社区、企业、机关开展宣讲，课程到位，推进普法宣传进校园，推进普法宣传进校园。", ""),
    ],
)
def test_what_one_text_says_twice(tmp_path: Path, text: str, told: str) -> None:
    """A whole sentence, a clause for the third time, the first thing of a row; twice a short clause is none."""
    found = findings(RULES["repeated-clause"], written(tmp_path, text))
    assert (told in found[0].message if found else False) is bool(told)


GOAL = "组织办理法律援助案件 550 件以上，为群众提供法律咨询服务。"


@pytest.mark.parametrize(
    ("goal", "vague"),
    [
        ("努力做好全年各项工作。", True),
        ("认真履行职责，扎实推进供水保障。", True),
        ("认真履行职责，建成水厂。", False),
        ("做好供水保障，水质合格率100%。", False),
        ("供水保障。", False),
    ],
)
def test_a_goal_in_which_nothing_can_be_measured(tmp_path: Path, goal: str, vague: bool) -> None:
    """Words of effort are no measure."""
    typed = (Path(__file__).parents[1] / "base" / "targets.yaml").read_text(encoding="utf-8")
    now = typed.split("总体目标: |\n  ")[1].split("\n")[0]
    case = written(tmp_path, "略。", changes=((now, goal),))
    assert bool(findings(RULES["goal-without-measure"], case)) is vague


SENTENCE = "全面落实村、社区法律顾问制度，实现律师全覆盖，有效促进法治社区建设。"


@pytest.mark.parametrize(("word", "told"), [("", 1), ("    可重复: 任务完成.完成情况\n", 0)])
def test_a_form_may_ask_for_the_same_text_twice(tmp_path: Path, word: str, told: int) -> None:
    """Then nobody is told to write it once."""
    form = (
        (BASE / "form.yaml").read_text(encoding="utf-8").replace("    标签: 自评结论\n", f"    标签: 自评结论\n{word}")
    )
    actuals = (BASE / "actuals.yaml").read_text(encoding="utf-8").replace("全年驻点值班 240 天。", SENTENCE)
    narrative = (BASE / "narrative.yaml").read_text(encoding="utf-8").split("自评等级")[1]
    files = {
        "form.yaml": form,
        "actuals.yaml": actuals,
        "narrative.yaml": f"自评结论: |\n  {SENTENCE}\n自评等级{narrative}",
    }
    problems = run(Section({name: text.encode() for name, text in files.items()}, ()), tmp_path).problems
    assert [each.rule for each in problems].count("repeated-sentence") == told


@pytest.mark.parametrize(
    ("phase", "day", "doubtful"),
    [("申报", "2025-1-15", False), ("申报", "2026-3-1", True), ("公开", "2026-9-1", False)],
)
def test_a_filing_date_is_judged_by_the_phase_of_the_form(tmp_path: Path, phase: str, day: str, doubtful: bool) -> None:
    """A project's file belongs to the self-evaluation; the form that prints the date may be of another phase."""
    form = f"""
名称: 申报表
阶段: {phase}
主体: 项目
文件名: "申报表（{{{{ 项目.名称 }}}}）"
数据:
  - targets.yaml
  - projects/*.yaml
字段:
  项目.名称:
    类型: 文本
    文件: projects/*.yaml
  项目.填报日期:
    类型: 日期
"""
    project = f"项目:\n  名称: 普法\n  填报日期: {day}\n"
    page = "{{ 项目.名称 }}{{ 项目.填报日期 }}"
    lay(tmp_path, {"note/form.yaml": form, "note/document.md": page}, {"projects/one.yaml": project})
    problems = built(tmp_path, Phase(phase)).outcome.problems
    assert [problem.rule for problem in problems] == ["filing-date-doubtful"] * doubtful


@pytest.mark.parametrize(
    ("text", "found"),
    [("项目编码13110025P00126410017T。", 0), ("请拨Tel0711-3386021。", 1), ("王某处0711-3386021。", 1)],
)
def test_the_digits_of_a_code_are_no_telephone_number(tmp_path: Path, text: str, found: int) -> None:
    """A letter between digits makes them one code; a letter before a number does not."""
    assert len(findings(RULES["personal-data"], written(tmp_path, text))) == found


def test_a_text_of_more_than_a_report_is_read_so_far(tmp_path: Path) -> None:
    """The rest is named once, at its first paragraph; what stands before it is judged as ever."""
    text = "\n".join(["下达资金46万元，其中直达资金64万元。", *["这一段没有数，也没有别的毛病。"] * 3500, "（没有写完"])
    case = written(tmp_path, text)
    assert [each.place.line for each in findings(RULES["typed-parts-differ"], case)] == [2]
    assert [each.place.line for each in findings(RULES["long-paragraph"], case)] == [3335]
    assert not findings(RULES["unbalanced-marks"], case)
