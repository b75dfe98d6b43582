"""Install the packages that lie beside this file, once and without a network, and run build.py with them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WANTED = HOME / "requirements.lock"
INSTALLED = VENV / "installed.txt"


def install() -> None:
    """Make the environment anew; leave in Chinese where that fails."""
    print("第一次使用，正在安装程序包：不用上网，要等一两分钟……", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        sys.exit("建不了 .venv 文件夹：这里要能写入；Debian、Ubuntu 还要装 python3-venv")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    if subprocess.call([*pip, "--find-links", str(HOME / "wheels"), "--require-hashes", "--requirement", str(WANTED)]):
        sys.exit("程序包没有装成：wheels 里没有适合这台电脑的程序包，看 说明.txt")
    INSTALLED.write_bytes(WANTED.read_bytes())


if not INSTALLED.is_file() or INSTALLED.read_bytes() != WANTED.read_bytes():
    install()
sys.exit(subprocess.call([str(PYTHON), str(HOME / "build.py"), *(sys.argv[1:] or ["build"])]))
