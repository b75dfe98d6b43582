"""What one department filled in, with everything that rules ask of it gathered once."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import accumulate, groupby
from typing import NamedTuple, TypeGuard

from selfeval.evaluation.figures.mentions import Mention, mentions, remarked
from selfeval.evaluation.figures.reading import Sentence, read
from selfeval.evaluation.figures.typed import Scope, TypedFigure, typed_figures
from selfeval.evaluation.paragraph import Paragraph, Printed, printed_paragraphs
from selfeval.evaluation.steps import Numbered, numbered
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind, Role
from selfeval.form.form import Form
from selfeval.submission.quotes import Index, Quotes
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.tree import Branch, Filled, Leaf, all_branches
from selfeval.text.personal import PersonalData, find_personal

LONGEST_PARAGRAPH = 10_000
"""How many characters a paragraph has before rules leave it unread: the work for one may grow with its square."""
LONGEST_TEXT = 50_000
"""How many characters of one value rules read; the longest report that a department files has fewer."""

_TOLD = frozenset({Kind.PROSE, Kind.LINES, Kind.TEXT, Kind.QUANTITY})
_VALUES = frozenset({Role.NAME, Role.DEPARTMENT, Role.TARGET, Role.PERIOD_TARGET, Role.ADJUSTED_TARGET, Role.ACTUAL})
SENTENCE = 12
"""How many characters a cell of a table has before it is read as a sentence."""


class _Reading(NamedTuple):
    """Hold the sentences of a text and their figures, and whether it is prose or a remark, and whether it is no name and no value."""

    sentences: tuple[Sentence, ...]
    typed: tuple[TypedFigure, ...]
    is_prose: bool
    is_told: bool


@dataclass(frozen=True, eq=False)
class Dossier:
    """Hold a submission, and what rules ask of it, each gathered once.

    ``forms`` are those whose documents are judged: a text counts where one of them prints it. When the
    department is done the dossier is gone, and all that was gathered with it.
    """

    submission: Submission
    forms: tuple[Form, ...]
    _indexes: dict[Form, Index] = field(default_factory=dict, init=False)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return every indicator of the department, whichever form shows it."""
        return self.quotes.indicators

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Return every typed value, in the order it was typed."""
        return self.quotes.leaves

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Return every group, item and result, in the order it was typed."""
        return tuple(all_branches(self.submission.tree))

    @cached_property
    def side_by_side(self) -> tuple[Mapping[Role, list[Leaf]], ...]:
        """Return the values that stand side by side in each group, item and result, by their roles."""
        return tuple(filter(None, map(_by_role, self.branches)))

    @cached_property
    def dated(self) -> tuple[tuple[Branch, list[Leaf]], ...]:
        """Return the dates and years that stand side by side in each group, item and result."""
        return tuple((holder, found) for holder in self.branches if (found := list(filter(_is_time, holder.values()))))

    @cached_property
    def quotes(self) -> Quotes:
        """Return what prose may quote."""
        return Quotes(self.submission)

    def index(self, form: Form) -> Index:
        """Return what prose may quote, printed as a form prints it."""
        if form not in self._indexes:
            self._indexes[form] = Index(self.quotes, form)
        return self._indexes[form]

    @cached_property
    def printed(self) -> Printed:
        """Return every paragraph that one of the forms prints."""
        return printed_paragraphs(self.leaves, self.forms, self.submission.schema)

    @cached_property
    def paragraphs(self) -> Printed:
        """Return the printed paragraphs that are judged: those of a length that people write, from the beginning of a value."""
        return Printed(each for texts in self.printed.values for each in _split(texts)[0])

    @cached_property
    def unread(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs from which on values are not read, being too long in all."""
        return tuple(rest[0] for texts in self.printed.values if (rest := _split(texts)[1]))

    @cached_property
    def personal(self) -> tuple[tuple[Paragraph, PersonalData], ...]:
        """Return the personal data in the paragraphs, certain or in doubt."""
        return tuple((paragraph, trace) for paragraph in self.paragraphs for trace in find_personal(paragraph.text))

    @cached_property
    def steps(self) -> tuple[Numbered, ...]:
        """Return the texts that number anything, with their numbered steps; a number that no form prints is none."""
        return tuple(numbered(self.paragraphs.narrative, self._is_dropped))

    def _is_dropped(self, paragraph: Paragraph) -> bool:
        """Tell whether every form that prints a paragraph numbers it, and so leaves out the number typed before it."""
        printing = [form for form in self.forms if form.slug in paragraph.forms]
        return all(form.counts(paragraph.leaf.field.path) for form in printing)

    @cached_property
    def _readings(self) -> tuple[_Reading, ...]:
        """Return the texts that may give a figure, each read once."""
        remarks = remarked(self.indicators)
        area = self.submission.with_role(Role.AREA)
        scope = Scope(self.submission.year, str(area.value) if area else "")
        found = []
        for each in self.paragraphs:
            is_prose = bool(each.narrative or each.leaf.where in remarks or _is_told(each))
            is_told = each.leaf.field.kind in _TOLD and each.role not in _VALUES
            if is_prose or is_told:
                sentences = read(each)
                found.append(_Reading(sentences, tuple(typed_figures(sentences, scope)), is_prose, is_told))
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return the sentences of the prose and of the remarks on indicators, read for their figures."""
        return tuple(sentence for each in self._readings if each.is_prose for sentence in each.sentences)

    @cached_property
    def told(self) -> tuple[Sentence, ...]:
        """Return the sentences of every text, of reasons and short cells too, but for names, targets and actuals."""
        told = (sentence for each in self._readings if each.is_told for sentence in each.sentences)
        return tuple(sentence for sentence in told if sentence.figures)

    @cached_property
    def typed(self) -> tuple[TypedFigure, ...]:
        """Return the figures of these that are not approximate."""
        return tuple(figure for each in self._readings if each.is_told for figure in each.typed)

    @cached_property
    def passages(self) -> tuple[tuple[Sentence, ...], ...]:
        """Return the sentences of each text of the prose that holds a figure, those of one value together."""
        prose = (sentence for sentence in self.sentences if sentence.paragraph.narrative)
        texts = (tuple(group) for _, group in groupby(prose, key=lambda each: each.paragraph.leaf.where))
        return tuple(text for text in texts if any(sentence.figures for sentence in text))

    @cached_property
    def reckoned(self) -> tuple[tuple[Sentence, ...], ...]:
        """Return those of the passages that hold two figures or more: one alone contradicts nothing."""
        return tuple(text for text in self.passages if sum(len(sentence.figures) for sentence in text) > 1)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Return the figures typed into prose, each with the figures of the data that it speaks of."""
        typed = (figure for each in self._readings if each.is_prose for figure in each.typed)
        return tuple(mentions(self.quotes, typed, {form: self.index(form) for form in self.forms}))

    @cached_property
    def earlier(self) -> Dossier | None:
        """Return the dossier of the year before, None where there is none."""
        before = self.submission.earlier
        return Dossier(before, self.forms) if before else None

    def of(self, forms: Iterable[Form]) -> Dossier:
        """Return the dossier as if only some of its forms were judged."""
        wanted = tuple(forms)
        return self if wanted == self.forms else replace(self, forms=wanted)

    def having(self, path: KeyPath) -> frozenset[str]:
        """Return the forms that have a field."""
        return frozenset(form.slug for form in self.forms if path in form.fields)


def _split(texts: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs of a value that are of a length that people write: those that are read, and the rest."""
    short = [each for each in texts if len(each.text) <= LONGEST_PARAGRAPH]
    count = bisect(list(accumulate(len(each.text) for each in short)), LONGEST_TEXT)
    return short[:count], short[count:]


def _is_told(paragraph: Paragraph) -> bool:
    """Tell whether a cell of a table holds a sentence: 收到指标后21天下达到学校."""
    is_cell = paragraph.leaf.field.kind is Kind.TEXT and paragraph.role is None
    return is_cell and len(paragraph.text) >= SENTENCE


def _is_time(value: Filled) -> TypeGuard[Leaf]:
    return (
        isinstance(value, Leaf) and value.field.kind in (Kind.DATE, Kind.YEAR) and isinstance(value.value, date | int)
    )


def _by_role(holder: Branch) -> Mapping[Role, list[Leaf]]:
    found: dict[Role, list[Leaf]] = {}
    for leaf in holder.values():
        role = leaf.field.role if isinstance(leaf, Leaf) else None
        if isinstance(leaf, Leaf) and role:
            found.setdefault(role, []).append(leaf)
    return found
