"""Text and values taken over from last year's files without a change but the year.

These compare two submissions of one department; they are silent where it has none of last year.
"""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.case import Case
from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, Spot, documents, say_once, sentences
from selfeval.evaluation.rules.earlier import EARLIER
from selfeval.form.field import Kind, Role
from selfeval.form.form import Phase
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold
from selfeval.text.pattern import regex

SECTION = 40
"""How many characters a value has before being the same as last year's means anything."""
SENTENCE = 16
"""How many characters a sentence with a figure has before the same is true of it."""
ENOUGH = 5
"""How many actuals with a figure must all be last year's."""
REASON = 8
"""How many characters a reason has before being the same as last year's means anything."""
FEW_AMOUNTS = 3
"""How many amounts of a file must all be last year's: no two years cost the same to the last 分."""
_LATER = tuple(phase for phase in Phase if phase is not Phase.TARGETS)
_ALL = frozenset(("100%", "0", "0.00", "无"))
_YEAR = "这一年"
_FIGURE = regex(r"\d")
_SHIFTING = regex(r"\d")
_BASIS = regex("依据")
_LASTING = regex("职能|职责|简介|依据|背景|中期|中长期|长期目标")
"""Matches the name of a text that says the same year by year: what an office is for, what a project is to reach in years."""


def section_unchanged(dossier: Dossier) -> Iterator[Finding]:
    """Find a whole text that is last year's, word for word."""
    before = dossier.earlier
    known = _wholes(before) if before else {}
    for texts in _narrative(dossier) if before else ():
        whole = _whole(texts, dossier)
        forms = texts[0].forms & known.get(whole, frozenset())
        lasting = any(map(_LASTING.search, texts[0].leaf.field.names))
        if before and len(whole) >= SECTION and forms and not lasting:
            year, this = before.submission.year, dossier.submission.year
            message = f"“{texts[0].leaf.field.name}”和 {year} 年的一字不差，请改写成 {this} 年的情况"
            yield Finding(texts[0].text.place, message, texts[0].leaf.where, forms=forms)


def sentence_unchanged(dossier: Dossier) -> Iterator[Finding]:
    """Find sentences whose every figure is last year's, once a document, whole texts apart."""
    before = dossier.earlier
    if before is None:
        return
    sections, known = _wholes(before), _sentences(before)
    found = []
    for texts in _narrative(dossier):
        rest = texts[0].forms - sections.get(_whole(texts, dossier), frozenset())
        for sentence in (each for paragraph in texts for each in sentences(paragraph)):
            said = _comparable(sentence.match[0], dossier)
            forms = rest & known.get(said, frozenset()) if _is_telling(said) else frozenset()
            if forms:
                found.append(Spot(sentence.paragraph._replace(forms=forms), sentence.match))
    yield from _reasons_unchanged(dossier, before)
    for together, forms in documents(found):
        yield say_once(together, forms, f"这一句连数字都和 {before.submission.year} 年的一样，请核对是不是今年的数")


def _reasons_unchanged(dossier: Dossier, before: Dossier) -> Iterator[Finding]:
    """Yield the reasons and the bases of adjustments that are last year's to the letter, where they tell of something."""
    old = {leaf.where: leaf.text for leaf in before.leaves}
    for leaf in dossier.leaves:
        is_told = leaf.field.role is Role.REASON or (
            _BASIS.search(leaf.field.path[-1]) and Kind.TEXT is leaf.field.kind
        )
        told = str(leaf.text).strip()
        if is_told and len(told) >= REASON and _SHIFTING.search(told) and fold(told) == fold(old.get(leaf.where, "")):
            message = f"“{leaf.field.path[-1]}”和 {before.submission.year} 年的一字不差，请核对是不是今年的"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def actuals_unchanged(case: Case) -> Iterator[Finding]:
    """Find actuals, or what is done by the middle of the year, that are, every one, last year's."""
    before = case.submission.earlier
    for role in (Role.ACTUAL, Role.RESULT) if before else ():
        rows = before.indicators(case.form) if before else ()
        old = {_identity(each): fold(leaf.text) for each in rows if (leaf := _figure(each, role))}
        new = [(_identity(each), leaf) for each in case.indicators if (leaf := _figure(each, role))]
        both = [(leaf, old[identity]) for identity, leaf in new if identity in old]
        if before and len(both) >= ENOUGH and all(fold(leaf.text) == known for leaf, known in both):
            first = both[0][0]
            message = f"{len(both)} 项{first.field.name}和 {before.year} 年的完全一样，请核对是不是今年的数"
            yield Finding(first.text.place, message, first.where)


def amounts_unchanged(dossier: Dossier) -> Iterator[Finding]:
    """Find amounts of the year's course or end that are, every one of a file, last year's; zeros say nothing.

    So are the columns of earlier years that were not moved on by one.
    """
    yield from _columns_unchanged(dossier)
    before = dossier.earlier
    old = {leaf.where: leaf.value for leaf in before.leaves} if before else {}
    files: dict[str, list[Leaf]] = {}
    for leaf in dossier.leaves if before else ():
        later = dossier.submission.schema.phase_of(leaf.field.path) in _LATER
        if leaf.field.kind is Kind.AMOUNT and leaf.value and leaf.where in old and later:
            files.setdefault(leaf.text.place.file, []).append(leaf)
    for listed in files.values():
        forms = frozenset[str]().union(*(dossier.having(leaf.field.path) for leaf in listed))
        if before and forms and len(listed) >= FEW_AMOUNTS and all(leaf.value == old[leaf.where] for leaf in listed):
            message = f"{len(listed)} 项金额和 {before.submission.year} 年的完全一样，请核对是不是今年的数"
            yield Finding(listed[0].text.place, message, listed[0].where, forms=forms)


def _columns_unchanged(dossier: Dossier) -> Iterator[Finding]:
    """Yield the columns of earlier years that show, every one, what they showed last year."""
    before = dossier.earlier
    old = {leaf.where: fold(leaf.text) for leaf in before.leaves} if before else {}
    columns: dict[str, list[Leaf]] = {}
    for leaf in dossier.leaves if before else ():
        if any(map(EARLIER.fullmatch, leaf.field.names)) and leaf.where in old and _FIGURE.search(leaf.text):
            columns.setdefault(leaf.field.path[-1], []).append(leaf)
    for name, listed in columns.items():
        told = [leaf for leaf in listed if fold(leaf.text) not in _ALL]
        if before and len(told) >= FEW_AMOUNTS and all(fold(leaf.text) == old[leaf.where] for leaf in told):
            forms = frozenset[str]().union(*(dossier.having(leaf.field.path) for leaf in told))
            year = before.submission.year
            message = f"“{name}”一列的 {len(told)} 个数和 {year} 年那张表上的完全一样；换了年度，这一列也要往前挪一年"
            yield Finding(told[0].text.place, message, told[0].where, forms=forms)


def _narrative(dossier: Dossier) -> list[list[Paragraph]]:
    return dossier.paragraphs.narrative.values


def _wholes(dossier: Dossier) -> dict[str, frozenset[str]]:
    """Return the whole texts of a year, each with the forms that print it."""
    found: dict[str, frozenset[str]] = {}
    for texts in _narrative(dossier):
        whole = _whole(texts, dossier)
        found[whole] = found.get(whole, frozenset()) | texts[0].forms
    return found


def _sentences(dossier: Dossier) -> dict[str, frozenset[str]]:
    """Return the sentences of a year, each with the forms that print it."""
    found: dict[str, frozenset[str]] = {}
    for paragraph in dossier.paragraphs.narrative:
        for sentence in sentences(paragraph):
            said = _comparable(sentence.match[0], dossier)
            found[said] = found.get(said, frozenset()) | paragraph.forms
    return found


def _whole(texts: list[Paragraph], dossier: Dossier) -> str:
    return "\n".join(_comparable(each.text, dossier) for each in texts)


def _comparable(text: str, dossier: Dossier) -> str:
    return fold(text.replace(dossier.submission.year, _YEAR))


def _is_telling(sentence: str) -> bool:
    return len(sentence) >= SENTENCE and bool(_FIGURE.search(sentence))


def _identity(indicator: Indicator) -> tuple[str, ...]:
    return tuple(map(fold, (indicator.parent, *indicator.levels, indicator.name)))


def _figure(indicator: Indicator, role: Role) -> Leaf | None:
    leaf = indicator.leaf(role)
    return leaf if leaf and _FIGURE.search(leaf.text) and leaf.text.strip() != "100%" else None
