"""A form that prints two lists side by side, and a document of it that has only the second: a project of one year has no mid-term half."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import groupby, pairwise

from selfeval.documents.read.label import bare, is_label, without_brackets
from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.form.expression import KeyPath
from selfeval.form.form import Form
from selfeval.text.pattern import regex

_TAG = regex(r"{{.*?}}|{%.*?%}")
_FEWEST = 2
"""How many labels of a row stand in both halves of it."""


def one_sided(form: Form, template: Sequence[ReadLine], document: Sequence[ReadLine]) -> Sequence[ReadLine]:
    """Return the lines of a template, without the first of two halves where the document has the labels of only one and none of that half.

    Where it names that half, its rows may be of either: those that the template has for both say nothing.
    The first half is what is called by the word that its list has more in its name than the list beside: 项目中期指标, 项目指标.
    """
    for path, declared in form.fields.items():
        word = _word(path, declared.beside)
        twice = {label for line in template for label, times in _labels(line).items() if times > 1}
        if not word or len(twice) < _FEWEST or not _has_one_side(document, twice):
            continue
        if _names(document, word):
            both = {label for line in document for label, times in _labels(line).items() if times > 1}
            return [_without_values(line) if _may_be_either(line, both) else line for line in template]
        lines = _beside_label(list(_second_half(template, twice, word)))
        return [_renamed(line, path, declared.beside) for line in lines]
    return template


def _word(path: KeyPath, beside: KeyPath) -> str:
    """Return what the name of a list has more than that of the list beside it, empty where they are called differently."""
    if not beside:
        return ""
    at = next((at for at, (one, other) in enumerate(zip(path[-1], beside[-1], strict=False)) if one != other), 0)
    word = path[-1][at : at + len(path[-1]) - len(beside[-1])]
    return word if path[-1] == f"{beside[-1][:at]}{word}{beside[-1][at:]}" else ""


def _labels(line: ReadLine) -> Counter[str]:
    """Return how often a row says each of its labels; what a merged cell says again in the next one counts once."""
    runs = (text for text, _ in groupby(cell.text for cell in line.cells if line.table and cell.text))
    labels = (without_brackets(bare(text)) for text in runs if "{" not in text)
    return Counter(filter(is_label, labels))


def _has_one_side(document: Sequence[ReadLine], twice: Set[str]) -> bool:
    """Tell whether a document has a row with the labels of both halves once, and none with them twice."""
    rows = [_labels(line) for line in document]
    is_once = any(sum(row[label] == 1 for label in twice) >= _FEWEST for row in rows)
    return is_once and not any(sum(row[label] > 1 for label in twice) >= _FEWEST for row in rows)


def _names(document: Sequence[ReadLine], word: str) -> bool:
    """Tell whether a table of a document has a label that begins with a word."""
    return any(label.startswith(word) for line in document for label in _labels(line))


def _may_be_either(line: ReadLine, both: Set[str]) -> bool:
    """Tell whether a row of a template has one label before the value of each half, which the document has not for ``both``."""
    twice = {label for label, times in _labels(line).items() if times > 1}
    return "{" in line.text and bool(twice - both)


def _without_values(line: ReadLine) -> ReadLine:
    """Return a row of a template with its labels alone."""
    return line._replace(cells=tuple(cell._replace(paragraphs=()) if "{" in cell.text else cell for cell in line.cells))


def _second_half(template: Sequence[ReadLine], twice: Set[str], word: str) -> Iterator[ReadLine]:
    """Yield the lines of a template without the cells of the first half: those below labels said twice, and those called by its word."""
    gone: dict[int, set[int]] = {}
    for line in template:
        labels = [without_brackets(bare(cell.text)) for cell in line.cells]
        if line.table and len(twice & set(labels)) >= _FEWEST:
            firsts = {cell.column for at, cell in enumerate(line.cells) if labels[at] in twice - set(labels[:at])}
            gone.setdefault(line.table, set()).update(firsts)
    for line in template:
        if not line.table or len(line.cells) == 1:
            yield line
            continue
        of_half = {cell for cell in line.cells if word in cell.text or cell.column in gone.get(line.table, ())}
        labels_of_it = {label for label, cell in pairwise(line.cells) if cell in of_half and _is_label_of(label, cell)}
        yield line._replace(cells=tuple(cell for cell in line.cells if cell not in of_half | labels_of_it))


def _beside_label(lines: Sequence[ReadLine]) -> Iterator[ReadLine]:
    """Yield lines, a text below a heading that is the only one of its row right beside the label at the left of both."""
    over: ReadLine | None = None
    for line in lines:
        if over is not None and len(line.cells) == 2 and line.cells[0].continued and "{" in line.cells[1].text:
            yield line._replace(cells=(over.cells[0], line.cells[1]._replace(column=over.cells[1].column)))
            over = None
            continue
        if over is not None:
            yield over
        is_over = bool(line.table) and len(line.cells) == 2 and "{" not in line.text
        over = line if is_over else None
        if not is_over:
            yield line
    if over is not None:
        yield over


def _is_label_of(label: Cell, cell: Cell) -> bool:
    """Tell whether a cell is the label of the value behind it."""
    return "{" not in label.text and is_label(label.text) and "{" in cell.text and not is_label(_TAG.sub("", cell.text))


def _renamed(line: ReadLine, path: KeyPath, beside: KeyPath) -> ReadLine:
    """Return a line whose loop goes through the list beside another where it went through that."""
    loop = re.compile(rf"(\bfor\s+\w+\s+in\s+){re.escape('.'.join(path))}\b")
    cells = (
        cell._replace(paragraphs=tuple(_through(text, loop, beside) for text in cell.paragraphs)) for cell in line.cells
    )
    return line._replace(cells=tuple(cells))


def _through(text: str, loop: re.Pattern[str], beside: KeyPath) -> str:
    if "{" not in text:
        return text
    return loop.sub(rf"\g<1>{'.'.join(beside)}", text).replace(f".{beside[-1]}.", ".")
