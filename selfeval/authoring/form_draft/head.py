"""The lines of a drafted form.yaml above its fields: what the form is called, what it is, how its title prints."""

from __future__ import annotations

from selfeval.authoring.form_draft.declared import HeadLine, Question, scalar
from selfeval.authoring.form_draft.nature import Nature
from selfeval.documents.read.blank import BlankForm
from selfeval.form.field import DEPARTMENT_KEY, YEAR_KEY
from selfeval.text.pattern import regex

_YEAR_IN_TITLE = regex(r"[（(][\s　]*[）)](?=年)|[_＿\s　]*(?:20)?[_＿\s　XＸ×x○]*\d{0,4}(?=年)")
_BLANK_IN_TITLE = regex(r"[_＿XＸ×○]{2,}|[（(][\s　]*[）)]")


def head_lines(form: BlankForm, file: str, nature: Nature, department: str) -> list[HeadLine]:
    """Return the lines; ``file`` is the name of the Word file, ``department`` what a filled one says where it asks for it."""
    title = "".join(form.title.split()) or file.rpartition(".")[0] or file
    name = title.replace(department, "", 1)
    name = (
        _BLANK_IN_TITLE.sub("", _YEAR_IN_TITLE.sub("", name))
        .replace("年度", "")
        .replace("（年）", "")
        .replace("（）", "")
    )
    name = name.lstrip("年") or title
    lines = [("名称", scalar(name), list[Question]()), *_what_it_is(form.title_place, nature)]
    if nature.of_project:
        lines.append(("文件名", f'"{name}（{{{{ 项目.名称 }}}}）"'.replace("\\", ""), []))
    printed, has_gap = _printed(title, department)
    if printed != name:
        gap = Question(form.title_place, "标题里空着的地方先填部门名称。对吗？")
        lines.append(("标题", f'"{printed}"', [gap] if has_gap else []))
    return lines


def _what_it_is(place: str, nature: Nature) -> list[HeadLine]:
    phase = [] if nature.phase_is_sure else [Question(place, f"像是{nature.phase}的表。对吗？")]
    one = "一个项目一份" if nature.of_project else "一个部门一份"
    subject = [] if nature.subject_is_sure else [Question(place, f"像是{one}。对吗？")]
    return [("阶段", nature.phase.value, phase), ("主体", nature.subject.value, subject)]


def _printed(title: str, department: str) -> tuple[str, bool]:
    """Return the title as a template, and whether a gap in it was taken for the department's name."""
    printed = _YEAR_IN_TITLE.sub(f"{{{{ {YEAR_KEY} }}}}", title, count=1)
    tag = f"{{{{ {DEPARTMENT_KEY}.名称 }}}}"
    printed = _BLANK_IN_TITLE.sub(tag, printed, count=1)
    has_gap = tag in printed or "__" in printed
    return printed.replace(department, tag, 1) if department else printed, has_gap
