"""The extension for VS Code: one small file, the same bytes every time, complete, and of the program's version."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from click.testing import CliRunner

from selfeval import __version__
from selfeval.authoring.server import FIGURES, ON_SAVE, SECTION, WHEN
from selfeval.cli.vsix import NAME, SOURCE, packed, vsix_command


def test_it_is_small_and_always_the_same() -> None:
    """At most 150 KB; two packings do not differ in one byte."""
    assert packed() == packed()
    assert len(packed()) <= 150 * 1024


def test_the_command_to_install_it_may_be_copied(tmp_path: Path) -> None:
    """A folder with a blank in its name is quoted."""
    for name in ("out", "my out"):
        result = CliRunner().invoke(vsix_command, ["--out", str(tmp_path / name)])
        *_, command = result.output.splitlines()
        _, _, path = command.partition("--install-extension ")
        assert path == (f'"{tmp_path / name / NAME}"' if " " in name else str(tmp_path / name / NAME))


def test_it_holds_what_it_names() -> None:
    """Program, description, manifest and the licences of what is in it; nothing else."""
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        names = archive.namelist()
        described = json.loads(archive.read("extension/package.json"))
        manifest = ElementTree.fromstring(archive.read("extension.vsixmanifest"))
    assert names == sorted(names)
    assert set(names) == {
        "[Content_Types].xml",
        "extension.vsixmanifest",
        *(f"extension/{name}" for name in ("LICENSES.txt", "README.md", "extension.js", "package.json")),
    }
    assert described["version"] == __version__
    assert f"extension/{described['main'][2:]}" in names
    paths = [asset.attrib["Path"] for asset in manifest.iter() if asset.tag.endswith("Asset")]
    assert set(paths) <= set(names)


def test_its_settings_are_those_the_server_knows() -> None:
    """The Chinese names and choices are the same on both sides."""
    described = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    settings = described["contributes"]["configuration"]["properties"]
    assert {f"{SECTION}.{WHEN}", f"{SECTION}.{FIGURES}"} <= settings.keys()
    assert ON_SAVE in settings[f"{SECTION}.{WHEN}"]["enum"]


def test_the_built_file_is_of_the_source() -> None:
    """Whoever changes the source builds it anew: every sentence of the source stands in the built file."""
    source = (SOURCE / "source" / "extension.js").read_text(encoding="utf-8")
    built = (SOURCE / "extension.js").read_text(encoding="utf-8")
    words = re.findall(r"[㐀-鿿]{2,}", re.sub(r"^//.*$", "", source, flags=re.MULTILINE))
    assert len(words) > 10
    assert [word for word in words if word not in built] == []
