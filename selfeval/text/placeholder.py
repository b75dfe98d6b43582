"""What stands for text that was never written: ``……``, ``待填``, ``XX``, ``指标1``."""

from __future__ import annotations

from selfeval.text.pattern import regex

NOT_PLACED = "没放进去"
"""With what the comment begins that holds a text of a document for which a form has no place."""

_MASKED = r"(?<![A-Za-z0-9])[XxＸ×]{2,}(?![A-Za-z0-9])|[○〇]{2,}|\*{2,}"
MASKED = regex(_MASKED)
_HOLE = regex(
    r"[\s…⋯.。_＿—-]*(?:[…⋯]|[.。_＿]{2,})[\s…⋯.。_＿—-]*|/+|[-—]+|[?？]+"
    r"|(?i:none|null|nan|undefined|#?n/a)|[（(]?空[)）]?"
    r"|(?:三级)?(?:指标|内容|名称|问题|措施)\s*[0-9０-９Nn]+[:：]?"
    r"|[（(【\[<《](?:请|此处|在此)?填[^）)】\]>》]*[）)】\]>》]"
    f"|{_MASKED}"
)
"""Matches a whole line that says nothing."""
_PROMPT = regex(
    r"待填写?|待补充?|待定|请填写|此处填写|(?i:TODO|TBD)|【[^】]{0,20}(?:填|补充)[^】]{0,20}】"
    r"|（(?:写明|为什么|实际完成值|名称|单位)[^）]{0,12}）"
)
"""Matches what shows, anywhere in a line, that its text is not finished."""
_NO_REASON = frozenset({"", "无", "没有", "暂无", "不适用", "0", "-", "/"})
"""What is no reason, wherever one is asked for."""


def find_placeholder(line: str) -> tuple[int, int] | None:
    """Return the span of what stands for text that was never written; None when the line has none."""
    bare = line.strip()
    if bare and _HOLE.fullmatch(bare):
        return len(line) - len(line.lstrip()), len(line.rstrip())
    found = _PROMPT.search(line)
    return found.span() if found else None


def mark_unwritten(line: str, mark: str) -> str:
    """Replace with ``mark`` what stands for text never written; a prompt with a colon takes the rest of the line along."""
    found = find_placeholder(line)
    if found and (line[slice(*found)] == line.strip() or line[found[1] :].startswith(("：", ":"))):
        return line[: found[0]] + mark
    return MASKED.sub(lambda _: mark, _PROMPT.sub(lambda _: mark, line))


def gives_reason(text: str) -> bool:
    """Tell whether a text gives a reason: 无 and 0 do not, nor does a prompt that was left standing."""
    return text.strip().rstrip("。") not in _NO_REASON and find_placeholder(text) is None
