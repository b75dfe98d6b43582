"""The command import: a department's files filled in from its Word documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import click

from selfeval.authoring.importing import Import, Imported, ToImport, forms_chosen, import_documents
from selfeval.authoring.new import NotReadyError, count_blanks
from selfeval.cli.options import (
    complete_forms,
    folder_options,
    folders_typed,
    form_named,
    help_option,
    library,
    output_options,
    path_as_shown,
    print_json,
)
from selfeval.cli.places import place_of
from selfeval.cli.schema import equip
from selfeval.cli.trouble import HELD_BACK, Trouble
from selfeval.documents.read.form import Candidate, candidates, read_by_form, title_in
from selfeval.documents.read.label import Labels, labels_of
from selfeval.documents.read.lines import Incoming, RefusedError
from selfeval.documents.read.opening import open_file
from selfeval.form.form import Form
from selfeval.form.library import Library
from selfeval.pipeline.save import save
from selfeval.problem.disk import read_file
from selfeval.submission.folder import DepartmentYear

NOTHING_WRITTEN = "什么都没有写"
_SHOWN = 12
"""How many texts of a kind are listed on the screen; JSON has all."""
_LONGEST = 40


_AS_LIKELY, _LIKELY = 0.98, 0.9
"""How like a document another form must be, as a share of the likeliest, to be as likely; and for its title to tell more."""


class _FormWanted(NamedTuple):
    """Hold by which form documents are to be read: the one asked for, empty if none; and those the department has chosen."""

    slug: str
    chosen: frozenset[str]


class Refused(Trouble):
    """Stop with one sentence and the exit code of what is refused: nothing was written."""

    exit_code = HELD_BACK


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="文件... 年度/部门")
@click.option(
    "--form", "slug", default="", metavar="表样", shell_complete=complete_forms, help="照哪个表样读；不写就自己认。"
)
@click.option("--write", is_flag=True, help="写进文件；不加只看会写什么。")
@folder_options("data", "templates", "reports")
@output_options("只说写了什么，不列出来。")
@help_option
def import_command(  # noqa: PLR0913  # the options of the command, as click hands them
    files: tuple[str, ...],
    slug: str,
    write: bool,
    data: Path,
    templates: Path,
    reports: Path,
    shape: str,
    quiet: bool,
) -> None:
    """把填好的 Word 表读成 YAML：放得进去的写好，放不进去的写成备注；已经写了的不动。

    先看会写什么，再加 --write 写进文件。读得了 .docx、.xlsx、.xls；装了 LibreOffice 也读 .doc。

    \b
    例：python build.py import 去年的表.docx 2024/liwan
        python build.py import 申报表.docx 自评表.docx 2024/liwan --write
    """
    *names, target = files
    if not names:
        raise Trouble("要写 Word 文件，再写 年度/部门，例如 import 去年的表.docx 2024/liwan")
    place = _checked_place(data, target)
    known = library(templates)
    labels = labels_of(known.forms.values())
    wanted = _FormWanted(slug, frozenset(form.slug for form in forms_chosen(data, place, known)))
    documents = [_read(Path(name), known, labels, wanted) for name in names]
    try:
        made = import_documents(data, place, known, documents)
    except NotReadyError as error:
        raise Refused(f"{error}。{NOTHING_WRITTEN}") from error
    if write:
        for file in made.files:
            if file.status != "unchanged":
                save(data / str(place) / file.name, file.new)
        equip(data, place, known)
    if shape == "json":
        print_json(_as_json(made, f"{data.name}/{place}"))
        return
    for document in made.documents:
        _tell(document, quiet=quiet)
    _tell_files(made, path_as_shown(data / str(place)), place, write=write)


def _checked_place(data: Path, target: str) -> DepartmentYear:
    place = place_of(data, target)
    if not re.fullmatch(r"\d{4}", place.year, re.ASCII) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", place.department):
        raise Trouble(f"“{target}”要写成 年度/部门：年度是四位数，部门是小写字母、数字和短横，例如 2024/liwan")
    return place


def _read(path: Path, known: Library, labels: Labels, wanted: _FormWanted) -> ToImport:
    """Return a document read by the form asked for, else by the one it was surely made from."""
    try:
        incoming = open_file(path.name, read_file(path))
        if wanted.slug:
            form = _form_named(wanted.slug, known)
            found = read_by_form(incoming, form, labels)
            if not found.counted[0]:
                raise RefusedError(f"里面没有“{form.name}”表上的字，放不进去；请看 --form 写的是不是这张表")
            return ToImport(path.name, form, found)
        return _choose(path.name, incoming, candidates(incoming, known.forms.values(), labels), wanted.chosen)
    except RefusedError as error:
        raise Refused(f"{path.name}：{error}。{NOTHING_WRITTEN}") from error


def _form_named(typed: str, known: Library) -> Form:
    return known.forms[form_named(typed, {slug: form.name for slug, form in known.forms.items()})]


def _choose(name: str, incoming: Incoming, likely: list[Candidate], chosen: frozenset[str]) -> ToImport:
    """Return the document read by its form; refuse it where no form is sure, or two are as likely.

    Of two as likely the one is meant whose title the document has, the longer one where it has both, else the one that
    the department has ``chosen``. A document with the title of another form than the likeliest is that of neither for sure.
    """
    best = likely[0] if likely else None
    if best is None or best.found.labels < 0.1:
        raise RefusedError(
            "里面没有哪个表样上的字，放不进去：像是别的文件、PDF 转来的文字，或者是这里还没有的表样（照它的空表起草一个，用 form 命令）"
        )
    if not best.is_sure:
        found, whole = best.found.counted
        raise RefusedError(
            f"认不准是哪个表样：最像“{best.form.name}”，表上固定的字只认出 {whole} 处中的 {found} 处；"
            f"确实是它的，加 --form {best.form.slug}"
        )
    rivals = [each for each in likely if each.is_sure and each.likeness >= best.likeness * _LIKELY]
    titles = [title_in(incoming, each.form) for each in rivals]
    titled = [each for each, length in zip(rivals, titles, strict=True) if length == max(titles)]
    by_title = [each for each in likely if each not in rivals and title_in(incoming, each.form) > max(titles)]
    if by_title and best.form.slug not in chosen:
        raise RefusedError(
            f"题目是“{by_title[0].form.name}”的，表上的字却更像“{best.form.name}”；"
            f"要写明是哪一个：--form {by_title[0].form.slug} 或者 --form {best.form.slug}"
        )
    equal = [each for each in titled if each.likeness >= titled[0].likeness * _AS_LIKELY]
    meant = [each for each in equal if each.form.slug in chosen] or equal
    if len(meant) > 1:
        meant.sort(key=lambda each: len(each.form.bases))
        names = "、".join(f"{each.form.slug}（{each.form.name}）" for each in meant)
        raise RefusedError(f"这几个表样都像，分不出来：{names}；要写明是哪一个，例如 --form {meant[0].form.slug}")
    return ToImport(name, meant[0].form, meant[0].found)


def _tell(document: Import, *, quiet: bool) -> None:
    found, whole = document.found.counted
    click.echo(f"来文 {document.name}：像“{document.form.name}”（表上固定的字认出 {whole} 处中的 {found} 处）")
    click.echo(f"  放进去　 {len(document.placed)} 项")
    if document.unplaced:
        click.echo(f"  没放进去 {len(document.unplaced)} 处，写成备注，请看一看：")
        for each in document.unplaced[: 0 if quiet else _SHOWN]:
            click.echo(f"    {each.place}“{_short(each.text)}”{'：' if each.why else ''}{each.why}")
        _tell_more(len(document.unplaced), "写进文件以后都在备注里", quiet=quiet)
    if document.differs:
        click.echo(f"  和程序印的不一样 {len(document.differs)} 处：")
        for differ in document.differs[: 0 if quiet else _SHOWN]:
            mine = f"程序印 {_short(differ.computed)}" if differ.computed else "程序还算不出来"
            click.echo(f"    {differ.key}：Word 里 {_short(differ.word)}，{mine}")
        _tell_more(len(document.differs), "加 --format json 看全部", quiet=quiet)
    for guess in document.found.guesses[: 0 if quiet else _SHOWN]:
        click.echo(f"  猜的：{guess}")
    if document.found.pictures:
        click.echo(f"  有 {document.found.pictures} 张图片，没有放进去")


def _tell_more(count: int, where: str, *, quiet: bool) -> None:
    if count > _SHOWN and not quiet:
        click.echo(f"    还有 {count - _SHOWN} 处，{where}")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}……"


def _tell_files(made: Imported, home: Path, place: DepartmentYear, *, write: bool) -> None:
    for file in made.files:
        if file.status != "unchanged":
            what = "新建" if file.status == "new" else "补填"
            done = f"已{what}" if write else f"会{what}"
            blanks = count_blanks(file.new)
            click.echo(f"{done} {(home / file.name).as_posix()}{f'：还有 {blanks} 处待填' if blanks else ''}")
    if all(file.status == "unchanged" for file in made.files):
        click.echo("没有要写的：都已经在文件里了")
    elif write:
        typed = folders_typed("data", "templates")
        click.echo(
            f"接着运行 python build.py fill {place.typed}{typed}，再运行 python build.py check {place.typed}{typed}"
        )
    else:
        click.echo("没有写盘。看过以后加 --write，写进文件")


def _as_json(made: Imported, home: str) -> dict[str, object]:
    """Return what was done with all documents; ``form`` is that of the first, ``home`` the folder in messages.

    ``documents`` names the form of each, with how many of its texts were placed and how many were not.
    """
    return {
        "form": made.documents[0].form.slug,
        "documents": [
            {
                "name": document.name,
                "form": document.form.slug,
                "placed": len(document.placed),
                "unplaced": len(document.unplaced),
            }
            for document in made.documents
        ],
        "placed": [each._asdict() for document in made.documents for each in document.placed],
        "unplaced": [
            {"place": each.place, "text": each.text} for document in made.documents for each in document.unplaced
        ],
        "differs": [each._asdict() for document in made.documents for each in document.differs],
        "files": [{"path": f"{home}/{file.name}", "status": file.status} for file in made.files],
    }
