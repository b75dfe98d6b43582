"""The blocks of a template: every for and if must be closed, in the right place, and no text be lost beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from jinja2 import nodes

from selfeval.documents.check.tag import TagKind, TemplateTag, bare
from selfeval.documents.language import BETWEEN, BLOCKS
from selfeval.documents.passage import Passage, TemplateSlip
from selfeval.problem import Level

_UNITS: Mapping[str, tuple[Callable[[Passage], int], str]] = {
    "p": (lambda passage: passage.line, "一段"),
    "tr": (lambda passage: passage.row, "一行"),
    "tc": (lambda passage: passage.cell, "一格"),
}
"""What a tag with a prefix replaces: the number of it that a passage has, and its name."""
DEEPEST = 10
"""How many blocks may stand inside each other."""


def blocks(passages: Sequence[Passage], tags: Sequence[TemplateTag]) -> Iterator[TemplateSlip]:
    """Yield the mistakes in the blocks of one part."""
    yield from _check_pairs([tag for tag in tags if tag.kind is TagKind.BLOCK])
    units: dict[tuple[str, int], list[Passage]] = {}
    for passage in passages:
        for prefix, (of_unit, _) in _UNITS.items():
            units.setdefault((prefix, of_unit(passage)), []).append(passage)
    told: set[tuple[str, int]] = set()
    for tag in tags:
        passage = tag.spot.passage
        if tag.prefix in ("tr", "tc") and not passage.row:
            yield TemplateSlip(tag.spot, "template-misplaced-tag", f"带 {tag.prefix} 的标记只能写在表格里")
        elif tag.prefix in _UNITS:
            of_unit, _ = _UNITS[tag.prefix]
            unit = (tag.prefix, of_unit(passage))
            if unit not in told:
                told.add(unit)
                yield from _find_lost_text(tag, units[unit])
        if passage.boxed and tag.kind is not TagKind.SINGLE:
            yield TemplateSlip(
                tag.spot, "template-text-box", "标记不要写在文本框里，Word 会把它存两遍；改用表格或普通段落"
            )


def _find_lost_text(tag: TemplateTag, beside: Sequence[Passage]) -> Iterator[TemplateSlip]:
    """Yield a slip where text stands beside a tag that replaces its paragraph, row or cell: it would not be printed."""
    texts = [bare(passage).replace(tag.text, "", passage is tag.spot.passage).strip() for passage in beside]
    lost = [text for text in texts if text] + [extra for passage in beside for extra in passage.extras]
    if lost:
        _, unit = _UNITS[tag.prefix]
        message = f"“{tag.text}”要自己占{unit}；同{unit}里的“{'、'.join(lost)[:30]}”会丢掉"
        yield TemplateSlip(tag.spot, "template-text-dropped", message)


def _check_pairs(tags: Sequence[TemplateTag]) -> Iterator[TemplateSlip]:
    opened: list[TemplateTag] = []
    for tag in tags:
        if tag.word in BLOCKS:
            if len(opened) == DEEPEST:
                yield TemplateSlip(tag.spot, "template-forbidden", f"for 和 if 不能套 {DEEPEST} 层以上")
                return
            yield from _find_repeated_loop(tag, opened)
            opened.append(tag)
            continue
        words = {"else": ("if", "for"), "elif": ("if",)}.get(tag.word, (tag.word.removeprefix("end"),))
        fitting = [position for position, open_tag in enumerate(opened) if open_tag.word in words]
        if not fitting or (tag.word in BETWEEN and fitting[-1] != len(opened) - 1):
            yield TemplateSlip(tag.spot, "template-unclosed-tag", f"“{tag.text}”前面没有和它配对的 {'、'.join(words)}")
            continue
        for left in opened[fitting[-1] + 1 :]:
            yield _unclosed_block(left)
        yield from _check_pair(opened[fitting[-1]], tag)
        del opened[fitting[-1] + (tag.word in BETWEEN) :]
    for left in opened:
        yield _unclosed_block(left)


def _unclosed_block(tag: TemplateTag) -> TemplateSlip:
    end = f"{{%{tag.prefix} {BLOCKS[tag.word]} %}}"
    return TemplateSlip(tag.spot, "template-unclosed-tag", f"“{tag.text}”没有收尾，后面要有 {end}")


def _check_pair(first: TemplateTag, second: TemplateTag) -> Iterator[TemplateSlip]:
    """Yield a slip where the two tags of a block are both there, but not in places that belong together."""
    here, there = first.spot.passage, second.spot.passage
    if first.prefix != second.prefix:
        message = f"“{second.text}”和“{first.text}”要么都带“{first.prefix or second.prefix}”，要么都不带"
        yield TemplateSlip(second.spot, "template-misplaced-tag", message)
    elif first.prefix == "tr":
        if here.table != there.table:
            yield TemplateSlip(second.spot, "template-misplaced-tag", f"“{second.text}”和“{first.text}”要在同一个表里")
    elif first.prefix == "tc":
        if here.row != there.row:
            message = f"“{second.text}”和“{first.text}”要在同一行里，每一行都要写"
            yield TemplateSlip(second.spot, "template-misplaced-tag", message)
    elif here.cell != there.cell:
        yield TemplateSlip(second.spot, "template-misplaced-tag", f"“{second.text}”和“{first.text}”要在同一格里")
    elif here.in_word and not first.prefix and here.line != there.line and bare(here).strip() == first.text:
        message = f"“{first.text}”自己占一段，印出来会留下空行"
        yield TemplateSlip(
            first.spot, "template-misplaced-tag", message, first.text.replace("{%", "{%p", 1), Level.WARNING
        )


def _find_repeated_loop(tag: TemplateTag, opened: Sequence[TemplateTag]) -> Iterator[TemplateSlip]:
    """Yield a slip for a loop inside a loop over the same list, which takes forever and means nothing."""
    if any(_list_of(tag) and _list_of(tag) == _list_of(outer) for outer in opened):
        yield TemplateSlip(tag.spot, "template-forbidden", "标记里不能用对同一个列表的两层循环")


def _list_of(tag: TemplateTag) -> str:
    loop = tag.tree.find(nodes.For) if tag.tree else None
    return repr(loop.iter) if loop else ""
