"""A form's folder drafted from a blank Word form: form.yaml, and document.docx with tags in the places to fill.

What the words of the form say is decided; what only its author can know is asked, each question with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from selfeval.authoring.form_draft.declared import DraftedDeclaration, DraftField, Question, levels_text, scalar
from selfeval.authoring.form_draft.formulas import write_formulas
from selfeval.authoring.form_draft.kinds import IndicatorColumn, indicator_column, kind_of
from selfeval.authoring.form_draft.known import KeyOfLabel, KnownLabels, key_of, labels_known
from selfeval.documents.read.asked import read_form
from selfeval.documents.read.blank import BlankForm, Column, LabelFound, PlaceToFill, RepeatedRows, WrittenAs
from selfeval.documents.read.label import bare
from selfeval.documents.read.lines import RefusedError
from selfeval.documents.read.opening import word_of
from selfeval.documents.read.word import open_body
from selfeval.documents.word.tagging import (
    Below,
    Inside,
    Repeated,
    TagChange,
    WholeCell,
    accept_changes,
    blank_other_tags,
    write_tags,
)
from selfeval.form.declaration import FIELD_WORDS
from selfeval.form.expression import KeyPath
from selfeval.form.field import DEPARTMENT_KEY, YEAR_KEY, Kind
from selfeval.form.form import Phase, Subject
from selfeval.form.library import Library
from selfeval.text.pattern import regex

STANDARD_LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
"""The levels of indicators that most forms have."""

_RESERVED = frozenset(
    {
        *FIELD_WORDS,
        DEPARTMENT_KEY,
        YEAR_KEY,
        "表样",
        "说明情况",
        "标题",
        "评分",
        "汇总",
        "上年",
        "行",
        "条",
        "段",
        "loop",
    }
)
_TICKED = regex(r"原因|可能性|打[钩√勾]|是否|属性|类型")
_WRITTEN = regex(r"说明|备注|原因")
_LEVEL_NAME = regex(r"[\w（）()“”]{2,20}")
_SIGNED = regex(r"填[表报]人|联系电话|电话|负责人|审核人|经办人|盖章|签字|联系人|制表人")
_YEAR_IN_TITLE = regex(r"[_＿\s　（(]*(?:20)?[_＿\s　XＸ×x○]*\d{0,4}(?=年)")
_BLANK_IN_TITLE = regex(r"[_＿XＸ×○]{2,}|[（(][\s　]*[）)]")


class WrittenTag(NamedTuple):
    """Hold one tag that was written: the place in the Word form, the key, and text, paragraphs or loop."""

    place: str
    key: str
    kind: str


class Draft(NamedTuple):
    """Hold a drafted folder: form.yaml, document.docx, and what was written where."""

    declaration: str
    document: bytes
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
    drafter = _Drafter(form, library, name)
    drafter.declared.loose += loose
    drafter.draft()
    document = write_tags(body, drafter.changes)
    return Draft(drafter.declared.text(name), document, tuple(drafter.tags), tuple(drafter.declared.questions()))


class _FormKind(NamedTuple):
    """Hold what a form is: its phase and subject, each with whether the words of the form say so beyond doubt."""

    phase: Phase
    phase_is_sure: bool
    subject: Subject
    subject_is_sure: bool


def _what_it_is(form: BlankForm, name: str) -> _FormKind:
    labels = [label for asked in form.asked for label in _labels_of(asked)]
    title = form.title or name
    words = "".join(labels)
    by_title = (
        ("监控", Phase.MONITORING),
        ("自评", Phase.SELF_EVALUATION),
        ("申报", Phase.TARGETS),
        ("目标表", Phase.TARGETS),
    )
    said = next((phase for word, phase in by_title if word in title), None)
    guessed = Phase.SELF_EVALUATION if "实际完成" in words or "得分" in words or "完成情况" in words else Phase.TARGETS
    of_project = any(label.startswith("项目名称") for label in labels[:4]) or ("项目" in title and "整体" not in title)
    of_department = "整体" in title or any("部门" in label or "单位" in label for label in labels[:2])
    return _FormKind(
        said or guessed,
        said is not None,
        Subject.PROJECT if of_project and "整体" not in title else Subject.DEPARTMENT,
        of_project != of_department,
    )


def _labels_of(asked: PlaceToFill | RepeatedRows) -> Iterable[str]:
    if isinstance(asked, PlaceToFill):
        return asked.labels
    return [label for column in asked.columns for label in column.labels]


@dataclass
class _Drafter:
    """Draft one form: the declaration, and the changes in the Word file, place by place."""

    form: BlankForm
    library: Library
    name: str
    changes: list[TagChange] = field(default_factory=list)
    tags: list[WrittenTag] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kind = _what_it_is(self.form, self.name)
        self.files = self.files_read()
        self.known = KnownLabels(self.library, self.kind.phase, self.kind.subject, self.files)
        self.declared = DraftedDeclaration(self.head(), self.files)
        self.in_yuan = any("（元）" in "".join(_labels_of(asked)) for asked in self.form.asked)

    def files_read(self) -> tuple[str, ...]:
        if self.kind.subject is Subject.PROJECT:
            return ("targets.yaml", "projects/*.yaml")
        return {
            Phase.TARGETS: ("targets.yaml",),
            Phase.MONITORING: ("targets.yaml", "monitoring.yaml"),
        }.get(self.kind.phase, ("targets.yaml", "actuals.yaml", "narrative.yaml"))

    def head(self) -> list[tuple[str, str, list[Question]]]:
        title = "".join(self.form.title.split()) or self.name.rpartition(".")[0] or self.name
        filled = self.filled_department()
        name = title.replace(filled, "", 1)
        name = _BLANK_IN_TITLE.sub("", _YEAR_IN_TITLE.sub("", name)).replace("年度", "").replace("（）", "")
        name = name.lstrip("年") or title
        printed = _YEAR_IN_TITLE.sub(f"{{{{ {YEAR_KEY} }}}}", title, count=1)
        department = f"{{{{ {DEPARTMENT_KEY}.名称 }}}}"
        printed = _BLANK_IN_TITLE.sub(department, printed, count=1)
        has_gap = department in printed or "__" in printed
        if filled:
            printed = printed.replace(filled, department, 1)
        place = self.form.title_place
        phase = [] if self.kind.phase_is_sure else [Question(place, f"像是{self.kind.phase}的表。对吗？")]
        one = "一个项目一份" if self.kind.subject is Subject.PROJECT else "一个部门一份"
        subject = [] if self.kind.subject_is_sure else [Question(place, f"像是{one}。对吗？")]
        made = [
            ("名称", scalar(name), []),
            ("阶段", self.kind.phase.value, phase),
            ("主体", self.kind.subject.value, subject),
        ]
        if self.kind.subject is Subject.PROJECT:
            made.append(("文件名", f'"{name}（{{{{ 项目.名称 }}}}）"'.replace("\\", ""), []))
        if printed != name:
            gap = Question(place, "标题里空着的地方先填部门名称。对吗？")
            made.append(("标题", f'"{printed}"', [gap] if has_gap else []))
        return made

    def filled_department(self) -> str:
        """Return the department's name that a filled form shows where it asks for it; "" where it shows none."""
        for asked in self.form.asked:
            if isinstance(asked, PlaceToFill) and asked.is_filled:
                found = self.known.find(self.names_of(asked), self.kinds_like(Kind.TEXT))
                if found is not None and found.path == (DEPARTMENT_KEY, "名称"):
                    return "".join(asked.text.split())
        return ""

    def draft(self) -> None:
        if self.form.title_place:
            self.changes.append(Inside(self.form.title_place, self.form.title, 0, len(self.form.title), "{{ 标题 }}"))
            self.tags.append(WrittenTag(self.form.title_place, "标题", "text"))
        for asked in self.form.asked:
            if isinstance(asked, PlaceToFill):
                self.blank(asked)
            elif asked.is_indicators:
                self.indicators(asked)
            else:
                self.listing(asked)
        write_formulas(self.declared.fields)
        for path in (
            (DEPARTMENT_KEY, "名称"),
            (YEAR_KEY,),
            *([("项目", "名称")] if self.kind.subject is Subject.PROJECT else []),
        ):
            if path not in self.declared.fields:
                made = DraftField(path, Kind.TEXT, known=path in self.known.vocabulary)
                if not self.title_quotes(path):
                    made.words["打印"] = "否"
                self.declared.fields[path] = made

    def title_quotes(self, path: KeyPath) -> bool:
        return any(word == "标题" and ".".join(path) in value for word, value, _ in self.declared.head)

    # one value

    def blank(self, blank: PlaceToFill) -> None:
        field = self.field_of(blank)
        if blank.found is LabelFound.UNNAMED or not (blank.labels or blank.over):
            field.questions.append(Question(blank.place, f"没有认出这一格填什么，先叫“{field.path[-1]}”。该叫什么？"))
        if (
            blank.text.strip()
            and blank.found not in (LabelFound.INSIDE,)
            and blank.shape is not WrittenAs.CHOICE
            and not blank.is_filled
            and _says_something(blank.text)
        ):
            field.questions.append(
                Question(blank.place, f"原来印着“{_short(blank.text)}”，当作填写提示拿掉了；要留的写回模板里。对吗？")
            )
        self.print_value(blank, field)

    def field_of(self, blank: PlaceToFill) -> DraftField:
        kind = kind_of(
            (*blank.labels, *((blank.over,) if blank.over else ())) if blank.labels else (blank.over,), blank.shape
        )
        if blank.shape is WrittenAs.CHOICE:
            kind = Kind.YES_NO if set(blank.options) in ({"是", "否"}, {"有", "无"}) else Kind.CHOICE
        found = self.known.find(self.names_of(blank), self.kinds_like(kind))
        if found is not None and blank.found is LabelFound.CROSSED and not self.is_known_table(blank.labels[:-2]):
            found = None
        if found is not None:
            return self.known_field(blank, found)
        path = self.own_path(blank, kind)
        label = _label_of(blank)
        made = DraftField(path, kind, label, blank.place)
        if blank.found is LabelFound.CROSSED and len(blank.labels) > 1:
            made.crossing = (blank.labels[-2], blank.labels[-1])
        self.add_own(made, blank.options)
        return made

    def is_known_table(self, section: tuple[str, ...]) -> bool:
        """Tell whether the vocabulary has most cells of a table of rows and columns; of no table it takes only some."""
        cells = [
            each
            for each in self.form.asked
            if isinstance(each, PlaceToFill) and each.found is LabelFound.CROSSED and each.labels[:-2] == section
        ]
        return 2 * sum(self.known.find(self.names_of(each), (Kind.AMOUNT,)) is not None for each in cells) > len(cells)

    def names_of(self, blank: PlaceToFill) -> list[str]:
        """Return the labels under which a blank may be known, the surest first."""
        if blank.found is LabelFound.CROSSED and len(blank.labels) > 1:
            row, column = blank.labels[-2:]
            return [f"{column}（{_without_part(row)}）", f"{row}（{column}）", f"{row}{column}"]
        if len(blank.labels) > 1:
            return [f"{blank.labels[-2]}{blank.labels[-1]}", blank.labels[-1]]
        return list(blank.labels)

    def kinds_like(self, kind: Kind) -> tuple[Kind, ...]:
        if kind in (Kind.PROSE, Kind.LINES, Kind.TEXT):
            return (Kind.PROSE, Kind.LINES, Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.YEAR)
        return (kind,)

    def known_field(self, blank: PlaceToFill, found: KeyOfLabel) -> DraftField:
        """Return the field of a key of the vocabulary; one that is printed already for another label gets no second meaning."""
        before = self.declared.fields.get(found.path)
        label = _label_of(blank)
        if before is not None:
            if bare(before.label) == bare(label) or found.path[0] in (DEPARTMENT_KEY, YEAR_KEY):
                return before
            path = self.own_path(blank, found.field.kind)
            made = DraftField(
                path, found.field.kind if found.field.formula is None else Kind.AMOUNT, label, blank.place
            )
            self.add_own(made, blank.options)
            return made
        made = DraftField(found.path, found.field.kind, label, blank.place, known=True)
        if found.nearness < 2:
            made.questions.append(Question(blank.place, f"“{label}”是公用词汇里的“{made.key}”吗？"))
        if found.field.kind is Kind.CHOICE:
            made.words["选项"] = f"[{', '.join(map(scalar, blank.options or found.field.choices))}]"
        self.declared.fields[found.path] = made
        return made

    def add_own(self, made: DraftField, options: Sequence[str]) -> None:
        """Declare a key that the vocabulary does not have, and the group it stands in."""
        if made.kind is Kind.CHOICE:
            made.words["选项"] = f"[{', '.join(map(scalar, options or ('是', '否')))}]"
            if not options:
                made.questions.append(Question(made.place, "可以选哪几个？"))
        if made.kind is Kind.AMOUNT and self.in_yuan:
            made.words["单位"] = "元"
        if _SIGNED.search(made.label):
            made.words["必填"] = "否"
        head = made.path[:1]
        if len(made.path) > 1 and head not in self.known.vocabulary and head not in self.declared.fields:
            self.declared.fields[head] = DraftField(head, Kind.GROUP, words={"文件": self.file_for(made.kind)})
        elif len(made.path) == 1:
            made.words = {"文件": self.file_for(made.kind), **made.words}
        self.declared.fields[made.path] = made

    def file_for(self, kind: Kind) -> str:
        if self.kind.subject is Subject.PROJECT:
            return "projects/*.yaml"
        if len(self.files) == 3:
            return "narrative.yaml" if kind in (Kind.PROSE, Kind.LINES, Kind.TEXT, Kind.DATE) else "actuals.yaml"
        return self.files[-1]

    def own_path(self, blank: PlaceToFill, kind: Kind) -> KeyPath:
        """Return a path made of the labels of a blank that no other field has."""
        names = [key for label in blank.labels if (key := key_of(label))]
        if blank.found is LabelFound.CROSSED:
            names = [*names[:-2], names[-1], names[-2]] if len(names) > 2 else list(reversed(names))
        else:
            names = names[-2:]
        names = list(dict.fromkeys(names)) or [key_of(blank.over) or f"第{len(self.declared.fields) + 1}项"]
        if len(names) > 3:
            names = [names[0], "".join(names[1:-1])[:20], names[-1]]
        return self.free(tuple(names))

    def free(self, path: KeyPath) -> KeyPath:
        """Return a path that nothing else has: in no key of the vocabulary, no reserved word, no field that holds a value."""
        head, *rest = path
        if head in _RESERVED or (head,) in self.known.vocabulary:
            head = f"{head}栏"
        made: KeyPath = ()
        for part in (head, *rest[:-1]) if rest else ():
            made = (*made, self.numbered(made, part, lambda path: not self.can_hold_fields(path)))
        last = rest[-1] if rest else head
        return (*made, self.numbered(made, last, self.is_taken))

    def numbered(self, above: KeyPath, name: str, is_taken: Callable[[KeyPath], bool]) -> str:
        """Return a name, with the first number behind it that makes it free where it is taken."""
        fresh, number = name, 1
        while is_taken((*above, fresh)):
            number += 1
            fresh = f"{name}{number}"
        return fresh

    def can_hold_fields(self, path: KeyPath) -> bool:
        there = self.declared.fields.get(path)
        return there is None or there.kind is Kind.GROUP

    def is_taken(self, path: KeyPath) -> bool:
        """Tell whether a path is another field, has fields below it, or stands below one that holds a value."""
        fields = self.declared.fields
        below = any(other[: len(path)] == path for other in fields)
        above = any(not self.can_hold_fields(path[:end]) for end in range(1, len(path)))
        return below or above or path in self.known.vocabulary

    def print_value(self, blank: PlaceToFill, field: DraftField) -> None:
        key = field.key
        if field.kind in (Kind.PROSE, Kind.LINES):
            texts = _loop_over(key, field.kind)
            if blank.found is LabelFound.INSIDE:
                variable = "条" if field.kind is Kind.LINES else "段"
                inline = f"{{% for {variable} in {key} %}}{{{{ {variable} }}}}{{% endfor %}}"
                self.inside(blank, inline)
            elif blank.found is LabelFound.HEADING:
                self.changes.append(Below(blank.place, texts))
            else:
                self.changes.append(WholeCell(blank.place, texts))
            self.tags.append(WrittenTag(blank.place, key, "paragraphs"))
            return
        tag = f"{{{{ {key}.勾选 }}}}" if blank.shape is WrittenAs.CHOICE else f"{{{{ {key} }}}}"
        if blank.found is LabelFound.INSIDE:
            self.inside(blank, tag)
        elif blank.found is LabelFound.HEADING:
            self.changes.append(Below(blank.place, (tag,)))
        else:
            self.changes.append(WholeCell(blank.place, (tag + _unit_behind(blank.text),)))
        self.tags.append(WrittenTag(blank.place, key, "text"))

    def inside(self, blank: PlaceToFill, text: str) -> None:
        self.changes.append(Inside(blank.place, blank.whole, blank.start, blank.end, text))

    # lists

    def listing(self, listing: RepeatedRows) -> None:
        label = listing.labels[0] if listing.labels else ""
        found = self.known.find([label], (Kind.LIST,)) if label else None
        if found is None or found.path in self.declared.fields:
            path = self.free((key_of(label) or self.name_of_list(listing),))
            self.declared.fields[path] = DraftField(
                path, Kind.LIST, label, listing.rows[0], {"文件": self.file_for(Kind.AMOUNT)}
            )
            known: dict[str, KeyOfLabel] = {}
        else:
            path = found.path
            self.declared.fields[path] = DraftField(path, Kind.LIST, label, listing.rows[0], known=True)
            known = self.known.columns(path, self.library)
        if len(listing.rows) > 1:
            self.declared.fields[path].words["空行"] = str(len(listing.rows))
        self.tags.append(WrittenTag(listing.rows[0] + "第1格", ".".join(path), "loop"))
        self.changes.append(Repeated(listing.rows, f"{{%tr for 行 in {'.'.join(path)} %}}", "{%tr endfor %}"))
        used: set[str] = set()
        for column in listing.columns:
            self.column(column, path, known, used)

    def name_of_list(self, listing: RepeatedRows) -> str:
        first = next((column for column in listing.columns if column.is_name), listing.columns[-1])
        short = key_of(first.labels[-1]) if first.labels else ""
        return f"{short.removesuffix('名称') or '各项'}列表"

    def column(self, column: Column, of: KeyPath, known: dict[str, KeyOfLabel], used: set[str]) -> None:
        if column.is_side:
            self.side(column)
            return
        if column.is_number:
            self.number(column)
            return
        label = "".join(column.labels)
        found = known.get(bare(column.labels[-1])) if column.labels else None
        kind = Kind.TEXT if column.is_name else kind_of(column.labels, column.shape)
        if found is not None and found.path not in self.declared.fields:
            path, kind = found.path, found.field.kind
            self.with_results(path)
            self.declared.fields[path] = DraftField(path, kind, label, column.cell, known=True)
            if kind is Kind.CHOICE:
                self.declared.fields[path].words["选项"] = f"[{', '.join(map(scalar, found.field.choices))}]"
        else:
            name = "名称" if column.is_name else self.column_name(column, used)
            path = (*of, name)
            if path in self.declared.fields or path in self.known.vocabulary:
                path = (*of, f"{name}2")
            made = DraftField(path, kind, label, column.cell)
            if kind is Kind.CHOICE:
                made.words["选项"] = f"[{', '.join(map(scalar, column.options or ('是', '否')))}]"
            if kind is Kind.AMOUNT and self.in_yuan:
                made.words["单位"] = "元"
            self.declared.fields[path] = made
        used.add(path[-1])
        self.print_column(column, path, kind)

    def column_name(self, column: Column, used: set[str]) -> str:
        base = "".join(filter(None, (key_of(label) for label in column.labels)))[-20:] or "内容"
        name, number = base, 1
        while name in used or name in _RESERVED:
            number += 1
            name = f"{base}{number}"
        return name if name.isidentifier() else f"第{name}"

    def with_results(self, path: KeyPath) -> None:
        """Declare the results in which a column stands that is filled in later."""
        if path[:-1] in self.known.vocabulary and path[:-1] not in self.declared.fields:
            parent = self.known.vocabulary[path[:-1]]
            if parent.kind is Kind.RESULTS:
                self.declared.fields[path[:-1]] = DraftField(path[:-1], Kind.RESULTS, known=True)

    def print_column(self, column: Column, path: KeyPath, kind: Kind) -> None:
        name = f"行.{path[-1]}"
        if kind in (Kind.PROSE, Kind.LINES):
            texts = _loop_over(name, kind)
        else:
            texts = (f"{{{{ {name}{'.勾选' if column.options else ''} }}}}",)
        self.changes.append(WholeCell(column.cell, texts, alone=True))
        self.tags.append(WrittenTag(column.cell, ".".join(path), "paragraphs" if len(texts) > 1 else "text"))

    def side(self, column: Column) -> None:
        """Join a label that begins beside the first row that repeats with itself in all of them."""
        text = column.labels[0] if column.labels else ""
        if column.begins and text:
            self.changes.append(WholeCell(column.cell, (f"〔合并〕{text}",), alone=True))

    # indicators

    def indicators(self, listing: RepeatedRows) -> None:
        monitored = self.kind.phase is Phase.MONITORING
        of_project = self.kind.subject is Subject.PROJECT
        label = listing.labels[0] if listing.labels else "绩效指标"
        path = self.indicators_path(label)
        is_known = path in self.known.vocabulary
        place = listing.rows[0]
        made = DraftField(path, Kind.INDICATORS, label, place, known=is_known)
        if not is_known:
            made.words["文件"] = self.file_for(Kind.AMOUNT) if of_project else "targets.yaml"
        if any(column.level for column in listing.columns):
            self.levels(made, listing)
        made.questions += _asked_of_names(listing)
        self.declared.fields[path] = made
        self.tags.append(WrittenTag(f"{place}第1格", ".".join(path), "loop"))
        self.changes.append(Repeated(listing.rows, f"{{%tr for 行 in {'.'.join(path)} %}}", "{%tr endfor %}"))
        results: KeyPath = ("指标监控",) if monitored else ("指标完成",)
        apart = (
            is_known and not of_project and self.kind.phase is not Phase.TARGETS and results in self.known.vocabulary
        )
        used: set[str] = set()
        ticked = _ticked(listing)
        for column in listing.columns:
            if column in ticked:
                self.tick(column, ticked[column], results if apart else path, monitored=monitored)
            elif column.is_side:
                self.side(column)
            elif column.level:
                self.level(column, listing)
            elif column.is_number:
                self.number(column)
            else:
                known = indicator_column("".join(column.labels), monitored=monitored)
                if column.is_name:
                    known = IndicatorColumn(regex(""), "名称", Kind.TEXT)
                home = results if apart and known is not None and known.is_result else path
                self.indicator(column, home, known, used)
        name = (*path, "名称")
        if name not in self.declared.fields:
            self.declared.fields[name] = DraftField(name, Kind.TEXT, known=is_known, words={"打印": "否"})

    def tick(self, column: Column, answers: tuple[str, ...], home: KeyPath, *, monitored: bool) -> None:
        """Print the tick of one answer in its column; all columns under one head are one field."""
        head = column.labels[0]
        known = indicator_column(head, monitored=monitored)
        name = known.key if known is not None and known.kind is Kind.CHOICE else key_of(head)
        name = "偏差类型" if "原因" in head else name or "选项"
        path = (*home, name)
        if path not in self.declared.fields:
            if home not in self.declared.fields:
                self.declared.fields[home] = DraftField(home, Kind.RESULTS, known=True)
            made = DraftField(path, Kind.CHOICE, head, column.cell, known=path in self.known.vocabulary)
            made.words |= {"选项": f"[{', '.join(map(scalar, answers))}]", "必填": "否"}
            made.questions.append(Question(column.cell, f"“{head}”下面 {len(answers)} 列是打钩选一个。对吗？"))
            self.declared.fields[path] = made
        self.changes.append(WholeCell(column.cell, (f"{{{{ 行.{name}.钩.{column.labels[-1]} }}}}",), alone=True))
        self.tags.append(WrittenTag(column.cell, ".".join(path), "text"))

    def indicators_path(self, label: str) -> KeyPath:
        """Return the key of the vocabulary for indicators, for a second list of them one of its own."""
        path = ("项目指标" if self.kind.subject is Subject.PROJECT else "绩效指标",)
        if path in self.known.vocabulary and path not in self.declared.fields:
            return path
        own = key_of(label)
        return self.free((own if own not in ("", path[0]) else f"{path[0]}表",))

    def levels(self, made: DraftField, listing: RepeatedRows) -> None:
        """Declare the levels of indicators as the form prints them, with their points."""
        printed = {
            first: tuple(name for name in below if _LEVEL_NAME.fullmatch(name)) or (first,)
            for first, below in listing.levels.items()
            if _LEVEL_NAME.fullmatch(first)
        }
        levels = printed or STANDARD_LEVELS
        made.words["层级"] = levels_text(levels)
        if not printed:
            made.questions.append(Question(made.place, "表上没有印一级、二级指标的名称，先写常用的。对吗？"))
        elif any(not below for below in listing.levels.values()):
            made.questions.append(Question(made.place, "有的一级指标下面没有印二级指标，先写成同名的。对吗？"))
        if listing.points and listing.points.keys() <= levels.keys():
            made.words["分值"] = "".join(f"\n{name}: {points}" for name, points in listing.points.items())

    def number(self, column: Column) -> None:
        self.changes.append(WholeCell(column.cell, ("{{ loop.index }}",), alone=True))
        self.tags.append(WrittenTag(column.cell, "loop.index", "text"))

    def indicator(self, column: Column, home: KeyPath, known: IndicatorColumn | None, used: set[str]) -> None:
        name = (
            known.key if known is not None and known.key and known.key not in used else self.column_name(column, used)
        )
        sure = known is not None and name == known.key
        kind = known.kind if sure and known is not None else kind_of(column.labels, column.shape)
        if known is not None and not sure:
            kind = known.kind
        if kind in (Kind.PROSE, Kind.LINES):
            kind = Kind.TEXT
        path = (*home, name)
        in_words = self.known.vocabulary.get(path)
        if in_words is not None:
            kind = in_words.kind
        if home not in self.declared.fields:
            self.declared.fields[home] = DraftField(home, Kind.RESULTS, known=True)
        made = DraftField(path, kind, "".join(column.labels), column.cell, known=in_words is not None)
        if kind is Kind.CHOICE:
            options = column.options or self.known.choices_of(name) or ("是", "否")
            made.words["选项"] = f"[{', '.join(map(scalar, options))}]"
        if name in ("得分", "偏差原因", "备注", "偏差说明", "偏差类型"):
            made.words["必填"] = "否"
        if not sure and in_words is None:
            made.questions.append(Question(column.cell, f"“{made.label}”这一列先当作{kind.value}。对吗？"))
        self.declared.fields[path] = made
        used.add(name)
        self.print_column(column, path, kind)

    def level(self, column: Column, listing: RepeatedRows) -> None:
        level = column.level if column.level in ("一级", "二级") else "二级"
        text = f"〔合并〕{{{{ 行.{level}.名称 }}}}"
        if level == "一级" and listing.points:
            text = "〔合并 行.一级〕{{ 行.一级.名称 }}（{{ 行.一级.分值 }}分）"
        self.changes.append(WholeCell(column.cell, (text,), alone=True))
        self.tags.append(WrittenTag(column.cell, f"行.{level}.名称", "text"))


def _asked_of_names(listing: RepeatedRows) -> list[Question]:
    """Return the question whether indicators that the form prints are fixed."""
    if not listing.names:
        return []
    shown = "、".join(listing.names[:4]) + ("等" if len(listing.names) > 4 else "")
    asked = f"表上印好了 {len(listing.names)} 个指标（{shown}）。是固定的，还是例子？固定的照 README 写。"
    return [Question(listing.rows[0], asked)]


def _ticked(listing: RepeatedRows) -> dict[Column, tuple[str, ...]]:
    """Return the columns in which one of several answers is ticked, each with all answers under its head."""
    heads: dict[str, list[Column]] = {}
    for column in listing.columns:
        if len(column.labels) == 2 and _TICKED.search(column.labels[0]) and not _WRITTEN.search(column.labels[1]):
            heads.setdefault(column.labels[0], []).append(column)
    return {
        column: tuple(each.labels[-1] for each in columns)
        for columns in heads.values()
        if len(columns) > 2 and all(each.labels[-1].isidentifier() for each in columns)
        for column in columns
    }


def _says_something(text: str) -> bool:
    return len(regex(r"[\s\d_＿…年月日.%％:：（）()]").sub("", text)) > 2


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) < 30 else f"{flat[:30]}……"


def _without_part(label: str) -> str:
    return label.replace("其中：", "").replace("其中:", "").strip()


def _label_of(blank: PlaceToFill) -> str:
    if blank.found is LabelFound.CROSSED and len(blank.labels) > 1:
        return f"{blank.labels[-1]}（{_without_part(blank.labels[-2])}）"
    return blank.labels[-1] if blank.labels else blank.over


def _loop_over(key: str, kind: Kind) -> tuple[str, ...]:
    variable = "条" if kind is Kind.LINES else "段"
    return (f"{{%p for {variable} in {key} %}}", f"{{{{ {variable} }}}}", "{%p endfor %}")


def _unit_behind(text: str) -> str:
    """Return the unit that stands in a cell to be filled, so that it is printed behind the value."""
    found = regex(r"(?:万元|亿元|元|%|％|分|人|个|项|次|天)").fullmatch(text.strip(" _＿　"))
    return found[0] if found else ""
