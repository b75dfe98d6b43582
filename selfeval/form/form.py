"""A form: one folder of ``templates/``, read from its ``form.yaml`` over the common vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from selfeval.expression import Expression, KeyPath, is_comparison, names
from selfeval.form.declaration import (
    FIELD_WORDS,
    LEVELS,
    DeclarationError,
    entries,
    expression,
    field_words,
    key_path,
    make_field,
    nearest,
    one_of,
    text,
    texts,
)
from selfeval.form.draw import Draw, draws
from selfeval.form.field import CONTAINERS, Field, Kind
from selfeval.problem import Level, Place, Problem
from selfeval.source.node import Entries, Node, Text
from selfeval.source.reader import read
from selfeval.source.shape import Holds, Shape


class Phase(StrEnum):
    """Name the part of the year a form or file belongs to, in order."""

    TARGETS = "申报"
    MONITORING = "监控"
    SELF_EVALUATION = "自评"


class Subject(StrEnum):
    """Say what one set of documents is about."""

    DEPARTMENT = "部门"
    PROJECT = "项目"
    YEAR = "年度"


FILES: Mapping[str, Phase] = {
    "targets.yaml": Phase.TARGETS,
    "actuals.yaml": Phase.SELF_EVALUATION,
    "narrative.yaml": Phase.SELF_EVALUATION,
}
"""The phase of the usual files where ``fields.yaml`` does not say it."""

HOUSE_FIELDS = {
    field.path: field
    for field in (
        Field(("部门",), file="targets.yaml", help="填报的部门"),
        Field(("部门", "名称"), Kind.TEXT, "targets.yaml", help="部门全称", example="某某区司法局"),
        Field(("年度",), Kind.YEAR, "targets.yaml", help="预算年度，与文件夹一致", example="2024"),
        Field(("表样",), Kind.LINES, "targets.yaml", help="本部门要出的表，写 templates 下的文件夹名"),
        Field(("说明情况",), Kind.LIST, help="确实无误的问题，在这里写明理由"),
        Field(("说明情况", "规则"), Kind.TEXT, help="问题的代码", example="budget-balance"),
        Field(("说明情况", "位置"), Kind.TEXT, help="问题里写的位置", example="预算.收入"),
        Field(("说明情况", "理由"), Kind.TEXT, help="为什么没有错", example="公开件原文如此"),
    )
}
"""What every department may write, whatever its forms."""


@dataclass(frozen=True)
class Check:
    """Declare a sum or a rate that must hold."""

    rule: str
    expression: Expression
    where: KeyPath
    level: Level
    message: str


@dataclass(frozen=True)
class Scoring:
    """Declare how a form is scored: the profile, the indicators, and where the execution rate is computed."""

    profile: str
    indicators: KeyPath
    rate: KeyPath
    finished: KeyPath
    place: Place


@dataclass(frozen=True, eq=False)
class Form:
    """Declare one form of one region."""

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


@dataclass(frozen=True, eq=False)
class Library:
    """Hold every form of a templates folder, the vocabulary, and what is wrong with either.

    ``forms`` are those a department may choose; ``yearly`` are made of all departments of a year.
    """

    folder: Path
    forms: Mapping[str, Form]
    vocabulary: Mapping[KeyPath, Field]
    phases: Mapping[str, Phase]
    broken: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    yearly: Mapping[str, Form] = field(default_factory=dict)


_VALUE = Shape(Holds.VALUE)
_FIELD_KEYS = dict.fromkeys(FIELD_WORDS, _VALUE) | {
    "选项": Shape(Holds.LINES),
    "层级": Shape(Holds.NAMES, entry=Shape(Holds.LINES)),
    "分值": Shape(Holds.NAMES, entry=_VALUE),
}
_FIELDS = Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys=_FIELD_KEYS))
_CHECK_WORDS = ("算式", "位置", "级别", "说明")
_SCORING_WORDS = ("方案", "指标", "执行率", "已完成")
_NOT_OF_YEAR = ("数据", "核对", "规则", "评分")
_FORM_SHAPE = Shape(
    Holds.MAP,
    keys=dict.fromkeys(("名称", "地区", "说明", "阶段", "主体", "文件名", "标题"), _VALUE)
    | dict.fromkeys(("格式", "规则"), Shape(Holds.NAMES, entry=_VALUE))
    | {
        "数据": Shape(Holds.LINES),
        "取数": Shape(Holds.NAMES, entry=Shape(Holds.LINES)),
        "评分": Shape(Holds.MAP, keys=dict.fromkeys(_SCORING_WORDS, _VALUE)),
        "字段": _FIELDS,
        "核对": Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys=dict.fromkeys(_CHECK_WORDS, _VALUE))),
    },
)
_VOCABULARY_SHAPE = Shape(
    Holds.MAP,
    keys={
        "文件": Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys={"阶段": _VALUE, "说明": _VALUE})),
        "字段": _FIELDS,
    },
)
_PHASE = one_of({phase.value: phase for phase in Phase})
_SUBJECT = one_of({subject.value: subject for subject in Subject})


def load(folder: Path) -> Library:
    """Read every form of a templates folder; a form that cannot be used is a problem, not an exception."""
    problems: list[Problem] = []
    lines: dict[str, tuple[str, ...]] = {}

    def root(path: Path, shape: Shape, forms: frozenset[str] | None) -> Entries | None:
        name = path.relative_to(folder.parent).as_posix()
        reading = read(path.read_bytes(), name, shape)
        lines[name] = reading.lines
        problems.extend(problem._replace(forms=forms) for problem in reading.problems)
        return reading.root

    vocabulary, phases = dict(HOUSE_FIELDS), dict(FILES)
    if (folder / "fields.yaml").is_file() and (declared := root(folder / "fields.yaml", _VOCABULARY_SHAPE, None)):
        try:
            phases |= _phases(declared.get(Text("文件")))
            vocabulary |= _vocabulary(declared.get(Text("字段")))
        except DeclarationError as error:
            problems.append(error.problem(None))
    forms: dict[str, Form] = {}
    slugs = [path.parent.name for path in sorted(folder.glob("*/form.yaml"))]
    for slug in slugs:
        path = folder / slug / "form.yaml"
        declared = root(path, _FORM_SHAPE, frozenset({slug}))
        if declared is None:
            continue
        try:
            forms[slug] = _form(slug, path.parent, declared, vocabulary)
        except DeclarationError as error:
            problems.append(error.problem(frozenset({slug})))
    for form in forms.values():
        for file in form.files:
            phases.setdefault(file, form.phase)
    broken = frozenset(slugs) - forms.keys()
    yearly = {slug: form for slug, form in forms.items() if form.subject is Subject.YEAR}
    chosen = {slug: form for slug, form in forms.items() if slug not in yearly}
    return Library(folder, chosen, vocabulary, phases, broken, tuple(problems), lines, yearly)


def _phases(node: Node | None) -> dict[str, Phase]:
    found = {}
    for file, words in entries(node).items() if node else ():
        phase = entries(words).get(Text("阶段"))
        if phase is None:
            raise DeclarationError(file.place, f"“{file}”没有写阶段")
        found[str(file)] = _PHASE(phase)
    return found


def _vocabulary(node: Node | None) -> dict[KeyPath, Field]:
    fields: dict[KeyPath, Field] = {}
    for key, words in entries(node).items() if node else ():
        path = key_path(key)
        declared = field_words(key, words)
        declared.setdefault("file", next((fields[head].file for head in _heads(path) if head in fields), ""))
        for head in _heads(path):
            fields.setdefault(head, Field(head, file=str(declared["file"]), place=key.place))
        fields[path] = make_field(path, declared)
    for path, declared_field in list(fields.items()):
        source = declared_field.same_as
        for other, original in list(fields.items()):
            if source and other[: len(source)] == source and len(other) > len(source):
                copied = path + other[len(source) :]
                fields.setdefault(copied, replace(original, path=copied, file=declared_field.file))
    return fields


def _heads(path: KeyPath) -> list[KeyPath]:
    """Return the paths above one, nearest first."""
    return [path[:end] for end in range(len(path) - 1, 0, -1)]


def _form(slug: str, folder: Path, root: Entries, vocabulary: Mapping[KeyPath, Field]) -> Form:
    words = {str(key): node for key, node in root.items()}
    for key in root:
        if key not in _FORM_SHAPE.keys:
            raise DeclarationError(key.place, f"“{key}”不是 form.yaml 可用的词{nearest(key, _FORM_SHAPE.keys)}")
    subject = _SUBJECT(words["主体"]) if "主体" in words else Subject.DEPARTMENT
    of_year = subject is Subject.YEAR
    for word in ("名称", "阶段", "取数" if of_year else "数据", "字段"):
        if word not in words:
            raise DeclarationError(root.place, f"form.yaml 里没有写“{word}”")
    for key in root:
        if key in (_NOT_OF_YEAR if of_year else ("取数",)):
            raise DeclarationError(key.place, f"主体是{subject}的表样不能写“{key}”")
    name = str(text(words["名称"]))
    files = () if of_year else tuple(str(file) for file in texts(words["数据"]))
    fields = _fields(entries(words["字段"]), vocabulary, files)
    levels, options = _rules(words.get("规则"))
    return Form(
        slug=slug,
        folder=folder,
        name=name,
        phase=_PHASE(words["阶段"]),
        subject=subject,
        title=str(text(words["标题"])) if "标题" in words else name,
        file_name=str(text(words["文件名"])) if "文件名" in words else name,
        files=files,
        formats=_formats(words.get("格式")),
        fields=fields,
        checks=tuple(_checks(words.get("核对"), fields)),
        rule_levels=levels,
        rule_options=options,
        scoring=_scoring(words["评分"], fields) if "评分" in words else None,
        draws=draws(words["取数"], fields, words["字段"].place) if of_year else {},
    )


def _fields(declared: Entries, vocabulary: Mapping[KeyPath, Field], files: tuple[str, ...]) -> dict[KeyPath, Field]:
    fields: dict[KeyPath, Field] = {}
    for key, node in declared.items():
        path = key_path(key)
        attributes = field_words(key, node)
        if path in vocabulary:
            base = vocabulary[path]
        elif "kind" in attributes or any(key_path(other)[: len(path)] == path != key_path(other) for other in declared):
            inherited = next((fields[head].file for head in _heads(path) if head in fields), next(iter(files), ""))
            base = Field(path, file=inherited)
        else:
            near = nearest(key, (".".join(known) for known in vocabulary))
            raise DeclarationError(key.place, f"“{key}”不在 fields.yaml 里，又没有写类型{near}")
        if "same_as" in attributes:
            raise DeclarationError(key.place, "“同”只能写在 fields.yaml 里")
        file = str(attributes.get("file", base.file))
        for head in reversed(_heads(path)):
            fields.setdefault(head, vocabulary.get(head, Field(head, file=file, place=key.place)))
        fields[path] = replace(base, **attributes)  # type: ignore[arg-type]  # FIELD_WORDS gives each name its type
    for path, declared_field in fields.items():
        _consistent(path, declared_field, fields)
    return fields


def _consistent(path: KeyPath, declared: Field, fields: Mapping[KeyPath, Field]) -> None:
    for head in _heads(path):
        if fields[head].kind not in CONTAINERS:
            raise DeclarationError(declared.place, f"“{'.'.join(head)}”是{fields[head].kind}，下面不能再有“{path[-1]}”")
    if declared.kind is Kind.CHOICE and not declared.choices:
        raise DeclarationError(declared.place, f"“{declared.key}”的类型是选项，要用“选项”列出可选的内容")
    if declared.kind is Kind.RESULTS and declared.results_of not in fields:
        raise DeclarationError(
            declared.place, f"“{declared.key}”要对应的“{'.'.join(declared.results_of)}”不在这个表样里"
        )
    if declared.formula and is_comparison(declared.formula):
        raise DeclarationError(declared.place, f"“{declared.key}”的算式是比较，算不出数；比较写在“核对”里")
    for used in names(declared.formula) if declared.formula else ():
        if used not in fields:
            raise DeclarationError(declared.place, f"“{declared.key}”的算式用了这个表样里没有的“{'.'.join(used)}”")


def _scoring(node: Node, fields: Mapping[KeyPath, Field]) -> Scoring:
    words = {str(word): value for word, value in entries(node).items()}
    for word in entries(node):
        if word not in _SCORING_WORDS:
            raise DeclarationError(word.place, f"“{word}”不是评分可用的词{nearest(word, _SCORING_WORDS)}")
    for needed in ("方案", "指标"):
        if needed not in words:
            raise DeclarationError(node.place, f"评分没有写“{needed}”")
    paths = {name: key_path(value) for name, value in words.items() if name != "方案"}
    for name, path in paths.items():
        if path not in fields:
            raise DeclarationError(words[name].place, f"评分用了这个表样里没有的“{'.'.join(path)}”")
    return Scoring(
        str(text(words["方案"])),
        paths["指标"],
        paths.get("执行率", ()),
        paths.get("已完成", ()),
        text(words["方案"]).place,
    )


def _formats(node: Node | None) -> dict[Kind, str]:
    kind = one_of({kind.value: kind for kind in Kind})
    return {kind(key): str(text(value)) for key, value in entries(node).items()} if node else {}


def _checks(node: Node | None, fields: Mapping[KeyPath, Field]) -> Iterator[Check]:
    for rule, words in entries(node).items() if node else ():
        declared = {str(word): value for word, value in entries(words).items()}
        for known in entries(words):
            if known not in _CHECK_WORDS:
                raise DeclarationError(known.place, f"“{known}”不是核对可用的词{nearest(known, _CHECK_WORDS)}")
        for needed in ("算式", "位置", "说明"):
            if needed not in declared:
                raise DeclarationError(rule.place, f"核对“{rule}”没有写“{needed}”")
        formula = expression(declared["算式"])
        if not is_comparison(formula):
            raise DeclarationError(declared["算式"].place, f"核对“{rule}”的算式要有 ==、<=、>= 一类的比较")
        for used in names(formula):
            if used not in fields:
                raise DeclarationError(rule.place, f"核对“{rule}”用了这个表样里没有的“{'.'.join(used)}”")
        level = one_of(LEVELS)(declared["级别"]) if "级别" in declared else Level.ERROR
        if level is not None:
            yield Check(str(rule), formula, key_path(declared["位置"]), level, str(text(declared["说明"])))


def _rules(node: Node | None) -> tuple[dict[str, Level | None], dict[str, Mapping[str, str]]]:
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
