"""A plain text that may go on over several lines: begun, continued and finished."""

from __future__ import annotations

from selfeval.source.lint import quotes, values
from selfeval.source.lint.line import GOOD_COLON, skip_blanks
from selfeval.source.lint.outline import Opening
from selfeval.source.lint.state import ENTRY, STEP, Running, Scan
from selfeval.source.shape import Holds
from selfeval.source.slip import Edit, Found, Slip

SHORT = 25  # a line this short was ended on purpose, not for want of room


def start_text(scan: Scan, opening: Opening) -> int:
    """Let a plain text start that may go on below; return the next line to look at."""
    number, start, owner, name, shape = opening
    scan.text = Running(name, owner, start, shape, number, [number])
    return number + 1


def continue_text(scan: Scan, number: int, start: int, text: Running) -> None:
    """Take in a further line of a plain text, which YAML joins to the line above."""
    found = values.examine(scan.lines[number], number, start, None)
    narrative = text.shape is None or (text.shape.holds is Holds.PROSE and text.name != ENTRY)
    scan.findings += [each for each in found if not narrative or isinstance(each, Edit)]
    scan.findings += quotes.join_lines(scan.lines, number)
    if text.name == ENTRY and has_ended(scan, text):
        scan.findings.append(
            Slip(
                "joined-line",
                number,
                start,
                len(scan.lines[number].rstrip()),
                "这一行会接在上一行后面，成为同一条；要另起一条，前面加短横",
                cure=(Edit(number, 0, start, " " * text.owner + "- "),),
                sure=False,
            )
        )
    text.lines.append(number)


def has_ended(scan: Scan, text: Running) -> bool:
    """Tell whether the last line of a text was ended on purpose."""
    before = scan.lines[text.lines[-1]].strip()
    return (len(before) < SHORT and before[-1:] not in "，、：:；,（“") or before[-1:] in "。！？"


def finish_text(scan: Scan) -> None:
    """Close a plain text; one of several lines below a key for narrative wanted a |."""
    text, scan.text = scan.text, None
    if (
        text is None
        or len(text.lines) < 2
        or text.shape is None
        or text.shape.holds is not Holds.PROSE
        or text.name == ENTRY
    ):
        return
    header = scan.lines[text.header]
    indent = " " * (text.owner + STEP)
    beside = text.opener < 0
    opener = text.header if beside else text.opener
    colon = GOOD_COLON.search(scan.lines[opener])
    at = text.start if beside else colon.end() if colon else len(scan.lines[opener].rstrip())
    edits = [Edit(opener, at, at, "|\n" + indent if beside else " |")]
    for number in text.lines[1:] if beside else text.lines:
        edits.append(Edit(number, 0, skip_blanks(scan.lines[number]), indent))
    scan.findings.append(
        Slip(
            "missing-pipe",
            opener,
            at,
            len(header.rstrip()) if beside else at,
            f"“{text.name}”有好几行，会连成一段；冒号后面写 |，正文从下一行开始",
            cure=tuple(edits),
        )
    )
    scan.findings[:] = [each for each in scan.findings if not (is_colon_in_text(each) and each.line in text.lines)]


def is_colon_in_text(found: Found) -> bool:
    """Tell whether a finding says that a colon may be taken for that of a key."""
    return isinstance(found, Slip) and found.rule == "colon-in-text"
