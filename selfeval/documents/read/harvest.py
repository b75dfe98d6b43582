"""What the best path brings home: the values item by item, and every text that it leaves over.

Nothing is left out: a text of the document is part of a value, is a fixed text of the form, or is left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfeval.documents.read.filler import is_crossed_out
from selfeval.documents.read.found import DocumentReading, Unplaced
from selfeval.documents.read.header import stacked
from selfeval.documents.read.item import ItemSoFar, read_item
from selfeval.documents.read.label import fold_text
from selfeval.documents.read.lines import Cell, Incoming, ReadLine
from selfeval.documents.read.merged import DOWN, goes_on
from selfeval.documents.read.path import Fitted, Path
from selfeval.documents.read.pattern import Extent, Pattern, PatternCell, PatternLine, PrintedTag, Turn
from selfeval.documents.read.piece import Binding, Taken, chosen_by, level_name
from selfeval.documents.read.sentence import in_sentence, part_sentence
from selfeval.documents.read.unit import UnitsHeard
from selfeval.documents.read.unparted import Unparted, part_by_headings, part_by_numbers, unparted
from selfeval.documents.view import LEVELS, NUMBER
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind, Role
from selfeval.form.form import Form
from selfeval.text.name import fold
from selfeval.text.pattern import regex

LOOP = "loop"
"""The name under which a template prints the number of a turn."""


_IN_ONE_SENTENCE = "几个指标印在一句里，分不开，请照着填"
"""Why the indicators that a template prints in one sentence are not read."""

_UNKNOWN_LEVEL = "上面一行的指标类别认不出来，不知道这一行是哪一类的，请照着填"
"""Why a row below one that was left over is not read."""
_PRINTED_NUMBER = regex(r"\s*指标\s*\d+\s*(?:[：:、.．]\s*(?=\S)|(?=[㐀-鿿])(?![年月日]))")
"""What blank forms print where the name of an indicator is to be written, and people leave before it."""
_NUMBERED = regex(r"\s*(?P<word>[㐀-鿿]{2})\s*\d+\s*[：:、.．]\s*(?=\S)")

_PARTED = -1
"""Where a text stands whose first paragraph and rest are printed in two places; any other stands at its step."""


def harvest(pattern: Pattern, incoming: Incoming, path: Path) -> DocumentReading:
    """Return the values on a path, and all that is left over of the document."""
    gatherer = _Gatherer(pattern, incoming.lines)
    for fitted in path.fitted:
        gatherer.add(fitted)
    for each in unparted(pattern, path):
        gatherer.part(each)
    guesses = [*gatherer.guesses, *gatherer.units.guesses]
    entry = read_item(pattern, gatherer.root, guesses)
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
        self.root = ItemSoFar()
        self.current: dict[int, ItemSoFar] = {}
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
        self.is_level_unknown = False

    def add(self, fitted: Fitted) -> None:
        """Add the values of a fitted line to the items they belong to, and note what is left of the line."""
        line = self.pattern.steps[fitted.step].line
        if fitted.again:
            line = line.header if line else None
        assert line is not None
        loops = self.around[fitted.step]
        at = fitted.lines[0]
        between = self.lines[self.next : at]
        for left in between:
            self.units.hear_left(left)
        self.next = fitted.lines[-1] + 1
        self.units.hear(line, fitted.match)
        if self.in_sentences.intersection(loops):
            self.add_sentence(fitted, line)
            return
        if not fitted.again and self.is_below_unknown_level(fitted, line, between):
            said = (taken.cell for _, taken in fitted.match.taken if taken.cell.text)
            self.left += [(at, Unplaced(cell.place, cell.text, (), _UNKNOWN_LEVEL)) for cell in said]
        else:
            if not fitted.again:
                for loop in loops:
                    self.enter(loop, fitted, line)
            self.add_cells(fitted, line)
        places = {taken.cell.place for _, taken in fitted.match.taken}
        both = (
            stacked(line, *(self.lines[each] for each in fitted.lines))
            if len(fitted.lines) > 1 and line.table
            else None
        )
        for cell in (both or self.lines[at]).cells:
            if cell.place not in places | fitted.match.covered and cell.text:
                self.left.append((at, Unplaced(cell.place, cell.text)))

    def is_below_unknown_level(self, fitted: Fitted, line: PatternLine, between: Sequence[ReadLine]) -> bool:
        """Tell whether the level of a row is that of one ``between`` it and the last one, which was left over: no name of the form's."""
        cells = [
            taken.cell for number, taken in fitted.match.taken if any(tag.level for tag in line.cells[number].tags)
        ]
        if not cells or any(cell.text for cell in cells):
            self.is_level_unknown = False
            return False
        row = self.lines[fitted.lines[0]]
        self.is_level_unknown |= any(
            left.table == row.table and any(_is_named_in(left, row, cell) for cell in cells) for left in between
        )
        return self.is_level_unknown

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
        self.guesses += [taken.guess] if taken.guess and taken.guess not in self.guesses else []
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
        above = self.current.setdefault(loop, ItemSoFar(loop))
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
                item = ItemSoFar(loop, place=place, levels=dict(above.levels))
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
            item = ItemSoFar(loop, fitted.turns.get(loop, 0), self.lines[fitted.lines[0]].place, first=first or ())
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
        if tag.field and not tag.field.formula and _is_no_value(self.pattern.form, tag.field, binding.text):
            return
        if tag.is_name and tag.field:
            is_indicator = self.is_indicator(tag)
            bare = _PRINTED_NUMBER.sub("", binding.text) if is_indicator else _without_number(tag.field, binding.text)
            binding = binding._replace(text=bare)
        if tag.answer:
            for answer in chosen_by(tag, binding.text):
                self.keep(item, binding._replace(text=answer), fitted)
            return
        self.keep(item, binding, fitted)

    def is_indicator(self, tag: PrintedTag) -> bool:
        """Tell whether a tag prints the name of an indicator."""
        own = tag.field.path[:-1] if tag.field else ()
        declared = self.pattern.columns.get(tag.path[:-1]) or self.pattern.form.fields.get(own)
        return declared is not None and declared.kind is Kind.INDICATORS

    def item_of(self, binding: Binding) -> ItemSoFar:
        """Return the item that a binding belongs to, a new one where a turn of a loop inside a cell begins it."""
        *outer, loop = binding.tag.loops or (_PARTED,)
        if loop not in self.pattern.inline:
            return self.current.get(loop, self.root)
        parent = self.current.get(outer[-1], self.root) if outer else self.root
        items = parent.below.setdefault(loop, [])
        while len(items) <= binding.turn:
            items.append(ItemSoFar(loop, len(items), binding.place))
        return items[binding.turn]

    def keep(self, item: ItemSoFar, binding: Binding, fitted: Fitted) -> None:
        """Keep a text among those of its key."""
        tag = binding.tag
        known = item.bindings.setdefault(tag.path, {}).setdefault(_site(tag, fitted.step), [])
        in_text = tag.prose and not self.pattern.steps[fitted.step].line.table  # type: ignore[union-attr]  # a fitted step is a line
        if in_text or not any(fold(each.text) == fold(binding.text) for each in known):
            known.append(binding)
        self.placed.append((fitted.lines[0], tag.path))

    def bind_level(self, tag: PrintedTag, text: str, item: ItemSoFar) -> None:
        """Keep the name of a level; the levels below it begin anew."""
        name = level_name(tag, text, self.pattern.form) if text else ""
        if not name:
            return
        if item.levels.get(tag.level) != name:
            deeper = list(LEVELS)[list(LEVELS).index(tag.level) + 1 :]
            item.levels = {level: known for level, known in item.levels.items() if level not in deeper}
        item.levels[tag.level] = name


def _is_named_in(left: ReadLine, row: ReadLine, level: Cell) -> bool:
    """Tell whether a row that was left over says something in the column of a level, or in a cell that a later row lacks."""
    own = next((cell for cell in row.cells if cell is level), None)
    if own is None:
        return len(left.cells) > len(row.cells) and bool(left.cells[0].text)
    return any(cell.column == own.column and cell.text for cell in left.cells)


def _is_no_value(form: Form, declared: Field, text: str) -> bool:
    """Tell whether a text stands where there is no value: what the form prints there, or strokes that it prints for none of its own."""
    if fold(text) == fold(declared.blank):
        return True
    listed = form.fields.get(declared.path[:-1])
    rows = listed.fixed if listed else ()
    printed = {
        declared.zero,
        *(str(node) for row in rows for key, node in row.columns.items() if key == declared.path[-1]),
    }
    return declared.role is not Role.NAME and is_crossed_out(text) and fold(text) not in map(fold, printed)


def _without_number(name: Field, text: str) -> str:
    """Return the name of an item without what blank forms print before it: 任务1： in a list of 重点任务."""
    found = _NUMBERED.match(text)
    return text[found.end() :] if found and name.path[:-1] and name.path[-2].endswith(found["word"]) else text


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
