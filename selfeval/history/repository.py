"""The git commands that a department's history needs; no other module runs git."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from selfeval.text.pattern import regex

_SAFE = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    "core.sshCommand=false",
    "core.askPass=false",
    "core.editor=false",
    "commit.gpgSign=false",
    "tag.gpgSign=false",
    "tag.forceSignAnnotated=false",
    "log.showSignature=false",
    "diff.ignoreSubmodules=all",
    "submodule.recurse=false",
    "protocol.allow=never",
    "credential.helper=",
    "gc.auto=0",
    "maintenance.auto=false",
    "safe.bareRepository=explicit",
)
"""The settings under which git runs no program that a repository names: monitors, hooks, signers, transports."""
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
_NO_FILTER = {"clean": "", "smudge": "", "process": "", "required": "false"}

_FIELD, _RECORD = "\x1f", "\x1e"
MOST_VERSIONS = 200
"""How many commits of a folder are looked through."""


PATIENCE = 5.0
"""For how many seconds another git at work in the same place is waited for."""

_LOOK = 0.02
_UNFINISHED = ("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD")
"""What git keeps while a merge or the like waits for somebody."""


class GitError(Exception):
    """Say in one Chinese sentence what git refused to do."""


class LastEdit(NamedTuple):
    """Hold the day on which a department's files were last changed, and who changed them."""

    day: str
    who: str


class Tag(NamedTuple):
    """Hold one annotated tag: its name, day, author, the commit it marks and the first line of its message."""

    name: str
    day: str
    who: str
    commit: str
    message: str


class Conflict(NamedTuple):
    """Hold one file on which two sides of a merge do not agree, and the blob of each side, empty where it is gone there."""

    path: Path
    ours: str
    theirs: str


@dataclass(frozen=True)
class Repository:
    """Hold the top folder of a git repository."""

    top: Path

    def revision(self, name: str) -> str:
        """Return the commit that a revision names."""
        try:
            return self._text("rev-parse --verify --quiet", f"{name}^{{commit}}").strip()
        except GitError as error:
            raise GitError(f"git 里没有“{name}”这个版本；用 git log 看有哪些") from error

    def files(self, revision: str, folder: Path) -> dict[str, bytes]:
        """Return the files of a folder at a revision, by their names in it."""
        home = f"{self._path(folder)}/"
        names = self._text("ls-tree -r -z --name-only", revision, "--", home).split("\0")
        return {
            name.removeprefix(home): _git(self.top, "cat-file blob", f"{revision}:{name}") for name in names if name
        }

    def versions(self, folder: Path, suffix: str) -> Iterator[bytes]:
        """Yield every committed version of the files of a suffix in a folder, the latest first."""
        home = self._path(folder)
        log = self._text(f"log --no-renames --diff-filter=AM --raw --no-abbrev --format= -{MOST_VERSIONS} --", home)
        for line in log.splitlines():
            head, _, name = line.partition("\t")
            if name.strip('"').endswith(suffix):
                yield _git(self.top, "cat-file blob", head.split()[3])

    def last_added(self, data: Path, name: str) -> dict[str, str]:
        """Return the commit with which each department (``2024/liwan``) last changed a file of a name, there now or not."""
        if not _succeeds(self.top, "rev-parse --verify --quiet HEAD"):
            return {}
        form = f"--format={_RECORD}%h"
        command = f"{_PLAIN} log --relative --no-renames --diff-filter=AM --name-only"
        log = _git(data, command, form, "--", f":(glob)*/*/{name}").decode(errors="replace")
        found: dict[str, str] = {}
        for commit in log.split(_RECORD)[1:]:
            number, *names = commit.splitlines()
            for path in filter(None, names):
                found.setdefault(_department_of(path.strip('"')), number)
        return found

    def gone(self, data: Path, name: str) -> frozenset[str]:
        """Return the departments (``2024/liwan``) of which the last commit has a file of a name that is there no more."""
        if not _succeeds(self.top, "rev-parse --verify --quiet HEAD"):
            return frozenset()
        command = f"{_PLAIN} diff --relative --no-renames --diff-filter=D --name-only -z HEAD"
        listed = _git(data, command, "--", f":(glob)*/*/{name}").decode(errors="replace")
        return frozenset(map(_department_of, filter(None, listed.split("\0"))))

    def last_edits(self, data: Path) -> dict[str, LastEdit]:
        """Return the day and author of the last commit of every department (``2024/liwan``) below the data folder."""
        found: dict[str, LastEdit] = {}
        if not _succeeds(self.top, "rev-parse --verify --quiet HEAD"):
            return found
        form = f"--format={_RECORD}%cs{_FIELD}%an"
        log = _git(data, f"{_PLAIN} log --relative --no-renames --name-only", form, "--", ".").decode(errors="replace")
        for commit in log.split(_RECORD)[1:]:
            head, *names = commit.splitlines()
            day, _, who = head.partition(_FIELD)
            for name in filter(None, names):
                found.setdefault(_department_of(name.strip('"')), LastEdit(day, who))
        return found

    def uncommitted(self, data: Path) -> frozenset[str]:
        """Return every department (``2024/liwan``) with changes that are not committed."""
        wanted = "status --porcelain -z --no-renames --untracked-files=all --ignore-submodules=all --"
        shown = self._text(wanted, self._path(data))
        home = f"{self._path(data)}/".removeprefix("./")
        return frozenset(_department_of(entry[3:].removeprefix(home)) for entry in shown.split("\0") if entry)

    def conflicts(self) -> list[Conflict]:
        """Return the files on which a merge stopped."""
        sides: dict[str, dict[str, str]] = {}
        for entry in filter(None, self._text("ls-files --unmerged -z").split("\0")):
            head, _, name = entry.partition("\t")
            _, blob, stage = head.split()
            sides.setdefault(name, {})[stage] = blob
        return [Conflict(self.top / name, each.get("2", ""), each.get("3", "")) for name, each in sides.items()]

    def content(self, blob: str) -> bytes:
        """Return the bytes of a blob."""
        return _git(self.top, "cat-file blob", blob)

    def settle(self, paths: Iterable[Path]) -> None:
        """Stage everything below some paths as it is there now, or is gone, so that it is in conflict no more."""
        self._text("add --all --", *(self._path(path) for path in paths))

    def require_author(self) -> None:
        """Raise GitError where git does not know who commits here."""
        try:
            self._text("var GIT_COMMITTER_IDENT")
        except GitError as error:
            told = "git config user.name 姓名，再运行：git config user.email 邮箱"
            raise GitError(f"git 还不知道您是谁。先运行：{told}") from error

    def require_free(self, tag: str) -> None:
        """Raise GitError where a tag of this name cannot be made, or something else has to be finished first."""
        if not _succeeds(self.top, "check-ref-format", f"refs/tags/{tag}"):
            told = "文件夹名里不要用 ~ ^ : ? * [ 空格、两个连着的点，也不要以点或 .lock 结尾"
            raise GitError(f"git 不认“{tag}”这个名字，做不了标记；{told}，改名以后再记")
        for name in _UNFINISHED:
            if self._git_path(name).exists():
                raise GitError(
                    "上一次合并还没有做完；先改好冲突，运行 python build.py build --resolve，再运行 git commit"
                )
        if not _succeeds(self.top, "symbolic-ref --quiet HEAD"):
            told = "先回到原来的分支（git switch main，或者 git switch -c 新分支）"
            raise GitError(f"git 现在停在一个旧版本上，不在哪个分支上，记了以后会找不到；{told}，再记")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other git, and every other record, out of the index until this is done.

        What was staged when it is done without an error is the index then; else nothing of it stays.

        Raises:
            GitError: where another git is at work for longer than patience lasts.
        """
        index, lock = self._git_path("index"), self._git_path("index.lock")
        _create(lock)
        try:
            if index.exists():
                lock.write_bytes(index.read_bytes())
                shutil.copystat(index, lock)  # git tells by the time of the index what changed right after it
            else:
                self._in_index(lock, "read-tree --empty")
            yield
            os.replace(lock, index)
        finally:
            lock.unlink(missing_ok=True)

    def commit_with_tag(self, paths: Iterable[Path], message: str, tag: str) -> None:
        """Commit everything below some paths, and nothing else, and mark it with an annotated tag: both, or neither.

        The repository must be `locked`. Nothing of what others staged is committed or lost.
        """
        names = [self._path(path) for path in paths]
        head = self._text("rev-parse HEAD").strip() if _succeeds(self.top, "rev-parse --verify --quiet HEAD") else ""
        beside = self._git_path(f"record-{os.getpid()}")
        try:
            self._in_index(beside, f"read-tree {head or '--empty'}")
            self._in_index(beside, "add --all --", *names)
            tree = self._in_index(beside, "write-tree").strip()
        finally:
            beside.unlink(missing_ok=True)
        parent = f" -p {head}" if head else ""
        commit = self._text(f"commit-tree{parent} -m", message, tree).strip()
        tagger = self._text("var GIT_COMMITTER_IDENT").strip()
        head_of_tag = f"object {commit}\ntype commit\ntag {tag}\ntagger {tagger}\n\n{message}\n"
        marked = self._text("mktag", given=head_of_tag).strip()
        none = "0" * len(commit)
        moves = f"update HEAD\0{commit}\0{head or none}\0create refs/tags/{tag}\0{marked}\0"
        self._in_index(self._git_path("index.lock"), "add --all --", *names)
        self._text("update-ref -z --stdin -m record", given=moves)

    def tags(self) -> tuple[Tag, ...]:
        """Return the annotated tags, oldest first."""
        wanted = ("refname:strip=2", "taggerdate:short", "taggername", "*objectname:short", "contents:subject")
        form = _FIELD.join(f"%({field})" for field in wanted)
        lines = self._text("for-each-ref refs/tags --sort=creatordate", f"--format={form}").splitlines()
        tags = (Tag(*line.split(_FIELD)) for line in lines)
        return tuple(tag for tag in tags if tag.day)

    def _path(self, path: Path) -> str:
        try:
            return path.resolve().relative_to(self.top).as_posix()
        except ValueError as error:
            raise GitError(f"{path} 和数据不在同一个 git 仓库里") from error

    def _text(self, command: str, *arguments: str, given: str = "") -> str:
        return _git(self.top, f"{_PLAIN} {command}", *arguments, given=given).decode(errors="replace")

    def _in_index(self, index: Path, command: str, *arguments: str) -> str:
        """Run a git command that reads and writes another index than the repository's own."""
        return _git(self.top, command, *arguments, index=index).decode(errors="replace")

    def _git_path(self, name: str) -> Path:
        """Return the path of a file that git itself keeps."""
        return self.top / self._text("rev-parse --git-path", name).strip()


_PLAIN = "-c core.quotepath=false"


def find(folder: Path) -> Repository | None:
    """Return the repository a folder lies in, None where there is none or no git."""
    try:
        top = _git(folder.resolve(), "rev-parse --show-toplevel").decode().strip()
    except GitError:
        return None
    return Repository(Path(top).resolve())


def what_is_wrong(folder: Path) -> str:
    """Say in plain words why git cannot use the repository that stands in or above a folder; empty where none stands there."""
    home = folder.resolve()
    if not any((each / ".git").exists() for each in (home, *home.parents)):
        return ""
    try:
        _git(home, "rev-parse --show-toplevel")
    except GitError as error:
        return str(error)
    return ""


def _department_of(path: str) -> str:
    """Return the department (``2024/liwan``) to which a path below the data folder belongs."""
    return "/".join(path.split("/")[:2])


def _create(lock: Path) -> None:
    """Make the lock by which every git knows that another one is at work; wait a little where it is there."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            os.close(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        except FileExistsError as error:
            if time.monotonic() > deadline:
                told = "等它做完；确实没有别的 git 在运行的，删去这个文件"
                raise GitError(f"git 没有做成：有别的 git 正在这里做（{lock}）；{told}") from error
            time.sleep(_LOOK)
        except OSError as error:
            raise GitError(f"git 没有做成：写不了 {lock}") from error
        else:
            return


def _succeeds(folder: Path, command: str, *arguments: str) -> bool:
    try:
        _git(folder, command, *arguments)
    except GitError:
        return False
    return True


def _git(folder: Path, command: str, *arguments: str, given: str = "", index: Path | None = None) -> bytes:
    """Run a git command and return what it prints; ``command`` holds its words and options, separated by blanks.

    It reads what is ``given``, and works on another ``index`` than the repository's own, if one is named.
    Nothing that the repository's own settings name is run: it may have come from somebody else.
    """
    settings = _without_filters(folder) | ({"GIT_INDEX_FILE": str(index)} if index else {})
    return _run(folder, [*command.split(), *arguments], settings, given.encode())


_SAID: tuple[tuple[re.Pattern[str], str], ...] = (
    (regex("no space left|disk quota", re.IGNORECASE), "磁盘满了；腾出地方再做一次"),
    (
        regex("index file|bad index|index uses|bad signature"),
        "git 的暂存区坏了；删去 .git/index，运行 git reset，再做一次",
    ),
    (
        regex(r"\.lock'?:? file exists|unable to create '.*\.lock|cannot lock", re.IGNORECASE),
        "有别的 git 正在这里做；等它做完再做一次",
    ),
    (
        regex("permission denied|insufficient permission|read-only", re.IGNORECASE),
        "没有写 .git 文件夹的权限；关掉占用它的程序，或者换有权限的人做",
    ),
    (
        regex("dubious ownership"),
        "这个文件夹是别的用户建的，git 不肯用；照 git status 说的那一行 safe.directory 运行一次",
    ),
    (regex("bad config|config file"), "git 的设置（.git/config）写坏了；运行 git status，照它说的第几行改好"),
    (
        regex("partial commit|unmerged|not concluded|MERGE_HEAD"),
        "上一次合并还没有做完；先改好冲突，运行 python build.py build --resolve，再运行 git commit",
    ),
    (
        regex("ambiguous argument|unknown revision|bad revision|not a valid object name"),
        "git 里没有这个版本；用 git log 看有哪些",
    ),
    (
        regex(
            "corrupt|missing (?:blob|tree|commit)|bad object|unable to (?:read|unpack)|object file|loose object|did not send"
        ),
        "git 仓库里坏了或缺了东西；从别的电脑或服务器重新取一份（git clone），把改过的 data 拷过去",
    ),
    (regex("not a git repository"), "这里不是 git 仓库；先在项目文件夹运行 git init"),
)
"""What git says where it gives up, and what that is in plain words, with what to do."""


def _in_plain_words(said: str, command: str) -> str:
    """Return in Chinese why git gave up and what to do; git's own first line stands behind it for whoever helps."""
    first = next(iter(said.splitlines()), command)
    told = next(
        (words for pattern, words in _SAID if pattern.search(said)), "运行 git status，看它说什么，改好再做一次"
    )
    return f"git 没有做成：{told}（git 的原话：{first}）"


def _without_filters(folder: Path) -> dict[str, str]:
    """Return the settings, as variables, that turn off the filters which the repository itself declares."""
    listed = _run(folder, ["config", "--list", "--includes", "--show-scope", "--null"], {}).decode(errors="replace")
    fields = iter(listed.split("\0"))
    names = {
        entry.split("\n")[0] for scope, entry in zip(fields, fields, strict=False) if scope in ("local", "worktree")
    }
    filters = sorted({name.rpartition(".")[0] for name in names if name.startswith("filter.")})
    off = [(f"{name}.{key}", value) for name in filters for key, value in _NO_FILTER.items()]
    pairs = {
        f"GIT_CONFIG_{part}_{at}": text
        for at, pair in enumerate(off)
        for part, text in zip(("KEY", "VALUE"), pair, strict=True)
    }
    return {"GIT_CONFIG_COUNT": str(len(off)), **pairs} if off else {}


def _run(folder: Path, arguments: Sequence[str], settings: Mapping[str, str], given: bytes = b"") -> bytes:
    call = [
        "git",
        "--no-pager",
        *(word for setting in _SAFE for word in ("-c", setting)),
        "-C",
        str(folder),
        *arguments,
    ]
    command = arguments[0]
    try:
        done = subprocess.run(
            call, input=given, capture_output=True, check=False, env={**os.environ, **_QUIET, **settings}
        )
    except OSError as error:
        raise GitError("这台电脑上没有 git") from error
    if done.returncode:
        raise GitError(_in_plain_words(done.stderr.decode(errors="replace").strip(), command))
    return done.stdout
