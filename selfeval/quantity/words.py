"""Cells of words alone: that something is done, or did not happen; a grade; a place in a ranking."""

from __future__ import annotations

import re

from selfeval.quantity.bounds import AFTER, BEFORE, BEFORE_WORDS, any_word
from selfeval.quantity.characters import NUMERAL, read_count
from selfeval.quantity.values import Bound, Done, Grade, Nil, Rank
from selfeval.text.pattern import regex

_HOW = (
    any_word("""均 都 已经 已 全部 全面 全 顺利 圆满 按时 按期 如期 按质 按量 保质 保量 按计划 按要求 按规定
    足额 及时 高质量 高标准 超额 提前 基本 较好 有效 评估 考核 验收 检查 考评 审计 评审
    项目 质量 工作 任务 年度 年初 全年 各项 所有
    本年 当年 预定 绩效 目标 指标 计划 总体 整体 并 且 地 的 能 能够 实际 情况""")
    + "*"
)
_WHAT = (
    any_word("""了 预期 预定 年度 年初 全年 全部 各项 所有 绩效 既定
    设定 总体 工作 任务 目标 指标 目标值 指标值
    计划 效果 要求 评核 验收 评审 审核 考核 检查 评估 标准 建设 整改 运行 落实 到位 的 值 完成 并 通过 达标
    交付 投入 使用 市级 省级 区级 县级 国家级""")
    + "*"
)
_ACT = any_word(
    "完成 达成 通过 达标 达到 实现 落实 办结 覆盖 到位 竣工 完工 建成 整改 开展 启动 实施 验收 发放 拨付 支付 兑付"
)
_DONE = regex(
    rf"{_HOW}(?:{_ACT}|及时|正常|正常运行|运行正常|有效){_WHAT}|"
    r"(?:竣工|一次性?)?(?:验收|检查|审核|检测|抽检|评审)合格|是|有|√|✓|✔"
)
_UNDONE = regex(
    rf"{_HOW}(?:尚|仍|暂|还)?(?:未|没有|没|不)(?:能|予)?{_HOW}{_ACT}{_WHAT}|部分{_ACT}{_WHAT}|"
    r"(?:正在|仍在|尚在|还在)?(?:进行|推进|实施|办理|建设|整改|审批|采购)中|不及时|不正常|不达标|否|×|✗"
)
_HAPPENED = (
    any_word("""任何 一起 一例 一件 一次 一人 1起 1例 1件 1次 1人 一般 较大 重大 特大 以上 安全 责任 群体性 有效
    生产 食品 质量 负面 舆情 信访 违法 违纪 违规
    违法犯罪 投诉 事故 差错 错误 事件 案件 问题 情况 现象 上访 伤亡 死亡
    纠纷 泄密 举报 逾期 拖欠 脱管 漏管 犯罪 发生
    违约 延误 失误 遗漏 缺陷 返工 超时 火灾 重特大 特别 中毒 伤害 泄漏 污染 疫情 挤占 挪用 截留 虚列 套取 冒领 使用 资金
    新增 重新 此类 该类 此 及 和 、 的 人员 因 越级 集体 复发 行为 纪 率""")
    + "*"
)
NONE = "(?:无|零|未发生|未出现|未发现|没有(?:发生|出现|发现)?|不发生|不出现|不存在|杜绝(?:发生|出现)?(?=.))"
"""How a text begins that says that something did not happen."""
_NIL = regex(
    r"(?:全年|本年|年内|本年度|均|都)?"
    rf"{NONE}{_HAPPENED}"
)

_UNQUOTED = str.maketrans("", "", '“”"')
_SCALES = {
    "等次": (
        ("差", "较差", "不合格", "不及格", "不称职", "不达标"),
        ("中", "中等", "一般", "合格", "及格", "称职", "基本合格"),
        ("良", "良好", "较好", "优良"),
        ("优", "优秀"),
    ),
    "甲乙": (("丁",), ("丙",), ("乙",), ("甲",)),
    "字母": (("D",), ("C",), ("B",), ("A",), ("AA", "2A"), ("AAA", "3A"), ("AAAA", "4A"), ("AAAAA", "5A")),
    "奖次": (("三等奖", "铜奖"), ("二等奖", "银奖"), ("一等奖", "金奖")),
}
_GRADES = {
    word: (scale, level)
    for scale, levels in _SCALES.items()
    for level, words in enumerate(levels, start=1)
    for word in words
}
_BARE_LETTERS = frozenset({"中", "甲", "乙", "丙", "丁"} | {word for word in _GRADES if word.isascii()})
_GRADE = regex(
    rf"(?:[^\d,;]{{0,24}}?(?:获评|评为|评定为|获得|获|为|结果|等次|等级|考核|考评|评价|评估|达到|达|评级|均|被评|荣获|自评|保持|:))?"
    rf"(?P<before>{BEFORE_WORDS})?(?P<word>{'|'.join(sorted(_GRADES, key=len, reverse=True))})"
    rf"(?P<shade>[+-])?(?P<mark>等次|等级|档次|档|级|等)?(?:\(含\)|及|或|含)?(?P<after>以上|以下)?(?:等次|等级|档次|水平|标准|成绩|的?评价)?"
)
_NUMERALS = {
    char: number for number, chars in enumerate(("一1Ⅰ", "二2Ⅱ", "三3Ⅲ", "四4Ⅳ", "五5Ⅴ"), start=1) for char in chars
} | {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_WORST = 6
_SHADES = {"": 0, "+": 1, "-": -1}
_LETTERS = {"": 0, "C": 1, "B": 2, "A": 3}
# Ⅲ类, 劣Ⅴ类; 三星级; 一级; 三级甲等.
_NUMBERED = regex(
    rf"(?:[^\d,;]{{0,24}}?(?:获评|评为|评定为|评定|认定为|达到|达|为|均|保持|稳定在|符合|:|水质|断面|地表水))?"
    rf"(?P<before>达到或优于|不劣于|优于|{BEFORE_WORDS})?(?:国家|地表水)?(?:"
    r"(?P<worse>劣)?(?P<roman>[ⅠⅡⅢⅣⅤ]|IV|V|I{1,3}(?!V))类?|(?P<class>[一二三四五])类|"
    r"(?P<star>[一二三四五1-5])星级?|(?P<hospital>[一二三])级?(?P<degree>[甲乙丙])等?|第?(?P<order>[一二三四])[等档]次?|(?P<level>[一二三四五])级(?P<letter>[ABC])?)"
    r"(?:水质|水体|标准|水|等级|医院)*(?:\(含\)|及|或|含)?(?P<after>以上|以下)?(?:水质|水体|标准|水|等级|水平|要求|医院)*"
)
_BETTER_THAN = {"达到或优于": Bound.AT_LEAST, "不劣于": Bound.AT_LEAST, "优于": Bound.OVER}
_RANK = regex(
    rf"[^\d第前,;]{{0,24}}(?P<first>第|前)(?P<place>\d{{1,4}}|{NUMERAL})(?P<mark>名|位)?(?P<after>以上|以内|之内)?(?:\(共[^()]*\))?"
)


def read_status(text: str) -> Done | Nil | None:
    """Read a cell that says that something is done, is not done or did not happen; return None for any other."""
    bare = text.translate(_UNQUOTED)
    if _NIL.fullmatch(bare):
        return Nil(text)
    if _UNDONE.fullmatch(bare):
        return Done(text, done=False)
    return Done(text, done=True) if _DONE.fullmatch(bare) else None


def read_grade(text: str) -> Grade | Rank | None:
    """Read a cell that says a grade or a place in a ranking; return None for any other."""
    if found := _GRADE.fullmatch(text):
        word, shade = found["word"], found["shade"] or ""
        is_said = any(found.group("before", "mark", "after")) or text == word + shade
        scale, level = _GRADES[word]
        if (word in _BARE_LETTERS and not is_said) or (shade and scale != "字母"):
            return None
        return Grade(text, scale, level, _find_bound(found["before"], found["after"]), _SHADES[shade])
    if found := _NUMBERED.fullmatch(text):
        bound = _BETTER_THAN.get(found["before"] or "") or _find_bound(found["before"], found["after"])
        return Grade(text, *_find_level(found), bound, _LETTERS[found["letter"] or ""])
    if found := _RANK.fullmatch(text):
        written = found["place"]
        place = read_count(written)
        among = found["first"] == "前" or found["after"]
        return Rank(text, place, Bound.AT_MOST if among else Bound.NONE) if place else None
    return None


def _find_level(found: re.Match[str]) -> tuple[str, int]:
    """Return the scale and the level of a numbered grade; a first class and a first level are taken for the best."""
    if found["star"]:
        return "星级", _NUMERALS[found["star"]]
    if found["hospital"]:
        return "医院", _NUMERALS[found["hospital"]] * 3 - "甲乙丙".index(found["degree"])
    if found["order"]:
        return "等", _WORST - _NUMERALS[found["order"]]
    if found["level"]:
        return "级", _WORST - _NUMERALS[found["level"]]
    return "类", 0 if found["worse"] else _WORST - _NUMERALS[found["roman"] or found["class"]]


def _find_bound(before: str | None, after: str | None) -> Bound:
    if before:
        return BEFORE[before]
    return AFTER[after] if after else Bound.NONE
