"""Add to a file the blanks that it lacks, and change no byte of what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from selfeval.authoring.skeleton.blank import STEP, Blank, lines_of
from selfeval.authoring.skeleton.place import end_of, start
from selfeval.source.decode import decode
from selfeval.source.node import Entries
from selfeval.source.shape import Holds
from selfeval.text.name import fold


def complete(data: bytes, root: Entries | None, blanks: Iterable[Blank]) -> bytes:
    """Return the file with all needed blanks for which it has no key, each after the key it follows in the form.

    The bytes must be UTF-8, and ``root`` what was read from them, None where nothing is typed yet.
    """
    decoded = decode(data, ())
    kept = [line + end for line, end in zip(decoded.lines, decoded.ends, strict=True)]
    usual = next(filter(None, decoded.ends), "\n")
    top = start(next(iter(root)))[0] if root else len(kept)
    added: dict[int, list[str]] = {}
    for at, line in _lines_to_add(decoded.lines, blanks, root or Entries(), "", top):
        added.setdefault(at, []).append(line + usual)
    if not added:
        return data
    if kept and len(kept) in added and not decoded.ends[-1]:
        kept[-1] += usual
    made = (line for at in range(len(kept) + 1) for line in (*added.get(at, ()), *kept[at : at + 1]))
    return decoded.mark + "".join(made).encode()


def _lines_to_add(
    lines: Sequence[str], blanks: Iterable[Blank], node: Entries, margin: str, at: int
) -> Iterator[tuple[int, str]]:
    """Yield each line to add, with the number of the line before which it belongs."""
    for blank in blanks:
        key = next((key for key in node if fold(key) == fold(blank.key)), None)
        if key is None:
            if blank.needed:
                yield from ((at, line) for line in lines_of([blank], margin))
            continue
        value, (line, column) = node[key], start(key)
        if isinstance(value, Entries) and value and start(value)[0] > line:
            inner = " " * start(value)[1]
            yield from _lines_to_add(lines, blank.inside, value, inner, line + 1)
        elif value == "" and blank.holds is Holds.MAP:
            yield from _lines_to_add(lines, blank.inside, Entries(), " " * column + STEP, line + 1)
        at = end_of(lines, line, column, value)
