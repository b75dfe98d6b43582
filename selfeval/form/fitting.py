"""Whether the words of one field fit each other, and the other fields of the form.

Every function that refuses raises DeclarationError at the word.
"""

from __future__ import annotations

from collections.abc import Mapping

from selfeval.form.condition import Condition
from selfeval.form.declaration import DeclarationError, FieldWords, offer, refuse_pattern, suggest
from selfeval.form.expression import KeyPath
from selfeval.form.field import BETWEEN_CHOICES, UNDECLARED, Field, Kind, Need, Role
from selfeval.form.operands import joined_path, lists_above
from selfeval.problem import Place
from selfeval.quantity.fields import number


def check_field(declared: Field, words: FieldWords, fields: Mapping[KeyPath, Field]) -> None:
    """Refuse words of a field that do not fit each other, or the other fields of the form."""
    if declared.kind in (Kind.CHOICE, Kind.CHOICES) and not declared.choices:
        raise DeclarationError(declared.place, f"“{declared.key}”的类型是{declared.kind}，要用“选项”列出可选的内容")
    if declared.kind is Kind.CHOICES and any(BETWEEN_CHOICES in each for each in declared.choices):
        raise DeclarationError(words.place("选项"), "多选的选项里不能有顿号：几个选项之间就用它")
    if declared.kind is Kind.RESULTS and declared.results_of not in fields:
        raise DeclarationError(
            declared.place, f"“{declared.key}”要对应的“{'.'.join(declared.results_of)}”不在这个表样里"
        )
    if declared.repeats and declared.repeats not in fields:
        named = ".".join(declared.repeats)
        message = f"“可重复”写的“{named}”不是这个表样的键{suggest(named, map('.'.join, fields))}"
        raise DeclarationError(words.place("可重复"), message)
    if declared.pattern and not (declared.formula and declared.kind is Kind.GROUP):
        refuse_pattern(declared.kind, declared.pattern, declared.place)
    _check_headings(declared, words)
    if "并排" in words.words:
        _check_beside(declared, words, fields)
    _check_follows(declared, words, fields)
    _check_free(declared, words)
    above = fields.get(declared.path[:-1])
    if declared.kind is Kind.CHECKLIST and (above is None or above.fixed_in is UNDECLARED):
        raise DeclarationError(
            declared.place, f"“{declared.key}”的类型是要点，只能是有“指标表”的一列，要点和分写在那里"
        )
    _check_numbers(declared, words)
    if "条件" in words.words:
        _check_condition(declared, words, fields)
    if declared.show_empty and not declared.levels:
        raise DeclarationError(words.place("空类别"), f"“{declared.key}”没有写“层级”，没有类别可以打印")


def _check_headings(declared: Field, words: FieldWords) -> None:
    """Refuse points, fillers and labels of headings that are not there."""
    for section, *below in declared.section_points:
        if section not in declared.levels:
            message = f"“层级”里没有“{section}”这个一级指标{offer(section, declared.levels)}"
            raise DeclarationError(words.place("分值", section), message)
        if below and below[0] not in declared.levels[section]:
            message = f"“层级”的“{section}”下面没有“{below[0]}”{offer(below[0], declared.levels[section])}"
            raise DeclarationError(words.place("分值", section), message)
    for word, named in (("空行", declared.level_fillers), ("层级标签", declared.level_labels)):
        for name in named:
            if name not in declared.headings:
                message = f"“层级”里没有“{name}”{offer(name, sorted(declared.headings))}"
                raise DeclarationError(words.place(word, name), message)


def _check_numbers(declared: Field, words: FieldWords) -> None:
    """Refuse steps without a formula, numbers that are none among them, and bounds of what is computed or that leave nothing."""
    if declared.steps and declared.formula is None:
        raise DeclarationError(words.place("分档"), f"“{declared.key}”没有算式，“分档”没有用")
    for _, given in declared.steps:
        if declared.kind in (Kind.NUMBER, Kind.COUNT) and number(given).value is None:
            raise DeclarationError(words.place("分档"), f"“{declared.key}”是{declared.kind}，分档的“{given}”要是数")
        if declared.kind is Kind.CHOICE and given not in declared.choices:
            raise DeclarationError(words.place("分档"), f"分档的“{given}”不在“选项”里{offer(given, declared.choices)}")
    for word, bound in (("下限", declared.least), ("上限", declared.most)):
        if bound is not None and declared.formula is not None:
            raise DeclarationError(words.place(word), f"“{declared.key}”由程序算，不用写“{word}”；要核对的写在“核对”里")
    if declared.least is not None and declared.most is not None and declared.least > declared.most:
        raise DeclarationError(words.place("上限"), f"“{declared.key}”的上限比下限小")


def _check_condition(declared: Field, words: FieldWords, fields: Mapping[KeyPath, Field]) -> None:
    """Refuse a condition on what is no choice, on an answer that it does not have, or from within another list."""
    condition = declared.condition or Condition((), ())
    place, asked, key = words.place("条件"), condition.asked, ".".join(condition.asked)
    check_answers(condition, "条件", place, fields)
    if declared.need is Need.YES:
        raise DeclarationError(place, f"“{declared.key}”必填，“条件”没有用；去掉“必填: 是”")
    above = lists_above(fields, joined_path(fields, declared.path))
    if above != lists_above(fields, joined_path(fields, asked))[: len(above)]:
        raise DeclarationError(place, f"“{key}”不在“{declared.key}”的同一条里，不能作它的条件")


def check_answers(condition: Condition, word: str, place: Place, fields: Mapping[KeyPath, Field]) -> None:
    """Refuse a condition on what is no choice of the form, or on an answer that it does not have."""
    field, key = fields.get(condition.asked), ".".join(condition.asked)
    if field is None or field.kind not in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        known = [path for path, each in fields.items() if each.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO)]
        near = suggest(key, map(".".join, known))
        raise DeclarationError(place, f"“{word}”要用这个表样里的一个选项、多选或是否，“{key}”不是{near}")
    possible = ("是", "否") if field.kind is Kind.YES_NO else field.choices
    for answer in condition.answers:
        if answer not in possible:
            raise DeclarationError(place, f"“{key}”没有“{answer}”这个答案，可以写：{'、'.join(possible)}")


def _check_free(declared: Field, words: FieldWords) -> None:
    """Refuse 自填 of a list without printed rows, or below headings that are not there."""
    if declared.free is not True and declared.fixed_in is UNDECLARED:
        raise DeclarationError(words.place("自填"), f"“{declared.key}”没有写“指标表”，“自填”没有用")
    for section in declared.free if isinstance(declared.free, tuple) else ():
        if section not in declared.levels:
            message = f"“层级”里没有“{section}”这个一级指标{offer(section, declared.levels)}"
            raise DeclarationError(words.place("自填"), message)


def _check_beside(declared: Field, words: FieldWords, fields: Mapping[KeyPath, Field]) -> None:
    """Refuse to print a list beside what is no other list of the same sort and place, or has a column's name."""
    other, key = fields.get(declared.beside), ".".join(declared.beside)
    if other is None or other is declared or other.kind is not declared.kind:
        lists = [
            ".".join(path) for path, field in fields.items() if field.kind is declared.kind and field is not declared
        ]
        raise DeclarationError(words.place("并排"), f"“{key}”不是另一个{declared.kind}，不能并排{suggest(key, lists)}")
    if other.path[:-1] != declared.path[:-1] or dict(other.levels) != dict(declared.levels) or other.beside:
        message = f"“{declared.key}”和“{key}”要在同一处，层级一样，并且只有一个写“并排”"
        raise DeclarationError(words.place("并排"), message)
    if (*declared.path, declared.beside[-1]) in fields:
        raise DeclarationError(words.place("并排"), f"“{declared.key}”有一列也叫“{declared.beside[-1]}”，要改一个名字")


def _check_follows(declared: Field, words: FieldWords, fields: Mapping[KeyPath, Field]) -> None:
    """Refuse columns after what is no list of the whole form, in what is no list inside a list, or without names."""
    if not declared.follows:
        return
    other, key = fields.get(declared.follows), ".".join(declared.follows)
    kinds = (Kind.LIST, Kind.INDICATORS)
    lists = {path: field for path, field in fields.items() if field.kind in kinds and not lists_above(fields, path)}
    if other is None or other.path not in lists:
        near = suggest(key, map(".".join, lists))
        message = f"“{key}”不是这个表样里的一个列表或指标，或者在别的列表里面，列不能随它{near}"
        raise DeclarationError(words.place("列随数据"), message)
    if not lists_above(fields, declared.path) or other.path in lists_above(fields, declared.path):
        message = f"“列随数据”写在另一个列表的一列上：“{declared.key}”要在一个列表里面，例如“各县.{declared.path[-1]}”"
        raise DeclarationError(words.place("列随数据"), message)
    for each in (declared, other):
        if not any(path[:-1] == each.path and field.role is Role.NAME for path, field in fields.items()):
            message = f"“{each.key}”没有“名称”一列；哪一项印在哪一列，照名称找"
            raise DeclarationError(words.place("列随数据"), message)
    if other.levels and (other.has_fillers or other.beside or other.show_empty):
        message = f"“{key}”印空行、空类别或者和别的并排，不知道哪一行是一列，列不能随它"
        raise DeclarationError(words.place("列随数据"), message)
    if declared.has_fillers or declared.fixed_in is not UNDECLARED or declared.beside:
        message = f"“{declared.key}”印在“{key}”的各列里，不能再写“空行”“指标表”“并排”"
        raise DeclarationError(words.place("列随数据"), message)
