"""The fields that ``fields.yaml`` and ``form.yaml`` declare: put over those known already, each in one file and at a place that works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from selfeval.form.declaration import DeclarationError, FieldWords, entries, field_words, key_path, make_field, suggest
from selfeval.form.expression import KeyPath
from selfeval.form.field import CONTAINERS, DEPARTMENT_KEY, EXPLANATIONS_KEY, FORMS_KEY, YEAR_KEY, Field, Kind
from selfeval.form.spelled import spell_out
from selfeval.source.node import Node
from selfeval.text.name import nearest

EVERYWHERE = frozenset({DEPARTMENT_KEY, YEAR_KEY, FORMS_KEY, EXPLANATIONS_KEY})
"""The keys at the top that a department writes whatever files its forms read."""

Fields = Mapping[KeyPath, Field]
_ROWS = (Kind.LIST, Kind.INDICATORS)


def read_field_words(node: Node | None) -> dict[KeyPath, FieldWords]:
    """Return what is declared of each field, in order."""
    declared = spell_out(entries(node)).items() if node else ()
    return {key_path(key): field_words(key, words) for key, words in declared}


def paths_above(path: KeyPath) -> list[KeyPath]:
    """Return the paths above one, nearest first."""
    return [path[:end] for end in range(len(path) - 1, 0, -1)]


def read_vocabulary(node: Node | None, known: Fields) -> dict[KeyPath, Field]:
    """Return the fields that a ``fields.yaml`` declares over the fields known already."""
    declared = read_field_words(node)
    homes = find_files(declared, known, "")
    fields: dict[KeyPath, Field] = {}
    for path, words in declared.items():
        for head in reversed(paths_above(path)):
            fields.setdefault(head, known.get(head) or Field(head, file=homes[path[0]], declared=words.key))
        fields[path] = make_field(known.get(path) or Field(path), words)._replace(file=homes[path[0]])
    for path, words in declared.items():
        _copy_columns(fields[path], words, {**known, **fields}, fields)
    for path, words in declared.items():
        if "指标表" in words.words:
            raise DeclarationError(words.place("指标表"), "“指标表”只能写在 form.yaml 里")
        check_place(fields[path], words, {**known, **fields})
    return fields


def _copy_columns(field: Field, words: FieldWords, known: Fields, fields: dict[KeyPath, Field]) -> None:
    """Add to ``fields`` the columns that a field has in common with another (同)."""
    source, path = field.same_as, field.path
    if not source:
        return
    if source not in known or path[: len(source)] == source or source[: len(path)] == path:
        near = suggest(".".join(source), (".".join(other) for other in known if other != path))
        raise DeclarationError(words.place("同"), f"“{'.'.join(source)}”不是另一个键，不能和它一样{near}")
    for other, original in known.items():
        if other[: len(source)] == source and len(other) > len(source):
            copied = path + other[len(source) :]
            fields.setdefault(copied, original._replace(path=copied, file=field.file))


def find_files(declared: Mapping[KeyPath, FieldWords], known: Fields, otherwise: str) -> Mapping[str, str]:
    """Return the file in which each key at the top is typed.

    It is the one that the key itself declares, in whatever order; else the one known already, else the one that a key
    below declares. Any other file below is refused.
    """
    files: dict[str, str] = {}
    for key in dict.fromkeys(path[0] for path in declared):
        below = {path: words for path, words in declared.items() if path[0] == key and "文件" in words.words}
        inherited = known[(key,)].file if (key,) in known else ""
        first = str(next(iter(below.values())).attributes["file"]) if below else otherwise
        files[key] = str(below[(key,)].attributes["file"]) if (key,) in below else inherited or first
        for path, words in below.items():
            if words.attributes["file"] != files[key]:
                message = f"“{key}”写在 {files[key]} 里，下面的“{path[-1]}”不能另写一个文件；“文件”写在“{key}”下面"
                raise DeclarationError(words.place("文件"), message)
    return files


def check_files(declared: Mapping[KeyPath, FieldWords], fields: Fields, files: Iterable[str]) -> None:
    """Refuse a field that is typed in a file which the form does not read."""
    listed = tuple(files)
    for path, words in declared.items():
        field = fields[path]
        if (
            field.kind is Kind.GROUP
            or field.formula is not None
            or field.drawn
            or path[0] in EVERYWHERE
            or field.file in listed
        ):
            continue
        near = nearest(field.file, listed, 0.8) if "文件" in words.words else ""
        advice = f"是不是 {near}？" if near else f"在“数据”下面加一行“- {field.file}”"
        raise DeclarationError(
            words.place("文件"), f"“{field.key}”写在 {field.file} 里，“数据”没有列这个文件；{advice}"
        )


def check_place(field: Field, words: FieldWords, known: Fields) -> None:
    """Refuse a field that cannot stand where it does, or whose 对应 or 缺省 finds nothing from there."""
    path = field.path
    for head in paths_above(path):
        if known[head].kind not in CONTAINERS:
            raise DeclarationError(words.key.place, f"“{'.'.join(head)}”是{known[head].kind}，下面不能再有“{path[-1]}”")
    if field.kind is Kind.RESULTS:
        _check_results(field, words, known)
    if field.kind is Kind.FACTS and len(path) > 1:
        raise DeclarationError(words.key.place, f"“{field.key}”的类型是事实，要写在最上面一层，例如“{path[-1]}”")
    if "缺省" in words.words:
        _check_fallback(field, words, known)


def _check_results(field: Field, words: FieldWords, known: Fields) -> None:
    of, name = field.results_of, ".".join(field.results_of)
    if not of:
        raise DeclarationError(words.key.place, f"“{field.key}”的类型是对应，要用“对应”写明是哪个列表或指标的完成情况")
    rows = [".".join(path) for path, other in known.items() if other.kind in _ROWS]
    if of not in known or known[of].kind not in _ROWS:
        raise DeclarationError(words.place("对应"), f"“{name}”不是列表或指标，不能对应{suggest(name, rows)}")
    above = known[field.path[:-1]] if len(field.path) > 1 else None
    if above and above.kind is not Kind.RESULTS:
        raise DeclarationError(
            words.key.place, f"“{field.key}”要写在最上面一层，或写在另一个对应下面，不能在{above.kind}里"
        )
    if of[:-1] != (above.results_of if above else ()):
        inside = f"“{'.'.join(of[:-1])}”的完成情况下面" if len(of) > 1 else "最上面一层"
        raise DeclarationError(words.place("对应"), f"“{name}”的完成情况要写在{inside}，“{field.key}”不在那里")


def _check_fallback(field: Field, words: FieldWords, known: Fields) -> None:
    above = known.get(field.path[:-1])
    if above is None or above.kind not in (*_ROWS, Kind.RESULTS):
        raise DeclarationError(words.place("缺省"), f"“{field.key}”不是列表、指标或对应的一列，不能写“缺省”")
    homes = [above.path, above.results_of] if above.kind is Kind.RESULTS else [above.path]
    columns = [path[-1] for path, other in known.items() if path[:-1] in homes and other.kind not in CONTAINERS]
    if field.fallback not in columns or field.fallback == field.path[-1]:
        others = [column for column in columns if column != field.path[-1]]
        message = f"“{field.fallback}”不是同一条里的另一列{suggest(field.fallback, others)}"
        raise DeclarationError(words.place("缺省"), message)
