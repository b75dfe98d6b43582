"""Right sentences in which figures stand side by side that have nothing to do with each other, or overlap."""

from __future__ import annotations

from pathlib import Path

import pytest
from written import RECKONED, TABLES, concluded, findings

RIGHT = {
    "an amount told twice": (
        "财政拨款支出1084.20万元，即10842000元，占本年支出的97.4%。",
        "指标完成表中“送展下乡”指标值为≥120场，实际完成值132场。正文写明，全年送展下乡132场，与表一致，完成率110.0%。",
    ),
    "a rate of something that is not counted": (
        "全年开设四类课程2400人次。书法课程620人次，结业合格率97.5%。声乐课程880人次，学员分两班。舞蹈课程500人次，演出两场。摄影课程400人次。",
        "全年目标为巡查河道1800次，实际1926次，完成率107.0%；水质达标率满分10分，按达标率95.2%得9.52分。",
        "计划改造泵站12座，完成投资1080万元，计划投资1200万元，投资完成率90%，资金支付率86.5%（按合同进度计算）。",
    ),
    "shares of a whole that is not given": (
        "基本支出612万元，占本年支出的60%，项目支出408万元，占本年支出的40%。人员经费520万元，占基本支出的85.0%。",
    ),
    "parts of what was added, not of the sum": (
        "经财政部门批复，全年追加后总额为865.40万元，比年初增加45.20万元，增加部分为场馆修缮28.00万元和设备更新17.20万元。",
    ),
    "parts that overlap": (
        "全县联网监测点4300处，其中水位点1180处、雨量点2560处、图像点760处（部分与水位点合杆建设，不重复计费）。",
        "全年接待查阅2430人次，其中地籍档案1610人次、学籍档案720人次、工伤档案310人次，同一人查阅多类的按类分别登记。",
        "查处案件148起，其中消防类62起、危化类25起（含与消防类合并立案的4起）、特种设备类65起。",
        "上年结转11件，本年新收162件，其中重复件20件并入原件办理，不再单独计件；本年办结146件，年末在办7件。",
    ),
    "days before a time that was agreed": (
        "设备采购合同于2024年3月5日签订，约定45日内交货，供应商于2024年4月16日送达，较约定期限提前3天。",
    ),
    "a growth from the year before, told with its year": (
        "2023年实际支出250万元，2024年实际支出比上年增加20万元，增长8.0%。",
    ),
    "a share of a whole that stands behind, or of two together": (
        "收入方面，财政拨款收入1188万元，占99.00%；其他收入12万元，占1.00%。本年收入1200万元，支出1180万元。",
        "县级资金300万元，支出165万元；上级资金200万元，支出90万元；两项合计支出255万元，占两项资金总额的51.0%。",
    ),
    "a year and a half": ("泵站2022年10月开工，2024年4月完工，建设期约一年半，汛期停工两个月。",),
    "parts with what was there before": (
        "全年新收复议申请206件，其中网上提交52件。经审理（含上期积存）维持148件，撤销63件，撤销率29.86%。",
        "全年共受理许可申请206件，其中容缺受理3件。经审查（含上期积存）准予许可155件，不予许可48件。",
    ),
    "a mean of so many items beside their total": (
        "公众满意度得分85.30分（满分100分），比上年提高1.20分，其中通行86.00分、停车83.50分、照明86.40分，三项平均为85.30分。",
    ),
    "amounts added and taken off on the way": (
        "年初预算800万元，年中市级下达奖补230万元，同时区级统筹收回30万元，调整后1000万元。",
    ),
    "the whole said again at the end of its parts": (
        "调查企业86家，其中因注销退出4家，补充样本4家，年末有效样本仍为86家。",
    ),
    "what each of several has": ("新建公厕8处，其中东街、西街各2处，其余每个街道各1处。",),
    "an average and a sum that stands behind it": ("低保家庭310户，户均12400元，计384.40万元。",),
    "shares with a rest of which none is told": (
        "收入构成中，检查收入占24.6%，药品收入占31.8%，治疗收入占18.3%，其余为床位、护理等收入。",
    ),
    "a count of several things together, and of one of them": (
        "全年检验食品、药品和医疗器械1450批次。检验医疗器械145批次。",
    ),
    "a bound, which has no share": (
        "按家庭月支出分组，低于2000元的占16.5%，2000元—4000元的占41.2%，4000元—8000元的占30.1%，8000元以上的占12.2%。",
    ),
    "what was to come in, of which nothing is spent": (
        "基金收入预算25600万元，实际完成13300万元，较上年增长60.8%。基金支出8560万元，完成调整预算的95.7%，结转下年2800万元。",
    ),
    "a mean of how many there are for each of some": ("筛查学生10712人，发现近视高危112例，平均每例对应筛查96人。",),
    "what is left of two amounts together": ("鉴定为三级危墙27处、四级危墙28处；已整治52处，剩余3处列入下年计划。",),
    "the growth of a whole behind the shares of its parts": (
        "全区幼儿园61所，其中公办34所、民办18所、其他9所，依次占55.7%、29.5%、14.8%，比上年净增6所，增长10.9%。",
    ),
    "what an amount changed by": (
        "绿化项目批复预算2250万元，调整后2475万元，预算调整率10.00%。",
        "绿化项目申报预算900.00万元，年末调整为810.00万元，预算调整率-10.00%。",
    ),
    "cases and people of which some are not decided": (
        "受理入园申请249件271人，经审核准予入园216件225人，不准予入园29件41人。",
    ),
    "a rate of what was not, of both": ("续订合同483人，不续订64人，不续订率11.70%，两类人员都已回访，共走访578人。",),
    "a rate of the year, and an amount of all years": (
        "2024年投入144.55万元，2025年计划投入145.93万元；截至2024年底累计完成投资204.68万元，当年投资完成率100%。",
    ),
    "a rate of which the base is not given": (
        "重复投诉34件，占比3.87%，积案化解5件，化解率83.33%。",
        "新增专项债券2.11亿元，再融资债券1.91亿元，偿还本金1.46亿元，综合债务率94.3%。",
    ),
    "a list that is open, of classes of spending": (
        "公用经费74.63万元，主要包括：办公费14.93万元、印刷费3.73万元、水费1.49万元、差旅费22.39万元、其他交通费用18.66万元等。",
    ),
    "an average of other ones": ("出让用地23宗、2195亩，成交价款17.66亿元，亩均94.0万元（不含工业用地）。",),
    "counts of people that no word parts": (
        "借阅证有效12990张，活动参与1969人，志愿讲解742人；讲座听众2171人、展览导览1548人。",
    ),
    "people who need not all be served": ("持证读者12990人，上门服务1969人，服务率91.85%。",),
    "a mean and that of the year before": (
        "阅览室全年接待246330人次，按207个开放日计算日均1190人次，较上年日均1140人次增加50人次，增长4.4%。",
    ),
    "what was planned to come in, and what is left of what did": (
        "基金收入预算11114万元，实际完成17836万元，较上年下降35.0%。基金支出8187万元，完成调整预算的95.3%，结转下年2792万元。",
    ),
    "people who have only begun": ("技校招生1064人，就业率97.61%，对口率94.25%。",),
    "a share of a whole that is not given, in a unit of many things": (
        "实践站182个，活动4868场次；示范村125个，占比85.1%。",
    ),
    "rates of the budget of two things": (
        "1.场馆运行。年初预算为82.19万元，支出决算为108.49万元，完成年初预算的132.00%。2.设备更新。年初预算为379.15万元，支出决算为466.35万元，完成年初预算的123.00%。",
    ),
    "points taken off one by one": ("满分100分，分别扣2分、1.5分、0.5分，自评得分96分。",),
    "days that a length of time lacks of another": (
        "项目于2024年4月1日开工，9月8日竣工，工期160天，较合同约定的180天提前20天完成。",
    ),
    "what was expected in the middle of the year": (
        "截至6月30日，设施更换到位；养护绿地面积30.2万平方米。预计全年养护绿地面积46万平方米。",
    ),
    "so much for each of several": ("三所学校列入改造计划，其中一中安排1500万元，其余两校各900万元，合计3300万元。",),
    "parts of two amounts together": (
        "排查一般隐患8264项、重大隐患17项，其中已整改8215项、15项，其余51项正在整改。",
        "城区6个街道和4个镇都建了养老服务中心，其中一级3个、二级5个、三级2个。",
    ),
    "one part with its share beside an amount of something else": (
        "全年受理申请7.42万件，其中网上申请5.12万件，网办率69.0%，现场受理中有变更申请1.85万件。",
    ),
    "a rate of the amount beside it": (
        "全年抽检药品2860批次，其中合格2798批次，不合格62批次。生产环节抽检940批次，不合格31批次；零售环节抽检520批次，合格率98.3%。",
    ),
    "what is not due yet": ("发出整改通知86份，到期反馈82份，未到反馈期4份，到期反馈率100%。",),
    "a mean without the best and the worst mark": (
        "五位评委评分分别为82分、91分、85分、94分、88分，去掉一个最高分和一个最低分后平均得分88分。",
    ),
    "what was carried over, less what went elsewhere": (
        "上年未结咨询26件，本年新收214件，其中转交其他区县8件；办结221件，尚未办结11件。",
    ),
    "the parts of one of two scores": (
        "学校自评得分95分，教育局复核得分87分。自评得分中，过程19分、产出47分、效果29分；复核主要在产出和效果上分别扣减5分、3分。",
    ),
    "a share of the oldest in brackets": (
        "参观者中，18岁以下占21.4%，18—59岁占60.3%，60岁及以上占18.3%（其中，70岁及以上占6.2%）。",
    ),
    "a rate of the budget that the text names": ("按年初预算口径计算，全年支出完成率为123.75%；预算执行率为99.00%。",),
    "a mean of some days, and a count of them": (
        "春节假期（2月10日至12日）发送旅客9.36万人次、车辆1.62万辆次，日均3.12万人次。",
        "全年接待参观者764.2万人次，比上年多31.8万人次。劳动节假期5天接待74.62万人次，日均14.92万人次。",
    ),
    "those of one day, by what each month costs": (
        "护理补贴每人每月320元，年末享受2150人，全年发放812.45万元，累计2.54万人次。",
    ),
    "the time on the spot, and the time that was agreed": (
        "督查组自2024年4月8日至7月26日开展督查，现场督查时间38天，查阅资料210份。",
        "泵房改造投资96.4万元，4月1日开工，6月19日完工，工期80天，较合同工期95天提前15天；更换水泵6台。",
    ),
    "what was done to some of them twice": ("约谈和通报143家，其中约谈86家、通报74家，同时受到约谈和通报的17家。",),
    "a share of a row that its last amount ends": (
        "报修320件，居前三位的是水管86件、线路54件、门锁37件，占55.3%；当日修复298件，占93.1%。",
    ),
    "a share of the sum of two": ("产值1000万元以上的企业36家，占45.0%，1000万元以下的企业44家。",),
    "a sum that stands before another figure of its measure": (
        "供热量86.42万吨（上年85.37万吨），日均5762吨（150天），其中热电74.38万吨、燃气8.62万吨、其他3.42万吨。生物质供热3.42万吨。",
    ),
    "sorts in order": ("改造站房80座，其中一类5座、二类75座；新建站房12座。",),
    "a rate of its own name beside another": ("孕妇建卡806人，建卡率92.8%，新生儿筛查784人，筛查率97.4%。",),
    "an amount for each against one for each day": ("培训320人，支出18.56万元，人均580元，低于每人每天650元的标准。",),
    "a plain count before the first heading": (
        "全年移送线索3件。\n一、投入情况。资金12.4万元，已到位。\n二、产出情况。检修设备46台。",
    ),
    "rates of the budget that parts have too": (
        "重点项目预算140.00万元，实际支出138.74万元，预算执行率99.10%；部门整体预算执行率99.00%。",
    ),
    "a rate of what the budget became, beside what it was": (
        "2024年年初预算800.00万元，全年实际支出990.00万元，预算完成率99.00%。",
    ),
    "amounts with much the same digits and other names": (
        "支出合计811.48万元。公共服务支出81.61万元，占10.1%。社会保障支出270.83万元。设备购置支出81.16万元。",
    ),
    "a growth beside another that the same amounts give": (
        "机关运行经费支出86.40万元，比上年增加6.40万元，增长8.0%，比年初预算增加1.60万元，增长1.9%。",
    ),
}


@pytest.mark.parametrize("text", [text for texts in RIGHT.values() for text in texts])
def test_figures_that_others_do_not_speak_of_are_left_alone(text: str, tmp_path: Path) -> None:
    """No rule that reckons says anything."""
    case = concluded(tmp_path, text, TABLES)
    assert [(name, one.message) for name, known in RECKONED.items() for one in findings(known, case)] == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("全县联网监测点4300处，其中水位点1180处、雨量点2560处、图像点760处。", "4500处"),
        ("基本支出612万元，占本年支出的60%，项目支出408万元，占本年支出的46%，本年支出1020万元。", "40%"),
        ("机关运行经费支出86.40万元，比上年增加6.40万元，增长9.0%。", "8.0%"),
        ("五位评委评分分别为82分、91分、85分、94分、88分，去掉一个最高分和一个最低分后平均得分89分。", "= 88分"),
        ("参观者中，18岁以下占21.4%，18—59岁占63.0%，60岁及以上占18.3%（其中，70岁及以上占6.2%）。", "102.7%"),
        ("春节假期（2月10日至12日）发送旅客9.36万人次，日均3.21万人次。", "3.12万人次"),
        ("泵房4月1日开工，6月19日完工，工期95天，投资96.4万元。", "80 天"),
        ("全年新收复议申请206件，其中网上提交52件。经审理维持148件，撤销63件，撤销率29.86%。", "30.58%"),
        ("全年共受理许可申请206件，其中容缺受理3件。经审查准予许可155件，不予许可48件。", "= 203件"),
        ("通行得分86.00分、停车得分83.50分、照明得分86.40分，三项平均为83.50分。", "= 85.30分"),
        ("送展下乡130场，比上年的126场多7场。", "= 4场"),
        ("维修用房312间，分三批实施，第一批121间、第二批96间、第三批85间。", "= 302间"),
        ("两年共检修1056台，其中2023年395台、2024年661台；2024年检修数量比2023年增加226台。", "= 266台"),
        ("办结575件，案均补助900元，发放补助57.15万元。", "994元"),
        ("四个季度分别接待60批、67批、85批和31批，全年234批。", "= 243批"),
        ("年初库存1446吨，全年购进2762吨，调出3476吨，年末库存723吨。", "= 732吨"),
        ("7月3日至7月22日连续29天气温超过35℃，发布预警9次。", "20 天"),
        ("综合得分88.6分。其中：决策指标18.0分，过程指标17.6分，产出指标20.0分，效益指标24.0分。", "79.6分"),
        ("按年初预算口径计算，全年支出完成率为132.75%；预算执行率为99.00%。", "123.75%"),
        ("绿化项目批复预算2250万元，调整后2475万元，预算调整率9.09%。", "= 10.00%"),
        ("日均接待1190人次，较上年日均1140人次增加80人次。", "= 50人次"),
        ("受理入园申请249件271人，经审核准予入园216件230人，不准予入园29件41人。", "= 245件"),
    ],
)
def test_the_same_sentences_without_that_are_not(text: str, right: str, tmp_path: Path) -> None:
    """What makes a sentence right is what it says, not how its figures stand."""
    case = concluded(tmp_path, text, TABLES)
    told = [one.message for known in RECKONED.values() for one in findings(known, case)]
    assert len(told) == 1
    assert right in told[0]
