"""What makes a field, or a row that the form prints, compulsory: an answer to another field."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.form.expression import KeyPath


class Condition(NamedTuple):
    """Hold an answer that makes something else compulsory: the path of the field that is answered, and the answers."""

    asked: KeyPath
    answers: tuple[str, ...]
