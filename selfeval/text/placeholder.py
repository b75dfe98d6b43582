"""What stands for text that was never written: ``……``, ``待填``, ``XX``, ``指标1``; and for a value: ``待核实``, ``XX%``."""

from __future__ import annotations

from selfeval.text.pattern import regex

NOT_PLACED = "没放进去"
"""With what the comment begins that holds a text of a document for which a form has no place."""
GUESSED = "猜的"
"""With what the comment begins that says what was guessed when a document was imported."""

_MASKED = r"(?<![A-Za-z0-9])[XxＸ×]{2,}(?![A-Za-z0-9])|[○〇]{2,}|\*{2,}"
MASKED = regex(_MASKED)
SPREADSHEET = regex(r"#(?:DIV/0!|REF!|VALUE!|N/A!?|NAME\?|NUM!|NULL!|SPILL!|CALC!|#{2,})")
"""Matches what a spreadsheet shows where it could compute nothing, or had no room."""
_LATER = r"待(?:填写?|补充?|补录|定|核[实查定对]?|确认|统计|更新|完善|上报|提供|汇总|审[定核]?|公布|反馈)"
_STAND_IN = (
    rf"(?:(?:数据|数字|结果|情况)?(?:尚|还)?{_LATER}(?:后?(?:再|另行)?(?:填写?|补充?|补录))?|(?:数据)?(?:统计|核实|核查|汇总|补充)中"
    r"|(?:暂无|尚无|没有|无|缺少?)(?:相关)?(?:数据|资料|统计)|(?:数据)?(?:暂缺|缺失|空缺)|(?:暂|尚)?未(?:统计|填写?|核实)"
    r"|容?后补|请填写|此处填写|(?i:TODO|TBD))"
)
_HOLE = regex(
    r"[\s…⋯.。_＿—-]*(?:[…⋯]|[.。_＿]{2,})[\s…⋯.。_＿—-]*|/+|[-—]+|[?？]+"
    r"|(?i:none|null|nan|undefined|#?n/a)|[（(]?空[)）]?"
    r"|(?:三级)?(?:指标|内容|名称|问题|措施)\s*[0-9０-９Nn]+[:：]?"
    r"|[（(【\[<《](?:请|此处|在此)?填[^）)】\]>》]*[）)】\]>》]"
    rf"|[（(【\[]?{_STAND_IN}[）)】\]]?[。.！!]?"
    f"|{_MASKED}"
)
"""Matches a whole line that says nothing."""
_RULE = regex(r"[\s…⋯.。_＿*—-]{2,}")
"""Matches a line that parts others, as between two paragraphs."""
_HERE = r"此处(?:请|应当?|需|可)?(?:填写?|写(?!有|着)|概述|简述|简要|说明|描述|列[出举明]|补充|插入|粘贴)(?![的了过])[^，。；：:、（()）】\]\n]{0,20}"
_PROMPT = regex(
    rf"[（(【\[]{_HERE}[）)】\]][：:]?|(?:^\s*|(?<=[。；])|(?<=，)(?!此处(?:说明|简要|补充|描述|写)))(?!此处填写[：:]){_HERE}(?:[：:]|[。，；](?=.)|[。；]?\s*$)|"
    r"【[^】]{0,20}(?:填|补充)[^】]{0,20}】|（(?:写明|为什么|实际完成值)[^）]{0,12}）|（(?:单位|部门|项目)?名称）|(?<![一-龥])（单位）|^\s*(?:待填|请填写|此处填写)(?=[：:])"
)
"""Matches what shows, anywhere in a line, that its text is not finished."""
_LONE = regex(rf"(?<=[：:（(【\[]){_STAND_IN}(?=[）)】\]]|[。.]?\s*$)")
"""Matches what may stand for text never written, in brackets or alone at the end of a line: 参加人数：待核实。"""
_BLANK_NUMBER = regex(r"(?<=[≥≤＞＜<>])\s*(?:[XxＸ×](?![A-Za-z])|[_＿…]+)")
_NUMBERLESS = regex(
    r"(?:[≥≤<>=＝＞＜]|不[少低高多]于|不超过|约|近|共)*\s*(?:[XxＸ×_＿*＊…⋯○〇□△?？]+|[A-Za-z](?=[%％‰]))\s*"
    r"(?:[%％‰]|[^\W\d_A-Za-z]{1,4})?(?:以[上下内])?"
)
"""Matches a value with a mark where its number belongs: ``XX%``, ``≥__人``."""
_UNWRITTEN = regex(
    rf"{_PROMPT.pattern}|{_MASKED}|待填(?![补充])|(?:(?<=[：:，,；;。、（(【\[\s])|^){_STAND_IN}(?=[）)】\]，,；;。、\s]|$)"
)
"""Matches what a draft marks: a blank quoted in the middle of a sentence too."""
_NO_REASON = frozenset(
    ("", "无", "没有", "暂无", "不适用", "0", "０", "-", "/", "略", "同上", "无原因", "无偏差", "没有偏差")
)
"""What is no reason, wherever one is asked for."""
_REASON_UNSAID = regex(
    r"(?:(?:主要)?(?:是|为|系|由于|因|因为)?(?:主?客观|主观|工作|业务|特殊|其[他它]|实际|正常|各种|各方面|多种|多方面|种种|诸多|有关|相关|自身|外部|内部|一些)的?"
    r"(?:原因|因素|情况|问题)(?:所致|造成|导致|影响|引起)?"
    r"|(?:如|同|见|详见)(?:上|前|上述|前述|上文|前文|上条|上行)(?:说明|所述)?"
    r"|(?:还|尚)?(?:未|没有?)(?:能)?(?:按[时期]|如期|全部|全面)?(?:完成|达标|达到|实现)(?:年初|年度|全年|预期|既定)?(?:目标|任务|指标|计划)?值?"
    r"|(?:[已均都]|基本|全部|全面|超额|提前|如期|圆满|顺利|按(?:[时期]|计划|要求|进度))*(?:完成|达标|达到|实现)了?(?:年初|年度|全年|预期|既定)?(?:目标|任务|指标|计划|要求)?值?"
    r"|(?:存在|有|略有)(?:一定|较大)?的?偏差|偏差(?:较大|较小)|正常(?:偏差|范围)?|原因(?:不明|不详)|[，,])+"
)
"""Matches what only says that there is a reason, or again what was not done."""


def find_placeholder(line: str) -> tuple[int, int] | None:
    """Return the span of what stands for text that was never written; None when the line has none."""
    bare = line.strip()
    if bare and _HOLE.fullmatch(bare):
        return len(line) - len(line.lstrip()), len(line.rstrip())
    found = _PROMPT.search(line)
    return found.span() if found else None


def find_doubtful(line: str) -> tuple[int, int] | None:
    """Return the span of what may stand for text never written, inside a line that is filled in: ``XX``, ``（待核实）``."""
    found = MASKED.search(line) or _LONE.search(line) or _BLANK_NUMBER.search(line)
    return found.span() if found else None


def find_stand_in(value: str) -> tuple[int, int] | None:
    """Return the span of what stands where a number or a grade belongs; None when the value has none."""
    if found := find_placeholder(value):
        return found
    bare = value.strip()
    start = value.find(bare)
    return (start, start + len(bare)) if bare and _NUMBERLESS.fullmatch(bare) else None


def is_rule(line: str) -> bool:
    """Tell whether a line only parts others: ``——``, ``***``."""
    return _RULE.fullmatch(line) is not None


def mark_unwritten(line: str, mark: str) -> str:
    """Replace with ``mark`` what stands for text never written; a prompt with a colon takes the rest of the line along."""
    found = find_placeholder(line)
    if found and (line[slice(*found)] == line.strip() or line[found[1] :].startswith(("：", ":"))):
        return line[: found[0]] + mark
    return _UNWRITTEN.sub(lambda _: mark, line)


def gives_reason(text: str) -> bool:
    """Tell whether a text gives a reason: 无 and 客观原因 do not, nor does a prompt that was left standing."""
    bare = text.strip(" \t\n\u3000。.；;，,")
    return bare not in _NO_REASON and not _REASON_UNSAID.fullmatch(bare) and find_placeholder(text) is None
