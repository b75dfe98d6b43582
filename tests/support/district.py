"""Forty departments of a district in one year, made by a script: sound ones, and nine broken in different ways."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from selfeval.submission import approval

YEAR = "2025"
NAMES = [
    "教育局",
    "民政局",
    "司法局",
    "水务局",
    "文化馆",
    "图书馆",
    "体育局",
    "统计局",
    "审计局",
    "信访局",
    "档案馆",
    "商务局",
    "住建局",
    "城管局",
    "交通局",
    "卫健委",
    "医保局",
    "人社局",
    "财政所",
    "农业局",
    "林业局",
    "气象局",
    "应急局",
    "科技局",
    "工信局",
    "环卫所",
    "公园处",
    "妇联会",
    "残联会",
    "团区委",
    "总工会",
    "侨联会",
    "红十字",
    "老干局",
    "编办处",
    "机关局",
    "史志办",
    "招商办",
    "房管处",
    "供销社",
]
"""What the forty departments are called behind the name of their district."""

TARGETS = """\
部门:
  名称: 云山市青湖区{name}
  级次: 区
年度: {year}
表样:
  - guangzhou/targets
  - guangzhou/self-evaluation
  - mof/monitoring
基本信息:
  财政供养人员数: {staff}
  下属二级单位数: 2
预算:
  支出:
    基本支出: {basic}.00
    项目支出: {project}.00
    财政专项资金: 0.00
    其他事业发展性支出: 0.00
  收入:
    财政拨款: {budget}.00
    其他资金: 0.00
  按级次:
    本级使用: {budget}.00
    对下转移支付: 0.00
总体目标: |
  {name}全年办理服务事项 {served} 件，按时办结率达到 95% 以上。
重点任务:
  - 名称: 办理服务事项
    主要内容: |
      {name}的窗口和网上都能办，一次办好。
    计划资金: {project}.00
    预期目标: |
      全年办理 {served} 件以上。
    绩效指标:
      - 名称: 办理服务事项件数
      - 名称: 服务事项按时办结率
绩效指标:
  产出指标:
    数量指标:
      - 名称: 办理服务事项件数
        年度指标值: ≥{served}件
    质量指标:
      - 名称: 服务事项按时办结率
        年度指标值: ≥95%
    时效指标:
      - 名称: 平均办理时限
        年度指标值: ≤5个工作日
    成本指标: 无
  效益指标:
    经济效益指标: 无
    社会效益指标:
      - 名称: 网上办理率
        年度指标值: ≥60%
    生态效益指标: 无
    可持续影响指标: 无
  满意度指标:
    服务对象满意度指标:
      - 名称: 办事群众满意度
        年度指标值: ≥90%
"""
MONITORING = """\
监控:
  截止月份: 7
  年初预算: {budget}.00
  全年预算: {budget}.00
  执行数: {half}.00
  预计全年执行: {budget}.00
  整改措施: |
    {name}从 9 月起每周通报一次进度。
指标监控:
  产出指标:
    数量指标:
      办理服务事项件数:
        完成情况: {served_half}件
        预计全年完成: {done}件
        完成可能性: 确定能
    质量指标:
      服务事项按时办结率:
        完成情况: 96%
        预计全年完成: 96%
        完成可能性: 确定能
    时效指标:
      平均办理时限:
        完成情况: 4个工作日
        预计全年完成: 4个工作日
        完成可能性: 确定能
  效益指标:
    社会效益指标:
      网上办理率:
        完成情况: 61%
        预计全年完成: 63%
        完成可能性: 确定能
  满意度指标:
    服务对象满意度指标:
      办事群众满意度:
        完成情况: 92%
        预计全年完成: 92%
        完成可能性: 确定能
"""
ACTUALS = """\
预算执行:
  年初预算: {budget}.00
  调整预算: {budget}.00
  实际支出: {spent}.00
  一般公共预算: {spent}.00
总体目标完成情况: |
  全年办理服务事项{{{{ 办理服务事项件数 }}}}。
任务完成:
  办理服务事项:
    完成情况: |
      窗口和网上一共办理{{{{ 办理服务事项件数 }}}}。
    实际资金: {project}.00
    指标完成:
      办理服务事项件数: {done}件
      服务事项按时办结率: 97.5%
"""
NARRATIVE = """\
重点项目绩效情况: |
  {name}的服务事项项目按计划完成，资金用于窗口运行。
部门整体绩效: |
  全年预算完成率{{{{ 预算完成率 }}}}，重点任务按计划完成。
存在问题:
  - {name}的网上办理还不够方便。
改进措施:
  - 明年把{name}的事项都放到网上。
"""
FILES = {"targets": TARGETS, "monitoring": MONITORING, "actuals": ACTUALS, "narrative": NARRATIVE}
COPIED = "  我局为落实上级部署，全年共走访企业 1,286 家，收集问题 417 个，办结 405 个，办结率 97.1%，为企业减免各项费用 2,318.60 万元。\n"

Breaking = Callable[[Path], None]


def lay(data: Path) -> None:
    """Lay forty departments below a data folder; those of ``BROKEN`` are broken."""
    for number, name in enumerate(NAMES, start=1):
        folder = data / YEAR / f"d{number:02}"
        folder.mkdir(parents=True)
        served = 1000 + 37 * number
        values = {
            "name": name,
            "year": YEAR,
            "staff": 20 + number,
            "basic": 300 + number,
            "project": 100 + 3 * number,
            "budget": 400 + 4 * number,
            "half": 210 + 2 * number,
            "spent": 398 + 4 * number,
            "served": served,
            "served_half": served // 2,
            "done": served + 11 * number,
        }
        for file, text in FILES.items():
            (folder / f"{file}.yaml").write_text(text.format(**values), encoding="utf-8")
        seal = approval.seal((folder / "targets.yaml").read_bytes(), dt.date(2025, 1, 20))
        (folder / approval.NAME).write_bytes(seal)
    for name, (breaking, _) in BROKEN.items():
        breaking(data / YEAR / name)


def _files_nothing(folder: Path) -> None:
    for name in ("actuals", "narrative"):
        (folder / f"{name}.yaml").unlink()


def _replace(file: str, old: str, new: str) -> Breaking:
    """Return how to put a text of a file in place of another."""

    def put(folder: Path) -> None:
        path = folder / f"{file}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return put


def _copy_from_neighbour(folder: Path) -> None:
    for name in ("d01", folder.name):
        path = folder.parent / name / "narrative.yaml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("部门整体绩效: |\n", f"部门整体绩效: |\n{COPIED}"),
            encoding="utf-8",
        )


def _copy_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(folder.parent / "d02", folder)


def _save_as_word(folder: Path) -> None:
    (folder / "narrative.yaml").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 8)


BROKEN: Mapping[str, tuple[Breaking, str]] = {
    "d05": (_files_nothing, "自评还没有开始"),
    "d09": (lambda folder: (folder / "narrative.yaml").unlink(), "还没有 narrative.yaml"),
    "d13": (_replace("actuals", "实际支出: ", "实际支出："), "全角（中文）冒号"),
    "d17": (_replace("actuals", "97.5%", "待填"), "待填"),
    "d21": (
        _replace("actuals", "    指标完成:\n      办理服务事项件数", "    指标完成:\n      办理服务事项件"),
        "少了“数”",
    ),
    "d25": (_replace("targets", "≥95%", "≥90%"), "目标值降低了"),
    "d29": (_copy_from_neighbour, "一字不差"),
    "d33": (_copy_folder, "像是复制出来的一份"),
    "d37": (_save_as_word, "narrative.yaml"),
}
"""The broken departments: how each is broken, and what the coordinator must read of the cause."""
COPIED_FROM = ("d01", "d02")
"""Sound departments whose texts stand in a broken one's files, too: nobody can tell which of the two copied."""
