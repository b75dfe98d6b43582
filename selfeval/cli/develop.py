"""The commands test and lint, for the developers of the program, and help, the list of all commands."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import click

from selfeval.cli.options import ROOT, help_option
from selfeval.cli.trouble import Trouble


@click.command("test", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, metavar="[参数]…")
@click.option("--all", "whole", is_flag=True, help="全部测试，慢的也做。")
@help_option
def test_command(arguments: tuple[str, ...], whole: bool) -> None:
    """测试程序本身：慢的（要 LibreOffice、浏览器、node，或者试几千种输入）加 --all 才做。

    写明了测试文件的，里面的都做。给 pytest 的选项写在 -- 后面。

    \b
    例：python build.py test
        python build.py test tests/evaluation/test_rules.py
        python build.py test -- -k missing-value
    """
    need("test", "pytest", "xdist", "hypothesis")
    named = any(argument.startswith("tests") for argument in arguments)
    chosen = [] if whole or named else ["-m", "not slow"]
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *chosen, *arguments], cwd=ROOT))


@click.command("lint")
@help_option
def lint_command() -> None:
    """检查程序的写法和类型。

    例：python build.py lint
    """
    need("lint", "ruff", "mypy")
    commands = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]]
    sys.exit(max(subprocess.call([sys.executable, "-m", *command], cwd=ROOT) for command in commands))


def need(command: str, *packages: str) -> None:
    """Stop a command where packages of requirements-dev.lock are not installed; clerks do without them.

    Raises:
        Trouble: where one is missing; the message says how to install them.
    """
    lacking = [name for name in packages if find_spec(name) is None]
    if lacking:
        raise Trouble(
            f"还缺少程序包（{'、'.join(lacking)}）：测试和检查写法用的程序包要另装。请运行：make {command}\n"
            "没有 make 的，用 .venv 里的 python 运行：python -m pip install --require-hashes -r requirements-dev.lock"
        )


@click.command("help")
@click.pass_context
@help_option
def help_command(context: click.Context) -> None:
    """列出全部命令。

    例：python build.py help
    """
    assert context.parent is not None
    click.echo(context.parent.get_help())
