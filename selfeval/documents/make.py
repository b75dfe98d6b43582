"""Make every document of a form, or none of them, beside what is there already."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import NamedTuple

from selfeval.documents.outcome import SUFFIXES, TEMPLATE, Document, Status, copy_name, misnamed_templates
from selfeval.documents.view import Item
from selfeval.form.form import Form
from selfeval.problem import Level, Place, Problem


class Imprint(NamedTuple):
    """Hold what a form's documents have in common: the path below the reports without suffix, and the subject.

    ``made_of`` is the mark of all that they are made of.
    """

    stem: str
    subject: str
    made_of: str


def suffixes(form: Form) -> tuple[str, ...]:
    """Return the kinds of documents a form has templates for."""
    return tuple(suffix for suffix in SUFFIXES if os.path.isfile(f"{form.folder}/{TEMPLATE}{suffix}"))


def make(form: Form, seen: Item, imprint: Imprint, reports: Path) -> tuple[list[Document], list[Problem]]:
    """Make every document of a form, or none of them where a template is at fault.

    A document that was edited by hand is kept beside the one made anew.
    """
    from selfeval.documents import markdown  # checking must not pay for Word
    from selfeval.documents.check import refuse
    from selfeval.documents.sandbox import RenderingError
    from selfeval.documents.word import render

    writers = {writer.SUFFIX: writer for writer in (render, markdown)}
    kinds, stem = suffixes(form), imprint.stem
    if not kinds:
        place = Place(form.shown, 1, 1, 1)
        message = f"“{form.name}”的文件夹里没有 {TEMPLATE}.docx，也没有 {TEMPLATE}.md，出不了文档"
        message = "；".join((message, *(advice for _, advice in misnamed_templates(form.folder))))
        return [Document(stem, Status.HELD_BACK)], [Problem(place, "missing-template", Level.ERROR, message)]
    documents: list[Document] = []
    for suffix in kinds:
        template = form.folder / f"{TEMPLATE}{suffix}"
        try:
            refuse(template)
            data = writers[suffix].render(template, seen, imprint.subject, imprint.made_of)
        except RenderingError as problem:
            place = form.place(template.name, problem.line)
            around = f"：在“{problem.around[:60]}”这里" if problem.around else ""
            found = Problem(place, "bad-template", Level.ERROR, problem.message + around, forms=frozenset({form.slug}))
            return [Document(stem + other, Status.HELD_BACK) for other in kinds], [found]
        documents += _replace_or_keep(stem + suffix, data, reports)
    return documents, []


def is_still_made_of(path: Path, made_of: str) -> bool:
    """Tell whether a document was made of what the mark ``made_of`` stands for, and nobody edited it since."""
    from selfeval.documents import content  # checking opens no document

    if not path.is_file():
        return False
    found = content.find(path.read_bytes(), path.suffix)
    return found.intact and found.marks is not None and found.marks.made_of == made_of


def is_edited(path: Path) -> bool:
    """Tell whether a document, of whatever form, says anything but what was generated."""
    from selfeval.documents import content  # checking opens no document

    return not content.find(path.read_bytes(), path.suffix).as_generated


def say_the_same(one: bytes, other: bytes, suffix: str) -> bool:
    """Tell whether two documents of one kind, Word or Markdown, hold the same text."""
    from selfeval.documents import content  # checking opens no document

    first, second = content.find(one, suffix).content, content.find(other, suffix).content
    return first is not None and second is not None and first.text == second.text


def _replace_or_keep(path: str, made: bytes, reports: Path) -> list[Document]:
    """Return what becomes of a document made anew, and of the old one at its path.

    An old one with the same content is left alone, whatever it was made of. Where an old one carries no mark
    of its content, nobody can know whether it was edited: it counts as edited if its text differs.
    """
    from selfeval.documents import content  # checking opens no document

    place = reports / path
    if not place.is_file():
        return [Document(path, Status.BUILT, "", made)]
    before = place.read_bytes()
    old, new = content.find(before, place.suffix), content.find(made, place.suffix)
    if before == made or (old.intact and old.content == new.content):
        return [Document(path, Status.UNCHANGED)]
    if not before:
        return [Document(path, Status.BUILT, "原来的文件是空的，已重新生成", made)]
    if old.as_generated or (old.content and new.content and old.content.text == new.content.text):
        return [Document(path, Status.BUILT, "", made)]
    copy = copy_name(path, lambda name: (reports / name).exists())
    why = "这份文档手工改过" if old.marks and old.marks.content else "这份文档可能手工改过"
    if old.content is None:
        why = "这份文档打不开了，可能另存成了别的格式，也可能坏了"
    note = f"{why}，原样留作“{PurePath(copy).name}”；用 revise 把改动带回 YAML 以后可以删去"
    return [Document(copy, Status.KEPT, note, before), Document(path, Status.BUILT, "", made)]
