"""The command vsix: the extension for VS Code as one file, the same bytes every time, with nothing to download."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import click

from selfeval import __version__
from selfeval.cli.options import ROOT, SHIPPED, help_option, out_option, path_as_shown
from selfeval.pipeline.save import save

SOURCE = SHIPPED / "editor" / "vscode"
NAME = "selfeval.vsix"
FILES = ("LICENSES.txt", "README.md", "extension.js", "package.json")
_DATE = (1980, 1, 1, 0, 0, 0)
_TYPES = {".json": "application/json", ".js": "application/javascript", ".md": "text/markdown", ".txt": "text/plain"}


@click.command("vsix")
@out_option("扩展", ROOT / "build")
@help_option
def vsix_command(out: Path) -> None:
    """把 VS Code 的扩展写成一个文件 selfeval.vsix，装上以后边写边查。

    装：code --install-extension build/selfeval.vsix

    例：python build.py vsix
    """
    path = out / NAME
    save(path, packed())
    shown = path_as_shown(path).as_posix()
    click.echo(f"{shown}，{path.stat().st_size // 1024} KB")
    typed = f'"{shown}"' if " " in shown else shown
    click.echo(f"装到 VS Code：code --install-extension {typed}")


def packed() -> bytes:
    """Return the extension as VS Code installs it, with the version of the program."""
    described = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    for unused in ("devDependencies", "scripts"):
        described.pop(unused)
    described["version"] = __version__
    files = {f"extension/{name}": (SOURCE / name).read_bytes() for name in FILES}
    files["extension/package.json"] = (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()
    files |= {"[Content_Types].xml": _content_types().encode(), "extension.vsixmanifest": _manifest(described).encode()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return made.getvalue()


def _content_types() -> str:
    kinds = {**_TYPES, ".vsixmanifest": "text/xml"}
    rows = "".join(f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in sorted(kinds.items()))
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="{types}">{rows}</Types>\n'


def _manifest(described: dict[str, object]) -> str:
    """Return what VS Code reads of the extension before it unpacks it."""

    def value(name: str) -> str:
        return quoteattr(str(described[name]))

    engine = described["engines"]
    assert isinstance(engine, dict)
    assets = {
        "Microsoft.VisualStudio.Code.Manifest": "extension/package.json",
        "Microsoft.VisualStudio.Services.Content.Details": "extension/README.md",
        "Microsoft.VisualStudio.Services.Content.License": "extension/LICENSES.txt",
    }
    listed = "".join(f'<Asset Type="{kind}" Path="{path}" Addressable="true"/>' for kind, path in assets.items())
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">\n'
        f'<Metadata><Identity Language="zh-CN" Id={value("name")} Version={value("version")} '
        f"Publisher={value('publisher')}/><DisplayName>{escape(str(described['displayName']))}</DisplayName>"
        f'<Description xml:space="preserve">{escape(str(described["description"]))}</Description>'
        "<Categories>Linters,Programming Languages</Categories><License>extension/LICENSES.txt</License>"
        f'<Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value={quoteattr(str(engine["vscode"]))}/>'
        '<Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/></Properties></Metadata>\n'
        '<Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation><Dependencies/>\n'
        f"<Assets>{listed}</Assets>\n</PackageManifest>\n"
    )
