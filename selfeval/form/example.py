"""Examples of filled fields, for messages that say what to write."""

from __future__ import annotations

from selfeval.form.field import CONTAINERS, Field, Kind, Role, headings_of
from selfeval.form.schema import Schema, levels_of


def example(schema: Schema, declared: Field, column: int = 0) -> str:
    """Return a line, or several, that show how a field is filled, indented by ``column`` spaces."""
    shown = "" if declared.role is Role.UNIT else declared.example  # that of another indicator's would be wrong
    margin, key, value = " " * column, declared.path[-1], shown or "……"
    match declared.kind:
        case Kind.PROSE:
            return f"{margin}{key}: |\n{margin}  {value}"
        case Kind.LINES:
            return f"{margin}{key}:\n{margin}  - {value}"
        case kind if kind in CONTAINERS:
            return _block(schema, declared, margin)
    return f"{margin}{key}: {value}"


def _block(schema: Schema, declared: Field, margin: str) -> str:
    lines = [f"{margin}{declared.path[-1]}:"]
    levels = levels_of(schema, declared.path)
    if declared.kind is Kind.INDICATORS and levels:
        for heading in headings_of(levels)[0]:
            margin += "  "
            lines.append(f"{margin}{heading}:")
    if declared.kind in (Kind.RESULTS, Kind.FACTS):
        lines.append(f"{margin}  （名称）:")
        margin += "  "
    dash = "- " if declared.kind in (Kind.LIST, Kind.INDICATORS) else ""
    below = [schema.slots[(*declared.path, key)] for key in schema.children.get(declared.path, ())]
    needed = [inner for inner in below if inner.required_by or inner.with_group]
    for inner in needed or below:
        if inner.field.kind not in CONTAINERS:
            first, *rest = example(schema, inner.field).split("\n")
            lines += [f"{margin}  {dash}{first}", *(f"{margin}  {'  ' * bool(dash)}{line}" for line in rest)]
            dash = "  " if dash else ""
    return "\n".join(lines)
