"""A form: one folder of ``templates/``, read from its ``form.yaml`` over the common vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from selfeval.form.around import Around, read_around
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
    one_of,
    read_pattern,
    refuse_pattern,
    suggest,
    text,
    texts,
)
from selfeval.form.draws import Draw, read_draws
from selfeval.form.expression import Expression, KeyPath, is_comparison, names
from selfeval.form.field import CONTAINERS, FORMATTED, Field, Kind
from selfeval.form.formulas import check_comparison, check_formulas, check_scoring, refuse_score_as_field, scores_of
from selfeval.form.operands import in_own_unit, told_in_own_unit
from selfeval.form.profile import Profiles
from selfeval.form.vocabulary import check_files, check_place, find_files, paths_above, read_field_words
from selfeval.problem import Level, Place
from selfeval.source.node import Entries, Items, Node
from selfeval.source.shape import Holds, Shape
from selfeval.text.name import fold
from selfeval.text.pattern import regex


class Phase(StrEnum):
    """Name the part of the year a form or file belongs to, in order."""

    TARGETS = "申报"
    MONITORING = "监控"
    SELF_EVALUATION = "自评"


class Subject(StrEnum):
    """Name the subject of one set of documents."""

    DEPARTMENT = "部门"
    PROJECT = "项目"
    YEAR = "年度"


class Check(NamedTuple):
    """Declare a comparison that must hold, and the problem where it does not."""

    rule: str
    expression: Expression
    where: KeyPath
    level: Level
    message: str
    place: Place


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
    ``public`` whether its documents may be published. ``around`` is what its templates print right beside a field.
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
    public: bool = True
    around: Mapping[KeyPath, tuple[Around, ...]] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """Return the path of the form's folder in messages: ``templates/guangzhou/targets``."""
        return f"{self.folder.parents[self.slug.count('/')].name}/{self.slug}"

    @property
    def points_due(self) -> tuple[Decimal, ...]:
        """Return what the points of all indicators may come to: 100 less those of the execution rate.

        A form without an execution rate gives it no points; its indicators may leave them out all the same, as the
        declaration of targets does.
        """
        profile = self.scoring.profiles.known.get(self.scoring.profile) if self.scoring else None
        left = 100 - ((profile.execution.points if profile else None) or Decimal(0))
        return (left,) if self.scoring and self.scoring.rate else (Decimal(100), left)

    @property
    def sections_fit(self) -> bool:
        """Tell whether the points that the form gives to sections can make 100 with those of the execution rate, if they must."""
        scored = self.fields[self.scoring.indicators] if self.scoring else None
        if scored is None or not scored.full_points:
            return True
        given = sum(scored.section_points.values(), Decimal(0))
        whole = bool(scored.levels) and scored.levels.keys() <= scored.section_points.keys()
        return given in self.points_due if whole else given <= max(self.points_due)

    def counts(self, path: KeyPath) -> bool:
        """Tell whether the form itself puts a number before each text of a field, so that a typed one is not printed."""
        declared, around = self.fields[path], self.around.get(path, ())
        in_template = declared.kind is not Kind.PROSE and around and all(each.counted for each in around)
        return bool(declared.numbering or in_template)

    def place(self, file: str = "form.yaml", line: int = 1) -> Place:
        """Return the place of a line in one of the form's files."""
        return Place(f"{self.shown}/{file}", line, 1, 1)


VALUE = Shape(Holds.VALUE)
_FIELD_KEYS = dict.fromkeys(FIELD_WORDS, VALUE) | {
    "选项": Shape(Holds.LINES),
    "编号": Shape(Holds.PROSE),  # one may end in a comma: 第一，
    "层级": Shape(Holds.NAMES, entry=Shape(Holds.LINES)),
    "分值": Shape(Holds.NAMES, entry=VALUE),
}
FIELDS = Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys=_FIELD_KEYS))
_CHECK_WORDS = ("算式", "位置", "级别", "说明")
_SCORING_WORDS = ("方案", "指标", "执行率", "已完成")
_NOT_OF_YEAR = ("数据", "核对", "规则", "评分")
FORM_SHAPE = Shape(
    Holds.MAP,
    keys=dict.fromkeys(("名称", "地区", "说明", "阶段", "主体", "公开", "文件名", "标题"), VALUE)
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
_SUBJECT = one_of({subject.value: subject for subject in Subject})


def read_form(name: str, folder: Path, vocabulary: Mapping[KeyPath, Field], root: Entries) -> Form:
    """Return the form of a name that a ``form.yaml`` declares.

    Raises:
        DeclarationError: where a word is unknown, missing, or contradicts another.
    """
    words = {str(key): node for key, node in root.items()}
    for key in root:
        if key not in FORM_SHAPE.keys:
            raise DeclarationError(key.place, f"“{key}”不是 form.yaml 可用的词{suggest(key, FORM_SHAPE.keys)}")
    subject = _SUBJECT(words["主体"]) if "主体" in words else Subject.DEPARTMENT
    of_year = subject is Subject.YEAR
    for word in ("名称", "阶段", "取数" if of_year else "数据", "字段"):
        if not words.get(word):
            raise DeclarationError(words[word].place if word in words else root.place, f"form.yaml 里没有写“{word}”")
    for key in root:
        if key in (_NOT_OF_YEAR if of_year else ("取数",)):
            raise DeclarationError(key.place, f"主体是{subject}的表样不能写“{key}”")
    printed = str(text(words["名称"]))
    files = () if of_year else _read_files(words["数据"])
    declared = read_field_words(words["字段"])
    scores = scores_of(words.get("评分"))
    fields = _read_fields(declared, vocabulary, files, scores)
    if not of_year:
        check_files(declared, fields, files)
        _check_subject(subject, words["数据"])
    rules = _read_rules(words.get("规则"))
    known = {**vocabulary, **fields}
    return Form(
        slug=name,
        folder=folder,
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
        draws=read_draws(words["取数"], fields, words["字段"].place) if of_year else {},
        public=YES_NO(words["公开"]) if "公开" in words else True,
        around=read_around(folder, fields),
    )


def _read_files(node: Node) -> tuple[str, ...]:
    files = [file_name(file) for file in (node if isinstance(node, Items) else [node])]
    if not files:
        raise DeclarationError(node.place, "“数据”要写这张表读哪些文件，一行一个")
    return tuple(files)


def _check_subject(subject: Subject, node: Node) -> None:
    """Refuse files of projects in a form of the department, which would print them empty, and a project form without any."""
    of_projects = next((file for file in texts(node) if "*" in file), None)
    if of_projects is not None and subject is not Subject.PROJECT:
        message = f"“{of_projects}”是一个项目一个文件，读它的表样，另起一行写“主体: 项目”"
        raise DeclarationError(of_projects.place, message)
    if of_projects is None and subject is Subject.PROJECT:
        message = "主体是项目的表样，“数据”下面要有一个项目一个文件的，例如“- projects/*.yaml”"
        raise DeclarationError(node.place, message)


_QUOTE = regex(r"[{｛]{2}([^{}｛｝]*)[}｝]{2}")


def _read_title(node: Node | None, known: Mapping[KeyPath, Field]) -> str:
    """Return a text that may quote keys, "" where there is none; each quoted key is known, by its last part at least."""
    if node is None:
        return ""
    title = text(node)
    single = {field.path for field in known.values() if field.kind not in CONTAINERS}
    names = {fold(".".join(path[start:])): ".".join(path) for path in single for start in range(len(path))}
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
        if "同" in words.words:
            raise DeclarationError(words.place("同"), "“同”只能写在 fields.yaml 里")
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
        _check_field(fields[path], words, fields)
    check_formulas(fields, scores)
    return fields


def _check_field(declared: Field, words: FieldWords, fields: Mapping[KeyPath, Field]) -> None:
    if declared.kind is Kind.CHOICE and not declared.choices:
        raise DeclarationError(declared.place, f"“{declared.key}”的类型是选项，要用“选项”列出可选的内容")
    if declared.kind is Kind.RESULTS and declared.results_of not in fields:
        raise DeclarationError(
            declared.place, f"“{declared.key}”要对应的“{'.'.join(declared.results_of)}”不在这个表样里"
        )
    if declared.repeats and declared.repeats not in fields:
        named = ".".join(declared.repeats)
        message = f"“可重复”写的“{named}”不是这个表样的键{suggest(named, map('.'.join, fields))}"
        raise DeclarationError(words.place("可重复"), message)
    if declared.pattern and not (declared.formula and declared.kind is Kind.GROUP):
        refuse_pattern(declared.kind, declared.pattern, declared.place)
    for section in declared.section_points:
        if section not in declared.levels:
            message = f"“层级”里没有“{section}”这个一级指标{suggest(section, declared.levels)}"
            raise DeclarationError(words.place("分值", section), message)
    if declared.show_empty and not declared.levels:
        raise DeclarationError(words.place("空类别"), f"“{declared.key}”没有写“层级”，没有类别可以打印")


def _read_scoring(node: Node, fields: Mapping[KeyPath, Field]) -> Scoring:
    words = {str(word): value for word, value in entries(node).items()}
    for word in entries(node):
        if word not in _SCORING_WORDS:
            raise DeclarationError(word.place, f"“{word}”不是评分可用的词{suggest(word, _SCORING_WORDS)}")
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
                raise DeclarationError(known.place, f"“{known}”不是核对可用的词{suggest(known, _CHECK_WORDS)}")
        for needed in ("算式", "位置", "说明"):
            if needed not in declared:
                raise DeclarationError(rule.place, f"核对“{rule}”没有写“{needed}”")
        formula = expression(declared["算式"])
        if not is_comparison(formula):
            raise DeclarationError(declared["算式"].place, f"核对“{rule}”的算式要有 ==、<=、>= 一类的比较")
        where, message = key_path(declared["位置"]), str(text(declared["说明"]))
        _refuse_unknown(f"核对“{rule}”", names(formula), known_fields, rule.place)
        _refuse_unknown(f"核对“{rule}”的位置", [where], known_fields, declared["位置"].place)
        check_comparison(str(rule), formula, known_fields, declared["算式"].place)
        level = one_of(LEVELS)(declared["级别"]) if "级别" in declared else Level.ERROR
        if level is not None:
            yield Check(str(rule), formula, where, level, message, declared["算式"].place)


def _refuse_unknown(who: str, used: Iterable[KeyPath], known: Mapping[KeyPath, Field], place: Place) -> None:
    for path in used:
        if path not in known:
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
        words = {str(word): option for word, option in value.items()}
        places |= {(str(rule), str(word)): word.place for word in value}
        if "级别" in words:
            levels[str(rule)] = one_of(LEVELS)(words.pop("级别"))
        options[str(rule)] = {word: str(text(option)) for word, option in words.items()}
    return RuleWords(levels, options, places)
