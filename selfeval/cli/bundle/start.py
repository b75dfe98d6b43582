"""Install the packages once, from the wheels that lie beside build.py if there are any, and run build.py with them.

A command that takes a department and was given none goes on with the last one that was named.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HOME = next(folder for folder in Path(__file__).resolve().parents if (folder / "build.py").is_file())
VENV = HOME / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WANTED = HOME / "requirements.lock"
INSTALLED, MADE = VENV / "installed.txt", VENV / "ready"
"""What tells that the packages are installed: a copy of the lock, or the mark of make, which must be newer than it."""
WHEELS = HOME / "wheels"
LAST = HOME / "build" / "last-department.txt"
GOES_ON = ("check", "fill", "quote", "watch", "score", "schema")
"""The commands that go on with the last department; build makes all of them, as it always does."""

_PLACE = re.compile(r"\d{4}[/\\][^/\\]+")


def is_installed() -> bool:
    """Tell whether the packages of the lock are there."""
    if INSTALLED.is_file() and PYTHON.exists():
        return INSTALLED.read_bytes() == WANTED.read_bytes()
    return PYTHON.exists() and MADE.is_file() and MADE.stat().st_mtime >= WANTED.stat().st_mtime


def install() -> None:
    """Make the environment, anew where it is that of a bundle; leave in Chinese where that fails."""
    offline = WHEELS.is_dir()
    where = "不用上网" if offline else "要上网"
    print(f"第一次使用，正在安装程序包：{where}，要等一两分钟……", flush=True)
    clear = ["--clear"] if offline else []
    if subprocess.call([sys.executable, "-m", "venv", *clear, str(VENV)]):
        sys.exit("建不了 .venv 文件夹：这里要能写入；Debian、Ubuntu 还要装 python3-venv")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    source = ["--no-index", "--find-links", str(WHEELS)] if offline else []
    if subprocess.call([*pip, *source, "--require-hashes", "--requirement", str(WANTED)]):
        changed, other = ("wheels 里", "向发给您的人再要一份") if offline else ("下载", "换一个下载的地方")
        told = "wheels 里没有适合这台电脑的程序包，看 说明.txt" if offline else "看看能不能上网，再运行一次"
        sys.exit(
            f"程序包没有装成：上面有 HASHES 的，是{changed}的程序包和清单里的校验码不一样，不要用，{other}；别的{told}"
        )
    INSTALLED.write_bytes(WANTED.read_bytes())


def with_last_department(arguments: Sequence[str]) -> list[str]:
    """Return the arguments of build.py, with the last department where one is wanted; remember the one that is named."""
    if not arguments:
        return ["build"]
    named = [each for each in arguments[1:] if _PLACE.search(each)]
    if named:
        LAST.parent.mkdir(exist_ok=True)
        LAST.write_text(named[-1], encoding="utf-8")
    elif arguments[0] in GOES_ON and all(each.startswith("-") for each in arguments[1:]) and LAST.is_file():
        last = LAST.read_text(encoding="utf-8")
        print(f"接着上次的 {last}；做别的部门，写在命令后面", flush=True)
        return [arguments[0], last, *arguments[1:]]
    return list(arguments)


if not is_installed():
    install()
sys.exit(subprocess.call([str(PYTHON), str(HOME / "build.py"), *with_last_department(sys.argv[1:])]))
