"""The columns of a form's indicators by their roles: what scoring needs of them, and what two of them have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selfeval.form.declaration import DeclarationError
from selfeval.form.expression import KeyPath
from selfeval.form.field import ROLE_KINDS, Field, Kind, Role
from selfeval.problem import Place

NEEDED = (Role.TARGET, Role.ACTUAL)
"""Without one of these columns no indicator can be scored."""

WANTED = (Role.POINTS, Role.SCORE)
"""Without one of these, a form shows less of the scoring than the department needs."""

_ONE_EACH = (*NEEDED, *WANTED, Role.PERIOD_TARGET, Role.DIRECTION)


def columns(fields: Mapping[KeyPath, Field], tree: KeyPath) -> Iterator[Field]:
    """Yield the columns of a list or of indicators: its own, and those of its results."""
    homes = {tree, *(path for path, field in fields.items() if field.kind is Kind.RESULTS and field.results_of == tree)}
    yield from (field for path, field in fields.items() if path[:-1] in homes)


def check_scored(
    tree: KeyPath, finished: KeyPath, fields: Mapping[KeyPath, Field], places: Mapping[KeyPath, Place]
) -> None:
    """Refuse to score what is no indicators, or indicators without a target, an actual, or numbers for points.

    ``finished`` is the path of what says that a project is finished, empty where there is none; ``places`` are those
    of the paths as declared.
    """
    if fields[tree].kind is not Kind.INDICATORS:
        raise DeclarationError(places[tree], f"评分的指标，类型要是指标；“{fields[tree].key}”是{fields[tree].kind}")
    if finished and fields[finished].kind is not Kind.YES_NO:
        message = f"评分的已完成，类型要是是否；“{fields[finished].key}”是{fields[finished].kind}"
        raise DeclarationError(places[finished], message)
    by_role = {field.role: field for field in reversed(list(columns(fields, tree)))}
    for role in NEEDED:
        if role not in by_role:
            message = f"“{fields[tree].key}”下面没有作用是“{role}”的一列，得分算不出来"
            raise DeclarationError(places[tree], message)
    for column in (by_role[role] for role in (*NEEDED, *WANTED) if role in by_role):
        kinds = ROLE_KINDS[column.role] if column.role else ()
        if column.kind not in kinds:
            message = f"“{column.key}”的作用是{column.role}，不能是{column.kind}；能写的：{'、'.join(kinds)}"
            raise DeclarationError(column.place, message)


def find_doubts(fields: Mapping[KeyPath, Field], scored: KeyPath) -> Iterator[tuple[Place, str]]:
    """Yield place and reason where the columns of indicators are doubtful: two of one role, one of an odd kind, or no points or score.

    ``scored`` is the path of the indicators that are scored, empty where none are.
    """
    for tree in (field for field in fields.values() if field.kind is Kind.INDICATORS):
        first: dict[Role | None, Field] = {}
        for column in columns(fields, tree.path):
            before = first.setdefault(column.role, column)
            if before is not column and column.role in _ONE_EACH:
                message = f"“{before.key}”和“{column.key}”的作用都是“{column.role}”，程序只认前一列"
                yield column.place, f"{message}；改掉一列的名称或“作用”"
            if column.role in _ONE_EACH and column.role and column.kind not in ROLE_KINDS[column.role]:
                kinds = "、".join(ROLE_KINDS[column.role])
                yield column.place, f"“{column.key}”的作用是{column.role}，程序不认识{column.kind}；能写的：{kinds}"
        for role in WANTED if tree.path == scored else ():
            if role not in first:
                yield tree.place, f"“{tree.key}”要评分，下面却没有作用是“{role}”的一列"
