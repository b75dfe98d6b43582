"""Items of lists whose names a form does not print."""

from __future__ import annotations

from dataclasses import replace

from selfeval.documents.read.found import ReadItem
from selfeval.form.field import Role
from selfeval.form.form import Form


def without_hidden_names(entry: ReadItem, form: Form) -> ReadItem:
    """Return an entry whose items have no name where the form does not print it."""
    hidden = {path[:-1] for path, each in form.fields.items() if each.role is Role.NAME and not each.printed}
    lists = {
        path: [replace(item, name="") for item in items] if path in hidden else items
        for path, items in entry.lists.items()
    }
    return replace(entry, lists=lists)
