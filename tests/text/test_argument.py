"""A name behind a command is one word of it, whatever signs it has."""

from __future__ import annotations

import subprocess

import pytest

from selfeval.text.argument import as_argument


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("2024/liwan", "2024/liwan"),
        ("2024/荔湾区（新）", "2024/荔湾区（新）"),
        ("2024/minzheng - 副本", '"2024/minzheng - 副本"'),
        ("2024/o'brien zu", '"2024/o\'brien zu"'),
        ("2024/minzheng (2)", '"2024/minzheng (2)"'),
        ('2024/民政"局', "'2024/民政\"局'"),
        ("2024/$(id)", "'2024/$(id)'"),
    ],
)
def test_a_name_is_typed_as_one_word(name: str, typed: str) -> None:
    """A shell reads back the same."""
    assert as_argument(name) == typed
    done = subprocess.run(["bash", "-c", f"printf %s {typed}"], capture_output=True, check=True)
    assert done.stdout.decode() == name
