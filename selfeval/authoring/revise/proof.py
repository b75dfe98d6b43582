"""The document made again from files as they would be, to see whether it says what the edited one says."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from selfeval.authoring.revise.revision import Edited, RevisedFile
from selfeval.documents.read.found import Value, unchanged
from selfeval.documents.read.made import PrintedValues, made_now
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear, copy_files


class Proof(NamedTuple):
    """Hold where a copy of a department's folder is laid to see what would be made of it."""

    data: Path
    copy: Path
    place: DepartmentYear
    library: Library

    def print(self, edited: Edited, files: Iterable[RevisedFile]) -> PrintedValues | None:
        """Return what the form prints once some files are changed, None where it is not chosen any more."""
        shutil.rmtree(self.copy, ignore_errors=True)
        for year in filter(None, (self.place, self.place.before)):
            copy_files(self.data, year, self.copy)
        for file in files:
            (self.copy / str(self.place) / file.name).write_bytes(file.new)
        return made_now(self.copy, self.place, self.library, edited.form, edited.project)


def says(printed: Mapping[str, Value], key: str, value: Value) -> bool:
    """Tell whether a document prints a value under a key."""
    return key in printed and unchanged(value, printed[key])


def in_order(printed: Mapping[str, Value], keys: Sequence[str]) -> bool:
    """Tell whether a document prints some keys one after the other."""
    places = {key: number for number, key in enumerate(printed)}
    found = [places.get(key, -1) for key in keys]
    return -1 not in found and found == sorted(found)
