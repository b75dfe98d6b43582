"""The passages of a template: paragraphs of a Word file or lines of Markdown, each with its place."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.problem import Level


class Passage(NamedTuple):
    """Hold the text of one paragraph or line.

    ``line`` counts from 1 over the whole template; ``where`` is the place as a person counts it in Word, empty in
    Markdown. ``table``, ``row`` and ``cell`` number the tables, rows and cells of the part, 0 outside a table.
    ``extras`` names what else the paragraph holds: a picture, the end of a section. ``column`` is the column of the
    table's grid in which its cell begins.
    """

    text: str
    line: int
    where: str = ""
    table: int = 0
    row: int = 0
    cell: int = 0
    boxed: bool = False
    extras: tuple[str, ...] = ()
    column: int = 0

    @property
    def in_word(self) -> bool:
        """Tell whether this is a paragraph of Word, not a line of Markdown."""
        return bool(self.where)


class TagSpot(NamedTuple):
    """Point at ``text[start:end]`` of a passage."""

    passage: Passage
    start: int = 0
    end: int = 0


class TemplateSlip(NamedTuple):
    """Describe one mistake of a template; ``fix`` is what to type instead."""

    spot: TagSpot
    rule: str
    message: str
    fix: str = ""
    level: Level = Level.ERROR

    @property
    def sentence(self) -> str:
        """Return the message, in Word with the place as a person finds it there."""
        passage = self.spot.passage
        text = " ".join(passage.text.split())
        shown = f"“{text[:40]}{'…' if len(text) > 40 else ''}”" if text else ""
        return f"{passage.where}{shown}：{self.message}" if passage.in_word else self.message


def lines(text: str) -> list[Passage]:
    """Return the lines of a Markdown template."""
    return [Passage(line, number) for number, line in enumerate(text.split("\n"), start=1)]
