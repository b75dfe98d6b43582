"""Hostile data, templates and folders: every run ends in time with an exit code and words, and nothing outside is touched."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT
from offices import changed, office
from sampled import sampled
from wordfile import word

from selfeval.cli.bundle.assemble import assemble

SECONDS = 60
"""How long one run may take on a busy machine."""
PIECES = (
    *(
        "98.5%、",
        "（",
        "）",
        "“",
        "《",
        "{{ 年度 }}",
        "{{",
        "}}",
        "{%",
        "一是",
        "1. ",
        "13800138000,",
        "9" * 30,
        "\\",
        "|",
    ),
    *(
        "&copy;",
        "<script>",
        "【内部：",
        "】",
        "2023年",
        "，",
        "。",
        "\u200b",
        "\x07",
        "？？",
        "件",
        "案件件",
        "附件3",
        "-",
        ":",
        "：",
    ),
    *(
        "#",
        "&a ",
        "*a ",
        "\t",
        "  ",
        "[",
        "{",
        "'",
        '"',
        "%",
        "@",
        "`",
        "广州市",
        "𠮷",
        "e\u0301",
        "\u2028",
        "None",
        "~",
    ),
)
TAGS = (
    *(
        "{{ 标题 }}",
        "{% for a in 绩效指标 %}",
        "{% endfor %}",
        "{% for b in a %}",
        "{{ a }}",
        "{% if 标题 %}",
        "{% endif %}",
    ),
    *(
        "{{ 标题.__class__ }}",
        "{{ 9**9**9 }}",
        "{{ x",
        "%}",
        "〔合并 任务〕",
        "{#",
        "#}",
        "{{ loop.index }}",
        "{% set a = 1 %}",
    ),
    *(
        "<script>",
        "](javascript:x)",
        "![x](y)",
        "<w:p>",
        "\n",
        "| a | b |\n",
        "{%p if 标题 %}\n",
        "{%tr endfor %}\n",
        "字",
    ),
)


def run(
    home: Path, command: str, *more: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command over the folders below ``home``, and hold it to its promises."""
    folders = [f"--{name}={home / name}" for name in ("data", "templates", "reports")]
    taken = {"check": folders[:2], "templates": folders[1:2], "build": folders}[command]
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), command, *taken, *more],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=SECONDS * 3,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    assert time.monotonic() - begun < SECONDS
    assert done.returncode in (0, 1, 2), done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "程序自身出错" not in done.stdout + done.stderr, done.stdout
    return done


def hold(home: Path) -> set[str]:
    """Return the names of all that lies beside the folders a run may write to."""
    own = {"reports", ".judged"}
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.relative_to(home).parts[0] not in own}


def attack(home: Path, seed: int, size: int) -> None:
    """Lay a department whose texts and templates are drawn from hostile pieces, and check and build it."""
    chance = random.Random(seed)

    def text(pieces: tuple[str, ...], line: str) -> str:
        few = chance.choices(pieces, k=chance.randint(1, 4))
        made = "".join(chance.choices(few, k=chance.randint(1, size)))
        return "".join(f"{line}{each}\n" for each in made.split("\n"))

    narrative = f"自评结论: |\n{text(PIECES, '  ')}自评等级: 优秀\n存在问题:\n{text(PIECES, '  - ')}"
    template = "# {{ 标题 }}\n" + text(TAGS, "")
    office(home, {"narrative.yaml": narrative, "document.md": template})
    (home / "templates/form/document.docx").write_bytes(word(text(TAGS, "").replace("<w:", "〈")))
    before = hold(home)
    for command in ("check", "templates", "build"):
        run(home, command)
    assert hold(home) == before


@pytest.mark.parametrize("seed", sampled(range(2)))
def test_hostile_texts_end_in_words(seed: int, tmp_path: Path) -> None:
    """A few draws, small."""
    attack(tmp_path, seed, 300)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_many_hostile_texts_end_in_words(seed: int, tmp_path: Path) -> None:
    """Many draws, large."""
    attack(tmp_path, seed, 20_000)


@pytest.mark.parametrize("name", sampled(["甲\\局", "甲[局", "甲(局", "a{1,2}", "^$.*+?|", "甲局]"], 3))
def test_a_name_is_no_pattern(name: str, tmp_path: Path) -> None:
    """A typed name is looked for as it is."""
    home = office(tmp_path, changed("targets.yaml", "青湖区司法局", name))
    run(home, "check")


def test_very_many_problems_are_told_in_few(tmp_path: Path) -> None:
    """A hundred of a kind are told of a file, with how many more there are."""
    marks = "）甲\n  " * 3000
    office(tmp_path, {"narrative.yaml": f"自评结论: |\n  {marks}乙。\n自评等级: 优秀\n存在问题:\n  - 丙还不够。\n"})
    done = run(tmp_path, "check")
    assert done.stdout.count("[unbalanced-marks]") == 100
    assert "还有 2900 处同样的" in done.stdout


def test_very_many_blanks_are_counted_whole(tmp_path: Path) -> None:
    """Only the first are listed, but all are told of."""
    points = "  - 待填\n" * 3000
    office(tmp_path, {"narrative.yaml": f"自评结论: |\n  好。\n自评等级: 优秀\n存在问题:\n{points}"})
    said = run(tmp_path, "check").stdout
    assert "还有 3000 处待填：" in said
    assert "再往下还有 2900 处" in said


def test_very_many_slips_of_a_template_are_told_in_few(tmp_path: Path) -> None:
    """As those of the data are; what is left out is counted."""
    home = office(tmp_path)
    path = home / "templates/form/document.md"
    path.write_text(path.read_text(encoding="utf-8") + "{{ 没有这个键 }}\n" * 3000, encoding="utf-8")
    said = run(home, "templates").stdout
    assert said.count("[template-unknown-name]") == 100
    assert "还有 2900 处同样的" in said


@pytest.mark.parametrize("piece", ["{{ 年度 }}", "{{ 年庋 }}甲", "{{ 年度 }}{{ "])
def test_very_many_quotes_in_one_text_take_no_time(piece: str, tmp_path: Path) -> None:
    """The text is not as typed, so that places must be looked for: it is walked once, not once for each quote."""
    office(tmp_path, {"narrative.yaml": f"自评结论: {piece * 12000}\n自评等级: 优秀\n存在问题:\n  - 丙还不够。\n"})
    done = run(tmp_path, "check")
    assert "[long-paragraph]" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["】\u200b", "）“"])
def test_very_many_findings_in_few_lines_take_no_time(piece: str, tmp_path: Path) -> None:
    """The place of each is found without walking the text again; its words are told from those of few others."""
    lines = f"  {piece * 3000}\n" * 3
    office(tmp_path, {"narrative.yaml": f"自评结论: |\n{lines}自评等级: 优秀\n存在问题:\n  - 丙还不够。\n"})
    done = run(tmp_path, "check")
    assert "处同样的" in done.stdout


@pytest.mark.slow
def test_very_many_figures_of_one_thing_take_no_time(tmp_path: Path) -> None:
    """Each is looked for among those that are equal to it, not among all that were typed before."""
    items = "".join(f"  - 人民调解组织调解案件{number}件。\n" for number in range(8000))
    office(tmp_path, {"narrative.yaml": f"自评结论: 甲。\n自评等级: 优秀\n存在问题:\n{items}"})
    assert "qinghu" in run(tmp_path, "check").stdout


@pytest.mark.slow
@pytest.mark.parametrize("said", ["支出{0}万元，占{1}%。", "共{0}件，其中{1}件。", "第{0}项完成{1}件。"])
def test_very_many_sentences_of_two_figures_take_no_time(said: str, tmp_path: Path) -> None:
    """Each is held against those that stand near it, however many there are."""
    numbers = range(101, 12101)
    sentences = [said.format(number, number % 100) for number in numbers]
    lines = "".join(f"  {''.join(sentences[at : at + 100])}\n" for at in range(0, len(sentences), 100))
    office(tmp_path, {"narrative.yaml": f"自评结论: |\n{lines}自评等级: 优秀\n存在问题:\n  - 丙还不够。\n"})
    assert "qinghu" in run(tmp_path, "check").stdout


@pytest.mark.parametrize(
    "code", sampled([r"\ufffe", r"\uFFFF", r"\u200b", r"\u202E", r"\ufdd0", r"\ue000", r"\u007f", r"\u4e00"])
)
def test_what_check_reads_by_its_code_is_printed(code: str, tmp_path: Path) -> None:
    """A code of what nobody sees is taken as typed, and told; that of a letter is the letter."""
    base = (ROOT / "tests/base/narrative.yaml").read_text(encoding="utf-8")
    home = office(tmp_path, {"narrative.yaml": f'{base}  - "整改{code}还不够。"\n'})
    is_seen = code == r"\u4e00"
    assert ("[backslash-in-quotes]" in run(home, "check").stdout) != is_seen
    assert run(home, "build").returncode == 0
    made = next((home / "reports").rglob("*.md")).read_text(encoding="utf-8")
    assert ("整改一还不够" if is_seen else f"整改\\{code}还不够") in made


@pytest.mark.parametrize("digits", ["9" * 30, "9" * 5000, "1" + ",000" * 20])
def test_a_number_of_very_many_digits_is_refused(digits: str, tmp_path: Path) -> None:
    """At its line, as too large; nothing is reckoned with it."""
    text = (ROOT / "tests/base/actuals.yaml").read_text(encoding="utf-8")
    lines = text.split("\n")
    at = next(at for at, line in enumerate(lines) if "实际支出:" in line or "全年支出:" in line)
    lines[at] = f"{lines[at].split(':')[0]}: '{digits}'"
    office(tmp_path, {"actuals.yaml": "\n".join(lines)})
    done = run(tmp_path, "check")
    assert f"actuals.yaml:{at + 1}:" in done.stdout
    assert "数太大" in done.stdout


@pytest.mark.parametrize("digits", sampled(["1" * 30, "9" * 45, "12345678901234567890123456789.5", "0." + "3" * 50]))
@pytest.mark.parametrize(
    "said", ["走访{0}户，复查{0}户，回访35户，合计1{0}户。", "共{0}件，其中甲类{0}件，乙类1{0}件，占{0}%。"]
)
def test_a_number_of_very_many_digits_in_a_sentence_counts_nothing(said: str, digits: str, tmp_path: Path) -> None:
    """It is some code; nothing is reckoned with it."""
    narrative = (ROOT / "tests/base/narrative.yaml").read_text(encoding="utf-8")
    begin = narrative.index("|\n") + 2
    office(tmp_path, {"narrative.yaml": f"{narrative[:begin]}  {said.format(digits)}\n{narrative[begin:]}"})
    done = run(tmp_path, "check")
    assert (done.returncode < 2, "出错" in done.stdout + done.stderr) == (True, False)


def test_a_link_out_of_the_data_is_not_read(tmp_path: Path) -> None:
    """No line of another file is quoted in a message."""
    home = office(tmp_path / "home")
    secret = tmp_path / "secret.yaml"
    secret.write_text("密码: 一二三四\n", encoding="utf-8")
    typed = home / "data/2024/qinghu/narrative.yaml"
    typed.unlink()
    typed.symlink_to(secret)
    done = run(home, "check")
    assert "链接" in done.stdout
    assert "一二三四" not in done.stdout


def test_documents_are_not_written_through_a_link(tmp_path: Path) -> None:
    """A folder of reports that leads elsewhere holds the documents back."""
    home, outside = office(tmp_path / "home"), tmp_path / "outside"
    outside.mkdir()
    (home / "reports").mkdir()
    (home / "reports/2024").symlink_to(outside)
    done = run(home, "build")
    assert not list(outside.rglob("*"))
    assert "链接" in done.stdout


def test_a_bundle_takes_nothing_from_outside(tmp_path: Path) -> None:
    """A link that leads out of the project stops it before anything is copied."""
    project = tmp_path / "project"
    (project / "docs").mkdir(parents=True)
    (project / "docs/x.md").symlink_to("/etc/hostname")
    with pytest.raises(OSError, match=r"x\.md"):
        assemble(project, tmp_path / "out", [])
    assert not (tmp_path / "out").exists()


def test_a_folder_of_an_unspeakable_name_is_named(tmp_path: Path) -> None:
    """It is left out, and the clerk is told how it is called."""
    home = office(tmp_path)
    (home / "data/2024/甲\x07局").mkdir()
    done = run(home, "check")
    assert "\\x07" in done.stderr
    assert "改名" in done.stderr


@pytest.mark.parametrize("place", ["2024/luhu", "2023"])
@pytest.mark.parametrize("to", ["nowhere", "itself"])
def test_a_folder_that_is_a_broken_link_is_named(tmp_path: Path, place: str, to: str) -> None:
    """A department would be missing without a word."""
    home = office(tmp_path)
    link = home / "data" / place
    link.symlink_to(link if to == "itself" else home / to)
    assert f"“{link.name}”没有做：这是断了的链接" in run(home, "check").stderr


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("2023年", "改名为“2023”"),
        ("２０２３", "改名为“2023”"),
        ("旧数据", "名称只写四位数"),
        ("2024 ", "名称只写四位数"),
    ],
)
def test_a_folder_that_is_no_year_is_named(tmp_path: Path, name: str, offered: str) -> None:
    """What lies in it is nobody's data of a year; a folder without departments is nobody's business."""
    home = office(tmp_path)
    shutil.copytree(home / "data/2024", home / "data" / name)
    (home / "data/说明/图").mkdir(parents=True)
    done = run(home, "check")
    assert done.returncode == 0
    assert f"data 里的“{name}”没有做" in done.stderr
    assert offered in done.stderr
    assert "说明”没有做" not in done.stderr
    assert "共 1 个部门" in done.stdout


def test_a_form_of_an_unspeakable_name_is_named(tmp_path: Path) -> None:
    """It is no form: its name can be written nowhere, and would be printed as it is."""
    home = office(tmp_path)
    shutil.copytree(home / "templates/form", home / "templates/表\x1b[1m")
    done = run(home, "templates")
    assert "\\x1b[1m”没有读：名称里有看不见或读不出的字符，请改名" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert run(home, "check").returncode == 0


@pytest.mark.parametrize("formula", sampled(["甲 * 乙", "取整(甲 * 乙, 2)", "甲 * 乙 * 甲"]))
@pytest.mark.parametrize("kind", ["金额", "百分比"])
def test_a_product_of_very_many_digits_is_printed(formula: str, kind: str, tmp_path: Path) -> None:
    """Two numbers that are not too large may make one that is longer than decimals are reckoned with."""
    number = "  {0}:\n    类型: 小数\n    文件: targets.yaml\n"
    declared = (
        "名称: 表\n阶段: 申报\n数据:\n  - targets.yaml\n字段:\n  部门.名称:\n    打印: 否\n  年度:\n    打印: 否\n"
    )
    made = f"  丙:\n    类型: {kind}\n    算式: {formula}\n"
    typed = f"部门:\n  名称: 青湖区司法局\n年度: 2024\n表样:\n  - form\n甲: {'9' * 15}.99\n乙: {'9' * 15}.99\n"
    files: dict[str, str | None] = {
        "form.yaml": declared + number.format("甲") + number.format("乙") + made,
        "targets.yaml": typed,
    }
    files |= {"document.md": "{{ 甲 }}，{{ 乙 }}，{{ 丙 }}\n", "actuals.yaml": None, "narrative.yaml": None}
    home = office(tmp_path, files)
    assert run(home, "build").returncode == 0
    assert "，9999999999999999" in next((home / "reports").rglob("*.md")).read_text(encoding="utf-8").replace(",", "")
