"""What the best path brings home: the values item by item, and every text that it leaves over.

Nothing is left out: a text of the document is part of a value, is a fixed text of the form, or is left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selfeval.documents.read.found import DocumentReading, ReadItem, Unplaced, Value, same, unchanged
from selfeval.documents.read.label import fold_text
from selfeval.documents.read.lines import Incoming, ReadLine
from selfeval.documents.read.merged import DOWN, goes_on
from selfeval.documents.read.path import Fitted, Path
from selfeval.documents.read.pattern import NAME, Extent, Pattern, PatternCell, PatternLine, PrintedTag, Turn
from selfeval.documents.read.piece import Binding, Taken, chosen_by, level_name
from selfeval.documents.read.row import stacked
from selfeval.documents.read.sentence import in_sentence, part_sentence
from selfeval.documents.read.unit import UnitsHeard
from selfeval.documents.read.unparted import Unparted, part_by_headings, part_by_numbers, unparted
from selfeval.documents.view import LEVELS, NUMBER
from selfeval.form.expression import KeyPath
from selfeval.form.field import BETWEEN_CHOICES, Field, Kind, Role
from selfeval.text.name import fold
from selfeval.text.pattern import regex

LOOP = "loop"
"""The name under which a template prints the number of a turn."""


_IN_ONE_SENTENCE = "几个指标印在一句里，分不开，请照着填"
"""Why the indicators that a template prints in one sentence are not read."""

_PRINTED_NUMBER = regex(r"\s*指标\s*\d+\s*(?:[：:、.．]\s*(?=\S)|(?=[㐀-鿿])(?![年月日]))")
"""What blank forms print where the name of an indicator is to be written, and people leave before it."""

_PARTED = -1
"""Where a text stands whose first paragraph and rest are printed in two places; any other stands at its step."""


@dataclass(eq=False)
class _ItemRead:
    """Hold an item while it is read: the loop and turn it belongs to, and its bindings by path and step.

    One that ``is_void`` is not read, but for the levels of those behind it.
    """

    loop: int = -1
    turn: int = -1
    place: str = ""
    bindings: dict[KeyPath, dict[int, list[Binding]]] = field(default_factory=dict)
    below: dict[int, list[_ItemRead]] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    levels: dict[str, str] = field(default_factory=dict)
    is_void: bool = False


def harvest(pattern: Pattern, incoming: Incoming, path: Path) -> DocumentReading:
    """Return the values on a path, and all that is left over of the document."""
    gatherer = _Gatherer(pattern, incoming.lines)
    for fitted in path.fitted:
        gatherer.add(fitted)
    for each in unparted(pattern, path):
        gatherer.part(each)
    guesses = [*gatherer.guesses, *gatherer.units.guesses]
    entry = _entry(pattern, gatherer.root, guesses)
    used = {at for fitted in path.fitted for at in fitted.lines}
    unplaced = list(_left_over(gatherer, incoming, used))
    found, whole = _fixed_share(pattern, path)
    size = sum(_size(line.text) for line in incoming.lines) + sum(_size(aside.text) for aside in incoming.asides)
    lost = sum(_size(each.text) for each in unplaced)
    labels = sum(found) / max(sum(whole), 1)
    texts = 1 - lost / size if size else 0.0
    counted = (len(found), len(whole))
    return DocumentReading(
        entry,
        tuple(unplaced),
        labels,
        texts,
        counted,
        incoming.pictures,
        (*incoming.guesses, *guesses),
        tuple(gatherer.altered),
    )


def _size(text: str) -> int:
    return len("".join(text.split()))


class _Gatherer:
    """Gather bindings into items, line by line, with the item that each loop is in."""

    def __init__(self, pattern: Pattern, lines: Sequence[ReadLine]) -> None:
        self.pattern, self.lines = pattern, lines
        self.root = _ItemRead()
        self.current: dict[int, _ItemRead] = {}
        self.around = _loops_around(pattern)
        self.in_sentences = {
            loop
            for number, step in enumerate(pattern.steps)
            if step.line and any(map(in_sentence, step.line.tags))
            for loop in self.around[number]
        }
        self.left: list[tuple[int, Unplaced]] = []
        self.placed: list[tuple[int, KeyPath]] = []
        self.altered: list[Unplaced] = []
        self.guesses: list[str] = []
        self.units = UnitsHeard()
        self.next = 0

    def add(self, fitted: Fitted) -> None:
        """Add the values of a fitted line to the items they belong to, and note what is left of the line."""
        line = self.pattern.steps[fitted.step].line
        if fitted.again:
            line = line.header if line else None
        assert line is not None
        loops = self.around[fitted.step]
        at = fitted.lines[0]
        for left in self.lines[self.next : at]:
            self.units.hear_left(left)
        self.next = fitted.lines[-1] + 1
        self.units.hear(line, fitted.match)
        if self.in_sentences.intersection(loops):
            self.add_sentence(fitted, line)
            return
        if not fitted.again:
            for loop in loops:
                self.enter(loop, fitted, line)
        self.add_cells(fitted, line)
        places = {taken.cell.place for _, taken in fitted.match.taken}
        both = stacked(*(self.lines[each] for each in fitted.lines)) if len(fitted.lines) > 1 and line.table else None
        for cell in (both or self.lines[at]).cells:
            if cell.place not in places and cell.text:
                self.left.append((at, Unplaced(cell.place, cell.text)))

    def add_cells(self, fitted: Fitted, line: PatternLine) -> None:
        """Add the values of each cell; of an item whose name is joined with another's only the levels above it."""
        joined = [number for number, taken in fitted.match.taken if self.is_joined(fitted, line, number, taken)]
        nameless = any(tag.is_name for number in joined for tag in line.cells[number].tags)
        for number, taken in fitted.match.taken:
            if number in joined or (nameless and not any(tag.level for tag in line.cells[number].tags)):
                left = Unplaced(taken.cell.place, taken.cell.text, (), DOWN)
                self.left += [(fitted.lines[0], left)] if left.text else []
            else:
                self.add_cell(fitted, line, number, taken)
        if nameless:
            self.current[self.around[fitted.step][-1]].is_void = True

    def add_cell(self, fitted: Fitted, line: PatternLine, number: int, taken: Taken) -> None:
        """Add the values of a cell, and note what else it says."""
        turn = line.cells[number].turn
        for binding in taken.bindings if turn is None else _in_column(taken.bindings, turn):
            self.bind(self.units.with_unit(binding, line, number), fitted)
        self.left += [(fitted.lines[0], Unplaced(taken.cell.place, text, (), taken.why)) for text in taken.rest]
        self.guesses += [taken.guess] if taken.guess else []
        self.altered += _altered(line.cells[number], taken)

    def is_joined(self, fitted: Fitted, line: PatternLine, number: int, taken: Taken) -> bool:
        """Tell whether a cell with values says what stood in several rows, which the template prints apart."""
        at = fitted.lines[0]
        if len(taken.cell.paragraphs) < 2 or not taken.bindings or line.cells[number].merged:
            return False
        steps = self.pattern.steps[fitted.step + 1 :]
        behind = next((step.line for step in steps if step.line), None)
        is_one = behind is not None and any(
            cell.continued and cell.column == line.cells[number].column for cell in behind.cells
        )
        return goes_on(taken.cell, self.lines[at + 1 : at + 2], self.lines[at].table) and not is_one

    def part(self, texts: Unparted) -> None:
        """Part two texts by a heading in other words or by their numbers; unless the numbers tell, what they say is a guess."""
        steps = texts.first, texts.second
        tags = [line.tags[0] for step in steps if (line := self.pattern.steps[step].line)]
        last = self.current.get(tags[0].loops[-1], self.root) if tags[0].loops else self.root
        first, second = (
            item.bindings.get(tag.path, {}).get(_site(tag, step), [])
            for item, tag, step in zip((last, self.root), tags, steps, strict=True)
        )
        headings = part_by_headings(texts, first, second)
        if part_by_numbers(first, second) and not headings:
            return
        said = "”“".join(texts.headings)
        guess = "，".join(f"{each.place}“{each.text}”当作“{said}”" for each in headings) or texts.guess
        self.guesses.append(guess)
        for bindings in (first, second):
            bindings[:] = [binding._replace(guess=guess) for binding in bindings]
        self.altered += [Unplaced(each.place, each.text, why=f"表样印的是“{said}”") for each in headings]

    def add_sentence(self, fitted: Fitted, line: PatternLine) -> None:
        """Add the items of a sentence, each below the levels last named; a sentence that cannot be parted is left over."""
        *outer, loop = self.around[fitted.step]
        parent = self.current.get(outer[-1], self.root) if outer else self.root
        above = self.current.setdefault(loop, _ItemRead(loop))
        for number, taken in fitted.match.taken:
            for binding in taken.bindings:
                if binding.tag.level:
                    self.bind_level(binding.tag, binding.text, above)
            if not any(map(in_sentence, line.cells[number].tags)):
                continue
            place, text = taken.cell.place, taken.cell.text
            items = part_sentence(self.pattern, line.cells[number], text)
            if items is None:
                self.left.append((fitted.lines[0], Unplaced(place, text, (), _IN_ONE_SENTENCE)))
            for values in items or ():
                item = _ItemRead(loop, place=place, levels=dict(above.levels))
                parent.below.setdefault(loop, []).append(item)
                for tag, value in values:
                    self.keep(item, Binding(tag, value, place), fitted)

    def enter(self, loop: int, fitted: Fitted, line: PatternLine) -> None:
        """Go on to a new item of a loop where the line begins one."""
        now = self.current.get(loop)
        parents = [outer for outer in self.around[loop] if outer in self.current]
        parent = self.current[parents[-1]] if parents else self.root
        fresh = now is None or now not in parent.below.get(loop, ())
        if not fresh:
            assert now is not None
            named = _name_in_merged_cell(loop, fitted, line)
            if named is not None:
                fresh = bool(named) and named != now.first[:1]
            else:
                fresh = now.turn != fitted.turns.get(loop, 0)
            if fresh and self.is_block(loop) and _first_texts(loop, fitted) == now.first and any(now.first):
                now.turn = fitted.turns.get(loop, 0)
                return
        if fresh:
            named = _name_in_merged_cell(loop, fitted, line)
            first = named if named is not None else _first_texts(loop, fitted)
            item = _ItemRead(loop, fitted.turns.get(loop, 0), self.lines[fitted.lines[0]].place, first=first or ())
            if now is not None and now in parent.below.get(loop, ()):
                item.levels = dict(now.levels)
            parent.below.setdefault(loop, []).append(item)
            self.current[loop] = item

    def is_block(self, loop: int) -> bool:
        """Tell whether a turn of a loop has several lines."""
        steps = self.pattern.steps
        return sum(step.turn is Turn.LINE for step in steps[loop : steps[loop].partner]) > 1

    def bind(self, binding: Binding, fitted: Fitted) -> None:
        """Keep the text of a tag in the item it belongs to."""
        tag = binding.tag
        item = self.item_of(binding)
        if tag.level:
            self.bind_level(tag, binding.text, item)
            return
        if not tag.path or not binding.text or tag.path[0] == LOOP or tag.path[-1] == NUMBER:
            return
        if tag.field and not tag.field.formula and fold(binding.text) == fold(tag.field.blank):
            return
        if tag.is_name and tag.field and self.is_indicator(tag):
            binding = binding._replace(text=_PRINTED_NUMBER.sub("", binding.text))
        if tag.answer:
            for answer in chosen_by(tag, binding.text):
                self.keep(item, binding._replace(text=answer), fitted)
            return
        self.keep(item, binding, fitted)

    def is_indicator(self, tag: PrintedTag) -> bool:
        """Tell whether a tag prints the name of an indicator."""
        declared = self.pattern.columns.get(tag.path[:-1])
        return declared is not None and declared.kind is Kind.INDICATORS

    def item_of(self, binding: Binding) -> _ItemRead:
        """Return the item that a binding belongs to, a new one where a turn of a loop inside a cell begins it."""
        *outer, loop = binding.tag.loops or (_PARTED,)
        if loop not in self.pattern.inline:
            return self.current.get(loop, self.root)
        parent = self.current.get(outer[-1], self.root) if outer else self.root
        items = parent.below.setdefault(loop, [])
        while len(items) <= binding.turn:
            items.append(_ItemRead(loop, len(items), binding.place))
        return items[binding.turn]

    def keep(self, item: _ItemRead, binding: Binding, fitted: Fitted) -> None:
        """Keep a text among those of its key."""
        tag = binding.tag
        known = item.bindings.setdefault(tag.path, {}).setdefault(_site(tag, fitted.step), [])
        in_text = tag.prose and not self.pattern.steps[fitted.step].line.table  # type: ignore[union-attr]  # a fitted step is a line
        if in_text or not any(fold(each.text) == fold(binding.text) for each in known):
            known.append(binding)
        self.placed.append((fitted.lines[0], tag.path))

    def bind_level(self, tag: PrintedTag, text: str, item: _ItemRead) -> None:
        """Keep the name of a level; the levels below it begin anew."""
        name = level_name(tag, text, self.pattern.form) if text else ""
        if not name:
            return
        if item.levels.get(tag.level) != name:
            deeper = list(LEVELS)[list(LEVELS).index(tag.level) + 1 :]
            item.levels = {level: known for level, known in item.levels.items() if level not in deeper}
        item.levels[tag.level] = name


def _site(tag: PrintedTag, step: int) -> int:
    """Return where a text stands that a tag prints in a step."""
    return step if tag.part is Extent.WHOLE else _PARTED


def _in_column(bindings: Sequence[Binding], turn: int) -> Iterator[Binding]:
    """Yield what a cell says of the item whose column it is; a blank one says nothing of it."""
    yield from (binding._replace(turn=turn) for binding in bindings if binding.text)


def _altered(wanted: PatternCell, taken: Taken) -> Iterator[Unplaced]:
    """Yield what stands in a cell in the place of the template's own words, with these."""
    texts = taken.altered
    if not wanted.tags and wanted.fixed.strip() and taken.cell.text:
        texts = () if fold_text(wanted.fixed).text == fold_text(taken.cell.text).text else (taken.cell.text,)
    for text in texts:
        yield Unplaced(taken.cell.place, text, why=f"表样印的是“{wanted.fixed}”")


def _loops_around(pattern: Pattern) -> dict[int, tuple[int, ...]]:
    """Return the loops around each step whose turns are items, outermost first; a loop is not around itself."""
    found: dict[int, tuple[int, ...]] = {}
    open_loops: list[int] = []
    for number, step in enumerate(pattern.steps):
        if step.turn is Turn.END_FOR and open_loops and open_loops[-1] == step.partner:
            open_loops.pop()
        found[number] = tuple(open_loops)
        declared = pattern.columns.get(step.loop)
        if step.turn is Turn.FOR and declared is not None and declared.kind in (Kind.LIST, Kind.INDICATORS):
            open_loops.append(number)
    return found


def _name_in_merged_cell(loop: int, fitted: Fitted, line: PatternLine) -> tuple[str, ...] | None:
    """Return the name of the loop's item as the line gives it in a merged cell: () where the cell goes on, None without one."""
    for number, taken in fitted.match.taken:
        if line.cells[number].merged:
            for binding in taken.bindings:
                if binding.tag.is_name and binding.tag.loops[-1:] == (loop,):
                    return (fold(binding.text),) if binding.text and not taken.cell.continued else ()
    return None


def _first_texts(loop: int, fitted: Fitted) -> tuple[str, ...]:
    return tuple(
        fold(binding.text)
        for _, taken in fitted.match.taken
        for binding in taken.bindings
        if binding.tag.loops[-1:] == (loop,)
    )


def _entry(pattern: Pattern, item: _ItemRead, guesses: list[str], levels: tuple[str, ...] = ()) -> ReadItem:
    """Return an item with its values compared over all sites, and its lists, those of several loops made one."""
    made = ReadItem(levels=levels, place=item.place)
    for path, sites in item.bindings.items():
        made.values[path] = _value(path, pattern.columns.get(path), list(sites.values()), guesses)
        declared = pattern.columns.get(path)
        if declared is not None and declared.role is Role.NAME and path[:-1] == pattern.list_of(item.loop) != ():
            name = made.values[path]
            made.name, made.name_key, made.place = "".join(name.texts), path[-1], name.place
    for loop, items in item.below.items():
        path = pattern.list_of(loop)
        read = [inner for inner in items if not inner.is_void]
        entries = [_entry(pattern, inner, guesses, _levels(pattern, path, inner, guesses)) for inner in read]
        made.lists[path] = _united(made.lists[path], entries) if path in made.lists else entries
    for path, value in list(made.values.items()):
        if any(_says(row, value) for row in made.lists.get(path[:-1], ())):
            del made.values[path]  # a sentence that names items of a list
    return made


def _says(row: ReadItem, value: Value) -> bool:
    return value.path in row.values and same(row.values[value.path], value) and not value.others


def _levels(pattern: Pattern, path: KeyPath, item: _ItemRead, guesses: list[str]) -> tuple[str, ...]:
    """Return the levels of an indicator; a first level that is not printed is the one that has the second, a guess."""
    declared = pattern.form.fields.get(path)
    known = item.levels
    if declared is None or not declared.levels or not known:
        return tuple(known[level] for level in LEVELS if level in known)
    second = known.get("二级", "")
    homes = [first for first, names in declared.levels.items() if second in names]
    first = known.get("一级", "")
    if len(homes) == 1 and first not in homes:
        first = homes[0]
        if not _prints_first_level(pattern, path):
            return (first, second)
        said = f"的一级指标认不出来，按“{second}”放在“{first}”下面"
        guesses += [f"{item.place}{said}"] if not any(guess.endswith(said) for guess in guesses) else []
    return tuple(filter(None, (first, second)))


def _prints_first_level(pattern: Pattern, path: KeyPath) -> bool:
    return any(tag.path == (*path, "一级", NAME) for step in pattern.steps if step.line for tag in step.line.tags)


def _united(known: list[ReadItem], others: list[ReadItem]) -> list[ReadItem]:
    """Return the items of a list that is printed twice, paired by a text that both show, else by their order."""
    waiting = list(others)
    for number, entry in enumerate(known):
        alike = next((other for other in waiting if _share_text(entry, other)), None)
        if alike is None and number < len(others) and (len(known) == len(others) or not entry.name):
            alike = others[number] if others[number] in waiting else None
        if alike is not None:
            waiting.remove(alike)
            _join(entry, alike)
    return known + waiting


def _share_text(one: ReadItem, other: ReadItem) -> bool:
    return any(
        path in other.values and same(value, other.values[path]) for path, value in one.values.items() if value.text
    )


def _join(entry: ReadItem, other: ReadItem) -> None:
    for path, value in other.values.items():
        known = entry.values.setdefault(path, value)
        if not unchanged(known, value):
            entry.values[path] = known._replace(others=(*known.others, (value.place, value.text)))
    for path, items in other.lists.items():
        entry.lists[path] = _united(entry.lists[path], items) if path in entry.lists else items
    if not entry.name:
        entry.name, entry.name_key = other.name, other.name_key


def _value(path: KeyPath, declared: Field | None, sites: list[list[Binding]], guesses: list[str]) -> Value:
    """Return the value that some sites print; texts that differ from the first are kept beside it.

    What is a guess does not count against what is none, and is named among ``guesses`` where it differs.
    """
    values = [
        Value(
            path,
            tuple(text for binding in site for text in binding.text.split("\n")),
            site[0].place,
            declared,
            guess=next((binding.guess for binding in site if binding.guess), ""),
        )
        for site in sites
    ]
    sure = [value for value in values if not value.guess]
    first, *rest = sure or values
    guesses += [
        f"{value.place}“{value.text}”和{first.place}写得不一样，照{first.place}的"
        for value in values
        if sure and value.guess and not unchanged(first, value)
    ]
    others = [(value.place, value.text) for value in rest if not unchanged(first, value)]
    if declared is not None and declared.kind is Kind.CHOICES:
        return first._replace(texts=(BETWEEN_CHOICES.join(text.text for text in sites[0]),), others=tuple(others))
    if declared is not None and declared.kind not in (Kind.PROSE, Kind.LINES):
        site = sites[values.index(first)]
        others += [(binding.place, binding.text) for binding in site[1:]]
        first = first._replace(texts=tuple(site[0].text.split("\n")))
    return first._replace(others=tuple(others))


def _left_over(gatherer: _Gatherer, incoming: Incoming, used: set[int]) -> Iterator[Unplaced]:
    """Yield every text that is left over, in order, with the key of the value before it."""
    whole = [
        (at, Unplaced(cell.place, cell.text))
        for at, line in enumerate(incoming.lines)
        if at not in used
        for cell in line.cells
        if cell.text
    ]
    placed = sorted(gatherer.placed, key=lambda each: each[0])
    beside: KeyPath = ()
    number = 0
    for at, each in sorted([*whole, *gatherer.left], key=lambda each: each[0]):
        while number < len(placed) and placed[number][0] <= at:
            beside = placed[number][1]
            number += 1
        yield each._replace(beside=beside)
    yield from (Unplaced(aside.place, aside.text) for aside in incoming.asides)


def _fixed_share(pattern: Pattern, path: Path) -> tuple[list[int], list[int]]:
    """Return the lengths of the template's fixed texts that were found, and of all."""
    found = {(fitted.step, number) for fitted in path.fitted if not fitted.again for number, _ in fitted.match.taken}
    each = [
        (_size(fold_text(cell.fixed).text), (number, at) in found)
        for number, step in enumerate(pattern.steps)
        if step.line is not None
        for at, cell in enumerate(step.line.cells)
        if fold_text(cell.fixed).text
    ]
    return [size for size, there in each if there], [size for size, _ in each]
