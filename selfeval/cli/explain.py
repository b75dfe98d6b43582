"""The commands read, rules, explain and text: how a value is read, which codes there are, what one means, a document as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import click

from selfeval.cli.display import LEVELS
from selfeval.cli.options import SHIPPED, help_option, library, output_options, print_json
from selfeval.cli.trouble import Trouble
from selfeval.problem import Level
from selfeval.text.name import fold, nearest
from selfeval.text.pattern import regex

PAGES = SHIPPED / "docs" / "rules"
"""A page for each problem code."""
MOST_ALIKE = 5
"""How many codes are named where none says what was typed."""
_TOLD = regex(rf"(?m)^(?P<place>\S+:\d+:\d+) (?P<level>{'|'.join(Level)}) (?P<code>[a-z-]+)(?= )")


class _TakesNegative(click.Command):
    """Take a value below zero (-8%) as what it is, and not as an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        below = [at for at, each in enumerate(args) if each[:1] == "-" and each[1:2].isdecimal()]
        values = [at for at in below if not (at and args[at - 1].startswith("--"))]
        rest = [each for at, each in enumerate(args) if at not in values]
        return super().parse_args(ctx, [*rest, "--", *(args[at] for at in values)] if values else args)


@click.command("read", cls=_TakesNegative)
@click.argument("value", metavar="写法")
@click.option("--target", metavar="目标值", help="目标值；给了就判断是否达到。")
@click.option("--name", default="", metavar="名称", help="指标名称；没有“≥”一类字样时从名称看方向。")
@output_options("只列是否达到和理由；没有给目标值的，只列读出来的写法。")
@help_option
def read_command(value: str, target: str | None, name: str, shape: str, quiet: bool) -> None:
    """看程序怎样理解一个指标值，以及它是否达到目标。

    例：python build.py read 660件 --target 550件以上
    """
    from selfeval.authoring.values import explain, explain_in_words  # no other command here reads values

    if shape == "text":
        click.echo("\n".join(explain_in_words(value, target, name, quiet=quiet)))
    else:
        print_json(explain(value, target, name))


@click.command("rules")
@output_options("只列代码。")
@help_option
def rules_command(shape: str, quiet: bool) -> None:
    """列出全部问题代码和它们的意思。

    例：python build.py rules
    """
    pages = sorted(PAGES.glob("*.md"))
    titles = [path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ") for path in pages]
    rules = [(code, words) for code, _, words in (title.partition(" ") for title in titles)]
    if shape == "json":
        print_json([{"rule": code, "title": words} for code, words in rules])
        return
    for code, words in rules:
        click.echo(code if quiet else f"{code:<32} {words}")


def _complete_codes(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the rule codes that begin as typed, for a shell to complete."""
    return [path.stem for path in sorted(PAGES.glob("*.md")) if path.stem.startswith(typed)]


@click.command("explain")
@click.argument("code", metavar="代码", shell_complete=_complete_codes)
@help_option
def explain_command(code: str) -> None:
    """说明一个问题代码：什么意思，错在哪里，怎么写才对；记不住代码的，写提示里的几个字。

    \b
    例：python build.py explain missing-value
        python build.py explain 没有填
    """
    declared = _declared_checks(code)
    if declared:
        click.echo("\n".join(declared))
        return
    found = _codes_meant(code)
    if len(found) > 1:
        _list_codes(f"说到“{code}”的有 {len(found)} 个，写代码看哪一个：", found)
        return
    path = PAGES / f"{next(iter(found), code)}.md"
    if code.replace("-", "").isalnum() and path.is_file():
        click.echo(_TOLD.sub(_as_checked, path.read_text(encoding="utf-8").rstrip()))
        return
    alike = _most_alike(code)
    if alike:
        _list_codes(f"没有说到“{code}”的，意思近的也许是：", alike)
        return
    near = nearest(code, (path.stem for path in PAGES.glob("*.md")), cutoff=0.8)
    hint = f"，是不是 {near}？" if near else "；用 python build.py rules 列出全部代码"
    raise Trouble(f"没有“{code}”这个代码{hint}")


def _list_codes(head: str, found: Mapping[str, str]) -> None:
    click.echo(head)
    click.echo("\n".join(f"  {each:<32} {words}" for each, words in found.items()))


def _declared_checks(code: str) -> list[str]:
    """Return the checks that forms declare under a code, none for a code that has a page."""
    if not code.isascii() or (PAGES / f"{code}.md").is_file():
        return []
    return [
        f"{form.name}（{form.slug}）的核对：{check.message}\n  {check.expression.text}"
        for form in library(SHIPPED / "templates").forms.values()
        for check in form.checks
        if check.rule == code
    ]


def _as_checked(told: re.Match[str]) -> str:
    """Return the begin of a problem on a page as `check` prints it: 错误 [missing-value]."""
    word, _ = LEVELS[Level(told["level"])]
    return f"{told['place']} {word} [{told['code']}]"


def _pages() -> dict[str, str]:
    """Return the text of every page by its code."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.md"))}


def _titles(pages: Mapping[str, str]) -> dict[str, str]:
    return {code: text.split("\n", 1)[0].removeprefix(f"# {code} ") for code, text in pages.items()}


def _codes_meant(typed: str) -> dict[str, str]:
    """Return the codes that a text may mean, with their titles: the code itself, else those whose page says it.

    Titles come before what stands in the pages' text, and that before titles with the same characters in another order.
    A slip in a code means none.
    """
    if (PAGES / f"{typed}.md").is_file() or not typed.strip():
        return {}
    pages, wanted = _pages(), fold(typed)
    titles = _titles(pages)
    in_title = {code: title for code, title in titles.items() if wanted in fold(title)}
    in_text = {code: titles[code] for code, text in pages.items() if wanted in fold(text)}
    if typed.isascii():
        return {} if nearest(typed, pages, cutoff=0.8) else in_title or in_text
    return in_title or in_text or {code: title for code, title in titles.items() if set(wanted) <= set(fold(title))}


def _most_alike(typed: str) -> dict[str, str]:
    """Return the few codes whose pages share most pairs of Chinese characters with a text, in their titles above all."""
    wanted = "" if typed.isascii() else fold(typed)
    pairs, pages = {wanted[at : at + 2] for at in range(len(wanted) - 1)}, _pages()
    titles = _titles(pages)
    texts = {code: (fold(titles[code]), fold(text)) for code, text in pages.items()}
    shared = {
        code: sum(2 * (pair in title) + (pair in text) for pair in pairs) for code, (title, text) in texts.items()
    }
    listed = sorted((code for code, count in shared.items() if count), key=lambda code: -shared[code])
    return {code: titles[code] for code in listed[:MOST_ALIKE]}


@click.command("text")
@click.argument("document", metavar="文档", type=click.Path(path_type=Path, dir_okay=False))
@help_option
def text_command(document: Path) -> None:
    """把一份 Word 文档变成纯文本，供比较用。

    例：python build.py text reports/2024/liwan/部门整体支出绩效自评表说明.docx
    """
    from selfeval.documents import pandoc

    if not document.is_file():
        raise Trouble(f"没有 {document} 这个文件")
    try:
        click.echo(pandoc.text(document))
    except ValueError as error:
        raise Trouble(f"{document} 打不开：不是 Word 文档（.docx），或者加了密码、已经损坏") from error
