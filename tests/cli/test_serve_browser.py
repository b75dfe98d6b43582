"""The page of serve in Chromium: its script runs under its own rules, and it asks this machine only."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ROOT
from offices import office
from rulepages import BASE

from selfeval.cli.serve.pages import Pages
from selfeval.cli.serve.server import Server
from selfeval.pipeline.workspace import Workspace

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
TARGETS = (BASE / "targets.yaml").read_text(encoding="utf-8")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="没有安装 Chromium（apt install chromium）"),
]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_works_and_asks_nobody_outside(tmp_path: Path, width: int) -> None:
    """The line that says when it was brought up to date is there; nothing is refused by its own rules; no other host is asked."""
    office(tmp_path, {"targets.yaml": TARGETS.replace("年度: 2024", "年度：2024")})
    pages = Pages(Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports"), ROOT / "docs" / "rules")
    log = tmp_path / "net.json"
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    options += ["--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    options += [f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr", f"--log-net-log={log}"]
    options += [f"--window-size={width},800", "--timeout=4000", "--dump-dom"]
    with Server(pages) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        done = subprocess.run(
            [str(CHROMIUM), *options, f"{server.address}2024/qinghu"], capture_output=True, timeout=60, check=True
        )
        server.shutdown()
    shown = done.stdout.decode()
    assert "保存文件以后，这里自动更新" in shown.partition('role="status"')[2].partition("</p>")[0]
    assert "fullwidth-colon" in shown
    assert b"CONSOLE" not in done.stderr
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    requests = [event.get("params", {}) for event in events]
    of_page = [request for request in requests if request.get("initiator", "not an origin") != "not an origin"]
    assert {urlsplit(request["url"]).hostname for request in of_page if "url" in request} <= {"127.0.0.1"}
