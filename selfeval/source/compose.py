"""Let PyYAML find the structure; keep every value as typed, and where it stands.

Nobody else imports yaml. Values are built from the parser's events, so nothing is ever
resolved, expanded or constructed: an alias cannot grow and a tag cannot run.
"""

from __future__ import annotations

import re
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
from selfeval.text.pattern import regex

EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
BLANK = " \t\u3000\xa0"
EDGES = regex("^[ \t\u3000\xa0]+|[ \t\u3000\xa0]+$", re.M)
DEEPEST = 20
ENOUGH = 50  # repeated keys; more are not worth naming


class Repeat(NamedTuple):
    """A key typed twice in one map; the first one counts, unless nothing stands behind it."""

    key: Text
    first: Text


class Stop(NamedTuple):
    """Where and why the parser gave up; line and column count from 0."""

    line: int
    column: int
    reason: str


class Composed(NamedTuple):
    """What the parser found: structure, repeated keys, and where it stopped, if it did."""

    root: Node | None
    repeats: tuple[Repeat, ...]
    stop: Stop | None


def compose(text: str, page: Page) -> Composed:
    """Build the nodes of the text; stand still at the first thing that YAML cannot read."""
    root = Items()
    repeats: list[Repeat] = []
    open_nodes: list[tuple[Items | Entries, Text | None]] = []
    node: Items | Entries = root
    key: Text | None = None
    parser: Any = CParser(text)  # the C parser carries no types
    try:
        while (event := parser.get_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                child: Node = _make_text(event, page)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                child = Entries() if kind is MappingStartEvent else Items()
                child.origin = Origin(page, event.start_mark, event.end_mark, "")
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                node, key = open_nodes.pop()
                continue
            elif kind is AliasEvent:
                return _stop(root, repeats, event.start_mark, "alias")
            elif kind is DocumentStartEvent and root:
                return _stop(root, repeats, event.start_mark, "several documents")
            else:
                continue
            if isinstance(node, Items):
                node.append(child)
            elif key is None:
                if not isinstance(child, Text):
                    return _stop(root, repeats, event.start_mark, "key")
                key = child
                continue
            elif key in node:
                if len(repeats) < ENOUGH:
                    repeats.append(Repeat(key, next(first for first in node if first == key)))
                if node[key] == "":
                    node[key] = child
                key = None
            else:
                node[key] = child
                key = None
            if not isinstance(child, Text):
                if len(open_nodes) >= DEEPEST:
                    return _stop(root, repeats, event.start_mark, "depth")
                open_nodes.append((node, key))
                node, key = child, None
    except MarkedYAMLError as error:
        return _stop(root, repeats, error.problem_mark or error.context_mark, error.problem or "")
    except YAMLError as error:
        return Composed(root[0] if root else None, tuple(repeats), Stop(0, 0, str(error)))
    finally:
        parser.dispose()
    return Composed(root[0] if root else None, tuple(repeats), None)


def _make_text(event: Any, page: Page) -> Text:
    """Return the value as typed: without the blanks no one meant, and what was hidden put back."""
    style, value = event.style, event.value
    if page.columns:
        value = unmask(value)
    if not style:
        value = "" if value in EMPTY else value.strip(BLANK)
    elif style in "|>":
        value = EDGES.sub("", value).rstrip("\n")
    text = str.__new__(Text, value)
    text.origin = Origin(page, event.start_mark, event.end_mark, style)
    return text


def _stop(root: Items, repeats: list[Repeat], mark: object, reason: str) -> Composed:
    line, column = getattr(mark, "line", 0), getattr(mark, "column", 0)
    return Composed(root[0] if root else None, tuple(repeats), Stop(line, column, reason))
