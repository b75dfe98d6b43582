"""The command form: a form's folder drafted from a blank Word form."""

from __future__ import annotations

import re
from pathlib import Path

import click

from selfeval.authoring.form_draft import PRINTED, Draft, draft_form
from selfeval.cli.importing import NOTHING_WRITTEN, Refused
from selfeval.cli.options import (
    folder_options,
    folders_typed,
    help_option,
    library,
    output_options,
    path_as_shown,
    print_json,
)
from selfeval.cli.trouble import Trouble
from selfeval.documents.outcome import TEMPLATE
from selfeval.documents.read.lines import RefusedError
from selfeval.form.folders import DECLARATION
from selfeval.pipeline.save import save
from selfeval.problem.disk import read_file

_NAME = r"[a-z0-9][a-z0-9-]*"
_SHOWN = 12
"""How many questions are listed on the screen; form.yaml and JSON have all."""


@click.command("form")
@click.argument("file", metavar="空表.docx", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("name", metavar="地区/表样")
@click.option("--write", is_flag=True, help="写进 templates；不加只看会写什么。")
@folder_options("templates")
@output_options("只说写了几处标记、问了几处。")
@help_option
def form_command(file: Path, name: str, write: bool, templates: Path, shape: str, quiet: bool) -> None:  # noqa: PLR0913  # the options of the command, as click hands them
    """照空白的 Word 表（填过的也行）起草一个表样：form.yaml 和打好标记的 document.docx。

    拿不准的，在 form.yaml 里写成“# 问（表1第4行第7格）：……”，看过、改好、删去才算答了。
    装了 LibreOffice 也读 .doc。

    \b
    例：python build.py form 空表.docx hubei/targets
        python build.py form 空表.docx hubei/targets --write
    """
    if not file.is_file():
        raise Trouble(f"没有“{file}”这个文件；写法是 form 空表.docx hubei/targets")
    name = name.strip("/").removeprefix(f"{templates.name}/")
    if not re.fullmatch(rf"{_NAME}(?:/{_NAME})?", name):
        raise Trouble(f"“{name}”要写成 地区/表样，用小写字母、数字和短横，例如 hubei/targets")
    known = library(templates)
    home = templates / name
    _refuse_taken(home, name)
    try:
        draft = draft_form(file.name, read_file(file), known)
    except RefusedError as error:
        raise Refused(f"{file.name}：{error}。{NOTHING_WRITTEN}") from error
    except OSError as error:
        raise Trouble(f"没有“{file}”这个文件，或者读不了") from error
    files = {DECLARATION: draft.declaration.encode(), f"{TEMPLATE}.docx": draft.document}
    if draft.listed:
        files[PRINTED] = draft.listed.encode()
    if write:
        for each, data in files.items():
            save(home / each, data)
    if shape == "json":
        print_json(_as_json(draft, f"{templates.name}/{name}", files))
    else:
        _tell(draft, name, path_as_shown(home), write=write, quiet=quiet)


def _refuse_taken(home: Path, name: str) -> None:
    """Refuse a folder that is there, and one inside of a form.

    Raises:
        Refused: with what to do instead.
    """
    if home.exists():
        raise Refused(
            f"{path_as_shown(home).as_posix()} 已经有了，不会改它；换一个名字，或者先把它移走。{NOTHING_WRITTEN}"
        )
    if "/" in name and (home.parent / DECLARATION).exists():
        raise Refused(f"{path_as_shown(home.parent).as_posix()} 自己就是一个表样，里面不能再放表样。{NOTHING_WRITTEN}")


def _tell(draft: Draft, name: str, home: Path, *, write: bool, quiet: bool) -> None:
    done, listed = "已写进" if write else "会写进", f"{PRINTED}，" if draft.listed else ""
    click.echo(f"{done} {home.as_posix()}：form.yaml，{listed}document.docx（{len(draft.tags)} 处标记）")
    if draft.questions:
        click.echo(f"要您定的 {len(draft.questions)} 处，写在 form.yaml 里：")
        for question in draft.questions[: 0 if quiet else _SHOWN]:
            click.echo(f"  {question.place or '整张表'}：{question.text}")
        if len(draft.questions) > _SHOWN and not quiet:
            click.echo(f"  还有 {len(draft.questions) - _SHOWN} 处，在 form.yaml 里看")
    if write:
        click.echo("对着 Word 表看 form.yaml，答完一处删去那一行“# 问”；再运行：")
        typed = folders_typed("templates")
        click.echo(f"  python build.py templates {name}{typed}")
        click.echo(f"  python build.py templates {name} --page{typed}")
    else:
        click.echo("没有写盘。看过以后加 --write，写进文件")


def _as_json(draft: Draft, home: str, files: dict[str, bytes]) -> dict[str, object]:
    """Return what was drafted, as the door says it; questions have the line of form.yaml they stand in."""
    lines = draft.declaration.splitlines()
    asked = [number for number, line in enumerate(lines, start=1) if line.lstrip().startswith("# 问")]
    return {
        "tags": [each._asdict() for each in draft.tags],
        "questions": [
            {"file": f"{home}/{DECLARATION}", "line": line, "place": each.place, "text": each.text}
            for line, each in zip(asked, draft.questions, strict=True)
        ],
        "files": [{"path": f"{home}/{each}", "status": "new"} for each in files],
    }
