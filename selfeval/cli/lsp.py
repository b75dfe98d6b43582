"""The command lsp: the language server, which tells an editor what check says while a file is being typed."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfeval.authoring.editor.judged import JudgedTexts
from selfeval.authoring.editor.session import Office
from selfeval.authoring.server import Host, serve
from selfeval.cli.options import SHIPPED, folder_options, help_option, workspace_of
from selfeval.pipeline.save import save
from selfeval.pipeline.workspace import forget_forms
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import Desk, make_reader

if TYPE_CHECKING:
    from selfeval.cli.judging import Elsewhere

PAUSE = 150
"""For how many milliseconds nobody may have typed before a department is checked."""


@click.command("lsp")
@folder_options("data", "templates")
@click.option(
    "--wait",
    type=click.IntRange(0, 5000),
    default=PAUSE,
    metavar="毫秒",
    help=f"停止输入多久以后检查；不写就是 {PAUSE} 毫秒。",
)
@help_option
def lsp_command(data: Path, templates: Path, wait: int) -> None:
    """给编辑器用的：边写边查，说的和 check 一样。由编辑器启动，不用自己运行。

    例：python build.py lsp
    """
    workspace, read = workspace_of(data, templates), make_reader()

    @cache
    def around() -> Elsewhere:
        from selfeval.cli.judging import Elsewhere  # the editor is greeted before the rules are loaded

        return Elsewhere(data)

    def judged(place: DepartmentYear, unsaved: Mapping[str, bytes]) -> JudgedTexts:
        from selfeval.cli.judging import judge_for_editor

        return judge_for_editor(replace(workspace, desk=Desk(unsaved, read)), place, around())

    def forget(changed: Path) -> None:
        around().forget()
        if changed.is_relative_to(templates.resolve()):
            forget_forms()

    office = Office(data, templates, judged, lambda: workspace.library, forget)
    host = Host(SHIPPED / "docs" / "rules", wait / 1000, save, let_go)
    sending = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed must not get into the protocol
    serve(office, host, sys.stdin.buffer, sending)


def let_go() -> None:
    """Empty the caches of the program's modules, which fill with every text that was ever typed."""
    for name, module in list(sys.modules.items()):
        if name.startswith("selfeval."):
            for kept in vars(module).values():
                if not isinstance(kept, type) and callable(getattr(kept, "cache_clear", None)):
                    kept.cache_clear()
