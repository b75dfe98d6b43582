"""The shipped profiles, and one local profile that uses the words these leave out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from selfeval.scoring import Profile, load

SHIPPED = Path(__file__).parents[2] / "templates" / "scoring.yaml"
LOCAL = Path(__file__).with_name("local.yaml")


@pytest.fixture(scope="session")
def profiles() -> Mapping[str, Profile]:
    """Load both files; neither may have a problem."""
    shipped, problems = load(SHIPPED)
    local, more = load(LOCAL)
    assert problems + more == ()
    return {**shipped, **local}
