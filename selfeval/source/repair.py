"""Correct in a file each slip that has only one cure."""

from __future__ import annotations

from collections.abc import Sequence

from selfeval.problem.codes import CODES
from selfeval.source import slip
from selfeval.source.decode import Decoded
from selfeval.source.read import choose_reading, examine, read
from selfeval.source.reading import Reading
from selfeval.source.shape import Shape
from selfeval.source.slip import Slip

ROUNDS = 5


def repair(data: bytes, file: str, shape: Shape) -> bytes:
    """Return the file with every slip corrected that has only one cure, and nothing else changed.

    Comments and line ends stay, and so does every value as it is read: a cure that changes one is left to the clerk.
    The bytes come back as they are when there is nothing to do, or when
    the file cannot be read. A cure may uncover another slip, hence the rounds.
    """
    for _ in range(ROUNDS):
        mended = _repair_once(data, file, shape)
        if mended == data:
            break
        data = mended
    return data


def _repair_once(data: bytes, file: str, shape: Shape) -> bytes:
    try:
        examined = examine(data, shape)
        slips, _ = choose_reading(file, examined)
    except Exception:  # read() reports it; a file is never made worse
        return data
    decoded = examined.decoded
    codes = [CODES[each.rule] for each in decoded.slips]
    sure = [each for each in slips if each.sure and slip.edits_to_save(each)]
    foreign = any(code.is_encoding for code in codes)
    if any(code.unreadable for code in codes) or not decoded.lines or not (sure or foreign):
        return data
    before = read(data, file, shape)
    mended = _write(decoded, sure)
    if not _is_harmless(before, read(mended, file, shape)):
        sure = [each for each in sure if _is_harmless(before, read(_write(decoded, [each]), file, shape))]
        mended = _write(decoded, sure)
    return mended if (sure or foreign) and _is_harmless(before, read(mended, file, shape)) else data


def _is_harmless(before: Reading, after: Reading) -> bool:
    """Tell whether a file says the same as before, and no other slip has come."""
    rules = {each.rule for each in before.problems}
    return before.root == after.root and all(each.rule in rules for each in after.problems)


def _write(decoded: Decoded, slips: Sequence[Slip]) -> bytes:
    """Return the file with the cures of some slips."""
    lines, _ = slip.apply(decoded.lines, (edit for each in slips for edit in slip.edits_to_save(each)))
    gone = {edit.line for each in slips if CODES[each.rule].takes_whole_line for edit in slip.edits_to_save(each)}
    ends = decoded.ends
    usual = ends[0] or "\n"
    text = "".join(
        line.replace("\n", usual) + end
        for number, (line, end) in enumerate(zip(lines, ends, strict=True))
        if number not in gone
    )
    return decoded.mark + text.encode()
