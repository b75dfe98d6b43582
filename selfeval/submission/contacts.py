"""Whom to call: ``data/contacts.yaml`` holds who answers for each department, the deadlines, and whom to ask.

It is for the coordinator alone: no document, page or bundle is made from it.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from selfeval.problem import Level, Place, Problem
from selfeval.problem.disk import LARGEST, read_file, stay_within, unreadable
from selfeval.quantity.fields import date
from selfeval.source.node import Entries, Node, Text
from selfeval.source.read import read as read_source
from selfeval.source.shape import Holds, Shape
from selfeval.text.name import fold, nearest
from selfeval.text.pattern import regex

NAME = "contacts.yaml"
ASK, DEADLINES, DEPARTMENTS = "问谁", "截止", "部门"
_VALUE = Shape(Holds.VALUE)
_SHAPE = Shape(
    Holds.MAP,
    keys={
        ASK: _VALUE,
        DEADLINES: Shape(Holds.NAMES, entry=_VALUE),
        DEPARTMENTS: Shape(Holds.NAMES, entry=_VALUE),
    },
)
_PHASE = regex(r"(\d{4})年?(?:度)?(申报|监控|自评|评价|公开)")


class Contacts(NamedTuple):
    """Hold whom departments ask, the deadlines by year and phase (``2025``, ``自评``), and a contact for each department.

    Departments are named as typed, by their folders or their names.
    """

    ask: str = ""
    deadlines: Mapping[tuple[str, str], dt.date] = MappingProxyType({})
    departments: Mapping[str, str] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()

    def of(self, folder: str, name: str) -> str:
        """Return the contact of a department, empty where none is given."""
        known = {fold(key): contact for key, contact in self.departments.items()}
        return known.get(fold(folder)) or known.get(fold(name), "")


def read(data: Path) -> Contacts:
    """Return the contacts that lie in the data folder; none where there is no file."""
    path = data / NAME
    if not os.path.lexists(path):
        return Contacts()
    shown = f"{data.name}/{NAME}"
    try:
        stay_within(path, data)
        reading = read_source(read_file(path, LARGEST), shown, _SHAPE)
    except OSError as error:
        return Contacts(problems=(unreadable(shown, error),))
    root = reading.root if reading.root is not None else Entries()
    problems = [each for each in reading.problems if each.level is not Level.HINT]  # nothing here is printed
    problems += _find_unknown(root)
    deadlines: dict[tuple[str, str], dt.date] = {}
    for key, typed in _entries(root.get(Text(DEADLINES))):
        phase, day = _PHASE.fullmatch(fold(key)), date(typed)
        if phase is None:
            problems.append(_problem(key.place, "unknown-key", f"“{key}”要写成 年度 阶段，例如 2025 自评"))
        elif day.value is None:
            problems.append(_problem(typed.place, "not-a-date", f"“{typed}”不是日期：请写成 2026年2月28日 这样。"))
        else:
            deadlines[phase[1], phase[2]] = day.value
    contacts = {str(key): str(typed) for key, typed in _entries(root.get(Text(DEPARTMENTS))) if typed.strip()}
    ask = root.get(Text(ASK))
    return Contacts(str(ask) if isinstance(ask, Text) else "", deadlines, contacts, tuple(problems))


def _entries(node: Node | None) -> Iterator[tuple[Text, Text]]:
    """Yield the texts of a map with their keys; of a map below, its texts one behind the other."""
    for key, inner in node.items() if isinstance(node, Entries) else ():
        if isinstance(inner, Text):
            yield key, inner
        elif isinstance(inner, Entries):
            yield key, Text("，".join(str(value) for value in inner.values() if isinstance(value, Text) and value))


def _find_unknown(root: Entries) -> Iterator[Problem]:
    for key in root:
        if key not in _SHAPE.keys:
            near = nearest(key, _SHAPE.keys)
            hint = f"，是不是“{near}”？" if near else f"；这里可以写：{'、'.join(_SHAPE.keys)}"
            yield _problem(key.place, "unknown-key", f"没有“{key}”这一项{hint}")


def _problem(place: Place, rule: str, message: str) -> Problem:
    return Problem(place, rule, Level.ERROR, message)
