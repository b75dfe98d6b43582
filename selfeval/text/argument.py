"""How a name is typed behind a command."""

from __future__ import annotations

import shlex

from selfeval.text.pattern import regex

_PARTED = regex(r"[\s\"'`$&|;<>()*?\[\]{}!#~^\\]")
"""Matches what a shell takes for a sign of its own; a name with a blank would be two."""
_READ_IN_QUOTES = regex(r"[\"`$!\\]")


def as_argument(name: str) -> str:
    """Return a name as it is typed behind a command: in quotes where a shell would take it apart."""
    if not _PARTED.search(name):
        return name
    return shlex.quote(name) if _READ_IN_QUOTES.search(name) else f'"{name}"'
