"""Small departments of three trades, laid over the base department of the rule pages, each with one text of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rulepages import BASE, Section, laid

from selfeval.evaluation.judge import evaluate
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department


class Trade(NamedTuple):
    """Hold a department's name and level, its goal and task, and its indicators and facts, each with its result."""

    name: str
    level: str
    goal: str
    task: str
    counts: tuple[tuple[str, str, str], ...]
    rates: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]


SCHOOL = Trade(
    "云山市青湖区中心小学",
    "区",
    "全年开展教研活动 60 场以上，学生体质健康合格率稳定在 92% 以上。",
    "维修教学楼屋面和操场",
    (
        ("开展教研活动", "≥60场", "64场"),
        ("资助家庭经济困难学生", "≥180人", "186人"),
        ("课后服务参加学生", "≥1,500人", "1,620人"),
    ),
    (("学生体质健康合格率", "≥92%", "94.6%"),),
    (("义务教育阶段在校学生", "2,460人"), ("在编教职工", "148人"), ("图书馆藏书", "8.6万册")),
)
HOSPITAL = Trade(
    "云山市中心医院",
    "市",
    "全年门诊诊疗 30 万人次以上，甲级病案率稳定在 95% 以上。",
    "更新急诊抢救设备",
    (
        ("门诊诊疗人次", "≥30万人次", "32.5万人次"),
        ("开展住院手术", "≥4,800台", "5,126台"),
        ("举办健康教育讲座", "≥40场", "46场"),
    ),
    (("甲级病案率", "≥95%", "97.2%"), ("医院感染发生率", "≤2%", "0.85%")),
    (("急诊抢救危重患者", "1,150人次"), ("慢性病随访管理患者", "6,480人"), ("异地医疗保险结算", "4,260人次")),
)
WATER = Trade(
    "清河县水务局",
    "县",
    "全年改造供水管网 30 公里以上，农村自来水普及率达到 95% 以上。",
    "更换老旧供水管道",
    (
        ("改造供水管网", "≥30公里", "32.6公里"),
        ("河道清淤疏浚", "≥50公里", "52.4公里"),
        ("建成农村饮水安全工程", "≥4处", "5处"),
    ),
    (("农村自来水普及率", "≥95%", "96.3%"), ("饮用水水质合格率", "≥98%", "98.7%")),
    (("巡河检查", "12,600人次"), ("查处水事违法案件", "18起"), ("污水处理厂处理污水", "2,860万吨")),
)


def doubts(folder: Path, trade: Trade, text: str, name: str = "") -> list[tuple[str, str]]:
    """Return what all rules say of a department, perhaps of another name, with a text as its 自评结论: codes and messages."""
    files = {
        "form.yaml": (BASE / "form.yaml").read_text(encoding="utf-8"),
        "targets.yaml": _targets(trade._replace(name=name or trade.name)),
        "actuals.yaml": _actuals(trade),
        "narrative.yaml": f"自评结论: |\n  {text}\n自评等级: 优秀\n存在问题:\n  - 年底才付的款多，资金支出不够均衡。\n",
    }
    library = laid(Section({file: content.encode() for file, content in files.items()}, ()), folder)
    (submission,) = read_department(folder / "data", DepartmentYear("2024", "qinghu"), library)
    return [(problem.rule, problem.message) for problem in evaluate(submission, library).problems]


def _targets(trade: Trade) -> str:
    return f"""部门:
  名称: {trade.name}
  级次: {trade.level}
年度: 2024
表样:
  - form
预算:
  支出:
    基本支出: 800.00
    项目支出: 200.00
总体目标: |
  {trade.goal}
重点任务:
  - 名称: 惠民项目
    主要内容: |
      {trade.task}。
    计划资金: 60.00
绩效指标:
  产出指标:
    数量指标:
{_rows(trade.counts)}    质量指标:
{_rows(trade.rates)}"""


def _rows(indicators: tuple[tuple[str, str, str], ...]) -> str:
    return "".join(f"      - 名称: {name}\n        年度指标值: {aim}\n" for name, aim, _ in indicators)


def _actuals(trade: Trade) -> str:
    counts = "".join(f"      {name}: {actual}\n" for name, _, actual in trade.counts)
    rates = "".join(f"      {name}: {actual}\n" for name, _, actual in trade.rates)
    facts = "".join(f"  {name}: {figure}\n" for name, figure in trade.facts)
    return f"""预算执行:
  调整预算: 1,000.00
  实际支出: 990.00
任务完成:
  惠民项目:
    完成情况: |
      工程于11月完工并通过验收。
指标完成:
  产出指标:
    数量指标:
{counts}    质量指标:
{rates}事实:
{facts}"""
