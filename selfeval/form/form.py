"""A form: one folder of ``templates/``, read from its ``form.yaml`` over the common vocabulary."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from selfeval.form.around import Around, read_around
from selfeval.form.based import BASE, LEFT_OUT
from selfeval.form.columns import check_scored
from selfeval.form.declaration import (
    FIELD_WORDS,
    LEVELS,
    YES_NO,
    DeclarationError,
    FieldWords,
    entries,
    expression,
    file_name,
    key_path,
    make_field,
    offer,
    one_of,
    phrase,
    read_pattern,
    refuse_pattern,
    saying,
    some_entries,
    suggest,
    text,
    texts,
)
from selfeval.form.draws import Draw, drawn_list, read_draws, read_project_draws
from selfeval.form.expression import Expression, KeyPath, is_comparison, names
from selfeval.form.field import CONTAINERS, FORMATTED, UNDECLARED, Field, Kind, Need
from selfeval.form.fitting import check_field
from selfeval.form.fixed_file import read_fixed_rows
from selfeval.form.formulas import check_formulas, check_scoring, refuse_score_as_field, rows_compared, scores_of
from selfeval.form.operands import below_heading, in_own_unit, told_in_own_unit
from selfeval.form.profile import Profiles
from selfeval.form.spelled import COLUMNS, EACH, ROWS
from selfeval.form.vocabulary import check_files, check_place, find_files, paths_above, read_field_words
from selfeval.problem import Level, Place
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.source.shape import Holds, Shape
from selfeval.text.name import fold
from selfeval.text.pattern import regex

TEMPLATES = ("document.docx", "document.md")
"""The names of the templates in a form's folder."""


class Phase(StrEnum):
    """Name the part of the year a form or file belongs to, in order."""

    TARGETS = "申报"
    MONITORING = "监控"
    SELF_EVALUATION = "自评"
    EVALUATION = "评价"
    PUBLICATION = "公开"


class Subject(StrEnum):
    """Name the subject of one set of documents."""

    DEPARTMENT = "部门"
    PROJECT = "项目"
    FUND = "资金"
    YEAR = "年度"


PER_FILE = (Subject.PROJECT, Subject.FUND)
"""The subjects that have a file for each document set: a project, or a fund, which may sum up projects."""


class Check(NamedTuple):
    """Declare a comparison that must hold, and the problem where it does not.

    ``lists`` are those in each row of which it is made, outermost first; none where it is made once.
    """

    rule: str
    expression: Expression
    where: KeyPath
    level: Level
    message: str
    place: Place
    lists: tuple[KeyPath, ...] = ()


class Scoring(NamedTuple):
    """Declare how a form is scored: the profile, and the paths of the indicators, the execution rate and 已完成.

    ``profiles`` are those of the form's region, among which ``profile`` is looked up.
    """

    profile: str
    indicators: KeyPath
    rate: KeyPath
    finished: KeyPath
    place: Place
    profiles: Profiles = Profiles()


@dataclass(frozen=True, eq=False)
class Form:
    """Declare one form of one region.

    ``slug`` is its name below ``templates/`` (``guangzhou/targets``), ``files`` the files it reads, ``rule_levels`` the
    levels it sets for rules (None switches one off), ``rule_places`` the places of the rules and of their options,
    ``bases`` the folders of the forms that it is based on,
    ``belongs`` the key in a project that names the fund it belongs to,
    ``region`` and ``about`` what it is for, ``source`` and ``evidence`` where it comes from and how much of the official form was seen,
    ``public`` whether its documents may be published. ``around`` is what its templates print right beside a field.
    ``alike_named`` is where the name stands that several of its documents would have, None where each has its own.
    """

    slug: str
    folder: Path
    name: str
    phase: Phase
    subject: Subject
    title: str
    file_name: str
    files: tuple[str, ...]
    formats: Mapping[Kind, str] = field(default_factory=dict)
    fields: Mapping[KeyPath, Field] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    rule_levels: Mapping[str, Level | None] = field(default_factory=dict)
    rule_options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rule_places: Mapping[KeyPath, Place] = field(default_factory=dict)
    scoring: Scoring | None = None
    draws: Mapping[KeyPath, tuple[Draw, ...]] = field(default_factory=dict)
    bases: tuple[Path, ...] = ()
    belongs: KeyPath = ()
    region: str = ""
    about: str = ""
    source: str = ""
    evidence: str = ""
    public: bool = True
    around: Mapping[KeyPath, tuple[Around, ...]] = field(default_factory=dict)
    alike_named: Place | None = None

    @property
    def shown(self) -> str:
        """Return the path of the form's folder in messages: ``templates/guangzhou/targets``."""
        return self._path_shown(self.folder)

    @property
    def template_folder(self) -> Path:
        """Return the folder with its templates: its own, or that of a form it is based on."""
        return _template_folder((self.folder, *self.bases))

    def _path_shown(self, folder: Path) -> str:
        above = self.folder.parents[self.slug.count("/")]
        return f"{above.name}/{folder.relative_to(above).as_posix()}"

    @property
    def draws_from_projects(self) -> bool:
        """Tell whether the form has a list with a row for each project of the department, or of the fund."""
        return self.subject is not Subject.YEAR and bool(self.draws)

    @property
    def own_pattern(self) -> str:
        """Return the pattern of the files of which each has documents of its own, empty where the form has no such files."""
        return next(iter(self.own_patterns), "")

    @property
    def own_patterns(self) -> tuple[str, ...]:
        """Return the patterns of all folders in which each of its projects or funds has a file.

        Where a fund sums up projects, the folders behind the first are those of the projects.
        """
        patterns = tuple(file for file in self.files if "*" in file) if self.subject in PER_FILE else ()
        return patterns[:1] if self.subject is Subject.FUND and self.draws else patterns

    @property
    def origin(self) -> str:
        """Return where the form comes from and how much of the official one was seen, empty where it does not say."""
        told = f"证据 {self.evidence}（{EVIDENCE[self.evidence]}）" if self.evidence else ""
        return "，".join(filter(None, (f"来源 {self.source}" if self.source else "", told)))

    @property
    def points_due(self) -> tuple[Decimal, ...]:
        """Return what the points of all indicators may come to: 100 less those of the execution rate.

        A form without an execution rate gives it no points; its indicators may leave them out all the same, as the
        declaration of targets does.
        """
        full = self.fields[self.scoring.indicators].full_points if self.scoring else True
        if isinstance(full, Decimal):
            return (full,)
        profile = self.scoring.profiles.known.get(self.scoring.profile) if self.scoring else None
        left = 100 - ((profile.execution.points if profile else None) or Decimal(0))
        return (left,) if self.scoring and self.scoring.rate else (Decimal(100), left)

    @property
    def sections_fit(self) -> bool:
        """Tell whether the points that the form gives to sections can make 100 with those of the execution rate, if they must."""
        scored = self.fields[self.scoring.indicators] if self.scoring else None
        if scored is None or not scored.full_points:
            return True
        given = sum(scored.first_points.values(), Decimal(0))
        whole = bool(scored.levels) and scored.levels.keys() <= scored.first_points.keys()
        return given in self.points_due if whole else given <= max(self.points_due)

    def counts(self, path: KeyPath) -> bool:
        """Tell whether the form itself puts a number before each text of a field, so that a typed one is not printed."""
        declared, around = self.fields[path], self.around.get(path, ())
        in_template = declared.kind is not Kind.PROSE and around and all(each.counted for each in around)
        return bool(declared.numbering or in_template)

    def place(self, file: str = "form.yaml", line: int = 1) -> Place:
        """Return the place of a line in one of the form's files."""
        home = self.template_folder if file in TEMPLATES else self.folder
        return Place(f"{self._path_shown(home)}/{file}", line, 1, 1)


VALUE = Shape(Holds.VALUE)
_FIELD_KEYS = dict.fromkeys(FIELD_WORDS, VALUE) | {
    "选项": Shape(Holds.LINES),
    "又叫": Shape(Holds.LINES),
    "编号": Shape(Holds.PROSE),  # one may end in a comma: 第一，
    "层级": Shape(Holds.NAMES, entry=Shape(Holds.LINES)),
    "分值": Shape(Holds.NAMES, entry=Shape(Holds.NAMES, entry=VALUE)),
    "自填": Shape(Holds.LINES),
    "分档": Shape(Holds.NAMES, entry=VALUE),
    "条件": Shape(Holds.NAMES, entry=Shape(Holds.LINES)),
    "空行": Shape(Holds.NAMES, entry=Shape(Holds.LINES)),
    "层级标签": Shape(Holds.NAMES, entry=VALUE),
}
_LINES = Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys={**_FIELD_KEYS, COLUMNS: Shape(Holds.LINES)}))
_GROUP_KEYS = {**_FIELD_KEYS, ROWS: _LINES, COLUMNS: _LINES, EACH: Shape(Holds.MAP, keys=_FIELD_KEYS), LEFT_OUT: VALUE}
FIELDS = Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys=_GROUP_KEYS))
_OF_VOCABULARY = ("同", "又叫")
"""The words of a field that mean nothing in one form."""
_CHECK_WORDS = ("算式", "位置", "级别", "说明")
_SCORING_WORDS = ("方案", "指标", "执行率", "已完成")
_NOT_OF: Mapping[Subject, tuple[str, ...]] = {
    Subject.YEAR: ("数据", "核对", "规则", "评分", "归属"),
    Subject.PROJECT: ("取数", "归属"),
    Subject.DEPARTMENT: ("归属",),
}
"""The words that a form of a subject does not take."""
_MAY_BE_NONE = ("格式", "规则", "核对")
"""The words of which {} or [] says that there are none."""
FORM_SHAPE = Shape(
    Holds.MAP,
    keys=dict.fromkeys(
        ("名称", "地区", "说明", BASE, "来源", "证据", "归属", "阶段", "主体", "公开", "文件名", "标题"), VALUE
    )
    | dict.fromkeys(("格式", "规则"), Shape(Holds.NAMES, entry=VALUE))
    | {
        "数据": Shape(Holds.LINES),
        "取数": Shape(Holds.NAMES, entry=Shape(Holds.LINES)),
        "评分": Shape(Holds.MAP, keys=dict.fromkeys(_SCORING_WORDS, VALUE)),
        "字段": FIELDS,
        "核对": Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys=dict.fromkeys(_CHECK_WORDS, VALUE))),
    },
)
PHASE = one_of({phase.value: phase for phase in Phase})
EVIDENCE: Mapping[str, str] = {
    "甲": "照官方全表做",
    "乙": "官方的表只看到一部分",
    "丙": "没有和官方的表核对过",
}
"""How much of the official form was seen by whoever made a form."""
_EVIDENCE = one_of({word: word for word in EVIDENCE})
_SUBJECT = one_of({subject.value: subject for subject in Subject})


def read_form(name: str, folders: Sequence[Path], vocabulary: Mapping[KeyPath, Field], root: Entries) -> Form:
    """Return the form of a name that a ``form.yaml`` declares.

    ``folders`` are its own and those of the forms that it is based on, from which it takes templates and lists it has not.

    Raises:
        DeclarationError: where a word is unknown, missing, or contradicts another.
    """
    words = {str(key): node for key, node in root.items()}
    subject = _SUBJECT(words["主体"]) if "主体" in words else Subject.DEPARTMENT
    of_year = subject is Subject.YEAR
    _check_words(root, subject)
    printed = str(saying(words["名称"]))
    files = () if of_year else _read_files(words["数据"])
    declared = read_field_words(words["字段"])
    scores = scores_of(words.get("评分"))
    fields = _read_fields(declared, vocabulary, files, scores)
    fields |= {
        path: declared._replace(fixed=read_fixed_rows(declared.fixed_in, folders, declared, fields))
        for path, declared in fields.items()
        if declared.fixed_in is not UNDECLARED
    }
    draws: dict[KeyPath, tuple[Draw, ...]] = {}
    if of_year:
        draws = read_draws(words["取数"], fields, words["字段"].place)
    elif "取数" in words:
        draws = read_project_draws(words["取数"], fields)
        own = drawn_list(draws)
        fields |= {path: fields[path]._replace(drawn=True, need=Need.NO) for path in fields if path[: len(own)] == own}
    if not of_year:
        check_files(declared, fields, files)
        _check_subject(subject, words)
    rules = _read_rules(words.get("规则"))
    known = {**vocabulary, **fields}
    templates = _template_folder(folders)
    return Form(
        slug=name,
        folder=folders[0],
        bases=tuple(folders[1:]),
        name=printed,
        phase=PHASE(words["阶段"]),
        subject=subject,
        title=_read_title(words.get("标题"), known) or printed,
        file_name=_read_title(words.get("文件名"), known) or printed,
        files=files,
        formats=_read_formats(words.get("格式")),
        fields=fields,
        checks=tuple(_read_checks(words.get("核对"), {**known, **scores})),
        rule_levels=rules.levels,
        rule_options=rules.options,
        rule_places=rules.places,
        scoring=_read_scoring(words["评分"], fields) if "评分" in words else None,
        draws=draws,
        belongs=key_path(words["归属"]) if "归属" in words else (),
        region=_read_said(words.get("地区")),
        about=_read_said(words.get("说明")),
        source=_read_said(words.get("来源")),
        evidence=_EVIDENCE(words["证据"]) if "证据" in words else "",
        public=YES_NO(words["公开"]) if "公开" in words else True,
        around=read_around(templates, fields),
        alike_named=_find_alike_named(subject, words.get("文件名", words["名称"]), known),
    )


def _check_words(root: Entries, subject: Subject) -> None:
    """Refuse words that form.yaml does not know, that have nothing behind them, or that a form of the subject does not take."""
    for key, value in root.items():
        if key not in FORM_SHAPE.keys:
            raise DeclarationError(key.place, f"“{key}”不是 form.yaml 可用的词{offer(key, FORM_SHAPE.keys)}")
        if not value and (isinstance(value, Text) or key not in _MAY_BE_NONE):
            raise DeclarationError(key.place, f"“{key}”后面是空的：写上内容；用不着的，删去这一行")
    for word in ("名称", "阶段", "取数" if subject is Subject.YEAR else "数据", "字段"):
        if word not in root:
            of_year = "；全年一份、从各部门取数的，另起一行写“主体: 年度”" if word == "数据" and "取数" in root else ""
            raise DeclarationError(root.place, f"form.yaml 里没有写“{word}”{of_year}")
    for key in root:
        if key in _NOT_OF.get(subject, ()):
            raise DeclarationError(key.place, f"主体是{subject}的表样不能写“{key}”")


def _read_said(node: Node | None) -> str:
    """Return what is said for people on one line, "" where nothing is."""
    return " ".join(saying(node).split()) if node is not None else ""


def _template_folder(folders: Sequence[Path]) -> Path:
    """Return the first of some folders that holds a template, else the first."""
    return next((each for each in folders if any(os.path.lexists(each / name) for name in TEMPLATES)), folders[0])


def _read_files(node: Node) -> tuple[str, ...]:
    return tuple(file_name(file) for file in (node if isinstance(node, Items) else [node]))


def _check_subject(subject: Subject, words: Mapping[str, Node]) -> None:
    """Refuse files of projects in a form of the department that draws nothing from them, and other forms without files they need."""
    patterns = [file for file in texts(words["数据"]) if "*" in file]
    draws, place = "取数" in words, words["数据"].place
    if patterns and subject is Subject.DEPARTMENT and not draws:
        of_fund = "归属" in words or patterns[0].startswith("fund")
        whose = Subject.FUND if of_fund else Subject.PROJECT
        message = f"“{patterns[0]}”是一个{whose}一个文件，读它的表样，另起一行写“主体: {whose}”；一个部门一份、从各项目取数的，写“取数”"
        raise DeclarationError(patterns[0].place, message)
    if not patterns and draws and subject is Subject.DEPARTMENT:
        raise DeclarationError(place, "“取数”从各项目取，“数据”下面要有一个项目一个文件的，例如“- projects/*.yaml”")
    if not patterns and subject in PER_FILE:
        example = "projects/*.yaml" if subject is Subject.PROJECT else "funds/*.yaml"
        raise DeclarationError(
            place, f"主体是{subject}的表样，“数据”下面要有一个{subject}一个文件的，例如“- {example}”"
        )
    if subject is Subject.FUND and draws and (len(patterns) < 2 or "归属" not in words):
        message = (
            "从各项目取数的资金表，“数据”先列资金的文件，再列项目的文件，例如“- funds/*.yaml”、“- projects/*.yaml”"
        )
        if len(patterns) > 1:
            message = "从各项目取数的资金表，要用“归属”写明项目的哪个键写着资金的名称，例如“归属: 项目.所属资金”"
        raise DeclarationError(words["取数"].place, message)
    if "归属" in words and not draws:
        raise DeclarationError(words["归属"].place, "没有写“取数”，“归属”没有用")


_QUOTE = regex(r"[{｛]{2}([^{}｛｝]*)[}｝]{2}")


def _names_quoted(known: Mapping[KeyPath, Field]) -> dict[str, KeyPath]:
    """Return the fields that a title may quote by each of their names: the key, or its last parts."""
    single = (field.path for field in known.values() if field.kind not in CONTAINERS)
    return {fold(".".join(path[start:])): path for path in single for start in range(len(path))}


def _find_alike_named(subject: Subject, node: Node, known: Mapping[KeyPath, Field]) -> Place | None:
    """Return where the file name stands that quotes nothing of a project or fund, of which there may be several."""
    if subject not in PER_FILE:
        return None
    named, names = saying(node), _names_quoted(known)
    quoted = (names.get(fold(quote[1])) for quote in _QUOTE.finditer(named))
    return None if any(path and "*" in known[path].file for path in quoted) else named.place


def _read_title(node: Node | None, known: Mapping[KeyPath, Field]) -> str:
    """Return a text that may quote keys, "" where there is none; each quoted key is known, by its last part at least."""
    if node is None:
        return ""
    title, names = saying(node), {name: ".".join(path) for name, path in _names_quoted(known).items()}
    for quote in _QUOTE.finditer(title):
        if fold(quote[1]) not in names and not quote[1].strip().startswith("上年."):
            message = f"“{quote[1].strip()}”不是这个表样的键，不能引用{suggest(quote[1].strip(), names.values())}"
            raise DeclarationError(title.at(*quote.span()), message)
    if left := _BRACE.search(_QUOTE.sub(lambda quote: " " * len(quote[0]), title)):
        raise DeclarationError(title.at(*left.span()), "引用要写成 {{ 键 }} 的样子，前后各两个括号")
    return title


_BRACE = regex("[{}｛｝]+")


def _read_fields(
    declared: dict[KeyPath, FieldWords],
    vocabulary: Mapping[KeyPath, Field],
    files: tuple[str, ...],
    scores: Mapping[KeyPath, Field],
) -> dict[KeyPath, Field]:
    """Return the declared fields; formulas may use the scores too, which are not declared."""
    homes = find_files(declared, vocabulary, next(iter(files), ""))
    fields: dict[KeyPath, Field] = {}
    for path, words in list(declared.items()):
        if scores:
            refuse_score_as_field(words.key, path)
        for word in _OF_VOCABULARY:
            if word in words.words:
                raise DeclarationError(words.place(word), f"“{word}”只能写在 fields.yaml 里")
        if (
            path not in vocabulary
            and "类型" not in words.words
            and not any(path in paths_above(other) for other in declared)
        ):
            near = suggest(".".join(path), (".".join(known) for known in vocabulary))
            raise DeclarationError(words.key.place, f"“{words.key}”不在 fields.yaml 里，又没有写类型{near}")
        for head in reversed(paths_above(path)):
            declared.setdefault(head, FieldWords(words.key, {}, {"declared": words.key}))
            fields.setdefault(head, vocabulary.get(head, Field(head))._replace(file=homes[path[0]], declared=words.key))
        base = vocabulary.get(path, Field(path))
        fields[path] = in_own_unit(base, make_field(base, words))._replace(file=homes[path[0]])
    fields = {path: told_in_own_unit(path, fields) for path in fields}
    for path, words in declared.items():
        check_place(fields[path], words, {**vocabulary, **fields})
        check_field(fields[path], words, fields)
    check_formulas(fields, scores)
    return fields


def _read_scoring(node: Node, fields: Mapping[KeyPath, Field]) -> Scoring:
    words = {str(word): value for word, value in entries(node).items()}
    for word in entries(node):
        if word not in _SCORING_WORDS:
            raise DeclarationError(word.place, f"“{word}”不是评分可用的词{offer(word, _SCORING_WORDS)}")
    for needed in ("方案", "指标"):
        if needed not in words:
            raise DeclarationError(node.place, f"评分没有写“{needed}”")
    paths = {name: key_path(value) for name, value in words.items() if name != "方案"}
    for name, path in paths.items():
        if path not in fields:
            raise DeclarationError(words[name].place, f"评分用了这个表样里没有的“{'.'.join(path)}”")
    check_scoring(paths["指标"], paths.get("执行率", ()), fields, words.get("执行率", node).place)
    made = Scoring(
        str(text(words["方案"])),
        paths["指标"],
        paths.get("执行率", ()),
        paths.get("已完成", ()),
        text(words["方案"]).place,
    )
    places = {paths[name]: words[name].place for name in paths}
    check_scored(made.indicators, made.finished, fields, places)
    return made


def _read_formats(node: Node | None) -> dict[Kind, str]:
    kind = one_of({kind.value: kind for kind in FORMATTED})
    formats = {}
    for key, value in entries(node).items() if node else ():
        formats[kind(key)] = read_pattern(value)
        refuse_pattern(kind(key), formats[kind(key)], value.place)
    return formats


def _read_checks(node: Node | None, known_fields: Mapping[KeyPath, Field]) -> Iterator[Check]:
    """Yield the declared checks; they may use fields that only another form of a department shows."""
    for rule, words in entries(node).items() if node else ():
        declared = {str(word): value for word, value in entries(words).items()}
        for known in entries(words):
            if known not in _CHECK_WORDS:
                raise DeclarationError(known.place, f"“{known}”不是核对可用的词{offer(known, _CHECK_WORDS)}")
        for needed in ("算式", "位置", "说明"):
            if needed not in declared:
                raise DeclarationError(rule.place, f"核对“{rule}”没有写“{needed}”")
        formula = expression(declared["算式"])
        if not is_comparison(formula):
            raise DeclarationError(declared["算式"].place, f"核对“{rule}”的算式要有 ==、<=、>= 一类的比较")
        where, message = key_path(declared["位置"]), str(saying(declared["说明"]))
        _refuse_unknown(f"核对“{rule}”", names(formula), known_fields, rule.place)
        _refuse_unknown(f"核对“{rule}”的位置", [where], known_fields, declared["位置"].place)
        lists = rows_compared(str(rule), formula, where, known_fields)
        level = one_of(LEVELS)(declared["级别"]) if "级别" in declared else Level.ERROR
        if level is not None:
            yield Check(str(rule), formula, where, level, message, declared["算式"].place, lists)


def _refuse_unknown(who: str, used: Iterable[KeyPath], known: Mapping[KeyPath, Field], place: Place) -> None:
    for path in used:
        if path not in known and below_heading(known, path) is None:
            near = suggest(".".join(path), (".".join(other) for other in known))
            raise DeclarationError(place, f"{who}用了这个表样和 fields.yaml 里都没有的“{'.'.join(path)}”{near}")


class RuleWords(NamedTuple):
    """Hold what a form sets for rules: their levels, their options, and the place of each rule and of each option under it."""

    levels: Mapping[str, Level | None]
    options: Mapping[str, Mapping[str, str]]
    places: Mapping[KeyPath, Place]


def _read_rules(node: Node | None) -> RuleWords:
    levels: dict[str, Level | None] = {}
    options: dict[str, Mapping[str, str]] = {}
    places: dict[KeyPath, Place] = {}
    for rule, value in entries(node).items() if node else ():
        places[(str(rule),)] = rule.place
        if not isinstance(value, Entries):
            levels[str(rule)] = one_of(LEVELS)(value)
            continue
        words = {str(word): option for word, option in some_entries(value).items()}
        places |= {(str(rule), str(word)): word.place for word in value}
        if "级别" in words:
            levels[str(rule)] = one_of(LEVELS)(words.pop("级别"))
        options[str(rule)] = {word: str(phrase(option)) for word, option in words.items()}
    return RuleWords(levels, options, places)
