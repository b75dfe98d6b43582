"""Markdown from a Word template: a form without document.md shows in Markdown all that it shows in Word."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, label, sample_documents
from wordfile import body
from wordfile import word as template

from selfeval.documents import markdown
from selfeval.documents.check import check
from selfeval.documents.from_word import markdown_of
from selfeval.documents.make import suffixes
from selfeval.documents.read.word import read_word
from selfeval.documents.view import view
from selfeval.documents.word import render as word
from selfeval.evaluation.case import Case
from selfeval.form.library import load


def bare(text: str) -> str:
    """Return a text without blanks and the signs of Markdown."""
    return re.sub(r"\s|\\|<br>|[|#*-]", "", text)


@pytest.mark.parametrize("case", sample_documents(), ids=label)
def test_all_that_word_shows_is_in_the_markdown_made_of_its_template(case: Case) -> None:
    """Every paragraph of every cell is there, and no tag is left."""
    path, seen = case.form.folder / "document.docx", view(case)
    made = markdown.render(path, seen, "", "0").decode()
    assert not re.search(r"{{|}}|{%|%}|〔合并|None", made)
    shown = bare(made)
    lines = read_word(word.render(path, seen, "", "0")).lines
    texts = {text for line in lines for cell in line.cells for text in cell.paragraphs if text.strip()}
    assert not [text for text in texts if bare(text) not in shown]


def test_every_row_of_a_made_table_has_its_columns() -> None:
    """The heads, the line below and the rows of a table have as many cells."""
    for path in sorted((ROOT / "templates").rglob("document.docx")):
        for table in re.findall(r"(?:^(?:\|.*|{%.*%})\n)+", markdown_of(path.read_bytes()), re.MULTILINE):
            rows = [line for line in table.split("\n") if line.startswith("|")]
            assert len({row.count(" | ") for row in rows}) <= 1, table


def test_a_form_without_markdown_is_built_in_both_kinds(tmp_path: Path) -> None:
    """A hand-written document.md wins; without one, that in Word stands for it, and no file is written."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    folder = tmp_path / "templates" / "guangzhou/targets"
    form = load(tmp_path / "templates").forms["guangzhou/targets"]
    assert suffixes(form) == (".docx", ".md")
    (folder / "document.md").unlink()
    assert suffixes(form) == (".docx", ".md")
    assert not check(form).problems
    (folder / "document.docx").unlink()
    assert suffixes(form) == ()


SMALL = {
    "signs of Markdown in fixed text are shown as typed": ("1. 目标：{{ 甲 }}*", "1\\. 目标：{{ 甲 }}\\*"),
    "numbered short lines are headings": (
        "（一）总体目标\n{%p for 段 in 甲 %}\n{{ 段 }}\n{%p endfor %}",
        "### （一）总体目标\n\n{{ 甲 }}",
    ),
    "a number of the turn begins no list": (
        "{%p for 条 in 甲 %}\n{{ loop.index }}. {{ 条.乙 }}\n{%p endfor %}",
        "{% for 条 in 甲 %}\n\n{{ loop.index }}\\. {{ 条.乙 }}\n\n{% endfor %}",
    ),
    "labels with their values become lines": (
        "| 项目名称 | {{ 甲 }} | 单位 | {{ 乙 }}元 |",
        "项目名称：{{ 甲 }}\n\n单位：{{ 乙 }}元",
    ),
    "a label in a head that is repeated, with blank cells below it, is a heading": (
        "| 绩效指标 | 三级指标 | 指标值 |\n| {%tr for 行 in 甲 %} |\n| 〔合并〕 | {{ 行.名称 }} | {{ 行.值 }} |\n| {%tr endfor %} |",
        "## 绩效指标\n\n| 三级指标 | 指标值 |\n| --- | --- |\n{% for 行 in 甲 %}\n| {{ 行.名称 }} | {{ 行.值 }} |\n{% endfor %}",
    ),
    "cells that each hold a label and its value become lines": (
        "| 开始时间：{{ 甲 }} | 完成时间：{{ 乙 }} |",
        "开始时间：{{ 甲 }}\n\n完成时间：{{ 乙 }}",
    ),
    "a unit under a label follows without a space": (
        "| 项目资金<br>（万元） | {{ 甲 }} | 项目 | {{ 乙 }} |",
        "项目资金（万元）：{{ 甲 }}\n\n项目：{{ 乙 }}",
    ),
    "a label in two lines is one heading": (
        "| 总目标<br>绩效指标 | 三级指标 | 指标值 |\n| {%tr for 行 in 甲 %} |\n| 〔合并〕 | {{ 行.名称 }} | {{ 行.值 }} |\n| {%tr endfor %} |",
        "## 总目标绩效指标\n\n| 三级指标 | 指标值 |\n| --- | --- |\n{% for 行 in 甲 %}\n| {{ 行.名称 }} | {{ 行.值 }} |\n{% endfor %}",
    ),
    "what is merged is printed in the first row": (
        "| 一级指标 | 三级指标 | 值 |\n| {%tr for 行 in 甲 %} |\n| 〔合并〕{{ 行.一级.名称 }} | {{ 行.名称 }} | {{ 行.值 }} |\n| {%tr endfor %} |\n| 合计 | | {{ 乙 }} |",
        "| 一级指标 | 三级指标 | 值 |\n| --- | --- | --- |\n{% for 行 in 甲 %}\n"
        "| {% if 行.一级首行 %}{{ 行.一级.名称 }}{% endif %} | {{ 行.名称 }} | {{ 行.值 }} |\n{% endfor %}\n| 合计 |  | {{ 乙 }} |",
    ),
    "rows of nested loops over which no heads stand are one table": (
        "| {%tr for 项 in 甲 %} |\n| {%tr for 行 in 项.乙 %} |\n| 〔合并 项〕{{ 项.名称 }} | {{ 行.名称 }} |\n| {%tr endfor %} |\n| {%tr endfor %} |",
        "|  |  |\n| --- | --- |\n{% for 项 in 甲 %}\n{% for 行 in 项.乙 %}\n"
        "| {% if loop.first %}{{ 项.名称 }}{% endif %} | {{ 行.名称 }} |\n{% endfor %}\n{% endfor %}",
    ),
    "rows of a loop that hold labels with their values become lines": (
        "| {%tr for 项 in 甲 %} |\n| 名称 | {{ 项.名称 }} |\n| {%tr endfor %} |",
        "{% for 项 in 甲 %}\n\n名称：{{ 项.名称 }}\n\n{% endfor %}",
    ),
    "paragraphs in a cell are parted by breaks": (
        "| 任务情况 | 主要成效 |\n| {{ 甲 }}<br>{%p for 条 in 乙 %}<br>{{ 条.丙 }}。<br>{%p endfor %} | {{ 丁 }} |",
        "| 任务情况 | 主要成效 |\n| --- | --- |\n| {{ 甲 }}{% for 条 in 乙 %}<br>{{ 条.丙 }}。{% endfor %} | {{ 丁 }} |",
    ),
    "a page header is kept where it prints what nothing else does": ("正文\n【页眉】{{ 甲 }}", "正文\n\n{{ 甲 }}"),
}


@pytest.mark.parametrize(("source", "made"), SMALL.values(), ids=SMALL)
def test_small_templates(source: str, made: str) -> None:
    """What Markdown cannot hold is said in another way, and nothing is lost."""
    assert markdown_of(template(source)).strip() == made


def run(text: str) -> str:
    """Return a run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, shown: str) -> str:
    """Return a field as Word writes it, in several runs."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText> {code} </w:instrText></w:r>{marks[1]}{shown}{marks[2]}"


TAB = "<w:r><w:tab/></w:r>"
ENTRIES = "</w:p><w:p>".join(
    run(f"一、{name}") + TAB + field("PAGEREF _Toc1", run("3")) for name in ("{{ 标题 }}", "二")
)
CONTENTS = {
    "made by Word": f"<w:p>{field('TOC', ENTRIES)}</w:p>",
    "in small letters": f"<w:p>{field('toc', ENTRIES)}</w:p>",
    "in one element": f'<w:p><w:fldSimple w:instr="TOC">{run("一、{{ 标题 }}")}{TAB}{run("3")}</w:fldSimple></w:p>',
    "in a control": f"<w:sdt><w:sdtContent><w:p>{field('TOC', ENTRIES)}</w:p></w:sdtContent></w:sdt>",
    "line by line": f"<w:p>{ENTRIES}</w:p>",
    "with dots": f"<w:p>{run('一、{{ 标题 }}……')}{field('PAGEREF _Toc1', run('3'))}</w:p>",
}


@pytest.mark.parametrize("contents", CONTENTS.values(), ids=CONTENTS)
def test_tables_of_contents_are_left_out(contents: str) -> None:
    """There are no pages in Markdown; the word over them goes with them, and nothing else."""
    there = "封面\n{0}正文\n目录\n{{{{ 甲 }}}}"
    with_contents = markdown_of(template(there.format(f"目　录\n{contents}\n")))
    assert with_contents == markdown_of(template(there.format("")))


def test_a_page_named_in_a_sentence_stays() -> None:
    """Nor does what stands behind a field that never ends vanish."""
    sentence = f"<w:p>{run('详见第')}{field('PAGEREF _Toc1', run('3'))}{run('页。')}</w:p>"
    assert markdown_of(template(sentence)) == "详见第3页。\n"
    begun = field("TOC", run("甲")).replace('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "")
    assert markdown_of(template(f"<w:p>{begun}</w:p>\n乙")) == "甲\n\n乙\n"


def test_two_rows_of_heads_become_one() -> None:
    """A head over several columns stands above each of them."""
    made = markdown_of((ROOT / "templates" / "year-summary" / "document.docx").read_bytes())
    assert "| 执行率 | 绩效指标（项）<br>总数 | 绩效指标（项）<br>达到 |" in made


def test_a_total_below_a_label_that_runs_down_keeps_no_column_for_it() -> None:
    """The label is a heading over the table, whether its total stands below it or beside."""
    for name, heading in (
        ("shanghai/project-self-evaluation", "绩效指标"),
        ("shaanxi/self-evaluation", "年度绩效指标完成情况"),
    ):
        made = markdown_of((ROOT / "templates" / name / "document.docx").read_bytes())
        table = made[made.index(f"## {heading}\n\n| 一级指标 | 二级指标 |") :]
        assert table.rstrip().endswith("| 总分 |  |  |  |  | {{ 评分.总分值 }} | {{ 评分.总得分 }} |  |")


def test_what_stands_under_several_heads_is_no_row_of_theirs() -> None:
    """A text below the indicators, as wide as the table, is a section of its own, and so are they."""
    folder = ROOT / "templates" / "mof" / "transfer-self-evaluation"
    made = markdown_of((folder / "document.docx").read_bytes())
    assert "## 绩效指标\n\n| 一级指标 | 二级指标 |" in made
    assert made.endswith("{% endfor %}\n\n## 说明\n\n{{ 资金其他说明 }}\n")


def test_a_head_is_one_name_however_its_column_breaks_it() -> None:
    """A narrow column of Word needs the break, Markdown does not; a head over another keeps its line."""
    made = markdown_of((ROOT / "templates/mof/project-monitoring/document.docx").read_bytes())
    assert "| 完成目标可能性<br>有可能 | 完成目标可能性<br>完全不可能 |" in made


def test_years_below_a_head_part_it() -> None:
    """A second row of heads may be nothing but years; what the rows below part further has no head of its own."""
    folder = ROOT / "templates" / "hubei" / "department-targets"
    made = markdown_of((folder / "document.docx").read_bytes())
    assert "| 占比 | 近两年收支金额<br>{{ 年份.上年 }}年 | 近两年收支金额<br>{{ 年份.前年 }}年 |\n| ---" in made
    assert "| 收入构成 | 财政拨款 | {{ 预算.收入.财政拨款 }} |" in made


def test_a_head_over_paragraphs_of_a_loop_keeps_their_tags() -> None:
    """A cell of the first row may hold a label and then the paragraphs of a text; the label beside is told once."""
    loop = "<br>{%p for 段 in 准备 %}<br>{{ 段 }}<br>{%p endfor %}"
    made = markdown_of(template(f"| 组织过程 | 牵头单位 | 前期准备{loop} |\n| 实施过程 | 参加单位 | 组织实施 |\n"))
    assert "前期准备\n\n{{ 准备 }}" in made
    heads = "| 〔合并〕任务 | 名称 | 内容 |\n| 〔合并〕任务 | 名称 | 总额 |\n| 〔合并〕任务 | 合计 | {{ 总额 }} |\n"
    assert "任务<br>任务" not in markdown_of(template(heads))


def test_a_label_beside_ends_where_another_begins() -> None:
    """It stands over its own table, not in the head row; a sum below belongs to the table, the label after it does not."""
    rows = (
        "| 〔合并〕绩效指标 | 三级指标 | 目标值 | 得分 |\n| {%tr for 行 in 甲 %} |\n"
        "| 〔合并〕绩效指标 | {{ 行.名称 }} | {{ 行.值 }} | {{ 行.分 }} |\n| {%tr endfor %} |\n"
    )
    table = "| 三级指标 | 目标值 | 得分 |\n| --- | --- | --- |\n{% for 行 in 甲 %}\n| {{ 行.名称 }} | {{ 行.值 }} | {{ 行.分 }} |\n{% endfor %}"
    made = markdown_of(template(rows + "| 说明 | {{ 乙 }} |\n"))
    assert made.strip() == f"## 绩效指标\n\n{table}\n\n说明：{{{{ 乙 }}}}"
    total = "<w:tr>" + "".join(
        f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>'
        for span, text in ((2, "总分"), (1, "100"), (1, "{{ 丙 }}"))
    )
    xml = body(rows).replace("</w:tbl>", f"{total}</w:tr></w:tbl>")
    assert (
        markdown_of(template(f"<w:{xml.removeprefix('<w:')}")).strip()
        == f"## 绩效指标\n\n{table}\n| 总分 | 100 | {{{{ 丙 }}}} |"
    )


def test_labels_that_stand_twice_keep_their_columns() -> None:
    """Two halves of a form with the same labels are told apart by a table; labels that differ stand one below the other."""
    halves = "| 中期总额 | {{ 甲.总额 }} | 年度总额 | {{ 乙.总额 }} |\n| 财政拨款 | {{ 甲.拨款 }} | 财政拨款 | {{ 乙.拨款 }} |\n"
    assert "| 财政拨款 | {{ 甲.拨款 }} | 财政拨款 | {{ 乙.拨款 }} |" in markdown_of(template(halves))
    assert "财政拨款：{{ 甲.拨款 }}" in markdown_of(template(halves.replace("财政拨款 | {{ 乙", "其他资金 | {{ 乙")))


def spanning(*rows: str) -> str:
    """Return a table in which ``>`` at the end of a cell makes it a column wider, ``^`` joins it with the one above."""
    made = ""
    for row in rows:
        made += "<w:tr>"
        for cell in row.split("|"):
            text = cell.strip().strip(">^")
            width, joined = cell.count(">") + 1, "<w:vMerge/>" if "^" in cell else ""
            starts = "" if joined else '<w:vMerge w:val="restart"/>'
            span = f'<w:tcPr><w:gridSpan w:val="{width}"/>{joined or starts}</w:tcPr>'
            made += f"<w:tc>{span}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        made += "</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * 8}</w:tblGrid>{made}</w:tbl>"


LOOPS = ("{%tr for 项 in 行.项 %}", "{{ 项.名称 }} | {{ 项.数 }} | {{ 项.注 }}", "{%tr endfor %}")


@pytest.mark.parametrize(
    ("rows", "made"),
    [
        (
            ("预算> | 决算>", "金额 | 占比 | 金额 | 占比", "{{ 甲 }} | {{ 乙 }} | {{ 丙 }} | {{ 丁 }}"),
            "| 预算<br>金额 | 预算<br>占比 | 决算<br>金额 | 决算<br>占比 |\n| --- | --- | --- | --- |\n"
            "| {{ 甲 }} | {{ 乙 }} | {{ 丙 }} | {{ 丁 }} |",
        ),
        (
            (
                "项目名称 | 预算安排>> | 决算",
                "^ | 中央 | 地方> | ^",
                "^ | ^ | 省级 | 市级 | ^",
                "基本支出 | {{ 甲 }} | {{ 乙 }} | {{ 丙 }} | {{ 丁 }}",
            ),
            "| 项目名称 | 预算安排<br>中央 | 预算安排<br>地方<br>省级 | 预算安排<br>地方<br>市级 | 决算 |\n"
            "| --- | --- | --- | --- | --- |\n| 基本支出 | {{ 甲 }} | {{ 乙 }} | {{ 丙 }} | {{ 丁 }} |",
        ),
        (
            ("评价指标 | 完成情况>>", "^ | 是 | 否 | 说明", "目标明确 | {{ 甲 }} | {{ 乙 }} | {{ 丙 }}"),
            "| 评价指标 | 完成情况<br>是 | 完成情况<br>否 | 完成情况<br>说明 |\n| --- | --- | --- | --- |\n"
            "| 目标明确 | {{ 甲 }} | {{ 乙 }} | {{ 丙 }} |",
        ),
        (
            ("项目名称 | 数额 | 备注", "一、收入>>", "税收 | {{ 甲 }} | {{ 乙 }}", "注：{{ 丙 }}>>"),
            "| 项目名称 | 数额 | 备注 |\n| --- | --- | --- |\n| 一、收入 |  |  |\n| 税收 | {{ 甲 }} | {{ 乙 }} |\n\n注：{{ 丙 }}",
        ),
        (
            ("项目名称 | 数额 | 备注", "{%tr for 行 in 类 %}", "{{ 行.名称 }}>>", *LOOPS, "{%tr endfor %}"),
            "| 项目名称 | 数额 | 备注 |\n| --- | --- | --- |\n{% for 行 in 类 %}\n| {{ 行.名称 }} |  |  |\n"
            "{% for 项 in 行.项 %}\n| {{ 项.名称 }} | {{ 项.数 }} | {{ 项.注 }} |\n{% endfor %}\n{% endfor %}",
        ),
        (
            ("支出类别 | 项目名称 | 数额", "人员 | 工资 | {{ 甲 }}", "合计> | {{ 乙 }}", "备注 | {{ 丙 }}>"),
            "| 支出类别 | 项目名称 | 数额 |\n| --- | --- | --- |\n| 人员 | 工资 | {{ 甲 }} |\n| 合计 |  | {{ 乙 }} |\n\n备注：{{ 丙 }}",
        ),
        (
            ("项目名称 | 执行情况>", "工资 | {{ 甲 }} | {{ 乙 }}"),
            "| 项目名称 | 执行情况 | 执行情况 |\n| --- | --- | --- |\n| 工资 | {{ 甲 }} | {{ 乙 }} |",
        ),
        (
            (
                "项目名称 | 预算安排>> | 决算",
                "^ | 中央 | 地方> | ^",
                "工资 | {{ 甲 }} | {{ 乙 }} | {{ 丙 }} | {{ 丁 }}",
            ),
            "| 项目名称 | 预算安排<br>中央 | 预算安排<br>地方 | 预算安排<br>地方 | 决算 |\n"
            "| --- | --- | --- | --- | --- |\n| 工资 | {{ 甲 }} | {{ 乙 }} | {{ 丙 }} | {{ 丁 }} |",
        ),
    ],
    ids=[
        "no label beside",
        "three rows",
        "short answers",
        "sections",
        "sections in a loop",
        "a total",
        "a last head over two",
        "a last head of two rows over two",
    ],
)
def test_every_row_of_a_table_stands_under_its_heads(rows: tuple[str, ...], made: str) -> None:
    """Heads in several rows are one, and rows over all columns or several part no table from its heads."""
    assert markdown_of(template(spanning(*rows))).strip() == made
