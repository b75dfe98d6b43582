"""Correct in a file each slip that has only one cure."""

from __future__ import annotations

from selfeval.source import slip
from selfeval.source.read import choose_reading, examine
from selfeval.source.shape import Shape

ENCODINGS = frozenset({"gbk-encoding", "utf16-encoding"})
UNREADABLE = frozenset({"mixed-encoding", "broken-encoding", "truncated-file"})
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
    rules = {each.rule for each in decoded.slips}
    sure = [each for each in slips if each.sure and slip.edits_to_save(each)]
    if rules & UNREADABLE or not decoded.lines or not (sure or rules & ENCODINGS):
        return data
    lines, _ = slip.apply(decoded.lines, (edit for each in sure for edit in slip.edits_to_save(each)))
    gone = {edit.line for each in sure if each.rule in slip.WHOLE_LINES for edit in slip.edits_to_save(each)}
    ends = decoded.ends
    usual = ends[0] or "\n"
    text = "".join(
        line.replace("\n", usual) + end
        for number, (line, end) in enumerate(zip(lines, ends, strict=True))
        if number not in gone
    )
    return decoded.mark + text.encode()
