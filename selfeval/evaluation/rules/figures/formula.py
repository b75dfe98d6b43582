"""Sums and quotients written out in a text or a cell: 45人/50人=92%, (60-40)÷40=55%, 11+12+13=37."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, Spot, say
from selfeval.quantity.characters import to_half_width
from selfeval.text.pattern import regex

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?%?"
_UNIT = r"[^\W\d_]{0,4}"
_OPERAND = rf"\(*\s*{_NUMBER}{_UNIT}\s*\)*"
_FORMULA = regex(
    rf"(?<![\d.%])(?P<formula>{_OPERAND}(?:\s*[-+*/×÷—]\s*{_OPERAND})+)\s*[=≈]\s*(?P<told>\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(?P<percent>%)?"
)
_UNITS = re.compile(r"[^\d.+\-*/()%]")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_SIGNS = str.maketrans({"×": "*", "÷": "/", "—": "-", ",": ""})
_HUNDRED = Decimal(100)
_LONGEST = 120
"""How many signs a formula has at most."""


def typed_formula_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a formula whose typed result is not what it gives, to the printed digit."""
    for paragraph in dossier.paragraphs.holding("=", "＝", "≈"):
        for match in _FORMULA.finditer(to_half_width(paragraph.text)):
            yield from _judge(paragraph, match)


def _judge(paragraph: Paragraph, match: re.Match[str]) -> Iterator[Finding]:
    formula = match["formula"]
    real = _compute(formula) if len(formula) <= _LONGEST else None
    if real is None:
        return
    told = Decimal(match["told"].replace(",", ""))
    step = Decimal(1).scaleb(int(told.as_tuple().exponent))
    scaled = real * _HUNDRED if match["percent"] else real
    if all(abs(value - told) >= step for value in (scaled, real)):
        shown = f"{scaled.quantize(step, ROUND_HALF_UP)}{match['percent'] or ''}"
        yield say(
            Spot(paragraph, match),
            f"{formula.strip()} = {shown}，这里写的是 {match['told']}{match['percent'] or ''}；请核对",
        )


def _compute(formula: str) -> Decimal | None:
    """Return what a formula of numbers gives, None where it is none."""
    plain = _PERCENT.sub(r"(\1/100)", _UNITS.sub("", formula.translate(_SIGNS)))
    try:
        return _value(ast.parse(plain, mode="eval").body, plain)
    except (SyntaxError, DivisionByZero, InvalidOperation, RecursionError):
        return None


def _value(node: ast.expr, plain: str) -> Decimal:
    match node:
        case ast.Constant():
            return Decimal(ast.get_source_segment(plain, node) or "")
        case ast.BinOp(left, ast.Add(), right):
            return _value(left, plain) + _value(right, plain)
        case ast.BinOp(left, ast.Sub(), right):
            return _value(left, plain) - _value(right, plain)
        case ast.BinOp(left, ast.Mult(), right):
            return _value(left, plain) * _value(right, plain)
        case ast.BinOp(left, ast.Div(), right):
            return _value(left, plain) / _value(right, plain)
        case _:
            raise InvalidOperation
