"""Forms of an office's own: lists below headings in one table, rows with a common word for a label, long lines without a stop."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden import members
from wordfile import repacked, word

from selfeval.documents.read.copies import OTHER_COPY
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library, load

FORM = """
名称: 核查表
阶段: 自评
标题: "核查表"
数据:
  - targets.yaml
字段:
  年度:
    标签: 年度
"""
LIST = """
  {0}:
    标签: {0}
    类型: 列表
  {0}.名称:
    标签: 核查内容
    类型: 文本
  {0}.得分:
    标签: 得分
    类型: 小数
"""
TEXT = """
  {0}:
    标签: {0}
    类型: 文本
"""
HEADS = "| 核查内容 | 得分 |"
LONG = "随表附上以下材料：（一）合同和验收单　（二）付款凭证和银行回单　（三）现场照片　（四）受益人签字的名册"


def forms(folder: Path, shipped: Library, fields: str, template: str) -> Library:
    """Return a form with these fields and template; a cell that begins with 【宽】 is two columns wide."""
    for name in ("fields.yaml", "scoring.yaml"):
        (folder / name).write_bytes((shipped.folder / name).read_bytes())
    (folder / "own").mkdir()
    (folder / "own" / "form.yaml").write_text(FORM + fields, encoding="utf-8")
    (folder / "own" / "document.docx").write_bytes(wide(template))
    return load(folder)


def wide(text: str) -> bytes:
    """Return a text as a Word file in which cells that begin with 【宽】 are two columns wide."""
    made = word(text)
    parts = members(made)["word/document.xml"].decode().split("<w:tcPr/>")
    spans = ('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' if "【宽】" in part else "<w:tcPr/>" for part in parts[1:])
    body = parts[0] + "".join(span + part for span, part in zip(spans, parts[1:], strict=True))
    return repacked(made, {"word/document.xml": body.replace("【宽】", "").encode()})


def read(library: Library, text: str) -> DocumentReading:
    """Return what a filled form says."""
    assert "own" in library.forms, library.problems
    return read_by_form(read_word(wide(text)), library.forms["own"], labels_of(library.forms.values()))


def test_lists_below_headings_have_the_labels_above_all_of_them(tmp_path: Path, library: Library) -> None:
    """A heading across the whole table is no row of labels, though it stands over every column."""
    rows = "| {{%tr for 行 in {0} %}} |\n| {{{{ 行.名称 }}}} | {{{{ 行.得分 }}}} |\n| {{%tr endfor %}} |\n"
    names = ("采购", "验收")
    lists = "".join(f"| 【宽】{name}环节核查 |\n{rows.format(name)}" for name in names)
    own = forms(tmp_path, library, "".join(map(LIST.format, names)), f"核查表\n{HEADS}\n{lists}")
    filled = "| 【宽】采购环节核查 |\n| 三家比价 | 8 |\n| 合同盖章 | 9 |\n| 【宽】验收环节核查 |\n| 数量清点 | 7 |"
    found = read(own, f"核查表\n{HEADS}\n{filled}")
    assert {key: value.text for key, value in keyed(found.entry) if key.endswith("得分")} == {
        "采购.三家比价.得分": "8",
        "采购.合同盖章.得分": "9",
        "验收.数量清点.得分": "7",
    }
    assert not found.unplaced


def test_a_word_in_a_row_of_labels_is_no_row_that_comes_again(tmp_path: Path, library: Library) -> None:
    """A row of the form with one label comes again only in a row that is not another one of the form."""
    values = ("设备总额", "设备金额", "设备理由")
    fields = "".join(map(TEXT.format, values)) + LIST.format("设备")
    tops = "| 科目 | 总额 | 备注栏 |\n| 一 | 二 | 三 |\n"
    template = (
        f"核查表\n{tops}| 金额 | {{{{ 设备金额 }}}} |\n第二部分\n| 核查内容 | 得分 | 金额 |\n| {{%tr for 行 in 设备 %}} |\n"
        "| {{ 行.名称 }} | {{ 行.得分 }} | |\n| {%tr endfor %} |\n"
        "| 总额 | {{ 设备总额 }} | |\n第三部分\n购置的理由：{{ 设备理由 }}"
    )
    own = forms(tmp_path, library, fields, template)
    one = (
        f"核查表\n{tops}| 金额 | 30 |\n第二部分\n| 核查内容 | 得分 | 金额 |\n| 水泵 | 5 | |\n"
        "| 总额 | 70 | |\n第三部分\n购置的理由：旧泵停产。"
    )
    found = read(own, one)
    texts = dict(keyed(found.entry))
    assert [texts[each].text for each in values] == ["70", "30", "旧泵停产。"]
    assert not found.unplaced
    both = read(own, f"{one}\n{one.replace('30', '31').replace('70', '71')}")
    assert {"31", "71"} <= {each.text for each in both.unplaced if each.why == OTHER_COPY}


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        pytest.param(LONG, LONG, id="words alone"),
        pytest.param(
            "随表附上的材料共{{ 份数 }}份，" + LONG, "随表附上的材料共6份，" + LONG, id="words behind a value"
        ),
    ],
)
def test_a_line_of_the_form_does_not_go_on_in_the_next(
    line: str, filled: str, tmp_path: Path, library: Library
) -> None:
    """A long line that the form prints without a stop is whole; a long text that breaks off still goes on."""
    fields = "".join(map(TEXT.format, ("份数", "经手人", "核查情况")))
    template = f"核查表\n（{{{{ 份数 }}}}）\n{line}\n经手人：{{{{ 经手人 }}}}\n核查情况：{{{{ 核查情况 }}}}"
    own = forms(tmp_path, library, fields, template)
    text = "全部材料由两名核查员逐份对照原件看过一遍，凡是缺页缺章的都当场退回补齐，补齐以后又重新对照一遍才"
    found = read(own, f"核查表\n（6）\n{filled}\n经手人：周岚\n核查情况：{text}\n收进档案。")
    values = {key: value.text for key, value in keyed(found.entry)}
    assert (values["经手人"], values["核查情况"]) == ("周岚", f"{text}收进档案。")
    assert not found.unplaced
    assert found.guesses == ("第5段没有说完，和第6段接成一段",)
