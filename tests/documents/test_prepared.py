"""The quick way makes what docxtpl makes, and steps back wherever it cannot be certain."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import label, sample_documents
from golden import text
from rendered import PROPERTIES, by_docxtpl, canonical, rendered, seen
from wordfile import word as template

from selfeval.documents import content
from selfeval.documents.sandbox import RenderingError
from selfeval.documents.view import Item, view
from selfeval.documents.word import prepared
from selfeval.evaluation.case import Case

LOOPED_ROWS = (
    "| 类 | 值 |\n| {%tr for 行 in 行表 %} | |\n| 〔合并〕{{ 行.类.名称 }} | {{ 行.值 }} |\n| {%tr endfor %} | |"
)
PROVED = {
    "paragraphs": "{%p for 行 in 行表 %}\n{%p if 行.值 %}\n{{ 行.值 }}\n{%p else %}\n无\n{%p endif %}\n{%p endfor %}",
    "rows": LOOPED_ROWS,
    "emptied cell": "| 甲 | {%p for 段 in 空 %}<br>{{ 段 }}<br>{%p endfor %} |",
    "emptied cell before fixed text": "| {%p if 空 %}<br>{{ 标题 }}<br>{%p endif %}<br>文 | 乙 |",
    "inside a line": "{% for 行 in 行表 %}{% if not loop.first %}、{% endif %}{{ 行.值 }}{% else %}无{% endfor %}。",
    "over two paragraphs": "甲{% if 标题 %}{{ 标题 }}\n{{ 标题 }}{% endif %}乙",
    "header": "【页眉】{{ 标题 }}\n正文",
    "fixed header": "【页眉】页眉\n{{ 标题 }}",
    "breaks and tabs": "{{ 换行 }}\n| {{ 换行 }} | 甲 |",
    "comment": "{# 说明 #}{{ 标题 }}\n{#p 说明 #}\n末",
    "joined lines": "甲\n{%- if 标题 %}乙{% endif -%}\n丙",
    "run": "甲{{r 标题 }}乙",
    "no tag": "只有文字 &  \t 空格",
}
SPANNING = '<w:tc><w:tcPr><w:tcW w:w="1"/></w:tcPr><w:p><w:r><w:t>{% colspan 数 %}甲</w:t></w:r></w:p></w:tc>'
BEYOND = {
    "cells in a loop": "| {%tc for 行 in 行表 %} | {{ 行.值 }} | {%tc endfor %} |",
    "columns that may all be absent": "| {%tr for 行 in 行表 %} | |\n| {{ 行.值 }} | 甲 |\n| {%tr endfor %} | |",
    "span from the data": f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * 2}</w:tblGrid><w:tr>{SPANNING}</w:tr></w:tbl>",
    "block that another element closes": "{% if 标题 %}甲\n| {% endif %}乙 | 丙 |",
    "set": "{% set 名 = 标题 %}{{ 名 }}",
    "raw": "{% raw %}甲{% endraw %}",
}


@pytest.mark.parametrize("source", PROVED.values(), ids=PROVED)
def test_the_quick_way_makes_the_same(source: str) -> None:
    """Every member is the same canonical XML, the second time too."""
    ready = prepared.prepare(template(source))
    assert ready is not None
    for _ in range(2):
        made = prepared.render(ready, seen(), PROPERTIES)
        assert made is not None
        assert canonical(made) == by_docxtpl(template(source), seen())


@pytest.mark.parametrize("source", BEYOND.values(), ids=BEYOND)
def test_what_is_not_proved_is_left_to_docxtpl(source: str) -> None:
    """Such a template is not prepared."""
    assert prepared.prepare(template(source)) is None


@pytest.mark.parametrize("case", sample_documents(), ids=label)
def test_samples_come_out_the_same(case: Case) -> None:
    """All forms of the project are proved, and their documents are those of docxtpl."""
    source = (case.form.folder / "document.docx").read_bytes()
    ready = prepared.prepare(source)
    assert ready is not None
    made = prepared.render(ready, view(case), PROPERTIES)
    assert made is not None
    assert canonical(made) == by_docxtpl(source, view(case))


def test_another_docxtpl_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its steps may be others, so it makes the documents itself."""
    monkeypatch.setattr(prepared, "KNOWN", "0.0")
    assert prepared.prepare.__wrapped__(template("{{ 标题 }}")) is None


@pytest.mark.parametrize(
    "value",
    ["{甲}", "｛甲｝", "〔2020〕10号", "<w:p>", "&amp;", "\ue000title\ue000", "%", "{{ 甲 }}", "{% if 甲 %}", "｛｛甲｝｝", "{_{甲}_}",
     "〔合并〕", "〔合并 标题〕", "{# 甲 #}"],
)  # fmt: skip
def test_a_value_that_looks_like_a_tag_is_printed(tmp_path: Path, value: str) -> None:
    """Tags, marks and XML in the data are text, by both ways, in the body, a cell and the title."""
    source = "{{ 值 }}\n| {{ 值 }} | 甲 |"
    assert text(rendered(tmp_path, source, 值=value)).count(value) == 2
    made = by_docxtpl(template(source), Item(seen(), 值=value, 标题=value))
    ready = prepared.prepare(template(source))
    assert ready is not None
    quick = prepared.render(ready, Item(seen(), 值=value, 标题=value), PROPERTIES)
    assert quick is not None
    assert canonical(quick) == made


@pytest.mark.parametrize("value", ["\x0b", "\x02\x03", "\x04", "\ufffe", "\ud800"])
def test_a_value_that_is_no_text_is_refused(tmp_path: Path, value: str) -> None:
    """Characters that XML has not never reach a document."""
    with pytest.raises(RenderingError):
        rendered(tmp_path, "{{ 值 }}\n| {{ 值 }} | 甲 |", 值=value)


@pytest.mark.parametrize(
    ("source", "line", "around"),
    [
        ("甲\n乙{{ 没有 }}", 3, "乙{{ 没有 }}"),
        ("甲{% if 标题 %}", 2, "甲{% if 标题 %}"),
        ("甲{{ 行表 }}", 2, "甲{{ 行表 }}"),
        ("｛｛ 标题 ｝｝", 1, "｛｛ 标题 ｝｝"),
        ("| 〔合并〕{{ 没有.名称 }} | 乙 |", 2, "{{ 没有.名称 }}"),
    ],
)
def test_a_template_at_fault_is_quoted(tmp_path: Path, source: str, line: int, around: str) -> None:
    """The message names the paragraph, as it did before anything was prepared."""
    with pytest.raises(RenderingError) as caught:
        rendered(tmp_path, source)
    assert (caught.value.line, caught.value.around) == (line, around)


def test_same_bytes_and_fingerprint(tmp_path: Path) -> None:
    """Two renderings are the same bytes, even where the template has no dates; the fingerprint is read back."""
    path = tmp_path / "made.docx"
    path.write_bytes(rendered(tmp_path, LOOPED_ROWS))
    prepared.prepare.cache_clear()
    assert rendered(tmp_path, LOOPED_ROWS) == path.read_bytes()
    found = content.find(path.read_bytes(), ".docx")
    assert found.intact
    assert found.marks is not None
    assert found.marks.made_of == "f00"
