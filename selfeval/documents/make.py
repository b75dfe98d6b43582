"""Make every document of a form, or none of them, beside what is there already."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from selfeval.documents.outcome import SUFFIXES, TEMPLATE, Document, Status, copy_name
from selfeval.documents.view import Item
from selfeval.form.form import Form
from selfeval.problem import Level, Problem
from selfeval.problem.disk import read_file


class Imprint(NamedTuple):
    """Hold what a form's documents have in common: the path below the reports without suffix, and the subject.

    ``made_of`` is the mark of all that they are made of.
    """

    stem: str
    subject: str
    made_of: str


def suffixes(form: Form) -> tuple[str, ...]:
    """Return the kinds of documents that are made for a form: all for one with a template in Word."""
    return tuple(suffix for suffix in SUFFIXES if os.path.lexists(_template(form, suffix)))


def _template(form: Form, suffix: str) -> Path:
    """Return the template of a kind of documents: that in Word serves for Markdown where it has none of its own."""
    own = form.template_folder / f"{TEMPLATE}{suffix}"
    return own if os.path.lexists(own) else form.template_folder / f"{TEMPLATE}{SUFFIXES[0]}"


def make(form: Form, seen: Item, imprint: Imprint, reports: Path) -> tuple[list[Document], list[Problem]]:
    """Make every document of a form, or none of them where a template is at fault.

    A document that was edited by hand is kept beside the one made anew.
    """
    from selfeval.documents import markdown  # checking must not pay for Word
    from selfeval.documents.sandbox import RenderingError
    from selfeval.documents.word import render

    writers = {writer.SUFFIX: writer for writer in (render, markdown)}
    kinds, stem = suffixes(form), imprint.stem
    seen_in_templates = problems_of_templates(form)
    if any(problem.level is Level.ERROR for problem in seen_in_templates):
        return [Document(stem + suffix, Status.HELD_BACK) for suffix in kinds or ("",)], seen_in_templates
    documents: list[Document] = []
    for suffix in kinds:
        template = _template(form, suffix)
        try:
            data = writers[suffix].render(template, seen, imprint.subject, imprint.made_of)
        except RenderingError as problem:
            place = form.place(template.name, problem.line)
            around = f"：在“{problem.around[:60]}”这里" if problem.around else ""
            found = Problem(place, "bad-template", Level.ERROR, problem.message + around, forms=frozenset({form.slug}))
            return [Document(stem + other, Status.HELD_BACK) for other in kinds], [found]
        documents += _replace_or_keep(stem + suffix, data, reports)
    return documents, [*seen_in_templates, *_narrow_columns(form, seen)]


def _narrow_columns(form: Form, seen: Item) -> Iterator[Problem]:
    """Yield a problem for each list that has more items than columns that follow it can show."""
    from selfeval.documents.word.columns import find_narrow, rooms_for_columns  # checking must not pay for Word

    template = _template(form, SUFFIXES[0])
    rooms = rooms_for_columns(read_file(template)) if template.is_file() else ()
    for name, items, width in find_narrow(rooms, seen):
        message = (
            f"“{name}”有 {items} 条，在 Word 里每列只有 {width:.1f} 厘米宽，字挤成一竖条；"
            "请做表样的人把这几列放宽，或者把纸横过来"
        )
        place = form.place(template.name)
        yield Problem(place, "narrow-columns", Level.WARNING, message, forms=frozenset({form.slug}))


def problems_of_templates(form: Form) -> list[Problem]:
    """Return what can be seen in a form's templates without data."""
    from selfeval.documents.check import check  # checking must not pay for Word

    return list(check(form).problems)


def make_draft(form: Form, seen: Item, imprint: Imprint, drafts: Path) -> Iterator[Document]:
    """Yield every document of a form as a marked draft, each that can be made; one edited by hand is kept."""
    from selfeval.documents import content, markdown  # checking must not pay for Word
    from selfeval.documents.check import refuse
    from selfeval.documents.sandbox import RenderingError
    from selfeval.documents.word import draft, render

    marked = {render.SUFFIX: (render, draft.mark), markdown.SUFFIX: (markdown, markdown.mark_draft)}
    for suffix in suffixes(form):
        template, path = _template(form, suffix), imprint.stem + suffix
        writer, mark = marked[suffix]
        try:
            refuse(template)
            data = mark(writer.render(template, seen, imprint.subject, imprint.made_of))
        except RenderingError as problem:
            told = problem.message if template.name in problem.message else f"{template.name}，{problem.message}"
            yield Document(path, Status.HELD_BACK, told)
        else:
            yield from _replace_or_keep(path, content.mark_anew(data, suffix), drafts)


def preview(form: Form, seen: Item, subject: str) -> tuple[str, str]:
    """Return a form's Markdown document as it would be made now, and ""; or "", and why there is none."""
    from selfeval.documents import markdown  # checking must not pay for it
    from selfeval.documents.check import refuse
    from selfeval.documents.sandbox import RenderingError

    template = _template(form, markdown.SUFFIX)
    if not os.path.lexists(template):
        return "", "这张表还没有模板，印不出来"
    try:
        refuse(template)
        return markdown.mark_draft(markdown.render(template, seen, subject, "")).decode(), ""
    except RenderingError as problem:
        return "", f"模板出错，现在印不出来：{problem.message}"


def is_still_made_of(path: Path, made_of: str) -> bool:
    """Tell whether a document was made of what the mark ``made_of`` stands for, and nobody edited it since."""
    from selfeval.documents import content  # checking opens no document

    if not path.is_file():
        return False
    found = content.find(read_file(path), path.suffix)
    return found.intact and found.marks is not None and found.marks.made_of == made_of


def is_edited(path: Path) -> bool:
    """Tell whether a document, of whatever form, says anything but what was generated."""
    from selfeval.documents import content  # checking opens no document

    return not content.find(read_file(path), path.suffix).as_generated


def can_be_read(document: bytes, suffix: str) -> bool:
    """Tell whether a document, Word or Markdown, still opens, so that its text can be compared."""
    from selfeval.documents import content  # checking opens no document

    return content.find(document, suffix).content is not None


def differences(made: bytes, copy: bytes, suffix: str) -> Iterator[tuple[str, str]]:
    """Yield each run of sentences of a document that a copy of it says otherwise, and what it says; either may be empty."""
    from difflib import SequenceMatcher  # few documents are edited by hand

    from selfeval.documents import content  # checking opens no document

    old, new = content.sentences(made, suffix), content.sentences(copy, suffix)
    for kind, start, end, other_start, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield "".join(old[start:end]), "".join(new[other_start:other_end])


def say_the_same(one: bytes, other: bytes, suffix: str) -> bool:
    """Tell whether two documents of one kind, Word or Markdown, hold the same text."""
    from selfeval.documents import content  # checking opens no document

    first, second = content.find(one, suffix).content, content.find(other, suffix).content
    same = first is not None and second is not None and first.text == second.text
    return same and not content.is_spaced_otherwise(one, other, suffix)


def _holds(path: Path, content: bytes) -> bool:
    """Tell whether a file holds just this: the copy that a killed program made before it could replace the document."""
    return path.is_file() and read_file(path) == content


def _replace_or_keep(path: str, made: bytes, reports: Path) -> list[Document]:
    """Return what becomes of a document made anew, and of the old one at its path.

    An old one with the same content is left alone, whatever it was made of. Where an old one carries no mark
    of its content, nobody can know whether it was edited: it counts as edited if its text differs.
    """
    from selfeval.documents import content  # checking opens no document

    place = reports / path
    if not place.is_file():
        return [Document(path, Status.BUILT, "", made)]
    before = read_file(place)
    if before == made:
        return [Document(path, Status.UNCHANGED)]
    old, new = content.find(before, place.suffix), content.find(made, place.suffix)
    if old.intact and old.content == new.content:
        return [Document(path, Status.UNCHANGED)]
    if not before:
        return [Document(path, Status.BUILT, "原来的文件是空的，已重新生成", made)]
    alike = old.as_generated or (old.content and new.content and old.content.text == new.content.text)
    marked = old.marks is not None and old.marks.content is not None
    touched = marked and not old.intact and content.is_spaced_otherwise(made, before, place.suffix)
    if alike and not touched:
        return [Document(path, Status.BUILT, "", made)]
    copy = copy_name(path, lambda name: os.path.lexists(reports / name) and not _holds(reports / name, before))
    why = "这份文档手工改过" if old.marks and old.marks.content else "这份文档可能手工改过"
    then = "用 revise 把改动带回 YAML 以后可以删去"
    if old.content is None:
        why, then = "这份文档打不开了，可能另存成了别的格式，也可能坏了", "里面没有还要用的，就可以删去"
    note = f"{why}，原样留作“{PurePath(copy).name}”；{then}"
    return [Document(copy, Status.KEPT, note, before), Document(path, Status.BUILT, "", made)]
