"""The command serve: a page of this machine that shows a department's problems and documents, anew after every saving."""

from __future__ import annotations

from pathlib import Path

import click

from selfeval.cli.options import (
    SHIPPED,
    choose_departments,
    complete_places,
    folder_options,
    help_option,
    join_target,
    workspace_of,
)
from selfeval.cli.serve.pages import Pages
from selfeval.cli.serve.server import Server
from selfeval.cli.trouble import Trouble


@click.command("serve")
@click.argument("target", default="", metavar="[年度/部门]", shell_complete=complete_places)
@folder_options("data", "templates", "reports")
@click.option("--browser", "opens", is_flag=True, help="同时打开浏览器。")
@help_option
def serve_command(target: str, data: Path, templates: Path, reports: Path, opens: bool) -> None:
    """在本机的浏览器里看：一保存就列出问题和改法，文档印出来是什么样。按 Ctrl+C 停止。

    第一行是网址，只有本机打得开；网页只看不改，不动任何文件。

    \b
    例：python build.py serve 2025/liwan --browser
    """
    if not templates.is_dir():
        raise Trouble(f"没有表样文件夹 {templates}")
    wanted = join_target(data, target, "", "")
    if wanted:
        choose_departments(data, wanted, "", "")
    pages = Pages(workspace_of(data, templates, reports), SHIPPED / "docs" / "rules")
    with Server(pages) as server:
        address = f"{server.address}{wanted}"
        click.echo(address)
        click.echo("正在等人来看；按 Ctrl+C 停止。", err=True)
        if opens:
            import webbrowser  # most only print the address

            webbrowser.open(address)
        server.serve_forever(poll_interval=0.1)
