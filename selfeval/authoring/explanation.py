"""The entry under 说明情况 by which a department explains a finding that is right as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from selfeval.authoring.skeleton.blank import STEP, as_value
from selfeval.authoring.skeleton.place import end_of, start, stop
from selfeval.form.field import EXPLANATIONS_KEY, ORIGINAL_KEY
from selfeval.problem import Edit, Problem
from selfeval.source.node import Entries, Items, Text
from selfeval.submission.tree import NOTHING
from selfeval.text.name import fold


def entry(found: Problem) -> list[str]:
    """Return the lines that a department adds under 说明情况 to explain a finding."""
    original = [f"  {ORIGINAL_KEY}: {as_value(found.original)}"] if found.original else []
    return [f"- 规则: {found.rule}", f"  位置: {as_value(found.where)}", *original, "  理由: （写明原因）"]


def insertion(found: Problem, root: Entries | None, lines: Sequence[str]) -> Edit | None:
    """Return the edit that adds the entry of a finding to a file, below those that are there; None where it cannot be placed.

    The line of the edit counts from 1; one behind the last line adds to the end of the file.
    """
    if root is None or not found.where:
        return None
    key = next((each for each in root if fold(each) == EXPLANATIONS_KEY), None)
    if key is None:
        head = [] if not lines or not lines[-1].strip() else [""]
        new = [*head, f"{EXPLANATIONS_KEY}:", *(STEP + line for line in entry(found))]
        return Edit(len(lines) + 1, 0, 0, "".join(f"{line}\n" for line in new))
    value, (line, column) = root[key], start(key)
    if isinstance(value, Items) and value:
        dash_line, dash = start(value)
        if lines[dash_line][dash : dash + 1] != "-":
            return None
        end = end_of(lines, line, column, value)
        return Edit(end + 1, 0, 0, "".join(f"{' ' * dash}{each}\n" for each in entry(found)))
    if isinstance(value, Text) and fold(value) in ("", NOTHING):
        behind = stop(key)[1] + 1
        end = stop(value)[1] if value else behind
        return Edit(line + 1, behind, end, "".join(f"\n{STEP}{each}" for each in entry(found)))
    return None
