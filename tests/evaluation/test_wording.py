"""What offices rightly write and no rule about wording may doubt, and what they should not write."""

from __future__ import annotations

from pathlib import Path

import pytest
from written import findings, written

from selfeval.evaluation.rules import RULES

WORDING = {name: rule for name, rule in RULES.items() if ".rules.text." in rule.check.__module__}

RIGHT = (
    # years
    "局机关党委获评2023年度区直机关党建工作优秀基层党组织。",
    "2019-2021年连续三年排名第一，2021年至2023年工作计划全部完成。",
    "完成2023年度绩效目标自评工作，开展2023年重点任务完成情况回头看。",
    "与2023年工作计划相比，新增任务3项。",
    "2023年，项目完成立项，本年度开工建设。",
    "2023年，我局在法治建设考评中获优秀等次。",
    "较2023年增长5%，比2023年同期减少3件。",
    "制定《提升行政执法质量三年行动计划（2023—2025年）实施方案》。",
    "2023年12月31日以前立案的案件全部办结。",
    # numbering
    "统一是关键，唯一是法治，做到一是一、二是二。",
    "一是加强培训。二是完善制度：一是值班制度，二是接访制度。三是落实责任。",
    "首先加强培训，其次完善制度；二是落实责任，一是压实任务。",
    "落实《办法》第三条第（二）项、第（四）项要求。",
    "（一）加强培训；（二）完善制度；（三）落实责任。",
    "一要加强培训。二是完善制度。",
    # marks
    "建立“复议+听证”“复议+诉讼”机制（含“访调对接”（试行））。",
    "做到：1）有人值班；2）有人接访；a）有记录。",
    "“坚持依法行政，\n坚持司法为民。”",
    "办结（2024）粤0104行初12号案件，印发青财预〔2024〕12号文件，合同编号（2024）12号。",
    # wording
    "报名截止2024年3月31日，投标截止日期顺延，申报已于6月截止。",
    "服务群众4万余人次，累计2.44万余人次，减免70余万元，资金结余69元，项目共15个，余下3个。",
    # residue
    "已提请说明有关情况，申请填补空缺，调研报告不超过5000字。",
    "法律援助好评率（%）逐月公布，产值达亿元以上，户均增收达万元，几百万元，2020 年 12 月 27 日。",
    "核对出生年月日，当年月均办案46件。",
    # names
    "青湖区司法局、区司法局、市司法局、青湖区民政局联合开展培训。",
    "法律援助惠民项目安排资金60万元，本项目按期完成。",
    # persons
    "拨打12348或0551-62345678，资金13800138000元，代码110105194912310021。",
    # repetition
    "组织开展全区行政执法业务培训4场次，参训人员3000余人次，考核合格率100%。\n"
    "组织开展全区行政执法业务培训9场次，参训人员3000余人次，考核合格率100%。",
    "格式按《自评通知》附件3，附件另附。",
    # other trades
    "2023年秋季学期启用的东校区新增班级6个；近三年累计新增学位3420个，其中2022年980个、2023年1180个。",
    "2022年12月以来发热门诊由3个增加到17个；整改率99.7%，其余7项计划2025年3月底前整改到位。",
    "2021年第二轮督察反馈问题4个，已完成整改3个，剩余1个按序时推进。",
    "与连山县教育局签订《2023—2025年结对帮扶协议》，落实《2023年度小型水库除险加固责任书》。",
    "除险加固小（1）型水库2座、小（2）型水库7座；水面高于2020年末的11.2米，超出0.6米。",
    "制定《行动方案（2024—2026年）》（青教〔2024〕15号），咨询电话：0551-12333。",
    "稳岗返还惠及企业1.8万家；完成三级目录（十二大类），资金节余21.14万元，发放资料3,000余份。",
    "一是完善值班制度，做到来访有人接、咨询有人答；二是完善接访制度，做到来访有人接、咨询有人答。",
    "青湖区司法局、东湖区司法局和青湖区财政局联合发文，青湖区司法所、青湖区法院参加。",
    # counted things and what only looks like a hole
    "培训次数、人次逐年上升，案件件件有着落，逐次推进，活动场次增加，好评以%计，金额单位 万元。",
    "接访时间（可根据群众需要预约），材料（盖章扫描件）齐全，口径（注：为全年）不变。",
    # numbers that number nothing
    "全市考核第一，进步明显；1、2号楼完工；3.8亿元到位；第一，讲政治；第二，讲法治；专一是要求，统一思想是前提。",
    "一要坚持法治，二要坚持创新，这是第一要务。",
    # what was planned or done before and goes on
    "2023年立法计划结转项目3件全部完成，落实省2023年底出台的工作方案，2023年第四季度工作安排已经收尾。",
    "截至2024年11月底专项行动结束，全年整治41个；截至目前，连续五年没有事故；监控1—9月预算执行情况。",
    # about, and words that only look misspelt
    "最近300余人次参加，附近500余户受益，合约300余份，超过目标值20%以上的奖励，盈余3,000元，余杭区25余姚人。",
    "预防犯罪，今年度汛，发布署名文章，反复盖章，按排名分配，既使用又管好，当做为民实事。",
    "截止阀更换3个，报名截止到2024年3月底，投稿截止至6月。",
    # numbers of documents
    "根据市人民政府令第3号、《简报》2024（第5期）和〔2024〕3号文件。",
    # quotes
    "律师{{ 人民调解进社区.完成情况 }}，自评{{ 自评等级 }}。",
    # widths
    "热线12:00,13:30轮班，值班律师(Lawyer)2名，G228线(K12,K30)养护完工，图书1,280册。",
)

WRONG = (
    ("plan-of-other-year", "推进落实全面依法治市委员会2023年工作要点。"),
    ("plan-of-other-year", "对照《2023年度重点任务》逐项落实。"),
    ("account-of-other-year", "全年各项工作有序推进。2023年度，办理法律援助案件566件。"),
    ("account-of-other-year", "截至2023年底，全区重新犯罪0人。"),
    ("lone-first-item", "（一）加强党对法治建设工作的领导。"),
    ("gap-in-numbering", "一是加强培训；二是完善制度；四是落实责任。"),
    ("missing-stop-before-number", "（一）统筹发展。（二）推动工作再上新台阶（三）服务群众。"),
    ("mixed-numbering-brackets", "（一）加强培训。(二)完善制度。"),
    ("unbalanced-marks", "构建网络（3指实体、热线、网络。"),
    ("unbalanced-marks", "推进“八五“普法规划。"),
    ("wrong-document-brackets", "根据粤财绩【2024】3号文件要求开展自评。"),
    ("halfwidth-marks", "做好社区(村)法律顾问工作。"),
    ("halfwidth-marks", "推动法治建设,完善值班制度。"),
    ("repeated-clause", "完善法律援助人员管理和服务质量措施。加强培训，完善法律援助人员管理和服务质量措施。"),
    ("stopped-for-until", "截止 2024 年 12 月 27 日，全部合格。"),
    ("more-than-exact", "提交报告 69 余次。"),
    ("prompt-left", "请概述主要成效（300字以内）。"),
    ("empty-brackets", "印发《 》。"),
    ("missing-number", "实施公共法律服务体系建设规划（年）。"),
    ("missing-number", "规划（年-年）印发实施。"),
    ("missing-number", "于 年 月 日召开会议。"),
    ("department-misspelt", "青湖区区司法局召开会议。"),
    ("personal-phone", "联系人：张某，138 0013 8000。"),
    ("missing-attachment", "详见附件3。"),
    ("missing-attachment", "具体做法（附件四）另附。"),
    ("plan-of-other-year", "完成2023年立法计划确定的项目。"),
    ("account-of-other-year", "2022年度我局共受理行政复议案件34件。"),
    ("account-of-other-year", "2023年全年办理案件566件。"),
    ("lone-first-item", "1.加强组织领导。全年召开会议4次。"),
    ("gap-in-numbering", "1.加强培训。2.完善制度。4.落实责任。"),
    ("gap-in-numbering", "一要加强培训，二要完善制度，四要落实责任。"),
    ("gap-in-numbering", "第一，加强培训。第三，落实责任。"),
    ("repeated-number", "（一）加强培训。（二）完善制度。（二）落实责任。"),
    ("missing-stop-before-number", "一是加强培训，提高能力二是完善制度。"),
    ("missing-stop-before-number", "（1）统筹发展。（2）服务群众（3）加强队伍建设。"),
    ("missing-number", "全年共办理法律援助案件   件。"),
    ("missing-number", "支出 万元，用于办案补贴。"),
    ("missing-number", "新建调解室和工作站个，召开会议次。"),
    ("prompt-left", "全年办理案件？？件。"),
    ("prompt-left", "全年完成各项任务（可根据实际情况增加）。"),
    ("prompt-left", "全年办理案件____件。"),
    ("wrong-document-brackets", "根据青财绩「2024」3号文件要求。"),
    ("wrong-document-number", "根据青财绩〔2024〕第3号文件要求。"),
    ("stopped-for-until", "截止到2024年12月底，全部办结。"),
    ("more-than-exact", "调解纠纷3231多宗。"),
    ("more-than-exact", "服务企业1,235余家。"),
    ("about-twice", "大约300余人参加。"),
    ("misspelt-word", "认真布署全年工作。"),
    ("department-misspelt", "清湖区司法局召开会议。"),
    ("department-misspelt", "青湖区法司局召开会议。"),
    ("personal-phone", "电话：１３８００１３８０００。"),
    ("halfwidth-marks", '推广"三个一"做法。'),
    ("doubled-marks", "完善制度。，加强培训。"),
    ("mark-between-titles", "执行《采购办法》、《合同办法》。"),
    ("unfinished-paragraph", "全年工作平稳。群众对公共法律服务的满意度"),
    ("part-of-year", "截至9月，调解矛盾纠纷3046起。"),
)


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_what_is_wrong_is_found(tmp_path: Path, rule: str, text: str) -> None:
    """The rule speaks, and no other of its kind."""
    case = written(tmp_path, text)
    assert {name for name, known in WORDING.items() if findings(known, case)} == {rule}


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_alone(tmp_path: Path, text: str) -> None:
    """No rule about wording has anything to say."""
    case = written(tmp_path, text)
    said = [(name, found.message) for name, rule in WORDING.items() for found in findings(rule, case)]
    assert said == []


def test_the_rules_about_wording_are_there() -> None:
    """The list above would prove nothing if it were checked by no rule."""
    assert len(WORDING) >= 40


LONG_NAME = ("名称: 青湖区司法局", "名称: 青湖区市场监督管理局")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("青湖区市场监都管理局召开会议。", True),
        ("市场监督官理局召开会议。", False),
        ("青湖区市场监督局召开会议。", False),
        ("青湖区市场监察管理局召开会议。", True),
        ("青湖区市场监督管理局召开会议。", False),
        ("东湖区市场监督管理局召开会议。", False),
    ],
)
def test_one_wrong_character_in_a_long_name(tmp_path: Path, text: str, wrong: bool) -> None:
    """No other office differs from a long name in one character; another district does."""
    case = written(tmp_path, text, changes=(LONG_NAME,))
    assert bool(findings(RULES["department-misspelt"], case)) is wrong
