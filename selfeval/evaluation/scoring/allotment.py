"""Which indicator has how many points, where a form gives them per indicator, per level or per goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import compress, groupby
from typing import NamedTuple

from selfeval.evaluation.scoring.row import Entry
from selfeval.form.profile import ZERO, Profile, bare_label, points_in_label, weights

Group = tuple[str, ...]
Member = tuple[Group, Decimal | None]


class Gap(NamedTuple):
    """Name a group whose label gives other points than its indicators have together."""

    levels: Group
    given: Decimal
    summed: Decimal


class Allotment(NamedTuple):
    """Hold the points of each indicator in order, their total, and groups that do not add up.

    ``counted`` are the indicators that have points, known or not: their own, or a part of a group's.
    """

    points: tuple[Decimal | None, ...]
    counted: tuple[bool, ...]
    total: Decimal | None
    gaps: tuple[Gap, ...]


def allot(profile: Profile, entries: Sequence[Entry]) -> Allotment:
    """Find the points of every indicator: its own, those in its label, or what its group leaves to it alone.

    How a group divides its points among several indicators is for the department to say, so these
    stay unknown. The profile's weights stand in where a form gives no points at all. Where others have points, an
    indicator without any, of its own or of a group, does not count.
    """
    own = [entry.points if entry.points is not None else points_in_label(entry.name) for entry in entries]
    labelled = {
        group: points
        for entry in entries
        for group in _groups(entry)
        if (points := points_in_label(group[-1])) is not None
    }
    given = labelled if labelled or any(points is not None for points in own) else _usual(profile, entries)
    allotted = tuple(
        value if value is not None else _left(entry, entries, own, given)
        for entry, value in zip(entries, own, strict=True)
    )
    counted = tuple(
        value is not None or any(group in given for group in _groups(entry))
        for entry, value in zip(entries, own, strict=True)
    )
    by_group = zip((entry.levels for entry in entries), allotted, strict=True)
    members = sorted(compress(by_group, counted), key=lambda member: member[0])
    total = _total(members, given, 1) if members else None
    return Allotment(allotted, counted, total, tuple(_gaps(members, labelled)))


def _groups(entry: Entry) -> list[Group]:
    """List the groups an indicator belongs to, innermost first."""
    return [entry.levels[:end] for end in range(len(entry.levels), 0, -1)]


def _usual(profile: Profile, entries: Sequence[Entry]) -> dict[Group, Decimal]:
    sections = {entry.levels[0] for entry in entries if entry.levels}
    usual = {bare_label(section): points for section, points in weights(profile, sections).items()}
    return {(section,): usual[bare_label(section)] for section in sections if bare_label(section) in usual}


def _left(
    entry: Entry, entries: Sequence[Entry], own: Sequence[Decimal | None], given: Mapping[Group, Decimal]
) -> Decimal | None:
    """Give what the innermost group with points leaves to the only indicator without any."""
    group = next((group for group in _groups(entry) if group in given), None)
    if group is None:
        return None
    inside = [value for other, value in zip(entries, own, strict=True) if other.levels[: len(group)] == group]
    left = given[group] - sum((value for value in inside if value is not None), ZERO)
    return left if inside.count(None) == 1 and left > 0 else None


def _total(members: Sequence[Member], given: Mapping[Group, Decimal], depth: int) -> Decimal | None:
    """Add up the points; a group with unknown indicators counts with what its label gives."""
    known = _sum(members)
    if known is not None:
        return known
    total = ZERO
    for group, inside in groupby(members, lambda member: member[0][:depth]):
        part = list(inside)
        points = _sum(part)
        if points is None:
            points = given.get(group)
        if points is None and len(group) == depth:
            points = _total(part, given, depth + 1)
        if points is None:
            return None
        total += points
    return total


def _gaps(members: Sequence[Member], labelled: Mapping[Group, Decimal]) -> list[Gap]:
    sums = {group: _sum([member for member in members if member[0][: len(group)] == group]) for group in labelled}
    return [
        Gap(group, labelled[group], summed)
        for group, summed in sums.items()
        if summed is not None and summed != labelled[group]
    ]


def _sum(members: Sequence[Member]) -> Decimal | None:
    """Add up points when all are known."""
    points = [points for _, points in members if points is not None]
    return sum(points, ZERO) if len(points) == len(members) else None
