"""A form.yaml that is being drafted: its fields with their words, and the questions that only its author can answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from selfeval.documents.read.label import bare
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.text.pattern import regex

_PARTING = regex("[，、；;]")
"""Marks that are taken for commas between the parts of one line."""
_BOLD = regex(r"\*{2,}")
"""Matches stars that a form prints for a figure (**人), which elsewhere are bold type."""
_PLAIN = regex(r"[㐀-鿿A-Za-z（《][\w（）《》、，。；“”·/—()+＝<>≥≤. -]*")


class Question(NamedTuple):
    """Hold what is asked of the author, and the place of the Word form that it is about."""

    place: str
    text: str


HeadLine: TypeAlias = tuple[str, str, list[Question]]
"""A word above the fields, what it says, and the questions about it."""


@dataclass
class DraftField:
    """Hold one field of the form: its type, its words in order, the questions about it, and where it is printed.

    ``known`` tells that the vocabulary declares it; ``crossing`` are the labels of its row, empty where it has none, and of its column; ``is_guessed``
    tells that no label says its type beyond doubt.
    """

    path: KeyPath
    kind: Kind
    label: str = ""
    place: str = ""
    words: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    known: bool = False
    crossing: tuple[str, str] = ("", "")
    is_guessed: bool = False

    @property
    def key(self) -> str:
        """Return the dotted key."""
        return ".".join(self.path)


class DraftSection(NamedTuple):
    """Hold a part of the declaration behind the fields: its word, its lines, and the questions about it."""

    word: str
    lines: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass
class DraftedDeclaration:
    """Hold the whole declaration; fields by their paths, in the order in which they are printed.

    ``listed`` are the lines of the file with the indicators that the form prints itself, none where it prints none.
    """

    head: list[HeadLine]
    files: Sequence[str]
    fields: dict[KeyPath, DraftField] = field(default_factory=dict)
    loose: list[Question] = field(default_factory=list)
    sections: list[DraftSection] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)

    def text(self, source: str) -> str:
        """Return form.yaml; ``source`` is the name of the Word file."""
        lines = [
            f"# 照“{source}”起草。每个“# 问”看过、改好，就把那一行删去；还有“# 问”的，templates 不算通过，也不生成文档。",
        ]
        for question in self.loose:
            lines.append(_line_of(question))
        for word, value, questions in self.head:
            lines += [_line_of(question) for question in questions]
            lines.append(f"{word}: {value}")
        lines += ["数据:", *(f"  - {file}" for file in self.files)]
        lines += ["格式:", '  金额: "#,##0.00"', '  百分比: "0.00%"', '  小数: "0.##"', "字段:"]
        for each in self.fields.values():
            lines += list(_field_lines(each))
        for section in self.sections:
            lines.append(f"{section.word}:")
            lines += [_line_of(question, "  ") for question in section.questions]
            lines += [f"  {line}" for line in section.lines]
        return "\n".join(lines) + "\n"

    def questions(self) -> Iterator[Question]:
        """Yield every question, in the order in which they are written."""
        yield from self.loose
        for _, _, questions in self.head:
            yield from questions
        for each in self.fields.values():
            yield from each.questions
        for section in self.sections:
            yield from section.questions

    def listed_text(self, source: str) -> str:
        """Return the file with the printed indicators, empty where there are none; ``source`` is the name of the Word file."""
        return "\n".join((f"# “{source}”上印好的指标", *self.listed)) + "\n" if self.listed else ""


def _line_of(question: Question, indent: str = "") -> str:
    where = f"（{question.place}）" if question.place else ""
    return f"{indent}# 问{where}：{' '.join(question.text.split())}"


def _field_lines(field: DraftField) -> Iterator[str]:
    for question in field.questions:
        yield _line_of(question, "  ")
    yield f"  {field.key}:"
    if not field.known and field.kind is not Kind.GROUP:
        yield f"    类型: {field.kind.value}"
    if bare(field.label):
        yield f"    标签: {scalar(field.label)}"
    for word, value in field.words.items():
        if "\n" in value:
            yield f"    {word}:"
            yield from (f"      {line}" for line in value.strip("\n").split("\n"))
        else:
            yield f"    {word}: {value}"


def scalar(text: str) -> str:
    """Return a text as YAML reads it back: in quotes where it would be taken for anything else."""
    flat = _BOLD.sub(lambda stars: "＊" * len(stars[0]), " ".join(text.split()))
    if flat.count("“") != flat.count("”"):
        flat = flat.replace("“", "").replace("”", "")
    if _PLAIN.fullmatch(flat) and not flat.endswith((":", "：")):
        return flat
    escaped = flat.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def levels_text(levels: Mapping[str, Sequence[str]]) -> str:
    """Return the names of levels as form.yaml lists them, each on a line of its own."""
    return "".join(f"\n{scalar(first)}: {list_text(below or (first,))}" for first, below in levels.items())


def list_text(texts: Iterable[str]) -> str:
    """Return texts as a list on one line."""
    return f"[{', '.join(map(scalar_in_line, texts))}]"


def scalar_in_line(text: str) -> str:
    """Return a text as YAML reads it back from within a list or mapping on one line."""
    return f'"{text}"' if _PARTING.search(text) else scalar(text)
