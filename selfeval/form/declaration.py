"""The words of ``fields.yaml`` and ``form.yaml``: which values each may have, and how they are read.

Every reader here takes a node, returns its value, and raises DeclarationError where the node holds something else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from selfeval.form.condition import Condition
from selfeval.form.expression import Expression, ExpressionError, KeyPath, names, parse
from selfeval.form.field import CONTAINERS, FORMATTED, ROLE_KINDS, Field, Kind, Need, Role
from selfeval.problem import Level, Place, Problem
from selfeval.quantity.fields import number, percent
from selfeval.quantity.notation import COUNTERS, is_day_pattern
from selfeval.quantity.units import MONEY
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.source.shape import Holds, Shape
from selfeval.text.name import fold, nearest
from selfeval.text.pattern import regex
from selfeval.text.placeholder import find_placeholder, is_rule

T = TypeVar("T")

LEVELS: dict[str, Level | None] = {"错误": Level.ERROR, "提醒": Level.WARNING, "提示": Level.HINT, "关": None}


class DeclarationError(Exception):
    """Carry the place and the Chinese reason why a declaration cannot be used."""

    def __init__(self, place: Place, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.place, self.message, self.fix = place, message, fix

    def problem(self, forms: frozenset[str] | None) -> Problem:
        """Return the reason as a problem of the forms it makes unusable."""
        return Problem(self.place, "bad-declaration", Level.ERROR, self.message, self.fix, forms=forms)


LONGEST = 1000
"""The most characters of one text, a formula excepted: those of a table are spelled out."""


def text(node: Node) -> Text:
    """Return the text of a node, of a length that people read."""
    word = _text_of_any_length(node)
    if len(word) > LONGEST:
        raise DeclarationError(word.place, f"这里写了 {len(word)} 个字，最多 {LONGEST} 个")
    return word


def _text_of_any_length(node: Node) -> Text:
    """Return the text of a node; a list or map that a forgiving reader took for a text is none."""
    if not isinstance(node, Text) or not node:
        raise DeclarationError(node.place, "这里要写一段文字")
    if node[0] in "[{" and _is_plain(node) and _BRACKETED.fullmatch(node):
        raise DeclarationError(node.place, f"“{node[:20]}”不是一段文字；要印括号的，前后加引号")
    return node


_BRACKETED = regex(r"\[.*\]|\{(?!\{).*(?<!\})\}")


def _is_plain(word: Text) -> bool:
    """Tell whether a text was typed without quotes."""
    return word.origin is not None and not word.origin.style


def phrase(node: Node) -> Text:
    """Return a text that a form prints or says as it stands."""
    word = text(node)
    if _is_plain(word) and word.lower() in ("true", "false"):
        raise DeclarationError(word.place, f"“{word}”不是文字；是或否写“是”“否”，要印这个词的，前后加引号")
    return word


def saying(node: Node) -> Text:
    """Return a phrase that says something: there is a letter or character of a word in it."""
    word = phrase(node)
    if not any(map(str.isalpha, word)):
        raise DeclarationError(word.place, f"“{word}”没有说什么，这里要写一段文字")
    return word


def entries(node: Node) -> Entries:
    """Return the entries of a node, by their words."""
    if not isinstance(node, Entries):
        raise DeclarationError(node.place, "这里下面要分行写“词: 内容”")
    return node


def some_entries(node: Node) -> Entries:
    """Return the entries of a node, at least one."""
    if not node:
        raise DeclarationError(node.place, "这里是空的，下面要分行写“词: 内容”；用不着的，删去这一行")
    return entries(node)


def refuse_unseen(node: Node) -> None:
    """Refuse characters that nobody sees, which a text in double quotes may name by their codes: most print in no document."""
    if isinstance(node, Entries):
        for key, value in node.items():
            refuse_unseen(key)
            refuse_unseen(value)
    elif isinstance(node, Items):
        for item in node:
            refuse_unseen(item)
    elif not node.isprintable() and (found := _UNSEEN.search(node)):
        raise DeclarationError(node.place, f"这里有看不见的字符（U+{ord(found[0]):04X}），印不出来；删去它")


_UNSEEN = regex(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff]"
)


def drop_empty(node: Entries, shape: Shape) -> tuple[Entries, list[Text]]:
    """Return a declaration without the words behind which nothing was typed, and these words: they are as if not there.

    A name that the author invents may have nothing behind it; ``""``, ``[]`` and ``{}`` are typed and are no word's value.
    """
    made, empty = Entries(), list[Text]()
    made.origin = node.origin
    for key, value in node.items():
        below = shape.entry if shape.holds is Holds.NAMES else shape.keys.get(key)
        if (
            shape.holds is Holds.MAP
            and below is not None
            and isinstance(value, Text)
            and not value
            and _is_plain(value)
        ):
            empty.append(key)
        elif below is not None and isinstance(value, Entries):
            made[key], more = drop_empty(value, below)
            empty += more
        else:
            made[key] = value
    return made, empty


def texts(node: Node) -> tuple[Text, ...]:
    """Return the texts of a list; one text is a list of one."""
    if isinstance(node, Items):
        return tuple(phrase(item) for item in node)
    return (phrase(node),)


def one_of(words: Mapping[str, T]) -> Callable[[Node], T]:
    """Return a reader of one of some words, which gives what the word stands for."""

    def read(node: Node) -> T:
        word = text(node)
        if word not in words:
            raise DeclarationError(word.place, f"“{word}”不认识，只能写：{'、'.join(words)}{suggest(word, words)}")
        return words[word]

    return read


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the end of a message that asks for the known word most like a mistyped one: ``。是不是“标签”？``, or ""."""
    near = nearest(word, known, 0.5, str)
    return f"。是不是“{near}”？" if near else ""


def offer(word: str, known: Iterable[str]) -> str:
    """Return the end of a message that asks for the known word most like a mistyped one, and lists all where none is."""
    words = list(known)
    return suggest(word, words) or f"，可以写：{'、'.join(words)}"


def key_path(node: Node) -> KeyPath:
    """Return a dotted path of keys; each must be a plain identifier without brackets, spaces or stops."""
    word = text(node)
    parts = tuple(word.split("."))
    for part in parts:
        if not part.isidentifier() or unicodedata.normalize("NFKC", part) != part:
            raise DeclarationError(word.place, f"键“{part}”只能用汉字、字母、数字和下划线，不能有括号、标点和空格")
    return parts


def expression(node: Node) -> Expression:
    """Return a checked arithmetic expression, whose text knows where it was typed."""
    word = _text_of_any_length(node)
    try:
        made = parse(word)._replace(text=word)
    except ExpressionError as error:
        raise DeclarationError(word.place, str(error)) from error
    for used in names(made):
        text(Text(".".join(used), word.origin))
    return made


def decimal(node: Node) -> Decimal:
    """Return a number."""
    word = text(node)
    value = number(word).value
    if value is None:
        raise DeclarationError(word.place, f"“{word}”不是数字")
    return value


_FILE = regex(r"(?:[^*/\\]+/)*(?:[^*/\\]+|(?<=/)\*)\.ya?ml")


def file_name(node: Node) -> str:
    """Return the name of a file in a department's folder, or the pattern of files in one below it (``projects/*.yaml``)."""
    name = text(node)
    if not _FILE.fullmatch(name) or "." in name.split("/") or ".." in name.split("/"):
        message = f"“{name}”不是文件名，要写成 targets.yaml 的样子；一个项目一个文件的写 projects/*.yaml"
        raise DeclarationError(name.place, message)
    return str(name)


def _read_limit(node: Node) -> int:
    typed = text(node)
    count = typed.removesuffix("字").strip()
    if not (count.isascii() and count.isdecimal() and len(count) < 10 and int(count) > 0):
        raise DeclarationError(typed.place, f"“{typed}”不是字数，要写成 500 这样的数")
    return int(count)


def _read_choices(node: Node) -> tuple[str, ...]:
    if isinstance(node, Text) and len(parts := _JOINT.split(node)) > 1:
        raise DeclarationError(node.place, f"“{node}”是几个选项，要写成 [{', '.join(parts)}]")
    return _read_names(node)


_NO_SECOND = "无"


def _read_levels(node: Node) -> Mapping[str, tuple[str, ...]]:
    """Return the first-level headings with their second-level ones; a list of names has no second level, nor has one with 无."""
    if isinstance(node, Items) and node:
        for name in texts(node):
            _refuse_joined(name)
        return dict.fromkeys(_read_names(node), ())
    if not isinstance(node, Entries) or not node:
        message = "“层级”下面要分行写一级指标，后面方括号里写它的二级指标，例如“产出指标: [数量指标, 质量指标]”；没有二级的写“产出指标: 无”"
        raise DeclarationError(node.place, message)
    levels: dict[str, tuple[str, ...]] = {}
    for level1, level2 in node.items():
        _refuse_joined(text(level1))
        if isinstance(level2, Text) and level2 == _NO_SECOND:
            levels[str(level1)] = ()
            continue
        levels[str(level1)] = _read_names(level2)
        for name in texts(level2):
            _refuse_joined(name)
    return levels


_JOINT = regex(r"[，,；;、\s]+")
_SURE_JOINT = regex("[，,；;]")


def _refuse_joined(name: Text) -> None:
    """Refuse several names of indicators typed as one."""
    parts = [part for part in _JOINT.split(name) if part]
    if _SURE_JOINT.search(name) or (len(parts) > 1 and all(part.endswith("指标") for part in parts)):
        raise DeclarationError(name.place, f"“{name}”不是一个名称，要一个一个分开写：{', '.join(parts)}")


def _read_names(node: Node) -> tuple[str, ...]:
    """Return the names in a list, at least one; a name typed twice or never written is refused."""
    names = texts(node)
    if not names:
        raise DeclarationError(node.place, "方括号里是空的，要写名称")
    seen: set[str] = set()
    for name in names:
        if find_placeholder(name):
            raise DeclarationError(name.place, f"“{name}”不是一个名称")
        if fold(name) in seen:
            raise DeclarationError(name.place, f"“{name}”写了两次，只留一个")
        seen.add(fold(name))
    return tuple(map(str, names))


def _read_free(node: Node) -> bool | tuple[str, ...]:
    """Return whether a department may add rows of its own, or the first-level headings below which it may."""
    return YES_NO(node) if isinstance(node, Text) and node in ("是", "否") else _read_names(node)


def _read_steps(node: Node) -> tuple[tuple[Decimal, str], ...]:
    """Return lower bounds, a number or percentage each, with what is given from each on; the highest first."""
    found: dict[Decimal, str] = {}
    for bound, given in entries(node).items():
        read = percent(bound) if bound.endswith("%") else number(bound)
        if read.value is None:
            raise DeclarationError(bound.place, f"“{bound}”不是数，分档要写成“80%: 绿”的样子：达到 80% 的印绿")
        value = read.value / 100 if bound.endswith("%") else read.value
        if value in found:
            raise DeclarationError(bound.place, f"“{bound}”写了两次，只留一个")
        found[value] = str(phrase(given))
    if not found:
        raise DeclarationError(node.place, "“分档”下面要分行写“80%: 绿”的样子")
    return tuple(sorted(found.items(), reverse=True))


def condition(node: Node) -> Condition:
    """Return the one field that is answered, and its answers."""
    typed = entries(node)
    if len(typed) != 1:
        raise DeclarationError(node.place, "这里写一个键和它的答案，例如“完成可能性: [有可能, 不可能]”")
    ((asked, answers),) = typed.items()
    return Condition(key_path(asked), _read_names(answers))


_MOST_FILLERS = 50


_WHOLE = regex(r"[-+]?[0-9]+")


def _read_fillers(node: Node) -> tuple[str, ...]:
    """Return what rows without an item print in the place of its name: a number of blank rows, or a text for each."""
    if isinstance(node, Text) and _WHOLE.fullmatch(node):
        if not 0 < int(node[:4]) <= _MOST_FILLERS:
            raise DeclarationError(node.place, f"“空行”写 1 到 {_MOST_FILLERS} 的数")
        return ("",) * int(node)
    found = tuple(map(str, texts(node)))
    if not found or len(found) > _MOST_FILLERS:
        raise DeclarationError(node.place, f"“空行”写几行，或者 [指标1：, 指标2：, ……] 的样子，最多 {_MOST_FILLERS} 行")
    return found


def _read_all_fillers(node: Node) -> tuple[str, ...] | Mapping[str, tuple[str, ...]]:
    """Return the fillers of a list, or those below each of some headings of indicators."""
    if isinstance(node, Entries) and node:
        return {str(name): _read_fillers(each) for name, each in node.items()}
    return _read_fillers(node)


def _read_level_labels(node: Node) -> Mapping[str, str]:
    """Return what prints for headings, by their names."""
    if not isinstance(node, Entries) or not node:
        raise DeclarationError(node.place, "“层级标签”下面要分行写“产出指标: 表上印的字”的样子")
    return {str(name): str(phrase(label)) for name, label in node.items()}


_BESIDE = regex(r"[^*/\\]+\.ya?ml")


def _read_file_beside(node: Node) -> Text:
    name = text(node)
    if not _BESIDE.fullmatch(name):
        message = f"“{name}”不是文件名，要写成 indicators.yaml 的样子，和 form.yaml 放在一起"
        raise DeclarationError(name.place, message)
    return name


_TOTAL = "合计"


def _read_points(node: Node) -> Mapping[tuple[str, ...], Decimal]:
    """Return the points of headings: of a first-level one, and of those below it where it has a map of its own."""
    points: dict[tuple[str, ...], Decimal] = {}
    for name, value in some_entries(node).items():
        if not isinstance(value, Entries):
            points[(str(name),)] = _read_some_points(value)
            continue
        below: dict[tuple[str, ...], Decimal] = {
            (str(name), str(key)): _read_some_points(each) for key, each in some_entries(value).items() if key != _TOTAL
        }
        total = value.get(Text(_TOTAL))
        points[(str(name),)] = sum(below.values(), Decimal(0)) if total is None else _read_some_points(total)
        points |= below
    return points


def _read_some_points(node: Node) -> Decimal:
    points = decimal(node)
    if points < 0:
        raise DeclarationError(node.place, f"“{text(node)}”不能小于 0")
    return points


def _read_full_points(node: Node) -> bool | Decimal:
    """Return whether all points are to be 100, or what else they are to be."""
    word = text(node)
    found = {"100": True, "不限": False}[word] if word in ("100", "不限") else _read_some_points(node)
    if found == 0 and word != "不限":
        raise DeclarationError(node.place, "“满分”不能是 0；不是 100 分的写别的数，不核对的写“不限”")
    return found


_NUMBER_PATTERN = regex(r"(?:#,##0|0)(?:\.(?=[0#])0*#*)?%?")


_EXAMPLES = "#,##0.00、0.00、0.##、0，百分比写 0.00%、0.##%、0%，日期写 2026/1/1、2026-01-01、20260101、2026.01"


def read_pattern(node: Node) -> str:
    """Return the pattern by which a number or date prints (``#,##0.00``); one that means nothing is refused: it would round silently."""
    pattern = text(node)
    if not _NUMBER_PATTERN.fullmatch(pattern) and not is_day_pattern(pattern):
        raise DeclarationError(pattern.place, f"“{pattern}”不是格式，可以写：{_EXAMPLES}")
    return str(pattern)


def refuse_pattern(kind: Kind, pattern: str, place: Place) -> None:
    """Refuse a pattern by which values of a kind cannot print.

    Raises:
        DeclarationError: where the kind prints by no pattern, or by another sort of pattern.
    """
    if kind not in FORMATTED:
        raise DeclarationError(place, f"{kind}不能写“格式”；能写的：{'、'.join(FORMATTED)}")
    if (kind is Kind.DATE) != is_day_pattern(pattern) or (pattern.endswith("%") and kind is not Kind.PERCENT):
        raise DeclarationError(place, f"“{pattern}”不是{kind}的格式，可以写：{_EXAMPLES}")


def _read_numbering(node: Node) -> str:
    style = text(node)
    found = [sign for sign in style if sign in COUNTERS]
    if len(found) != 1:
        wrong = f"有几个数得下去的字（{'、'.join(found)}），只能有一个" if found else "没有数得下去的字，要有一个"
        raise DeclarationError(style.place, f"编号“{style}”里{wrong}：{'、'.join(COUNTERS)}")
    return str(style)


YES_NO = one_of({"是": True, "否": False})


class Word(NamedTuple):
    """Hold a word of a field: the attribute of `Field` it sets, how its value is read, and the kinds that take it; none named, all do."""

    attribute: str
    read: Callable[[Node], object]
    kinds: Collection[Kind] = ()


def _as_typed(node: Node) -> str:
    return str(phrase(node))


def _read_help(node: Node) -> str:
    return str(saying(node))


_QUOTED = regex(r"[{｛]{2}[^{}｛｝]*[}｝]{2}")


def _read_label(node: Node) -> str:
    """Return the name in messages; what the table prints from the data there (1-{{ 监控.截止月份 }}月) is some figure."""
    label = phrase(node)
    if is_rule(label):
        raise DeclarationError(label.place, f"“{label}”没有说什么，要写表上印的字")
    return _QUOTED.sub("几", label)


_WRITTEN = (Kind.TEXT, Kind.PROSE, Kind.LINES, Kind.QUANTITY)
_COUNTED = (Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER)
_SINGLE = tuple(kind for kind in Kind if kind not in CONTAINERS)

FIELD_WORDS: Mapping[str, Word] = {
    "类型": Word("kind", one_of({kind.value: kind for kind in Kind})),
    "文件": Word("file", file_name),
    "标签": Word("label", _read_label),
    "又叫": Word("aliases", _read_names, _SINGLE),
    "说明": Word("help", _read_help),
    "例": Word("example", _as_typed),
    "必填": Word("need", one_of({need.value: need for need in Need})),
    "打印": Word("printed", YES_NO),
    "附注": Word("annotation", YES_NO),
    "字数": Word("limit", _read_limit, _WRITTEN),
    "选项": Word("choices", _read_choices, (Kind.CHOICE, Kind.CHOICES)),
    "格式": Word("pattern", read_pattern),
    "算式": Word("formula", expression),
    "对应": Word("results_of", key_path, (Kind.RESULTS,)),
    "同": Word("same_as", key_path, (Kind.GROUP, Kind.LIST, Kind.INDICATORS, Kind.RESULTS)),
    "可重复": Word("repeats", key_path, (Kind.TEXT, Kind.PROSE, Kind.LINES)),
    "缺省": Word("fallback", _as_typed, _SINGLE),
    "层级": Word("levels", _read_levels, (Kind.INDICATORS,)),
    "分值": Word("section_points", _read_points, (Kind.INDICATORS,)),
    "满分": Word("full_points", _read_full_points, (Kind.INDICATORS,)),
    "空类别": Word("show_empty", one_of({"打印": True, "不打印": False}), (Kind.INDICATORS,)),
    "零": Word("zero", _as_typed, _COUNTED),
    "空白": Word("blank", _as_typed, _SINGLE),
    "分档": Word("steps", _read_steps, (Kind.TEXT, Kind.CHOICE, Kind.NUMBER, Kind.COUNT)),
    "下限": Word("least", decimal, _COUNTED),
    "上限": Word("most", decimal, _COUNTED),
    "条件": Word("condition", condition),
    "指标表": Word("fixed_in", _read_file_beside, (Kind.INDICATORS, Kind.LIST)),
    "自填": Word("free", _read_free, (Kind.INDICATORS, Kind.LIST)),
    "空行": Word("fillers", _read_all_fillers, (Kind.INDICATORS, Kind.LIST)),
    "层级标签": Word("level_labels", _read_level_labels, (Kind.INDICATORS,)),
    "并排": Word("beside", key_path, (Kind.INDICATORS, Kind.LIST)),
    "列随数据": Word("follows", key_path, (Kind.LIST,)),
    "编号": Word("numbering", _read_numbering, (Kind.PROSE, Kind.LINES)),
    "单位": Word("unit", one_of({unit: unit for unit in MONEY if unit.endswith("元")}), (Kind.AMOUNT,)),
    "作用": Word("assigned", one_of({role.value: role for role in Role})),
}


class FieldWords(NamedTuple):
    """Hold what is declared under the key of a field: the key, the words with their nodes, and the attributes of `Field` they give."""

    key: Text
    words: Mapping[str, Node]
    attributes: Mapping[str, object]

    def place(self, word: str, below: str = "") -> Place:
        """Return the place of a word's value, or of a key ``below`` it; of the field's key where there is none."""
        node = self.words.get(word)
        keys = node if isinstance(node, Entries) else ()
        return next((key.place for key in keys if key == below), node.place if node else self.key.place)


def field_words(key: Text, node: Node) -> FieldWords:
    """Return what a field declares.

    Raises:
        DeclarationError: where a word is unknown or its value is of another kind.
    """
    typed = Entries() if isinstance(node, Text) and not node else entries(node)
    for word in typed:
        if word not in FIELD_WORDS:
            near = offer(word, (*FIELD_WORDS, "行", "列", "各项"))
            raise DeclarationError(word.place, f"“{word}”不是字段可用的词{near}")
    words = {str(word): value for word, value in typed.items()}
    attributes = {FIELD_WORDS[word].attribute: FIELD_WORDS[word].read(value) for word, value in words.items()}
    return FieldWords(key, words, {"declared": key, **attributes})


def make_field(base: Field, declared: FieldWords) -> Field:
    """Return a field with the attributes that were declared put over those of another.

    Raises:
        DeclarationError: where a word stands in a field of a kind that does not take it.
    """
    field = base._replace(**declared.attributes)  # type: ignore[arg-type]  # FIELD_WORDS gives each name its type
    if isinstance(field.fillers, Mapping):
        field = field._replace(fillers=(), level_fillers=field.fillers)
    elif "空行" in declared.words:
        field = field._replace(level_fillers={})
    if "条件" in declared.words and "必填" not in declared.words:
        field = field._replace(need=Need.NO)
    for word in declared.words:
        kinds = FIELD_WORDS[word].kinds
        if kinds and field.kind not in kinds:
            message = f"“{field.key}”是{field.kind}，不能写“{word}”；能写的：{'、'.join(kinds)}"
            raise DeclarationError(declared.place(word), message)
    if field.assigned and field.kind not in ROLE_KINDS[field.assigned]:
        kinds = ROLE_KINDS[field.assigned]
        message = f"“{field.key}”是{field.kind}，作用不能是“{field.assigned}”；能写的：{'、'.join(kinds)}"
        raise DeclarationError(declared.place("作用") if "作用" in declared.words else field.place, message)
    return field
