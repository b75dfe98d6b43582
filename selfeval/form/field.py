"""One field: its key, the type of its value, and how a form shows and demands it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from selfeval.form.expression import Expression, KeyPath
from selfeval.problem import Place
from selfeval.source.node import Text

UNDECLARED = Text("-")
DEPARTMENT_KEY, YEAR_KEY, FORMS_KEY, EXPLANATIONS_KEY = "部门", "年度", "表样", "说明情况"
ORIGINAL_KEY = "原文"
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
    QUANTITY = "指标值"
    GROUP = "组"
    LIST = "列表"
    INDICATORS = "指标"
    RESULTS = "对应"
    FACTS = "事实"


CONTAINERS = frozenset({Kind.GROUP, Kind.LIST, Kind.INDICATORS, Kind.RESULTS, Kind.FACTS})


FORMATTED = (Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER, Kind.DATE)
"""The kinds that print by a format."""


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
    Role.REASON: (*_TEXTS, Kind.CHOICE),
    Role.DIRECTION: _WORDS,
    Role.POINTS: (Kind.NUMBER, Kind.COUNT),
    Role.SCORE: (Kind.NUMBER, Kind.COUNT),
    Role.GRADE: _WORDS,
    Role.REMARK: (*_TEXTS, Kind.CHOICE),
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


class Field(NamedTuple):
    """Declare one field of the vocabulary or a form.

    - ``file``: the file in which a department types it; ``label``: its name in the documents.
    - ``printed``: whether documents print it; ``annotation``: whether it may be typed though no form prints it.
    - ``limit``: the most characters of a text; ``choices``: the texts it may be.
    - ``pattern``: how a number prints (``#,##0.00``); ``unit``: of an amount.
    - ``formula``: how it is computed where nobody types it; ``fallback``: the column of the same item used where nothing is typed.
    - ``results_of``: the path of the list whose results it holds; ``same_as``: the path whose fields it repeats.
    - ``levels``, ``section_points``, ``full_points``, ``show_empty``: of indicators, their headings, the points of the
      first-level ones, whether all points are to be 100, and whether headings without indicators print.
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
    results_of: KeyPath = ()
    same_as: KeyPath = ()
    fallback: str = ""
    levels: Mapping[str, tuple[str, ...]] = {}
    section_points: Mapping[str, Decimal] = {}
    full_points: bool = True
    show_empty: bool = False
    numbering: str = ""
    unit: str = "万元"
    assigned: Role | None = None
    declared: Text = UNDECLARED
    """The key in fields.yaml or form.yaml."""

    @property
    def role(self) -> Role | None:
        """Return the role that the field declares, else the one its key has without declaring it, else None."""
        return self.assigned or _usual_role(self.path)

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
