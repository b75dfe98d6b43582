"""A form: one folder of ``templates/``, read from its ``form.yaml`` over the common vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from selfeval.form.around import Around, read_around
from selfeval.form.declaration import (
    FIELD_WORDS,
    LEVELS,
    YES_NO,
    DeclarationError,
    entries,
    expression,
    field_words,
    key_path,
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
from selfeval.problem import Level, Place
from selfeval.source.node import Entries, Node
from selfeval.source.shape import Holds, Shape


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
    levels it sets for rules (None switches one off), ``public`` whether its documents may be published.
    ``around`` is what its templates print right beside a field.
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


def paths_above(path: KeyPath) -> list[KeyPath]:
    """Return the paths above one, nearest first."""
    return [path[:end] for end in range(len(path) - 1, 0, -1)]


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
        if word not in words:
            raise DeclarationError(root.place, f"form.yaml 里没有写“{word}”")
    for key in root:
        if key in (_NOT_OF_YEAR if of_year else ("取数",)):
            raise DeclarationError(key.place, f"主体是{subject}的表样不能写“{key}”")
    printed = str(text(words["名称"]))
    files = () if of_year else tuple(str(file) for file in texts(words["数据"]))
    scores = scores_of(words.get("评分"))
    fields = _read_fields(entries(words["字段"]), vocabulary, files, scores)
    levels, options = _read_rules(words.get("规则"))
    return Form(
        slug=name,
        folder=folder,
        name=printed,
        phase=PHASE(words["阶段"]),
        subject=subject,
        title=str(text(words["标题"])) if "标题" in words else printed,
        file_name=str(text(words["文件名"])) if "文件名" in words else printed,
        files=files,
        formats=_read_formats(words.get("格式")),
        fields=fields,
        checks=tuple(_read_checks(words.get("核对"), {**vocabulary, **fields, **scores})),
        rule_levels=levels,
        rule_options=options,
        scoring=_read_scoring(words["评分"], fields) if "评分" in words else None,
        draws=read_draws(words["取数"], fields, words["字段"].place) if of_year else {},
        public=YES_NO(words["公开"]) if "公开" in words else True,
        around=read_around(folder, fields),
    )


def _read_fields(
    declared: Entries, vocabulary: Mapping[KeyPath, Field], files: tuple[str, ...], scores: Mapping[KeyPath, Field]
) -> dict[KeyPath, Field]:
    """Return the declared fields; formulas may use the scores too, which are not declared."""
    fields: dict[KeyPath, Field] = {}
    for key, node in declared.items():
        path = key_path(key)
        if scores:
            refuse_score_as_field(key, path)
        attributes = field_words(key, node)
        if path in vocabulary:
            base = vocabulary[path]
        elif "kind" in attributes or any(key_path(other)[: len(path)] == path != key_path(other) for other in declared):
            inherited = next((fields[head].file for head in paths_above(path) if head in fields), next(iter(files), ""))
            base = Field(path, file=inherited)
        else:
            near = suggest(key, (".".join(known) for known in vocabulary))
            raise DeclarationError(key.place, f"“{key}”不在 fields.yaml 里，又没有写类型{near}")
        if "same_as" in attributes:
            raise DeclarationError(key.place, "“同”只能写在 fields.yaml 里")
        file = str(attributes.get("file", base.file))
        for head in reversed(paths_above(path)):
            fields.setdefault(head, vocabulary.get(head, Field(head, file=file, declared=key)))
        fields[path] = in_own_unit(base, base._replace(**attributes))  # type: ignore[arg-type]  # FIELD_WORDS gives each name its type
    fields = {path: told_in_own_unit(path, fields) for path in fields}
    for path, declared_field in fields.items():
        _check_field(path, declared_field, fields)
    check_formulas(fields, scores)
    return fields


def _check_field(path: KeyPath, declared: Field, fields: Mapping[KeyPath, Field]) -> None:
    for head in paths_above(path):
        if fields[head].kind not in CONTAINERS:
            raise DeclarationError(declared.place, f"“{'.'.join(head)}”是{fields[head].kind}，下面不能再有“{path[-1]}”")
    if declared.kind is Kind.CHOICE and not declared.choices:
        raise DeclarationError(declared.place, f"“{declared.key}”的类型是选项，要用“选项”列出可选的内容")
    if declared.kind is Kind.RESULTS and declared.results_of not in fields:
        raise DeclarationError(
            declared.place, f"“{declared.key}”要对应的“{'.'.join(declared.results_of)}”不在这个表样里"
        )
    if declared.pattern and not (declared.formula and declared.kind is Kind.GROUP):
        refuse_pattern(declared.kind, declared.pattern, declared.place)


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
    return Scoring(
        str(text(words["方案"])),
        paths["指标"],
        paths.get("执行率", ()),
        paths.get("已完成", ()),
        text(words["方案"]).place,
    )


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
        for used in names(formula):
            if used not in known_fields:
                message = f"核对“{rule}”用了这个表样和 fields.yaml 里都没有的“{'.'.join(used)}”"
                raise DeclarationError(rule.place, message)
        check_comparison(str(rule), formula, known_fields, declared["算式"].place)
        level = one_of(LEVELS)(declared["级别"]) if "级别" in declared else Level.ERROR
        if level is not None:
            where, message = key_path(declared["位置"]), str(text(declared["说明"]))
            yield Check(str(rule), formula, where, level, message, declared["算式"].place)


def _read_rules(node: Node | None) -> tuple[dict[str, Level | None], dict[str, Mapping[str, str]]]:
    levels: dict[str, Level | None] = {}
    options: dict[str, Mapping[str, str]] = {}
    for rule, value in entries(node).items() if node else ():
        if isinstance(value, Entries):
            words = {str(word): option for word, option in value.items()}
            if "级别" in words:
                levels[str(rule)] = one_of(LEVELS)(words.pop("级别"))
            options[str(rule)] = {word: str(text(option)) for word, option in words.items()}
        else:
            levels[str(rule)] = one_of(LEVELS)(value)
    return levels, options
