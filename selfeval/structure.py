"""Walk what was typed along the schema: types the values and finds what is missing, unknown or out of place.

The result mirrors the file: a group is a Branch, a list is a list of Branches, a value is a Leaf.
What could not be typed is left out and reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from selfeval.expression import KeyPath
from selfeval.facts import facts
from selfeval.filled import NOTHING, Branch, Filled, Leaf, Results, paragraphs
from selfeval.form.example import example
from selfeval.form.field import CONTAINERS, Field, Kind
from selfeval.form.schema import ANYWHERE, Schema, Slot, levels_of
from selfeval.name import fold, nearest
from selfeval.placeholder import placeholder
from selfeval.problem import Level, Place, Problem
from selfeval.report import Report
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.value import leaf, narrative

NIL = frozenset({NOTHING, "没有", "暂无"})
"""How an office says that a list has no items."""

LONGEST_NAME = 120
"""The longest name seen in a real table has 67 characters."""


@dataclass(frozen=True)
class Walk:
    """Walk one file; problems gather in the report."""

    schema: Schema
    report: Report
    lacking: list[Problem] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)

    def top(self, root: Entries, declared_in: str) -> Branch:
        """Walk a whole file that was declared as ``declared_in`` (``projects/*.yaml``)."""
        branch = Branch(root.place, "", Text(self.report.file))
        written = self._entries((), root, branch, self.schema.top(declared_in))
        for key in self.schema.top(declared_in):
            if key not in written and self.schema.slots[(key,)].field.file == declared_in:
                self._missing((key,), branch, root.place)
        for name in self.strayed:
            self.lacking[:] = _without_first(name, self.lacking)
        self.report.problems.extend(self.lacking)
        return branch

    def _entries(self, path: KeyPath, node: Entries, branch: Branch, known: tuple[str, ...]) -> set[str]:
        """Fill a branch; return the keys written, a key that is a sure slip counting as the one that was meant."""
        written = set()
        for key, value in node.items():
            name = str(key) if str(key) in known else self._unknown(path, key, value, node, known)
            if not name:
                continue
            written.add(name)
            inner = (*path, name)
            where = f"{branch.where}.{name}" if branch.where else name
            slot = self.schema.slots[inner]
            highest = len(inner) == 1 or bool(self.schema.slots[inner[:-1]].forms)
            if (
                highest
                and not slot.forms
                and not slot.field.annotation
                and inner[0] not in ANYWHERE
                and inner != ("表样",)
            ):
                self.report.add(
                    key.place,
                    "unused-field",
                    f"“{key}”在本部门选的表样里都不用，写了也印不出来：请删去，或在“表样”里加上要用它的表",
                    level=Level.WARNING,
                )
            filled = self._value(slot, key, value, where)
            if filled is not None:
                branch[name] = filled
        return written

    def _value(self, slot: Slot, key: Text, node: Node, where: str) -> Filled | None:
        path = slot.field.path
        if isinstance(node, Text) and not node.strip() and slot.field.kind is not Kind.FACTS:
            self._empty(slot, key, node, where)
            return None
        match slot.field.kind:
            case Kind.GROUP:
                return self._group(path, key, node, where)
            case Kind.LIST:
                return self._list(slot, key, node, where)
            case Kind.INDICATORS:
                return list(self._indicators(slot, key, node, where))
            case Kind.RESULTS | Kind.FACTS:
                return self._named(slot, key, node, where)
            case Kind.LINES:
                return self._lines(slot, key, node, where)
            case _:
                if isinstance(node, Text):
                    return leaf(self.schema, slot, node, where, self.report)
                self.report.add(
                    node.place,
                    "wrong-shape",
                    f"“{slot.field.name}”这里应直接写内容，现在下面又分了几行",
                    fix=f"{key}: {_in_one(node) or slot.field.example or '……'}",
                    where=where,
                )
                return None

    def _empty(self, slot: Slot, key: Text, node: Text, where: str) -> None:
        needed = slot.required_by | slot.with_group
        below = [
            inner for inner in self.schema.slots.values() if inner.field.path[: len(slot.field.path)] == slot.field.path
        ]
        if slot.field.kind in CONTAINERS and slot.field.kind is not Kind.INDICATORS:
            needed = frozenset().union(*(inner.required_by for inner in below)) if below else needed
        if slot.field.kind is Kind.GROUP and not needed:
            return
        self.report.add(
            node.place,
            "missing-value",
            f"“{slot.field.name}”后面没有填" + ("" if needed else "；不填的话请删去这一行"),
            fix=example(self.schema, slot.field, key.place.column - 1),
            where=where,
            forms=needed or slot.forms,
            level=Level.ERROR if needed else Level.WARNING,
        )

    def _missing(self, path: KeyPath, branch: Branch, place: Place) -> None:
        """Report a key that is not there, once for the highest missing one."""
        slot = self.schema.slots[path]
        needed = self._needed(path, group_present=bool(branch.where))
        if not needed or slot.field.fallback or slot.field.kind is Kind.RESULTS:
            return  # whether results are missing shows when they are joined
        where = f"{branch.where}.{path[-1]}" if branch.where else path[-1]
        under = f"“{branch.title}”下面" if branch.where else f"{PurePath(self.report.file).name} 里"
        fix = example(self.schema, slot.field, place.column - 1 if branch.where else 0)
        message = f"{under}没有写“{slot.field.name}”"
        self.lacking.append(Problem(place, "missing-value", Level.ERROR, message, fix, where, needed))

    def _needed(self, path: KeyPath, *, group_present: bool) -> frozenset[str]:
        """Return the forms that need a field, or for a group any field inside it."""
        slot = self.schema.slots[path]
        if slot.field.kind is Kind.GROUP:
            inner = (self._needed((*path, key), group_present=False) for key in self.schema.children.get(path, ()))
            return frozenset().union(*inner)
        return slot.required_by | (slot.with_group if group_present else frozenset())

    def _unknown(self, path: KeyPath, key: Text, value: Node, node: Entries, known: tuple[str, ...]) -> str:
        """Report a key that is not known here; return the one that was surely meant, or an empty text."""
        homes = self._homes(key)
        near = self._meant(key, node, known)
        if near:
            behind = (" |" if value.block else f" {value}") if isinstance(value, Text) else ""
            self.report.add(key.place, "unknown-key", f"没有“{key}”这一项，是不是“{near}”？", fix=f"{near}:{behind}")
        elif homes:
            home = homes[0]
            target = f"“{'.'.join(home.path[:-1])}”下面" if len(home.path) > 1 else "最左边（前面不空格）"
            there = self.report.file.endswith(home.file) or not home.file
            self.strayed.extend([str(key)] if there else [])
            hint = "；检查前面的空格是否多了或少了" if there else f"，写在 {home.file} 里"
            self.report.add(key.place, "misplaced-key", f"“{key}”写错了位置，应在{target}{hint}")
        else:
            options = "、".join(name for name in known if self.schema.slots[(*path, name)].forms)
            self.report.add(
                key.place, "unknown-key", f"没有“{key}”这一项" + (f"，这里可以写：{options}" if options else "")
            )
        return near

    def _homes(self, key: Text) -> list[Field]:
        return [slot.field for other, slot in self.schema.slots.items() if other[-1] == key and slot.forms]

    def _meant(self, key: Text, node: Entries, known: tuple[str, ...]) -> str:
        """Return the key that a slip of typing surely meant, or an empty text."""
        return "" if self._homes(key) else nearest(key, [name for name in known if name not in node], 0.5)

    def _within(self, owner: str) -> Walk:
        """Return the same walk inside an item, whose blanks are said to be its own."""
        return replace(self, report=replace(self.report, owners=(*self.report.owners, owner)))

    def _title(self, path: KeyPath, item: Entries) -> Text | None:
        """Return what an item is called, though the key may be misspelt."""
        known = self.schema.children.get(path, ())
        for wanted in ("名称", "标题"):
            typed = item.get(Text(wanted))
            if typed is None and wanted in known:
                others = (key for key in item if key not in known)
                typed = next((item[key] for key in others if self._meant(key, item, known) == wanted), None)
            if isinstance(typed, Text) and typed:
                return typed
        return None

    def _group(self, path: KeyPath, key: Text, node: Node, where: str) -> Branch | None:
        if not isinstance(node, Entries):
            self.report.add(
                node.place,
                "wrong-shape",
                f"“{key}”下面要分行写各项，每项前面空两格",
                where=where,
                fix=example(self.schema, self.schema.slots[path].field, key.place.column - 1),
            )
            return None
        branch = Branch(key.place, where, key)
        self._fill(path, node, branch, key.place)
        return branch

    def _fill(self, path: KeyPath, node: Entries, branch: Branch, place: Place) -> None:
        known = self.schema.children.get(path, ())
        written = self._entries(path, node, branch, known)
        for name in known:
            if name not in written:
                self._missing((*path, name), branch, place)

    def _list(self, slot: Slot, key: Text, node: Node, where: str) -> list[Branch] | None:
        if isinstance(node, Text) and fold(node) == NOTHING:
            return []
        if not isinstance(node, Items):
            self.report.add(
                node.place,
                "wrong-shape",
                f"“{slot.field.name}”下面要一条一条写，每条以“- ”开头",
                where=where,
                fix=example(self.schema, slot.field, key.place.column - 1),
            )
            return None
        return list(self._items(slot, node, where))

    def _items(
        self,
        slot: Slot,
        node: Items,
        where: str,
        levels: tuple[Text, ...] = (),
    ) -> Iterator[Branch]:
        path = slot.field.path
        seen: dict[str, Text] = {}
        for number, item in enumerate(node, start=1):
            nil = self._nil(path, item)
            if nil:
                self._nil_item(slot, nil, levels[-1] if levels else path[-1], alone=len(node) == 1)
                yield from [Branch(item.place, where, Text(""), levels)] if levels and len(node) == 1 else []
                continue
            if not isinstance(item, Entries):
                columns = [
                    name for name in self.schema.children.get(path, ()) if self.schema.slots[(*path, name)].forms
                ]
                first = columns[0] if columns else "名称"
                self.report.add(
                    item.place,
                    "bare-item",
                    f"“{slot.field.name}”的第 {number} 条要写成“{first}: …”",
                    where=f"{where}.{number}",
                    fix=f"- {first}: {item if isinstance(item, Text) else '…'}",
                    forms=slot.forms,
                )
                continue
            title = self._title(path, item)
            name = title or Text(str(number))
            branch = Branch(item.place, f"{where}.{name}", name, levels)
            called = f"“{title}”" if title and not placeholder(title) else f"第 {number} 条"
            self._within(f"{levels[-1] if levels else path[-1]}{called}")._fill(path, item, branch, item.place)
            if fold(name) in seen:
                self.report.add(
                    name.place,
                    "duplicate-name",
                    f"“{name}”和第 {seen[fold(name)].place.line} 行重名",
                    where=branch.where,
                    forms=slot.forms,
                )
            seen[fold(name)] = name
            if len(name) > LONGEST_NAME:
                message = f"名称有 {len(name)} 个字，是不是把几行连在一起了？"
                self.report.add(
                    name.place, "too-long", message, where=branch.where, forms=slot.forms, level=Level.WARNING
                )
            yield branch

    def _nil(self, path: KeyPath, item: Node) -> Text | None:
        """Return the text that says 无 in the place of an item or of its name, None where neither does."""
        said = self._title(path, item) if isinstance(item, Entries) else item
        return said if isinstance(said, Text) and fold(said) in NIL else None

    def _nil_item(self, slot: Slot, said: Text, key: str, *, alone: bool) -> None:
        cure = f"“{key}”一条也没有的，把“无”直接写在“{key}”后面" if alone else "请删去这一条"
        message = f"“{said.strip()}”不能当名称：{cure}"
        self.report.add(said.place, "nil-as-name", message, fix=f"{key}: {NOTHING}" if alone else "", forms=slot.forms)

    def _indicators(self, slot: Slot, key: Text, node: Node, where: str) -> Iterator[Branch]:
        levels = levels_of(self.schema, slot.field.path)
        if isinstance(node, Items):
            if levels:
                self.report.add(
                    node.place,
                    "wrong-shape",
                    f"“{slot.field.name}”要先写一级指标，再写二级指标，再列三级指标",
                    where=where,
                    fix=example(self.schema, slot.field, key.place.column - 1),
                    forms=slot.forms,
                )
            yield from self._items(slot, node, where)
            return
        if isinstance(node, Text):
            if fold(node) != NOTHING:
                self.report.add(
                    node.place,
                    "wrong-shape",
                    f"“{slot.field.name}”下面要列指标",
                    where=where,
                    fix=example(self.schema, slot.field, key.place.column - 1),
                    forms=slot.forms,
                )
            return
        for level1, inner in node.items():
            self._category(slot, level1, tuple(levels), f"{where}.{level1}")
            if isinstance(inner, Entries):
                for level2, rows in inner.items():
                    self._category(slot, level2, levels.get(_look(level1, levels), ()), f"{where}.{level1}.{level2}")
                    yield from self._category_rows(slot, rows, f"{where}.{level1}.{level2}", (level1, level2))
            else:
                yield from self._category_rows(slot, inner, f"{where}.{level1}", (level1,))

    def _category(self, slot: Slot, name: Text, known: tuple[str, ...], where: str) -> None:
        if known and fold(name) not in {fold(option) for option in known}:
            near = nearest(name, known, 0.5)
            self.report.add(
                name.place,
                "unknown-category",
                f"没有“{name}”这一类" + (f"，是不是“{near}”？" if near else f"，可以写：{'、'.join(known)}"),
                fix=f"{near}:" if near else "",
                where=where,
                forms=slot.forms,
            )

    def _category_rows(self, slot: Slot, node: Node, where: str, levels: tuple[Text, ...]) -> Iterator[Branch]:
        if isinstance(node, Items):
            yield from self._items(slot, node, where, levels)
        elif isinstance(node, Text) and fold(node) == NOTHING:
            yield Branch(node.place, where, Text(""), levels)
        elif isinstance(node, Text) and not node:
            self.report.add(
                node.place,
                "empty-category",
                f"“{levels[-1]}”下面没有指标；确实没有的写“无”，或删去这一行",
                where=where,
                fix=f"{levels[-1]}: 无",
                level=Level.WARNING,
                forms=slot.forms,
            )
        else:
            self.report.add(
                node.place,
                "wrong-shape",
                f"“{levels[-1]}”下面要一条一条列指标，每条以“- 名称: ”开头",
                where=where,
                forms=slot.forms,
            )

    def _named(self, slot: Slot, key: Text, node: Node, where: str) -> Results | None:
        if isinstance(node, Text) and (not node or fold(node) == NOTHING):
            return {}
        if isinstance(node, Items):
            node = self._undashed(key, node, where)
        if not isinstance(node, Entries):
            self.report.add(
                node.place,
                "wrong-shape",
                f"“{slot.field.name}”下面要写“名称: 内容”，每个名称一行",
                where=where,
                fix=example(self.schema, slot.field, key.place.column - 1),
            )
            return None
        if slot.field.kind is Kind.FACTS:
            return facts(slot, node, where, self.report)
        results: Results = {}
        target = self.schema.slots[slot.field.results_of].field
        depth = 3 if target.kind is Kind.INDICATORS else 1
        self._results(slot, node, where, (), depth, results)
        return results

    def _undashed(self, key: Text, node: Items, where: str) -> Node:
        """Read names typed as a list, one after a dash each, as the names they are."""
        message = f"“{key}”下面要写“名称: 内容”，每个名称一行，不加短横"
        self.report.add(node.place, "wrong-shape", message, where=where)
        names = Entries()
        names.origin = node.origin
        for item in node:
            title = item.get(Text("名称")) if isinstance(item, Entries) else None
            if isinstance(item, Entries) and isinstance(title, Text):
                names[title] = Entries((inner, value) for inner, value in item.items() if inner != "名称")
            elif isinstance(item, Entries):
                names.update(item)
        return names

    def _results(
        self,
        slot: Slot,
        node: Entries,
        where: str,
        levels: tuple[Text, ...],
        depth: int,
        results: Results,
    ) -> None:
        columns = self.schema.children.get(slot.field.path, ())
        for name, value in node.items():
            inner = f"{where}.{name}"
            if isinstance(value, Items):
                value = self._undashed(name, value, inner)
            nested = isinstance(value, Entries) and not any(key in columns for key in value)
            if depth > 1 and nested and isinstance(value, Entries):
                self._results(slot, value, inner, (*levels, name), depth - 1, results)
                continue
            if isinstance(value, Text) and fold(value) in (NOTHING, "") and (depth > 1 or fold(name) in NIL):
                continue
            branch = Branch(name.place, inner, name, levels)
            owner = levels[-1] if levels else slot.field.results_of[-1]
            self._within(f"{owner}“{name}”")._result(slot, name, value, branch, columns)
            results[(*map(fold, levels), fold(name))] = branch

    def _result(self, slot: Slot, name: Text, value: Node, branch: Branch, columns: tuple[str, ...]) -> None:
        """Fill one result; a bare text is its first column."""
        if isinstance(value, Entries) and columns:
            self._entries(slot.field.path, value, branch, columns)
        elif isinstance(value, Text) and columns:
            short = self.schema.slots[(*slot.field.path, columns[0])]
            if value:
                filled = self._value(short, name, value, f"{branch.where}.{columns[0]}")
                if filled is not None:
                    branch[columns[0]] = filled
        else:
            self.report.add(value.place, "wrong-shape", f"“{name}”后面应直接写内容", where=branch.where)

    def _lines(self, slot: Slot, key: Text, node: Node, where: str) -> Leaf | None:
        if isinstance(node, Text):
            return leaf(self.schema, slot, node, where, self.report)
        if isinstance(node, Entries):
            self.report.add(
                node.place,
                "wrong-shape",
                f"“{slot.field.name}”下面要一条一条写，每条以“- ”开头",
                where=where,
                fix=example(self.schema, slot.field, key.place.column - 1),
                forms=slot.forms,
            )
            return None
        lines: list[Text] = []
        for number, item in enumerate(node, start=1):
            if not isinstance(item, Text):
                self.report.add(
                    item.place,
                    "wrong-shape",
                    f"“{slot.field.name}”的第 {number} 条应是一段文字；文字里有英文冒号的，改成中文冒号",
                    where=where,
                    forms=slot.forms,
                )
            elif not item:
                self.report.add(
                    item.place,
                    "missing-value",
                    f"“{slot.field.name}”的第 {number} 条没有写内容",
                    where=where,
                    forms=slot.forms,
                )
            else:
                lines += paragraphs(item)
        return narrative(self.schema, slot, lines, lines[0] if lines else key, where, self.report)


def _in_one(node: Node) -> str:
    """Return the texts of a list as one."""
    return "、".join(item for item in node if isinstance(item, Text)) if isinstance(node, Items) else ""


def _without_first(name: str, lacking: list[Problem]) -> list[Problem]:
    """Leave out the first that lacks this key: it was typed, though at another place."""
    found = next((each for each in lacking if each.where.rpartition(".")[2] == name), None)
    return [each for each in lacking if each is not found]


def _look(name: str, known: Mapping[str, tuple[str, ...]]) -> str:
    return next((option for option in known if fold(option) == fold(name)), str(name))
