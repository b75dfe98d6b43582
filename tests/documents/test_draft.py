"""A draft in Word: what is missing is yellow, and only that."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from wordfile import word

from selfeval.documents.word.draft import mark


def test_only_the_gap_of_a_paragraph_is_highlighted() -> None:
    """What was written around it stays as it is."""
    made = Document(io.BytesIO(mark(word("接待【待填：甲】人次，办案【待填：乙】\n没有空的一段"))))
    runs = [(run.text, run.font.highlight_color) for paragraph in made.paragraphs for run in paragraph.runs if run.text]
    yellow = WD_COLOR_INDEX.YELLOW
    assert runs == [
        ("接待", None),
        ("【待填：甲】", yellow),
        ("人次，办案", None),
        ("【待填：乙】", yellow),
        ("没有空的一段", None),
    ]
