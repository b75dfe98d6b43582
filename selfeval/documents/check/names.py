"""The names that a form's templates may use, what may be done with each, and which fields a template shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from jinja2 import nodes

from selfeval.documents.check.tag import TagKind, TemplateTag
from selfeval.documents.language import BETWEEN
from selfeval.documents.passage import TemplateSlip
from selfeval.documents.tick import BOXES, CHECKS, LINE, answers
from selfeval.documents.view import LAST, LEVEL_NAME, LEVEL_ROWS, LEVEL_TEXTS, LEVELS, NUMBER, TITLE, VERDICTS
from selfeval.form.expression import KeyPath
from selfeval.form.expression import names as paths_in
from selfeval.form.field import CONTAINERS, Field, Kind, Need, Role
from selfeval.form.form import Form
from selfeval.form.operands import SCORES, SCORING
from selfeval.problem import Level
from selfeval.text.name import nearest


class Use(Enum):
    """Name the kind of value a name stands for."""

    TEXT = "一段文字"
    TEXTS = "几段文字"
    FLAG = "是或否"
    ITEM = "一组"
    ITEMS = "一个列表"
    LOOP = "循环本身"
    UNKNOWN = "不知道"


class Visible(NamedTuple):
    """Hold what a template sees under one name: the kind of value, the names below it, and the field it prints or lists."""

    use: Use
    parts: Mapping[str, Visible] = {}
    field: KeyPath = ()

    @property
    def element(self) -> Visible:
        """Return one element of this list, as a loop over it sees it."""
        inner = {Use.TEXTS: Use.TEXT, Use.ITEMS: Use.ITEM}
        return self._replace(use=inner.get(self.use, Use.UNKNOWN))


_TEXT, _FLAG, _UNKNOWN = Visible(Use.TEXT), Visible(Use.FLAG), Visible(Use.UNKNOWN)
_LOOP = Visible(
    Use.LOOP,
    dict.fromkeys(("index", "index0", "revindex", "length"), _TEXT) | dict.fromkeys(("first", "last"), _FLAG),
)
_SCORES = Visible(Use.ITEM, {path[-1]: _TEXT for path in SCORES})
_LEVEL = Visible(Use.ITEM, dict.fromkeys((LEVEL_NAME, *LEVEL_TEXTS), _TEXT))
_FIRST_AND_LAST = dict.fromkeys((*LEVELS.values(), *LAST.values()), _FLAG)
_VERDICTS = dict.fromkeys(VERDICTS, _FLAG)
_NUMBER = {NUMBER: _TEXT}


def visible(form: Form) -> Visible:
    """Return all names that a form's templates may use: what ``view`` returns of a submission, without the values."""
    return Visible(Use.ITEM, {**_parts(form, ()), TITLE: _TEXT, **({SCORING: _SCORES} if form.scoring else {})})


def _parts(form: Form, path: KeyPath) -> dict[str, Visible]:
    hidden = (Kind.RESULTS, Kind.FACTS)
    return {
        inner[-1]: _visible_field(form, declared)
        for inner, declared in form.fields.items()
        if inner[:-1] == path and declared.kind not in hidden
    }


def _columns(form: Form, path: KeyPath) -> dict[str, Visible]:
    columns = _parts(form, path)
    for inner, declared in form.fields.items():
        if declared.kind is Kind.RESULTS and declared.results_of == path:
            columns |= _parts(form, inner)
    beside = form.fields[path].beside
    return columns | ({beside[-1]: Visible(Use.ITEM, _columns(form, beside))} if beside else {})


def _visible_field(form: Form, declared: Field) -> Visible:
    path = declared.path
    match declared.kind:
        case Kind.GROUP if declared.formula is None:
            return Visible(Use.ITEM, _parts(form, path))
        case Kind.LIST:
            return Visible(Use.ITEMS, _columns(form, path), path)
        case Kind.INDICATORS:
            columns = _VERDICTS | _NUMBER | _columns(form, path)
            return Visible(Use.ITEMS, columns | (_levels(columns) if declared.levels else {}), path)
        case Kind.PROSE | Kind.LINES:
            return Visible(Use.TEXTS, field=path)
    text = Visible(Use.TEXT, field=path)
    if declared.kind is Kind.CHECKLIST:
        return text._replace(parts={LINE: text})
    boxes = dict.fromkeys(answers(declared), text)
    each = Visible(Use.ITEM, boxes)
    return text._replace(parts={LINE: text, BOXES: each, CHECKS: each}) if boxes else text


def _levels(columns: Mapping[str, Visible]) -> dict[str, Visible]:
    """Return what a row of indicators tells of its headings, the rows below each among it."""
    level = _LEVEL._replace(parts={**_LEVEL.parts, LEVEL_ROWS: Visible(Use.ITEMS, columns)})
    return {**dict.fromkeys(LEVELS, level), **_FIRST_AND_LAST}


class TagReader:
    """Walk the tags of a template, knowing at each which names may be used there, and gather the fields it shows."""

    def __init__(self, form: Form) -> None:
        self.form, self.root = form, visible(form)
        self.shown: set[KeyPath] = set()
        self.looped: set[str] = set()
        self.over: dict[tuple[int, int], str] = {}

    def read(self, tags: Sequence[TemplateTag], *, whole: bool) -> Iterator[TemplateSlip]:
        """Yield the wrong names in one part.

        ``whole`` says that its blocks fit; where they do not, the name of any loop is accepted everywhere.
        """
        texts = {tag.spot.passage.text for tag in tags}
        self.over = {}
        self.looped = {name for text in texts for name in re.findall(r"for\s+(\w+)", text)} | {"loop"}
        doubtful = {} if whole else dict.fromkeys(self.looped, _UNKNOWN)
        scopes: list[Mapping[str, Visible]] = [doubtful | dict(self.root.parts)]
        conditions: list[KeyPath] = []
        loops: list[str] = []
        for tag in tags:
            if tag.word == "endfor" and len(scopes) > 1:
                scopes.pop()
            loop = tag.tree.find(nodes.For) if tag.tree else None
            slips = list(self._check_tag(tag, loop, scopes))
            yield from slips
            yield from self._check_condition(tag, self._answer(tag, scopes[-1]), conditions)
            if tag.kind is TagKind.MARK and not slips and (message := _why_mark_is_wrong(tag, tags, loops)):
                yield TemplateSlip(tag.spot, "template-unknown-mark", message)
            if tag.prefix == "tc" and loop is not None and not slips:
                yield from self._check_columns(tag, loop, scopes[-1])
            if tag.word == "for":
                scopes.append(self._names_in_loop(loop, scopes[-1]))
            _note_row_loop(tag, loop, loops)

    def _check_tag(
        self, tag: TemplateTag, loop: nodes.For | None, scopes: Sequence[Mapping[str, Visible]]
    ) -> Iterator[TemplateSlip]:
        paths = _paths(loop.iter if loop else tag.tree) if tag.tree else []
        for path in paths:
            thing = _resolve(path, scopes[-1])
            if tag.kind is TagKind.SINGLE:
                if thing is not None and thing.use is not Use.UNKNOWN:
                    message = f"“{tag.text}”会原样印出来，要用两层大括号"
                    yield TemplateSlip(tag.spot, "template-broken-tag", message, f"{{{{ {'.'.join(path)} }}}}")
            elif thing is None:
                yield self._unknown_name(tag, path, scopes[-1])
            elif message := self._why_misused(tag, thing, path):
                rule = "template-unknown-mark" if tag.kind is TagKind.MARK else "template-wrong-use"
                yield TemplateSlip(tag.spot, rule, message)
            elif tag.kind is TagKind.PRINT or self._is_answer(thing):
                self.shown.add(thing.field)
            elif tag.word == "for":
                self.shown |= self._names_over_columns(thing)

    def _answer(self, tag: TemplateTag, names: Mapping[str, Visible]) -> KeyPath:
        """Return the 是否 field that is all a tag prints or asks, an empty path where it is another or more than one."""
        paths = _paths(tag.tree) if tag.tree and tag.word in ("", "if") and not tag.tree.find(nodes.Not) else []
        thing = _resolve(paths[0], names) if len(paths) == 1 else None
        declared = self.form.fields.get(thing.field) if thing else None
        return declared.path if declared and declared.kind is Kind.YES_NO else ()

    def _check_condition(self, tag: TemplateTag, answer: KeyPath, conditions: list[KeyPath]) -> Iterator[TemplateSlip]:
        """Yield a slip where an answer is printed only if it is 是; ``conditions`` are those around the tag."""
        if tag.word == "if":
            conditions.append(answer)
        elif tag.word in BETWEEN and conditions:
            conditions[-1] = ()
        elif tag.word == "endif" and conditions:
            conditions.pop()
        elif tag.kind is TagKind.PRINT and answer and answer in conditions:
            message = f"“{'.'.join(answer)}”填了“否”，if 里面的就不印；答案要印出来，去掉外面的 if"
            yield TemplateSlip(tag.spot, "template-wrong-use", message, level=Level.WARNING)

    def _check_columns(self, tag: TemplateTag, loop: nodes.For, names: Mapping[str, Visible]) -> Iterator[TemplateSlip]:
        """Yield a slip where a row of a table repeats its columns for another list than the row above."""
        (path,) = _paths(loop.iter)
        thing = _resolve(path, names)
        declared = self.form.fields.get(thing.field) if thing else None
        listed = ".".join(declared.follows if declared and declared.follows else path)
        passage = tag.spot.passage
        above = self.over.setdefault((passage.table, passage.column), listed)
        if above == listed:
            return
        message = f"上面这几列列的是“{above}”，这里列的是“{'.'.join(path)}”，条数不一样就对不齐"
        if declared and declared.kind is Kind.LIST and path[0] in names and path[0] not in self.root.parts:
            message += f"；各行自己的数，在 form.yaml 的“{declared.key}”下面写“列随数据: {above}”"
        yield TemplateSlip(tag.spot, "template-wrong-use", message)

    def _names_over_columns(self, thing: Visible) -> set[KeyPath]:
        """Return the name of the items of a list that prints in the columns of another, over which the name stands."""
        follows = thing.field in self.form.fields and bool(self.form.fields[thing.field].follows)
        named = (path for path, field in self.form.fields.items() if field.role is Role.NAME)
        return {path for path in named if follows and path[:-1] == thing.field}

    def _is_answer(self, thing: Visible) -> bool:
        """Tell whether a name is a yes or no, which a block shows by what it prints."""
        return thing.field in self.form.fields and self.form.fields[thing.field].kind is Kind.YES_NO

    def _names_in_loop(self, loop: nodes.For | None, names: Mapping[str, Visible]) -> Mapping[str, Visible]:
        if loop is None:
            return {**names, "loop": _LOOP}
        thing = next((_resolve(path, names) for path in _paths(loop.iter)), None)
        return {**names, str(loop.target.name): thing.element if thing else _UNKNOWN, "loop": _LOOP}  # type: ignore[attr-defined]  # only a Name is let through

    def _why_misused(self, tag: TemplateTag, thing: Visible, path: Sequence[str]) -> str:
        name = ".".join(path)
        match tag.kind, thing.use:
            case _, Use.UNKNOWN:
                return ""
            case TagKind.MARK, use if use is not Use.ITEM:
                return f"〔合并〕后面要写一项任务、目标或一类指标，“{name}”不是"
            case TagKind.PRINT, Use.TEXTS if tag.spot.passage.in_word:
                return f"“{name}”有好几段，要分三段写：{{%p for 段 in {name} %}}、{{{{ 段 }}}}、{{%p endfor %}}"
            case TagKind.PRINT, Use.FLAG:
                return f"“{name}”只说是或否，用在 if 里，不能印"
            case TagKind.PRINT, Use.ITEM | Use.ITEMS | Use.LOOP:
                return (
                    f"“{name}”是{thing.use.value}，不能直接印，要写到它下面的一项：{'、'.join(list(thing.parts)[:6])}"
                )
            case TagKind.BLOCK, use if tag.word == "for" and use not in (Use.TEXTS, Use.ITEMS):
                return f"“{name}”是{use.value}，不能用 for 一项一项地列"
        return ""

    def _unknown_name(self, tag: TemplateTag, path: Sequence[str], names: Mapping[str, Visible]) -> TemplateSlip:
        known: Mapping[str, Visible] = names
        depth = 0
        while path[depth] in known:
            known = known[path[depth]].parts
            depth += 1
        good, wrong = path[:depth], path[depth]
        rule = "template-unknown-mark" if tag.kind is TagKind.MARK else "template-unknown-name"
        results = self.form.fields.get(tuple(path[: depth + 1]))
        if results and results.kind is Kind.RESULTS:
            target = ".".join(results.results_of)
            return TemplateSlip(tag.spot, rule, f"“{wrong}”要在列“{target}”的 for 里印，写成“行.{path[-1]}”的样子")
        if not good and wrong in self.looped:
            return TemplateSlip(tag.spot, rule, f"“{wrong}”只在它自己的 for 里面有，这里已经在外面了")
        printed = tag.kind is TagKind.PRINT and depth == len(path) - 1
        usable = [name for name, thing in known.items() if not printed or thing.use in (Use.TEXT, Use.TEXTS)]
        near = nearest(wrong, usable, 0.5)
        full = [] if good else self._path_of_only_field(wrong)
        full = full or ([*good, near, *path[depth + 1 :]] if near else [])
        message = f"“{'.'.join(good)}”下面没有“{wrong}”" if good else f"这里没有“{wrong}”这个名称"
        if not full:
            return TemplateSlip(
                tag.spot, rule, message + (f"，可以写：{'、'.join(list(known)[:9])}" if good and known else "")
            )
        fix = tag.text.replace(".".join(path), ".".join(full))
        return TemplateSlip(tag.spot, rule, f"{message}，是不是“{'.'.join(full)}”？", fix if fix != tag.text else "")

    def _path_of_only_field(self, name: str) -> Sequence[str]:
        """Return the whole path of the only field with this name in a group or list, empty where there is none or more than one."""
        found = [path for path in self.form.fields if path[-1] == name and len(path) > 1]
        return found[0] if len(found) == 1 else ()

    def hidden(self) -> Iterator[Field]:
        """Yield the fields that are typed or computed to be printed but that the template does not show."""
        form = self.form
        titled = set(re.findall(r"{{\s*(\S+?)\s*}}", form.title))
        instead = {(*path[:-1], form.fields[path].fallback) for path in self.shown if path}
        used = _computed_for_others(form)
        for path, declared in form.fields.items():
            asked = declared.need is Need.NO and declared.role in _FOR_RULES
            wanted = declared.printed and not declared.annotation and not asked and path not in used
            single = declared.formula is not None or declared.kind not in CONTAINERS
            if wanted and single and path not in self.shown | instead and declared.key not in titled:
                yield declared


_FOR_RULES = (Role.AREA, Role.DIRECTION)
"""The roles of fields that a department may fill in for the rules alone."""


def _computed_for_others(form: Form) -> set[KeyPath]:
    """Return the paths of computed fields that formulas, checks or scoring use, so that they need not be printed."""
    formulas = [field.formula for field in form.fields.values() if field.formula is not None]
    formulas += [check.expression for check in form.checks]
    used = {path for formula in formulas for path in paths_in(formula)} | {form.scoring.rate if form.scoring else ()}
    return {path for path in used if path in form.fields and form.fields[path].formula is not None}


def _note_row_loop(tag: TemplateTag, loop: nodes.For | None, loops: list[str]) -> None:
    """Keep the names of the loops over table rows that are open after a tag, the innermost last."""
    if tag.prefix == "tr" and tag.word == "for":
        loops.append(str(loop.target.name) if loop else "")  # type: ignore[attr-defined]  # only a Name is let through
    elif tag.prefix == "tr" and tag.word == "endfor" and loops:
        loops.pop()


def _why_mark_is_wrong(mark: TemplateTag, tags: Sequence[TemplateTag], loops: Sequence[str]) -> str:
    """Return why a merge mark joins nothing where it stands, or joins cells that show different things; else empty.

    A mark that names nothing joins by the thing of which its cell prints a property. ``loops`` are the names of the
    loops over rows around it.
    """
    cell = mark.spot.passage.cell
    if not cell:
        return "〔合并〕只能写在 Word 表格的格子里"
    inside = [tag for tag in tags if tag.spot.passage.cell == cell]
    printed = [path for tag in inside if tag.kind is TagKind.PRINT and tag.tree for path in _paths(tag.tree)]
    owned = next((path[:-1] for path in printed if len(path) > 1), [])
    thing = _paths(mark.tree)[0] if mark.tree else owned
    if thing[:1] == ["loop"] or (not thing and any(tag.kind is TagKind.BLOCK for tag in inside)):
        return "这一格印的不是谁的一项内容，要写明和谁合并，例如〔合并 任务〕"
    lists = dict(filter(None, map(_list_in_cell, inside)))
    for path in (_without_inner_loops(path, lists) for path in printed):
        if not _is_constant(path, thing, loops):
            return f"“{'.'.join(path)}”每行可能不同，合并的格子里只印得出一个；放到不合并的格子里"
    return ""


def _list_in_cell(tag: TemplateTag) -> tuple[str, list[str]] | None:
    loop = tag.tree.find(nodes.For) if tag.tree else None
    paths = _paths(loop.iter) if loop else []
    return (str(loop.target.name), paths[0]) if loop and paths else None  # type: ignore[attr-defined]  # only a Name is let through


def _without_inner_loops(path: list[str], lists: Mapping[str, list[str]]) -> list[str]:
    """Return a path with the names of loops inside its cell replaced by the lists they run over."""
    for _ in lists:
        path = [*lists.get(path[0], path[:1]), *path[1:]]
    return path


def _is_constant(path: Sequence[str], thing: Sequence[str], loops: Sequence[str]) -> bool:
    """Tell whether a path stands for the same in all rows that show the same thing."""
    if path[0] == "loop":
        return False
    if path[0] not in loops or (thing and path[: len(thing)] == thing):
        return True
    first, second = LEVELS
    if thing[-1:] == [second] and path[: len(thing)] == [*thing[:-1], first]:
        return True
    return bool(thing) and thing[0] in loops and loops.index(path[0]) < loops.index(thing[0])


def _resolve(path: Sequence[str], names: Mapping[str, Visible]) -> Visible | None:
    thing = Visible(Use.ITEM, names)
    for name in path:
        if thing.use is Use.UNKNOWN:
            return thing
        inner = thing.parts.get(name) if thing.use in (Use.ITEM, Use.LOOP, Use.TEXT) else None
        if inner is None:
            return None
        thing = inner
    return thing


def _paths(tree: nodes.Node) -> list[list[str]]:
    """Return every dotted name in an expression."""
    if isinstance(tree, nodes.Getattr):
        (head,) = _paths(tree.node)
        return [[*head, tree.attr]]
    if isinstance(tree, nodes.Name):
        return [[tree.name]]
    return [path for child in tree.iter_child_nodes() for path in _paths(child)]
