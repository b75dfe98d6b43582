"""What an editor tells of what stands at a position, what it completes, where it leads: over the samples, without a server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import ROOT, SAMPLES
from editing import session_over
from sampled import sampled

from selfeval.authoring.editor.completion import CompletionOffer, Context, cursor_at, offers
from selfeval.authoring.editor.definition import defined
from selfeval.authoring.editor.document import OpenDocument, TextPosition, column, units
from selfeval.authoring.editor.hover import told
from selfeval.authoring.editor.outline import Heading, outline
from selfeval.authoring.editor.session import JudgedFile, Session
from selfeval.problem import Level, Place

CURSOR = "¦"


@pytest.fixture
def session() -> Session:
    """Return a session over the project's own data."""
    return session_over(ROOT)


def opened(session: Session, name: str, text: str | None = None) -> JudgedFile:
    """Open a file of the samples, with another text where one is given."""
    path = ROOT / "data" / name
    session.put(OpenDocument(path.as_uri(), 1, path.read_text(encoding="utf-8") if text is None else text))
    standing = session.standing(path.as_uri())
    assert standing is not None
    return standing


def spot_of(text: str, words: str) -> TextPosition:
    """Return the position of words in a text."""
    before = text[: text.index(words)]
    return TextPosition(before.count("\n"), len(before) - before.rfind("\n") - 1)


def hovered(session: Session, name: str, words: str) -> str:
    """Return what is told of the place of some words."""
    at = opened(session, name)
    found = told(at.judged, at.submission, at.file, spot_of(at.document.text, words))
    return found.markdown if found else ""


def completed(session: Session, name: str, text: str) -> dict[str, CompletionOffer]:
    """Return what is offered at the cursor in a text."""
    spot, typed = spot_of(text, CURSOR), text.replace(CURSOR, "")
    at = opened(session, name, typed)
    found = offers(Context(at.submission, at.file, typed.split("\n"), ["guangzhou/targets"]), spot)
    return {offer.label: offer for offer in found}


def test_a_field_is_told_by_its_form(session: Session) -> None:
    """Label and key, help with an example, which forms ask for it."""
    said = hovered(session, "2022/tianhe/actuals.yaml", "年初预算: ")
    assert "部门年初预算收入（年初预算）" in said
    assert "例 6,108.71" in said
    assert "必填：部门整体支出绩效自评表" in said


def test_a_key_of_an_item_is_no_key_of_the_department(session: Session) -> None:
    """The 名称 of an indicator is told as the indicator's, not as that of the department."""
    said = hovered(session, "2024/qinghu-library/projects/reading-season.yaml", "名称: 举办阅读推广活动场次")
    assert "部门" not in said
    assert "指标" in said


def test_an_indicator_is_told_with_its_verdict(session: Session) -> None:
    """Target, actual, verdict with its ratio and the score, at its name and at its actual."""
    for words in ("举办名家讲座场次", "11场\n"):
        said = hovered(session, "2024/qinghu-library/projects/reading-season.yaml", words)
        assert "举办名家讲座场次" in said
        assert "目标 ≥12场" in said.replace("\\", "")
        assert "实际 11场" in said
        assert "未达成 91.7%" in said
        assert "7.33" in said


def test_a_quote_is_told_with_its_value(session: Session) -> None:
    """The pointer on a quote tells what it prints."""
    said = hovered(session, "2022/tianhe/actuals.yaml", "配备法律顾问的社区 }}")
    assert "配备法律顾问的社区" in said
    assert any(character.isdigit() for character in said)


def test_what_fill_would_write_is_offered(session: Session) -> None:
    """A missing key comes with its blank and note; one that is there is not offered again."""
    text = (ROOT / "data/2022/tianhe/actuals.yaml").read_text(encoding="utf-8")
    found = completed(session, "2022/tianhe/actuals.yaml", text.replace("  实际支出: 5,931.22\n", f"  {CURSOR}\n"))
    assert list(found) == ["实际支出"]
    assert found["实际支出"].change.text.startswith("实际支出: 待填  # ")


@pytest.mark.parametrize("place", SAMPLES, ids=str)
def test_a_file_is_offered_its_own_keys(session: Session, place: object) -> None:
    """At the end of every file the keys that no other file of the department is the home of, each once."""
    for path in sorted((ROOT / "data" / str(place)).rglob("*.yaml")):
        name, text = path.relative_to(ROOT / "data").as_posix(), path.read_text(encoding="utf-8")
        offered = completed(session, name, f"{text.rstrip()}\n{CURSOR}")
        at = opened(session, name)
        homes = {at.submission.schema.slots[(key,)].field.file for key in offered}
        assert homes <= {"", at.file.declared}, name
        typed = {line.split(":")[0] for line in text.splitlines() if line[:1].strip() and ":" in line}
        assert not typed & offered.keys(), name
        assert ("说明情况" in offered) == ("说明情况" not in typed), name


def test_names_without_a_result_are_offered(session: Session) -> None:
    """Below 指标完成 the indicators that have none yet; in a result begun, its columns."""
    name = "2022/tianhe/actuals.yaml"
    text = (ROOT / "data" / name).read_text(encoding="utf-8")
    start, end = text.index("      组织开展党政主要负责人述法活动:"), text.index("      开展专项法治督察")
    found = completed(session, name, f"{text[:start]}      {CURSOR}\n{text[end:]}")
    assert list(found) == ["组织开展党政主要负责人述法活动"]
    begun = f"{text[:start]}      组织开展党政主要负责人述法活动:\n        {CURSOR}\n{text[end:]}"
    assert {"实际", "说明", "偏差原因"} <= completed(session, name, begun).keys()


def test_values_of_quotes_and_choices_are_offered(session: Session) -> None:
    """Behind two braces every name with its value; behind a key its choices; forms below 表样."""
    name = "2024/guangzhou/targets.yaml"
    text = (ROOT / "data" / name).read_text(encoding="utf-8")
    assert list(completed(session, name, f"部门:\n  级次: {CURSOR}\n")) == ["省", "市", "区", "县"]
    assert "guangzhou/targets" not in completed(session, name, text.replace("表样:\n", f"表样:\n  - {CURSOR}\n"))
    narrative = (ROOT / "data/2022/tianhe/narrative.yaml").read_text(encoding="utf-8")
    quoted = completed(session, "2022/tianhe/narrative.yaml", narrative.rstrip() + f"甲{{{{ {CURSOR}\n")
    assert quoted["实际支出"].detail.replace(",", "") == "5931.22"
    assert quoted["实际支出"].change.text == " 实际支出 }}"
    assert len(quoted) > 30


def quoted_in(session: Session, name: str, words: str) -> dict[str, CompletionOffer]:
    """Return what may be quoted behind some words of a file."""
    text = (ROOT / "data" / name).read_text(encoding="utf-8")
    end = text.index("\n", text.index(words))
    return completed(session, name, f"{text[:end]}{{{{ {CURSOR}{text[end:]}")


CIRCULAR = "推动公共法律服务高质量发展"


def test_no_text_is_offered_to_itself(session: Session) -> None:
    """Neither a text in itself, nor one that quotes it; in any other text both are offered."""
    own, quoting = f"{CIRCULAR}.完成情况", "部门整体绩效"
    inside = quoted_in(session, "2022/tianhe/actuals.yaml", "三级公共法律服务实体平台进一步健全")
    assert not {own, f"任务完成.{own}", quoting} & inside.keys()
    assert len(inside) > 100
    beside = quoted_in(session, "2022/tianhe/narrative.yaml", "专职人民调解服务项目经费由市、区两级财政共同保障")
    assert {own, quoting} <= beside.keys()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "words"),
    [("actuals", "三级公共法律服务实体平台进一步健全"), ("narrative", "总体看，我局2022年较好地履行")],
)
def test_every_quote_offered_can_be_printed(session: Session, file: str, words: str) -> None:
    """Each one is typed, and no error comes of it."""
    name = f"2022/tianhe/{file}.yaml"
    text = (ROOT / "data" / name).read_text(encoding="utf-8")
    end = text.index("\n", text.index(words))
    offers = quoted_in(session, name, words).values()
    assert offers
    for offer in offers:
        at = opened(session, name, f"{text[:end]}{{{{{offer.change.text}{text[end:]}")
        assert [each for each in at.judged.problems if each.level is Level.ERROR] == [], offer


def test_nothing_is_quoted_in_a_name_or_a_value(session: Session) -> None:
    """What is printed as typed, what others know a thing by, and what the program reads."""
    assert quoted_in(session, "2022/tianhe/targets.yaml", "- 名称: 开展市法治街道培育项目数量") == {}
    assert quoted_in(session, "2022/tianhe/targets.yaml", "  名称: ") == {}
    assert quoted_in(session, "2022/tianhe/actuals.yaml", "年初预算: ") == {}
    assert quoted_in(session, "2024/qinghu-library/targets.yaml", "  - mof-monitoring") == {}


def test_another_item_is_offered_whole(session: Session) -> None:
    """In a list of indicators the next one comes with the keys that the form asks for."""
    name = "2024/guangzhou/targets.yaml"
    text = (ROOT / "data" / name).read_text(encoding="utf-8")
    at = text.index("      - 名称:")
    (offer,) = completed(session, name, f"{text[:at]}      {CURSOR}\n{text[at:]}").values()
    assert offer.change.text.startswith("- 名称: 待填")
    assert "\n        年度指标值: 待填" in offer.change.text


@pytest.mark.parametrize("place", sampled(SAMPLES[::-1], 9), ids=str)
def test_an_item_begins_with_its_name(session: Session, place: object) -> None:
    """Behind a dash the name alone is offered, with the rest of the item where nothing of it is typed; without one the item."""
    for path in sorted((ROOT / "data" / str(place)).rglob("*.yaml")):
        name, text = path.relative_to(ROOT / "data").as_posix(), path.read_text(encoding="utf-8")
        lines = text.split("\n")
        named = [number for number, line in enumerate(lines) if line.lstrip().startswith("- 名称: ")]
        for number in named:
            margin = " " * (len(lines[number]) - len(lines[number].lstrip()))
            head, below = lines[:number], lines[number:]
            renamed = completed(session, name, "\n".join((*head, f"{margin}- {CURSOR}", *below[1:])))
            assert [each.change.text.split("  #")[0] for each in renamed.values()] == ["名称: 待填"], name
            new = completed(session, name, "\n".join((*head, f"{margin}- {CURSOR}", *below)))
            assert list(new) == ["名称"], name
            (whole,) = completed(session, name, "\n".join((*head, f"{margin}{CURSOR}", *below))).values()
            assert whole.change.text == f"- {new['名称'].change.text}"


def test_a_key_above_what_is_typed_comes_without_its_blanks(session: Session) -> None:
    """Where the lines below it are there already, the key alone is typed."""
    text = (ROOT / "data/2024/guangzhou/targets.yaml").read_text(encoding="utf-8")
    found = completed(session, "2024/guangzhou/targets.yaml", text.replace("绩效指标:\n", f"{CURSOR}\n", 1))
    assert found["绩效指标"].change.text.split("  #")[0] == "绩效指标:"
    assert "\n" not in found["绩效指标"].change.text


def places(session: Session, name: str, words: str) -> list[Place]:
    """Return where the thing at some words is defined."""
    at = opened(session, name)
    return defined(at.judged, at.submission, at.file, spot_of(at.document.text, words))


def test_a_result_leads_to_its_target_and_back(session: Session) -> None:
    """From the result to the declared name, from there to the actual; a quote to what it quotes."""
    (there,) = places(session, "2022/tianhe/actuals.yaml", "开展市法治街道培育项目数量")
    targets = (ROOT / there.file).read_text(encoding="utf-8").splitlines()
    assert targets[there.line - 1].endswith("开展市法治街道培育项目数量（个）")
    (back,) = places(session, "2022/tianhe/targets.yaml", "开展市法治街道培育项目数量")
    assert (ROOT / back.file).read_text(encoding="utf-8").splitlines()[back.line - 1].strip() == "实际: 2个"
    (quoted,) = places(session, "2022/tianhe/actuals.yaml", "配备法律顾问的社区 }}")
    assert "配备法律顾问的社区:" in (ROOT / quoted.file).read_text(encoding="utf-8").splitlines()[quoted.line - 1]
    (task,) = places(session, "2022/tianhe/actuals.yaml", "高质量推动法治天河建设:")
    assert task.file.endswith("targets.yaml")


def headings(found: tuple[Heading, ...]) -> Iterator[Heading]:
    """Yield headings with all that is below them."""
    for each in found:
        yield each
        yield from headings(each.below)


@pytest.mark.parametrize("place", SAMPLES, ids=str)
def test_every_position_is_answered_within_the_text(session: Session, place: object) -> None:
    """At no position of any sample does anything fail; outlines hold each key within what it takes."""
    for path in sorted((ROOT / "data" / str(place)).rglob("*.yaml")):
        at = opened(session, path.relative_to(ROOT / "data").as_posix())
        lines = at.document.lines
        for heading in headings(outline(at.submission.schema, at.file)):
            assert heading.span.start <= heading.key.start <= heading.key.end <= heading.span.end
            assert all(heading.span.start <= inner.span.start for inner in heading.below)
        for number, line in enumerate(lines):
            for character in range(0, len(line) + 1, 7):
                spot = TextPosition(number, character)
                found = told(at.judged, at.submission, at.file, spot)
                assert found is None or found.span.end.column <= len(lines[found.span.end.line])
                defined(at.judged, at.submission, at.file, spot)
            cursor_at(lines, TextPosition(number, len(line)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_positions_go_there_and_back(encoding: str) -> None:
    """Every character of a line is found again from its units."""
    line = "甲a𠮷🈶é\u2028乙"
    assert [column(line, units(line, at, encoding), encoding) for at in range(len(line) + 1)] == list(
        range(len(line) + 1)
    )
    assert column(line, 999, encoding) == len(line)
    assert units(line, len(line) + 1, encoding) == units(line, len(line), encoding) + 1
    assert units("", 1, encoding) == 1


def test_a_unit_in_the_middle_of_a_character_is_before_it() -> None:
    """The second half of a pair is the character itself."""
    assert column("𠮷甲", 1, "utf-16") == 0


def test_nothing_is_told_inside_a_list_nobody_knows(session: Session) -> None:
    """A key of the top that stands in a list below an unknown key is not taken for the one of the top."""
    at = opened(session, "2025/fengxiang-sports/targets.yaml", "部门:\n  名称: 甲\n某某:\n  - 年度: 2025\n")
    spot = spot_of(at.document.text, "年度")
    assert told(at.judged, at.submission, at.file, spot) is None
    assert defined(at.judged, at.submission, at.file, spot) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2025/fengxiang-sports/targets.yaml", "- ¦\n部门:\n  名称: 甲\n"),
        ("2025/fengxiang-sports/targets.yaml", "部门:\n  - ¦\n  名称: 甲\n"),
        ("2025/luming-water/projects/flood-stations.yaml", "项目资金:\n  年初预算:\n    - ¦\n    财政拨款: 286.00\n"),
        ("2025/qiaotou-transport/monitored/bridges.yaml", "项目指标监控:\n  - ¦\n  效益指标:\n"),
    ],
    ids=["top", "group", "inner-group", "results"],
)
def test_behind_a_dash_where_nothing_is_listed_no_key_is_offered(session: Session, name: str, text: str) -> None:
    """A dash is one too many there, and a key behind it would be so, too."""
    assert completed(session, name, text) == {}
