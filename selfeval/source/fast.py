"""The quick way to read forms and scoring profiles: people who know YAML write them, and every word is checked afterwards."""

from __future__ import annotations

from selfeval.source.compose import compose
from selfeval.source.decode import decode
from selfeval.source.node import Entries, Node, Page, Text
from selfeval.source.reading import Reading
from selfeval.source.shape import Shape


def read_declaration(data: bytes, file: str, shape: Shape) -> Reading:
    """Read a form or scoring profile as YAML does, without looking for slips.

    It is read with care where YAML stops, repeats a key, or may have taken a key for more of the text above it.
    """
    decoded = decode(data, shape.all_keys)
    if not decoded.slips:
        composed = compose("\n".join(decoded.lines) + "\n", Page(file, decoded.lines))
        root = composed.root
        if isinstance(root, Entries) and not composed.repeats and composed.stop is None and not _may_swallow_key(root):
            return Reading(root, (), decoded.lines)
    return read_forgivingly(data, file, shape)


def read_forgivingly(data: bytes, file: str, shape: Shape) -> Reading:
    """Read a file with every slip of typing looked for, named and corrected in memory."""
    from selfeval.source.read import read  # a form that is declared well needs none of it

    return read(data, file, shape)


def _may_swallow_key(node: Node) -> bool:
    """Tell whether any text goes over several lines and holds a colon, so that one of its lines may be a key."""
    if isinstance(node, Text):
        several = node.origin is not None and node.origin.end.line > node.origin.start.line
        return several and (":" in node or "：" in node)
    return any(map(_may_swallow_key, node.values() if isinstance(node, Entries) else node))
