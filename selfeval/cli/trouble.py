"""Exit codes, and the one sentence with which a command stops."""

from __future__ import annotations

from typing import Any

import click

FINE, HELD_BACK, FAILED = 0, 1, 2
"""Nothing blocks; something was held back; the tool failed or was called wrongly."""


class Trouble(click.ClickException):
    """Stop with one Chinese sentence: the tool was called wrongly or cannot work."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        """Print the sentence on the error stream."""
        click.echo(self.message, err=True)
