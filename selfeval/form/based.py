"""A form that states only what differs from another (基于): its words are put over those of that form.

What is a map of names in form.yaml is merged name by name, a field word by word; ``不用: 是`` leaves a field of the other
form out, with all that is below it.
"""

from __future__ import annotations

from collections.abc import Callable

from selfeval.form.declaration import YES_NO, DeclarationError, suggest
from selfeval.source.node import Entries, Node, Text

BASE, LEFT_OUT = "基于", "不用"
_FIELDS = "字段"
_BY_NAME = ("格式", "规则", "核对", "取数", "评分")


def put_over(base: Entries, own: Entries) -> Entries:
    """Return the words of a form over all those of the one that it is based on."""
    made = _merged(base, own, _merged_word)
    made.pop(Text(BASE), None)
    return made


def _merged(base: Entries, own: Entries, merge: Callable[[Text, Node, Node], Node]) -> Entries:
    """Return the entries of both, those of ``own`` with their own keys, in the order of the first."""
    mine = {str(key): key for key in own}
    made = Entries()
    for key, value in base.items():
        named = mine.get(str(key), key)
        made[named] = merge(named, value, own[named]) if named in own else value
    made.update({key: value for key, value in own.items() if key not in base})
    made.origin = own.origin
    return made


def _merged_word(key: Text, base: Node, own: Node) -> Node:
    if not isinstance(base, Entries) or not isinstance(own, Entries):
        return own
    if key == _FIELDS:
        return _merged_fields(base, own)
    return _merged(base, own, lambda _, before, now: now) if key in _BY_NAME else own


def _merged_fields(base: Entries, own: Entries) -> Entries:
    left_out = []
    for key, words in own.items():
        if isinstance(words, Entries) and LEFT_OUT in words and YES_NO(words[Text(LEFT_OUT)]):
            if key not in base and not any(other.startswith(f"{key}.") for other in base):
                raise DeclarationError(key.place, f"“{BASE}”的表样没有“{key}”，不用写“{LEFT_OUT}”{suggest(key, base)}")
            left_out.append(str(key))
    made = _merged(base, own, _merged_field)
    kept = Entries(
        (key, words)
        for key, words in made.items()
        if not any(key == each or key.startswith(f"{each}.") for each in left_out)
    )
    kept.origin = own.origin
    return kept


def _merged_field(key: Text, base: Node, own: Node) -> Node:
    if not isinstance(base, Entries) or not isinstance(own, Entries):
        return own if isinstance(own, Entries) or own else base
    return _merged(base, own, lambda _, before, now: now)
