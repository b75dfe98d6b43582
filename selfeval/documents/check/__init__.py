"""Check templates without data: find what would fail, be lost or be printed as a raw tag, each with its place."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from selfeval.documents.check import markup, word
from selfeval.documents.check.active import broken, unsafe
from selfeval.documents.check.blocks import blocks
from selfeval.documents.check.names import TagReader
from selfeval.documents.check.tag import TemplateTag, tags
from selfeval.documents.outcome import misnamed_templates
from selfeval.documents.passage import Passage, TagSpot, TemplateSlip, lines
from selfeval.documents.sandbox import RenderingError
from selfeval.form.field import Field
from selfeval.form.form import Form
from selfeval.problem import Level, Place, Problem

TEMPLATES = ("document.docx", "document.md")
LONGEST = 10_000
"""How many characters one paragraph or line may have."""
MOST_PASSAGES = 5_000
"""How many paragraphs or lines one part may have: docxtpl takes the square of the time for many."""
MOST_SLIPS = 200
"""How many wrong names, and how many pieces of markup, are told of one part."""


class Checked(NamedTuple):
    """Hold what is wrong with a form's templates, and their texts by file, so that a problem can show its line."""

    problems: tuple[Problem, ...]
    lines: Mapping[str, tuple[str, ...]]


def check(form: Form) -> Checked:
    """Return every problem that can be seen in a form's templates without data; a form without templates has none."""
    problems: list[Problem] = []
    texts: dict[str, tuple[str, ...]] = {}
    for name, advice in misnamed_templates(form.folder):
        place = Place(f"{form.shown}/{name}", 1, 1, 1)
        problems.append(Problem(place, "missing-template", Level.ERROR, advice, forms=frozenset({form.slug})))
    for path in templates(form):
        file = f"{form.shown}/{path.name}"
        parts, slips = _open(path)
        sound = bool(parts)
        reader = TagReader(form)
        for part in parts:
            known, wrong = _read_tags(part)
            slips += [*wrong, *itertools.islice(reader.read(known, whole=not wrong), MOST_SLIPS)]
            sound = sound and not wrong
        texts[file] = tuple(passage.text for part in parts for passage in part)
        problems += [_problem_of(file, form, slip) for slip in slips]
        problems += [_field_not_shown(file, form, field) for field in (reader.missing() if sound else ())]
    return Checked(tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.place)), texts)


def templates(form: Form) -> list[Path]:
    """Return the templates a form has."""
    return [path for path in (form.folder / name for name in TEMPLATES) if path.is_file()]


def refuse(template: Path) -> None:
    """Raise RenderingError for a template that must not be rendered, whatever its form: unsafe, forbidden or broken."""
    slip = _why_unread(template) or _first_error(template.read_bytes(), template.suffix)
    if slip:
        raise RenderingError(slip.sentence, slip.spot.passage.line, slip.spot.passage.text)


@lru_cache(maxsize=64)
def _first_error(data: bytes, suffix: str) -> TemplateSlip | None:
    parts, slips = _read(data, suffix)
    found = itertools.chain(slips, *(_read_tags(part)[1] for part in parts))
    return next((slip for slip in found if slip.level is Level.ERROR), None)


def _open(path: Path) -> tuple[list[list[Passage]], list[TemplateSlip]]:
    outside = _why_unread(path)
    return ([], [outside]) if outside else _read(path.read_bytes(), path.suffix)


def _why_unread(path: Path) -> TemplateSlip | None:
    """Return why a file must not even be read, None where it may."""
    if path.resolve() != path.parent.resolve() / path.name:
        return unsafe("模板要放在表样自己的文件夹里，不能是指向别处的链接")
    size = path.stat().st_size
    return word.too_large(size) if size > word.SIZE_LIMIT else None


def _read(data: bytes, suffix: str) -> tuple[list[list[Passage]], list[TemplateSlip]]:
    if suffix == ".docx":
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


def _problem_of(file: str, form: Form, slip: TemplateSlip) -> Problem:
    passage, start, end = slip.spot
    place = Place(file, passage.line, start + 1, max(end, start + 1) + 1)
    return Problem(place, slip.rule, slip.level, slip.sentence, slip.fix, forms=frozenset({form.slug}))


def _field_not_shown(file: str, form: Form, field: Field) -> Problem:
    message = f"“{field.name}”必须填，模板里却没有印；要印的写 {{{{ {field.key} }}}}，不印的在 form.yaml 里写“打印: 否”"
    place = Place(file, 1, 1, 1)
    return Problem(place, "template-field-not-shown", Level.WARNING, message, forms=frozenset({form.slug}))
