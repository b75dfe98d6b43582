"""When two names are the same, and how two that are not differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from selfeval.text.pattern import regex

ALIKE = 0.75
"""How alike two names must be, from 0 to 1, for the later one to count as the earlier one renamed."""

_STRAY = regex(r"[\s“”‘’「」\"']+")


@lru_cache(maxsize=1 << 13)
def fold(name: str) -> str:
    """Return a name in the form in which names are compared: without spaces, quotes, case, width and a final stop."""
    return fold_beginning(name).rstrip("。.;,:、")


@lru_cache(maxsize=1 << 12)
def fold_beginning(name: str) -> str:
    """Return the beginning of a longer name in the form in which names are compared; its last character counts."""
    plain = unicodedata.normalize("NFKC", name)
    return (plain if plain.isalnum() else _STRAY.sub("", plain)).casefold()


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6, form: Callable[[str], str] = fold) -> str:
    """Return the known name most like this one; "" when none is alike enough (``cutoff`` from 0 to 1).

    ``form`` gives the form in which the names are compared; ``str`` compares them as they are.
    """
    from difflib import get_close_matches  # only for what is wrong

    by_form = {form(other): other for other in known}
    found = get_close_matches(form(name), list(by_form), n=1, cutoff=cutoff)
    return by_form[found[0]] if found else ""


def difference(typed: str, known: str) -> str:
    """Say in a few Chinese words how a typed name differs from the known one."""
    from difflib import SequenceMatcher  # only for what is wrong

    typed, known = fold(typed), fold(known)
    if sorted(typed) == sorted(known):
        return "字一样，先后不同"
    parts = []
    for kind, start, end, other_start, other_end in SequenceMatcher(None, typed, known).get_opcodes():
        if kind == "replace":
            parts.append(f"“{typed[start:end]}”应为“{known[other_start:other_end]}”")
        elif kind == "delete":
            parts.append(f"多了“{typed[start:end]}”")
        elif kind == "insert":
            parts.append(f"少了“{known[other_start:other_end]}”")
    return "，".join(parts)
