"""The words of ``fields.yaml`` and ``form.yaml``: which values each may have, and how they are read.

Every reader here takes a node, returns its value, and raises DeclarationError where the node holds something else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from selfeval.form.expression import Expression, ExpressionError, KeyPath, parse
from selfeval.form.field import FORMATTED, Field, Kind, Need, Role
from selfeval.problem import Level, Place, Problem
from selfeval.quantity.fields import number
from selfeval.quantity.notation import COUNTERS, is_day_pattern
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.text.name import nearest
from selfeval.text.pattern import regex

T = TypeVar("T")

LEVELS: dict[str, Level | None] = {"错误": Level.ERROR, "提醒": Level.WARNING, "提示": Level.HINT, "关": None}


class DeclarationError(Exception):
    """Carry the place and the Chinese reason why a declaration cannot be used."""

    def __init__(self, place: Place, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.place, self.message, self.fix = place, message, fix

    def problem(self, forms: frozenset[str] | None) -> Problem:
        """Return the reason as a problem of the forms it makes unusable."""
        return Problem(self.place, "bad-declaration", Level.ERROR, self.message, self.fix, forms=forms)


def text(node: Node) -> Text:
    """Return the text of a node."""
    if not isinstance(node, Text) or not node:
        raise DeclarationError(node.place, "这里要写一段文字")
    return node


def entries(node: Node) -> Entries:
    """Return the entries of a node, by their words."""
    if not isinstance(node, Entries):
        raise DeclarationError(node.place, "这里下面要分行写“词: 内容”")
    return node


def texts(node: Node) -> tuple[Text, ...]:
    """Return the texts of a list; one text is a list of one."""
    if isinstance(node, Items):
        return tuple(text(item) for item in node)
    return (text(node),)


def one_of(words: Mapping[str, T]) -> Callable[[Node], T]:
    """Return a reader of one of some words, which gives what the word stands for."""

    def read(node: Node) -> T:
        word = text(node)
        if word not in words:
            raise DeclarationError(word.place, f"“{word}”不认识，只能写：{'、'.join(words)}{suggest(word, words)}")
        return words[word]

    return read


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the end of a message that asks for the known word most like a mistyped one: ``。是不是“标签”？``, or ""."""
    near = nearest(word, known, 0.5, str)
    return f"。是不是“{near}”？" if near else ""


def key_path(node: Node) -> KeyPath:
    """Return a dotted path of keys; each must be a plain identifier without brackets, spaces or stops."""
    word = text(node)
    parts = tuple(word.split("."))
    for part in parts:
        if not part.isidentifier() or unicodedata.normalize("NFKC", part) != part:
            raise DeclarationError(word.place, f"键“{part}”只能用汉字、字母、数字和下划线，不能有括号、标点和空格")
    return parts


def expression(node: Node) -> Expression:
    """Return a checked arithmetic expression."""
    word = text(node)
    try:
        return parse(word)
    except ExpressionError as error:
        raise DeclarationError(word.place, str(error)) from error


def decimal(node: Node) -> Decimal:
    """Return a number."""
    word = text(node)
    value = number(word).value
    if value is None:
        raise DeclarationError(word.place, f"“{word}”不是数字")
    return value


def _read_levels(node: Node) -> Mapping[str, tuple[str, ...]]:
    return {str(key): tuple(str(item) for item in texts(value)) for key, value in entries(node).items()}


def _read_points(node: Node) -> Mapping[str, Decimal]:
    return {str(key): decimal(value) for key, value in entries(node).items()}


_NUMBER_PATTERN = regex(r"(?:#,##0|0)(?:\.(?=[0#])0*#*)?%?")


_EXAMPLES = "#,##0.00、0.00、0.##、0，百分比写 0.00%、0.##%、0%，日期写 2026/1/1、2026-01-01、20260101、2026.01"


def read_pattern(node: Node) -> str:
    """Return the pattern by which a number or date prints (``#,##0.00``); one that means nothing is refused: it would round silently."""
    pattern = text(node)
    if not _NUMBER_PATTERN.fullmatch(pattern) and not is_day_pattern(pattern):
        raise DeclarationError(pattern.place, f"“{pattern}”不是格式，可以写：{_EXAMPLES}")
    return str(pattern)


def refuse_pattern(kind: Kind, pattern: str, place: Place) -> None:
    """Refuse a pattern by which values of a kind cannot print.

    Raises:
        DeclarationError: where the kind prints by no pattern, or by another sort of pattern.
    """
    if kind not in FORMATTED:
        raise DeclarationError(place, f"{kind}不能写“格式”；能写的：{'、'.join(FORMATTED)}")
    if (kind is Kind.DATE) != is_day_pattern(pattern) or (pattern.endswith("%") and kind is not Kind.PERCENT):
        raise DeclarationError(place, f"“{pattern}”不是{kind}的格式，可以写：{_EXAMPLES}")


def _read_numbering(node: Node) -> str:
    style = text(node)
    if not any(counter in style for counter in COUNTERS):
        raise DeclarationError(style.place, f"编号“{style}”里没有数得下去的字，要有一个：{'、'.join(COUNTERS)}")
    return str(style)


YES_NO = one_of({"是": True, "否": False})

FIELD_WORDS: dict[str, tuple[str, Callable[[Node], object]]] = {
    "类型": ("kind", one_of({kind.value: kind for kind in Kind})),
    "文件": ("file", lambda node: str(text(node))),
    "标签": ("label", lambda node: str(text(node))),
    "说明": ("help", lambda node: str(text(node))),
    "例": ("example", lambda node: str(text(node))),
    "必填": ("need", one_of({need.value: need for need in Need})),
    "打印": ("printed", YES_NO),
    "附注": ("annotation", YES_NO),
    "字数": ("limit", lambda node: int(decimal(node))),
    "选项": ("choices", lambda node: tuple(str(item) for item in texts(node))),
    "格式": ("pattern", read_pattern),
    "算式": ("formula", expression),
    "对应": ("results_of", key_path),
    "同": ("same_as", key_path),
    "缺省": ("fallback", lambda node: str(text(node))),
    "层级": ("levels", _read_levels),
    "分值": ("section_points", _read_points),
    "满分": ("full_points", one_of({"100": True, "不限": False})),
    "空类别": ("show_empty", one_of({"打印": True, "不打印": False})),
    "编号": ("numbering", _read_numbering),
    "单位": ("unit", lambda node: str(text(node))),
    "作用": ("assigned", one_of({role.value: role for role in Role})),
}


def field_words(key: Text, node: Node) -> dict[str, object]:
    """Return the attributes that a field declares, by their names in `Field`.

    Raises:
        DeclarationError: where a word is unknown or its value is of another kind.
    """
    attributes: dict[str, object] = {"declared": key}
    if isinstance(node, Text) and not node:
        return attributes
    for word, value in entries(node).items():
        if word not in FIELD_WORDS:
            raise DeclarationError(word.place, f"“{word}”不是字段可用的词{suggest(word, FIELD_WORDS)}")
        name, reader = FIELD_WORDS[word]
        attributes[name] = reader(value)
    return attributes


def make_field(path: KeyPath, attributes: dict[str, object]) -> Field:
    """Return a new field with the attributes that were declared."""
    return Field(path=path, **attributes)  # type: ignore[arg-type]  # FIELD_WORDS gives each name its type
