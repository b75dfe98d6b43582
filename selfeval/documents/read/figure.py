"""Whether a text is one figure, and whether the paragraphs of a cell are several."""

from __future__ import annotations

from selfeval.quantity.read import read
from selfeval.quantity.values import Deadline, Quantity, Range


def is_bare_figure(text: str) -> bool:
    """Tell whether a text is one quantity, a range or a day, and nothing besides."""
    value = read(text)
    return isinstance(value, Deadline) or (
        isinstance(value, Quantity | Range) and not value.label and not getattr(value, "tail", "")
    )


def are_several_figures(text: str) -> bool:
    """Tell whether the paragraphs of a text are figures that do not make one together, as those do that a narrow cell broke."""
    lines = text.split("\n")
    return len(lines) > 1 and all(map(is_bare_figure, lines)) and not is_bare_figure("".join(lines))
