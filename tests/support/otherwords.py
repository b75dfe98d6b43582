"""A department and its form in the words of another province: its keys are called otherwise, and declare what they are for."""

from __future__ import annotations

import re
from pathlib import Path

from selfeval.form.field import ROLES

OTHER = {
    "绩效指标": "考核指标",
    "指标完成": "指标做到",
    "指标监控": "指标看看",
    "重点任务": "要紧的事",
    "任务完成": "事情进展",
    "年度目标": "全年目标",
    "目标完成": "目标做到",
    "工作成效": "做成了什么",
    "预算执行": "花钱",
    "年初预算": "年初的钱",
    "调整预算": "调过的钱",
    "实际支出": "花掉的钱",
    "项目资金": "这件事的钱",
    "测算依据": "怎么算的",
    "填报日期": "哪天填的",
    "联系电话": "打哪个号",
    "年度指标值": "今年要数",
    "周期指标值": "三年要数",
    "实际": "做到的数",
    "全年预计": "估计能到",
    "完成可能性": "把握",
    "偏差原因": "差在哪里",
    "执行率未达标原因": "没花完的缘故",
    "得分": "拿到的分",
    "方向": "朝哪边",
    "备注": "附言",
    "总体目标": "全年要做成",
    "总体目标完成情况": "全年做得怎样",
    "项目目标": "这件事的目标",
    "项目完成情况": "这件事做得怎样",
    "预期目标": "想做成",
    "主要内容": "要办的事",
    "完成情况": "做得怎样",
    "存在问题": "主要短板",
    "改进措施": "整改安排",
    "整改措施": "怎么整改",
    "自评结论": "总的看法",
    "自评等级": "评的档",
    "级次": "哪一级",
}
"""The usual keys under names that say nothing to a rule."""

_OLD = {new: old for old, new in OTHER.items()}
_WORD = re.compile(
    rf"(?<!作用: )(?<!标签: )(?<![一-鿿\w])({'|'.join(sorted(OTHER, key=len, reverse=True))})(?=[:：.\s\]}},=<>*/+)-]|$)"
)
_KEY = re.compile(r"(?m)^  ([^\s:#]+):\n((?:    .*\n)*)")


def put_in_other_words(folder: Path) -> None:
    """Rename the keys in all files of a department and its form; each declares its role, and the label it has on the table."""
    for path in folder.rglob("*"):
        if path.suffix in (".yaml", ".md"):
            text = _WORD.sub(lambda found: OTHER[found[1]], path.read_text(encoding="utf-8"))
            declares = path.name in ("fields.yaml", "form.yaml")
            path.write_text(_KEY.sub(_declared, text) if declares else text, encoding="utf-8")


def _declared(found: re.Match[str]) -> str:
    """Return the lines of a field with what a key says by its own name."""
    path = found[1].split(".")
    old = tuple(_OLD.get(key, key) for key in path)
    role, words = ROLES.get(old[-2:]) or ROLES.get(old[-1:]), found[2]
    if path[-1] not in _OLD:
        return found[0]
    added = f"    作用: {role}\n" if role and "    作用:" not in words else ""
    added += f"    标签: {old[-1]}\n" if "    标签:" not in words else ""
    return f"  {found[1]}:\n{words}{added}"
