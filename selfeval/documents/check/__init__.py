"""Check templates without data: find what would fail, be lost or be printed as a raw tag, each with its place."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from selfeval.documents.check import markup, word
from selfeval.documents.check.active import broken, unsafe
from selfeval.documents.check.blocks import blocks
from selfeval.documents.check.names import TagReader
from selfeval.documents.check.tag import TagKind, TemplateTag, tags
from selfeval.documents.from_word import markdown_of
from selfeval.documents.outcome import misnamed_templates
from selfeval.documents.passage import Passage, TagSpot, TemplateSlip, lines
from selfeval.documents.sandbox import RenderingError
from selfeval.documents.word.package import SUFFIX
from selfeval.form.field import Field, Need
from selfeval.form.folders import DECLARATION
from selfeval.form.form import TEMPLATES, Form
from selfeval.problem import Level, Place, Problem
from selfeval.problem.disk import read_file, unreadable
from selfeval.problem.many import shortened
from selfeval.text.pattern import regex

LONGEST = 10_000
"""How many characters one paragraph or line may have."""
MOST_PASSAGES = 5_000
"""How many paragraphs or lines one part may have: docxtpl takes the square of the time for many."""
_QUESTION = regex(r"#\s*问((?:（[^）]*）)?\s*[:：].*)")
"""A question that a draft asks in a comment: # 问（表1第4行第7格）：…"""
MOST_SLIPS = 10_000
"""How many wrong names, and how many pieces of markup, are told of one part."""


class Checked(NamedTuple):
    """Hold what is wrong with a form's templates, and their texts by file, so that a problem can show its line."""

    problems: tuple[Problem, ...]
    lines: Mapping[str, tuple[str, ...]]


class CheckedTemplate(NamedTuple):
    """Hold one template as it was read: its texts, what is wrong in it, and the fields it does not show, None where nobody can tell."""

    texts: tuple[str, ...]
    slips: tuple[TemplateSlip, ...]
    hidden: tuple[Field, ...] | None


def check(form: Form) -> Checked:
    """Return every problem that can be seen in a form's templates without data; to have none is one."""
    found = {path.name: _examine_file(form, path) for path in templates(form)}
    misnamed = dict(misnamed_templates(form.folder))
    if not found:
        message = f"“{form.name}”的文件夹里没有 {'，也没有 '.join(TEMPLATES)}，出不了文档"
        place, forms = Place(form.shown, 1, 1, 1), frozenset({form.slug})
        message = "；".join((message, *misnamed.values()))
        return Checked((Problem(place, "missing-template", Level.ERROR, message, forms=forms),), {})
    problems = [*_problems_of_markdown(form, found)]
    problems += [_misnamed(form, name, advice) for name, advice in misnamed.items()]
    problems += [_problem_of(form, name, slip) for name, template in found.items() for slip in template.slips]
    problems += _fields_not_shown(form, {name: each.hidden for name, each in found.items() if each.hidden is not None})
    problems += find_questions(form)
    texts = {form.place(name).file: template.texts for name, template in found.items()}
    return Checked(tuple(shortened(sorted(dict.fromkeys(problems), key=lambda problem: problem.place))), texts)


def find_questions(form: Form) -> Iterator[Problem]:
    """Yield every question in form.yaml that its author has not answered: until then nobody knows what the form prints."""
    try:
        text = read_file(form.folder / DECLARATION).decode(errors="replace")
    except OSError:
        return
    lines = text.splitlines() if _QUESTION.search(text) else []
    found = [(number, match) for number, line in enumerate(lines, start=1) if (match := _QUESTION.search(line))]
    for order, (number, match) in enumerate(found):
        many = f"还有 {len(found)} 处“问”没有答，第一处：" if len(found) > 1 and order == 0 else "“问”没有答："
        place = Place(f"{form.shown}/{DECLARATION}", number, match.start() + 1, match.end() + 1)
        message = f"{many}{match[1].strip(' ：:')}看过、改好，把这一行删去"
        yield Problem(place, "open-question", Level.ERROR, message, forms=frozenset({form.slug}))


def _examine_file(form: Form, path: Path) -> CheckedTemplate:
    try:
        outside = _why_unread(path)
        return CheckedTemplate((), (outside,), None) if outside else _examine(form, path.suffix, read_file(path))
    except OSError as error:
        slip = TemplateSlip(TagSpot(Passage("", 1)), "unreadable-file", unreadable(path.name, error).message)
        return CheckedTemplate((), (slip,), None)


def _problems_of_markdown(form: Form, found: Mapping[str, CheckedTemplate]) -> Iterator[Problem]:
    """Yield a problem where no Markdown can be made of a sound template in Word that has none beside it."""
    (name, template), *others = found.items()
    if others or not name.endswith(SUFFIX) or any(slip.level is Level.ERROR for slip in template.slips):
        return
    try:
        made = markdown_of(read_file(form.template_folder / name))
    except RenderingError as error:
        yield Problem(form.place(name, 1), "template-unsafe", Level.ERROR, error.message, forms=frozenset({form.slug}))
        return
    slip = next((slip for slip in _examine(form, ".md", made.encode()).slips if slip.level is Level.ERROR), None)
    if slip:
        way = f"运行 templates {form.slug} --markdown 写出 document.md，在里面改好"
        message = f"照这个模板做不出 Markdown，“{slip.spot.passage.text.strip()[:30]}”：{slip.message}；{way}"
        yield Problem(form.place(name, 1), slip.rule, Level.ERROR, message, forms=frozenset({form.slug}))


@lru_cache(maxsize=64)
def _examine(form: Form, suffix: str, data: bytes) -> CheckedTemplate:
    parts, slips = _read(data, suffix)
    sound = bool(parts)
    reader = TagReader(form)
    for part in parts:
        known, wrong = _read_tags(part)
        if suffix == SUFFIX and part is parts[0] and not wrong:
            wrong = list(word.find_astray(data, [tag for tag in known if tag.kind is TagKind.BLOCK]))
        slips += [*wrong, *itertools.islice(reader.read(known, whole=not wrong), MOST_SLIPS)]
        sound = sound and not wrong
    texts = tuple(passage.text for part in parts for passage in part)
    return CheckedTemplate(texts, tuple(slips), tuple(reader.hidden()) if sound else None)


def _fields_not_shown(form: Form, hidden: Mapping[str, tuple[Field, ...]]) -> Iterator[Problem]:
    """Yield what the templates do not show: required fields of each template, others of all or of one."""
    for name, fields in hidden.items():
        others = [other for other in hidden if other != name]
        for field in fields:
            place, advice = form.place(name), f"要印的写 {{{{ {field.key} }}}}"
            if field.need is not Need.NO and field.formula is None:
                message = f"“{field.name}”必须填，模板里却没有印；{advice}，不印的在 form.yaml 里写“打印: 否”"
            elif any(field not in hidden[other] for other in others):
                message = f"“{field.name}”印在 {others[0]} 里，这里却没有印；{advice}"
            else:
                which = "由程序算" if field.formula is not None or field.drawn else "可以填"
                message = f"“{field.name}”{which}，模板里却没有印；{advice}，不印的在 form.yaml 里写“打印: 否”"
                place = field.place
            yield Problem(place, "template-field-not-shown", Level.WARNING, message, forms=frozenset({form.slug}))


def templates(form: Form) -> list[Path]:
    """Return the templates a form has."""
    return [path for path in (form.template_folder / name for name in TEMPLATES) if os.path.lexists(path)]


def refuse(template: Path) -> None:
    """Raise RenderingError for a template that must not be rendered, whatever its form: unsafe, forbidden or broken.

    Raise OSError about the template where it cannot be read.
    """
    slip = _why_unread(template) or _first_error(read_file(template), template.suffix)
    if slip:
        raise RenderingError(slip.sentence, slip.spot.passage.line, slip.spot.passage.text)


@lru_cache(maxsize=64)
def _first_error(data: bytes, suffix: str) -> TemplateSlip | None:
    parts, slips = _read(data, suffix)
    found = itertools.chain(slips, *(_read_tags(part)[1] for part in parts))
    return next((slip for slip in found if slip.level is Level.ERROR), None)


def _why_unread(path: Path) -> TemplateSlip | None:
    """Return why a file must not even be read, None where it may."""
    if path.is_symlink():
        return unsafe("模板要放在表样自己的文件夹里，不能是指向别处的链接")
    size = path.stat().st_size
    return word.too_large(size) if size > word.SIZE_LIMIT else None


def _read(data: bytes, suffix: str) -> tuple[list[list[Passage]], list[TemplateSlip]]:
    if suffix == SUFFIX:
        return word.read(data)
    if len(data) > word.TEXT_LIMIT:
        return [], [unsafe(f"Markdown 模板不能超过 {word.TEXT_LIMIT // 2**10} KB", "")]
    try:
        passages = lines(data.decode())
    except UnicodeDecodeError:
        return [], [broken("不是 UTF-8 编码，请用编辑器另存为 UTF-8", "")]
    return [passages], list(itertools.islice(markup.find(passages), MOST_SLIPS))


def _read_tags(part: Sequence[Passage]) -> tuple[list[TemplateTag], list[TemplateSlip]]:
    """Return the tags of one part, and the mistakes in them that do not depend on the form."""
    if len(part) > MOST_PASSAGES:
        message = f"有 {len(part)} 段，超过 {MOST_PASSAGES} 段，不读了；一行一行列的内容用 for 列"
        return [], [TemplateSlip(TagSpot(part[0]), "template-forbidden", message)]
    long = [passage for passage in part if len(passage.text) > LONGEST]
    if long:
        message = f"这一段有 {len(long[0].text)} 个字，超过 {LONGEST} 个，不读了"
        return [], [TemplateSlip(TagSpot(long[0]), "template-forbidden", message)]
    found = [item for passage in part for item in tags(passage)]
    known = [item for item in found if isinstance(item, TemplateTag)]
    return known, [*(item for item in found if isinstance(item, TemplateSlip)), *blocks(part, known)]


def _misnamed(form: Form, name: str, advice: str) -> Problem:
    """Return the problem of a Word file that is not read, beside the template that is."""
    place, forms = Place(f"{form.shown}/{name}", 1, 1, 1), frozenset({form.slug})
    return Problem(place, "missing-template", Level.WARNING, advice, forms=forms)


def _problem_of(form: Form, template: str, slip: TemplateSlip) -> Problem:
    passage, start, end = slip.spot
    place = Place(form.place(template).file, passage.line, start + 1, max(end, start + 1) + 1)
    return Problem(place, slip.rule, slip.level, slip.sentence, slip.fix, forms=frozenset({form.slug}))
