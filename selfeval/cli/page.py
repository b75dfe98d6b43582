"""What templates writes for who makes a form: its page with sample values, and its Markdown template."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from selfeval.authoring.sample import YEAR, write_sample
from selfeval.cli.options import path_as_shown
from selfeval.cli.trouble import Trouble
from selfeval.documents import pdf
from selfeval.documents.from_word import markdown_of
from selfeval.documents.outcome import TEMPLATE, Document
from selfeval.documents.view import with_samples
from selfeval.form.form import Form
from selfeval.form.library import Library
from selfeval.pipeline.department import make_drafts
from selfeval.pipeline.save import save
from selfeval.pipeline.workspace import Workspace
from selfeval.problem.disk import read_file
from selfeval.submission.folder import DepartmentYear


def write(known: Library, form: Form, out: Path | None, *, markdown: bool) -> None:
    """Write a form's page below a folder, None for no page, and its Markdown template; tell where."""
    for path in pages(known, form, out) if out else ():
        click.echo(f"样张 {path_as_shown(path).as_posix()}")
    if markdown:
        _write_markdown(form)


def pages(known: Library, form: Form, out: Path) -> Iterator[Path]:
    """Write the documents of a made-up department that fills every field of a form, as PDF too; yield their paths."""
    place = DepartmentYear(YEAR, form.slug.replace("/", "-"))
    with tempfile.TemporaryDirectory(prefix="selfeval-page-") as room:
        data = Path(room) / "data"
        write_sample(data, place, form, known)
        workspace = Workspace(data, known.folder, phase=form.phase)
        made = list(make_drafts(workspace, place, Path(room) / "none", with_samples))
    for document in made:
        path = _save(document, out)
        yield path
        office = pdf.program() if path.suffix == ".docx" else None
        for word, printed in pdf.convert(office, [path], 1) if office else ():
            if isinstance(printed, bytes):
                save(word.with_suffix(".pdf"), printed)
                yield word.with_suffix(".pdf")


def _save(document: Document, out: Path) -> Path:
    if document.data is None:
        raise Trouble(f"出不了样张：{document.note or '模板有错，先照 templates 的提示改好'}")
    save(out / document.path, document.data)
    return out / document.path


def _write_markdown(form: Form) -> None:
    """Write the Markdown template that the one in Word stands for, never over one that is there."""
    path, source = form.folder / f"{TEMPLATE}.md", form.folder / f"{TEMPLATE}.docx"
    if path.exists():
        click.echo(f"{path_as_shown(path).as_posix()} 已经有了，没有动它")
    elif not source.is_file():
        raise Trouble(f"“{form.name}”没有 {TEMPLATE}.docx，照不了")
    else:
        save(path, markdown_of(read_file(source)).encode())
        click.echo(f"已写成 {path_as_shown(path).as_posix()}；以后出 Markdown 用它，不再照 Word 的做")
