"""The shipped profiles, and one local profile that uses the words these leave out."""

from __future__ import annotations

from pathlib import Path

from selfeval.form.scoring import load

SHIPPED = Path(__file__).parents[2] / "templates" / "scoring.yaml"
LOCAL = Path(__file__).parents[1] / "evaluation" / "local.yaml"
PROFILES = {**load(SHIPPED, SHIPPED.name)[0], **load(LOCAL, LOCAL.name)[0]}
