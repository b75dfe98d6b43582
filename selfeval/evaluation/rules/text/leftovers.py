"""What is left of a template or of an imported document, and holes where something was to be filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import documents, say, say_once, spots
from selfeval.form.field import Kind
from selfeval.problem import Place
from selfeval.text.name import fold
from selfeval.text.pattern import HAN, regex
from selfeval.text.placeholder import GUESSED, NOT_PLACED, find_placeholder

SHOWN = 20
LONGER = 2
"""How many times as long as the help of its field a text may be that says no more."""
"""How many characters of a longer passage a message shows."""
_PROMPT = regex(
    r"(?<![申邀聘提报约])请(?:在此|在这里)?(?:简要|逐项|如实|详细)?(?:填|概述|描述|列明|列示|注明|说明)"
    r"|[（(](?:限|不超过|不少于|控制在)?\s*\d+\s*字(?:以内|左右|以下|内)?[）)]|^限\s*\d+\s*字|^不超过\s*\d+\s*字"
    r"|可另附页|[（(]可(?:根据|视|按|自行)[^）)]{0,12}(?:增加|添加|增减|删减|填写|加行)[）)]|[（(]注[:：][^）)]*(?:写明|填写|填入)[^）)]*[）)]"
    r"|[（(](?:简要)?(?:概述|简述|列明|填写)(?!见)[^）)]{0,30}[）)]|^简述[:：]|[（(](?:年份|数字|具体数字?|具体内容|单位名称|部门名称|项目名称|公章|盖章|签章|略)[）)]"
    r"|[?？]{2,}(?=[个件人次名家户场宗起项份篇条万亿元%])|(?<![A-Za-z.])[_＿][_＿]+(?![A-Za-z])|[（(](?:填[写报]说明|示例|样例|举例)[^）)]*[）)]|^填[写报]说明[:：]|^[示样]例[:：]|单击此处|点击此处|[【〔](?:请|此处)[^】〕]{0,20}[】〕]"
)
_SAMPLE_NAME = regex("张三|李四|王五|赵六|孙七|周八|[张李王赵刘陈]某某?|某某某?|某同志|小明|姓名")
"""Matches a name that stands for anybody's."""
_NOTE = regex(
    r"[（(【\[](?:[^（()）\d【】\[\]]{0,8}(?:看一下|看看|核一下|核实一下|核对一下|再核|再看|改一下|补一下|确认一下|定一下)[^（()）【】\[\]]{0,8}"
    r"|(?:此|本|这)(?:段|句|处|条|项|数)(?:同|和|与|跟)?(?:去年|上年|上一年)[^（()）【】\[\]]{0,8}|同去年|同上年|照去年|照抄|沿用去年"
    r"|原稿|原文|旧稿|初稿|修改前|改前|删除?|待删|待改|要改"
    r"|(?:批注|备注|注意|提醒)[:：](?=[^（()）]*(?:改|核|删|补|确认)))(?:[:：][^（()）】\]]{0,30})?[）)】\]]"
)
"""Matches what somebody wrote into a draft for somebody else: （王主任看一下）, （此段同去年）, （原稿：……）."""
_HEAD = "(?:[可注简概列填示样举请此略]|年份|数字|具体|单位|部门|项目|公章|[盖签]章)"
_PROMPTING = regex(
    rf"请|字(?<=[\d\s].)|附页|（{_HEAD}|\({_HEAD}|【{_HEAD}|〔{_HEAD}|\?[?？]|？[?？]|_[_＿]|＿[_＿]"
    r"|简述[:：]|填[写报]说|示例[:：]|样例[:：]|击此"
)
_WHOLE_PROMPT = regex(
    r"(?:(?:对照|结合|根据|按照?|围绕|针对)[^，。；\d]{2,20}，)?(?:简要|逐项|分别|重点|如实|主要)?"
    r"(?:说明|概述|阐述|简述|描述|列明|列举|填写|填报|反映|(?<=，)分析|(?<=，)提出)[^，。；\d]{4,24}(?:，(?:并|说明|分析|提出)[^，。；\d]{2,24})*[。；]?"
)
"""Matches a paragraph that only tells what to write; none of the department's own has no figure and no subject."""
_MARKDOWN = regex(r"!\[[^\]\n]*\]\([^)\n]*\)|\[[^\]\n]+\]\((?:https?:|www\.)[^)\n]*\)|^\s*\|.*\|\s*$|^#{1,6} (?=\S)")
_CLOSED = regex(r"[）)》”〕】](?<=[\s（(《“〔【].)")
_EMPTY = regex(r"[（(][\s\u3000]*[）)]|《\s*》|“\s*”|〔\s*〕|【\s*】")
_WITHOUT_NUMBER = regex(r"件(?<=案件件)|次(?<=[议动训传练查察座]次)|个(?<=[站点室所]个)|名(?<=人员名)|第\s*[次届]")
_KEPT = regex(rf"\s*# ({NOT_PLACED}|{GUESSED})（")
_AFTER_WORD = rf"(?<={HAN})(?<![百千数几十两每单位以按用])"
_MISSING: tuple[tuple[re.Pattern[str], tuple[str | re.Pattern[str], ...]], ...] = (
    (
        regex(
            r"[（(〔](?<=(?:规划|计划|方案|纲要|行动|要点).)\s*(?:年度?)?(?:\s*[-—–~～至到]+\s*年|(?<=年)|(?<=年度))\s*[）)〕]"
        ),
        ("（", "(", "〔"),
    ),
    (regex(r"(?:(?<=[于在自至截从到：，])|(?<=\s))\s*年\s*月(?:\s*日)?"), ("年月", "年 ", "年\u3000")),
    (
        regex(rf"{_AFTER_WORD}[ \u3000]{{2,}}[件次人名个场份家项宗起期]{{1,2}}(?=[，。；、]|$)"),
        ("  ", "\u3000\u3000", " \u3000", "\u3000 "),
    ),  # 办理案件   件
    (  # 案件件, 会议次, 工作站个, 第次会议
        regex(
            r"(?<=案件)件(?=[，。；])|(?<=[议动训传练查察座])次(?=[，。；]|$)|(?<=[站点室所])个(?=[，。；]|$)"
            r"|(?<=人员)名(?=[，。；]|$)|(?<!等)第\s*[次届](?=会议|全体|常委|党组)"
        ),
        (_WITHOUT_NUMBER,),
    ),
    (regex(rf"{_AFTER_WORD}\s*[%％]"), ("%", "％")),
    (  # 投资约亿元, but not 节约万元, 签约亿元项目, 累计亿元以上企业
        regex(
            rf"(?:(?<=约)(?<![签节预履大条合契公违制]约)|(?<=[共计])|{_AFTER_WORD}[ \u3000]+)(?<!公共)(?<![审设会统]计)"
            r"\s*[万亿]元(?!以[上下内]|[级大项企产楼村镇园户])"
        ),
        ("万元", "亿元"),
    ),
    (regex(rf"(?<=获得|评为)[ \u3000]+年度?(?={HAN})"), (" 年", "\u3000年")),
)
"""What is left where a number or a year is gone, each with what it cannot do without."""


def prompt_left(dossier: Dossier) -> Iterator[Finding]:
    """Find the instructions of a form, and the notes of those who drafted it, left in the text."""
    for spot in spots(_PROMPT, dossier.paragraphs.holding(_PROMPTING)):
        if not find_placeholder(spot.paragraph.text):
            yield say(spot, f"“{spot.match[0]}”像是表样里的填写提示，会一起印出来；填好以后请删去")
    for leaf in dossier.leaves:
        if leaf.field.kind is Kind.TEXT and _SAMPLE_NAME.fullmatch(str(leaf.text).strip()):
            message = f"“{leaf.field.name}”写的“{leaf.text.strip()}”像是示例里的姓名；换成真的"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))
    for spot in spots(_NOTE, dossier.paragraphs.narrative.holding("（", "(", "【", "[")):
        if not find_placeholder(spot.paragraph.text):
            yield say(spot, f"“{spot.match[0]}”像是起草时留给自己人看的话，会一起印出来；处理完请删去")
    yield from _find_helps(dossier)


def _find_helps(dossier: Dossier) -> Iterator[Finding]:
    """Find paragraphs that only say again what the form says of the field, or tell what to write."""
    for paragraph in dossier.paragraphs.narrative:
        text = paragraph.text.strip()
        told = fold(paragraph.leaf.field.help)
        says_it = told and len(text) < LONGER * len(told) and fold(text) == told
        if says_it or _WHOLE_PROMPT.fullmatch(text):
            message = (
                f"“{text[:SHOWN]}{'……' if len(text) > SHOWN else ''}”像是表样里的填写提示，会一起印出来；填好以后请删去"
            )
            yield Finding(
                paragraph.text.at(0, len(paragraph.text)), message, paragraph.leaf.where, forms=paragraph.forms
            )


def markdown_left(dossier: Dossier) -> Iterator[Finding]:
    """Find tables, pictures, links and headings of Markdown, which are printed as typed."""
    for together, forms in documents(list(spots(_MARKDOWN, dossier.paragraphs.holding("](", "|", "# ")))):
        typed = together[0].match[0].strip()
        message = f"“{typed[:SHOWN]}”是 Markdown 的写法，这里不起作用，会原样印出来；改成普通的文字"
        yield say_once(together, forms, message)


def empty_brackets(dossier: Dossier) -> Iterator[Finding]:
    """Find brackets, title marks or quotes with nothing in them."""
    for spot in spots(_EMPTY, dossier.paragraphs.holding(_CLOSED)):
        yield say(spot, f"“{spot.match[0]}”里面是空的，补上内容，或删去")


def missing_number(dossier: Dossier) -> Iterator[Finding]:
    """Find a unit whose number or year is gone: 规划（年）, 完成率达%, 共万元."""
    narrative = dossier.paragraphs.narrative
    for pattern, given in _MISSING:
        for spot in spots(pattern, narrative.holding(*given)):
            start, end = spot.match.span()
            shown = spot.paragraph.text[max(0, start - 2) : end].strip()
            yield say(spot, f"“{shown}”少了年份或数字，请补上")


def not_placed(dossier: Dossier) -> Iterator[Finding]:
    """Find the comments in which `import` kept what it could not place and what it guessed, and count them for each file."""
    forms = frozenset(form.slug for form in dossier.forms)
    for file in dossier.submission.files:
        kept = {number: found[1] for number, line in enumerate(file.reading.lines) if (found := _KEPT.match(line))}
        readers = dossier.submission.schema.readers(file.declared) & forms
        if kept and readers:
            at = min(kept)
            first = file.reading.lines[at]
            place = Place(file.shown, at + 1, len(first) - len(first.lstrip()) + 1, len(first) + 1)
            counted = Counter(kept.values())
            shown = "、".join(
                f"{count} 处{said}“{word}”"
                for word, said in ((NOT_PLACED, " Word 里的文字"), (GUESSED, ""))
                if (count := counted[word])
            )
            wrong = "猜得不对的改过来，" if counted[GUESSED] else ""
            message = f"这个文件里还有 {shown}；该填的填到项里，{wrong}不要的不管，看过就把那一行删去"
            yield Finding(place, message, "", forms=readers)
