"""The folders of departments, ``data/<year>/<department>/``, and the files in them that a department fills in."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from selfeval.problem.disk import LARGEST, read_file, stay_within
from selfeval.submission import approval
from selfeval.text.argument import as_argument
from selfeval.text.pattern import regex

SUFFIXES = (".yaml", ".yml")
UNLISTED = "*.yaml"
"""What stands for the files of a folder inside a department's that is not read: it cannot be, and the clerk is told so."""
LAST_YEAR = "上年"
"""How a text names the department's files of the year before: ``{{ 上年.办理案件 }}`` quotes them."""


class DepartmentYear(NamedTuple):
    """Name one department in one year; as text it is the folder, ``2024/liwan``."""

    year: str
    department: str

    def __str__(self) -> str:
        """Return the folder below ``data/``."""
        return f"{self.year}/{self.department}"

    @property
    def typed(self) -> str:
        """Return it as it is typed behind a command."""
        return as_argument(str(self))

    @property
    def before(self) -> DepartmentYear | None:
        """Return the same department in the year before; None where the folder is not named after a year."""
        return DepartmentYear(str(int(self.year) - 1), self.department) if self.year.isdecimal() else None


def departments(data: Path, only: str = "") -> Iterator[DepartmentYear]:
    """Yield every department, or only those of a year (``2024``), or one (``2024/tianhe``), by year and name."""
    year, _, department = only.partition("/")
    for found in _years(data):
        if year in ("", found):
            yield from (DepartmentYear(found, name) for name in _folders(data / found) if department in ("", name))


def is_year(name: str) -> bool:
    """Tell whether a folder of the data is that of a year: 2024."""
    return _YEAR.fullmatch(name) is not None


def _years(data: Path) -> list[str]:
    return list(filter(is_year, _folders(data)))


def _folders(folder: Path) -> list[str]:
    """Return the names of the folders in one, sorted."""
    try:
        with os.scandir(folder) as found:
            return sorted(
                entry.name for entry in found if _is_folder(entry) and entry.name[0] != "." and is_speakable(entry.name)
            )
    except OSError:
        return []


def closed_folders(data: Path) -> Iterator[tuple[str, OSError]]:
    """Yield the data folder and each year in it that cannot be listed, as messages call them, with the reason."""
    for name in ("", *_years(data)):
        try:
            os.scandir(data / name).close()
        except OSError as error:
            yield f"{data.name}/{name}".rstrip("/"), error


def is_speakable(name: str) -> bool:
    """Tell whether a name can be shown and written: no control character, and valid in the system's encoding."""
    return name.isprintable()


def left_out(data: Path) -> Iterator[str]:
    """Yield each folder of the data that is left out for its name, as it can be shown, with the reason and what to do."""
    for folder in (data, *(data / year for year in _years(data))):
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in sorted(names):
            if not is_speakable(name):
                yield f"“{ascii(name)[1:-1]}”没有做：名称里有看不见或读不出的字符，请改名"
            elif name[0] != "." and not os.path.exists(folder / name):
                yield f"“{name}”没有做：这是断了的链接；放好文件夹，或删去链接"
    for name in _folders(data):
        if not is_year(name) and any(map(any, map(file_names, map((data / name).joinpath, _folders(data / name))))):
            found = _YEAR.search(unicodedata.normalize("NFKC", name))
            offered = f"改名为“{found[0]}”" if found and not (data / found[0]).exists() else "名称只写四位数，例如 2025"
            yield f"“{name}”没有做：里面像是部门的数据，可是它不是年度的文件夹；{offered}，不是的移到别处"


_YEAR = regex(r"[12][0-9]{3}")


REFUSED = '\\/:*?"<>|'
"""What Windows allows in no name of a file or folder."""
DEVICE = regex(r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?:\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever follows the first stop."""
_OWNED = "~$"
_LONGEST = 60
"""How many characters a name may have: a path on Windows has 260, and the name of a document takes some of them."""


def why_unholdable(name: str) -> str:
    """Return why Windows cannot hold a file or folder of a name, "" where it can."""
    if DEVICE.match(name):
        return "是 Windows 留给设备的名称"
    if signs := [sign for sign in REFUSED if sign in name]:
        return f"里有 Windows 不许用的“{''.join(signs)}”"
    if name.strip() != name or name.endswith("."):
        return "前后有空格，或者以句点结尾，Windows 会去掉"
    if name.startswith(_OWNED):
        return "像 Word 打开文档时的临时文件"
    return f"太长，有 {len(name)} 个字，Windows 上会超过路径的长度" if len(name) > _LONGEST else ""


def holdable(name: str) -> str:
    """Return a name as every system can hold it."""
    plain = "".join("_" if sign in REFUSED else sign for sign in name).strip().removeprefix(_OWNED)
    plain = plain[:_LONGEST].rstrip(". ") or "_"
    return f"_{plain}" if DEVICE.match(plain) else plain


def on_disk(path: str) -> str:
    """Return a path as disks compare it: one of Windows tells no capitals apart, one of a Mac no way to compose a sign, either."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def free_name(folder: Path, name: str) -> str:
    """Return a name that every system can hold and that nothing in a folder has, as like another name as may be."""
    taken = set(map(on_disk, os.listdir(folder)))
    offered = holdable(name)
    stem, suffix = os.path.splitext(offered)
    others = (f"{stem[: _LONGEST - len(suffix) - 4].rstrip()}_{number}{suffix}" for number in count(2))
    return next(each for each in chain([offered], others) if on_disk(each) not in taken)


def alike_on_disk(data: Path, year: str) -> Iterator[list[DepartmentYear]]:
    """Yield the departments of a year whose folders are one on some disks, those of each folder together."""
    found: dict[str, list[DepartmentYear]] = {}
    for place in departments(data, year):
        found.setdefault(on_disk(place.department), []).append(place)
    yield from (each for each in found.values() if len(each) > 1)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def file_names(folder: Path | str) -> Iterator[str]:
    """Yield the names of the YAML files a department fills in, from its folder on; not of those the program writes."""
    yield from (name for name in sorted(_file_names(str(folder), "")) if name not in approval.WRITTEN)


def copy_files(data: Path, place: DepartmentYear, copy: Path) -> None:
    """Copy a department's YAML files, those the program writes among them, to the same place below another folder.

    Raises:
        OSError: about a file that cannot be read, or that a link leads out of the data.
    """
    for name in sorted(_file_names(str(data / str(place)), "")):
        file = data / str(place) / name
        stay_within(file, data)
        there = copy / str(place) / name
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(read_file(file, LARGEST + 1))


def misnamed(folder: Path) -> Iterator[str]:
    """Yield the names, from the folder on, that look like those of YAML files and do not end so: ``actuals.yaml.txt``."""
    for name in sorted(_names_below(str(folder), "")):
        if is_misnamed(name):
            yield name


def is_misnamed(name: str) -> bool:
    """Tell whether a name looks like that of a YAML file and does not end so: ``actuals．yaml``."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return any(suffix in plain for suffix in SUFFIXES) and not name.lower().endswith(SUFFIXES)


def find_unreadable(folder: Path) -> Iterator[tuple[str, OSError]]:
    """Yield the name of every file beside a department's data that cannot be read, with the reason."""
    written = (name for name in approval.WRITTEN if os.path.lexists(folder / name))
    for name in (*file_names(folder), *written):
        try:
            read_file(folder / name, 0)
        except OSError as error:
            yield name, error


def _file_names(folder: str, below: str) -> Iterator[str]:
    return (name for name in _names_below(folder, below) if name.lower().endswith(SUFFIXES))


def _names_below(folder: str, below: str) -> Iterator[str]:
    """Yield the names of all files that somebody put below a folder; of an inner one that is not read, ``projects/*.yaml``."""
    try:
        found = os.scandir(folder)
    except OSError:
        if below:
            yield below + UNLISTED
        return
    with found:
        for entry in found:
            if entry.name[0] == ".":
                continue
            if entry.name.lower().endswith(SUFFIXES) or os.path.isfile(entry.path):
                yield below + entry.name
            elif entry.is_symlink():  # what a link leads to is left out: it may be above
                yield f"{below}{entry.name}/{UNLISTED}"
            else:
                yield from _names_below(entry.path, f"{below}{entry.name}/")
