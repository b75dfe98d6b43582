"""What is typed comes back from the published page as typed, sign for sign."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from lxml import html
from sampled import sampled

from selfeval.documents import markdown, pandoc
from selfeval.documents.sandbox import RenderingError
from selfeval.documents.view import Item

TEXTS = (
    *("1.", "12)", "1. 第一", "12) 第十二", "2024. 年", "1.5 万元", "1)", "(1)", "1.\u3000全角", "１. 全角", "0. 零"),
    *("&copy;", "&lt;b&gt;", "&#65;", "&", "甲&乙", "&amp;copy;", "R&D 经费", "&nbsp;"),
    *("# 题", "#", "> 引", "- 项", "-", "---", "+ 加", "* 星", "===", "=", "```", "~~~", "    代码", "\t代码"),
    *(
        "尾空  ",
        " 前空",
        "\\",
        "甲\\",
        "\\*",
        "a|b",
        "|",
        "| a |",
        "[x](y)",
        "[注]: 说明",
        "![x](y)",
        "<b>",
        "<!-- -->",
    ),
    *("`x`", "_x_", "__x__", "~~x~~", "$x$", "^x^", "http://a.b", "<http://a.b>", "{x}", ":smile:", "a  b", "“x”"),
)


PIECES = (*"#>+-=.)(&;*_`~|<>[]\\! \t19甲a", "&amp;", "1.", "12)", "<br>", "---", "http://a")
PARAGRAPH = ("甲\n\n{{ 文 }}\n\n乙\n", "p")
CELL = ("| 甲 | 乙 |\n| --- | --- |\n| {{ 文 }} | 丙 |\n", "td")


def read_back(text: str, template: str, tag: str, folder: Path) -> list[str]:
    """Return the texts of the elements of a kind that a reader of the page sees, as they are."""
    path = folder / "document.md"
    path.write_text(template, encoding="utf-8")
    made = markdown.render(path, Item(文=text), "", "0").decode()
    body = html.fragment_fromstring(pandoc.html(made), create_parent="div")
    return [one_blank(node.text_content()) for node in body.iter(tag)]


def one_blank(text: str) -> str:
    """Return a text with one space for several blanks, which is how a page shows them; those at its ends stay."""
    return re.sub(r"[ \t]+", " ", text)


@pytest.mark.parametrize("text", sampled(TEXTS, 3))
def test_a_text_comes_back_as_typed(text: str, tmp_path: Path) -> None:
    """As a paragraph and as a cell; it is no list, heading, code, link, entity."""
    assert read_back(text, *PARAGRAPH, tmp_path) == ["甲", one_blank(text), "乙"]
    assert read_back(text, *CELL, tmp_path) == [one_blank(text), "丙"]


def test_any_signs_come_back_as_typed(tmp_path: Path) -> None:
    """Signs in any order, a fixed draw of them; many texts on one page, for pandoc is slow to begin."""
    chance = random.Random(7)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(1, 8))) for _ in range(600)]
    texts = [text for text in texts if text.strip()]
    template = "{% for 文 in 文 %}\n{{ 文 }}\n\n{% endfor %}\n"
    assert read_back(texts, template, "p", tmp_path) == list(map(one_blank, texts))  # type: ignore[arg-type]  # a list is printed, too


def test_lines_of_one_text_are_paragraphs(tmp_path: Path) -> None:
    """A line that begins like a list stays a line."""
    assert read_back("甲：\n1. 乙\n- 丙", *PARAGRAPH, tmp_path) == ["甲", "甲：", "1. 乙", "- 丙", "乙"]


def test_what_cannot_be_seen_is_not_printed(tmp_path: Path) -> None:
    """A control character is refused, as in Word."""
    with pytest.raises(RenderingError, match="控制字符"):
        read_back("甲\0乙", *PARAGRAPH, tmp_path)
