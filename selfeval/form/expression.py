"""Declared arithmetic: ``预算执行.实际支出 / 预算执行.调整预算``.

Python's own parser reads the syntax; this module walks the tree and allows only names,
dotted paths, numbers, + − × ÷, comparisons and the functions of ``FUNCTIONS``.
A missing operand or a zero divisor gives no value; callers then report nothing. Only in a sum a blank counts as 0.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple, TypeAlias

from selfeval.quantity.notation import round_to
from selfeval.text.pattern import regex


class Untyped(Enum):
    """Mark a number that nobody typed and that need not be typed."""

    BLANK = ""


BLANK = Untyped.BLANK
KeyPath: TypeAlias = tuple[str, ...]
Operand: TypeAlias = Decimal | date | tuple[Decimal | None, ...] | Untyped | None
"""A number or date, the numbers of several rows, a blank; None where a value is not known, also in a row."""

Lookup: TypeAlias = Callable[[KeyPath], Operand]

TOLERANCE = Decimal("0.01")
"""How far two printed amounts may differ and still be called equal, in the unit in which they are compared."""


class ExpressionError(ValueError):
    """Report an expression that is not allowed; the message is Chinese and names the part."""


class Expression(NamedTuple):
    """Hold a checked expression, ready to be computed against any look-up."""

    text: str
    tree: ast.expr


class Side(NamedTuple):
    """Hold one side of a comparison: where it stands in what was declared, and what it came to."""

    node: ast.expr
    declared: str
    value: Decimal | date

    @property
    def text(self) -> str:
        """Return the side as declared."""
        return ast.get_source_segment(self.declared, self.node) or ""


class Comparison(NamedTuple):
    """Hold whether a comparison holds, and every side with its value."""

    holds: bool
    sides: tuple[Side, ...]


class Reader(NamedTuple):
    """Look up the operands of an expression.

    ``column`` looks up the only key path in 合计 and 个数: inside a row of a list its column, not the value of the row.
    ``done`` gives how much of a target, its second path, an actual is; nothing where indicator values are unknown.
    ``money`` gives the amounts that a text names, None where there is no text.
    """

    single: Lookup
    column: Lookup
    done: Callable[[KeyPath, KeyPath], Operand] = lambda actual, target: None
    money: Lookup = lambda path: None


def _total(operands: list[Operand]) -> Operand:
    """Add up all numbers, blanks being 0; a blank where all are blank, None where one is not known."""
    if all(operand is BLANK for operand in operands):
        return BLANK
    parts = _numbers([operand for operand in operands if operand is not BLANK])
    return None if parts is None else sum(parts, Decimal(0))


def _count(operands: list[Operand]) -> Operand:
    parts = (part for operand in operands for part in (operand if isinstance(operand, tuple) else (operand,)))
    return Decimal(sum(isinstance(part, Decimal) for part in parts))


def _absolute(operands: list[Operand]) -> Operand:
    (value,) = operands
    return abs(value) if isinstance(value, Decimal) else None


def _smallest(operands: list[Operand]) -> Operand:
    return min(_numbers(operands) or (), default=None)


def _largest(operands: list[Operand]) -> Operand:
    return max(_numbers(operands) or (), default=None)


def _numbers(operands: list[Operand]) -> list[Decimal] | None:
    """Return all numbers of the operands, those of several rows one by one; None where one is not known."""
    parts = [part for operand in operands for part in (operand if isinstance(operand, tuple) else (operand,))]
    known = [part for part in parts if isinstance(part, Decimal)]
    return known if len(known) == len(parts) else None


def _rounded(operands: list[Operand]) -> Operand:
    """Round half up, to whole numbers where no count of decimals is given."""
    value, digits = (*operands, Decimal(0))[:2]
    if not isinstance(value, Decimal) or not isinstance(digits, Decimal):
        return BLANK if value is BLANK else None
    return round_to(value, Decimal(1).scaleb(-int(digits)))


TOTAL = "合计"
FUNCTIONS: dict[str, tuple[Callable[[list[Operand]], Operand], int, int]] = {
    TOTAL: (_total, 1, 99),
    "个数": (_count, 1, 99),
    "绝对值": (_absolute, 1, 1),
    "最小": (_smallest, 2, 99),
    "最大": (_largest, 2, 99),
    "取整": (_rounded, 1, 2),
}
OF_COLUMNS = frozenset({TOTAL, "个数"})
"""The functions that take a whole column."""

_ROUND = "取整"
_OF_ONE = frozenset({"绝对值", _ROUND})
"""The functions that take one number, not several."""

EQUAL = "相等"
DONE = "完成比"
"""The function that divides an actual by its target, indicator values both of them."""
WHETHER = "如果"
"""The function that gives its second part where the comparison before it holds, else its third."""
NAMED = "金额"
"""The function that gives the amounts of money which a text names; only checks have it."""

ARITHMETIC: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Decimal, Decimal, Decimal], bool]] = {
    ast.Eq: lambda a, b, tolerance: abs(a - b) <= tolerance,
    ast.LtE: lambda a, b, tolerance: a <= b + tolerance,
    ast.GtE: lambda a, b, tolerance: a >= b - tolerance,
    ast.Lt: lambda a, b, _: a < b,
    ast.Gt: lambda a, b, _: a > b,
}


_SIGNS: Mapping[str, str] = {
    "%": "去掉，百分之八写成 0.08",
    "％": "去掉，百分之八写成 0.08",
    "≤": "要写成“<=”",
    "≥": "要写成“>=”",
    "＝": "要写成“==”",
    "=": "要写成“==”",
} | {sign: f"要写成“{right}”" for sign, right in zip("÷／×＊＋－—（），．＜＞", "//**+--(),.<>", strict=True)}
"""The signs of office texts that no expression takes, each with what to write instead."""
_LONE_EQUAL = regex(r"(?<![=<>])=(?!=)")


def parse(text: str) -> Expression:
    """Return a checked expression.

    Raises:
        ExpressionError: where the text is no expression, or a part of it is not allowed; the message names the part.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(_why_unreadable(text.strip())) from error
    expression = Expression(text.strip(), tree)
    _check(tree, expression, top=True)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = _as_written(node, expression.text)
    return expression


def _why_unreadable(text: str) -> str:
    """Return what keeps a text from being an expression: the first sign of another keyboard, or that a part is missing."""
    sign = next((each for each in text if each in _SIGNS), "") or ("=" if _LONE_EQUAL.search(text) else "")
    return f"算式里的“{sign}”{_SIGNS[sign]}" if sign else f"算式“{text}”写得不完整，少了数、键或括号"


def _as_written(number: ast.Constant, text: str) -> str:
    """Return a number as it is written, which Python's own parser reads as a binary fraction."""
    return (ast.get_source_segment(text, number) or "").replace("_", "")


def _check(node: ast.expr, expression: Expression, *, top: bool = False) -> None:
    """Refuse a part that is not allowed; comparisons stand at the top, and as the first part of 如果."""
    parts = _operands_of_comparison(node) if top else None
    if parts is None:
        parts = _operands(node)
    if parts is None:
        part = ast.get_source_segment(expression.text, node) or expression.text
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        known = f"；能用的：{'、'.join((*FUNCTIONS, DONE, WHETHER, NAMED, EQUAL))}" if named else ""
        raise ExpressionError(f"算式里不能用“{part}”{known}")
    choice = _choice(node)
    for inner in parts:
        _check(inner, expression, top=choice is not None and inner is choice.condition)


def _operands_of_comparison(node: ast.expr) -> list[ast.expr] | None:
    """Return the sides of a comparison, and the tolerance of 相等; None where the node is no comparison."""
    match node:
        case ast.Compare() if all(type(op) in COMPARISONS for op in node.ops):
            return [node.left, *node.comparators]
        case ast.Call(func=ast.Name(id=name), keywords=[], args=[_, _, *rest]) if name == EQUAL and len(rest) <= 1:
            return node.args
    return None


def _operands(node: ast.expr) -> list[ast.expr] | None:
    """Return what a number is computed from, [] for a number or key path, None where the node is neither."""
    match node:
        case ast.Call(func=ast.Name(id=name), keywords=[], args=args) if name in _SPECIAL:
            fits, asked = _SPECIAL[name]
            if not fits(args):
                raise ExpressionError(f"“{name}”括号里写{asked}")
            return args
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in FUNCTIONS:
            _, fewest, most = FUNCTIONS[name]
            if not fewest <= len(node.args) <= most:
                raise ExpressionError(f"“{name}”括号里的项数不对")
            return node.args
        case ast.BinOp() if type(node.op) in ARITHMETIC:
            return [node.left, node.right]
        case ast.UnaryOp(op=ast.USub()):
            return [node.operand]
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return []
    return [] if _path(node) else None


_SPECIAL: Mapping[str, tuple[Callable[[list[ast.expr]], bool], str]] = {
    DONE: (lambda args: len(args) == 2 and all(map(_path, args)), f"两个键：{DONE}(实际, 目标值)"),
    WHETHER: (
        lambda args: len(args) == 3 and _operands_of_comparison(args[0]) is not None,
        f"三项：一个比较、成立时的数、不成立时的数，例如 {WHETHER}(甲 > 0, 甲, 乙)",
    ),
    NAMED: (lambda args: len(args) == 1 and bool(_path(args[0])), f"一个键：{NAMED}(资金用途)"),
}
"""The functions that take something else than numbers: whether they are given that, and what to write in the brackets."""


class _Choice(NamedTuple):
    """Hold the comparison of a 如果, and what stands for it where that holds and where it does not."""

    condition: ast.expr
    then: ast.expr
    otherwise: ast.expr


def _choice(node: ast.AST) -> _Choice | None:
    """Return the parts of a 如果, None for anything else."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[condition, then, otherwise]) if name == WHETHER:
            return _Choice(condition, then, otherwise)
    return None


def _path(node: ast.expr) -> KeyPath:
    match node:
        case ast.Name(id=name):
            return (name,)
        case ast.Attribute(value=inner, attr=name):
            head = _path(inner)
            return (*head, name) if head else ()
    return ()


def names(expression: Expression) -> Iterator[KeyPath]:
    """Yield every key path that an expression reads, as a whole."""
    yield from _names(expression.tree)


def _names(node: ast.expr) -> Iterator[KeyPath]:
    path = _path(node)
    if path:
        yield path
        return
    parts = node.args if isinstance(node, ast.Call) else list(ast.iter_child_nodes(node))
    for part in parts:
        if isinstance(part, ast.expr):
            yield from _names(part)


def is_comparison(expression: Expression) -> bool:
    """Tell whether an expression is a comparison (==, <=, 相等), not a number."""
    tree = expression.tree
    called = isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == EQUAL
    return called or isinstance(tree, ast.Compare)


def evaluate(expression: Expression, reader: Reader) -> Operand:
    """Return what an expression that is no comparison comes to; BLANK where everything in it is blank."""
    return _value(expression.tree, expression, reader)


def compute(expression: Expression, lookup: Lookup) -> Decimal | None:
    """Return the number that an expression gives, None where an operand is missing or a divisor is zero."""
    value = evaluate(expression, Reader(lookup, lookup))
    return value if isinstance(value, Decimal) else None


def zero_divisors(expression: Expression, lookup: Lookup) -> Iterator[KeyPath]:
    """Yield the key paths of what an expression divides by where that comes to zero, and what is divided does not."""
    reader = Reader(lookup, lookup)
    for node in _computed(expression.tree, expression, reader):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            left, right = (_value(side, expression, reader) for side in (node.left, node.right))
            if isinstance(left, Decimal) and left and isinstance(right, Decimal) and not right:
                yield from filter(
                    None, map(_path, (part for part in ast.walk(node.right) if isinstance(part, ast.expr)))
                )


def _computed(node: ast.AST, expression: Expression, reader: Reader) -> Iterator[ast.AST]:
    """Yield a part of an expression and all parts that its value comes of: of a 如果 only one side."""
    yield node
    parts = ast.iter_child_nodes(node)
    if choice := _choice(node):
        comparison = _compare(choice.condition, expression, reader)
        taken = () if comparison is None else (choice.then if comparison.holds else choice.otherwise,)
        parts = iter((choice.condition, *taken))
    for part in parts:
        yield from _computed(part, expression, reader)


def compare(
    expression: Expression, lookup: Lookup, column: Lookup | None = None, money: Lookup = lambda path: None
) -> Comparison | None:
    """Return whether a comparison holds, with its sides; None where a side cannot be computed or it is no comparison.

    Dates are compared by days. Whole columns are looked up by ``column``, where it is made in a row, and the amounts
    that a text names by ``money``.
    """
    return _compare(expression.tree, expression, Reader(lookup, column or lookup, money=money))


def _compare(tree: ast.expr, expression: Expression, reader: Reader) -> Comparison | None:
    nodes, ops, within = _parts_of_comparison(tree)
    given = _value(within, expression, reader) if within else TOLERANCE
    tolerance = given if isinstance(given, Decimal) else TOLERANCE
    sides = []
    for node in nodes:
        value = _value(node, expression, reader)
        if not isinstance(value, Decimal | date):
            return None
        sides.append(Side(node, expression.text, value))
    if not sides:
        return None
    holds = all(
        COMPARISONS[op](on_scale(left.value), on_scale(right.value), tolerance)
        for op, left, right in zip(ops, sides, sides[1:], strict=False)
    )
    return Comparison(holds, tuple(sides))


def equal_sides(expression: Expression) -> tuple[Expression, ...]:
    """Return the two sides of an equation, each to be computed by itself; nothing where it is none."""
    nodes, ops, _ = _parts_of_comparison(expression.tree)
    return (
        tuple(parse(ast.get_source_segment(expression.text, node) or "") for node in nodes) if ops == [ast.Eq] else ()
    )


def on_scale(value: Decimal | date) -> Decimal:
    """Return a number, or a date as the number of its day, so that differences are in days."""
    return Decimal(value.toordinal()) if isinstance(value, date) else value


def _parts_of_comparison(tree: ast.expr) -> tuple[list[ast.expr], list[type[ast.cmpop]], ast.expr | None]:
    """Return the sides of a comparison, its operators and the tolerance of 相等; no sides where it is none."""
    match tree:
        case ast.Compare():
            return [tree.left, *tree.comparators], [type(op) for op in tree.ops], None
        case ast.Call(func=ast.Name(id=name), args=[left, right, *rest]) if name == EQUAL:
            return [left, right], [ast.Eq], next(iter(rest), None)
    return [], [], None


def _value(node: ast.expr, expression: Expression, reader: Reader) -> Operand:
    match node:
        case ast.Constant(value=str(written)):
            return Decimal(written)
        case ast.UnaryOp(operand=inner):
            value = _value(inner, expression, reader)
            return -value if isinstance(value, Decimal) else None
        case ast.BinOp(left=left_node, right=right_node, op=op):
            left, right = (_value(side, expression, reader) for side in (left_node, right_node))
            if not isinstance(left, Decimal) or not isinstance(right, Decimal):
                return BLANK if left is not None and right is not None else None
            return None if isinstance(op, ast.Div) and right == 0 else ARITHMETIC[type(op)](left, right)
        case ast.Call(func=ast.Name(id=name), args=[actual, target]) if name == DONE:
            return reader.done(_path(actual), _path(target))
        case ast.Call(func=ast.Name(id=name), args=[condition, then, otherwise]) if name == WHETHER:
            comparison = _compare(condition, expression, reader)
            return None if comparison is None else _value(then if comparison.holds else otherwise, expression, reader)
        case ast.Call(func=ast.Name(id=name), args=[text]) if name == NAMED:
            return reader.money(_path(text))
        case ast.Call(func=ast.Name(id=name), args=args):
            inside = reader._replace(single=reader.column) if _takes_column(name, args) else reader
            value_of = _part_of_total if name == TOTAL else _value
            found = [value_of(argument, expression, inside) for argument in args]
            no_text = any(value is None and _is_named(part) for value, part in zip(found, args, strict=True))
            return None if no_text else FUNCTIONS[name][0](found)
    return reader.single(_path(node))


def _part_of_total(node: ast.expr, expression: Expression, reader: Reader) -> Operand:
    """Return a part of a total, in which a blank that is added or taken away is 0, as a blank part itself is."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
        return _value(node, expression, reader)
    left, right = (_part_of_total(side, expression, reader) for side in (node.left, node.right))
    return _total([left, _negative(right) if isinstance(node.op, ast.Sub) else right])


def _negative(operand: Operand) -> Operand:
    return -operand if isinstance(operand, Decimal) else operand


def _is_named(node: ast.expr) -> bool:
    """Tell whether a part is the amounts that a text names."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == NAMED


def _takes_column(name: str, args: list[ast.expr]) -> bool:
    """Tell whether a function is given one key path and nothing else, whose whole column it takes."""
    return name in OF_COLUMNS and len(args) == 1 and bool(_path(args[0]))


class Sort(Enum):
    """Name what a key path stands for in an expression, where it can stand there at all."""

    NUMBER = "一个数"
    NUMBERS = "好几个数"
    DATE = "日期"


class Sorts(NamedTuple):
    """Tell what key paths stand for, as `Reader` looks them up; each raises ExpressionError where one cannot be used.

    ``value`` looks at one of the indicator values of which one is divided by the other, ``money`` at a text that names amounts.
    """

    single: Callable[[KeyPath], Sort]
    column: Callable[[KeyPath], Sort]
    value: Callable[[KeyPath], None]
    money: Callable[[KeyPath], None]


def refuse_nonsense(expression: Expression, sorts: Sorts) -> None:
    """Refuse an expression that can never be computed, whatever is typed.

    Raises:
        ExpressionError: where a part is of a sort with which nothing can be done there; the message names the part.
    """
    _refuse_nonsense(expression.tree, expression, sorts)


def _refuse_nonsense(tree: ast.expr, expression: Expression, sorts: Sorts) -> None:
    nodes, _, within = _parts_of_comparison(tree)
    found = [_sort(node, expression, sorts) for node in nodes or [tree]]
    if within:
        _demand(within, expression, sorts, Sort.NUMBER)
    if nodes and len(set(found)) > 1 and Sort.NUMBERS not in found:
        part = ast.get_source_segment(expression.text, tree) or expression.text
        raise ExpressionError(f"“{part}”拿日期和数比，不能比：日期只能和日期比")
    for node, sort in zip(nodes or [tree], found, strict=True):
        if sort is Sort.NUMBERS or (sort is Sort.DATE and not nodes):
            raise ExpressionError(_why_not(node, expression, sort))


def _sort(node: ast.expr, expression: Expression, sorts: Sorts) -> Sort:
    """Return what a part of an expression comes to, all parts of it being looked at."""
    match node:
        case ast.Constant():
            return Sort.NUMBER
        case ast.UnaryOp(operand=inner):
            _demand(inner, expression, sorts, Sort.NUMBER)
        case ast.BinOp(left=left, right=right, op=op):
            _demand(left, expression, sorts, Sort.NUMBER)
            _demand(right, expression, sorts, Sort.NUMBER)
            if isinstance(op, ast.Div) and isinstance(right, ast.Constant) and Decimal(str(right.value)) == 0:
                raise ExpressionError(f"“{expression.text}”除以 0，永远算不出来")
        case ast.Call(func=ast.Name(id=name), args=args):
            _look_at_call(name, args, expression, sorts)
            return Sort.NUMBERS if name == NAMED else Sort.NUMBER
        case _:
            return sorts.single(_path(node))
    return Sort.NUMBER


def _look_at_call(name: str, args: list[ast.expr], expression: Expression, sorts: Sorts) -> None:
    """Look at what a function is given."""
    if name == DONE:
        for argument in args:
            sorts.value(_path(argument))
        return
    if name == NAMED:
        sorts.money(_path(args[0]))
        return
    if name == WHETHER:
        _refuse_nonsense(args[0], expression, sorts)
        for argument in args[1:]:
            _demand(argument, expression, sorts, Sort.NUMBER)
        return
    inside = sorts._replace(single=sorts.column) if _takes_column(name, args) else sorts
    allowed = (Sort.NUMBER,) if name in _OF_ONE else (Sort.NUMBER, Sort.NUMBERS)
    if name == _ROUND and not all(_is_count_of_decimals(argument) for argument in args[1:]):
        raise ExpressionError(f"“{expression.text}”的取整，后一项是保留几位小数，写 0 到 6 的数")
    for argument in args:
        _demand(argument, expression, inside, *allowed)


def _is_count_of_decimals(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and str(node.value) in ("0", "1", "2", "3", "4", "5", "6")


def _demand(node: ast.expr, expression: Expression, sorts: Sorts, *allowed: Sort) -> None:
    sort = _sort(node, expression, sorts)
    if sort not in allowed:
        raise ExpressionError(_why_not(node, expression, sort))


def _why_not(node: ast.expr, expression: Expression, sort: Sort) -> str:
    part = ast.get_source_segment(expression.text, node) or expression.text
    if sort is Sort.DATE:
        return f"“{part}”是日期，只能和日期比，不能算"
    return f"“{part}”是好几个数，要先加起来：写成“合计({part})”"
