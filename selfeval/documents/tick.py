"""Tick boxes: what a template sees of a field with a few possible answers, 是否 or 选项."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from selfeval.form.field import Field, Kind

TICKED, EMPTY = "☑", "□"
LINE, BOXES = "勾选", "框"
"""What stands below such a field in a template: all boxes with their answers in a line, and each box by its answer."""
YES, NO = "是", "否"


def answers(declared: Field) -> tuple[str, ...]:
    """Return what may be answered to a field that has boxes, nothing for any other field."""
    return (YES, NO) if declared.kind is Kind.YES_NO else declared.choices if declared.kind is Kind.CHOICE else ()


class Tick(str):
    """Hold an answer as documents print it; 否 and no answer count as false in a condition.

    ``parts`` are the names below it.
    """

    parts: Mapping[str, object]
    is_true: bool

    def __new__(cls, text: str, answer: str, answers: Iterable[str]) -> Self:
        """Make a printed text and the boxes of all answers, that of ``answer`` ticked.

        What is printed instead of an answer, as the gap of a draft, stands behind the boxes too.
        """
        made = super().__new__(cls, text)
        boxes = {each: TICKED if each == answer else EMPTY for each in answers}
        line = " ".join(f"{box}{each}" for each, box in boxes.items())
        made.parts = {LINE: line if answer else line + text, BOXES: boxes}
        made.is_true = bool(answer) and answer != NO
        return made

    def __bool__(self) -> bool:
        """Tell whether the answer is given and is not 否."""
        return self.is_true
