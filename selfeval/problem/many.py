"""Very many problems of one kind in one file: the first are told, with how many more there are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfeval.problem import Level, Problem

MOST_SAME = 100
"""How many problems of one kind are told of a file."""


def shortened(problems: Sequence[Problem]) -> list[Problem]:
    """Leave out what is told of a file more than ``MOST_SAME`` times; the last one told says how many more there are."""
    places: dict[tuple[str, str, Level, bool], list[int]] = {}
    for at, each in enumerate(problems):
        places.setdefault((each.place.file, each.rule, each.level, each.explained), []).append(at)
    kept = dict(enumerate(problems))
    for same in places.values():
        if len(same) > MOST_SAME:
            same.sort(key=lambda at: problems[at].place)
            *_, last = same[:MOST_SAME]
            rest = len(same) - MOST_SAME
            kept[last] = problems[last]._replace(message=f"{problems[last].message}（还有 {rest} 处同样的）")
            for at in same[MOST_SAME:]:
                del kept[at]
    return list(kept.values())


_REST = re.compile(r"（还有 (\d+) 处同样的）$")


def count_meant(problem: Problem) -> int:
    """Return of how many places a problem tells, as `shortened` left it: of its own, and of those left out behind it."""
    found = _REST.search(problem.message)
    return 1 + int(found[1]) if found else 1
