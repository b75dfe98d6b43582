"""Declared arithmetic: ``预算执行.实际支出 / 预算执行.调整预算``.

Python's own parser reads the syntax; this module walks the tree and allows only names,
dotted paths, numbers, + − × ÷, comparisons and the functions of ``FUNCTIONS``.
A missing operand or a zero divisor gives None; callers then report nothing.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple, TypeAlias

KeyPath: TypeAlias = tuple[str, ...]
Operand: TypeAlias = Decimal | tuple[Decimal, ...] | None
Lookup: TypeAlias = Callable[[KeyPath], Operand]

TOLERANCE = Decimal("0.01")
"""How far two printed amounts may differ and still be called equal, 万元."""


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
    value: Decimal

    @property
    def text(self) -> str:
        """Return the side as declared."""
        return ast.get_source_segment(self.declared, self.node) or ""


class Comparison(NamedTuple):
    """Hold whether a comparison holds, and every side with its value."""

    holds: bool
    sides: tuple[Side, ...]


def _total(operands: list[Operand]) -> Decimal | None:
    parts = [part for operand in operands for part in (operand if isinstance(operand, tuple) else (operand,))]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(parts) else None


def _count(operands: list[Operand]) -> Decimal | None:
    return Decimal(sum(len(operand) if isinstance(operand, tuple) else operand is not None for operand in operands))


def _absolute(operands: list[Operand]) -> Decimal | None:
    (value,) = _numbers(operands) or (None,)
    return None if value is None else abs(value)


def _smallest(operands: list[Operand]) -> Decimal | None:
    return min(_numbers(operands) or (), default=None)


def _largest(operands: list[Operand]) -> Decimal | None:
    return max(_numbers(operands) or (), default=None)


def _numbers(operands: list[Operand]) -> list[Decimal] | None:
    known = [operand for operand in operands if isinstance(operand, Decimal)]
    return known if len(known) == len(operands) else None


FUNCTIONS: dict[str, tuple[Callable[[list[Operand]], Decimal | None], int, int]] = {
    "合计": (_total, 1, 99),
    "个数": (_count, 1, 99),
    "绝对值": (_absolute, 1, 1),
    "最小": (_smallest, 2, 99),
    "最大": (_largest, 2, 99),
}
EQUAL = "相等"
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


def parse(text: str) -> Expression:
    """Return a checked expression.

    Raises:
        ExpressionError: where the text is no expression, or a part of it is not allowed; the message names the part.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"算式“{text}”写得不完整，或有全角符号") from error
    expression = Expression(text.strip(), tree)
    _check(tree, expression, top=True)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = _as_written(node, expression.text)
    return expression


def _as_written(number: ast.Constant, text: str) -> str:
    """Return a number as it is written, which Python's own parser reads as a binary fraction."""
    return (ast.get_source_segment(text, number) or "").replace("_", "")


def _check(node: ast.expr, expression: Expression, *, top: bool = False) -> None:
    """Refuse a part that is not allowed; comparisons stand at the top only."""
    parts = _operands_of_comparison(node) if top else None
    if parts is None:
        parts = _operands(node)
    if parts is None:
        part = ast.get_source_segment(expression.text, node) or expression.text
        raise ExpressionError(f"算式里不能用“{part}”")
    for inner in parts:
        _check(inner, expression)


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


def compute(expression: Expression, lookup: Lookup) -> Decimal | None:
    """Return the number that an expression gives, None where an operand is missing or a divisor is zero."""
    value = _value(expression.tree, expression, lookup)
    return value if isinstance(value, Decimal) else None


def compare(expression: Expression, lookup: Lookup) -> Comparison | None:
    """Return whether a comparison holds, with its sides; None where a side cannot be computed or it is no comparison."""
    tree, tolerance = expression.tree, TOLERANCE
    if isinstance(tree, ast.Compare):
        nodes, ops = [tree.left, *tree.comparators], [type(op) for op in tree.ops]
    elif isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == EQUAL:
        nodes, ops = tree.args[:2], [ast.Eq]
        given = _value(tree.args[2], expression, lookup) if len(tree.args) > 2 else TOLERANCE
        tolerance = given if isinstance(given, Decimal) else TOLERANCE
    else:
        return None
    sides = []
    for node in nodes:
        value = _value(node, expression, lookup)
        if not isinstance(value, Decimal):
            return None
        sides.append(Side(node, expression.text, value))
    holds = all(
        COMPARISONS[op](left.value, right.value, tolerance)
        for op, left, right in zip(ops, sides, sides[1:], strict=False)
    )
    return Comparison(holds, tuple(sides))


def _value(node: ast.expr, expression: Expression, lookup: Lookup) -> Operand:
    match node:
        case ast.Constant(value=str(written)):
            return Decimal(written)
        case ast.UnaryOp(operand=inner):
            value = _value(inner, expression, lookup)
            return -value if isinstance(value, Decimal) else None
        case ast.BinOp(left=left_node, right=right_node, op=op):
            left, right = (_value(side, expression, lookup) for side in (left_node, right_node))
            if not isinstance(left, Decimal) or not isinstance(right, Decimal):
                return None
            return None if isinstance(op, ast.Div) and right == 0 else ARITHMETIC[type(op)](left, right)
        case ast.Call(func=ast.Name(id=name), args=args):
            return FUNCTIONS[name][0]([_value(argument, expression, lookup) for argument in args])
    return lookup(_path(node))
