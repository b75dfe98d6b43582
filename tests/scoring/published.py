"""The shipped profiles, and one local profile that uses the words these leave out."""

from __future__ import annotations

from pathlib import Path

from selfeval.scoring import load

SHIPPED = Path(__file__).parents[2] / "templates" / "scoring.yaml"
LOCAL = Path(__file__).with_name("local.yaml")
PROFILES = {**load(SHIPPED)[0], **load(LOCAL)[0]}
