"""Markdown templates: which line breaks are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfeval.documents import markdown
from selfeval.documents.view import Item


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲：{% if 真 %}{{ 真 }}{% endif %}\n第二行", "甲：一\n第二行"),
        ("甲：{% if 假 %}{{ 假 }}{% endif %}\n第二行", "甲：\n第二行"),
        ("| a |\n| --- |\n{% for 行 in 行表 %}\n| {% if 行 %}{{ 行 }}{% endif %}\n{% endfor %}\n末", "| a |\n| --- |\n| 一\n| 二\n末"),
        ("{% for 行 in 行表 %}{{ 行 }}{% endfor %}\n末", "一二\n末"),
        ("{% for 行 in 行表 %}\n  - {{ 行 }}\n{% endfor %}\n末", "- 一\n  - 二\n末"),
        ("- 甲\n  {% if 真 %}- 乙{% endif %}\n末", "- 甲\n  - 乙\n末"),
        ("{% if 真 %}{# 注 #}\n甲\n{% endif %}{% if 假 %}\n乙\n  {% endif %}\n末", "甲\n末"),
        ("甲{# 注 #}\n末", "甲\n末"),
        ("{# 注 #}\n末", "末"),
    ],
)  # fmt: skip
def test_only_a_line_of_blocks_alone_vanishes(tmp_path: Path, source: str, expected: str) -> None:
    """A line that merely begins or ends in a block keeps its break and its indentation."""
    path = tmp_path / "document.md"
    path.write_text(source, encoding="utf-8")
    made = markdown.render(path, Item(真="一", 假="", 行表=["一", "二"]), "", "0").decode()
    assert made.split("\n\n<!--")[0] == expected
