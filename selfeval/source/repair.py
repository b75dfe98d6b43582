"""Correct in a file each slip that has only one cure."""

from __future__ import annotations

from selfeval.problem.codes import CODES
from selfeval.source import slip
from selfeval.source.read import choose_reading, examine
from selfeval.source.shape import Shape

ROUNDS = 5


def repair(data: bytes, file: str, shape: Shape) -> bytes:
    """Return the file with every slip corrected that has only one cure, and nothing else changed.

    Comments and line ends stay. The bytes come back as they are when there is nothing to do, or when
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
    lines, _ = slip.apply(decoded.lines, (edit for each in sure for edit in slip.edits_to_save(each)))
    gone = {edit.line for each in sure if CODES[each.rule].takes_whole_line for edit in slip.edits_to_save(each)}
    ends = decoded.ends
    usual = ends[0] or "\n"
    text = "".join(
        line.replace("\n", usual) + end
        for number, (line, end) in enumerate(zip(lines, ends, strict=True))
        if number not in gone
    )
    return decoded.mark + text.encode()
