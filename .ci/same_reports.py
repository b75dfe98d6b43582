"""Fail if reports/ is not what ``make`` builds: Markdown by bytes, Word by the content of its members."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path


def members(data: bytes) -> dict[str, bytes]:
    """Return the content of every member of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def committed(path: str) -> bytes:
    """Return a file as it was committed."""
    return subprocess.run(["git", "show", f"HEAD:{path}"], check=True, capture_output=True).stdout


def main() -> None:
    """Compare every built document with the committed one."""
    listed = subprocess.run(["git", "ls-files", "-z", "reports"], check=True, capture_output=True).stdout.decode()
    expected = {path for path in listed.split("\0") if path}
    built = {path.as_posix() for path in Path("reports").rglob("*") if path.is_file()}
    wrong = [f"only committed: {path}" for path in expected - built] + [
        f"only built: {path}" for path in built - expected
    ]
    subprocess.run([".venv/bin/python", "build.py", "build", "--force", "--quiet"], check=True)
    for path in sorted(expected & built):
        old, new = committed(path), Path(path).read_bytes()
        if (members(old) != members(new)) if path.endswith(".docx") else (old != new):
            wrong.append(f"differs: {path}")
    print("\n".join(wrong) or f"{len(expected)} reports are what make builds")
    sys.exit(1 if wrong else 0)


main()
