"""Trouble: the exception that stops a command with one Chinese sentence; and the exit codes."""

from __future__ import annotations

from typing import Any

import click

FINE, HELD_BACK, FAILED = 0, 1, 2
"""The exit codes: nothing is held back; a document is; the program failed or was called wrongly."""


class Trouble(click.ClickException):
    """Stop a command with one Chinese sentence: it was called wrongly or cannot work."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        """Print the sentence on the error stream."""
        click.echo(self.message, err=True)
