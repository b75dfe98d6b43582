"""The pages in Chromium: they load without a complaint, and ask nobody outside for anything."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from commandline import run

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="没有安装 Chromium（apt install chromium）"),
]


class Seen(NamedTuple):
    """Hold a page as loaded: its tree as text, the complaints, and the hosts asked."""

    text: str
    complaints: list[str]
    hosts: set[str]


def asked(log: Path) -> set[str]:
    """Return the hosts that the page asked; what the browser asks on its own account has no origin."""
    requests = [event.get("params", {}) for event in json.loads(log.read_text(encoding="utf-8"))["events"]]
    of_page = [request for request in requests if request.get("initiator", "not an origin") != "not an origin"]
    return {urlsplit(request["url"]).hostname or "this machine" for request in of_page}


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Seen]:
    """Return what loads a page."""
    home = tmp_path_factory.mktemp("chromium")

    def load(page: Path) -> Seen:
        log = home / "net.json"
        done = subprocess.run(
            [
                str(CHROMIUM),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                f"--user-data-dir={home / 'profile'}",
                "--enable-logging=stderr",
                f"--log-net-log={log}",
                "--virtual-time-budget=2000",
                "--dump-dom",
                page.as_uri(),
            ],
            capture_output=True,
            check=True,
            timeout=60,
        )
        complaints = [line for line in done.stderr.decode().splitlines() if "CONSOLE" in line]
        return Seen(done.stdout.decode(), complaints, asked(log))

    return load


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the samples of 2024."""
    home = tmp_path_factory.mktemp("site")
    assert run("publish", "2024", f"--reports={home / 'reports'}", f"--out={home}").returncode == 0
    return home / "2024"


def test_the_browser_would_notice(look: Callable[[Path], Seen], tmp_path: Path) -> None:
    """A page with an outside picture and a broken script is caught, so that silence below means something."""
    bad = tmp_path / "bad.html"
    bad.write_text('<img src="http://example.com/a.png"><script>nowhere()</script>', encoding="utf-8")
    seen = look(bad)
    assert any("nowhere is not defined" in line for line in seen.complaints)
    assert seen.hosts == {"example.com"}


@pytest.mark.parametrize(
    ("name", "title", "table"),
    [
        ("index.html", "2024年度部门绩效公开目录", True),
        ("部门绩效自评汇总表.html", "2024年度部门绩效自评汇总表", True),
        ("qinghu-library/项目支出绩效自评表（流动图书车服务）.html", "2024年度项目支出绩效自评表", True),
        ("liwan/部门整体支出绩效自评表说明.html", "2024年度广州市荔湾区司法局部门整体支出绩效自评表说明", False),
    ],
)
def test_a_page_loads_without_a_complaint(
    look: Callable[[Path], Seen], site: Path, name: str, title: str, table: bool
) -> None:
    """Title and tables are there, the console is silent, nobody outside is asked."""
    seen = look(site / name)
    assert f"<title>{title}</title>" in seen.text
    assert ("<table" in seen.text) is table
    assert seen.complaints == []
    assert seen.hosts == set()
