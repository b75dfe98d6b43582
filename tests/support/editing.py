"""What the editor knows, without a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from selfeval.authoring.editor.judged import JudgedTexts
from selfeval.authoring.editor.session import Office, Session
from selfeval.cli.judging import judge_for_editor
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import Desk, make_reader


def session_over(folder: Path) -> Session:
    """Return a session over the data and templates in a folder."""
    workspace, read = Workspace(folder / "data", folder / "templates"), make_reader()

    def judged(place: DepartmentYear, unsaved: Mapping[str, bytes]) -> JudgedTexts:
        return judge_for_editor(replace(workspace, desk=Desk(unsaved, read)), place)

    return Session(Office(workspace.data, workspace.templates, judged, lambda: workspace.library, forget_forms))
