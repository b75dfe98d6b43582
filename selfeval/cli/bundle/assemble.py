"""The folder of the offline bundle: the project's files, the start scripts, and the lock of packages."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from selfeval.cli.vsix import NAME, packed
from selfeval.problem.disk import stay_within

HERE = Path(__file__).parent
PROJECT = (
    "build.py",
    "README.md",
    "CHANGELOG.md",
    "pyproject.toml",
    "requirements.lock",
    "docs",  # docs/rules is what `explain` shows
    "editor",
    "selfeval",
    "templates",
)
SCRIPTS = {
    "start.bat": "start.bat",
    "start.sh": "start.sh",
    "start.py": "start.py",
    "no-python.txt": "no-python.txt",
    "look.bat": "检查.bat",
    "install-extension.bat": "装到 VS Code.bat",
    "no-code.txt": "no-code.txt",
    "readme.txt": "说明.txt",
}
FOR_WINDOWS = (".bat", ".txt")
"""The endings of files written with the line ends of Windows, which cmd and old editors need."""

_NOT_TAKEN = shutil.ignore_patterns("__pycache__", "*.pyc", ".mypy_cache", ".DS_Store", "*.tmp", "~$*")


def assemble(project: Path, out: Path, places: Iterable[tuple[str, str]]) -> None:
    """Copy the project and its start scripts into a new folder, with the extension for VS Code.

    The data and documents of these departments go along.

    Raises:
        OSError: about a link that leads out of the project, before anything is copied.
    """
    owned = (f"{folder}/{year}/{department}" for year, department in places for folder in ("data", "reports"))
    wanted = (*PROJECT, *owned)
    for name in wanted:
        for path in (project / name, *(project / name).rglob("*")):
            stay_within(path, project)
    (out / "data").mkdir(parents=True)
    for name in wanted:
        source, target = project / name, out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=_NOT_TAKEN)
        elif source.is_file():
            shutil.copy(source, target)
    for name, written in SCRIPTS.items():
        text = (HERE / name).read_text(encoding="utf-8")
        ends = "\r\n" if name.endswith(FOR_WINDOWS) else "\n"
        (out / written).write_text(text, encoding="utf-8", newline=ends)
    (out / "start.sh").chmod(0o755)
    (out / NAME).write_bytes(packed())
