"""The JSON Schemas of a department's files, one for each, from which editors (yaml-language-server) help to write.

A schema completes every key, explains each, and marks what cannot be right. It is looser than the check:
names from the targets are offered but not demanded, since the targets may change before the schema is made
anew; a text is marked only where it is wrong however it is read.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, TypeAlias

from selfeval.authoring.skeleton.wanted import brief, note
from selfeval.form.expression import KeyPath
from selfeval.form.field import ANYWHERE, FORMS_KEY, Field, Kind
from selfeval.form.folders import forms_meant_by
from selfeval.form.library import Library
from selfeval.form.schema import Schema, Slot, levels_of
from selfeval.problem.codes import CODES
from selfeval.quantity.characters import NUMERAL_CHARACTERS
from selfeval.quantity.single import NIL
from selfeval.source.decode import decode
from selfeval.source.node import Text
from selfeval.submission.fields.facts import GROWTH, PARTS, RATE, SOME
from selfeval.submission.submission import File, Submission
from selfeval.submission.target import target_judged_by
from selfeval.submission.tree import FIGURE, Branch, branches
from selfeval.text.pattern import regex
from selfeval.text.placeholder import find_placeholder

Json: TypeAlias = "dict[str, Any]"

FOLDER = ".schema"
"""The folder of the schemas, beside a department's files; the reader ignores hidden folders."""

FORMS = (FORMS_KEY,)
SCALAR = ("number", "boolean")
EMPTY = "^[^㐀-鿿]*无?[^㐀-鿿]*$"
"""A text that may be typed in place of a list or group that is not there: 无, or no Chinese word at all."""
UNSEEN = "[^0-9㐀-鿿]"
"""The characters in which two spellings of one name may differ: all but plain digits and Chinese characters."""
NUMBERS = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER, Kind.YEAR, Kind.DATE})
NUMBER = rf"[^A-Za-z㐀-鿿\s]|[{NUMERAL_CHARACTERS}]|^\s*$|" + "|".join(sorted(word for word in NIL if word.isalpha()))
"""Any text that is not made of words alone."""
ROWS = frozenset({Kind.LIST, Kind.INDICATORS})
FACT_WORDS: Mapping[str, str] = {
    FIGURE: "数字，带单位",
    PARTS: "由哪几个数字合成，相加应等于它",
    SOME: "其中的几个数字，相加不大于它",
    RATE: "由哪两个数字相除，例 审结 / 受理",
    GROWTH: "比哪个数字增长，例 民事案件 / 上年.民事案件",
}

_POINTER = regex(r"#\s+(?:yaml-language-server\s*:|\$schema:)")


def schemas(submission: Submission, library: Library) -> dict[str, str]:
    """Return the text of every schema of a department, by its name in the schema folder.

    There are none while it chooses a form that is not known: then nobody can tell which keys are right.
    """
    schema = submission.schema
    chosen = submission.leaf(FORMS)
    slugs = chosen.value if chosen and isinstance(chosen.value, tuple) else ()
    known = [form.slug for form in schema.forms]
    if not slugs or not all(forms_meant_by(str(slug), known) for slug in slugs):
        return {}
    made = {
        schema_name(file): _schema_of_file(schema, file, submission.tree, list(library.forms))
        for file in library.phases
    }
    return {name: json.dumps(content, ensure_ascii=False, indent=1) + "\n" for name, content in made.items()}


def schema_name(declared: str) -> str:
    """Return the name of the schema of a file: ``targets.json``, ``projects.json`` for ``projects/*.yaml``."""
    return declared.removesuffix(".yaml").removesuffix("/*") + ".json"


def with_pointer(file: File) -> bytes:
    """Return a file with a line at its top that tells editors its schema; a file that has one is left as it is."""
    decoded = decode(file.data, ())
    head = takewhile(lambda line: not line.strip() or line.startswith("#"), decoded.lines)
    foreign = decoded.slips or any(CODES[problem.rule].is_encoding for problem in file.reading.problems)
    if foreign or any(_POINTER.match(line) for line in head):
        return file.data
    where = f"{'../' * file.name.count('/')}{FOLDER}/{schema_name(file.declared)}"
    end = next(filter(None, decoded.ends), "\n")
    line = f"# yaml-language-server: $schema={where}{end}"
    return decoded.mark + line.encode() + file.data.removeprefix(decoded.mark)


def _schema_of_file(schema: Schema, file: str, targets: Branch, slugs: list[str]) -> Json:
    top = schema.top(file)
    made = _map_of(schema, (), top, targets, f"{file} 里")
    if FORMS[0] in top:
        made["properties"][FORMS[0]]["items"]["examples"] = slugs
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": file,
        **made,
        "definitions": dict(_definitions(schema, top)),
    }


def _definitions(schema: Schema, top: Iterable[str]) -> Iterator[tuple[str, Json]]:
    """Yield the schema of one item of each list and of one fact, by the key of its field."""
    nothing = Branch(Text(""), "", Text(""))
    for path, slot in schema.slots.items():
        if path[0] in top and slot.field.kind in ROWS and _is_used(slot):
            yield slot.field.key, _row(schema, slot.field, nothing)
        elif path[0] in top and slot.field.kind is Kind.FACTS:
            yield slot.field.key, _fact_map(slot.field)


def _is_used(slot: Slot) -> bool:
    return bool(slot.forms) or slot.field.annotation or slot.field.path[0] in ANYWHERE or slot.field.path == FORMS


def _map_of(schema: Schema, path: KeyPath, keys: Iterable[str], owner: Branch, where: str) -> Json:
    slots = {key: schema.slots[(*path, key)] for key in keys}
    return _closed_map({key: _field(schema, slot, owner) for key, slot in slots.items()}, where)


def _closed_map(properties: Json, where: str) -> Json:
    """Return the schema of a map with these keys and no others."""
    said = f"{where}分行写这几项，没有别的：{_join_keys(properties)}"
    return _refuse_types(said, "array", *SCALAR) | {
        "pattern": EMPTY,
        "errorMessage": said,
        "properties": properties,
        "additionalProperties": False,
    }


def _join_keys(properties: Json) -> str:
    return "、".join(key for key, content in properties.items() if "deprecationMessage" not in content)


def _refuse_types(said: str, *types: str) -> Json:
    """Return a schema that marks values of these types; if it named the right types, editors would offer true and null."""
    return {"if": {"type": list(types)}, "then": {"type": "null", "errorMessage": said}}


def _list_of(declared: Field, where: str) -> Json:
    """Return the schema of a list whose items are rows of a field."""
    said = f"{where}要一条一条写，每条以“- ”开头"
    return _refuse_types(said, "object", *SCALAR) | {
        "pattern": EMPTY,
        "errorMessage": said,
        "items": _reference(declared),
    }


def _reference(declared: Field) -> Json:
    return {"$ref": f"#/definitions/{declared.key}"}


def _field(schema: Schema, slot: Slot, owner: Branch) -> Json:
    """Return the schema of a field; ``owner`` holds the targets to which results below the field belong.

    An example is part of the description; editors would type what stands under ``examples``.
    """
    declared = slot.field
    limit = f"不超过 {slot.limit} 字" if slot.limit is not None else ""
    said = "；".join(filter(None, (note(declared), limit)))
    head = {"title": declared.label or declared.path[-1]} | ({"description": said} if said else {})
    if not _is_used(slot):
        return head | {"deprecationMessage": f"“{declared.path[-1]}”在本部门选的表样里都不用，写了也印不出来"}
    match declared.kind:
        case Kind.GROUP:
            keys = schema.children.get(declared.path, ())
            return head | _map_of(schema, declared.path, keys, owner, f"“{declared.name}”下面")
        case Kind.LIST:
            return head | _list_of(declared, f"“{declared.name}”下面")
        case Kind.INDICATORS:
            return head | _indicators(declared, levels_of(schema, declared.path))
        case Kind.RESULTS:
            return head | _results(schema, declared, owner)
        case Kind.FACTS:
            return head | _open_map(declared.name) | {"additionalProperties": _reference(declared)}
        case Kind.LINES:
            item = _refuse_types("一条是一段文字；文字里有英文冒号的，改成中文冒号", "object", "array")
            return (
                head | _refuse_types(f"“{declared.name}”下面要一条一条写，每条以“- ”开头", "object") | {"items": item}
            )
    return head | _value(declared)


def _value(declared: Field) -> Json:
    """Return the schema of a value typed behind its key; ``anyOf`` makes editors type the colon and no value."""
    made = _refuse_types(f"“{declared.name}”后面直接写内容，不再分行", "object", "array")
    match declared.kind:
        case kind if kind in NUMBERS:
            shown = f"，例 {declared.example}" if declared.example else ""
            wanted = f"“{declared.name}”要填{'日期' if kind is Kind.DATE else '数字'}{shown}"
            made |= {"pattern": NUMBER, "patternErrorMessage": wanted}
        case Kind.CHOICE:
            plain = (re.sub(UNSEEN, "", unicodedata.normalize("NFKC", option)) for option in declared.choices)
            wanted = f"“{declared.name}”只能填：{'、'.join(declared.choices)}"
            made |= {"pattern": f"^(?:{'|'.join(plain)})?$|{UNSEEN}", "patternErrorMessage": wanted}
            made |= {"examples": list(declared.choices)}
        case Kind.CHOICES:
            said = f"“{declared.name}”可以选几个：{'、'.join(declared.choices)}"
            listed = {"type": "array", "items": {"type": ["string", "number", "boolean"], "enum": [*declared.choices]}}
            return {"anyOf": [{"type": "string"}, listed], "errorMessage": said}
        case Kind.CHECKLIST:
            listed = {"type": "array", "items": {"type": ["string", "number", "boolean"]}}
            return {"anyOf": [{"type": "string"}, listed]}
        case Kind.YES_NO:
            made |= {"examples": ["是", "否"]}
        case Kind.PROSE:
            return made | {"defaultSnippets": [{"label": "分段写", "body": "|\n  $1"}]}
    return {"anyOf": [made]}


def _indicators(declared: Field, levels: Mapping[str, Iterable[str]]) -> Json:
    """Return the schema of indicators: below the categories of the forms, or a plain list where these have none."""
    if not levels:
        where = f"“{declared.name}”下面"
        return _list_of(declared, where) | _refuse_types(f"{where}要列指标", *SCALAR)
    return _categories(
        declared.name,
        {
            level1: _categories(level1, {name: {"title": name} | _list_of(declared, f"“{name}”下面") for name in names})
            | _refuse_types(f"“{level1}”下面要列指标", *SCALAR)
            | {"title": level1, "items": _reference(declared)}
            for level1, names in levels.items()
        },
    )


def _categories(name: str, inside: Json) -> Json:
    return _closed_map(inside, f"“{name}”下面") | {"patternProperties": {UNSEEN: {}}}


def _open_map(name: str) -> Json:
    """Return the schema of a map that may hold any name."""
    said = f"“{name}”下面要写“名称: 内容”，每个名称一行，不加短横"
    return _refuse_types(said, "array", *SCALAR) | {"pattern": EMPTY, "errorMessage": said, "properties": {}}


def _results(schema: Schema, declared: Field, owner: Branch) -> Json:
    """Return the schema of the results of tasks, goals or indicators, by their names in the targets.

    Each has a schema of its own: onto one that several share, the language server writes the title of the last.
    """
    made = _open_map(declared.name)
    for level1, names in levels_of(schema, declared.results_of).items():
        for name in names:
            _map_below(made, (level1, name))
    for row in branches(owner.get(declared.results_of[-1])):
        if row.title and not find_placeholder(row.title):
            target = brief(target_judged_by(row, schema.roles.get(declared.results_of, {})))
            head = {"title": str(row.title)} | ({"description": f"目标 {target}"} if target else {})
            _map_below(made, row.levels)["properties"][str(row.title)] = head | _row(schema, declared, row)
    return made


def _map_below(made: Json, levels: Iterable[str]) -> Json:
    """Return the map below these categories, adding the categories that are not there yet."""
    for level in levels:
        made = made["properties"].setdefault(str(level), {"title": str(level)} | _open_map(level))
    return made


def _row(schema: Schema, declared: Field, owner: Branch) -> Json:
    """Return the schema of one list item, or of one result, for which the text of its first column may stand."""
    keys = schema.children.get(declared.path, ())
    made = _map_of(schema, declared.path, keys, owner, f"“{declared.name}”的每一条")
    return _map_or_text(made, declared) if declared.kind is Kind.RESULTS else made


def _map_or_text(made: Json, declared: Field) -> Json:
    """Return the schema of a map in whose place a text may be typed."""
    said = f"“{declared.name}”的名称后面直接写内容，或分行写：{_join_keys(made['properties'])}"
    return {key: made[key] for key in made if key != "pattern"} | _refuse_types(said, "array") | {"errorMessage": said}


def _fact_map(declared: Field) -> Json:
    """Return the schema of one fact: a figure, or a figure with the figures it is computed from."""
    parts: Json = {"properties": {}, "additionalProperties": _reference(declared)}
    figure: Json = {"anyOf": [{}]}
    words = {
        word: {"title": word, "description": said} | (parts if word in (PARTS, SOME) else figure)
        for word, said in FACT_WORDS.items()
    }
    return _map_or_text(_closed_map(words, ""), declared)
