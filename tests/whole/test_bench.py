"""The measurement runs through: every document that others make for comparison can be made by them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.mark.slow
def test_the_measurement_runs_through(tmp_path: Path) -> None:
    """With few departments and one round, every table has figures, and the folder of the project stays as it is."""
    output, kept = tmp_path / "results.md", (ROOT / "bench" / "RESULTS.md").read_bytes()
    few = ("--departments=14", "--many=2", "--rounds=1", f"--output={output}")
    subprocess.run([sys.executable, str(ROOT / "bench" / "run.py"), *few], check=True, capture_output=True, timeout=600)
    told = output.read_text(encoding="utf-8")
    assert told.count("\n## ") == 10
    assert re.findall(r"^\| docxtpl \| [\d.]+ \| [\d.]+ \|$", told, re.MULTILINE)
    assert "不作数" not in told
    assert (ROOT / "bench" / "RESULTS.md").read_bytes() == kept
