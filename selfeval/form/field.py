"""One field: its key, the type of its value, and how a form shows and demands it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from selfeval.form.expression import Expression, KeyPath
from selfeval.problem import Place
from selfeval.source.node import Text

UNDECLARED = Text("-")


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


class Need(StrEnum):
    """Say whether a field must be filled: always, never, or where its group is filled at all."""

    YES = "是"
    NO = "否"
    WITH_GROUP = "随组"


class Field(NamedTuple):
    """Declare one field; amounts are in ``unit``, section points and levels belong to indicators."""

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
    declared: Text = UNDECLARED
    """The key in fields.yaml or form.yaml."""

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
        """Return how messages call the field: the form's label, then the key where it differs."""
        key = self.path[-1]
        return f"{self.label}（{key}）" if self.label and self.label != key else key
