"""What the form prints beside a value, typed again: the number of an item, a label, the stop at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, by_value
from selfeval.evaluation.steps import NUMERALS
from selfeval.form.around import Around
from selfeval.form.field import Kind, Role
from selfeval.quantity.notation import NUMERAL, print_chinese, typed_mark
from selfeval.text.pattern import HAN, regex

_DOUBLED = {"。": tuple("。；，、;,"), "；": tuple("；;"), "，": tuple("，,"), "、": ("、",)}
_DOUBLED |= dict.fromkeys("%％", ("%", "％"))
"""The marks that must not stand right before another."""
_PAIRS = {"》": "《", "”": "“", "）": "（", ")": "(", "】": "【", "』": "『", "」": "「"}
_LEAST = 3
"""How many characters of a text are at least the end of what is printed before it, and not only begin alike."""
_WORDS = regex(rf"\s*({HAN}+)")
_NUMBER = regex(r"\d+|[一二三四五六七八九十]+")
_TEXTS = (Kind.TEXT, Kind.PROSE, Kind.LINES)
_COLONS = ("：", ":")
_NAMES = (Role.NAME, Role.DEPARTMENT)


def number_typed(case: Case) -> Iterator[Finding]:
    """Find numbers typed before texts that the form numbers, once a field; and items that hold several points."""
    told = set[tuple[str, ...]]()
    for paragraph in _printed(case):
        path = paragraph.leaf.field.path
        listed = paragraph.leaf.field.kind is not Kind.TEXT
        mark = typed_mark(paragraph.text, listed=listed) if case.form.counts(path) else ""
        if not mark:
            continue
        following = _next_mark(mark.strip())
        if following and following in paragraph.text[len(mark) :]:
            at = paragraph.text.index(following, len(mark))
            message = f"“{mark.strip()}”和“{following}”写在一条里了；一条只写一点，序号由表样编，不用打"
            yield Finding(paragraph.text.at(at, at + len(following)), message, paragraph.leaf.where)
        elif path not in told:
            told.add(path)
            message = f"表样自己编号，“{mark.strip()}”不用打，印的时候已经去掉；删去它"
            yield Finding(paragraph.text.at(0, len(mark)), message, paragraph.leaf.where)


def printed_twice(case: Case) -> Iterator[Finding]:
    """Find texts that begin with the label, or end in the stop or the words, that the form prints beside them."""
    for texts in by_value(_printed(case, (*_TEXTS, Kind.QUANTITY))):
        first, last = texts[0], texts[-1]
        arounds = case.form.around.get(first.leaf.field.path, ())
        label = next(filter(None, (_label(first, around, case) for around in arounds)), "")
        if label or (label := _own_label(first, case)):
            place = first.text.at(0, len(label))
            yield Finding(place, f"“{label}”表样已经印了，再写就印两遍；删去它", first.leaf.where)
        ending = next(filter(None, (_ending(last, around) for around in arounds)), "")
        if ending:
            size = len(last.text.rstrip())
            where = f"两边的“{_PAIRS[ending]}{ending}”" if ending in _PAIRS else f"末尾的“{ending}”"
            message = f"{where}表样已经印了，再写就印两遍；删去它"
            yield Finding(last.text.at(size - len(ending), size), message, last.leaf.where)


def _printed(case: Case, kinds: Sequence[Kind] = _TEXTS) -> list[Paragraph]:
    """Return the texts that the form prints, without those of other kinds than ``kinds``."""
    return [each for each in case.dossier.paragraphs if case.form.slug in each.forms and each.leaf.field.kind in kinds]


def _next_mark(mark: str) -> str:
    """Return the mark that follows one in the same style, empty where it is not known."""
    found = _NUMBER.search(mark)
    count = NUMERALS.get(found[0], 0) if found else 0
    if not found or not count:
        return ""
    return mark.replace(found[0], str(count + 1) if found[0].isdigit() else print_chinese(count + 1), 1)


def _label(text: Paragraph, around: Around, case: Case) -> str:
    """Return the label at the beginning of a text that a template prints before it, else ""."""
    if around.counts:
        found = re.match(rf"{around.label}(?:{NUMERAL}|\d{{1,2}})[：:]\s*", text.text) if around.label else None
        return found[0] if found else ""
    if around.named:
        names = (leaf.normal for leaf in case.dossier.leaves if leaf.field.path == around.named)
        own = (name for name in names if name and name in text.leaf.where)
        return next((name + colon for name in own for colon in _COLONS if text.text.startswith(name + colon)), "")
    sizes = range(len(around.label), min(_LEAST, len(around.label)) - 1, -1) if around.label else ()
    return next((around.label[-size:] for size in sizes if text.text.startswith(around.label[-size:])), "")


def _own_label(text: Paragraph, case: Case) -> str:
    """Return the field's own label or key with a colon where a text begins with it, else ""."""
    path, typed = text.leaf.field.path, text.text
    names = (name for name in (case.form.fields[path].label, path[-1]) if name and typed.startswith(name))
    return next((typed[: len(name) + 1] for name in names if typed[len(name) : len(name) + 1] in _COLONS), "")


def _ending(text: Paragraph, around: Around) -> str:
    """Return the stop, or in a text of one line the words, that a text ends in and a template prints behind it, else ""."""
    typed = text.text.rstrip()
    if typed[-1:] in _DOUBLED.get(around.after[:1], ()) and text.role not in _NAMES:
        return typed[-1:]
    opening = _PAIRS.get(typed[-1:])
    if opening and around.after[:1] == typed[-1:] and typed.startswith(opening) and typed.count(opening) == 1:
        return typed[-1:]
    words = _WORDS.match(around.after)
    return words[1] if words and text.leaf.field.kind is Kind.TEXT and typed.endswith(words[1]) else ""
