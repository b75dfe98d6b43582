"""Personal data is found however it is written, and what only looks like it is left alone."""

from __future__ import annotations

import time

import pytest

from selfeval.documents.html.redaction import redact
from selfeval.text.personal import Personal, find_personal

PERSONAL = {
    "微信号：zhang_san88。": (Personal.WECHAT, "ZHANGSAN88"),
    "加微信wangwu2019联系": (Personal.WECHAT, "WANGWU2019"),
    "微信号为lisimao，": (Personal.WECHAT, "LISIMAO"),
    "微信号zhangsan": (Personal.WECHAT, "ZHANGSAN"),
    "（WeChat：zhang-san）": (Personal.WECHAT, "ZHANGSAN"),
    "Vx：abc12345": (Personal.WECHAT, "ABC12345"),
    "微信wxid_a1b2c3d4e5": (Personal.WECHAT, "WXIDA1B2C3D4E5"),
    "ＱＱ：12345678，": (Personal.QQ, "12345678"),
    "QQ号是234567": (Personal.QQ, "234567"),
    "QQ群：987654321": (Personal.QQ, "987654321"),
    "护照号码：E12345678。": (Personal.CERTIFICATE, "E12345678"),
    "持护照EA1234567入境": (Personal.CERTIFICATE, "EA1234567"),
    "护照（g12345678）": (Personal.CERTIFICATE, "G12345678"),
    "港澳通行证C12345678": (Personal.CERTIFICATE, "C12345678"),
    "往来港澳通行证号：CA1234567": (Personal.CERTIFICATE, "CA1234567"),
    "台湾居民来往大陆通行证号码12345678": (Personal.CERTIFICATE, "12345678"),
    "回乡证H1234567800": (Personal.CERTIFICATE, "H1234567800"),
    "香港身份证A123456(7)": (Personal.CERTIFICATE, "A1234567"),
    "军官证号：军字第1234567号": (Personal.CERTIFICATE, "1234567"),
    "残疾人证号44010619900307481243": (Personal.IDENTITY, "44010619900307481243"),
    "车牌号粤A12345，": (Personal.PLATE, "粤A12345"),
    "粤B·D12345号车": (Personal.PLATE, "粤BD12345"),
    "卡号6222021234567890123": (Personal.ACCOUNT, "6222021234567890123"),
    "6222 0212 3456 7890 123": (Personal.ACCOUNT, "6222021234567890123"),
    "联系人张三，电话020-83333333。": (Personal.PHONE, "02083333333"),
    "Tel：83334455。": (Personal.PHONE, "83334455"),
    "邮箱li.si(at)example.com。": (Personal.MAILBOX, "LISIATEXAMPLECOM"),
    "邮箱li.si[at]example[dot]com。": (Personal.MAILBOX, "LISIATEXAMPLEDOTCOM"),
    "请拨壹叁捌零零壹叁捌零零零。": (Personal.PHONE, "13800138000"),
    "转到622202-1234567890123。": (Personal.ACCOUNT, "6222021234567890123"),
    "加V信：lisi2024 领取": (Personal.WECHAT, "LISI2024"),
    "邮箱：wang_wu［AT］example.org.cn": (Personal.MAILBOX, "WANGWUATEXAMPLEORGCN"),
    "zhao6#example.cn": (Personal.MAILBOX, "ZHAO6EXAMPLECN"),
    "值班电话13800138000": (Personal.PHONE, "13800138000"),
    "电话 138 00 13 80 00，": (Personal.PHONE, "13800138000"),
    "手机138.0013.8000": (Personal.PHONE, "13800138000"),
    "身份证440106 1990 03 07 48 1 1": (Personal.IDENTITY, "440106199003074811"),
    "4 4 0 1 0 6 1 9 9 0 0 3 0 7 4 8 1 1": (Personal.IDENTITY, "440106199003074811"),
    "身份证440106-19900307-123X": (Personal.IDENTITY, "44010619900307123X"),
    "身份证：44010619900307****": (Personal.IDENTITY, "44010619900307"),
    "四四零一零六一九九零零三零七四八一一": (Personal.IDENTITY, "440106199003074811"),
    "62220212 34567890 123": (Personal.ACCOUNT, "6222021234567890123"),
    "社会保障号码：12345678": (Personal.CERTIFICATE, "12345678"),
    "住院号 0012345": (Personal.CERTIFICATE, "0012345"),
    "学籍号为2020-123456": (Personal.CERTIFICATE, "2020123456"),
    "家庭住址：湖滨小区5号，": (Personal.ADDRESS, "湖滨小区5号"),
    "| 户籍地址 | 东湾镇西岭村 |": (Personal.ADDRESS, "东湾镇西岭村"),
    "家住东湾村三组": (Personal.ADDRESS, "家住东湾村三组"),
    "现住湖滨路8号2栋": (Personal.ADDRESS, "现住湖滨路8号2栋"),
    "（湖滨小区3栋2单元402室）": (Personal.ADDRESS, "湖滨小区3栋2单元402室"),
    "出生日期：1990-03-07": (Personal.BIRTH, "19900307"),
    "王某，1990年3月生，": (Personal.BIRTH, "1990年3月生"),
    "李某（1985年12月5日出生）": (Personal.BIRTH, "1985年12月5日出生"),
}
HARMLESS = (
    "完成 C#.NET 平台改造，3#泵房、5#楼(at grade)验收。",
    "微信公众号“青湖司法”推送图文120条，微信小程序办件12345件，微信视频号播放2300000次。",
    "微信公众号qinghusifa2024发布信息，关注微信平台，微信2024年新增粉丝10000人。",
    "微信工作群12个，QQ群10000人，建QQ群15个，QQ在线咨询12345件。",
    "办理护照12345678本、往来港澳通行证1234567张，签发出入境证件 2345678 份。",
    "办公电话020-83333333，监督电话：020-83334444，投诉举报热线0755-12345678，传真（020）83335555。",
    "12345政务服务便民热线，12348法律服务热线，12309检察服务中心。",
    "《关于印发方案的通知》（粤财绩〔2024〕12345号）、京发改〔2023〕1234567号。",
    "统一社会信用代码12440100455414434H，统一社会信用代码：11440106007517143D。",
    "统一社会信用代码124401004554144345。",
    "项目编码44010024210000123456、440100-2024-00001234。",
    "全年资金13800138000元，2024年1月1日至2024年12月31日，20240101-20241231，2021、2022、2023、2024年。",
    "预算1234.56万元、2345.67万元、3456.78万元，完成率98.5%、97.6%、100%。",
    "第A12345号、云A级景区12345个，国家4A级景区，新A股12345户。",
    "GB/T 35273-2020、DB44/T 12345—2023、ISBN 978-7-5093-1234-5、发票号码 12345678。",
    "户籍地公安机关办理 1200 件，居住地社区走访 350 户，户籍所在地为本区的人员 3,200 人，现住房困难户12户。",
    "改造住宅3栋、住房12栋，建成1号楼、2号楼，1栋102间宿舍；服务地点在政务服务中心3号楼502室。",
    "2024年3月出生人口1234人，2024年出生缺陷发生率0.5%，5月生猪存栏3,200头，生日慰问120人。",
    "核发社保卡234567张，住院 1234567 人次，结婚证 1234567 对，行驶证年检 1234567 辆，残疾人证 12345 本。",
    "工资标准 1360-1480元/月，完成 1 380 次、13 560 件，编号 1.3.5.1，预算 13.5 万元 14.2 万元。",
    "身份证办理123456件，核发居住证234567张，核查身份证1234567人次。",
)


@pytest.mark.parametrize("text", PERSONAL)
def test_personal_data_is_found_and_left_out(text: str) -> None:
    """Its kind, and its letters and digits; the page holds none of them."""
    kind, bare = PERSONAL[text]
    assert [(each.kind, each.bare) for each in find_personal(text)] == [(kind, bare)]
    assert bare[-5:].lower() not in "".join(filter(str.isalnum, redact(text).text)).lower()


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    """Offices, public accounts, document numbers, counts, amounts and years."""
    assert find_personal(text) == []
    assert redact(text).text == text


@pytest.mark.parametrize(
    "piece",
    [
        "壹叁",
        "a[at]b[dot]",
        "微信",
        "微信a_",
        "护照",
        "QQ群",
        "粤A1",
        "AA1",
        "身份证号",
        "1 ",
        "98.5%、",
        "家住",
        "住址：",
        "3栋",
        "四",
        "1 3 8 ",
        "出生1",
        "病历号1",
    ],
)
def test_a_long_text_takes_no_time(piece: str) -> None:
    """Nothing looks further than a number is long; with the square of the length this would take minutes."""
    begun = time.process_time()
    find_personal(piece * (100_000 // len(piece)))
    assert time.process_time() - begun < 5
