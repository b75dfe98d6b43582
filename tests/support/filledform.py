"""Drawn forms filled in, as a department of last year would have: a value at every mark, and in the rows that repeat below it."""

from __future__ import annotations

import re
from collections import Counter

VALUES = {
    "文": ("云山市青湖区图书馆", "流动图书车服务", "张小兰", "按合同分期支付", "社区阅读推广", "下半年补足"),
    "段": (
        "保持两辆流动图书车常态运行，在偏远村居设立服务点不少于18个。",
        "已在18个服务点出车198次，读者满意。",
        "按全年出车次数和单次成本测算，比照上年实际安排。",
    ),
    "钱": ("86.50", "33.20", "0.00", "15.30", "120.00"),
    "率": ("88.00%", "100.00%", "96.50%"),
    "数": ("8.5", "9", "10"),
    "整": ("12", "6", "18"),
    "日": ("2025年12月31日", "2025年3月18日"),
    "选": ("是",),
    "值": ("198次", "不少于18个", "完成", "1.2万人次", "≥95%"),
    "年": ("2025",),
}
_MARK = re.compile(r"‹([ch]?)([^›]*)›")
_DAY = r"(?:20)?[\s_X×]*年[\s_X×]+月(?:[\s_X×]+日)?"
_MERGED = re.compile(r"\[[→↓]\d+\]")
_FILLER = re.compile(r"(?:[一二三]级)?(?:指标|目标)\d[：:]|…+|\d[.、]")


class _Filler:
    def __init__(self) -> None:
        self.used: Counter[str] = Counter()
        self.repeated: dict[int, str] = {}
        self.count = 0

    def value(self, sort: str) -> str:
        known = VALUES.get(sort, VALUES["段"])
        self.used[sort] += 1
        return known[self.used[sort] % len(known)]

    def text(self, text: str) -> str:
        """Return a text with a value before every mark, in the place of the gap there."""
        done = ""
        at = 0
        for mark in _MARK.finditer(text):
            before = text[at : mark.start()]
            done += (before if mark[1] == "h" else self.put(before, mark[2], in_row=mark[1] == "c")) + mark[0]
            at = mark.end()
        return done + re.sub(r"^ {4,}", "    ", text[at:])

    def put(self, before: str, sort: str, *, in_row: bool) -> str:
        value = self.value(sort)
        if sort == "选" and re.search("[□☐○]", before):
            return re.sub("[□☐○]", "☑", before, count=1)
        if sort == "选" and "（  ）" in before:
            return before.replace("（  ）", "（√）", 1)
        for gap, written in ((f"{_DAY}\\s*至\\s*{_DAY}", "2025年1月至2025年12月"), (_DAY, "2025年3月18日")):
            if re.search(gap, before):
                return re.sub(gap, written, before)
        if sort == "年" and re.search("年度?[）)]?$", before):
            return re.sub(r"(?<=[（(])(?:20)?[\s×]+(?=年)", "2025", before)
        if re.search("__+", before):
            return re.sub("__+(?=[^_]*$)", value, before)
        if re.fullmatch(r"（.*）", before) or (_FILLER.fullmatch(before) and not before[0].isdigit()):
            return value
        return before if in_row and before and not before[0].isdigit() else before + value

    def row(self, line: str) -> str:
        cells = [cell.strip(" ") for cell in re.split(r"\s\|(?=\s)", f" {line} ")]
        marks = {at: mark for at, cell in enumerate(cells) if (mark := _MARK.search(cell))}
        if any(mark[1] == "c" for mark in marks.values()):
            self.repeated = {at: mark[2] for at, mark in marks.items() if mark[1] == "c"}
            self.count = len(cells)
        elif marks or len(cells) != self.count or "合计" in line:
            self.repeated = {}
        elif not any(cell.startswith("…") for cell in cells):
            cells = [self.below(at, cell) for at, cell in enumerate(cells)]
        return " | ".join(self.text(cell) or " " for cell in cells)

    def below(self, at: int, cell: str) -> str:
        """Return a cell below one with a mark, filled in unless the form prints something there."""
        printed = _MERGED.sub("", cell).strip()
        if at not in self.repeated or (printed and not _FILLER.fullmatch(printed)):
            return cell.replace("□", "☑", 1) if at in self.repeated else cell
        number = printed if printed[:1].isdigit() else ""
        return f"{number}{self.value(self.repeated[at])}{''.join(_MERGED.findall(cell))}"


def filled_text(text: str) -> str:
    """Return the text of a drawn form with values at its marks."""
    filler = _Filler()
    lines = []
    for line in text.split("\n"):
        is_row = bool(line.strip()) and not line.startswith("=")
        if not is_row:
            filler.repeated = {}
        lines.append(filler.row(line) if is_row else line[:2] + filler.text(line[2:]))
    return "\n".join(lines)
