"""What a text says of the whole budget against the budget table: amounts and the rates that follow from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, agree
from selfeval.evaluation.figures.reading import Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import digits_of, is_swap, may_be_slip, print_like
from selfeval.evaluation.figures.typed import from_whole_year
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.rates import fits, typed_rate_differs
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.quantity.notation import print_number
from selfeval.quantity.units import is_money
from selfeval.submission.submission import Submission
from selfeval.text.pattern import regex

_KEYS: Mapping[str, str] = {
    "opening": "年初预算|年初批复",
    "adjusted": "调整预算|调整后预算|全年预算|预算调整后",
    "spent": "实际支出|全年执行|支出决算|实际执行|全年支出",
}
_KEY = regex("|".join(_KEYS.values()))
_OWN = {role: regex(f"(?:{words})数?$") for role, words in _KEYS.items()}
_WITHIN = {role: regex(words) for role, words in _KEYS.items()}
_WHOLE = (
    "(?:^|全年|年内|20[0-9]{2}年度?|年度?|本年|当年|部门|单位|整体|总体|机关|全局|[本我]局|[我本]委|[我本]办|[我本]院|系统|调整后|学校|医院|[我本][校院]|镇本级|乡本级|区本级|县本级|镇政府|总|共|实现|年[底末终]|最终|受理|致使|使|反映|显示|项目|中心)"
    "的?"
)
_TAIL = r"(?:数|额|总额|金额|总数|资金)?(?:共计|合计|总计|共|累计)?(?:为|是|达到?|计|:|仅|只有)?$"
_TO = "调整[为到至]$"
_TO_AMOUNT = regex(_TO)
"""Matches what says to what something was adjusted, the whole budget or a part of it."""
_AMOUNTS = {
    "opening": regex(
        rf"{_WHOLE}(?:年初预算|预算年初|年初(?:安排|批复|下达|核定)?的?(?:[本我]?(?:部门|单位|局|委|院|校|馆|中心))?(?:整体支出|全年|年度|部门)?预算|年初安排预算|年初批复预算|年初部门预算|年初预算(?:安排|批复|下达)|(?:部门|单位)预算批复){_TAIL}"
    ),
    "adjusted": regex(rf"{_WHOLE}(?:调整预算|调整后预算|调整后的预算|全年预算|预算调整后){_TAIL}|{_TO}"),
    "spent": regex(
        rf"{_WHOLE}(?:实际支出|决算支出|支出决算|全年支出|全年执行|实际执行|整体支出|部门支出(?=合计|总计)|(?:预算|年度|全年)执行数){_TAIL}"
    ),
}
_SOMEHOW = {
    "opening": regex("年初[^,:、]{0,12}预算|预算[^,:、]{0,4}批复|批复[^,:、]{0,8}预算"),
    "adjusted": regex("调整[^,:、]{0,6}预算|预算[^,:、]{0,6}调整|调整后"),
    "spent": regex(
        "实际支出|支出决算|决算支出|执行数|(?:全年|当年|本年)[^,:、]{0,8}支出|总支出|预算支出|支出(?:合计|总计|总额)"
    ),
}
"""Matches a label in other words: of an amount behind it only a slip in the table's amount tells that this one is meant."""
_LOOSELY = regex("预算|批复|安排|资金|支出|支付|列支|使用|执行")
"""Matches words behind which two digits that changed places are all that tells that the table's amount is meant."""
_BARE_SPENT = regex("^(?:共|已|累计)?支出了?$")
_LONG = 4
"""How many digits such an amount has, at least: another amount is hardly like the table's by chance, nor one of more that words beside it call a part's."""
_RATE = regex(
    rf"{_WHOLE}(?:(?P<done>(?:整体|财政|部门|项目|资金|支出|预算|收支|经费|完成|执行|的)*(?:执行率|完成率|支出率|支出进度|执行进度|支付进度|(?:完成|执行|支付)比例|(?<=[金算费])(?:使用率|支付率)))|(?P<changed>预算调整率))"
    r"(?:也|已|仅|就|均)?(?:为|是|高?达到?了?|:|提高到|只有|仅为)?-?$"
)
_OF_BUDGET = regex(
    "(?:占|完成|达到?|为|是)了?(?:(?P<opening>年初预算)|(?:全年|调整后?的?|年度调整)预算)(?:数|总额)?的(?:比[例重])?(?:为|达到?)?$"
)
"""Matches what says of which budget a rate is, without a name of its own."""
_BUDGETED = regex("预算|全年|年内|20[0-9]{2}年|年度|本年|整体|部门|总体|系统|年底|最终")
"""Words of which one stands in the name of a rate that is of the whole budget."""
_NOT_NOW = regex(
    "截[至止]|上年|去年|同期|上半年|季度|1[-—~至]|月底|月末|累计|其中|所属|下属|课题|明年|下年|下一年|[“”]"
)
_TO_YEAR_END = regex("截[至止到](?:(?:20[0-9]{2}年)?12月(?:31日|底|末)?|(?:20[0-9]{2})?年[底末])")
_AIMED = regex("目标|不低于|设定|计划|应达|力争|拟|要求")
_OF_PROJECT = regex(r"项目(?!支出|资金)|\((?:类|款|项)\)")
_OWNED = regex("部门|单位|本[局委办院校馆]|我[局委办院校馆]|整体")
_HEADED, _REACH = regex(r"\((?:类|款|项)\)[^。]{0,4}。$"), 60
"""Matches a heading right before a sentence that says of what kind of spending that is, so far back."""
_OTHER_FUND = regex("专项|转移支付|到位|下达|专款|补助")
_WHOLE_OF = regex("全年|整体|部门|总体|本年|年度|调整后的?预算的")
_PARTLY = regex("(?<!^)中心|^中心(?!20|[全本]?年|部门|整体)|基金|三公|采购|经费|工程|补助|基本支出|一般公共|抽检|费")
_BY_OPENING = regex("[按以]年初预算(?:数|总额)?(?:口径|计算|测算|衡量)")
"""Matches what says that a rate is one of the first budget, not of what it became."""
_LABEL = regex("[^,:、0-9]*(?:年初预算|调整预算|全年预算|实际支出|支出决算)[^,:、0-9]*")
_SUBJECT = regex(_WHOLE + "(?:年初|预算|调整|全年|实际|支出)")
_YEAR = regex("(20[0-9]{2})年")


class _Amount(NamedTuple):
    """Hold an amount of the budget table; ``own`` where its key says that it is of the whole."""

    value: Decimal
    unit: str
    label: str
    own: bool
    path: KeyPath


class Budget(NamedTuple):
    """Hold the amounts of a budget table that a text can speak of."""

    opening: tuple[_Amount, ...]
    adjusted: tuple[_Amount, ...]
    spent: tuple[_Amount, ...]


def budget_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find 预算完成率, 实际支出 and the like in a text that the budget table does not give."""
    tables: dict[str, Budget] = {}
    for sentence in dossier.sentences:
        if not sentence.figures or not sentence.paragraph.narrative or sentence.paragraph.planned:
            continue
        told = [each for each in sentence.figures if _is_of_whole(each, dossier.submission.year)]
        told = [each for each in told if not _is_one_of_several(sentence, each)]
        for form in dossier.forms if told else ():
            if form.slug in sentence.paragraph.forms:
                if form.slug not in tables:
                    tables[form.slug] = budget(dossier.submission, form)
                found = (each for one in told for each in _differing(sentence, one, tables[form.slug]))
                yield from (each._replace(forms=frozenset({form.slug})) for each in found)


def rates_differ(dossier: Dossier) -> Iterator[Finding]:
    """Find a rate that the two amounts beside it do not give, nor those of the budget table (预算完成率 of what the budget became)."""
    found = [each for passage in dossier.reckoned for each in typed_rate_differs(passage)]
    places = {each.place for each in found}
    told = [
        (sentence, each)
        for sentence in (dossier.sentences if found else ())
        for each in sentence.figures
        if each.figure.unit == "%" and each.place in places
    ]
    tables = [budget(dossier.submission, form) for form in dossier.forms] if told else []
    right = {each.place for sentence, each in told if any(_gives(table, sentence, each) for table in tables)}
    yield from (each for each in found if each.place not in right)


def _gives(table: Budget, sentence: Sentence, each: Stated) -> bool:
    """Tell whether a table gives a rate that is named for the budget, and the amounts of its sentence that have the table's labels."""
    labelled = [one for one in sentence.figures if is_money(one.figure.unit) and _KEY.search(one.lead)]
    if not all(_is_labelled_as(one, table) for one in labelled):
        return False
    pairs = [(one, base) for one in table.spent for base in (*table.adjusted, *table.opening) if one.own and base.own]
    rates = (one.value / base.value * 100 for one, base in pairs if base.value)
    return "预算" in each.lead and any(abs(rate - each.figure.value) <= each.figure.half for rate in rates)


def budget(submission: Submission, form: Form) -> Budget:
    """Return the amounts of a form's budget table."""
    found: dict[str, list[_Amount]] = {role: [] for role in _KEYS}
    for path, field in form.fields.items():
        if field.kind not in (Kind.AMOUNT, Kind.GROUP):
            continue
        above = (form.fields.get(path[:end]) for end in range(1, len(path)))
        names = [*field.names, *(name for each in above if each for name in each.names)]
        if not any(map(_KEY.search, names)):
            continue
        for role, own in _OWN.items():
            is_own = any(map(own.search, field.names))
            if not (is_own or any(map(_WITHIN[role].search, names))):
                continue
            value = submission.number(form, path)
            if isinstance(value, tuple) and field.kind is Kind.GROUP:
                known = [each for each in value if each is not None]
                value = sum(known, Decimal(0)) if len(known) == len(value) else None
            if isinstance(value, Decimal):
                found[role].append(_Amount(value, field.unit or "万元", field.label or path[-1], is_own, path))
    return Budget(*(tuple(found[role]) for role in _KEYS))


def _is_of_whole(each: Stated, year: str) -> bool:
    """Tell whether a figure may be a rate or an amount of the whole budget of the year."""
    if each.figure.unit == "%":
        named = bool(_RATE.search(each.lead) or _OF_BUDGET.search(each.lead))
    else:
        is_long = len(digits_of(each).strip("0")) >= _LONG
        labels = (*_AMOUNTS.values(), *_SOMEHOW.values(), *((_LOOSELY,) if is_long else (_BARE_SPENT,)))
        named = is_money(each.figure.unit) and any(pattern.search(each.lead) for pattern in labels)
    return named and not (each.rough or each.bounded or each.compared or _is_of_other(each, year))


def _differing(sentence: Sentence, each: Stated, table: Budget) -> Iterator[Finding]:
    rate = _RATE.search(each.lead) if each.figure.unit == "%" else None
    if each.figure.unit == "%" and rate is None:
        yield from _of_budget(sentence, each, table)
    elif rate is None:
        yield from _amount(sentence, each, table)
    elif not fits(each, [one for one in sentence.figures if is_money(one.figure.unit)]):
        yield from _rate(each, rate, table)


def _of_budget(sentence: Sentence, each: Stated, table: Budget) -> Iterator[Finding]:
    """Yield 全年支出1,468.35万元，占全年预算的97.17%: of the table's amount right before it another rate of the table's budget."""
    number, base = sentence.at(each.sign), _OF_BUDGET.search(each.lead)
    before = sentence.figures[number - 1].figure if number else None
    spent = [one for one in table.spent if one.own and before and agree(before, _figure(one))]
    bases = [one for one in (table.opening if base and base["opening"] else table.adjusted) if one.own and one.value]
    if spent and bases and not fits(each, [one for one in sentence.figures if is_money(one.figure.unit)]):
        rate = spent[0].value / bases[0].value * 100
        if abs(rate - each.figure.value) > each.figure.step / 2:
            reckoned = f"{_print(spent[0])} ÷ {_print(bases[0])} = {print_like(rate, each)}"
            yield found_at(each, f"“{each.said}”和预算表对不上：{reckoned}；请核对哪个对，改成一致")


def _is_of_other(each: Stated, year: str) -> bool:
    """Tell whether a figure is of another time, or of a part of the department."""
    before = _TO_YEAR_END.sub("", each.before)
    if _is_headed(each) or _NOT_NOW.search(from_whole_year(before)):
        return True
    if _AIMED.search(each.lead):
        return True
    return any(one != year for one in _YEAR.findall(before))


def _is_one_of_several(sentence: Sentence, each: Stated) -> bool:
    """Tell whether a sentence says a label of several offices (局机关实际支出……，执法大队实际支出……)."""
    key = _KEY.search(each.lead)
    told = (one.lead for one in sentence.figures if is_money(one.figure.unit) and "其中" not in one.before)
    return bool(key) and sum(key[0] in lead for lead in told if key) > 1


def _is_bare(each: Stated) -> bool:
    """Tell whether nothing before a label says of what it is: 年初预算1086.40万元."""
    key = _KEY.search(each.lead)
    return key is not None and not (key.start() or _OWNED.search(each.lead))


def _is_perhaps_of_part(each: Stated) -> bool:
    """Tell whether words beside an amount or a rate name a fund or a part, of which it need not be (补助……，调整预算为)."""
    before = _TO_YEAR_END.sub("", each.before)
    other = (_OTHER_FUND.search(before) or _OF_PROJECT.search(before)) and not _WHOLE_OF.match(each.lead)
    return bool(other or _PARTLY.search(each.lead) or _TO_AMOUNT.search(each.lead))


def _amount(sentence: Sentence, each: Stated, table: Budget) -> Iterator[Finding]:
    if not any(pattern.search(each.lead) for pattern in _AMOUNTS.values()):
        yield from list(_goes_on(sentence, each, table)) or _mistyped(each, table)
        return
    for role, pattern in _AMOUNTS.items():
        amounts: Sequence[_Amount] = getattr(table, role)
        own = [one for one in amounts if one.own]
        if not own or not pattern.search(each.lead):
            continue
        if is_of_part(each) and not _has_whole_before(sentence, each, table):
            continue
        sure = _is_confirmed(sentence, each, table)
        slip = is_swap(_print(own[0]), each.shown) or _is_other_unit(each, own[0])
        if _is_perhaps_of_part(each) and not (sure or slip):
            return
        real = _figure(own[0]).in_unit(each.figure.unit)
        if _is_bare(each) and not sure and real and not may_be_slip(print_like(real.value, each), each.shown):
            return
        if all(agree(each.figure, _figure(one)) is False for one in amounts):
            yield _found(each, own[0])
        return


def _goes_on(sentence: Sentence, each: Stated, table: Budget) -> Iterator[Finding]:
    """Yield 年初预算800万元，调整预算1000万元，支出950万元: what was spent, right behind what the table was given."""
    number = sentence.at(each.sign)
    before = sentence.figures[number - 1] if number and _BARE_SPENT.search(each.lead) else None
    own = [one for one in table.spent if one.own]
    differs = all(agree(each.figure, _figure(one)) is False for one in table.spent)
    if before and own and differs and _is_labelled_as(before, table) and not is_of_part(each):
        yield _found(each, own[0])


def _mistyped(each: Stated, table: Budget) -> Iterator[Finding]:
    """Yield an amount whose label is worded otherwise, and that is the table's but for a slip.

    Where no label is said, or words beside it call it a part's, only two of many digits that changed places are one.
    """
    typed = digits_of(each).strip("0")
    said = [role for role, pattern in _SOMEHOW.items() if pattern.search(each.lead)]
    owns = [(role, one) for role in _KEYS for one in getattr(table, role) if one.own]
    likely = [(role, one) for role, one in owns if role in said or sorted(_digits(one)) == sorted(typed)]
    if not likely or is_of_part(each):
        return
    every = [_figure(one) for role in _KEYS for one in getattr(table, role)]
    if any(agree(each.figure, one) is not False for one in every):
        return
    is_doubtful, length = _is_perhaps_of_part(each), len(typed)
    for role, own in likely:
        real = _figure(own).in_unit(each.figure.unit)
        shown = print_like(real.value, each) if real else each.shown
        swapped = (
            (length > _LONG or not is_doubtful) and is_swap(shown, each.shown) and (role in said or length >= _LONG)
        )
        slip = role in said and not is_doubtful and length >= _LONG and shown != each.shown
        if swapped or (slip and may_be_slip(shown, each.shown)):
            yield _found(each, own)
            return


def _digits(one: _Amount) -> str:
    return f"{one.value:f}".replace(".", "").strip("0")


def _found(each: Stated, own: _Amount) -> Finding:
    return found_at(each, f"“{each.said}”和预算表对不上：表里的“{own.label}”是 {_print(own)}；请核对哪个对，改成一致")


def _is_other_unit(each: Stated, own: _Amount) -> bool:
    """Tell whether an amount is the table's but for its unit (4260.00元, 4260.00万元)."""
    return each.figure.unit != own.unit and each.figure.value == own.value and each.figure.step < 1


def _has_whole_before(sentence: Sentence, each: Stated, table: Budget) -> bool:
    """Tell whether the label before in its sentence has what stands in the table: it is of the whole, whoever it names (县民政局年初预算)."""
    labelled = [one for one in sentence.figures if one.position < each.position and _KEY.search(one.lead)][-1:]
    return any(_is_labelled_as(one, table) for one in labelled)


def _is_confirmed(sentence: Sentence, each: Stated, table: Budget) -> bool:
    """Tell whether the label before a bare one in its sentence has what stands in the table."""
    return _is_bare(each) and _has_whole_before(sentence, each, table)


def _is_labelled_as(each: Stated, table: Budget) -> bool:
    """Tell whether the table has an amount under the label that a text gives it."""
    roles = [role for role, pattern in _WITHIN.items() if pattern.search(each.lead)]
    return any(agree(each.figure, _figure(one)) for role in roles for one in getattr(table, role) if one.own)


def _is_headed(each: Stated) -> bool:
    """Tell whether a heading before a sentence says of what kind of spending it is."""
    return bool(_HEADED.search(each.plain, max(0, each.begin - _REACH), each.begin))


def is_of_part(each: Stated) -> bool:
    """Tell whether a label without a subject goes on with a part that an earlier one, or a heading, was of."""
    if _is_headed(each):
        return True
    earlier = _LABEL.findall(each.before.removesuffix(each.lead))
    return bool(earlier) and not any(_SUBJECT.search(words) for words in earlier)


def _rate(each: Stated, found: re.Match[str], table: Budget) -> Iterator[Finding]:
    if not _BUDGETED.search(found[0]):
        return
    if found["changed"]:
        pairs = [
            (one, base, abs(one.value - base.value))
            for one in table.adjusted
            for base in table.opening
            if one.own and base.own
        ]
    else:
        bases = table.opening if _BY_OPENING.search(each.before) else table.adjusted or table.opening
        pairs = [(one, base, one.value) for one in table.spent for base in bases if one.own == base.own]
    rates = [(part / base.value * 100, one, base) for one, base, part in pairs if base.value]
    own = [(rate, one, base) for rate, one, base in rates if one.own and base.own]
    if own and all(abs(rate - abs(each.figure.value)) > each.figure.step / 2 for rate, _, _ in rates):
        rate, one, base = own[0]
        wrong = abs(one.value - base.value) / one.value * 100 if found["changed"] and one.value else rate
        other_base = abs(wrong - abs(each.figure.value)) <= each.figure.step / 2
        if _is_perhaps_of_part(each) and not (other_base or is_swap(print_like(rate, each), each.shown)):
            return
        most, least = sorted((one, base), key=lambda amount: amount.value, reverse=True)
        above = f"（{_print(most)} - {_print(least)}）" if found["changed"] else _print(one)
        reckoned = f"{above} ÷ {_print(base)} = {print_like(rate, each)}"
        yield found_at(each, f"“{each.said}”和预算表对不上：{reckoned}；请核对哪个对，改成一致")


def _figure(one: _Amount) -> Figure:
    return Figure(one.value, Decimal("0.01"), one.unit)


def _print(one: _Amount) -> str:
    return print_number(one.value, "#,##0.00####") + one.unit
