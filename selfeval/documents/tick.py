"""Tick boxes: what a template sees of a field with a few possible answers, 是否 or 选项."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Self

from selfeval.form.field import Field, Kind

TICKED, EMPTY, CHECKED = "☑", "□", "√"
LINE, BOXES, CHECKS = "勾选", "框", "钩"
"""What stands below such a field in a template: all boxes with their answers in a line, each box by its answer, and each answer's √ or nothing."""
YES, NO = "是", "否"


def answers(declared: Field) -> tuple[str, ...]:
    """Return what may be answered to a field that has boxes, nothing for any other field."""
    return (YES, NO) if declared.kind is Kind.YES_NO else declared.choices


class Tick(str):
    """Hold an answer as documents print it; 否 and no answer count as false in a condition.

    ``parts`` are the names below it.
    """

    parts: Mapping[str, object]
    is_true: bool

    def __new__(cls, text: str, chosen: Collection[str], answers: Iterable[str]) -> Self:
        """Make a printed text and the boxes of all answers, those of the ``chosen`` ones ticked.

        What is printed instead of an answer, as the gap of a draft, stands behind the boxes too.
        """
        made = super().__new__(cls, text)
        boxes = {each: TICKED if each in chosen else EMPTY for each in answers}
        line = " ".join(f"{box}{each}" for each, box in boxes.items())
        checks = {each: CHECKED if each in chosen else "" for each in boxes}
        made.parts = {LINE: line if chosen else line + text, BOXES: boxes, CHECKS: checks}
        made.is_true = bool(chosen) and NO not in chosen
        return made

    def __bool__(self) -> bool:
        """Tell whether the answer is given and is not 否."""
        return self.is_true
