"""The rows that forms print themselves: filled in where a department lists them, missed where it dropped them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selfeval.form.fixed import FixedRow, Identity
from selfeval.form.schema import fixed_rows, forms_closed_to
from selfeval.source.node import Entries, Text
from selfeval.submission.fields.at import At
from selfeval.submission.fields.items import Listed
from selfeval.submission.fields.keys import name_keys
from selfeval.text.name import difference, fold, nearest

CODE = "fixed-row"


def with_fixed_columns(at: At, items: Iterator[Listed]) -> Iterator[Listed]:
    """Yield the items of a list, those that a form prints itself with the columns it fills; report what differs from them.

    A compulsory row that is not there, another in its place, and a row that a form does not take are reported.
    """
    fixed = fixed_rows(at.schema, at.field.path)
    if not fixed:
        yield from items
        return
    own: list[Listed] = []
    seen: set[Identity] = set()
    for item in items:
        branch = item.branch
        identity = (*map(fold, branch.levels), fold(branch.title))
        slug, row = fixed.get(identity, ("", None))
        if row is None or item.entries is None:
            own += [item] if item.entries is not None else []
            yield item
            continue
        seen.add(identity)
        yield item._replace(entries=_filled(at, item, row, slug), computed=row.computed)
    waiting = {identity: each for identity, each in fixed.items() if identity not in seen}
    for item in own:
        _report_own(at, item, waiting)
    for slug, row in waiting.values():
        if row.compulsory and slug in at.report.readers:
            home = f"“{' → '.join(row.levels)}”下面的" if row.levels else ""
            message = f"表样印好的{home}“{row.name}”没有写：不能删，也不能改名"
            at.report.add(at.key.place, CODE, message, fix=f"- {_name_key(at)}: {row.name}", forms=frozenset({slug}))


def _filled(at: At, item: Listed, row: FixedRow, slug: str) -> Entries:
    """Return the entries of an item with those of the form's row that nobody typed; one typed otherwise is reported."""
    typed = item.entries if item.entries is not None else Entries()
    made = Entries(typed)
    made.origin = typed.origin
    for key, value in row.columns.items():
        own = typed.get(key)
        if not own:
            made.pop(key, None)
            made[key] = value
        elif (
            slug in at.report.readers and isinstance(own, Text) and isinstance(value, Text) and fold(own) != fold(value)
        ):
            message = f"“{row.name}”的“{key}”表样印的是“{value}”，不能另写；删去这一行或照它写"
            at.report.add(own.place, CODE, message, fix=f"{key}: {value}", forms=frozenset({slug}))
    return made


def _report_own(at: At, item: Listed, waiting: dict[Identity, tuple[str, FixedRow]]) -> None:
    """Report a row of the department's own that stands for one the form prints, or that no form takes there."""
    title, levels = item.branch.title, tuple(map(str, item.branch.levels))
    folded = tuple(map(fold, levels))
    names: Mapping[str, Identity] = {str(row.name): key for key, (_, row) in waiting.items() if key[:-1] == folded}
    near = nearest(title, names)
    if near and waiting[names[near]][0] in at.report.readers:
        slug, _ = waiting.pop(names[near])
        message = f"“{title}”和表样印好的“{near}”不一样：{difference(title, near)}"
        at.report.add(title.place, CODE, message, fix=f"- {_name_key(at)}: {near}", forms=frozenset({slug}))
        return
    closed = forms_closed_to(at.schema, at.field.path, levels) & at.report.readers
    if closed:
        home = f"“{levels[-1]}”下面" if levels else "这里"
        place = title.place if title.place.file else item.branch.place  # an item without a name
        at.report.add(place, CODE, f"{home}的条目由表样印好，不能另加“{title}”", forms=closed)


def _name_key(at: At) -> str:
    return name_keys(at.schema, at.field.path)[0]
