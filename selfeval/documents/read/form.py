"""A document read by a form's template, or by the form among many that it was made from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from selfeval.documents.outcome import TEMPLATE
from selfeval.documents.read.columns import repeated
from selfeval.documents.read.copies import OTHER_COPY, copies
from selfeval.documents.read.found import DocumentReading, Unplaced
from selfeval.documents.read.harvest import harvest
from selfeval.documents.read.label import Labels, bare, fold_text
from selfeval.documents.read.lines import Incoming, RefusedError
from selfeval.documents.read.match import Judge
from selfeval.documents.read.moved import with_moved_lines
from selfeval.documents.read.paragraph import is_begun, is_ended
from selfeval.documents.read.path import best_path
from selfeval.documents.read.pattern import Pattern, read_pattern
from selfeval.documents.read.printed import named_by_column, without_fillers, without_nameless
from selfeval.documents.read.sides import one_sided
from selfeval.documents.read.word import read_word
from selfeval.documents.read.year import with_year_of_title
from selfeval.form.form import Form
from selfeval.problem.disk import read_file
from selfeval.text.pattern import regex

SURE_LABELS, SURE_TEXTS = 0.6, 0.5
"""What share of a form's fixed text must be found, and of the document's text be placed, for a form to be sure."""

_TRIED, _TRIED_SHARE = 3, 0.25
"""How many forms are tried in full: those with the most of their fixed texts in the document, both as a share and in number,
at least a quarter as much as the best."""


_NAMELESS = "这一行没有写名称，不知道是哪一条的"

MOST_LINES = 4000
"""How many paragraphs and rows a document may have; a department's longest form has a tenth of them."""


class Candidate(NamedTuple):
    """Hold what a document says by one form."""

    form: Form
    found: DocumentReading

    @property
    def likeness(self) -> float:
        """Return how well the document fits the form, from 0 to 1."""
        return self.found.labels * self.found.texts

    @property
    def is_sure(self) -> bool:
        """Tell whether the document was surely made from the form."""
        return self.found.labels >= SURE_LABELS and self.found.texts >= SURE_TEXTS


def read_by_form(incoming: Incoming, form: Form, labels: Labels) -> DocumentReading:
    """Return what a document says by a form.

    Raises:
        RefusedError: where the form has no template in Word.
    """
    return _read(incoming, _pattern(form, incoming), labels)


def candidates(incoming: Incoming, forms: Iterable[Form], labels: Labels) -> list[Candidate]:
    """Return what a document says by the forms that it is most like, the likeliest first."""
    texts = {bare(cell.text) for line in incoming.lines for cell in line.cells}
    patterns = [_pattern(form, incoming) for form in forms if (form.template_folder / f"{TEMPLATE}.docx").is_file()]
    shares = sorted(((_share_of_labels(pattern, texts), pattern) for pattern in patterns), key=lambda each: -each[0])
    tried = [
        Candidate(pattern.form, _read(incoming, pattern, labels))
        for share, pattern in shares[:_TRIED]
        if share >= _TRIED_SHARE * shares[0][0]
    ]
    return sorted(tried, key=lambda each: each.likeness, reverse=True)


_LEFT_OPEN = regex(r"{{\s*年度\s*}}年度?|{{.*?}}")
"""What a title says of its document alone: the year, and whose table it is."""
_YEAR_BEHIND = r"\(?(?:20\d\d年度?)?\)?"


def title_in(incoming: Incoming, form: Form) -> int:
    """Return how many fixed characters the title of a form has with which a line of a document ends, 0 where none does."""
    words = [fold_text(each).text for each in _LEFT_OPEN.split(form.title)]
    title = re.compile(".*" + ".*".join(map(re.escape, words)) + _YEAR_BEHIND)
    is_there = any(title.fullmatch(fold_text(line.text).text) for line in incoming.lines if not line.table)
    return sum(map(len, words)) if is_there else 0


def _read(incoming: Incoming, pattern: Pattern, labels: Labels) -> DocumentReading:
    own = frozenset(_labels(pattern))
    judge = Judge(pattern.form, labels, own)
    printed = [step.line for step in pattern.steps if step.line and not step.line.table]
    sentences = incoming.with_whole_sentences(
        lambda text: any(is_begun(judge, line, text) for line in printed),
        lambda text: any(is_ended(judge, line, text) for line in printed),
    )
    whole = sentences.with_whole_cells().with_whole_labels(own)
    if len(whole.lines) > MOST_LINES:
        raise RefusedError(f"有 {len(whole.lines)} 段和行，不像是填写的表，没有读；请只留要读的那张表")
    every = copies(pattern, whole.lines)
    paths = [best_path(judge, pattern, lines) for lines in every]
    read = max(range(len(every)), key=lambda number: paths[number].score)
    path = with_moved_lines(judge, pattern, every[read], paths[read])
    found = with_year_of_title(pattern, harvest(pattern, whole._replace(lines=tuple(every[read])), path), every[read])
    entry, nameless = without_nameless(without_fillers(found.entry, pattern.form), pattern.form)
    left = [Unplaced(value.place, value.text, (), _NAMELESS) for value in nameless]
    others = [line for number, lines in enumerate(every) if number != read for line in lines]
    left += [Unplaced(cell.place, cell.text, (), OTHER_COPY) for line in others for cell in line.cells if cell.text]
    which = f"里面有 {len(every)} 张同样的表，只读第 {read + 1} 张；别的请各存成一个文件，再导入"
    return found._replace(
        entry=named_by_column(entry, pattern.form),
        unplaced=(*found.unplaced, *left),
        guesses=(*([which] if others else []), *found.guesses),
        lines=incoming.lines,
    )


def _pattern(form: Form, incoming: Incoming) -> Pattern:
    """Return the pattern of a form's template, with as many columns as the document has where these follow the data."""
    path = form.template_folder / f"{TEMPLATE}.docx"
    try:
        template = one_sided(form, read_word(read_file(path)).lines, incoming.lines)
        return read_pattern(form, repeated(template, incoming.lines))
    except OSError as error:
        raise RefusedError(
            f"表样“{form.name}”没有 Word 模板（{TEMPLATE}.docx），不能照它读；请做表样的人补上"
        ) from error
    except RefusedError as error:
        raise RefusedError(f"表样“{form.name}”的 Word 模板打不开，请做表样的人看一看") from error


def _labels(pattern: Pattern) -> list[str]:
    """Return the texts of a template that are no values, bare."""
    fixed = (bare(cell.fixed) for step in pattern.steps if step.line for cell in step.line.cells if not cell.tags)
    return [text for text in fixed if text]


def _share_of_labels(pattern: Pattern, texts: set[str]) -> float:
    """Return how many fixed texts of a template there are, times the share of all that they are."""
    wanted = _labels(pattern)
    return sum(text in texts for text in wanted) / max(len(wanted), 1) * len(texts.intersection(wanted))
