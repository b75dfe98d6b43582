"""The command line: one file for each family of commands, loaded when it is called."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import click

from selfeval import __version__
from selfeval.cli.console import legible, name_files_in_utf8
from selfeval.cli.options import help_option
from selfeval.cli.trouble import FAILED, FINE, Trouble, report_failure
from selfeval.text.name import nearest
from selfeval.text.pattern import regex

HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
EXAMPLE = regex(r"python build\.py [^\n]*?(?=\s{4}|\n|$)")
"""The first call that the help of a command shows."""
COMMANDS: Mapping[str, str] = {
    "new": "new:new_command",
    "fill": "new:fill_command",
    "import": "importing:import_command",
    "revise": "revise:revise_command",
    "check": "check:check_command",
    "build": "check:build_command",
    "watch": "watch:watch_command",
    "serve": "serve:serve_command",
    "score": "score:score_command",
    "approve": "approve:approve_command",
    "quote": "approve:quote_command",
    "status": "status:status_command",
    "review": "review:review_command",
    "remind": "remind:remind_command",
    "compare": "compare:compare_command",
    "trend": "trend:trend_command",
    "record": "record:record_command",
    "log": "record:log_command",
    "schema": "schema:schema_command",
    "lsp": "lsp:lsp_command",
    "form": "form:form_command",
    "forms": "forms:forms_command",
    "vsix": "vsix:vsix_command",
    "templates": "templates:templates_command",
    "summary": "publish:summary_command",
    "publish": "publish:publish_command",
    "pdf": "pdf:pdf_command",
    "read": "explain:read_command",
    "rules": "explain:rules_command",
    "explain": "explain:explain_command",
    "text": "explain:text_command",
    "completion": "completion:completion_command",
    "bundle": "publish:bundle_command",
    "test": "develop:test_command",
    "lint": "develop:lint_command",
    "help": "develop:help_command",
}
"""The file and the function of each command."""


class _Formatter(click.HelpFormatter):
    """Write help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …"), "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{HEADINGS.get(heading, heading)}：\n")


click.Context.formatter_class = _Formatter


class _Commands(click.Group):
    """Load a command's file only when the command is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            near = nearest(args[0], COMMANDS)
            raise Trouble(
                f"没有“{args[0]}”这个命令" + (f"，是不是 {near}？" if near else f"；可用的命令：{'、'.join(COMMANDS)}")
            )
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        file, _, function = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(f"selfeval.cli.{file}"), function)
        gc.freeze()  # build.py put off looking for garbage until here
        gc.enable()
        return cast(click.Command, command)


@click.group(cls=_Commands, context_settings={"max_content_width": 100})
@click.version_option(__version__, message="%(version)s", help="显示程序的版本。")
@help_option
def cli() -> None:
    """把部门填写的 YAML 变成核对过的绩效文档。

    \b
    例：python build.py check 2024/liwan     只检查一个部门
        python build.py build 2024          生成一年的全部文档
    """


def main() -> None:
    """Run the command line and exit with its code; a failure is one Chinese sentence, never a traceback."""
    name_files_in_utf8()
    with legible():
        try:
            plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
            name = "selfeval" if Path(sys.argv[0]).stem == "selfeval" else "build.py"
            sys.exit(cli.main(standalone_mode=False, prog_name=name, color=False if plain else None) or FINE)
        except Trouble as trouble:
            trouble.show()
            sys.exit(trouble.exit_code)
        except click.ClickException as error:
            click.echo(_chinese(error), err=True)
        except (click.Abort, KeyboardInterrupt):
            click.echo("已停止。", err=True)
        except Exception as error:  # the last line of defence: a clerk never sees a traceback
            if os.environ.get("SELFEVAL_DEBUG"):
                raise
            report_failure(error)
        sys.exit(FAILED)


def _name_missing(error: click.MissingParameter) -> str:
    """Return which part of a call is missing, with a call that is whole, from the command's help."""
    if not (error.param and error.ctx):
        return "少写了一段；加 --help 看说明"
    example = EXAMPLE.search(error.ctx.command.help or "")
    return f"少写了“{error.param.make_metavar(error.ctx)}”" + (
        f"；写成这样：{example[0]}" if example else "；加 --help 看说明"
    )


def _chinese(error: click.ClickException) -> str:
    """Return click's complaint about the call in Chinese."""
    match error:
        case click.NoSuchOption():
            near = f"，是不是 {error.possibilities[0]}？" if error.possibilities else "；加 --help 看说明"
            return f"没有 {error.option_name} 这个选项{near}"
        case click.MissingParameter():
            return _name_missing(error)
        case click.BadOptionUsage():
            return f"{error.option_name} 后面要写内容；加 --help 看说明"
        case click.BadParameter(param=click.Parameter() as wrong):
            name = f"{wrong.opts[0]} " if isinstance(wrong, click.Option) else ""
            if isinstance(wrong.type, click.Choice):
                return f"{name}只能写：{'、'.join(wrong.type.choices)}"
            if isinstance(wrong.type, click.Path):
                wanted, there = ("文件", "文件夹") if wrong.type.file_okay else ("文件夹", "文件")
                return f"{name}后面要写一个{wanted}，写的是{there}，或者没有读的权限"
            return f"{name}写得不对；加 --help 看说明"
        case click.UsageError(ctx=context) if context and context.command is cli:
            return f"要写明做什么；可用的命令：{'、'.join(COMMANDS)}"
    return "命令写得不对，多写或少写了一段；部门写成 年度/部门，例如 2024/liwan；加 --help 看说明"
