"""The places of keys and values in the lines of a file; lines and columns count from 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfeval.source.node import Entries, Items, Node


def start(node: Node) -> tuple[int, int]:
    """Return line and column where a node begins, its opening quote or bracket included."""
    assert node.origin is not None
    return node.origin.page.typed(node.origin.start)


def stop(node: Node) -> tuple[int, int]:
    """Return line and column where a node ends, its closing quote included."""
    assert node.origin is not None
    return node.origin.page.typed(node.origin.end)


def end_of(lines: Sequence[str], line: int, column: int, value: Node) -> int:
    """Return the line after the last one that belongs to the value of the key at this line and column."""
    end = line + 1
    for number in range(line + 1, len(lines)):
        bare = lines[number].lstrip()
        indent = len(lines[number]) - len(bare)
        if not bare:
            continue
        if indent <= column and not (isinstance(value, Items) and indent == column and bare.startswith("-")):
            break
        end = number + 1
    return end


def maps_in_braces(lines: Sequence[str], node: Node) -> Iterator[Entries]:
    """Yield the maps that are typed on one line, in braces."""
    if isinstance(node, Entries):
        line, column = start(node)
        if lines[line][column : column + 1] == "{":
            yield node
    for inner in () if isinstance(node, str) else node if isinstance(node, Items) else node.values():
        yield from maps_in_braces(lines, inner)
