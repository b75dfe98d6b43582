"""The workspace of a run: the folders it reads and writes, and the forms, which are read once in each process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from selfeval.pipeline import marks

if TYPE_CHECKING:
    from selfeval.form.form import Phase
    from selfeval.form.library import Library
    from selfeval.submission.read import Desk


@dataclass(frozen=True)
class Workspace:
    """Hold the folders of a run, the phase it is limited to, and whether it makes ``anew`` what has not changed.

    Without ``reports`` it only checks. The texts of an editor on a ``desk`` are read in place of their files.
    """

    data: Path
    templates: Path
    reports: Path | None = None
    phase: Phase | None = None
    anew: bool = False
    desk: Desk | None = field(default=None, hash=False)

    @property
    def shelf(self) -> Shelf:
        """Return the forms with their digests, read once in each process until `forget_forms`."""
        return _shelf(self.templates)

    @property
    def library(self) -> Library:
        """Return the forms as departments are judged by them."""
        return self.shelf.library


@dataclass(frozen=True, eq=False)
class Shelf:
    """Hold the forms of a templates folder and the digests of their files."""

    templates: Path

    @cached_property
    def library(self) -> Library:
        """Return the forms."""
        from selfeval.form.library import load  # where nothing changed, no form is read

        return load(self.templates)

    @cached_property
    def _common(self) -> bytes:
        return marks.program_digest() + marks.shared_digest(self.templates)

    @cached_property
    def _digests(self) -> dict[str, bytes]:
        return {}

    def mark(self, forms: Iterable[str]) -> bytes:
        """Return the mark of the program and of some forms: all that judges a department but its own files."""
        for form in (form for form in forms if form not in self._digests):
            self._digests[form] = marks.folder_digest(self.templates, form)
        return self._common + b"".join(self._digests[form] for form in forms)


def forget_forms() -> None:
    """Forget the forms that were read, so that they are read again."""
    _shelf.cache_clear()


_shelf = lru_cache(maxsize=1)(Shelf)
