"""How the department, its projects and its indicators are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from selfeval.form.form import Form, Subject
from selfeval.rules.finding import Finding
from selfeval.rules.text.paragraph import paragraphs, say, say_once, spots
from selfeval.submission import Submission

_NAME = ("部门", "名称")
_AREA = re.compile(r"^.+?(?:省|自治区|市|州)(?=.+[市区县旗].{2,}[局委办院馆站所校队厅社会]$)")
_PROJECT = re.compile("本项目")
_OTHER_PROJECT = re.compile("(?<!本)项目")
_OFFICE = ("局", "厅", "委", "办", "委员会", "办公室")
_FINAL = re.compile(r"[。；，、;,]$")
_NAMES = frozenset({"名称", "标题"})


def department_misspelt(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find the department's own name with one character lost or doubled."""
    leaf = submission.leaf(_NAME)
    if leaf is None:
        return
    full = str(leaf.text).strip()
    known = {full, _AREA.sub("", full)}
    found = [spot for spot in spots(_misspelt(frozenset(known)), paragraphs(submission, form)) if spot.match[1]]
    for wrong in dict.fromkeys(spot.match[1] for spot in found):
        same = [spot for spot in found if spot.match[1] == wrong]
        right = next(name for name in sorted(known) if wrong in _slips(name))
        yield from say_once(same, f"“{wrong}”和部门名称“{right}”差一个字", right)


def project_for_department(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find 本项目 in a department's own document where no project was named before."""
    if form.subject is not Subject.DEPARTMENT:
        return
    for spot in spots(_PROJECT, paragraphs(submission, form)):
        text = str(spot.paragraph.text)
        if "项目" not in spot.paragraph.leaf.where and not _OTHER_PROJECT.search(text, 0, spot.match.start()):
            yield say(spot, "这份材料说的是整个部门，“本项目”像是从项目的材料带过来的", "本部门")


def stop_after_name(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find names and headings that end in a stop."""
    named = (each for each in paragraphs(submission, form) if each.key in _NAMES)
    found = list(spots(_FINAL, named))
    if found:
        name = found[0].paragraph.text
        yield from say_once(found, f"名称末尾不加“{name[-1]}”", str(name[:-1]))


@lru_cache(maxsize=64)
def _misspelt(names: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern that passes over the right names and catches wrong ones as its group."""
    right = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    slips = sorted({slip for name in names for slip in _slips(name)} - names, key=len, reverse=True)
    return re.compile(f"{right}|({'|'.join(map(re.escape, slips)) or '(?!)'})")


@lru_cache(maxsize=64)
def _slips(name: str) -> frozenset[str]:
    """Return a name of five characters or more with one of them lost or doubled, but not its first or last.

    和 is often left out on purpose, and so is 区 in 青湖图书馆, though not in the name of an office.
    """
    spared = "和与及" if name.endswith(_OFFICE) else "和与及省市区县"
    inner = range(1, len(name) - 1) if len(name) >= 5 else ()
    lost = {name[:at] + name[at + 1 :] for at in inner if name[at] not in spared}
    return frozenset(lost | {name[:at] + name[at] + name[at:] for at in inner})
