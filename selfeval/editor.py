"""What an editor may know of a department's files: one JSON Schema a file, for yaml-language-server.

It completes every key, says what each is for, and marks what cannot be right. It is looser than
the checker: names that are typed in the targets are offered, never demanded, since the targets may
change before the schema is made anew; a text is marked only where no reading of it could stand.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import PurePath
from typing import Any, TypeAlias

from selfeval.expression import KeyPath
from selfeval.facts import PARTS, SOME, WORDS
from selfeval.filled import Branch, Leaf, branches
from selfeval.form.field import Field, Kind
from selfeval.form.form import Library
from selfeval.form.schema import ANYWHERE, Schema, Slot, levels_of
from selfeval.placeholder import placeholder
from selfeval.quantity.characters import SPELT
from selfeval.quantity.figure import NIL
from selfeval.skeleton.wanted import TARGET, brief, note
from selfeval.source.decode import decode
from selfeval.submission import Submission

Json: TypeAlias = "dict[str, Any]"

FOLDER = ".schema"
"""Where the schemas lie, beside a department's files; a hidden folder holds no data."""

VALUE = ("string", "number", "boolean", "null")
EMPTY = "^[^㐀-鿿]*无?[^㐀-鿿]*$"
"""What stands for a list or group that is not there: 无, or no Chinese word at all."""
EYE = "[^0-9㐀-鿿]"
"""The characters that names are compared without, or in another form: all but plain digits and Chinese ones."""
NUMBER = rf"[^A-Za-z㐀-鿿\s]|[{SPELT}]|^\s*$|{'|'.join(sorted(word for word in NIL if word.isalpha()))}"
"""Where a number is wanted: any text but one of nothing but words."""
NUMBERS = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER, Kind.YEAR, Kind.DATE})
ROWS = frozenset({Kind.LIST, Kind.INDICATORS, Kind.RESULTS})
FORMS = ("表样",)
FACT = "#/definitions/事实"

_POINTER = re.compile(r"#\s+(?:yaml-language-server\s*:|\$schema:)")


def schemas(submission: Submission, library: Library) -> dict[str, str]:
    """Return the text of every schema of a department by its file name in the schema folder.

    There are none while a form it chose is not known: nobody can say then which keys are right.
    """
    chosen = submission.leaf(FORMS)
    known = {form.slug for form in submission.schema.forms}
    if chosen is None or not isinstance(chosen.value, tuple) or not known.issuperset(map(str, chosen.value)):
        return {}
    files = dict.fromkeys(file for form in submission.schema.forms for file in form.files)
    made = {file: _Writer(submission.schema, library).file(file, submission.tree) for file in files}
    return {schema_name(file): json.dumps(made[file], ensure_ascii=False, indent=1) + "\n" for file in files}
