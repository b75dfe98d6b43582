"""A whole year of a department that was not there before, at a clerk's desk: real commands, real files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent

import pytest
from conftest import ROOT

WHO = "李文"
ALONE = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
ALONE |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONIOENCODING": "utf-8"}
for role in ("AUTHOR", "COMMITTER"):
    ALONE |= {f"GIT_{role}_NAME": WHO, f"GIT_{role}_EMAIL": "liwen@example.cn"}

HERE = "2025/songhe"
TARGETS, MONITORING, ACTUALS, NARRATIVE = (
    f"data/{HERE}/{name}.yaml" for name in ("targets", "monitoring", "actuals", "narrative")
)
TASKS = ("法律援助惠民", "人民调解进社区")
KEY_FIGURES = ("值班律师驻点天数", "人民调解成功率")
INDICATORS = {
    "办理法律援助案件": "≥550件",
    "调解协议履行率": "≥95%",
    "援助申请审查时限": "5个工作日以内",
    "培训费用标准": "≤400元/人天",
    "群众法律知识知晓率": "≥90%",
    "矛盾纠纷就地化解率": "≥92%",
    "服务对象满意度": "≥95%",
}
NONE_OF_THESE = ("经济效益指标", "生态效益指标")
DECLARED, SELF_EVALUATED, MONITORED = "部门整体预算绩效目标申报表", "部门整体支出绩效自评表", "绩效运行监控表"


@dataclass(frozen=True)
class Clerk:
    """Type into files and run commands in a project folder; ``typed`` holds everything typed."""

    folder: Path
    typed: list[str] = field(default_factory=list)

    def runs(self, *arguments: str, code: int = 0) -> str:
        """Run a command that must end with a code; return what it said."""
        done = subprocess.run(
            [sys.executable, "build.py", *arguments],
            cwd=self.folder,
            capture_output=True,
            env=ALONE,
            check=False,
        )
        said = done.stdout.decode() + done.stderr.decode()
        assert done.returncode == code, said
        return said

    def found(self, *arguments: str, code: int = 0) -> dict[str, str]:
        """Check; return the rules that found an error, each with what there is to type instead."""
        said = json.loads(self.runs("check", HERE, "--format", "json", *arguments, code=code))
        return {each["rule"]: each["fix"] for each in said["problems"] if each["level"] == "error"}

    def fills(self, file: str, *values: str) -> None:
        """Put values in place of the first blanks, in their order; what is commented out is no blank."""
        lines, left = self.reads(file).split("\n"), list(values)
        for number, line in enumerate(lines):
            if left and "待填" in line.split("#")[0]:
                lines[number] = re.sub(r"待填.*", lambda _: left.pop(0), line)
        assert not left, f"more values than blanks: {left}"
        self.typed.extend(values)
        self._saves(file, "\n".join(lines))

    def changes(self, file: str, old: str, new: str) -> None:
        """Put a text in place of another that is there once."""
        text = self.reads(file)
        assert text.count(old) == 1, old
        self.typed.append(new)
        self._saves(file, text.replace(old, new))

    def drops(self, file: str, old: str, kept: str = "") -> None:
        """Delete a text that is there once; what is kept of it is not typed."""
        text = self.reads(file)
        assert text.count(old) == 1, old
        self._saves(file, text.replace(old, kept))

    def reads(self, file: str) -> str:
        """Return the text of a file."""
        return (self.folder / file).read_text(encoding="utf-8")

    def made(self, title: str, place: str = HERE) -> str:
        """Return the text of a document; its Word file must be there too."""
        assert (self.folder / f"reports/{place}/{title}.docx").is_file()
        return self.reads(f"reports/{place}/{title}.md")

    def _saves(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_a_year_from_nothing_to_the_public_page(tmp_path: Path) -> None:
    """Every stage of a year is reached with the commands alone, and no name is typed twice."""
    clerk = Clerk(desk(tmp_path))
    targets_are_set(clerk)
    targets_are_approved_and_adjusted(clerk)
    the_middle_of_the_year(clerk)
    the_end_of_the_year(clerk)
    looking_at_it(clerk)
    handed_in_and_carried_on(clerk)
    final_and_public(clerk)
    typed = "\n".join(clerk.typed)
    assert {name: typed.count(name) for name in (*TASKS, *KEY_FIGURES, *INDICATORS)} == dict.fromkeys(
        (*TASKS, *KEY_FIGURES, *INDICATORS), 1
    )


def desk(folder: Path) -> Path:
    """Lay out the project as it is handed to a new office: program and forms, no data, an empty git repository."""
    for name in ("selfeval", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "build.py", folder)
    (folder / "data").mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=folder, env=ALONE, check=True)
    return folder


def targets_are_set(clerk: Clerk) -> None:
    """January: a file full of blanks, slips on the way, the declaration built."""
    forms = ("guangzhou/targets", "guangzhou/self-evaluation", "mof/monitoring")
    said = clerk.runs("new", "2025", "songhe", *(word for form in forms for word in ("--form", form)))
    blanks = int(re.findall(r"targets.yaml：(\d+) 处待填", said)[0])
    assert clerk.runs("check", HERE, code=1).count(f"[placeholder] 还有 {blanks} 处待填：") == 1
    assert "已经有了，没有动" in clerk.runs("new", "2025", "songhe", "--form", forms[0], code=2)

    clerk.fills(TARGETS, "云山市松河区司法局", "区", "5,105.00", "1,400.00", "0.00", "234.00")
    clerk.fills(TARGETS, "6,739.00", "0.00", "6,379.00", "0.00", "全年办理案件 550 件以上，群众更加满意。")
    clerk.fills(TARGETS, TASKS[0], "组织律师驻点值班。", "60.00", "困难群众都能及时得到法律援助。")
    clerk.drops(TARGETS, "    # 绩效指标:", "    绩效指标:")
    clerk.drops(TARGETS, "    #   - 名称:", "      - 名称:")
    second = [f"  - 名称: {TASKS[1]}", "    主要内容: 建调解室。", "    计划资金: 18.00", "    预期目标: 化解在社区。"]
    clerk.fills(
        TARGETS,
        "\n".join([KEY_FIGURES[0], *second, "    绩效指标:", f"      - 名称: {KEY_FIGURES[1]}"]),
        *(text for indicator in list(INDICATORS.items())[:4] for text in indicator),
    )
    for category in NONE_OF_THESE:
        clerk.drops(TARGETS, f"{category}:\n      - 名称: 待填\n        年度指标值: 待填", f"{category}: 无")
    clerk.fills(TARGETS, *(text for indicator in list(INDICATORS.items())[4:] for text in indicator))

    assert clerk.found(code=1) == {"budget-balance": ""}
    clerk.changes(TARGETS, "6,379.00", "6,739.00")
    clerk.changes(TARGETS, "级次: 区", "级次：区")
    assert "没有改" not in clerk.runs("check", HERE, "--fix", "--yes")
    assert "级次: 区" in clerk.reads(TARGETS)
    said = clerk.runs("build", HERE)
    assert said.count("已生成") == 2
    assert said.count("未到期") == 2
    assert "矛盾纠纷就地化解率" in clerk.made(DECLARED)


def targets_are_approved_and_adjusted(clerk: Clerk) -> None:
    """Spring: sealed; a target changed by hand is refused, one adjusted in due form is not."""
    clerk.runs("approve", HERE)
    assert "--again" in clerk.runs("approve", HERE, code=2)
    clerk.changes(TARGETS, "≥550件", "≥500件")
    back, adjusted = clerk.found(code=1)["target-changed"].split("\n", 1)
    assert back == "年度指标值: ≥550件"
    clerk.drops(TARGETS, "≥500件", "≥550件")
    clerk.changes(TARGETS, back, indent(f"{back}\n{adjusted}", " " * 8).lstrip())
    assert set(clerk.found(code=1)) == {"placeholder"}
    clerk.changes(TARGETS, "（写明批准的文件）", "松财绩〔2025〕12号")
    assert clerk.found() == {}


def the_middle_of_the_year(clerk: Clerk) -> None:
    """July: the file of the monitoring names every indicator with its target in force."""
    clerk.runs("fill", HERE, "--phase", "监控")
    assert "办理法律援助案件:  # 目标 ≥500件（调整后）" in clerk.reads(MONITORING)
    assert not any(f"{category}:\n" in clerk.reads(MONITORING) for category in NONE_OF_THESE)
    clerk.fills(MONITORING, "7", "6,739.00", "3,900.00", "6,700.00", "加快办案补贴发放。")
    clerk.fills(MONITORING, "280件", "505件", "能", *("96%", "96%", "确定能"), *("4个工作日", "4个工作日", "确定能"))
    clerk.fills(MONITORING, "380元/人天", "380元/人天", "确定能", *("91%", "92%", "确定能"), *("93%", "93%", "确定能"))
    clerk.fills(MONITORING, "97%", "97%", "确定能")
    assert set(clerk.found(code=1)) == {"not-a-choice"}
    clerk.changes(MONITORING, "完成可能性: 能", "完成可能性: 有可能")
    clerk.runs("build", HERE, "--phase", "监控")
    assert "57.87%" in clerk.made(MONITORED)
    assert "| 办理法律援助案件 | ≥500件 |" in clerk.made(MONITORED)
    clerk.runs("build", HERE, "--phase", "申报")
    assert "| 办理法律援助案件 | ≥550件 | ≥550件 |" in clerk.made(DECLARED)
    assert "没有要加的" in clerk.runs("fill", HERE, "--phase", "监控")


def the_end_of_the_year(clerk: Clerk) -> None:
    """December: a draft with gaps, slips, then the self-evaluation."""
    clerk.runs("fill", HERE)
    clerk.fills(ACTUALS, "6,700.00", "6,690.00", "6,690.00", "全年各项任务按期完成。")
    assert "| 人民调解成功率 | **【待填：指标完成情况】** |" in draft(clerk)
    assert set(clerk.found(code=1)) == {"placeholder"}
    clerk.fills(ACTUALS, "对困难群众应援尽援。", "58.5", "240天", "各社区都建起了调解室。", "18.0", "98.2%")
    first, second = (quoted(clerk, value) for value in ("98.2%", "99.85%"))
    clerk.fills(
        NARRATIVE, "全年办案补贴 58.5 万元。", "任务按计划完成，调解成功率", "值班律师还不够。", "扩大驻点值班。"
    )
    clerk.drops(NARRATIVE, "调解成功率", f"调解成功率{first}，预算完成率{second[:-4]} }}}}。")
    fix = clerk.found(code=1)["unknown-quote"]
    assert fix == second
    clerk.drops(NARRATIVE, f"{second[:-4]} }}}}", fix)
    assert clerk.found() == {}
    clerk.runs("build", HERE)
    assert "任务按计划完成，调解成功率98.2%，预算完成率99.85%。" in clerk.made(SELF_EVALUATED)


def draft(clerk: Clerk) -> str:
    """Return the draft of the self-evaluation, which is made although the office is not ready."""
    made = json.loads(clerk.runs("build", HERE, "--draft", "--format", "json"))
    assert made["refused"] == []
    assert "有错未出" in clerk.runs("build", HERE, code=1)
    (path,) = (path for path in made["drafts"] if path.endswith(f"{SELF_EVALUATED}.md"))
    return clerk.reads(path)


def quoted(clerk: Clerk, value: str) -> str:
    """Return the quote that the list of quotes gives for a value, to be pasted."""
    lines = clerk.runs("quote", HERE).splitlines()
    return next(line.removesuffix(value).rstrip() for line in lines if line.endswith(f"  {value}"))


def looking_at_it(clerk: Clerk) -> None:
    """Whatever can be looked at tells what was typed."""
    (progress,) = json.loads(clerk.runs("status", "--format", "json"))
    assert (progress["errors"], progress["filled"]) == (0, progress["required"])
    assert clerk.runs("status", "--quiet") == ""
    assert "mof/project-self-evaluation" in clerk.runs("score", HERE, code=2)


def handed_in_and_carried_on(clerk: Clerk) -> None:
    """January again: handed in, the next year made from this one, the two compared."""
    assert clerk.runs("record", HERE, "送审") == f"已记：{HERE}/送审\n"
    clerk.runs("new", "2026", "--from", "2025")
    later = "data/2026/songhe/targets.yaml"
    assert "年度指标值: ≥550件  # 2025年：目标 ≥550件，调整为 ≥500件" in clerk.reads(later)
    clerk.fills(later, "5,200.00", "1,500.00", "0.00", "200.00", "6,900.00", "0.00", "6,900.00", "0.00")
    clerk.fills(
        later, "全年办理案件 560 件以上。", "组织值班。", "62.00", "应援尽援。", "建调解室。", "20.00", "化解在社区。"
    )
    clerk.changes(later, "年度指标值: ≥550件", "年度指标值: ≥560件")
    assert "已生成" in clerk.runs("build", "2026/songhe")
    changes = json.loads(clerk.runs("compare", "2025", "2026", "songhe", "--format", "json"))["changes"]
    assert ("预算.收入.财政拨款", "6,739.00", "6,900.00") in [
        (each["name"], each["before"], each["after"]) for each in changes
    ]
    assert not [each for each in changes if each["how"] in ("新增", "取消", "改名")]
    values = json.loads(clerk.runs("trend", "songhe", "财政拨款", "--format", "json"))
    assert [(each["year"], each["value"]) for each in values] == [("2025", "6,739.00"), ("2026", "6,900.00")]


def final_and_public(clerk: Clerk) -> None:
    """Make the year final: it is in the summary, and on a page anyone may read."""
    clerk.runs("record", HERE, "定稿")
    (last,) = json.loads(clerk.runs("log", "songhe", "--quiet", "--format", "json"))
    assert (last["tag"], last["who"]) == (f"{HERE}/定稿", WHO)
    assert "已定稿、不再重做的部门：2025/songhe" in clerk.runs("build", "2025")
    assert "已生成" in clerk.runs("summary", "2025")
    clerk.runs("publish", "2025")
    pages = [path.read_text(encoding="utf-8") for path in (clerk.folder / "build/site/2025").rglob("*.html")]
    assert any("云山市松河区司法局" in page for page in pages)
