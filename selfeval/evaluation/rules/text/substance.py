"""Goals, results and problems in which there is nothing to check."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import LONGEST_PARAGRAPH, LONGEST_TEXT, Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, by_value, documents
from selfeval.form.field import Role
from selfeval.text.pattern import regex

VAGUE = 2
"""How many words of mere direction or effort a goal must have."""
LONG = 120
"""How many characters a result has before it should give a figure."""
_FIGURE = regex(
    r"[\d{]|[二三四五六七八九十百千两][个件次人名家户场宗起项份篇条处座所支期批]|百分之|(?<!第)[一二三四五六七八九十]成(?![效果立为])"
)
_STATE = regex(
    r"全覆盖|全面覆盖|零|验收|达标|通过|建成|完成|出台|印发|制定|修订|(?<!示范)创建|建立|组建|设立|启动|获评|全部|实现|名列|位列|前列|优秀|良好(?!的)|无[^，。；]{1,6}[事案]|不发生|不出现|动态清零|年底|月底|底前"
)
_DIRECTION = regex(r"提升|提高|加强|完善|推进|深化|增强|强化|优化|促进|健全|推动|规范|加快|夯实|充分发挥|进一步|不断")
_EFFORT = regex(r"做好|努力|力争|积极|认真|扎实|切实|持续|大力|着力|全力|稳步|有序|各项(?:工作|任务)")
_BARE = regex(
    r"(?:[（(]?[一二三四五六七八九十\d][）)、.是])?[^，。；、]{2,8}?(?:有待|尚待|亟待|需要?|还需|仍需|亟需|尚需|应当?)"
    r"(?:进一步|不断|继续|持续)?(?:加强|提高|提升|完善|加大|改进|增强|优化|健全|强化|规范)[。；;]?"
)

_NUMBER, _TELLING = regex(r"\d"), regex(r"[^\W\d_]{2}")
_SAID = regex(
    r"[低高少多大小]于|不[到足]|[未没](?:有|能)?(?:达到|完成)|年初|年度|全年|指标值?|目标值?|计划数?|实际|完成[数值率]?|达到|相差|[仅只][有为]?|[差少低比较为是的了]"
    r"|\d[\d,.]*\s*(?:个?百分点|[万亿]?(?:平方|立方)?[^\W\d_]{0,2})"
)
"""Matches what says in a reason how much was aimed at and done, and nothing else."""


def long_paragraph(dossier: Dossier) -> Iterator[Finding]:
    """Find a paragraph so long that no other rule reads it, and a text that none reads to its end."""
    for paragraph in dossier.printed:
        if len(paragraph.text) > LONGEST_PARAGRAPH:
            message = f"这一段有 {len(paragraph.text)} 个字，超过 {LONGEST_PARAGRAPH} 个字，没有检查；分成几段，或删去粘贴多了的"
            place = paragraph.text.place
            yield Finding(place, message, paragraph.leaf.where, forms=paragraph.forms)
    for paragraph in dossier.unread:
        message = f"“{paragraph.leaf.field.name}”超过 {LONGEST_TEXT} 个字，从这一段起没有检查；删去粘贴多了的"
        yield Finding(paragraph.text.place, message, paragraph.leaf.where, forms=paragraph.forms)


def goal_without_measure(dossier: Dossier) -> Iterator[Finding]:
    """Find goals that only give a direction, no figure, date or state to be reached, once a document."""
    vague = [
        texts[0] for texts in _of(Role.GOAL, dossier) if _is_vague(texts) and not _has_indicators(texts[0], dossier)
    ]
    for together, forms in documents(vague):
        first = together[0]
        count = f"（共 {len(together)} 处）" if len(together) > 1 else ""
        name = first.leaf.field.name
        message = f"“{name}”只写了提升、加强、做好，没有一处可以衡量；写出数、时间，或要建成什么{count}"
        yield Finding(first.text.place, message, first.leaf.where, forms=forms)


def result_without_figure(dossier: Dossier) -> Iterator[Finding]:
    """Find a long result without one figure."""
    for texts in _of(Role.RESULT, dossier):
        whole = "\n".join(str(each.text) for each in texts)
        if len(whole) >= LONG and not _FIGURE.search(whole):
            message = f"“{texts[0].leaf.field.name}”里一个数都没有；写出做了多少、做成了什么"
            yield Finding(texts[0].text.place, message, texts[0].leaf.where, forms=texts[0].forms)


def problem_without_substance(dossier: Dossier) -> Iterator[Finding]:
    """Find a problem that only says that something should be better."""
    for texts in _of(Role.PROBLEMS, dossier):
        found = [each for each in texts if _BARE.fullmatch(str(each.text).strip())]
        if found:
            message = f"“{found[0].text.strip()}”没有说出哪里不够；写明具体是什么、差在哪里"
            yield Finding(found[0].text.place, message, found[0].leaf.where, forms=found[0].forms)
    for row in dossier.indicators:
        leaf = row.leaf(Role.REASON)
        text = str(leaf.text).strip() if leaf else ""
        if leaf and _NUMBER.search(text) and not _TELLING.search(_SAID.sub("", text.replace(str(row.name), ""))):
            message = f"“{row.name}”的原因只把数又说了一遍；写明为什么没有达到，以后怎么办"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def _is_vague(texts: list[Paragraph]) -> bool:
    """Tell whether a goal has words of direction or effort and nothing that can be measured."""
    whole = "\n".join(str(each.text) for each in texts)
    if _FIGURE.search(whole) or _STATE.search(whole):
        return False
    return len(_DIRECTION.findall(whole)) + len(_EFFORT.findall(whole)) >= VAGUE


def _has_indicators(goal: Paragraph, dossier: Dossier) -> bool:
    """Tell whether indicators of its own measure the goal of a task."""
    owner, dot, _ = goal.leaf.where.rpartition(".")
    return bool(dot) and any(each.values.where.startswith(owner + dot) for each in dossier.indicators)


def _of(role: Role, dossier: Dossier) -> list[list[Paragraph]]:
    return by_value(dossier.paragraphs.narrative.of(role))
