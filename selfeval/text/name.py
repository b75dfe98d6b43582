"""When two names are the same, and how two that are not differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from selfeval.text.pattern import regex

ALIKE = 0.75
"""How alike two names must be, from 0 to 1, for the later one to count as the earlier one renamed."""

_MOST = 1 << 12
"""How many names are kept with their forms."""
_STRAY = regex(r"[\s“”‘’「」\"']+")


class _Kept(dict[str, str]):
    """Keep the forms of the latest names by their plain characters: a typed text knows its file, and would keep all of it."""

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, name: str) -> str:
        """Find the form of a name, and keep it; where there are too many, all are let go of."""
        if len(self) >= _MOST:
            self.clear()
        plain = str(name)
        found = self[plain] = self._form(plain)
        return found

    cache_clear = dict.clear


def _fold(name: str) -> str:
    return _fold_beginning(name).rstrip("。.;,:、")


def _fold_beginning(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name)
    return (plain if plain.isalnum() else _STRAY.sub("", plain)).casefold()


_folded, _folded_beginnings = _Kept(_fold), _Kept(_fold_beginning)

fold: Callable[[str], str] = _folded.__getitem__
"""Return a name in the form in which names are compared: without spaces, quotes, case, width and a final stop."""
fold_beginning: Callable[[str], str] = _folded_beginnings.__getitem__
"""Return the beginning of a longer name in the form in which names are compared; its last character counts."""


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6, form: Callable[[str], str] = fold) -> str:
    """Return the known name most like this one; "" when none is alike enough (``cutoff`` from 0 to 1).

    ``form`` gives the form in which the names are compared; ``str`` compares them as they are.
    """
    from difflib import get_close_matches  # only for what is wrong

    wanted, by_form = form(name), {form(other): other for other in known}
    may_be = [other for other in by_form if _may_be_alike(wanted, other, cutoff)]
    found = get_close_matches(wanted, may_be, n=1, cutoff=cutoff)
    return by_form[found[0]] if found else ""


def _may_be_alike(one: str, other: str, cutoff: float) -> bool:
    """Tell whether as much of two names may be the same as ``cutoff`` demands: no character that only one of them has is."""
    shared = {*one}.intersection(other)
    most = min(len(one) - len({*one} - shared), len(other) - len({*other} - shared))
    return 2 * most >= cutoff * (len(one) + len(other))


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
