"""A package is installed only where its file has the checksum of the lock; what is refused is told in Chinese."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT

NAME = "colours-1.0-py3-none-any.whl"
FILES = {
    "colours.py": "",
    "colours-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: colours\nVersion: 1.0\n",
    "colours-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "colours-1.0.dist-info/RECORD": "".join(f"{name},,\n" for name in ("colours.py", "colours-1.0.dist-info/METADATA"))
    + "colours-1.0.dist-info/WHEEL,,\ncolours-1.0.dist-info/RECORD,,\n",
}
START = ROOT / "selfeval/cli/bundle/start.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with the Makefile, the start, and one package in its wheels."""
    (tmp_path / "wheels").mkdir()
    with zipfile.ZipFile(tmp_path / "wheels" / NAME, "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
    (tmp_path / "build.py").write_text("import colours\n", encoding="utf-8")
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(START, tmp_path)
    return tmp_path


def install(folder: Path, way: str, checksum: str) -> subprocess.CompletedProcess[str]:
    """Install the package in one of the two ways, with the checksum that the lock gives it."""
    (folder / "requirements.lock").write_text(f"colours==1.0 \\\n    --hash=sha256:{checksum}\n", encoding="utf-8")
    command = ["make", f"PYTHON={sys.executable}"] if way == "make" else [sys.executable, str(folder / "start.py")]
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder / "wheels"), "PYTHONUTF8": "1"}
    environment = {**os.environ, **offline}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["make", "start"])
def test_a_package_with_another_checksum_is_refused(checkout: Path, way: str) -> None:
    """Nothing is run with it, and the next time it is refused again; with its own checksum it is installed."""
    for _ in range(2):
        done = install(checkout, way, "0" * 64)
        assert done.returncode != 0
        assert "程序包没有装成：上面有 HASHES 的" in done.stdout + done.stderr
        assert "DO NOT MATCH THE HASHES" in done.stderr
        assert not list(checkout.glob(".venv/lib/*/site-packages/colours.py"))
    own = sha256((checkout / "wheels" / NAME).read_bytes()).hexdigest()
    assert install(checkout, way, own).returncode == 0
