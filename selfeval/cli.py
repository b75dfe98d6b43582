"""The commands: arguments, printing, saving, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from selfeval import display
from selfeval.department import departments
from selfeval.form.form import Library, Phase, load
from selfeval.pipeline import Outcome, Status, build, check

ROOT = Path(__file__).resolve().parent.parent
FINE, HELD_BACK, FAILED = 0, 1, 2
HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class _Formatter(click.HelpFormatter):
    """Write help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …"), "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))


click.Context.formatter_class = _Formatter
_help = click.help_option("--help", "-h", help="显示这段说明。")


class Trouble(click.ClickException):
    """Stop with one Chinese sentence: the tool was called wrongly or cannot work."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


@click.group(context_settings={"max_content_width": 100})
@_help
def cli() -> None:
    """把部门填写的 YAML 变成核对过的绩效文档。

    \b
    例：python build.py check 2024/liwan     只检查一个部门
        python build.py build 2024          生成一年的全部文档
    """


def _folders(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command over departments takes."""
    folder = click.Path(path_type=Path, file_okay=False)
    options = [
        click.argument("target", default="", metavar="[年度[/部门]]"),
        click.option("--data", type=folder, default=ROOT / "data", metavar="文件夹", help="部门数据的文件夹，缺省 data。"),
        click.option(
            "--templates", type=folder, default=ROOT / "templates", metavar="文件夹", help="表样的文件夹，缺省 templates。"
        ),
        click.option(
            "--reports", type=folder, default=ROOT / "reports", metavar="文件夹", help="成品文档的文件夹，缺省 reports。"
        ),
        click.option(
            "--phase", type=click.Choice([phase.value for phase in Phase]), help="只做这个阶段；缺的文件算错误。"
        ),
        click.option("--year", default="", metavar="年度", help="年度，例如 2024。"),
        click.option("--dept", default="", metavar="部门", help="部门文件夹名，例如 liwan。"),
        click.option(
            "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出给人看，还是给程序看。"
        ),
        click.option("--quiet", is_flag=True, help="只列错误和合计。"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@cli.command("check")
@_folders
@_help
def check_command(
    target: str,
    data: Path,
    templates: Path,
    reports: Path,
    phase: str | None,
    year: str,
    dept: str,
    form: str,
    quiet: bool,
) -> None:
    """检查填写的内容，不生成文档。

    例：python build.py check 2024/liwan
    """
    library = _library(templates)
    asked = Phase(phase) if phase else None
    outcomes = [check(data, *place, library, asked) for place in _chosen(data, target, year, dept)]
    _finish(outcomes, reports, form, quiet)


@cli.command("build")
@_folders
@click.option("--force", is_flag=True, help="没有变化的也重新生成。")
@_help
def build_command(
    target: str,
    data: Path,
    templates: Path,
    reports: Path,
    phase: str | None,
    year: str,
    dept: str,
    form: str,
    quiet: bool,
    force: bool,
) -> None:
    """检查并生成 Word 和 Markdown 文档；有错误的表暂不生成，原有文档不动。

    例：python build.py build 2024
    """
    library = _library(templates)
    asked = Phase(phase) if phase else None
    outcomes = []
    for place in _chosen(data, target, year, dept):
        outcome = build(data, *place, library, reports, asked, anew=force)
        for document in outcome.documents:
            if document.data is not None:
                save(reports / document.path, document.data)
        outcomes.append(outcome)
    _finish(outcomes, reports, form, quiet)


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _library(templates: Path) -> Library:
    if not templates.is_dir():
        raise Trouble(f"没有表样文件夹 {templates}")
    return load(templates)


def _chosen(data: Path, target: str, year: str, dept: str) -> Iterator[tuple[str, str]]:
    if not data.is_dir():
        raise Trouble(f"没有数据文件夹 {data}")
    wanted = target.strip("/").removeprefix(f"{data.name}/") or (f"{year}/{dept}" if dept else year)
    found = list(departments(data, wanted))
    if not found:
        known = "、".join(sorted({f"{year}/{dept}" for year, dept in departments(data)})) or "（空）"
        raise Trouble(f"{data.name} 里没有“{wanted}”。现有：{known}")
    yield from found


def _finish(outcomes: list[Outcome], reports: Path, form: str, quiet: bool) -> None:
    shown_reports = reports.relative_to(ROOT) if reports.is_relative_to(ROOT) else reports
    if form == "json":
        click.echo(display.machine(outcomes, shown_reports))
    else:
        _show(outcomes, shown_reports, quiet)
    held = any(outcome.blocked for outcome in outcomes) or any(
        document.status is Status.HELD_BACK for outcome in outcomes for document in outcome.documents
    )
    sys.exit(HELD_BACK if held else FINE)


def _show(outcomes: list[Outcome], reports: Path, quiet: bool) -> None:
    for outcome in outcomes:
        for found in outcome.problems:
            if not quiet or (found.level == "error" and not found.explained):
                click.echo("\n".join(display.problem(found, outcome.lines)))
                click.echo()
    for outcome in outcomes:
        if not quiet:
            click.echo("\n".join(display.documents(outcome, reports)))
    total = [found for outcome in outcomes for found in outcome.problems]
    made = sum(document.status is Status.BUILT for outcome in outcomes for document in outcome.documents)
    click.echo(f"共 {len(outcomes)} 个部门：{display.count(total)}。" + (f"生成 {made} 份文档。" if made else ""))


@cli.command("read")
@click.argument("value", metavar="写法")
@click.option("--target", help="目标值；给了就判断是否达到。")
@click.option("--name", default="", help="指标名称；没有“≥”一类字样时从名称看方向。")
@_help
def read_command(value: str, target: str | None, name: str) -> None:
    """看程序怎样理解一个指标值，以及它是否达到目标（JSON）。

    例：python build.py read 660件 --target 550件以上
    """
    from selfeval import quantity

    answer: dict[str, object] = {"value": quantity.describe(quantity.read(value))}
    if target is not None:
        verdict = quantity.judge(target, value, name)
        answer["target"] = quantity.describe(quantity.read(target))
        answer["verdict"] = {
            "outcome": verdict.outcome.value,
            "code": verdict.code.value,
            "reason": verdict.reason,
            "ratio": None if verdict.ratio is None else str(verdict.ratio),
            "notes": [note.value for note in verdict.notes],
        }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1))


@cli.command("rules")
@_help
def rules_command() -> None:
    """列出全部问题代码和它们的意思。

    例：python build.py rules
    """
    for path in sorted((ROOT / "tests" / "rules").glob("*.md")):
        title = path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
        code, _, words = title.partition(" ")
        click.echo(f"{code:<32} {words}")


@cli.command("explain")
@click.argument("code", metavar="代码")
@_help
def explain_command(code: str) -> None:
    """说明一个问题代码：什么意思，错在哪里，怎么写才对。

    例：python build.py explain missing-value
    """
    path = ROOT / "tests" / "rules" / f"{code}.md"
    if not code.replace("-", "").isalnum() or not path.is_file():
        raise Trouble(f"没有“{code}”这个代码；用 python build.py rules 列出全部代码")
    click.echo(path.read_text(encoding="utf-8").rstrip())


@cli.command("text")
@click.argument("document", type=click.Path(path_type=Path, dir_okay=False))
@_help
def text_command(document: Path) -> None:
    """把一份 Word 文档变成纯文本，供比较用。

    例：python build.py text reports/2024/liwan/部门整体支出绩效自评表说明.docx
    """
    from selfeval.writers import pandoc

    if not document.is_file():
        raise Trouble(f"没有 {document} 这个文件")
    click.echo(pandoc.text(document))


@cli.command("test")
@click.argument("arguments", nargs=-1, metavar="[参数]…")
@_help
def test_command(arguments: tuple[str, ...]) -> None:
    """运行全部测试。

    例：python build.py test
    """
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT))


@cli.command("lint")
@_help
def lint_command() -> None:
    """检查程序的写法和类型。

    例：python build.py lint
    """
    commands = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]]
    sys.exit(max(subprocess.call([sys.executable, "-m", *command], cwd=ROOT) for command in commands))


@cli.command("help")
@click.pass_context
@_help
def help_command(context: click.Context) -> None:
    """列出全部命令。

    例：python build.py help
    """
    assert context.parent is not None
    click.echo(context.parent.get_help())


def main() -> None:
    """Run the command line; say every failure in Chinese, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        sys.exit(cli.main(standalone_mode=False, prog_name="build.py") or FINE)
    except Trouble as trouble:
        trouble.show()
    except click.ClickException as error:
        click.echo(_chinese(error), err=True)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已停止。", err=True)
    except Exception as error:  # the last line of defence: a clerk never sees a traceback
        if os.environ.get("SELFEVAL_DEBUG"):
            raise
        click.echo(f"程序自身出错，不是您填写的问题：{type(error).__name__}: {error}", err=True)
    sys.exit(FAILED)


def _chinese(error: click.ClickException) -> str:
    """Return click's complaint about the call in Chinese."""
    match error:
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项；加 --help 看说明"
        case click.MissingParameter():
            return f"少写了{error.param.make_metavar(error.ctx) if error.param and error.ctx else '参数'}；加 --help 看说明"
        case click.BadParameter():
            name = error.param.opts[0] if error.param else "参数"
            return f"{name} 写得不对；加 --help 看说明"
        case click.UsageError(ctx=context) if context and context.command is cli:
            return f"没有这个命令；可用的命令：{'、'.join(cli.commands)}"
    return "命令写得不对；加 --help 看说明"
