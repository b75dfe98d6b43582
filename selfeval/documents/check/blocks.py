"""Whether the blocks of a template fit: every for and if closed, in the right place, and nothing lost beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import nodes

from selfeval.documents.check.tag import Kind, Tag, bare
from selfeval.documents.language import BETWEEN, BLOCKS
from selfeval.documents.passage import Passage, Slip
from selfeval.problem import Level


def blocks(passages: Sequence[Passage], tags: Sequence[Tag]) -> Iterator[Slip]:
    """Yield what is wrong with the blocks of one part."""
    yield from _paired([tag for tag in tags if tag.kind is Kind.BLOCK])
    rows: dict[int, list[Passage]] = {}
    for passage in passages:
        rows.setdefault(passage.row, []).append(passage)
    told: set[tuple[int, int]] = set()
    for tag in tags:
        passage = tag.spot.passage
        if tag.prefix == "tr" and not passage.row:
            yield Slip(tag.spot, "template-misplaced-tag", "带 tr 的标记只能写在表格里")
        elif tag.prefix in ("p", "tr"):
            beside = [passage] if tag.prefix == "p" else rows[passage.row]
            key = (passage.row, 0 if tag.prefix == "tr" else passage.line)
            if key not in told:
                told.add(key)
                yield from _dropped(tag, beside)
        if passage.boxed:
            yield Slip(tag.spot, "template-text-box", "标记不要写在文本框里，Word 会把它存两遍；改用表格或普通段落")


def _dropped(tag: Tag, beside: Sequence[Passage]) -> Iterator[Slip]:
    """Yield what stands beside a tag that takes the place of its whole paragraph or row."""
    texts = [bare(passage).replace(tag.text, "", passage is tag.spot.passage).strip() for passage in beside]
    lost = [text for text in texts if text] + [extra for passage in beside for extra in passage.extras]
    if lost:
        unit = "一段" if tag.prefix == "p" else "一行"
        message = f"“{tag.text}”要自己占{unit}；同{unit}里的“{'、'.join(lost)[:30]}”会丢掉"
        yield Slip(tag.spot, "template-text-dropped", message)


def _paired(tags: Sequence[Tag]) -> Iterator[Slip]:
    opened: list[Tag] = []
    for tag in tags:
        if tag.word in BLOCKS:
            yield from _looped_twice(tag, opened)
            opened.append(tag)
            continue
        words = {"else": ("if", "for"), "elif": ("if",)}.get(tag.word, (tag.word.removeprefix("end"),))
        fitting = [position for position, open_tag in enumerate(opened) if open_tag.word in words]
        if not fitting or (tag.word in BETWEEN and fitting[-1] != len(opened) - 1):
            yield Slip(tag.spot, "template-unclosed-tag", f"“{tag.text}”前面没有和它配对的 {'、'.join(words)}")
            continue
        for left in opened[fitting[-1] + 1 :]:
            yield _unclosed(left)
        yield from _apart(opened[fitting[-1]], tag)
        del opened[fitting[-1] + (tag.word in BETWEEN) :]
    for left in opened:
        yield _unclosed(left)


def _unclosed(tag: Tag) -> Slip:
    end = f"{{%{tag.prefix} {BLOCKS[tag.word]} %}}"
    return Slip(tag.spot, "template-unclosed-tag", f"“{tag.text}”没有收尾，后面要有 {end}")


def _apart(first: Tag, second: Tag) -> Iterator[Slip]:
    """Yield why two tags of one block, both there, still do not make a block."""
    here, there = first.spot.passage, second.spot.passage
    if first.prefix != second.prefix:
        message = f"“{second.text}”和“{first.text}”要么都带“{first.prefix or second.prefix}”，要么都不带"
        yield Slip(second.spot, "template-misplaced-tag", message)
    elif first.prefix == "tr":
        if here.table != there.table:
            yield Slip(second.spot, "template-misplaced-tag", f"“{second.text}”和“{first.text}”要在同一个表里")
    elif here.cell != there.cell:
        yield Slip(second.spot, "template-misplaced-tag", f"“{second.text}”和“{first.text}”要在同一格里")
    elif here.in_word and not first.prefix and here.line != there.line and bare(here).strip() == first.text:
        message = f"“{first.text}”自己占一段，印出来会留下空行"
        yield Slip(first.spot, "template-misplaced-tag", message, first.text.replace("{%", "{%p", 1), Level.WARNING)


def _looped_twice(tag: Tag, opened: Sequence[Tag]) -> Iterator[Slip]:
    """Yield a loop over a list inside a loop over the same list, which takes forever and means nothing."""
    if any(_looped(tag) and _looped(tag) == _looped(outer) for outer in opened):
        yield Slip(tag.spot, "template-forbidden", "标记里不能用对同一个列表的两层循环")


def _looped(tag: Tag) -> str:
    loop = tag.tree.find(nodes.For) if tag.tree else None
    return repr(loop.iter) if loop else ""
