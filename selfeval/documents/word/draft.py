"""Mark a document as a draft: 草稿 in the header, every gap highlighted."""

from __future__ import annotations

import io
from copy import deepcopy

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from selfeval.documents.outcome import DRAFT
from selfeval.documents.view import GAP, GAPS
from selfeval.documents.word.package import W


def mark(document: bytes) -> bytes:
    """Return a Word document with 草稿 on every page and its gaps in yellow."""
    opened = Document(io.BytesIO(document))
    for paragraph in opened.element.body.iter(f"{W}p"):
        for run in Paragraph(paragraph, opened).runs:
            if GAP in run.text:
                _highlight(run)
    for section in opened.sections:
        for header in (section.header, section.even_page_header):
            header.is_linked_to_previous = False
            first = header.paragraphs[0]
            first.alignment = WD_ALIGN_PARAGRAPH.CENTER
            first.add_run(DRAFT).bold = True
    marked = io.BytesIO()
    opened.save(marked)
    return marked.getvalue()


def _highlight(run: Run) -> None:
    """Put the gaps of a run in runs of their own, in yellow."""
    for text in filter(None, GAPS.split(run.text)):
        piece = Run(deepcopy(run._r), run._parent)
        piece.text = text
        if text.startswith(GAP):
            piece.font.highlight_color = WD_COLOR_INDEX.YELLOW
        run._r.addprevious(piece._r)
    run.text = ""
