"""One field: its key, the type of its value, and how a form shows and demands it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from selfeval.form.condition import Condition
from selfeval.form.expression import Expression, KeyPath
from selfeval.form.fixed import FixedRow
from selfeval.problem import Place
from selfeval.source.node import Text

UNDECLARED = Text("-")
DEPARTMENT_KEY, YEAR_KEY, FORMS_KEY, EXPLANATIONS_KEY = "部门", "年度", "表样", "说明情况"
ORIGINAL_KEY = "原文"
ANYWHERE = frozenset({DEPARTMENT_KEY, YEAR_KEY, EXPLANATIONS_KEY})
"""Top-level keys that may stand in every file of a department."""
"""Under 说明情况: the words an explanation is about, taken as they are typed."""
"""The keys that every department may write, whatever its forms: its name, the year, its forms, its explanations."""


class Kind(StrEnum):
    """Name the type of a value as ``form.yaml`` writes it."""

    TEXT = "文本"
    PROSE = "段落"
    LINES = "条目"
    AMOUNT = "金额"
    PERCENT = "百分比"
    COUNT = "整数"
    NUMBER = "小数"
    YEAR = "年度"
    DATE = "日期"
    YES_NO = "是否"
    CHOICE = "选项"
    CHOICES = "多选"
    CHECKLIST = "要点"
    QUANTITY = "指标值"
    GROUP = "组"
    LIST = "列表"
    INDICATORS = "指标"
    RESULTS = "对应"
    FACTS = "事实"


CONTAINERS = frozenset({Kind.GROUP, Kind.LIST, Kind.INDICATORS, Kind.RESULTS, Kind.FACTS})


FORMATTED = (Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER, Kind.DATE)
"""The kinds that print by a format."""


BETWEEN_CHOICES = "、"
"""What stands between the answers of a field that takes several; no answer may hold it."""


class Role(StrEnum):
    """Name the purpose of a field, whatever its key; rules ask for roles, never for keys."""

    NAME = "名称"
    TARGET = "目标值"
    PERIOD_TARGET = "周期目标值"
    ADJUSTED_TARGET = "调整后目标值"
    SIGN = "目标值符号"
    UNIT = "目标值单位"
    ACTUAL = "实际"
    REASON = "偏差原因"
    DIRECTION = "方向"
    POINTS = "分值"
    SCORE = "得分"
    GRADE = "等级"
    REMARK = "备注"
    GOAL = "目标"
    CONTENT = "内容"
    RESULT = "完成情况"
    FORECAST = "预计全年完成"
    CHANCE = "完成可能性"
    PROBLEMS = "问题"
    MEASURES = "措施"
    DEPARTMENT = "部门名称"
    AREA = "级次"


ROLES: Mapping[KeyPath, Role] = {
    ("标题",): Role.NAME,
    ("年度指标值",): Role.TARGET,
    ("周期指标值",): Role.PERIOD_TARGET,
    ("调整后指标值", "值"): Role.ADJUSTED_TARGET,
    **{(key,): Role.SIGN for key in ("指标性质", "指标符号", "比较符号", "运算符号")},
    **{(key,): Role.UNIT for key in ("度量单位", "计量单位", "指标单位")},
    ("执行率未达标原因",): Role.REASON,
    ("自评等级",): Role.GRADE,
    ("说明",): Role.REMARK,
    ("总体目标",): Role.GOAL,
    ("预期目标",): Role.GOAL,
    ("年度目标", "内容"): Role.GOAL,
    ("项目目标",): Role.GOAL,
    ("主要内容",): Role.CONTENT,
    ("总体目标完成情况",): Role.RESULT,
    ("项目完成情况",): Role.RESULT,
    ("存在问题",): Role.PROBLEMS,
    ("改进措施",): Role.MEASURES,
    ("整改措施",): Role.MEASURES,
    (DEPARTMENT_KEY, "名称"): Role.DEPARTMENT,
    **{(role.value,): role for role in Role},
}
"""The roles that fields have without declaring one, by the last two keys of their path, else by the last.

A key that is named as a role has that role.
"""


_WORDS = (Kind.TEXT, Kind.CHOICE)
_TEXTS = (Kind.PROSE, Kind.LINES, Kind.TEXT)
_FIGURES = (
    *(Kind.QUANTITY, Kind.TEXT, Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER),
    *(Kind.DATE, Kind.YEAR, Kind.YES_NO, Kind.CHOICE),
)

ROLE_KINDS: Mapping[Role, tuple[Kind, ...]] = {
    Role.NAME: (Kind.TEXT,),
    Role.TARGET: _FIGURES,
    Role.PERIOD_TARGET: _FIGURES,
    Role.ADJUSTED_TARGET: _FIGURES,
    Role.SIGN: _WORDS,
    Role.UNIT: _WORDS,
    Role.ACTUAL: _FIGURES,
    Role.REASON: (*_TEXTS, Kind.CHOICE, Kind.CHOICES),
    Role.DIRECTION: _WORDS,
    Role.POINTS: (Kind.NUMBER, Kind.COUNT),
    Role.SCORE: (Kind.NUMBER, Kind.COUNT),
    Role.GRADE: _WORDS,
    Role.REMARK: (*_TEXTS, Kind.CHOICE, Kind.CHOICES),
    Role.GOAL: _TEXTS,
    Role.CONTENT: _TEXTS,
    Role.RESULT: (*_TEXTS, *_FIGURES),
    Role.FORECAST: (*_TEXTS, *_FIGURES),
    Role.CHANCE: _WORDS,
    Role.PROBLEMS: _TEXTS,
    Role.MEASURES: _TEXTS,
    Role.DEPARTMENT: (Kind.TEXT,),
    Role.AREA: _WORDS,
}
"""The kinds of field in which a role means something; in any other, what asks for the role would find nothing."""


class Need(StrEnum):
    """Say whether a field must be filled: always, never, or where its group is filled at all."""

    YES = "是"
    NO = "否"
    WITH_GROUP = "随组"


Levels = Mapping[str, tuple[str, ...]]
"""The first-level headings of indicators, each with those below it; none where indicators stand right below it."""


def headings_of(levels: Levels) -> list[tuple[str, ...]]:
    """Return every heading below which indicators stand, in order: two names, or one where it has no second level."""
    return [(level1, name) if name else (level1,) for level1, names in levels.items() for name in names or ("",)]


class Field(NamedTuple):
    """Declare one field of the vocabulary or a form.

    - ``file``: the file in which a department types it; ``label``: its name in the documents.
    - ``printed``: whether documents print it; ``annotation``: whether it may be typed though no form prints it.
    - ``aliases``: what forms of other places call it, by which a draft of a form knows it.
    - ``limit``: the most characters of a text; ``choices``: the texts it may be.
    - ``pattern``: how a number prints (``#,##0.00``); ``unit``: of an amount.
    - ``formula``: how it is computed where nobody types it; ``fallback``: the column of the same item used where nothing is typed.
    - ``drawn``: whether the program takes it from the department's projects, so that nobody types it.
    - ``results_of``: the path of the list whose results it holds; ``same_as``: the path whose fields it repeats.
    - ``repeats``: the path of another field whose text the form asks for again.
    - ``levels``, ``section_points``, ``full_points``, ``show_empty``: of indicators, their headings, the points of these
      by their names, whether all points are to be 100 or another number, and whether headings without indicators print.
    - ``zero``, ``blank``: what prints instead of the number 0, and where nothing was filled in.
    - ``steps``: lower bounds of a formula's value, the highest first, each with the word or number that stands for it.
    - ``least``, ``most``: between which a typed number must be.
    - ``condition``: the answer that makes the field compulsory.
    - ``level_labels``: what prints for a heading of indicators instead of its name, by that name.
    - ``fillers``: of a list, what its first rows print in the place of a name where it has no item for them;
      ``level_fillers`` are those below some headings of indicators, by their names; ``beside``: the path of the list whose rows print in the same rows;
      ``follows``: the path of the list in whose columns its items print, found there by their names.
    - ``fixed_in``, ``fixed``, ``free``: of a list, the file beside form.yaml with the rows that the form prints itself,
      these rows, and whether a department may add others: anywhere, nowhere, or below some first-level headings.
    - ``numbering``: the mark before each paragraph or point (``一是``).
    """

    path: KeyPath
    kind: Kind = Kind.GROUP
    file: str = ""
    label: str = ""
    help: str = ""
    example: str = ""
    need: Need = Need.YES
    printed: bool = True
    annotation: bool = False
    limit: int | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    formula: Expression | None = None
    drawn: bool = False
    results_of: KeyPath = ()
    same_as: KeyPath = ()
    repeats: KeyPath = ()
    fallback: str = ""
    levels: Levels = {}
    section_points: Mapping[tuple[str, ...], Decimal] = {}
    full_points: bool | Decimal = True
    show_empty: bool = False
    numbering: str = ""
    aliases: tuple[str, ...] = ()
    zero: str = ""
    blank: str = ""
    steps: tuple[tuple[Decimal, str], ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    condition: Condition | None = None
    fillers: tuple[str, ...] = ()
    level_fillers: Mapping[str, tuple[str, ...]] = {}
    level_labels: Mapping[str, str] = {}
    beside: KeyPath = ()
    follows: KeyPath = ()
    fixed_in: Text = UNDECLARED
    fixed: tuple[FixedRow, ...] = ()
    free: bool | tuple[str, ...] = True
    unit: str = "万元"
    assigned: Role | None = None
    declared: Text = UNDECLARED
    """The key in fields.yaml or form.yaml."""

    @property
    def role(self) -> Role | None:
        """Return the role that the field declares, else the one its key has without declaring it, else None."""
        return self.assigned or _usual_role(self.path)

    @property
    def first_points(self) -> Mapping[str, Decimal]:
        """Return the points of the first-level headings."""
        return {names[0]: points for names, points in self.section_points.items() if len(names) == 1}

    @property
    def headings(self) -> frozenset[str]:
        """Return the names of all headings of indicators."""
        return frozenset((*self.levels, *(name for below in self.levels.values() for name in below)))

    @property
    def has_fillers(self) -> bool:
        """Tell whether rows print for which there are no items."""
        return bool(self.fillers or self.level_fillers)

    def fillers_below(self, headings: Sequence[str]) -> tuple[str, ...]:
        """Return the fillers below some headings, outermost first: of the innermost that has its own, else of the list."""
        own = (self.level_fillers[name] for name in reversed(headings) if name in self.level_fillers)
        return next(own, self.fillers)

    @property
    def place(self) -> Place:
        """Return where the field is declared."""
        return self.declared.place

    @property
    def key(self) -> str:
        """Return the dotted path, as forms and explanations write it."""
        return ".".join(self.path)

    @property
    def name(self) -> str:
        """Return the name of the field in messages: the form's label, then the key where it differs."""
        key = self.path[-1]
        return f"{self.label}（{key}）" if self.label and self.label != key else key


@lru_cache(maxsize=1024)
def _usual_role(path: KeyPath) -> Role | None:
    """Return the role that a key has without declaring it, None where it has none."""
    return ROLES.get(path[-2:]) or ROLES.get(path[-1:])
