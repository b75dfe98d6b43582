"""The command pdf: the Word documents of the reports folder as PDF."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from selfeval.cli.options import (
    ROOT,
    complete_places,
    folder_options,
    folders_typed,
    help_option,
    join_target,
    narrowing_options,
    out_option,
)
from selfeval.cli.trouble import FAILED, FINE, HELD_BACK, Trouble
from selfeval.documents import pdf
from selfeval.documents.outcome import copy_name, is_copy, is_document
from selfeval.pipeline.save import save, save_together
from selfeval.problem.disk import read_file, why_refused
from selfeval.submission.folder import departments

WORKERS = 4
"""How many LibreOffices run at once at most; each takes some 300 MB of memory."""


@click.command("pdf")
@click.argument("target", default="", metavar="[年度[/部门]]", shell_complete=complete_places)
@folder_options("reports")
@out_option("PDF ", ROOT / "build" / "pdf")
@narrowing_options
@click.option("--force", is_flag=True, help="没有变化的也重新做。")
@help_option
def pdf_command(target: str, reports: Path, out: Path, year: str, dept: str, force: bool) -> None:  # noqa: PLR0913  # the options of the command, as click hands them
    """把成品 Word 文档变成 PDF（要装 LibreOffice）。

    例：python build.py pdf 2024/liwan
    """
    wanted = join_target(reports, target, year, dept)
    folders = [reports.joinpath(*place) for place in departments(reports, wanted)]
    found = (path for folder in folders for path in sorted(folder.glob("*.docx")) if is_document(path.name))
    documents = [path for path in found if not is_copy(path.name)]
    if not documents:
        raise Trouble(
            f"{reports.name} 里没有{f'“{wanted}”的' if wanted else ''} Word 文档；先运行 python build.py build{folders_typed('reports')}"
        )
    office = pdf.program()
    if office is None:
        raise Trouble("没有找到 LibreOffice，做不了 PDF；请从 zh-cn.libreoffice.org 下载安装后再试")
    made_at = {path: (out / path.relative_to(reports)).with_suffix(".pdf") for path in documents}
    old = [path for path in documents if force or not _is_newer(made_at[path], path)]
    failed = refused = 0
    for path, made in pdf.convert(office, old, max(1, min(WORKERS, os.cpu_count() or 1, len(old)))):
        if isinstance(made, bytes):
            try:
                kept = _save_or_keep(made_at[path], made)
            except OSError as error:
                refused += 1
                click.echo(f"  没有写成  {made_at[path]}：{why_refused(error)}")
            else:
                click.echo(f"  已生成  {made_at[path]}")
                if kept:
                    click.echo(f"  手改　  {kept}（原来的一份不是这里做的，或者改过，原样留着；用不着的可以删去）")
        else:
            failed += 1
            click.echo(f"  没有做成  {path}：{made}")
    same = len(documents) - len(old)
    click.echo(
        f"PDF 共 {len(documents)} 份：生成 {len(old) - failed - refused}，没有变化 {same}，没有做成 {failed + refused}。"
    )
    missing = pdf.missing_fonts()
    if missing:
        click.echo(f"本机没有公文字体 {'、'.join(missing)}，PDF 里用别的字体代替，换行和页数可能与 Word 不同。")
    sys.exit(FAILED if refused else HELD_BACK if failed else FINE)


def _save_or_keep(path: Path, made: bytes) -> Path | None:
    """Save a PDF; one in its place that is not as it was made here is kept beside it, at the path returned."""
    if not path.is_file() or pdf.is_as_made(before := read_file(path)):
        save(path, made)
        return None
    kept = Path(copy_name(str(path), os.path.lexists))
    save_together({kept: before, path: made})
    return kept


def _is_newer(made: Path, source: Path) -> bool:
    return made.is_file() and made.stat().st_mtime >= source.stat().st_mtime and pdf.is_as_made(read_file(made))
