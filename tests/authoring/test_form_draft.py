"""A form drafted from a blank Word form: tags in the right places, a declaration that loads, questions that count."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from blankform import W, blank_form
from commandline import run
from conftest import ROOT
from draftedform import drafted, shown
from lxml import etree
from sampled import sampled
from wordfile import word

from selfeval.authoring.form_draft import draft_form
from selfeval.cli.page import pages
from selfeval.documents.check import check
from selfeval.documents.read.asked import read_form
from selfeval.documents.read.blank import LabelFound, PlaceToFill, RepeatedRows
from selfeval.documents.read.lines import RefusedError
from selfeval.documents.read.word import open_body
from selfeval.documents.word.tagging import write_tags
from selfeval.form.form import Form
from selfeval.form.library import Library, load

SHIPPED = [
    form for _, form in sorted(load(ROOT / "templates").forms.items()) if (form.folder / "document.docx").is_file()
]
"""The forms with a page of their own; one that is based on another has its base's."""


@pytest.mark.parametrize("form", sampled(SHIPPED, 3), ids=[form.slug for form in SHIPPED])
def test_a_blank_form_is_drafted_and_passes_once_answered(form: Form, library: Library, tmp_path: Path) -> None:
    """No problem is left in the declaration and the templates but the questions, and none when they are answered."""
    draft = draft_form("空表.docx", blank_form(form)[0], library)
    known = drafted(tmp_path, draft, answered=False)
    made = known.forms["hubei/draft"]
    assert {problem.rule for problem in (*known.problems, *check(made).problems)} <= {"open-question"}
    assert len(check(made).problems) == len(draft.questions)
    known = drafted(tmp_path, draft, answered=True)
    assert not [*known.problems, *check(known.forms["hubei/draft"]).problems]


@pytest.mark.parametrize(("official", "least"), [(False, 0.95), (True, 0.95)])
def test_nearly_all_places_are_found(library: Library, official: bool, least: float) -> None:
    """Nearly all tags of the shipped forms are put back where they stood, and hardly any of another kind.

    The official forms were not there when drafting was made.
    """
    found, wrong, whole = 0, 0, 0
    for form in (form for form in SHIPPED if bool(form.evidence) is official):
        data, places = blank_form(form)
        asked = read_form(open_body(data))
        there = Counter[tuple[str, str]]([(asked.title_place, "value")])
        for each in asked.asked:
            if isinstance(each, PlaceToFill):
                there[each.place, "prose" if each.found is LabelFound.HEADING else "value"] += 1
            elif isinstance(each, RepeatedRows):
                there.update((column.cell, "column") for column in each.columns if not column.is_side)
        anywhere = {place for place, _ in there}
        for place in places:
            whole += 1
            if there[place] > 0:
                there[place] -= 1
                found += 1
            elif place.place in anywhere and not any(
                there_[0] == place.place and there_[1] == place.sort for there_ in there
            ):
                wrong += 1
    assert found / whole >= least
    assert wrong / whole <= 0.03


HEADS = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |"
SMALL = {
    "a label with an empty cell": ("| 单位名称 | |", "部门.名称", "| 单位名称 | {{ 部门.名称 }} |"),
    "a unit stays behind the value": ("| 甲乙丙支出 | 万元 |", "甲乙丙支出", "| 甲乙丙支出 | {{ 甲乙丙支出 }}万元 |"),
    "a sentence with a gap": ("全年开展____次活动", "全年开展", "全年开展{{ 全年开展 }}次活动"),
    "a colon with nothing behind it": ("填表人：", "填表人", "填表人：{{ 填表人 }}"),
    "gaps behind colons, and a signature": (
        "填表人：      联系电话：        负责人（签字）：",
        "填表人",
        "填表人：{{ 填表人 }}  联系电话：{{ 联系电话 }}  负责人（签字）：{{ 负责人 }}",
    ),
    "answers behind a colon": ("评估结论：□支持 □不支持", "评估结论", "评估结论：{{ 评估结论.勾选 }}"),
    "a period inside a cell": (
        "| 甲乙时间 | 计划：20  年  月至20  年  月 |",
        "计划",
        "| 甲乙时间 | 计划：{{ 甲乙时间.计划 }} |",
    ),
    "a month and a day": ("（监控时段：1月1日至   月   日）", "监控时段", "（监控时段：1月1日至{{ 监控时段 }}）"),
    "a day below a seal": (
        "| 甲乙总额 | |\n| 处长审核意见 | （盖章）<br>年   月   日 |",
        "甲乙总额",
        "| 甲乙总额 | {{ 甲乙总额 }} |\n| 处长审核意见 | （盖章）<br>年   月   日 |",
    ),
    "a day in a sentence": ("监控时点：截至    年    月    日", "监控时点", "监控时点：截至{{ 监控时点 }}"),
    "years from and to": (
        "甲乙目标（____年－____年）是什么",
        "甲乙目标起始年度",
        "甲乙目标（{{ 甲乙目标起始年度 }}年－{{ 甲乙目标截止年度 }}年）是什么",
    ),
    "a hint below a heading": (
        "一、甲乙情况\n（请逐条说明甲乙）\n二、丙丁情况",
        "甲乙情况",
        "一、甲乙情况\n{%p for 段 in 甲乙情况 %}\n{{ 段 }}\n{%p endfor %}\n二、丙丁情况\n{%p for 段 in 丙丁情况 %}\n{{ 段 }}\n{%p endfor %}",
    ),
    "brackets to tick in": (
        "| 是否涉密 | 是（  ） 否（  ） |",
        "是否涉密",
        "| 是否涉密 | 是（{{ 是否涉密.钩.是 }}） 否（{{ 是否涉密.钩.否 }}） |",
    ),
    "boxes to tick": ("| 项目属性 | □新增 □延续 |", "项目属性", "| 项目属性 | {{ 项目属性.勾选 }} |"),
    "a day": ("填写时间：    年  月  日", "填写时间", "填写时间：{{ 填写时间 }}"),
    "indicators": (
        f"{HEADS}\n| 产出指标 | 数量指标 | | | |\n| 产出指标 | 质量指标 | | | |\n| 效益指标 | 社会效益 | 指标1： | | |",
        "绩效指标",
        f"{HEADS}\n| {{%tr for 行 in 绩效指标 %}} |\n| 〔合并〕{{{{ 行.一级.名称 }}}} | 〔合并〕{{{{ 行.二级.名称 }}}} | {{{{ 行.名称 }}}} |"
        " {{ 行.年度指标值 }} | {{ 行.实际 }} |\n| {%tr endfor %} |",
    ),
    "rows of a list": (
        "| 序号 | 设备名称 | 单价 |\n| 1 | | |\n| 2 | | |",
        "设备列表",
        "| 序号 | 设备名称 | 单价 |\n| {%tr for 行 in 设备列表 %} |\n| {{ loop.index }} | {{ 行.名称 }} | {{ 行.单价 }} |\n| {%tr endfor %} |",
    ),
    "rows crossed with columns": (
        "| | 甲方预算 | 乙方预算 |\n| 第一组资金 | | |",
        "第一组资金",
        "| | 甲方预算 | 乙方预算 |\n| 第一组资金 | {{ 甲方预算.第一组资金 }} | {{ 乙方预算.第一组资金 }} |",
    ),
    "a text below a heading": (
        "一、甲乙情况\n二、丙丁情况",
        "甲乙情况",
        "一、甲乙情况\n{%p for 段 in 甲乙情况 %}\n{{ 段 }}\n{%p endfor %}\n二、丙丁情况\n{%p for 段 in 丙丁情况 %}\n{{ 段 }}\n{%p endfor %}",
    ),
}


@pytest.mark.parametrize(("blank", "key", "made"), SMALL.values(), ids=SMALL)
def test_what_a_form_asks_for(blank: str, key: str, made: str, library: Library) -> None:
    """Each way in which forms ask gets its tag; nothing else in the document changes."""
    draft = draft_form("空表.docx", word(f"部门整体支出绩效自评表\n{blank}"), library)
    assert shown(draft.document) == f"{{{{ 标题 }}}}\n{made}"
    assert any(tag.key.startswith(key) or f".{key}" in tag.key for tag in draft.tags)


def test_totals_and_rates_are_computed(library: Library) -> None:
    """Labels that say so make a formula, with a question."""
    table = "| 资金情况 | 全年预算数 | 全年执行数 | 执行率 |\n| 年度资金总额 | | | |\n| 中央资金 | | | |\n| 地方资金 | | | |"
    draft = draft_form("空表.docx", word(f"专项资金绩效自评表\n{table}"), library)
    assert "算式: 合计(全年预算数.中央资金, 全年预算数.地方资金)" in draft.declaration
    assert "算式: 全年执行数.中央资金 / 全年预算数.中央资金" in draft.declaration
    assert "# 问（表1第2行第2格）：照标签看是几项加起来" in draft.declaration


def test_columns_of_ticks_are_one_field(library: Library, tmp_path: Path) -> None:
    """Under one head with several answers, each column prints the tick of its answer."""
    heads = (
        "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 完成目标可能性 | | |\n| | | | | 确定能 | 有可能 | 完全不可能 |"
    )
    rows = "| 产出指标 | 数量指标 | | | | | |\n| 产出指标 | 质量指标 | | | | | |"
    merged = word(f"部门绩效监控表\n{heads}\n{rows}")
    draft = draft_form("空表.docx", _two_rows_of_heads(merged, 4), library)
    assert "{{ 行.完成可能性.钩.有可能 }}" in shown(draft.document)
    assert "选项: [确定能, 有可能, 完全不可能]" in draft.declaration
    known = drafted(tmp_path, draft, answered=True)
    assert not [*known.problems, *check(known.forms["hubei/draft"]).problems]


def _two_rows_of_heads(document: bytes, single: int) -> bytes:
    """Join the first cells of the second row of a table with those above, and the last of the first row into one."""
    body = open_body(document)
    first, second = body.nodes["表1第1行"], body.nodes["表1第2行"]
    cells = list(first)
    for number, cell in enumerate(list(second)[:single]):
        etree.SubElement(cell[0], f"{W}vMerge")
        etree.SubElement(cells[number][0], f"{W}vMerge", {f"{W}val": "restart"})
    etree.SubElement(cells[single][0], f"{W}gridSpan", {f"{W}val": str(len(cells) - single)})
    for cell in cells[single + 1 :]:
        first.remove(cell)
    return write_tags(body, ())


def test_a_list_keeps_its_room(library: Library) -> None:
    """As many rows as the blank form has are printed, filled or not."""
    draft = draft_form("空表.docx", word("设备绩效自评表\n| 序号 | 设备名称 | 单价 |\n| 1 | | |\n| 2 | | |"), library)
    assert "    空行: 2\n" in draft.declaration


def test_a_filled_form_is_drafted_like_a_blank_one(library: Library) -> None:
    """What is filled in makes room for tags."""
    report = ROOT / "reports" / "2024" / "qinghu-library" / "项目支出绩效自评表（流动图书车服务）.docx"
    draft = draft_form(report.name, report.read_bytes(), library)
    keys = {tag.key for tag in draft.tags}
    assert {"项目.名称", "项目资金.全年执行.财政拨款", "项目指标.名称", "项目指标.实际", "项目指标.得分"} <= keys
    assert "212次" not in shown(draft.document)


def test_the_department_filled_in_does_not_stay_in_the_title(library: Library) -> None:
    """A form drafted from what one department filled in is everybody's; the word 部门 in a title is no gap."""
    report = ROOT / "reports" / "2024" / "guangzhou" / "部门整体预算绩效目标申报表.docx"
    draft = draft_form(report.name, report.read_bytes(), library)
    assert "名称: 部门整体预算绩效目标申报表\n" in draft.declaration
    assert '标题: "{{ 部门.名称 }}{{ 年度 }}年部门整体预算绩效目标申报表"\n' in draft.declaration
    assert "广州市司法局" not in draft.declaration
    assert not any("空着" in question.text for question in draft.questions)


HOSTILE = {
    "nothing": b"",
    "another kind": b"%PDF-1.7",
    "a broken package": b"PK\x03\x04broken",
    "nothing to fill": word("部门整体支出绩效自评表"),
    "a part too large": word("| 甲乙 | |", {"word/media/image1.png": b"\0" * (51 * 2**20)}),
    "a broken part": word("| 甲乙 | |", {"word/footnotes.xml": b"<w:footnotes"}),
    "a declared entity": word("| 甲乙 | |", {"customXml/item1.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_drafted_is_refused(data: bytes, library: Library) -> None:
    """In one sentence."""
    with pytest.raises(RefusedError):
        draft_form("空表.docx", data, library)


def test_the_command_writes_once(tmp_path: Path) -> None:
    """Dry by default; --write makes the folder, and never over one that is there."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    blank = tmp_path / "空表.docx"
    blank.write_bytes(word("部门整体支出绩效自评表\n| 部门名称 | |\n| 甲乙总额 | |"))
    where = f"--templates={tmp_path / 'templates'}"
    home = tmp_path / "templates" / "hubei" / "draft"
    done = run("form", str(blank), "hubei/draft", where, "--format=json")
    assert done.returncode == 0
    made = json.loads(done.stdout)
    assert not home.exists()
    assert [tag["key"] for tag in made["tags"]] == ["标题", "部门.名称", "甲乙总额"]
    assert made["files"][0] == {"path": "templates/hubei/draft/form.yaml", "status": "new"}
    assert made["questions"] == []
    done = run("form", str(blank), "hubei/draft", where, "--write")
    assert done.returncode == 0
    assert f"  python build.py templates hubei/draft --templates {tmp_path / 'templates'}\n" in done.stdout.decode()
    assert sorted(path.name for path in home.iterdir()) == ["document.docx", "form.yaml"]
    done = run("form", str(blank), "hubei/draft", where, "--write")
    assert done.returncode == 1
    assert "什么都没有写" in done.stderr.decode()
    assert run("form", str(blank), "Hubei/表", where).returncode == 2
    assert run("form", str(tmp_path / "没有.docx"), "hubei/other", where).returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize("form", SHIPPED, ids=[form.slug for form in SHIPPED])
def test_the_page_is_shown_with_sample_values(form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tag prints something before any data exist; without LibreOffice there is no PDF."""
    monkeypatch.setenv("PATH", "")
    made = list(pages(load(ROOT / "templates"), form, tmp_path))
    assert [path.suffix for path in made] == [".docx", ".md"]
    assert "（样例）" in shown(made[0].read_bytes())
    assert "待填" not in shown(made[0].read_bytes())


def test_markdown_is_written_when_asked(tmp_path: Path) -> None:
    """Once, and never over a hand-written one."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    path = tmp_path / "templates" / "mof/monitoring" / "document.md"
    call = ("templates", "mof/monitoring", "--markdown", f"--templates={tmp_path / 'templates'}")
    before = path.read_text(encoding="utf-8")
    assert run(*call).returncode == 0
    assert path.read_text(encoding="utf-8") == before
    path.unlink()
    assert run(*call).returncode == 0
    assert "{% for 行 in 绩效指标 %}" in path.read_text(encoding="utf-8")
