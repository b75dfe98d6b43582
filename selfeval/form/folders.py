"""The folders of forms: directly below ``templates/``, or in the folder of a region there.

``templates/guangzhou/targets/`` is the form ``guangzhou/targets``, which may also be written
``guangzhou-targets``; a form directly below is named as its folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

DECLARATION = "form.yaml"


def form_folders(templates: Path) -> Mapping[str, Path]:
    """Return the folder of every form by its name, in order of the names."""
    return dict(sorted(_folders(templates)))


def _folders(templates: Path) -> Iterator[tuple[str, Path]]:
    for home in _below(templates):
        if os.path.lexists(home / DECLARATION):
            yield home.name, home
        else:
            yield from (
                (f"{home.name}/{form.name}", form) for form in _below(home) if os.path.lexists(form / DECLARATION)
            )


def closed_folders(templates: Path) -> Iterator[tuple[Path, OSError]]:
    """Yield every folder of a region or form that cannot be looked into, with the reason; or that of all."""
    homes = [home for home in _below(templates) if not os.path.lexists(home / DECLARATION)]
    forms = (form for home in homes for form in _below(home) if not os.path.lexists(form / DECLARATION))
    for folder in (templates, *homes, *forms):
        try:
            os.scandir(folder).close()
        except OSError as error:
            yield folder, error


def unspeakable_folders(templates: Path) -> Iterator[str]:
    """Yield the folders that are left out because a name has characters that cannot be shown, escaped."""
    for folder in (templates, *_below(templates)):
        names = os.listdir(folder) if os.access(folder, os.R_OK) else []
        yield from (ascii(name)[1:-1] for name in sorted(names) if not name.isprintable())


def _below(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as found:
            return [
                Path(entry.path)
                for entry in found
                if entry.is_dir() and entry.name[0] != "." and entry.name.isprintable()
            ]
    except OSError:
        return []


def forms_meant_by(typed: str, names: Iterable[str]) -> list[str]:
    """Return the forms that a typed name may mean: the one of that name, else every ``region/form`` that it spells with a hyphen."""
    known = list(names)
    return [typed] if typed in known else [name for name in known if name.replace("/", "-") == typed]


def region_of(name: str) -> str:
    """Return the region in a form's name, empty for a form that lies directly below ``templates/``."""
    return name.rpartition("/")[0]
