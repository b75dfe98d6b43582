"""The extension in a real VS Code, in a browser, without a network: what a person types, sees and chooses."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from selfeval.cli.vsix import packed

VERSION = "4.100.3"
HOME = Path.home() / ".cache" / "selfeval" / f"code-server-{VERSION}"
"""Where VS Code is kept between runs, outside the project."""
SUPPORT = Path(__file__).parents[1] / "support"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PICTURES = os.environ.get("SELFEVAL_PICTURES", "")
"""A folder in which the pictures are kept; docs/img is made so."""
PROXY = "http://127.0.0.1:9"
"""Nobody answers here: whoever asks the network gets nothing."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="没有安装 Chromium（apt install chromium）"),
]


@pytest.fixture(scope="module")
def modules() -> Path:
    """Return the packages of VS Code, installed when they are not there; skip where that cannot be done."""
    if not all(map(shutil.which, ("node", "npm", "make", "gcc"))):
        pytest.skip("VS Code in a browser needs node, npm, make and gcc")
    if not (HOME / "node_modules" / "puppeteer-core").is_dir():
        HOME.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=HOME.parent) as folder:
            command = ["sh", str(SUPPORT / "install-code-server.sh"), folder]
            done = subprocess.run(command, capture_output=True, check=False)
            if done.returncode:
                pytest.skip(f"VS Code could not be installed: {done.stderr.decode(errors='replace')[-200:]}")
            if not HOME.is_dir():  # another worker may have been quicker
                shutil.copytree(folder, HOME, symlinks=True)
    return HOME / "node_modules"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Lay the project with one department, in which two things are wrong, into a folder with blanks and Chinese in its path."""
    folder = tmp_path / "绩效 2022"
    for name in ("selfeval", "templates", "docs/rules", "data/2022/tianhe", ".vscode"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", folder)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
    actuals = folder / "data/2022/tianhe/actuals.yaml"
    text = actuals.read_text(encoding="utf-8")
    actuals.write_text(text.replace("  实际支出: 5,931.22", "  实际支出：5,931.22"), encoding="utf-8")
    return folder


@pytest.fixture
def address(modules: Path, tmp_path: Path) -> Iterator[str]:
    """Start VS Code with the extension installed and no network; return its address."""
    entry = modules / "code-server" / "out" / "node" / "entry.js"
    user, extension = tmp_path / "user", tmp_path / "selfeval.vsix"
    extension.write_bytes(packed())
    (user / "User").mkdir(parents=True)
    settings = {"editor.unicodeHighlight.nonBasicASCII": False, "workbench.startupEditor": "none"}
    (user / "User" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    places = [
        "--user-data-dir",
        str(user),
        "--extensions-dir",
        str(tmp_path / "extensions"),
        "--config",
        str(user / "config.yaml"),
    ]
    environment = {**os.environ, "HTTP_PROXY": PROXY, "HTTPS_PROXY": PROXY, "NO_PROXY": "127.0.0.1,localhost"}
    installed = subprocess.run(
        ["node", str(entry), *places, "--install-extension", str(extension)],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert installed.returncode == 0, installed.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = [
        "--disable-telemetry",
        "--disable-update-check",
        "--disable-workspace-trust",
        "--disable-getting-started-override",
    ]
    command = ["node", str(entry), *places, "--auth", "none", "--bind-addr", f"127.0.0.1:{port}", *quiet]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        try:
            found = f"http://127.0.0.1:{port}"
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"{found}/healthz", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield found
        finally:
            process.terminate()


def test_a_person_is_helped_while_typing(modules: Path, address: str, workspace: Path, tmp_path: Path) -> None:
    """Marked, cured, explained, told and completed as in the handbook, with no network to ask."""
    pictures = Path(PICTURES) if PICTURES else tmp_path
    command = ["node", str(SUPPORT / "vscode.mjs"), *map(str, (modules, CHROMIUM, address, workspace, pictures))]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=85, check=False)
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["cured"] == "  实际支出: 5,931.22"
    assert any("改成" in action for action in seen["actions"])
    assert sorted(seen["quick"])[2] < 1500  # half a second where nothing else runs
    assert "组织开展党政主要负责人述法活动" in seen["hover"]
    assert "实际 已开展" in seen["hover"]
    assert "规则: bound-as-actual" in seen["explained"]
    assert seen["defined"] is True
    assert any("5,931.22" in quote or "5931.22" in quote for quote in seen["quotes"])
    assert seen["quoted"].endswith("{{ 实际支出 }}")
