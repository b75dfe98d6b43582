"""Commands for whoever works on the program itself, and the list of all commands."""

from __future__ import annotations

import subprocess
import sys

import click

from selfeval.cli.options import ROOT, helped


@click.command("test", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, metavar="[参数]…")
@helped
def test_command(arguments: tuple[str, ...]) -> None:
    """运行全部测试。

    例：python build.py test
    """
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT))


@click.command("lint")
@helped
def lint_command() -> None:
    """检查程序的写法和类型。

    例：python build.py lint
    """
    commands = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]]
    sys.exit(max(subprocess.call([sys.executable, "-m", *command], cwd=ROOT) for command in commands))


@click.command("help")
@click.pass_context
@helped
def help_command(context: click.Context) -> None:
    """列出全部命令。

    例：python build.py help
    """
    assert context.parent is not None
    click.echo(context.parent.get_help())
