"""What belongs to a person and not in a published document; `publish` leaves out all that is found here."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph
from selfeval.text.pattern import regex
from selfeval.text.personal import Personal, PersonalData, mask

_CONTACT = regex("电话|联系|手机|邮箱|账号|帐号")


def personal_phone(dossier: Dossier) -> Iterator[Finding]:
    """Find a mobile number outside a field that asks for one."""
    for paragraph, trace in dossier.personal:
        if trace.kind is Personal.PHONE and trace.certain and not _asks_for_one(paragraph):
            shown = f"{trace.bare[-11:-8]}****{trace.bare[-4:]}"
            yield _say(paragraph, trace, f"{shown} 是个人手机号码，材料公开前请删去，或改成办公电话")


def identity_number(dossier: Dossier) -> Iterator[Finding]:
    """Find a citizen's identity number: a birth date inside, a check character at the end."""
    for paragraph, trace in dossier.personal:
        if trace.kind is Personal.IDENTITY and trace.certain:
            yield _say(paragraph, trace, f"{mask(trace.bare)} 是居民身份证号码，材料要公开，不能写；请删去")


def personal_data(dossier: Dossier) -> Iterator[Finding]:
    """Find what only looks like personal data outside a field that asks for it: it is not published either."""
    for paragraph, trace in dossier.personal:
        if not trace.certain and not _asks_for_one(paragraph):
            message = f"{mask(trace.bare)} 像是{trace.kind}，公开的网页里会略去；是个人的，请删去"
            yield _say(paragraph, trace, message)


def _asks_for_one(paragraph: Paragraph) -> bool:
    return any(map(_CONTACT.search, paragraph.leaf.field.names))


def _say(paragraph: Paragraph, trace: PersonalData, message: str) -> Finding:
    place = paragraph.text.at(trace.start, trace.end)
    return Finding(place, message, paragraph.leaf.where, forms=paragraph.forms)
