"""The rules in the words of a school, a hospital and a water bureau, and of trades beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from trades import HOSPITAL, SCHOOL, WATER, Trade, doubts

RIGHT: dict[Trade, tuple[str, ...]] = {
    SCHOOL: (
        # another time than the year
        "秋季学期开展教研活动31场，春季学期开展教研活动33场。",
        "寒假资助家庭经济困难学生40人，送去棉衣和学习用品。",
        "2024年9月在校学生2,512人，比上学年增加52人。",
        # other schools
        "与青湖区第二实验小学结对，组队参加青湖区中小学田径运动会。",
        # parts and other things
        "校级教研活动40场、年级组教研活动24场。",
        "资助家庭经济困难学生{{ 资助家庭经济困难学生 }}，其中残疾学生6人。",
        "课后服务参加学生{{ 课后服务参加学生 }}，参与率65.85%。",
        "开展爱国主义教育，参观学生2,100人次；走访贫困生活补助对象12户。",
        # rates and averages are no parts
        "体质健康优良率58%，其中男生55%、女生61%。",
        "毕业班平均分86.5分，其中男生85.2分、女生87.9分。",
        "生均公用经费由720元提高到800元，提高80元。",
        # kinds that overlap, or are not all
        "教师128人，其中本科及以上126人、研究生35人。",
        "教职工148人，其中专任教师136人、男教师41人。",
        "招收新生390人，其中本地户籍310人、随迁子女62人。",
        "招收新生390人，其中寄宿生45人、走读生345人。",
        "全片区学校12所，其中公办幼儿园3所、民办幼儿园2所。",
        "片区学生5,200人，其中小学3,100人、初中1,500人。",
        # rates that can be
        "六年级毕业生412人，升学率100%。",
        "抽测学生360人，合格率95%。",
        "食堂食材抽检24批次，合格率100%。",
        "在校学生2,460人，近视率38.55%，参保率99.95%。",
    ),
    HOSPITAL: (
        "云山市中医院、云山市妇幼保健院与我院组建医联体。",
        "流感季门诊诊疗9.6万人次，日均门诊诊疗1,100人次。",
        "院级健康教育讲座20场，科室健康教育讲座26场。",
        "急诊抢救危重患者{{ 急诊抢救危重患者 }}，抢救成功率96.5%。",
        "与20家医院建立双向转诊，转诊患者1,320人次。",
        "开展中医保健服务1,300人次，儿童保健门诊2.1万人次。",
        "老年慢病随访管理患者2,100人，规范管理率72.35%。",
        "患者满意度94.7%，其中门诊93.8%、住院95.6%。",
        "平均住院日7.2天，其中内科8.1天、外科6.4天。",
        "次均费用8,260元，其中内科7,900元、外科9,800元。",
        "收治患者1,245例，治愈1,180例，好转52例，治愈好转率98.96%。",
        "药占比由28.6%下降到26.1%，下降2.5个百分点。",
        "医护人员860人，其中高级职称126人、中级职称310人。",
        "检查科室32个，抽查病案640份，合格率97.5%。",
        "医保基金支付3,260万元，其中职工医保1,980万元、居民医保1,280万元。",
        "分娩1,860人次，其中剖宫产720人次、顺产1,090人次。",
        "诊疗36,500人次，其中门诊31,200人次、住院4,300人次。",
        "健康宣教1,200人次，其中住院患者300人次、门诊患者860人次。",
        "居民电子健康档案1.2万份，接种率98.55%。",
        "护士320人，其中大专以上312人、本科180人。",
    ),
    WATER: (
        "汛期巡河检查4,300人次，处置险情3处。",
        "汛前检查水库36座，发现隐患21处，整改率100%。",
        "与下游清江县水务局签订联防协议，清河县水利工程管理所参加。",
        "供水总量4,260万吨，其中城镇生活1,820万吨、农村生活960万吨。",
        "供水总量4,160万吨，其中城镇供水2,860万吨、农村供水1,300万吨。",
        "水价由2.6元/吨调整到2.9元/吨。",
        "检测水样480份，合格472份，合格率98.3%。",
        "水质达标率98.5%，其中城镇99.2%、农村97.6%。",
        "新建农村饮水安全工程2处、改扩建农村饮水安全工程3处。",
        "除险加固小型水库7座，完成年度任务的100%。",
        "管网漏损率由12.5%下降到9.8%，下降2.7个百分点。",
        "城区污水处理厂2座，乡镇污水处理厂处理污水320万吨。",
        "巡河检查{{ 巡河检查 }}，其中县级河长86人次、乡镇河长1,240人次。",
        "查处水事违法案件{{ 查处水事违法案件 }}，其中非法采砂9起、侵占河道5起。",
        "审批水土保持方案36件，按期办结率100%。",
        "完成投资1,860万元，其中中央资金900万元、省级资金560万元、县级资金400万元。",
        "培训村级水管员120人，考核合格率97.5%。",
        "灌溉季放水3次，供水保障率95%，节水保护区2处。",
        "供水工程86处，其中大中型工程8处、小型工程76处。",
        "居民人均用水量96升，其中城镇120升、农村78升。",
    ),
}

WRONG: dict[Trade, tuple[tuple[str, str], ...]] = {
    SCHOOL: (
        ("figure-differs", "全年共组织教研活动46场，公开课成为常态。"),
        ("figure-differs", "落实资助政策，资助贫困生168人，做到应助尽助。"),
        ("figure-differs", "截至2024年12月，我校义教阶段在校学生2640人。"),
        ("figure-differs", "本校在编教职员工184人，师生比符合规定。"),
        ("figure-differs", "参加课后延时服务学生1260人，家长反映良好。"),
        ("figure-differs", "全校学生体质健康合格率达到96.4%。"),
        ("typed-rate-differs", "参加体质测试2438人，合格2306人，合格率95.4%。"),
        ("typed-rate-impossible", "应届毕业生412人，升学率99.85%。"),
        ("typed-rate-impossible", "片区适龄残疾儿童18人，入学率98%。"),
        ("typed-parts-differ", "在校生2470人，其中男生1290人、女生1190人。"),
        ("typed-parts-differ", "招收新生390人，其中寄宿生45人、走读生335人。"),
        ("typed-parts-differ", "教师128人，其中高级职称36人、中级职称72人、初级职称30人。"),
        ("typed-growth-differs", "生均图书由28册增加到35册，增长20%。"),
        ("figure-typed-twice", "全年开展教研活动64场。"),
        ("department-misspelt", "清湖区中心小学承办了片区教研活动。"),
        ("account-of-other-year", "2023年度我校共完成校舍维修3处。"),
    ),
    HOSPITAL: (
        ("figure-differs", "全年门诊诊疗35.2万人次，就医秩序良好。"),
        ("figure-differs", "开展住院手术5216台，微创手术占比稳步提升。"),
        ("figure-differs", "院感发生率0.58%，低于控制目标。"),
        ("figure-differs", "加强慢病管理，随访管理慢病患者6840人。"),
        ("figure-differs", "异地医保结算4620人次，群众少跑腿。"),
        ("figure-differs", "我院共举办健康教育讲座64场。"),
        ("typed-rate-differs", "收治住院患者1860例，治愈1720例，治愈率93.5%。"),
        ("typed-rate-differs", "抽查处方1200张，合格1176张，合格率97%。"),
        ("typed-rate-impossible", "抢救危重孕产妇36例，抢救成功率98.5%。"),
        ("typed-rate-impossible", "收治结核病患者57人，治愈率97%。"),
        ("typed-parts-differ", "医保结算36,500人次，其中门诊31,200人次、住院6,300人次。"),
        (
            "typed-parts-differ",
            "完成手术5400台，其中一级手术620台、二级手术1860台、三级手术2100台、四级手术720台。",
        ),
        ("typed-growth-differs", "三四级手术由2100台增加到2546台，增长18.2%。"),
        ("figure-typed-twice", "甲级病案率97.2%，病历质量持续改善。"),
        ("department-misspelt", "云山市中心医员召开质量分析会。"),
        ("account-of-other-year", "2023年度我院共接诊患者28万人次。"),
    ),
    WATER: (
        ("figure-differs", "完成供水管网改造36.2公里，漏损率持续下降。"),
        ("figure-differs", "建成农饮工程6处，受益群众1.8万人。"),
        ("figure-differs", "污水厂处理污水2680万吨。"),
        ("figure-differs", "农村自来水普及率达到93.6%。"),
        ("figure-differs", "全县河道清淤疏浚54.2公里。"),
        ("figure-differs", "依法查处水事违法案件28宗。"),
        ("typed-rate-differs", "检测水样480份，合格472份，合格率98.7%。"),
        ("typed-rate-differs", "预算安排1,200万元，支出1,116万元，支出率96%。"),
        ("typed-rate-impossible", "抽检水样36份，达标率98%。"),
        ("typed-rate-impossible", "抽检水质48批次，合格率98.5%。"),
        ("typed-parts-differ", "登记水库86座，其中大型水库1座、中型水库6座、小型水库82座。"),
        ("typed-parts-differ", "抽检水样120份，其中合格118份、不合格4份。"),
        ("typed-parts-differ", "供水总量4,260万吨，其中城镇供水2,860万吨、农村供水1,300万吨。"),
        ("typed-growth-differs", "日供水能力从3.2万吨提高到4.8万吨，增长48%。"),
        ("figure-typed-twice", "农村自来水普及率96.3%，比上年有所提高。"),
        ("department-misspelt", "清河县水雾局召开防汛会议。"),
        ("plan-of-other-year", "完成2023年水质监测计划确定的点位。"),
    ),
}


@pytest.mark.parametrize(("trade", "text"), [(trade, text) for trade, texts in RIGHT.items() for text in texts])
def test_what_a_trade_rightly_writes_is_left_alone(trade: Trade, text: str, tmp_path: Path) -> None:
    """No rule at all has anything to say."""
    assert doubts(tmp_path, trade, text) == []


@pytest.mark.parametrize(
    ("trade", "rule", "text"), [(trade, rule, text) for trade, texts in WRONG.items() for rule, text in texts]
)
def test_what_is_wrong_in_a_trade_is_found(trade: Trade, rule: str, text: str, tmp_path: Path) -> None:
    """The rule speaks once, and no other."""
    assert [code for code, _ in doubts(tmp_path, trade, text)] == [rule]


OTHERS_RIGHT = (
    # traffic
    "公路总里程1,560公里，其中国道86公里、省道124公里、县道310公里。",
    "更新公交车120辆，其中纯电动公交车96辆。",
    "农村公路管护率98.5%，国省道优良路率93.6%。",
    # libraries
    "馆藏图书86万册，其中纸质图书62万册、电子图书24万册。",
    "举办阅读活动120场，线上45场、线下82场同步直播。",
    "图书馆春季举办阅读活动28场。",
    # parks
    "栽植苗木1,200株，成活率95.55%。",
    "养护绿地86万平方米，其中公园绿地60万平方米、道路绿地20万平方米。",
    # agriculture
    "粮食总产量68,653万吨。其中，夏粮产量14,740万吨，早稻产量2,812万吨，秋粮产量51,100万吨。",
    "农机合作社86家，其中省级示范社12家、市级示范社30家、县级示范社52家。",
    "抽检农产品120批次，合格118批次，合格率98.3%。",
    # civil affairs
    "养老床位1,240张，其中公办机构640张、民办机构420张。",
    "特困人员860人，其中集中供养320人、分散供养540人。",
    "办理婚姻登记4,300对，其中结婚登记3,200对、离婚登记800对。",
    # environment
    "受理环境信访120件，其中涉水42件、涉气50件、噪声36件。",
    "排查固废处置企业36家，合格率97.2%。",
    "空气优良天数320天，优良率87.4%。",
    # statistics
    "地区生产总值320.5亿元，其中第一产业增加值20.1亿元、第二产业增加值140.2亿元、第三产业增加值160.2亿元。",
    "居民人均可支配收入36,883元，其中城镇居民49,283元、农村居民20,133元。",
    "规上工业企业320家，利润总额12亿元。",
)

OTHERS_WRONG = (
    ("typed-parts-differ", "公路总里程460公里，其中国道86公里、省道124公里、县道310公里。"),
    ("typed-parts-differ", "馆藏图书86万册，其中纸质图书64万册、电子图书24万册。"),
    ("typed-parts-differ", "特困人员860人，其中集中供养320人、分散供养520人。"),
    (
        "typed-parts-differ",
        "地区生产总值320.5亿元，其中第一产业20.1亿元、第二产业140.2亿元、第三产业158.2亿元。",
    ),
    ("typed-parts-differ", "保障低保对象8,600人，其中城市低保600人、农村低保7,900人。"),
    ("typed-parts-differ", "粮食播种面积42.6万亩，其中夏粮12.2万亩、早稻8.1万亩、秋粮20.3万亩。"),
    ("typed-parts-differ", "完成投资1,860万元，其中中央资金900万元、省级资金560万元、县级资金480万元。"),
    ("typed-parts-differ", "实施项目36个，其中新建20个、改建12个、扩建8个。"),
    ("typed-rate-impossible", "抽检农产品80批次，合格率98.5%。"),
    ("typed-rate-impossible", "检测机动车36辆，合格率98.5%。"),
    ("typed-rate-differs", "公租房房源1,200套，分配1,140套，分配率96%。"),
    ("typed-growth-differs", "图书借阅量由12万册增加到15万册，增长20%。"),
)

NAMES = (
    # another office, school, hospital or person
    ("云山市青湖区第三实验小学", "与青湖区第二实验小学结对。", False),
    ("青湖区育才实验小学", "青湖区育英实验小学参加比赛。", False),
    ("青湖区第十二中学", "青湖区第二中学、青湖区第十中学、青湖区第二十中学参加比赛。", False),
    ("云山市第一人民医院", "请云山市第二人民医院会诊。", False),
    ("云山市中医医院", "云山市中医院开诊。", False),
    ("青湖区总工会", "培训青湖区工会干部。", False),
    ("青湖区初级中学", "组织青湖区初中学生参观。", False),
    ("青湖区东湖街道办事处", "青湖区西湖街道办事处协助。", False),
    ("青湖区公安分局", "青湖区公安局协助。", False),
    ("云山市农业科学研究院", "云山市农业科学研究员授课。", False),
    # its own name
    ("青湖区第三实验小学", "青湖区第三试验小学按时开学。", True),
    ("青湖区人民医院", "青湖区人民医医院按时开诊。", True),
    ("青湖区第一人民医院", "青湖区第一人名医院按时开诊。", True),
    ("云山市妇幼保健院", "云山市妇幼保键院按时开诊。", True),
    ("清河县水利局", "清河县水力局开展巡河。", True),
    ("云山市交通运输局", "云山市交通运轮局召开会议。", True),
    ("青湖区档案馆", "青湖区挡案馆向群众开放。", True),
    ("青湖区文化广电旅游体育局", "青湖区文化广电旅游休育局召开会议。", True),
    ("云山市生态环境局", "云山市生太环境局召开会议。", True),
    ("青湖区农业农村局", "青湖区农业农材局召开会议。", True),
    ("云山市气象局", "云山市气像局召开会议。", True),
    ("云山市青湖区第一幼儿园", "青湖区第一幼儿圆举办开放日。", True),
)


@pytest.mark.parametrize("text", OTHERS_RIGHT)
def test_what_other_trades_rightly_write_is_left_alone(text: str, tmp_path: Path) -> None:
    """No rule at all has anything to say."""
    assert doubts(tmp_path, WATER, text) == []


@pytest.mark.parametrize(("rule", "text"), OTHERS_WRONG)
def test_what_is_wrong_in_other_trades_is_found(rule: str, text: str, tmp_path: Path) -> None:
    """The rule speaks once, and no other."""
    assert [code for code, _ in doubts(tmp_path, WATER, text)] == [rule]


@pytest.mark.parametrize(("name", "text", "wrong"), NAMES)
def test_names_of_offices_schools_and_hospitals(name: str, text: str, wrong: bool, tmp_path: Path) -> None:
    """A slip in one's own name is found; another office, school or hospital is none."""
    assert [code for code, _ in doubts(tmp_path, WATER, text, name)] == ["department-misspelt"] * wrong
