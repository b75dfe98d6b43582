"""Read a file of a department in the order of the steps: bytes, characters, lines, structure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from itertools import chain
from typing import NamedTuple

from selfeval.problem import Edit, Level, Place, Problem
from selfeval.problem.codes import CODES
from selfeval.source import characters, slip
from selfeval.source.compose import Composed, compose
from selfeval.source.decode import Decoded, decode
from selfeval.source.lint import foreign, formats, walk
from selfeval.source.node import Entries, Items, Node, Page, Text
from selfeval.source.reading import Reading
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Found, Slip

RETRIES = 4


class Examined(NamedTuple):
    """Hold the lines of a file, the slips found in them, and the edits that hide characters from the parser."""

    decoded: Decoded
    slips: list[Slip]
    edits: list[Edit]


def read(data: bytes, file: str, shape: Shape) -> Reading:
    """Read a file however it is typed; never raise.

    A slip is corrected in memory, so that the rest can be read, and reported as a problem all the same.
    """
    try:
        return _read(data, file, shape)
    except Exception:  # the reader's own fault must not look like the clerk's
        problem = Problem(
            Place(file, 1, 1, 2),
            rule="internal-error",
            level=Level.ERROR,
            message="检查程序自身出错，不是您的问题；请把这个文件发给维护人员",
        )
        return Reading(None, (problem,), tuple(data.decode("utf-8", "replace").splitlines()))


def with_typed_keys(shape: Shape, data: bytes) -> Shape:
    """Return a shape that also names the keys of a file that it does not know, each for what stands below it.

    Some form that reads the file cannot be used: what it would say of its keys is nobody's guess, and no slip.
    """
    lines = decode(data, shape.all_keys).lines
    root = compose("\n".join(lines) + "\n", Page("", lines)).root
    return _with_typed(shape, root) if isinstance(root, Entries) else shape


def _with_typed(shape: Shape | None, node: Node) -> Shape:
    if isinstance(node, Text):
        return shape or Shape(Holds.PROSE if node.block else Holds.VALUE)
    if isinstance(node, Items):
        maps = [each for each in node if isinstance(each, Entries)]
        return reduce(_with_keys, maps, shape or Shape(Holds.LIST if maps else Holds.LINES))
    found = shape or Shape(Holds.MAP)
    if found.holds is Holds.NAMES and found.entry is not None:
        return replace(found, entry=reduce(_with_typed, node.values(), found.entry))
    if found.holds is Holds.TREE:
        return reduce(_with_typed, node.values(), found)
    return _with_keys(found, node) if found.holds is Holds.MAP else found


def _with_keys(shape: Shape, node: Entries) -> Shape:
    typed = {str(key): _with_typed(shape.keys.get(key), value) for key, value in node.items()}
    return replace(shape, keys={**shape.keys, **typed})


def _read(data: bytes, file: str, shape: Shape) -> Reading:
    examined = examine(data, shape)
    decoded = examined.decoded
    lines = decoded.lines
    if not lines:
        return Reading(None, tuple(slip.make_problems(decoded.slips, file, lines)), lines)
    slips, composed = choose_reading(file, examined)
    problems = slip.make_problems([*decoded.slips, *slips], file, lines)
    problems += _report_structure(file, composed, slips, lines)
    root = composed.root
    if not isinstance(root, Entries):
        if not any(each.level is Level.ERROR for each in problems):
            problems.append(Problem(Place(file, 1, 1, 2), "no-keys", Level.ERROR, "文件里只有注释，没有内容"))
        root = None
    return Reading(root, tuple(sorted(set(problems), key=lambda each: (each.place[1:], each.rule))), lines)


def examine(data: bytes, shape: Shape) -> Examined:
    """Find the slips in the bytes, the characters and the lines; each step sees the lines as the steps before corrected them."""
    decoded = decode(data, shape.all_keys)
    other = formats.examine(decoded.lines, shape)
    if other is not None:
        return Examined(decoded, other, [])
    slips: list[Slip] = []
    edits: list[Edit] = []
    lines: Sequence[str] = decoded.lines
    steps: tuple[Callable[[Sequence[str]], Iterable[Found]], ...] = (
        characters.examine,
        foreign.examine,
        partial(walk.examine, shape=shape),
    )
    for step in steps:
        found = list(step(lines))
        masks = [each for each in found if isinstance(each, Edit)]
        named = [each for each in found if isinstance(each, Slip)]
        lines, _ = slip.apply(lines, chain(masks, *(each.edits for each in named)))
        slips += named
        edits += masks
    return Examined(decoded, slips, edits)


def choose_reading(file: str, examined: Examined) -> tuple[list[Slip], Composed]:
    """Compose the corrected lines; if the lines compose as typed, too, drop the corrections and their slips.

    Slips that YAML accepts silently stay: composing proves nothing there.
    """
    slips, lines = examined.slips, examined.decoded.lines
    doubted = [
        each for each in slips if each.edits and each.level is Level.ERROR and not CODES[each.rule].accepted_silently
    ]
    if doubted:
        others = [each for each in slips if each not in doubted]
        typed = _compose_repaired(file, lines, others, examined.edits)
        if typed.stop is None and not typed.repeats and isinstance(typed.root, Entries):
            return others, typed
    return slips, _compose_repaired(file, lines, slips, examined.edits)


def _compose_repaired(file: str, lines: Sequence[str], slips: Sequence[Slip], edits: Sequence[Edit]) -> Composed:
    """Compose the corrected lines; empty the line where the parser stops and try again, so that the rest can be checked."""
    edited, columns, rows = slip.split_broken_lines(*slip.apply(lines, chain(edits, *(each.edits for each in slips))))
    page = Page(file, lines, columns, rows)
    first = composed = compose("\n".join(edited) + "\n", page)
    for _ in range(RETRIES):
        if composed.stop is None or composed.stop.line >= len(edited) or not edited[composed.stop.line]:
            break
        edited[composed.stop.line] = ""
        composed = compose("\n".join(edited) + "\n", page)
    stop = first.stop
    return composed._replace(stop=stop and stop._replace(line=page.typed_row(stop.line)))


def _report_structure(file: str, composed: Composed, slips: Sequence[Slip], lines: Sequence[str]) -> Iterator[Problem]:
    """Yield the problems that only the parser sees: repeated keys, and where it stopped with no other error near."""
    for repeat in composed.repeats[: slip.MOST]:
        yield Problem(
            repeat.key.place,
            "duplicate-key",
            Level.ERROR,
            f"“{repeat.key}”写了两次，第 {repeat.first.place.line} 行已经有了；只留一个",
            related=(repeat.first.place,),
        )
    stop = composed.stop
    if stop is None:
        return
    near = range(stop.line - 3, stop.line + 2)
    if any(each.line in near and each.level is Level.ERROR for each in slips):
        return
    line = min(stop.line, len(lines) - 1)
    rule, message = REASONS.get(stop.reason, ("yaml-syntax", "这一行读不懂；请检查这一行和上一行的冒号、缩进和引号"))
    yield Problem(Place(file, line + 1, stop.column + 1, stop.column + 2), rule, Level.ERROR, message)


REASONS = {
    "depth": ("too-deep", "层次太多（超过 20 层），不读了；请检查缩进"),
    "alias": ("alias", "* 开头的引用不能用；请把内容再写一遍"),
    "several documents": ("document-separator", "文件断成了两份，后面的内容读不到；删去 --- 这一行"),
}
