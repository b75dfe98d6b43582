"""Run the command line as a user does."""

from __future__ import annotations

import os
import subprocess
import sys

from conftest import ROOT


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run build.py as a user does."""
    return subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )
