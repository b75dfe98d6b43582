"""Pages for the public: what is left out, what is count_in_words, and that a page needs nothing but itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT
from lxml import html
from offices import changed, office

from selfeval.documents.html.page import page
from selfeval.documents.html.redaction import RedactionError, redact
from selfeval.documents.html.site import site
from selfeval.documents.outcome import Document, Outcome, Status
from selfeval.history import record

ACTUAL = "全年驻点值班 240 天。"


@pytest.mark.parametrize(
    ("typed", "published"),
    [
        ("联系人王某，13812345678。", "联系人王某，［略］。"),
        ("手机 138-1234-5678 或 １３８１２３４５６７８", "手机 ［略］ 或 ［略］"),
        ("家里电话（020）81234567", "家里电话［略］"),
        ("办公电话（020）81234567，传真：8123-4567", "办公电话（020）81234567，传真：8123-4567"),
        ("电话：81234567", "电话：［略］"),
        ("身份证 440106199001011234", "身份证 ［略］"),
        ("身份证 44010619900101123X。", "身份证 ［略］。"),
        ("做法有效。【内部：数字待核，见【附件】】继续推广。", "做法有效。［略］继续推广。"),
        ("甲【内部:乙】丙【内部：丁】", "甲［略］丙［略］"),
        ("甲。【内部：第一段\n\n第二段】乙。", "甲。［略］乙。"),
        ("联系人张三，电话020-83333333,13800138000。", "联系人张三，电话［略］,［略］。"),
        ("请致电13900139000人工服务。", "请致电［略］人工服务。"),
        ("联系电话13700137000.", "联系电话［略］."),
        ("手机0086-13800138000、+86 138.0013.8000、(138)0013-8000", "手机［略］、［略］、［略］"),
        ("1380013 8000或138 001 38000或1 3 8 0 0 1 3 8 0 0 0", "［略］或［略］或［略］"),
        ("张三一三八〇〇一三八〇〇〇转告", "张三［略］转告"),
        ("身份证440106900101123。", "身份证［略］。"),
        ("身份证440106-19900101-1234，4401061990 0101 123x人", "身份证［略］，［略］人"),
        ("账号6222021234567890123。卡号：6222 0212 3456 7890 123", "账号［略］。卡号：［略］"),
        ("开户银行工行某支行36020001092000123", "开户银行工行某支行［略］"),
        ("邮箱zhang\\_san.x@mail.example.com。", "邮箱［略］。"),
        ("座机：8123-4567", "座机：［略］"),
        ("微信号：zhang\\_san88，护照E12345678。", "微信号：［略］，护照［略］。"),
        ("甲\\[内部：乙\\]丙（内部：丁）戊", "甲［略］丙［略］戊"),
        ("甲（仅供内部：乙）丙【内 部：丁】戊", "甲［略］丙［略］戊"),
        ("甲【内部资料：乙】丙【不公开：丁】戊【 内部信息 : 己】", "甲［略］丙［略］戊［略］"),
        ("甲【暂不公开：乙】丙【不予公开：丁】戊【勿公开：己】", "甲［略］丙［略］戊［略］"),
        ("甲〈内部：乙〉丙《内部：丁》戊\\<仅内部：己>", "甲［略］丙［略］戊［略］"),
        ("甲【机密★1年：乙】丙『秘密：丁』戊﹝内部：己﹞", "甲［略］丙［略］戊［略］"),
        ("甲【依申请公开：乙】丙（不得外传：丁）戊“内部：己”", "甲［略］丙［略］戊［略］"),
        ("甲【个人隐私：乙】丙【不对外公布：丁】戊[internal: 己]", "甲［略］丙［略］戊［略］"),
        ("甲【公开时删去：乙】丙【请勿上网：丁】戊【敏感信息：己】", "甲［略］丙［略］戊［略］"),
    ],
)
def test_what_is_not_for_the_public_is_left_out(typed: str, published: str) -> None:
    """Numbers of persons and marked passages go, whatever their width, spaces and inner brackets."""
    assert redact(typed).text == published


@pytest.mark.parametrize(
    "typed",
    [
        "拨打12348热线 13812 次",
        "涉案金额 13,812,345,678 元，共 13812345678 元",
        "发文字号穗司〔2024〕12号，2024-01-15",
        "《内部控制规范》、《保密法》、〈政府信息公开条例〉、不公开招标：3 项",
        "【内部控制】建设有序，加强内部管理",
        "10106.17万元，比上年增长13.5%",
        "13812345678.50元、13812345678平方米、电话回访1234567人次",
        "2020 2021 2022 2023 年，13.5 14.2 15.6 16.1",
        "（内部控制）、[内部审计]、网络（内部）建设、加强保密工作",
        "受理依申请公开 12 件，作出不予公开决定 3 件，（依申请公开）答复率 100%",
        "## 五、依申请公开情况\n\n公开方式：主动公开",
        "| 不予公开 | 3 件 |\n| 主动公开 | 5 件 |",
    ],
)
def test_what_only_looks_like_it_stays(typed: str) -> None:
    """Hotlines, amounts, dates and the word 内部 are no reason to leave anything out."""
    assert redact(typed) == (typed, {})


@pytest.mark.parametrize(
    "typed",
    [
        "甲【内部：乙",
        "| 甲【内部：乙 | 丙】 |",
        "甲【内部：乙\n\n## 标题\n\n丙】",
        "【内部】以下不公开",
        "[内部] 甲",
        "【不公开】甲",
        "【内部资料 甲】",
        "（不予公开）甲",
        "甲\n\n（依申请公开）乙",
        "| 甲（不公开） | 乙 |",
        "（此件依申请公开）",
        "以下内容不予公开：甲",
        "公开属性：不予公开",
        "| 公开方式 | 依申请公开 |",
        "内部资料，请勿外传",
        "甲\n\n## 三、不予公开部分\n\n乙",
        "## 内部资料\n\n甲",
        "（内部：甲",
    ],
)
def test_a_mark_that_does_not_say_what_is_internal_stops_the_page(typed: str) -> None:
    """Where nobody can tell how far a passage goes, nothing is published."""
    with pytest.raises(RedactionError):
        redact(typed)


def shown(markdown: str) -> html.HtmlElement:
    """Return the page made of a Markdown document."""
    return html.document_fromstring(page(markdown, "2024", "../index.html")[0])


def test_a_page_is_whole_and_can_be_read_aloud() -> None:
    """Language, title, one head heading, heads of columns; no empty head; no script, no address to load from."""
    document = shown("# 甲表\n\n| | 数 |\n| --- | ---: |\n| 乙 | 1<br>2 |\n\n<!-- 指纹 0 -->\n")
    assert document.get("lang") == "zh-CN"
    assert document.findtext("head/title") == "甲表"
    assert [node.text for node in document.iter("h1")] == ["甲表"]
    assert [(cell.get("scope"), cell.text) for cell in document.iter("th")] == [("col", "数")]
    assert [frame.get("aria-label") for frame in document.iter("div")] == ["表格：甲表"]
    assert "default-src 'none'" in html.tostring(document, encoding="unicode")
    assert not [node for node in document.iter() if node.get("src") or node.tag in ("script", "link", "img")]
    assert "指纹" not in document.text_content()


def test_what_is_typed_stays_text() -> None:
    """Neither tags nor addresses that somebody typed come alive."""
    document = shown("# 甲\n\n\\<script>1\\</script> &lt;b&gt; http://example.com \\[x\\](http://example.com)\n")
    assert not list(document.iter("script", "b"))
    assert [link.get("href") for link in document.iter("a")] == ["../index.html"]


def test_a_comment_that_was_typed_is_text() -> None:
    """Nothing behind it is taken for its end; what a template says to its authors goes."""
    document = shown("# 甲\n\n前\\<!-- 乙\n\n丙\\<!-- 丁 -->戊<!-- 注 -->\n\n己\\\\<!-- 注 -->\n\n<!-- 指纹 0 -->\n")
    assert [node.text_content() for node in document.iter("p")] == ["前<!-- 乙", "丙<!-- 丁 -->戊", "己\\"]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil/x.js></script>",
        "<p onclick=alert(1)>字</p>",
        '<td style="background:url(http://evil/x)">字</td>',
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>字</a></svg>",
        "<iframe src=http://evil></iframe>",
        "[字](javascript:alert(1))",
        "[字](JaVa&#115;cript:alert(1))",
        "[字](data:text/html;base64,PHNjcmlwdD4=)",
        "[字][1]\n\n[1]: javascript:alert(1)",
        "![字](http://evil/x.png)",
        "<form action=http://evil><input name=a></form>",
        "<meta http-equiv=refresh content=0;url=http://evil>",
        "<base href=http://evil>",
        "<style>*{background:url(http://evil)}</style>",
        "<!--><script>alert(1)</script>-->",
        "<math><mtext><script>alert(1)</script></mtext></math>",
    ],
)
def test_markup_of_a_template_does_not_come_alive(markup: str) -> None:
    """Whatever stands in a document, a page has no script, no picture, no address but those of links to pages."""
    document = shown(f"# 甲\n\n{markup}\n\n正文\n")
    page_of_it = document.find(".//main")
    assert "正文" in page_of_it.text_content()
    assert not list(page_of_it.iter("script", "img", "svg", "iframe", "form", "input", "meta", "base", "math", "style"))
    assert not [
        (name, value)
        for node in page_of_it.iter()
        for name, value in node.attrib.items()
        if name.startswith("on") or name == "src" or "evil" in value or "script" in value or "data:" in value
    ]


def test_a_page_says_what_was_left_out() -> None:
    """The note counts each kind; a page with nothing left out has no note."""
    note = shown("# 甲\n\n13812345678，13912345678，【内部：乙】\n").findtext(".//p[@role='note']")
    assert note == "公开时略去了内部内容 1 处、电话号码 2 处，文中写“［略］”。"
    assert shown("# 甲\n").find(".//p[@role='note']") is None


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """Lay three departments: one sound, one that names a phone and an internal passage, one with an error."""
    count_in_words = f"{ACTUAL}【内部：乙方报价 3 万元】联系 13812345678。"
    office(tmp_path, changed("targets.yaml", "青湖区司法局", "青湖区水务局"), "2024/sound")
    office(tmp_path, changed("actuals.yaml", ACTUAL, count_in_words), "2024/count_in_words")
    wrong = changed("actuals.yaml", "实际支出: 990.00", "实际支出: 1,990.00")
    office(tmp_path, wrong | changed("targets.yaml", "青湖区司法局", "青湖区教育局"), "2024/wrong")
    shutil.copytree(ROOT / "templates" / "year-summary", tmp_path / "templates" / "year-summary")
    return [f"--{name}={tmp_path / name}" for name in ("data", "templates", "reports")] + [f"--out={tmp_path / 'site'}"]


def test_a_year_is_published(tmp_path: Path, folders: list[str]) -> None:
    """The index lists every department with what was published of it; what is held back is named without a page."""
    stale = tmp_path / "site/2024/wrong/部门绩效自评表.html"
    stale.parent.mkdir(parents=True)
    stale.write_text(page("去年的", "2024", "../index.html")[0], encoding="utf-8")
    done = run("publish", "2024", *folders)
    assert done.returncode == 1
    assert "没有公开  2024/wrong/部门绩效自评表：暂未公开" in done.stdout.decode()
    pages = {
        path.relative_to(tmp_path / "site/2024").as_posix(): path.read_text(encoding="utf-8")
        for path in tmp_path.rglob("*.html")
    }
    assert set(pages) == {
        "index.html",
        "部门绩效自评汇总表.html",
        "sound/部门绩效自评表.html",
        "count_in_words/部门绩效自评表.html",
    }
    assert not [name for name, text in pages.items() if "乙方报价" in text or "13812345678" in text]
    index: html.HtmlElement = html.document_fromstring(pages["index.html"])
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in index.iter("tr")]
    assert rows[1] == ["青湖区司法局", "部门整体", "部门绩效自评表", "优秀", "99.00%", "达到 2 项"]
    assert rows[3] == ["青湖区教育局", "", "部门绩效自评表（暂未公开）", "", "", ""]
    (bar, _) = index.iter("svg")
    assert bar.get("aria-label") == "青湖区司法局：达到 2 项"
    assert [(part.get("x"), part.get("width")) for part in bar] == [("0", "100")]
    assert "公开时略去了内部内容 1 处、电话号码 1 处" in index.text_content()


def test_a_mark_that_says_too_little_holds_back_one_document(tmp_path: Path, folders: list[str]) -> None:
    """The desk is told which and why; the index, which everyone reads, says only that it is not published yet."""
    vague = changed("targets.yaml", "青湖区司法局", "青湖区教育局") | changed(
        "actuals.yaml", ACTUAL, f"{ACTUAL}【内部】"
    )
    shutil.rmtree(tmp_path / "data/2024/wrong")
    office(tmp_path, vague, "2024/wrong")
    done = run("publish", "2024", *folders)
    assert done.returncode == 1
    assert "没有公开  2024/wrong/部门绩效自评表：“【内部】”没有写明" in done.stdout.decode()
    assert (tmp_path / "site/2024/sound/部门绩效自评表.html").is_file()
    index = (tmp_path / "site/2024/index.html").read_text(encoding="utf-8")
    assert "部门绩效自评表（暂未公开）" in index
    assert "内部】" not in index


def test_names_alike_without_their_numbers_have_a_page_each(tmp_path: Path) -> None:
    """Neither page replaces the other, and none the index."""
    reports = tmp_path / "reports"
    names = ("慰问13812345678", "慰问13912345678", "index")
    (reports / "2024/one").mkdir(parents=True)
    paths = [f"2024/{'' if name == 'index' else 'one/'}{name}.md" for name in names]
    for number, path in enumerate(paths):
        (reports / path).write_text(f"# 慰问{number}\n", encoding="utf-8")
    outcome = Outcome("2024", "one", "一局", (), tuple(Document(path, Status.UNCHANGED) for path in paths), {})
    pages, refused = site("2024", [outcome], [], [], reports)
    assert not refused
    assert list(pages) == ["one/慰问［略］.html", "one/慰问［略］（2）.html", "index（2）.html", "index.html"]
    assert ["慰问1" in pages["one/慰问［略］（2）.html"], "公开目录" in pages["index.html"]] == [True, True]


def test_a_page_of_others_is_neither_replaced_nor_taken_away(tmp_path: Path, folders: list[str]) -> None:
    """It may be the only one there is; the page that stands in the way of one of ours is named, the others are made."""
    shutil.rmtree(tmp_path / "data/2024/wrong")
    home = tmp_path / "site/2024"
    (home / "sound").mkdir(parents=True)
    for name in ("sound/部门绩效自评表.html", "sound/通知.html", "通知.html"):
        (home / name).write_text("<p>别人的", encoding="utf-8")
    done = run("publish", "2024", *folders)
    assert done.returncode == 2
    assert [line for line in done.stderr.decode().splitlines() if "没有写成" in line and "不是本程序做的" in line]
    texts = {path.relative_to(home).as_posix(): path.read_text(encoding="utf-8") for path in home.rglob("*.html")}
    assert [name for name, text in sorted(texts.items()) if text == "<p>别人的"] == [
        "sound/通知.html",
        "sound/部门绩效自评表.html",
        "通知.html",
    ]
    assert "count_in_words/部门绩效自评表.html" in texts


def test_no_page_is_written_through_a_link_out_of_the_site(tmp_path: Path, folders: list[str]) -> None:
    """A department's folder that is a link to another place is named, and nothing is written there."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site/2024").mkdir(parents=True)
    (tmp_path / "site/2024/sound").symlink_to(tmp_path / "elsewhere")
    done = run("publish", "2024", *folders)
    assert done.returncode == 2
    assert "指向文件夹外面的链接" in done.stderr.decode()
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_form_for_the_office_alone_is_not_published(tmp_path: Path, folders: list[str]) -> None:
    """What its form.yaml says decides; it has no page, the index does not name it, the output does."""
    form = tmp_path / "templates/form/form.yaml"
    form.write_text(form.read_text(encoding="utf-8") + "公开: 否\n", encoding="utf-8")
    shutil.rmtree(tmp_path / "data/2024/wrong")
    done = run("publish", "2024", *folders)
    said = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert [line for line in said if "不公开" in line] == [
        "没有公开  表样写明不公开的 2 份，例如 2024/count_in_words/部门绩效自评表"
    ]
    assert {path.name for path in (tmp_path / "site").rglob("*.html")} == {"index.html", "部门绩效自评汇总表.html"}
    assert "部门绩效自评表" not in (tmp_path / "site/2024/index.html").read_text(encoding="utf-8")
    summary = tmp_path / "templates/year-summary/form.yaml"
    summary.write_text(summary.read_text(encoding="utf-8") + "公开: 否\n", encoding="utf-8")
    done = run("publish", "2024", *folders)
    assert done.returncode == 2
    assert "做不了公开目录" in done.stderr.decode()


def test_a_copy_of_a_department_has_no_page(tmp_path: Path, folders: list[str]) -> None:
    """The index lists the department once; the output says which folder was left out."""
    shutil.rmtree(tmp_path / "data/2024/wrong")
    shutil.copytree(tmp_path / "data/2024/sound", tmp_path / "data/2024/sound-copy")
    done = run("publish", "2024", *folders)
    assert done.returncode == 1
    assert "没有公开  2024/sound-copy：部门名称和文件夹 sound 里的一样" in done.stdout.decode().splitlines()
    assert not list(tmp_path.rglob("sound-copy/*.html"))
    assert (tmp_path / "site/2024/index.html").read_text(encoding="utf-8").count('aria-label="青湖区水务局：') == 1


def test_every_link_of_the_index_leads_to_a_page(tmp_path: Path, folders: list[str]) -> None:
    """Addresses are escaped, relative, and there."""
    from urllib.parse import unquote

    run("publish", "2024", *folders)
    home = tmp_path / "site/2024"
    links = re.findall(r'href="([^"]+)"', (home / "index.html").read_text(encoding="utf-8"))
    assert len(links) == 3
    assert all(link.isascii() and (home / unquote(link)).is_file() for link in links)


@pytest.mark.slow
def test_final_documents_are_published_as_they_are(tmp_path: Path, folders: list[str]) -> None:
    """A final year is not made anew for the web; that its data changed since is said."""
    run("build", "2024/sound", *folders[:3])
    made = tmp_path / "reports/2024/sound/部门绩效自评表.md"
    before = made.read_bytes()
    home = tmp_path / "data/2024/sound"
    final = record.Record("2024-12-31", record.State.FINAL, "0" * 32, "")
    (home / record.NAME).write_bytes(record.written([final]))
    actuals = home / "actuals.yaml"
    actuals.write_text(actuals.read_text(encoding="utf-8").replace("240 天", "250 天"), encoding="utf-8")
    done = run("publish", "2024", *folders)
    assert made.read_bytes() == before
    assert "2024/sound 定稿后有改动：文档仍是定稿的" in done.stderr.decode()
    page = (tmp_path / "site/2024/sound/部门绩效自评表.html").read_text(encoding="utf-8")
    assert "240" in page
    assert "250" not in page
    actuals.write_text(actuals.read_text(encoding="utf-8").replace("250 天", "待填"), encoding="utf-8")
    shutil.rmtree(tmp_path / "data/2024/wrong")
    assert "没有公开" not in run("publish", "2024", *folders).stdout.decode()
    assert "240" in (tmp_path / "site/2024/sound/部门绩效自评表.html").read_text(encoding="utf-8")
    targets = home / "targets.yaml"
    targets.write_text(targets.read_text(encoding="utf-8").replace("  - form\n", "  - none\n"), encoding="utf-8")
    assert (
        "没有公开  2024/sound/部门绩效自评表：定稿以后数据或表样改过"
        in run("publish", "2024", *folders).stdout.decode()
    )
    assert made.read_bytes() == before
