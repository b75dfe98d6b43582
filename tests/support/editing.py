"""What the editor knows, without a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from selfeval.authoring.editor.document import OpenDocument, TextChange
from selfeval.authoring.editor.judged import JudgedTexts
from selfeval.authoring.editor.session import Office, Session
from selfeval.cli.judging import Elsewhere, judge_for_editor
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.source.decode import END
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import Desk, make_reader


def session_over(folder: Path) -> Session:
    """Return a session over the data and templates in a folder."""
    workspace, read = Workspace(folder / "data", folder / "templates"), make_reader()
    around = Elsewhere(workspace.data)

    def judged(place: DepartmentYear, unsaved: Mapping[str, bytes]) -> JudgedTexts:
        return judge_for_editor(replace(workspace, desk=Desk(unsaved, read)), place, around)

    def forget(changed: Path) -> None:
        around.forget()
        if changed.is_relative_to(workspace.templates):
            forget_forms()

    return Session(Office(workspace.data, workspace.templates, judged, lambda: workspace.library, forget))


def opened(session: Session, path: Path) -> None:
    """Open a file as VS Code does, which takes every file for UTF-8 without a mark."""
    text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    session.put(OpenDocument(path.as_uri(), 1, text))


def changed(document: OpenDocument, changes: Sequence[TextChange]) -> str:
    """Return the text after some changes."""
    starts = [0, *(found.end() for found in END.finditer(document.text))]
    text = document.text
    for change in sorted(changes, reverse=True):
        start, end = (min(starts[spot.line] + spot.column, len(text)) for spot in change.span)
        text = text[:start] + change.text + text[end:]
    return text
