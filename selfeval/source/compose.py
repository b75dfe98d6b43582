"""Let PyYAML find the structure of a text, and keep every value as typed, with its place.

No other module imports yaml. Values are built from the parser's events, so nothing is ever
resolved, expanded or constructed: an alias cannot grow and a tag cannot run.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from yaml import MarkedYAMLError, YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from selfeval.source.node import Entries, Items, Node, Origin, Page, Text
from selfeval.source.slip import unmask

EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
BLANK = " \t\u3000\xa0"
DEEPEST = 20
STARTS = frozenset({MappingStartEvent, SequenceStartEvent})
ENDS = frozenset({MappingEndEvent, SequenceEndEvent})
ENOUGH = 50  # repeated keys; more are not worth naming


class Repeat(NamedTuple):
    """Hold a key typed twice in one map; the value of the first one counts, unless it is empty."""

    key: Text
    first: Text


class Stop(NamedTuple):
    """Say where and why the parser stopped; line and column count from 0."""

    line: int
    column: int
    reason: str


class Composed(NamedTuple):
    """Hold what the parser found: the structure, repeated keys, and where it stopped, None at the end of the file."""

    root: Node | None
    repeats: tuple[Repeat, ...]
    stop: Stop | None


def compose(text: str, page: Page) -> Composed:
    """Build the nodes of a text, up to the first thing that YAML cannot read."""
    root = Items()
    repeats: list[Repeat] = []
    parser: Any = CParser(text)  # the C parser carries no types
    try:
        stop = _build(parser, page, root, repeats)
    except MarkedYAMLError as error:
        stop = _stop_at(error.problem_mark or error.context_mark, error.problem or "")
    except YAMLError as error:
        stop = Stop(0, 0, str(error))
    finally:
        parser.dispose()
    return Composed(root[0] if root else None, tuple(repeats), stop)


def _build(parser: Any, page: Page, root: Items, repeats: list[Repeat]) -> Stop | None:
    """Put what the parser finds into ``root`` and ``repeats``; return where it must stop, None at the end of the text."""
    open_nodes: list[tuple[Items | Entries, Text | None]] = []
    node: Items | Entries = root
    key: Text | None = None
    while (event := parser.get_event()) is not None:
        kind = type(event)
        if kind in ENDS:
            node, key = open_nodes.pop()
        elif kind is ScalarEvent or kind in STARTS:
            child = _make_text(event, page) if kind is ScalarEvent else _make_node(event, page)
            if isinstance(node, Items):
                node.append(child)
            elif key is not None:
                _put(node, key, child, repeats)
                key = None
            elif isinstance(child, Text):
                key = child
            else:
                return _stop_at(event.start_mark, "key")
            if not isinstance(child, Text):
                if len(open_nodes) >= DEEPEST:
                    return _stop_at(event.start_mark, "depth")
                open_nodes.append((node, key))
                node, key = child, None
        elif kind is AliasEvent or (kind is DocumentStartEvent and root):
            return _stop_at(event.start_mark, "alias" if kind is AliasEvent else "several documents")
    return None


def _put(node: Entries, key: Text, child: Node, repeats: list[Repeat]) -> None:
    """Put a value behind its key; a key typed again is noted, and its value counts only where the first one is empty."""
    if key not in node:
        node[key] = child
        return
    if len(repeats) < ENOUGH:
        repeats.append(Repeat(key, next(first for first in node if first == key)))
    if node[key] == "":
        node[key] = child


def _make_node(event: Any, page: Page) -> Items | Entries:
    """Return the empty map or list that an event starts."""
    node = Entries() if type(event) is MappingStartEvent else Items()
    node.origin = Origin(page, event.start_mark, event.end_mark, "")
    return node


def _make_text(event: Any, page: Page) -> Text:
    """Return the value as typed, without blanks at its ends and with hidden characters put back."""
    style, value = event.style, event.value
    if page.columns:
        value = unmask(value)
    if not style:
        value = "" if value in EMPTY else value.strip(BLANK)
    elif style in "|>":
        value = "\n".join(line.strip(BLANK) for line in value.split("\n")).rstrip("\n")
    return Text(value, Origin(page, event.start_mark, event.end_mark, style))


def _stop_at(mark: object, reason: str) -> Stop:
    return Stop(getattr(mark, "line", 0), getattr(mark, "column", 0), reason)
