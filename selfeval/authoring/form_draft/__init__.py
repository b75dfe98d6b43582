"""A form's folder drafted from a blank Word form: form.yaml, and document.docx with tags in the places to fill.

What the words of the form say is decided; what only its author can know is asked, each question with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selfeval.authoring.form_draft import fixed
from selfeval.authoring.form_draft.declared import DraftedDeclaration, DraftField, Question
from selfeval.authoring.form_draft.drafting import Drafting
from selfeval.authoring.form_draft.followed import draft_following, spread_columns
from selfeval.authoring.form_draft.formulas import write_formulas
from selfeval.authoring.form_draft.head import head_lines
from selfeval.authoring.form_draft.indicators import draft_indicators, is_of_indicators
from selfeval.authoring.form_draft.judging import write_judging
from selfeval.authoring.form_draft.known import KnownLabels, labels_known
from selfeval.authoring.form_draft.listing import draft_list
from selfeval.authoring.form_draft.nature import labels_of, nature_of
from selfeval.authoring.form_draft.page import DraftedPage, WrittenTag
from selfeval.authoring.form_draft.single import department_of, draft_place
from selfeval.documents.read.asked import read_form
from selfeval.documents.read.blank import BlankForm, FollowingColumns, OtherForm, PlaceToFill, RepeatedRows
from selfeval.documents.read.lines import RefusedError
from selfeval.documents.read.opening import word_of
from selfeval.documents.read.word import open_body
from selfeval.documents.word.tagging import accept_changes, blank_other_tags, write_tags
from selfeval.form.expression import KeyPath
from selfeval.form.field import DEPARTMENT_KEY, YEAR_KEY, Kind
from selfeval.form.library import Library

PRINTED = fixed.FILE
"""The file of a drafted folder with the indicators that the form prints itself."""


class Draft(NamedTuple):
    """Hold a drafted folder: form.yaml, document.docx, the indicators that the form prints itself, and what was written where."""

    declaration: str
    document: bytes
    listed: str
    tags: tuple[WrittenTag, ...]
    questions: tuple[Question, ...]


def draft_form(name: str, data: bytes, library: Library) -> Draft:
    """Return the draft of a form from a Word file, blank or filled.

    Raises:
        RefusedError: where the file cannot be read, or asks for nothing.
    """
    body = open_body(word_of(name, data))
    loose: list[Question] = []
    if changes := accept_changes(body):
        body = open_body(write_tags(body, ()))
        loose.append(Question("", f"原来有 {changes} 处修订痕迹，都接受了。样子对吗？"))
    if taken := blank_other_tags(body):
        body = open_body(write_tags(body, ()))
        loose.append(Question("", f"原来有 {taken} 段写着别的程序的标记，当作空着的地方。都认对了吗？"))
    form = read_form(body, labels_known(library))
    if not form.asked:
        raise RefusedError("里面没有认出要填的地方：没有空的格子、____、冒号后面的空")
    if any(isinstance(asked, PlaceToFill) and asked.is_filled for asked in form.asked):
        loose.append(Question("", "表里填过内容，认作填的字都拿掉了。有没有该留在表上的？"))
    drafting = _begin(form, name, library)
    drafting.declared.loose += loose
    drafting.declared.loose += map(_other_form, form.others)
    _draft(drafting)
    drafting.declared.loose += _boxes_left(drafting)
    document = write_tags(body, drafting.page.changes)
    declared = drafting.declared
    text, listed = declared.text(name), declared.listed_text(name)
    return Draft(text, document, listed, tuple(drafting.page.tags), tuple(declared.questions()))


def _begin(form: BlankForm, name: str, library: Library) -> Drafting:
    nature = nature_of(form, name)
    known = KnownLabels(library, nature.phase, nature.subject, nature.files)
    head = head_lines(form, name, nature, department_of(form, known))
    in_yuan = any("（元）" in "".join(labels_of(asked)) for asked in form.asked)
    return Drafting(form, nature, known, DraftedDeclaration(head, nature.files), DraftedPage(), in_yuan, {})


def _draft(drafting: Drafting) -> None:
    """Draft all that the form asks for, in its order, then what the fields have to do with each other."""
    form = drafting.form
    if form.title_place:
        drafting.page.write_title(form.title, form.title_place)
    for asked in form.asked:
        if isinstance(asked, FollowingColumns):
            draft_following(drafting, asked)
        elif isinstance(asked, PlaceToFill):
            draft_place(drafting, asked)
        elif is_of_indicators(asked):
            draft_indicators(drafting, asked)
        else:
            draft_list(drafting, asked)
    spread_columns(drafting)
    write_formulas(drafting.fields)
    write_judging(drafting)
    _ask_kinds(drafting)
    _declare_names(drafting)


def _other_form(other: OtherForm) -> Question:
    """Return the question whether another form in the file is part of this one."""
    asked = f"从这里起像是另一张表“{other.title}”，先和前面的出在一份文档里。要各出一份的，在 Word 里拆成两个文件，各起草一次。对吗？"
    return Question(other.place, asked)


def _boxes_left(drafting: Drafting) -> Iterator[Question]:
    """Yield a question for each text with boxes to tick that was not taken for a choice: it stays as it is printed."""
    rows = {row for asked in drafting.form.asked if isinstance(asked, RepeatedRows) for row in asked.rows}
    tagged = {tag.place for tag in drafting.page.tags}
    for place in drafting.form.boxes:
        if place not in tagged and place.rpartition("第")[0] not in rows:
            yield Question(place, "这里印着几个框，没有认出是哪几个选项，先照印。要由数据打钩吗？")


def _ask_kinds(drafting: Drafting) -> None:
    """Ask for every type that no label says and no formula follows from."""
    for made in drafting.fields.values():
        if made.is_guessed and "算式" not in made.words:
            asked = f"看不出“{made.label or made.path[-1]}”填的是什么，先当作{made.kind.value}。对吗？"
            made.questions.append(Question(made.place, asked))


def _declare_names(drafting: Drafting) -> None:
    """Declare what every document is named by, printed or not."""
    paths: list[KeyPath] = [(DEPARTMENT_KEY, "名称"), (YEAR_KEY,)]
    if drafting.nature.of_project:
        paths.append(("项目", "名称"))
    titles = [value for word, value, _ in drafting.declared.head if word == "标题"]
    for path in paths:
        if path not in drafting.fields:
            made = DraftField(path, Kind.TEXT, known=path in drafting.known.vocabulary)
            if not any(".".join(path) in title for title in titles):
                made.words["打印"] = "否"
            drafting.fields[path] = made
