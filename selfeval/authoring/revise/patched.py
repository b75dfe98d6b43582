"""The files with what is brought back: characters in place of others, lines in between, keys that were not typed yet."""

from __future__ import annotations

from collections.abc import Sequence, Set

from selfeval.authoring.revise.changes import Changes, Patch
from selfeval.authoring.revise.revision import RevisedFile
from selfeval.authoring.skeleton.complete import complete
from selfeval.authoring.skeleton.filled import filled
from selfeval.form.schema import shape
from selfeval.source.decode import decode
from selfeval.source.read import read


def patched(changes: Changes, failed: Set[str]) -> list[RevisedFile]:
    """Return the files that change, without what brings back the keys that failed."""
    patches = [patch for patch in changes.patches if patch.key not in failed]
    additions = [item for key, item in changes.additions if key in changes.wanted and key not in failed]
    made: list[RevisedFile] = []
    schema = changes.made.submission.schema
    for file in changes.made.submission.files:
        new = _with_patches(file.data, [patch for patch in patches if patch.file == file.shown])
        keys = shape(schema, file.declared)
        for item in additions:
            new = complete(new, read(new, file.shown, keys).root, filled(schema, file.declared, item))
        if new != file.data:
            made.append(RevisedFile(file.name, file.data, new))
    return made


def _with_patches(data: bytes, patches: Sequence[Patch]) -> bytes:
    if not patches:
        return data
    decoded = decode(data, ())
    lines = list(decoded.lines)
    usual = next(filter(None, decoded.ends), "\n")
    for change in sorted((change for patch in patches for change in patch.changes), reverse=True):
        line = lines[change.line]
        lines[change.line] = line[: change.start] + change.text.replace("\n", usual) + line[change.end :]
    added: dict[int, list[str]] = {}
    for insertion in (insertion for patch in patches for insertion in patch.insertions):
        added.setdefault(insertion.line, []).extend(insertion.lines)
    ends = list(decoded.ends)
    if len(lines) in added and ends and not ends[-1]:
        ends[-1] = usual
    made: list[str] = []
    for number in range(len(lines) + 1):
        made += [line + usual for line in added.get(number, ())]
        made += [lines[number] + ends[number]] if number < len(lines) else []
    return decoded.mark + "".join(made).encode()
