"""Word documents: made from a prepared template, or by docxtpl itself where the template could not be proved."""

from __future__ import annotations

from pathlib import Path

from selfeval.documents.view import TITLE, Item
from selfeval.problem.disk import read_file

SUFFIX = ".docx"
PROPERTY_LIMIT = 255
"""How many characters Word allows in a property of a document."""


def render(template: Path, view: Item, subject: str, made_of: str) -> bytes:
    """Return the document as the bytes of a .docx; raise RenderingError where the template is at fault.

    ``subject`` and the marks, of which ``made_of`` is the first, go into the document's properties.
    """
    from selfeval.documents import content  # knowing the suffix must not pay for docxtpl
    from selfeval.documents.word import package, prepared, reference

    source = read_file(template)
    properties = {"title": str(view[TITLE])[:PROPERTY_LIMIT], "subject": subject, "identifier": made_of}
    ready = prepared.prepare(source)
    made = prepared.render(ready, view, properties) if ready else None
    if made is not None:
        return made
    members = package.members(reference.render(source, view, properties))
    members[package.PROPERTIES] = content.mark_properties(members[package.PROPERTIES], content.measure(members))
    return package.pack(members)
