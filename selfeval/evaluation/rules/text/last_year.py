"""Text and values taken over from last year's files without a change but the year.

These compare two submissions of one department; they are silent where it has none of last year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.text.paragraph import Paragraph, by_value, paragraphs, say_once, sentences
from selfeval.form.form import Form
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold
from selfeval.text.pattern import regex

SECTION = 40
"""How many characters a value has before being the same as last year's means anything."""
SENTENCE = 16
"""How many characters a sentence with a figure has before the same is true of it."""
ENOUGH = 5
"""How many actuals with a figure must all be last year's."""
_YEAR = "这一年"
_FIGURE = regex(r"\d")


Comparison: TypeAlias = Callable[[Submission, Submission, Form], Iterator[Finding]]


def compared(comparison: Comparison) -> Callable[[Submission, Form], Iterator[Finding]]:
    """Make a rule of a comparison with last year's submission."""

    def rule(submission: Submission, form: Form) -> Iterator[Finding]:
        before = submission.earlier()
        if before is not None:
            yield from comparison(submission, before, form)

    return rule


def section_unchanged(submission: Submission, before: Submission, form: Form) -> Iterator[Finding]:
    """Find a whole text that is last year's, word for word."""
    known = {_whole(texts, before): texts[0] for texts in _narrative(before, form)}
    for texts in _narrative(submission, form):
        whole = _whole(texts, submission)
        if len(whole) >= SECTION and whole in known:
            message = f"“{texts[0].leaf.field.name}”和 {before.year} 年的一字不差，请改写成 {submission.year} 年的情况"
            yield Finding(texts[0].text.place, message, texts[0].leaf.where)


def sentence_unchanged(submission: Submission, before: Submission, form: Form) -> Iterator[Finding]:
    """Find sentences whose every figure is last year's, once a document, whole texts apart."""
    sections = {_whole(texts, before) for texts in _narrative(before, form)}
    known = {
        _comparable(sentence.match[0], before)
        for texts in _narrative(before, form)
        for paragraph in texts
        for sentence in sentences(paragraph)
    }
    found = [
        sentence
        for texts in _narrative(submission, form)
        if _whole(texts, submission) not in sections
        for paragraph in texts
        for sentence in sentences(paragraph)
        if _is_telling(_comparable(sentence.match[0], submission))
        and _comparable(sentence.match[0], submission) in known
    ]
    yield from say_once(found, f"这一句连数字都和 {before.year} 年的一样，请核对是不是今年的数")


def actuals_unchanged(submission: Submission, before: Submission, form: Form) -> Iterator[Finding]:
    """Find actuals that are, every one, last year's."""
    old = {_identity(each): fold(leaf.text) for each in before.indicators(form) if (leaf := _actual(each))}
    new = [(_identity(each), leaf) for each in submission.indicators(form) if (leaf := _actual(each))]
    both = [(leaf, old[identity]) for identity, leaf in new if identity in old]
    if len(both) >= ENOUGH and all(fold(leaf.text) == known for leaf, known in both):
        first = both[0][0]
        message = f"{len(both)} 项实际完成值和 {before.year} 年的完全一样，请核对是不是今年的数"
        yield Finding(first.text.place, message, first.where)


def _narrative(submission: Submission, form: Form) -> list[list[Paragraph]]:
    return by_value(each for each in paragraphs(submission, form) if each.narrative)


def _whole(texts: list[Paragraph], submission: Submission) -> str:
    return "\n".join(_comparable(each.text, submission) for each in texts)


def _comparable(text: str, submission: Submission) -> str:
    return fold(text.replace(submission.year, _YEAR))


def _is_telling(sentence: str) -> bool:
    return len(sentence) >= SENTENCE and bool(_FIGURE.search(sentence))


def _identity(indicator: Indicator) -> tuple[str, ...]:
    return tuple(map(fold, (indicator.parent, *indicator.levels, indicator.name)))


def _actual(indicator: Indicator) -> Leaf | None:
    leaf = indicator.values.get("实际")
    return leaf if isinstance(leaf, Leaf) and _FIGURE.search(leaf.text) and leaf.text.strip() != "100%" else None
