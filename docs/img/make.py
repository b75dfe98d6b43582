"""Make the pictures of the documents anew: ``.venv/bin/python docs/img/make.py``.

Needs LibreOffice, poppler-utils, Chromium and the stand-in fonts of ``tests/support/fonts.conf``. Look at each picture
before it is committed; none may be larger than 200 KB.
"""

from __future__ import annotations

import html
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = "2024/qinghu-library/项目支出绩效自评表（流动图书车服务）"
SLIPS = (
    ("actuals.yaml", "实际支出: 968.50", "实际支出：968.50"),
    ("actuals.yaml", "值班律师驻点天数（天）: 240天", "值班律师驻点天（天）: 240天"),
)
"""What is typed wrong in the department of the handbook for the picture of the terminal."""

COLOURS = {"31": "#f48771", "33": "#e2c08d", "36": "#4ec9b0", "32": "#89d185", "34": "#75beff"}
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #1e1e1e } pre { margin: 0; padding: 18px 22px; color: #d4d4d4; white-space: pre;
font: 16px/1.55 "Noto Sans Mono CJK SC", monospace }</style><pre>%s</pre>"""


def photographed(page: Path | str, picture: str, width: int, height: int, scale: float = 1) -> None:
    """Photograph a page in Chromium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    options = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--window-size={width},{height}",
    ]
    options += [f"--force-device-scale-factor={scale}", f"--screenshot={HERE / picture}"]
    address = page if isinstance(page, str) else page.as_uri()
    subprocess.run([chromium, *options, address], check=True, capture_output=True)


def page() -> None:
    """Draw the first page of a report, without its margins."""
    crop = ["-x", "60", "-y", "86", "-W", "934", "-H", "580"]
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(
            [sys.executable, "build.py", "pdf", PAGE.rpartition("/")[0], "--out", out],
            cwd=ROOT,
            check=True,
            env={**os.environ, "FONTCONFIG_FILE": str(ROOT / "tests/support/fonts.conf")},
        )
        made = Path(out) / f"{PAGE}.pdf"
        subprocess.run(["pdftoppm", "-png", "-gray", "-r", "90", "-singlefile", *crop, made, HERE / "page"], check=True)


def terminal() -> None:
    """Draw what `check` says about two slips, in its colours: typed in a copy of the project, on a terminal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("selfeval", "templates"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "build.py", folder)
        handbook = (ROOT / "docs/clerk.md").read_text(encoding="utf-8")
        for file, text in re.findall(r"^```yaml (data/\S+)\n(.*?)^```$", handbook, re.MULTILINE | re.DOTALL):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        home = folder / "data/2025/qinghu"
        for file, right, wrong in SLIPS:
            text = (home / file).read_text(encoding="utf-8")
            (home / file).write_text(text.replace(right, wrong), encoding="utf-8")
        call = ["build.py", "check", "2025/qinghu"]
        said = f"$ python {' '.join(call)}\n{_on_a_terminal([sys.executable, *call], folder)}"
        shown = folder / "terminal.html"
        shown.write_text(TERMINAL % _coloured(said), encoding="utf-8")
        photographed(shown, "terminal.png", 1190, 36 + 25 * len(said.rstrip().split("\n")))


def _on_a_terminal(command: list[str], folder: Path) -> str:
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, stdout=theirs, stderr=theirs):
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 65536):
                said += part
        except OSError:  # the terminal is closed: all is said
            pass
    return said.decode().replace("\r\n", "\n")


def _coloured(said: str) -> str:
    opened = re.sub(
        r"\x1b\[(\d+)m",
        lambda code: f'<span style="color:{COLOURS[code[1]]}">' if code[1] in COLOURS else "</span>" * (code[1] == "0"),
        html.escape(said),
    )
    return re.sub(r"\x1b\[[^m]*m", "", opened)


def site() -> None:
    """Draw the index of a published year."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        subprocess.run([sys.executable, "build.py", "publish", "2024", "--out", out], cwd=ROOT, check=True)
        photographed(out / "2024/index.html", "site.png", 900, 575)


def vscode() -> None:
    """Take from the test in a real VS Code what a person sees there."""
    with tempfile.TemporaryDirectory() as name:
        test = [sys.executable, "-m", "pytest", "-n0", "tests/authoring/test_vscode.py"]
        subprocess.run(test, cwd=ROOT, check=True, env={**os.environ, "SELFEVAL_PICTURES": name})
        for seen in ("quickfix", "quotes"):
            shutil.copy(Path(name) / f"{seen}.png", HERE / f"vscode-{seen}.png")


def serve() -> None:
    """Draw the page of a department in which two slips were typed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "data/2022/tianhe", folder / "data/2022/tianhe")
        actuals = folder / "data/2022/tianhe/actuals.yaml"
        text = actuals.read_text(encoding="utf-8").replace("实际支出: 5,931.22", "实际支出：5,931.22")
        actuals.write_text(text.replace("法律事务完成率:", "法律事物完成率:"), encoding="utf-8")
        command = [sys.executable, "build.py", "serve", "2022/tianhe", "--data", str(folder / "data")]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            photographed(process.stdout.readline().strip(), "serve.png", 1000, 640)
            process.kill()


if __name__ == "__main__":
    page()
    terminal()
    site()
    vscode()
    serve()
