"""One slip in a sample department is said, by the right rule at the right line; the same edit done rightly is not."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from sampled import sampled_rows

from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level, Problem
from selfeval.submission.approval import seal
from selfeval.submission.folder import DepartmentYear

FLOODS = ("luming-water", "projects/flood-stations.yaml")
GRAIN = ("dongting-grain", "actuals.yaml")
GRAIN_TARGETS = ("dongting-grain", "targets.yaml")
COLD = ("mingshan-agriculture", "evaluations/cold-storage.yaml")
PARK = ("haihe-park", "actuals.yaml")
AFFAIRS = ("lancang-affairs", "narrative.yaml")
BRIDGES = ("qiaotou-transport", "projects/bridges.yaml")
FOREST = ("luoshui-forestry", "targets.yaml")
GRANTS = ("luquan-education", "projects/grants.yaml")
SEWAGE = ("lanshan-water", "projects/sewage.yaml")
RIVERS = ("chishui-water", "projects/rivers.yaml")
FUND = ("qingan-education", "funds/schools.yaml")
BRANCHES = ("jinyun-library", "actuals.yaml")
LABS = ("helan-school", "projects/labs.yaml")
SHOW = ("yuquan-museum", "projects/exhibition.yaml")
FUNDED = ("qingan-education", "funded/schools.yaml")
GRAIN_TEXT = ("dongting-grain", "narrative.yaml")
RELICS = ("tieshan-relics", "monitored/mine.yaml")
SPORTS = ("fengxiang-sports", "actuals.yaml")
ARCHIVES = ("songyang-archives", "targets.yaml")
VACCINES = ("heting-cdc", "monitored/vaccination.yaml")
RELIEF = ("yunling-emergency", "funded/relief.yaml")
WARD = ("qinglan-hospital", "projects/ward.yaml")
AFFAIRS_DONE = ("lancang-affairs", "actuals.yaml")
COURTS = ("pujiang-sports", "projects/courts.yaml")
BRIDGES_MONITORED = ("qiaotou-transport", "monitored/bridges.yaml")
JUSTICE = ("guihe-justice", "targets.yaml")
PARK_TARGETS = ("haihe-park", "targets.yaml")
CRITERIA = ("shouyang-archives", "actuals.yaml")
LIGHTS = ("yunxi-education", "evaluations/lighting.yaml")
STAGE = ("dianhu-culture", "projects/stage.yaml")
PUMPS = ("linjiang-water", "projects/pumps.yaml")
MEALS = ("yanxi-elderly", "projects/meals.yaml")
METERS = ("xishan-metrology", "projects/meters.yaml")
PAINTINGS = ("yuquan-museum", "projects/relics.yaml")
CORNERS = ("jizhou-library", "projects/corners.yaml")
BRANCH_TARGETS = ("jinyun-library", "targets.yaml")
SEASON = ("2024/qinghu-library", "projects/reading-season.yaml")
TIANHE = ("2022/tianhe", "actuals.yaml")
TIANHE_TEXT = ("2022/tianhe", "narrative.yaml")
CAIDIAN = ("2020/caidian", "actuals.yaml")
SHOTS = ("heting-cdc", "projects/vaccination.yaml")


def said(folder: Path, of: tuple[str, str], old: str, new: str) -> list[Problem]:
    """Return what a sample brings, of 2025 where no year is given, one text of it replaced, that it did not bring before."""
    department, file = of
    year, _, name = department.rpartition("/")
    place = DepartmentYear(year or "2025", name)
    shutil.copytree(ROOT / "data" / str(place), folder / "data" / str(place), ignore=shutil.ignore_patterns(".schema"))
    workspace = Workspace(folder / "data", ROOT / "templates", None)
    before = {(each.rule, each.message) for each in check(workspace, place).problems}
    path = folder / "data" / str(place) / file
    typed = path.read_text(encoding="utf-8")
    assert typed.count(old) == 1
    path.write_text(typed.replace(old, new), encoding="utf-8")
    return [each for each in check(workspace, place).problems if (each.rule, each.message) not in before]


def line_of(of: tuple[str, str], old: str) -> int:
    """Return the line on which a text stands in a sample."""
    department = of[0] if "/" in of[0] else f"2025/{of[0]}"
    typed = (ROOT / "data" / department / of[1]).read_text(encoding="utf-8")
    return typed[: typed.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("of", "old", "new", "rule"),
    sampled_rows(
        [
            (FLOODS, "≤24小时", "≥24小时", "direction-contradicts-name"),
            (GRAIN_TARGETS, "≤2小时", "≥2小时", "direction-contradicts-name"),
            (JUSTICE, "≤0.2%", "100%", "direction-contradicts-name"),
            (SPORTS, "执行其他资金: 16.00", "执行其他资金: 160.00", "spending-over-budget"),
            (FUNDED, "全年执行: 498.20", "全年执行: 598.20", "spending-over-budget"),
            (VACCINES, "执行数: 10.80", "执行数: 210.80", "spending-over-budget"),
            (RELICS, "执行数: 71.50", "执行数: 171.50", "spent-part-exceeds-whole"),
            (RELICS, "执行数: 86.50", "执行数: 286.50", "spending-over-budget"),
            (RELICS, "预计全年执行: 190.00", "预计全年执行: 290.00", "forecast-part-exceeds-whole"),
            (GRAIN_TEXT, "等次: 优", "等次: 良", "typed-grade-differs"),
            (COLD, "得分: 17\n        扣分原因: 冷库闲季利用率低", "得分: 17", "lost-points-without-reason"),
            (GRAIN_TEXT, "单位: 洞庭市粮食和物资储备局", "单位: 洞庭市粮食与物资储备局", "department-misspelt"),
            (AFFAIRS, "年初按职责设立6项指标", "2024年初按职责设立6项指标", "account-of-other-year"),
            (
                GRAIN,
                "轮换储备粮{{ 轮换储备粮 }}，抽检",
                "2024年轮换储备粮{{ 轮换储备粮 }}，抽检",
                "account-of-other-year",
            ),
            (RIVERS, "3.6公里，每公里35万元", "3.6公里，每公里45万元", "basis-differs"),
            (RIVERS, "监理15万元，检测8万元", "监理15万元，检测6万元", "basis-differs"),
            (COLD, "鲜果损耗率11.3%", "鲜果损耗率13.1%", "result-below-goal"),
            (LABS, "实际: 748课时", "实际: 748课时748课时", "number-not-read"),
            (SHOW, "于9月26日开放，验收", "于9月16日开放，验收", "figure-differs"),
            (SHOW, "于9月26日开放，验收", "于8月26日开放，验收", "figure-differs"),
            (AFFAIRS, "全年收入468.20万元", "全年收入468.20元", "typed-money-differs"),
            (BRANCHES, "由12个调整为10个", "由10个调整为12个", "target-gap-differs"),
            (SEWAGE, "偏差原因: 1.2公里管段", "偏差原因: 2.1公里管段", "target-gap-differs"),
            (FUND, "2023—2025年", "2025—2023年", "typed-period-differs"),
            (VACCINES, "完成情况: 91.2%", "完成情况: 912%", "percent-over-hundred"),
            (JUSTICE, "上年: 98.1%", "上年: 981%", "percent-over-hundred"),
            (GRANTS, "≥98%", "≥980%", "percent-over-hundred"),
            (RELICS, "完成情况: 5.2万人次", "完成情况: 52000万人次", "unit-differs"),
            (PARK, '接待游客人次: "192.5"', '接待游客人次: "1925000"', "unit-differs"),
            (SEWAGE, '实际: "2168.40"', '实际: "21684000"', "unit-differs"),
            (FLOODS, "更换老旧雨量计24套", "更换老旧雨量计42套", "figure-differs"),
            (BRIDGES, "沿线 26 个村", "沿线 62 个村", "figure-differs"),
            (GRAIN_TARGETS, "市级储备粮轮换1.8万吨", "市级储备粮轮换1.8吨", "figure-differs"),
            (FOREST, "完成造林和退化林修复3.2万亩", "完成造林和退化林修复32万亩", "figure-differs"),
            (JUSTICE, "办理法律援助案件520件，调解成功率", "办理法律援助案件502件，调解成功率", "figure-differs"),
            (AFFAIRS, "六项指标中五项达到目标", "六项指标中四项达到目标", "indicator-count-differs"),
            (AFFAIRS, "六项指标中五项达到目标", "2项指标没有达到目标", "indicator-count-differs"),
            (SPORTS, "比目标少3条", "比目标少5条", "target-gap-differs"),
            (SHOW, "比目标少1.3万人次", "比目标少3.1万人次", "target-gap-differs"),
            (LABS, "比目标少8个", "比目标多8个", "target-gap-differs"),
            (GRAIN_TEXT, "比目标低0.2个百分点", "比目标低2个百分点", "target-gap-differs"),
            (GRAIN_TEXT, "比计划早10天", "比计划晚10天", "target-gap-differs"),
            (GRAIN_TEXT, "本局是一级预算单位", "本馆是一级预算单位", "own-word-contradicts-name"),
            (LABS, "  9间实验室按期开放", "  我馆9间实验室按期开放", "own-word-contradicts-name"),
            (RELIEF, "县里按受灾户数", "区里按受灾户数", "own-word-contradicts-name"),
            (WARD, "全区现有传染病床", "全县现有传染病床", "own-word-contradicts-name"),
            (AFFAIRS, "年初按职责设立6项指标", "年初按职责设立8项指标", "indicator-count-differs"),
            (
                SHOW,
                "  两个陈列厅1450平方米于",
                "  各项指标全部达到目标。两个陈列厅1450平方米于",
                "indicator-count-differs",
            ),
            (FUNDED, "18所学校全部开工，16所", "年初目标全面完成，18所学校全部开工，16所", "indicator-count-differs"),
            (SHOW, "闭馆布展比计划多11天；明年分厅轮换施工", "新展受欢迎，超额完成", "reason-without-loss"),
            (AFFAIRS_DONE, "终端款未支付；2026年一季度补建", "终端款未支付；2025年一季度补建", "measure-overdue"),
            (GRAIN_TEXT, "2026年6月底前给物资储备中心", "2025年6月底前给物资储备中心", "measure-overdue"),
            (COLD, "18座冷库全部完工，抽查", "力争18座冷库全部完工，抽查", "plan-as-result"),
            (SPORTS, "7个项目常年训练", "计划7个项目常年训练", "plan-as-result"),
            (FUNDED, "专账核算，没有用于人员和公用支出", "详见附件", "missing-attachment"),
            (SEWAGE, "扩建项目2025年度绩效自评报告", "扩建项目2024年度绩效自评报告", "account-of-other-year"),
            (COURTS, "实际: 97%", "实际: 97%左右", "bound-as-actual"),
            (SPORTS, "实际: 57条", "实际: 57条，其余3条明年安装", "remark-in-value"),
            (JUSTICE, "前年: 1,398.70", "前年: 13,987.00", "tenfold-of-earlier-year"),
            (RIVERS, "上年: 18.6万元", "上年: 186万元", "tenfold-of-earlier-year"),
            (AFFAIRS, "做成样表放到自助区", "做成样表放到自助区（王主任再核一下）", "prompt-left"),
            (GRAIN_TEXT, "    各项产出", "    （此段同去年）各项产出", "prompt-left"),
            (GRAIN_TEXT, "主要承担粮食储备", "主要承担承担粮食储备", "misspelt-word"),
            (JUSTICE, "再犯罪率控制在0.2%以内", "再犯罪率控制在2%以内", "figure-differs"),
            (JUSTICE, "支付专职调解员报酬和“以案定补”", "支付办案补贴和值班律师补贴", "repeated-sentence"),
            (PARK, "补植3260株", "补植2360株", "result-below-goal"),
            (SPORTS, "，3条因小区改造推后", "，5条因小区改造推后", "target-gap-differs"),
            (AFFAIRS, "2个便民服务点没有按时建成", "3个便民服务点没有按时建成", "target-gap-differs"),
            (AFFAIRS, "便民服务点少建2个", "便民服务点少建4个", "target-gap-differs"),
            (RELIEF, "偏差原因: 3户因", "偏差原因: 13户因", "target-gap-differs"),
            (AFFAIRS, "抽查3个乡镇服务中心", "抽查13个乡镇服务中心", "figure-differs"),
            (COLD, "范围是全部16个合作社", "范围是全部18个合作社", "figure-differs"),
            (COLD, "支出304万元", "支出340万元", "figure-differs"),
            (COLD, "执行率为95%", "执行率为98%", "figure-differs"),
            (WARD, "运行成本1120万元", "运行成本1210万元", "figure-differs"),
            (FOREST, "沿黄浅山区造林1.9万亩", "沿黄浅山区造林1.6万亩", "figure-differs"),
            (SHOW, "新展9月26日开放，", "新展9月16日开放，", "figure-differs"),
            (SPORTS, "场馆开放天数: 336天", "场馆开放天数: 402天", "days-over-year"),
            (COURTS, "财政拨款: 396,428.50", "财政拨款: 0.00", "nothing-spent"),
            (COLD, "5月汇总评分、征求", "6月汇总评分、征求", "month-contradicts-date"),
            (BRIDGES_MONITORED, "到 8 月底完工 7 座", "到 6 月底完工 7 座", "month-contradicts-date"),
            (RELIEF, "推迟开工，2026年4月完工", "推迟开工，2025年4月完工", "measure-overdue"),
            (GRAIN_TEXT, "建立出租资产到期提醒，到期前60天启动续签或收回。", "无", "no-measure-named"),
            (PARK, '绿化垃圾就地利用率: "74"', '绿化垃圾就地利用率: "0.74"', "unit-differs"),
            (VACCINES, "完成情况: 94.5%", "完成情况: 109.4%", "percent-over-hundred"),
            (ARCHIVES, "财政拨款: 240.00", "财政拨款: 2,400,000.00", "task-over-budget"),
            (COURTS, "偏差原因: 2片球场地面翻修停开6周", "偏差原因: 2片球场地面翻修停开8周", "figure-differs"),
            (COLD, "抽查的9座质量合格", "抽查的8座质量合格", "figure-differs"),
            (RELIEF, "3户尾款没有支付", "4户尾款没有支付", "figure-differs"),
            (GRAIN, "物资平均96分钟出库", "物资平均116分钟出库", "figure-differs"),
            (SHOW, "观众满意度94%。", "观众满意度97%。", "figure-differs"),
            (BRIDGES_MONITORED, "完成情况: 3座在建", "完成情况: 5座在建", "figure-differs"),
            (SEWAGE, "扩建工程2025年6月投产", "扩建工程2025年5月投产", "figure-differs"),
            (RIVERS, "6月主汛期前完工", "10月主汛期前完工", "figure-differs"),
            (RELICS, "10月20日前完成自验", "11月20日前完成自验", "figure-differs"),
            (STAGE, "各演出 2 场，同时", "各演出 4 场，同时", "figure-differs"),
            (
                STAGE,
                "数量: 80\n    单位: 场\n    单价: 6000",
                "数量: 6000\n    单位: 场\n    单价: 80",
                "figure-differs",
            ),
            (RIVERS, "比上年增加85万元", "比上年增加58万元", "figure-differs"),
            (MEALS, "改造补助每个点16万元", "改造补助每个点21万元", "figure-differs"),
            (COLD, "2025年安排县级财政资金320万元", "2023年安排县级财政资金320万元", "figure-differs"),
            (PARK, "偏差原因: 7处饮水点", "偏差原因: 27处饮水点", "target-gap-differs"),
            (CRITERIA, "达到90%得10分", "达到90%得15分", "score-basis-differs"),
            (CRITERIA, "每超1个百分点扣1分", "每超1个百分点扣3分", "score-basis-differs"),
            (LIGHTS, "执行率 92.5%", "执行率 95.2%", "score-basis-differs"),
            (ARCHIVES, "年度指标值: ≤1.45元", "年度指标值: ≤1.45万元", "unit-cost-differs"),
            (ARCHIVES, "维护库房恒温恒湿和消防设施。", "维护库房恒温恒湿和", "unfinished-paragraph"),
            (ARCHIVES, "  接收进馆档案2.6万卷以上，", "  全年已接收进馆档案2.6万卷，", "result-as-plan"),
            (GRAIN, "公务接待费: 3.60", "公务接待费: 36000", "task-over-budget"),
            (JUSTICE, "填报人: 何静", "填报人: 李四", "prompt-left"),
            (SHOTS, "实施单位: 荷亭县疾病预防控制中心", "实施单位: 荷亭县疾病预防控制中", "department-misspelt"),
            (MEALS, "    单位: 雁溪区民政局", "    单位: 雁西区民政局", "department-misspelt"),
            (AFFAIRS_DONE, "实际资金: 52.80", "实际资金: 68.20", "reason-without-loss"),
            (AFFAIRS_DONE, '全程网办事项占比: "73.5"', '全程网办事项占比: "735"', "percent-over-hundred"),
            (GRANTS, "≥1860人", "≥1860%", "unit-differs"),
            (PUMPS, "2025 年更新泵站 5 座并在", "2023 年更新泵站 5 座并在", "plan-of-other-year"),
            (METERS, "年度指标值: 2025年11月底前", "年度指标值: 2026年11月底前", "plan-of-other-year"),
            (AFFAIRS, "约定2026年3月交付", "约定2025年3月交付", "measure-overdue"),
            (
                GRAIN_TEXT,
                "本局是一级预算单位，下辖物资储备中心，主要承担粮食储备和应急物资保障。",
                "本院是一级预算单位，下设急诊部。",
                "own-word-contradicts-name",
            ),
            (SHOW, "闭馆布展比计划多11天；明年分厅轮换施工", "由于多种原因没有完成", "unmet-without-reason"),
            (BRANCHES, "偏差原因: 3场户外活动因", "偏差原因: 6场户外活动因", "target-gap-differs"),
            (BRIDGES_MONITORED, "完工 7 座，在建 3 座", "完工 9 座，在建 3 座", "figure-differs"),
            (METERS, "血压计3200台件", "血压计3500台件", "figure-differs"),
            (FUND, "2023—2025年", "2020—2022年", "year-outside-term"),
            (JUSTICE, "联系电话: 0722-6235018", "联系电话: 何静", "wrong-digit-count"),
            (STAGE, "观众不少于 2.4 万人次", "观众不少于 4.4 万人次", "figure-differs"),
            (STAGE, "培训村文艺骨干 200 人", "培训村文艺骨干 900 人", "figure-differs"),
            (PARK_TARGETS, "便民设施140处", "便民设施180处", "figure-differs"),
            (METERS, "建成电子秤远程监管点40个", "建成电子秤远程监管点46个", "figure-differs"),
            (LABS, "全年开放不少于720课时", "全年开放不少于780课时", "figure-differs"),
            (ARCHIVES, "主要内容: 接收到期进馆档案2.6万卷", "主要内容: 接收到期进馆档案2.2万卷", "figure-differs"),
            (PUMPS, "两年更新老旧泵站 9 座", "两年更新老旧泵站 8 座", "figure-differs"),
            (JUSTICE, "村居法律顾问配备率达到100%", "调解协议签约率达到160%", "percent-over-hundred"),
            (COLD, "扣分原因: 1家合作社的工程资料归档不全", "扣分原因: 5家合作社的工程资料归档不全", "figure-differs"),
            (AFFAIRS, "剩余资金结转到2026年", "剩余资金结转到2025年", "measure-overdue"),
            (COLD, "4月现场查看9座冷库", "2月现场查看9座冷库", "month-contradicts-date"),
            (MEALS, "9月调研12个社区", "7月调研12个社区", "month-contradicts-date"),
            (RELICS, "完成情况: 未完成", "完成情况: 2025年9月20日", "month-contradicts-date"),
            (CRITERIA, "达到3600人次得15分，不足的按比例", "达到80万页得15分，不足的按比例", "repeated-sentence"),
            (CRITERIA, "不超过预算6分", "不超过预算8分", "score-basis-differs"),
            (BRANCHES, "3场户外活动因连续高温取消；2026年高温月份改在室内举办", "已按计划完成", "unmet-without-reason"),
            (RELICS, "预计全年执行: 238.00", "预计全年执行: 283.00", "forecast-over-budget"),
            (ARCHIVES, "征集民间文书、老照片600件", "征集民间文书、老照片900件", "figure-differs"),
            (COLD, "18座冷库全部完工", "15座冷库全部完工", "figure-differs"),
            (FUNDED, "16所完工投用", "18所完工投用", "figure-differs"),
            (GRANTS, "发放三项制度", "发放五项制度", "figure-differs"),
            (METERS, "计量投诉量比2024年下降40%", "计量投诉量比2024年下降14%", "figure-differs"),
            (JUSTICE, "法律援助案件累计办理1560件", "法律援助案件累计办理1650件", "figure-differs"),
            (MEALS, "街道自筹100万元", "街道自筹10万元", "typed-parts-differ"),
            (FUNDED, "县级配套540万元", "县级配套450万元", "digits-exchanged"),
            (FUND, "年度金额: 1,260.00", "年度金额: 1,620.00", "digits-exchanged"),
            (RIVERS, "分三年清淤31公里", "分两年清淤31公里", "term-differs"),
            (AFFAIRS, "窗口退件明显减少。", "窗口退件明显", "unfinished-paragraph"),
            (FOREST, "指标值说明: 调整数÷预算数", "指标值说明: 结转结余÷支出预算", "repeated-sentence"),
            (FOREST, "新建瞭望监控点26处，组织扑火队集训4次", "更新健身路径60条，举办赛事42场", "words-of-other-trade"),
            (METERS, "年度指标值: ≥12个", "年度指标值: 12个左右", "target-without-value"),
            (STAGE, "《滇湖市文化馆演出管理办法》", "《滇池市文化馆演出管理办法》", "department-misspelt"),
            (STAGE, "电话: 0871-6600121", "电话: 0817-6600121", "phone-differs"),
            (BRANCHES, "由12个调整为10个", "由12个调整为8个", "target-gap-differs"),
            (FUND, "使用单位: 清安县教育局", "使用单位: 清安县教育和体育局", "name-in-two-ways"),
            (FLOODS, "年度指标值: ≥24套", "年度指标值: 24套以内", "direction-contradicts-name"),
            (VACCINES, "备注: 第二针安排在9月至11月", "备注: 第二针已于9月完成", "month-contradicts-date"),
            (RELICS, "上半年阴雨32天", "前三季度阴雨32天", "month-contradicts-date"),
            (COLD, "库容不少于5400立方米", "库容不少于4500立方米", "digits-exchanged"),
            (WARD, "低于市里规划的0.15张", "低于市里规划的0.05张", "figure-differs"),
            (FUNDED, "2026年起按季度归档", "2024年起按季度归档", "measure-overdue"),
            (FOREST, "年度指标值: ≥26处", "年度指标值: ≥26公顷", "unit-differs"),
            (JUSTICE, "年度指标值: ≤1900元", "年度指标值: 不低于1900元", "direction-contradicts-name"),
            (BRANCH_TARGETS, "〔2025〕18号批复", "〔2205〕18号批复", "wrong-document-number"),
            (
                RIVERS,
                "全区尚有31公里农村小河道淤积严重，汛期排涝不畅，2023年内涝受淹农田4200亩。",
                "展柜老旧漏光，恒温设备经常停机，观众留言意见集中。",
                "words-of-other-trade",
            ),
            (
                CORNERS,
                "为30所乡村小学配备图书角，购置图书和书架，组织流动换书。",
                "更换桥面伸缩缝，加装防撞护栏和限高架。",
                "words-of-other-trade",
            ),
            (COLD, "单位: 茗山县农业农村局", "单位: 石桥县农业农村局", "own-word-contradicts-name"),
            (SHOTS, "实施单位: 荷亭县疾病预防控制中心", "实施单位: 荷亭县预防疾病控制中心", "department-misspelt"),
            (PAINTINGS, "查询1.36万次", "查询1.63万次", "figure-differs"),
            (TIANHE, "调处矛盾纠纷3231宗", "调处矛盾纠纷2331宗", "figure-differs"),
            (TIANHE, "一般公共预算: 5,931.22", "一般公共预算: 5,391.22", "digits-exchanged"),
            (SEASON, "参与读者满意度3项指标", "参与读者满意度4项指标", "indicator-count-differs"),
            (GRAIN_TEXT, "3座储备库的低温系统", "1座储备库的低温系统", "figure-differs"),
            (PUMPS, "年度指标值: ≤150万元", "年度指标值: ≤1500万元", "target-over-term"),
            (JUSTICE, "总预算: 540.00", "总预算: 54.00", "task-over-budget"),
            (FLOODS, "不少于30分钟", "不少于300分钟", "figure-differs"),
            (BRIDGES, "沿线 26 个村", "沿线 38 个村", "figure-differs"),
            (COURTS, "平均每周开放19小时", "平均每周开放24小时", "figure-differs"),
            (LABS, "9间实验室按期开放", "7间实验室按期开放", "result-below-goal"),
            (STAGE, "起止时间: 2025年6月至8月", "起止时间: 2025年9月至8月", "typed-period-differs"),
            (
                RIVERS,
                "上年: 18.6万元\n            年度指标值: ≤18万元",
                "上年: ≤18万元\n            年度指标值: 18.6万元",
                "bound-as-actual",
            ),
            (PUMPS, "联系电话: 0713-8800216", "联系电话: 0713-88002165", "phone-differs"),
            (
                SEWAGE,
                "1.2公里管段与电缆沟交叉，改线方案已批，2026年3月完工",
                "目标21公里，实际完成19.8公里，少1.2公里",
                "problem-without-substance",
            ),
            (METERS, "217-溪山市市场监督管理局", "217-青石市市场监督管理局", "own-word-contradicts-name"),
            (ARCHIVES, "年度指标值: ≤1.45元", "年度指标值: ≤14.5元", "unit-cost-differs"),
            (CRITERIA, "制度各2分，执行到位1分", "制度各1分，执行到位2分", "score-basis-differs"),
            (CRITERIA, "执行率98.2%，", "执行率982%，", "percent-over-hundred"),
            (RELICS, "完成情况: 5.2万人次", "完成情况: 52万人次", "chance-contradicts-forecast"),
            (AFFAIRS, "支出3.10万元，预算4.00万元", "支出4.10万元，预算4.00万元", "figure-differs"),
        ],
        3,
    ),
)
def test_a_slip_is_said_where_it_stands(of: tuple[str, str], old: str, new: str, rule: str, tmp_path: Path) -> None:
    """It is one problem, on the line that was changed."""
    found = said(tmp_path, of, old, new)
    assert [(each.rule, each.place.line) for each in found if each.rule == rule] == [(rule, line_of(of, old))]


@pytest.mark.parametrize(
    ("of", "old", "new", "shown"),
    [
        (COLD, "得分: 17\n        扣分", "得分: 20\n        扣分", "扣分原因: 冷库闲季利用率低"),
        (PARK, '"133"', '"140"', "偏差原因: 7处饮水点所在路段管线迁改"),
    ],
)
def test_a_reason_beside_a_result_that_needs_none(
    of: tuple[str, str], old: str, new: str, shown: str, tmp_path: Path
) -> None:
    """It is asked about once, where the reason stands."""
    found = said(tmp_path, of, old, new)
    assert [(each.rule, each.place.line) for each in found] == [("reason-without-loss", line_of(of, shown))]


def test_a_prompt_left_in_a_text_is_no_missing_text(tmp_path: Path) -> None:
    """The text beside it is kept: nothing is proposed in its place."""
    old = "没有因公出国，公务接待逐次审批"
    (found,) = said(tmp_path, AFFAIRS, old, "没有因公出国，此处填写公务接待情况")
    assert (found.rule, found.fix, found.edits) == ("placeholder", "", ())
    assert "里还留着“此处填写公务接待情况。”" in found.message


def test_a_score_without_an_actual_is_one_problem(tmp_path: Path) -> None:
    """What is missing is said; the score hangs on it."""
    project = ("lanshan-water", "projects/sewage.yaml")
    found = said(tmp_path, project, '        实际: "3742"\n', "")
    assert [each.rule for each in found] == ["missing-value"]


@pytest.mark.parametrize(
    ("of", "old", "new"),
    sampled_rows(
        [
            (FLOODS, "站点故障修复时限\n        年度指标值: ≤24小时", "招标结果公示时限\n        年度指标值: ≥24小时"),
            (FLOODS, "更换老旧雨量计24套", "更换老旧雨量计24套，其中山区站点12套"),
            (FLOODS, "更换老旧雨量计24套", "更换老旧水位计42套、雨量计24套"),
            (BRIDGES, "沿线 26 个村", "沿线 26 个村（上年 16 个）"),
            (FOREST, "造林1.9万亩，修复退化林1.3万亩", "造林1.9万亩，修复退化林1.3万亩，抚育中幼林2.3万亩"),
            (AFFAIRS, "六项指标中五项达到目标", "六项指标中有一项没有达到目标"),
            (AFFAIRS, "六项指标中五项达到目标", "数量指标有1项没有完成，质量等4项指标达到目标"),
            (SPORTS, "比目标少3条", "比上年少13条"),
            (AFFAIRS, "回访办事群众240人", "回访办事群众240人，每人误工补助30元"),
            (SEWAGE, "偏差原因: 1.2公里管段", "偏差原因: 其中0.9公里管段"),
            (SHOW, "于9月26日开放，验收", "于9月16日试开放，验收"),
            (SHOW, "于9月26日开放，验收", "先后于9月6日开放、9月26日开放，验收"),
            (RIVERS, "3.6公里，每公里35万元", "3.6公里，按市里同类工程每公里30至40万元测算"),
            (RIVERS, "监理15万元，检测8万元", "按合同价23万元"),
            (COLD, "鲜果损耗率11.3%", "鲜果损耗率由上年的23%降到11.3%"),
            (GRAIN, "轮换储备粮{{ 轮换储备粮 }}，抽检", "轮换2024年入库的储备粮{{ 轮换储备粮 }}，抽检"),
            (AFFAIRS, "年初按职责设立6项指标", "2025年初按职责设立6项指标"),
            (SPORTS, "更新{{ 更新健身路径 }}，比目标少3条，", "更新{{ 更新健身路径 }}，青少年训练营比目标少5期，"),
            (GRAIN_TEXT, "比计划早10天", "比计划早9天"),
            (GRAIN_TEXT, "综合得分: 94.5\n  等次: 优", "综合得分: 90\n  等次: 良"),
            (GRAIN_TEXT, "综合得分: 94.5\n  等次: 优", "综合得分: 59.9\n  等次: 差"),
            (FLOODS, "站点故障修复时限\n        年度指标值: ≤24小时", "故障提前修复时间\n        年度指标值: ≥2小时"),
            (FLOODS, "≤24小时", "≤36小时"),
            (GRAIN_TEXT, "本局是一级预算单位", "本局是一级预算单位（博物馆由市文化局管理，本馆藏品不在其内）"),
            (RELIEF, "县里按受灾户数", "（库区、灌区里的农户另报）县里按受灾户数"),
            (AFFAIRS, "年初按职责设立6项指标", "年初按职责设立4项产出指标"),
            (SHOW, "  两个陈列厅1450平方米于", "  除参观人次外，各项指标全部达到目标。两个陈列厅1450平方米于"),
            (AFFAIRS_DONE, "终端款未支付；2026年一季度补建", "终端款未支付；2025年12月已签补建协议"),
            (GRAIN_TEXT, "2026年6月底前给物资储备中心", "2026年6月底前（2025年已招标）给物资储备中心"),
            (SPORTS, "7个项目常年训练", "计划训练7个项目，实际7个项目常年训练"),
            (SPORTS, "实际: 57条", "实际: 57条（含旧村改造3条）"),
            (JUSTICE, "前年: 1,398.70", "前年: 698.70"),
            (AFFAIRS, "做成样表放到自助区", "做成样表（共12种，按季更新）放到自助区"),
            (GRAIN_TEXT, "主要承担粮食储备", "主要推进工作，承担粮食储备"),
            (GRAIN_TEXT, "主要承担粮食储备", "主要按要求实施实施方案，承担粮食储备"),
            (AFFAIRS, "2个便民服务点没有按时建成", "2个便民服务点没有按时建成、3个自助终端没有到货"),
            (AFFAIRS, "抽查3个乡镇服务中心", "先后两次抽查3个乡镇服务中心、16个便民服务点"),
            (COLD, "范围是全部16个合作社", "范围是全部18个社区和合作社"),
            (COLD, "执行率为95%", "设备采购执行率为98%"),
            (WARD, "运行成本1120万元，", "运行成本1120万元（不含折旧），"),
            (SPORTS, "，3条因小区改造推后", "，2条因小区改造推后，1条因拆迁取消"),
            (BRIDGES_MONITORED, "到 8 月底完工 7 座", "到 6 月底完成招标，到 8 月底完工 7 座"),
            (RELIEF, "推迟开工，2026年4月完工", "推迟到2025年10月开工，2026年4月完工"),
            (PARK, "补植3260株", "补植乔木2360株、灌木900株"),
            (PARK, "补植3260株", "比上年多补植260株"),
            (GRAIN, "轮换储备粮{{ 轮换储备粮 }}，抽检", "比2024年多轮换0.06万吨，轮换储备粮{{ 轮换储备粮 }}，抽检"),
            (COURTS, "偏差原因: 2片球场地面翻修停开6周", "偏差原因: 2片球场地面翻修，1片停开6周、1片停开5周"),
            (COURTS, "偏差原因: 2片球场地面翻修停开6周", "偏差原因: 2片球场地面翻修停开6周，雨季另停开2周"),
            (COLD, "抽查的9座质量合格", "抽查的9座质量合格，复查的3座也合格"),
            (RELIEF, "3户尾款没有支付", "3户尾款没有支付、1户没有签协议"),
            (GRAIN, "物资平均96分钟出库", "物资最快40分钟出库"),
            (GRAIN, "物资平均96分钟出库", "物资装车要30分钟"),
            (SHOW, "观众满意度94%。", "观众满意度比上年提高3个百分点。"),
            (SHOW, "观众满意度94%。", "开展首月观众满意度91%。"),
            (BRIDGES_MONITORED, "完成情况: 3座在建", "完成情况: 3座在建，其中1座桩基完工"),
            (SEWAGE, "扩建工程2025年6月投产", "扩建工程二期2025年9月投产，一期2025年6月投产"),
            (RIVERS, "6月主汛期前完工", "5月底前完工，12月底前完成决算审计"),
            (RELICS, "10月20日前完成自验", "10月20日前完成自验，12月底前完成资料归档"),
            (STAGE, "各演出 2 场，同时", "各演出不少于 1 场，同时"),
            (RIVERS, "2024年安排280万元", "2024年安排280万元，其中护岸40万元"),
            (MEALS, "低于同类城区18.5万元的平均数", "比同类城区少2.5万元"),
            (MEALS, "改造补助每个点16万元，低于", "改造补助每个点19万元，按合同付16万元，低于"),
            (CRITERIA, "达到90%得10分", "达到90%得10分，80%至90%得6分"),
            (CRITERIA, "达到90%得10分", "按季调查，每季达标得2.5分"),
            (CRITERIA, "每超1个百分点扣1分", "每超0.5个百分点扣0.5分"),
            (LIGHTS, "执行率 92.5%", "执行率没有达到 95%"),
            (ARCHIVES, "年度指标值: ≤1.45元", "年度指标值: ≤0.000145万元"),
            (ARCHIVES, "维护库房恒温恒湿和消防设施。", "维护库房恒温恒湿和消防设施，引导群众参与"),
            (ARCHIVES, "  接收进馆档案2.6万卷以上，", "  对已列入计划的档案及时接收，接收进馆档案2.6万卷以上，"),
            (GRAIN, "公务接待费: 3.60", "公务接待费: 36.00"),
            (JUSTICE, "填报人: 何静", "填报人: 张三丰"),
            (SHOTS, "主管部门: 361-荷亭县卫生健康局", "主管部门: 河亭市卫生健康委员会"),
            (MEALS, "    单位: 雁溪区财政局", "    单位: 雁滩区财政局"),
            (AFFAIRS_DONE, "实际资金: 52.80", "实际资金: 62.90"),
            (
                GRANTS,
                "- 名称: 享受资助人数\n      年度指标值: ≥1860人",
                "- 名称: 享受资助人数\n      年度指标值: 1860人以上",
            ),
            (PUMPS, "2025 年更新泵站 5 座并在", "2024 年已完成设计，今年更新泵站 5 座并在"),
            (METERS, "年度指标值: 2025年11月底前", "年度指标值: 2026年3月底前"),
            (AFFAIRS, "约定2026年3月交付", "约定2025年12月交付，年底已经交付"),
            (GRAIN_TEXT, "    本局是一级预算单位", "    洞庭市财政局把本局列为一级预算单位，本局"),
            (BRANCHES, "偏差原因: 3场户外活动因", "偏差原因: 6场户外活动中有3场因"),
            (BRIDGES_MONITORED, "另有 2 座完成施工招标", "另有 2 座完成施工招标，其中 1 座已进场"),
            (METERS, "血压计3200台件", "血压计9600台件（三年合计）"),
            (FUND, "2023—2025年", "2024-2026年"),
            (JUSTICE, "联系电话: 0722-6235018", "联系电话: 0722-6235018（何静）"),
            (STAGE, "培训村文艺骨干 200 人", "培训村文艺骨干 200 人、乡镇文化站干部 30 人"),
            (STAGE, "观众不少于 2.4 万人次", "观众不少于 2.4 万人次，网上观看不少于 5 万人次"),
            (PARK_TARGETS, "便民设施140处", "座椅60处、饮水点80处，共140处"),
            (METERS, "建成电子秤远程监管点40个", "建成电子秤远程监管点40个，比前三年多10个"),
            (LABS, "全年开放不少于720课时", "上学期开放不少于360课时，下学期开放不少于360课时"),
            (ARCHIVES, "主要内容: 接收到期进馆档案2.6万卷", "主要内容: 接收文书档案1.8万卷、业务档案0.8万卷"),
            (PUMPS, "两年更新老旧泵站 9 座", "两年更新老旧泵站 9 座（市里规划共 21 座）"),
            (JUSTICE, "村居法律顾问配备率达到100%", "办案补贴比2020年增长160%"),
            (COLD, "扣分原因: 1家合作社的工程资料归档不全", "扣分原因: 1家合作社的工程资料、3家合作社的账目归档不全"),
            (STAGE, "到 40 个行政村各演出", "先到 12 个村试演，再到 40 个行政村各演出"),
            (METERS, "      - 名称: 检定血压计台件数\n        指标值: ≥9600台件\n", ""),
            (METERS, ":\n      - 名称: 市区检定覆盖率\n        指标值: 100%\n", ": 无\n"),
            (PUMPS, "    - 名称: 更新泵站座数\n      指标值: ≥9座\n", ""),
            (AFFAIRS, "剩余资金结转到2026年", "剩余资金结转到2026年（2024年的结余已用完）"),
            (AFFAIRS, "12月逐项核对指标", "12月逐项核对指标，1月定稿"),
            (CRITERIA, "不超过预算6分", "不超过预算的得满分"),
            (COLD, "18座冷库全部完工", "18座冷库的主体全部完工"),
            (FUNDED, "16所完工投用", "其中16所完工投用"),
            (GRANTS, "发放三项制度", "发放制度"),
            (METERS, "计量投诉量比2024年下降40%", "计量投诉量比2024年下降四成"),
            (MEALS, "街道自筹100万元", "街道自筹60万元，社会捐赠40万元"),
            (FUNDED, "县级配套540万元", "县级配套540万元（上年450万元）"),
            (AFFAIRS, "窗口退件明显减少。", "窗口退件明显减少！"),
            (STAGE, "《滇湖市文化馆演出管理办法》", "《滇湖市群众文化演出管理办法》"),
            (STAGE, "电话: 0871-6600121", "电话: 6600121"),
            (COLD, "4月现场查看9座冷库", "4月至5月现场查看9座冷库"),
            (FLOODS, "年度指标值: ≥24套", "年度指标值: 24套以上"),
            (VACCINES, "备注: 第二针安排在9月至11月", "备注: 第一针已于6月完成"),
            (COLD, "库容不少于5400立方米", "库容不少于5300立方米"),
            (VACCINES, "备注: 第二针安排在9月至11月", "备注: 上年同样的第二针已于9月完成"),
            (VACCINES, "备注: 第二针安排在9月至11月", "备注: 2024年那一批第二针也已于9月完成"),
            (FUNDED, "县级配套540万元列入年初预算", "操场翻新45万元列入年初预算"),
            (FOREST, "新建瞭望监控点26处", "新建瞭望监控点26处、防火步道26公里"),
            (BRANCH_TARGETS, "〔2025〕18号批复", "〔2026〕2号批复"),
            (COLD, "单位: 茗山县农业农村局", "单位: 茗山县财政局"),
            (PAINTINGS, "查询1.36万次", "查询1.36万次，上年1.63万次"),
            (
                ARCHIVES,
                "  库房全年",
                "  抽检合格率2022年为97%、2023年为96.5%、2024年为98.2%，今年不低于99%。\n  库房全年",
            ),
            (ARCHIVES, "  库房全年", "  三年扫描任务2025年完成40%、2026年完成25%、2027年完成35%。\n  库房全年"),
            (PAINTINGS, "云山市玉泉区博物馆", "云山市玉泉区自然博物馆"),
            (COURTS, "申城市浦江区体育事业中心", "申城市浦江区青少年体育事业中心"),
            (PUMPS, "  电话: 0713-8800217", "  电话: 027-87650217"),
            (LABS, "9间实验室按期开放，", "实验室按期开放，新增2间实验室，"),
            (COURTS, "平均每周开放19小时。", "平均每周开放19小时，节假日每天开放10小时。"),
            (STAGE, "起止时间: 2025年6月至8月", "起止时间: 2025年10月至次年3月"),
            (LIGHTS, "40 间教室，2 间的", "40 间教室，3 间的"),
            (SEWAGE, "1.2公里管段与电缆沟交叉", "目标21公里没有完成，1.2公里与电缆沟交叉"),
            (TIANHE_TEXT, "我局2022年较好地", "我局2021年获评全省先进，2022年较好地"),
            (RIVERS, "2023年内涝受淹农田4200亩", "按《云江市水系连通行动方案》申报"),
            (METERS, "217-溪山市市场监督管理局", "217-云南省市场监督管理局"),
            (CRITERIA, "制度各2分，执行到位1分", "制度各2分，缺一项扣2分"),
            (CRITERIA, "预算、决算按时公开各5分", "预算、决算按时公开各5分，迟一天扣1分"),
            (RELICS, "完成情况: 5.2万人次", "完成情况: 8.9万人次"),
            (ARCHIVES, "年度指标值: ≤1.45元", "年度指标值: ≤1.4元"),
        ],
        3,
    ),
)
def test_the_same_done_rightly_is_not_said(of: tuple[str, str], old: str, new: str, tmp_path: Path) -> None:
    """Nothing is added to what the sample brings."""
    assert said(tmp_path, of, old, new) == []


def test_a_count_passed_at_midyear_is_not_perhaps_reached(tmp_path: Path) -> None:
    """The chance is asked about, beside what is done."""
    found = said(tmp_path, RELICS, "完成情况: 210平方米", "完成情况: 2100平方米")
    assert [(each.rule, each.place.line) for each in found] == [
        ("chance-contradicts-forecast", line_of(RELICS, "完成情况: 210平方米") + 1)
    ]


def test_one_person_with_two_lines_on_a_desk_is_not_asked_about(tmp_path: Path) -> None:
    """Numbers that have nothing in common are two lines; one that differs in a digit was mistyped."""
    old = "联系人: 段立民\n  电话: 0871-6600121"
    assert said(tmp_path / "two", STAGE, old, "联系人: 何晓晴\n  电话: 0871-3185527") == []
    (found,) = said(tmp_path / "slip", STAGE, old, "联系人: 何晓晴\n  电话: 0871-6600121")
    assert found.rule == "phone-differs"


def test_a_goal_gives_the_target_before_it_was_adjusted(tmp_path: Path) -> None:
    """The text of the approved goal stays as it was."""
    old = "年度指标值: ≥60条"
    new = f"{old}\n        调整后指标值:\n          值: ≥57条\n          依据: 区财政局〔2025〕36号批复"
    found = said(tmp_path, ("fengxiang-sports", "targets.yaml"), old, new)
    assert "figure-differs" not in {each.rule for each in found}


def test_an_actual_ten_times_off_is_no_want_of_a_reason(tmp_path: Path) -> None:
    """The point is asked about first, and no reason is put beside a number that may be wrong."""
    (found,) = said(tmp_path, PARK, '养护成本: "6.38"', '养护成本: "63.8"')
    assert (found.rule, found.fix) == ("unmet-without-reason", "")
    assert "小数点" in found.message


def test_a_target_of_nought_is_no_power_of_another_figure(tmp_path: Path) -> None:
    """A goal that allows one accident is held against a target of none."""
    found = said(tmp_path, ARCHIVES, "库房全年不发生安全事故", "库房安全事故不超过1起")
    assert all("十倍" not in each.message for each in found)


def test_projects_that_do_not_make_the_budget_are_asked_about(tmp_path: Path) -> None:
    """It is a hint at the list: a department may list its main projects alone."""
    found = said(tmp_path, JUSTICE, "本年度预算: 110.00", "本年度预算: 101.00")
    assert [(each.rule, each.level) for each in found] == [("projects-under-budget", Level.HINT)]


def test_what_follows_from_a_slip_is_not_said_too(tmp_path: Path) -> None:
    """A bound that points the wrong way leaves the score open; an amount that cannot be read leaves the whole open."""
    turned = ("jinyun-library", "targets.yaml")
    found = said(tmp_path / "one", turned, '反向指标\n    年度指标值: "2"', '正向指标\n    年度指标值: "2"')
    assert [each.rule for each in found] == ["direction-contradicts-name"]
    found = said(tmp_path / "two", SPORTS, "执行财政拨款: 185.00", "执行财政拨款: 185.O0")
    assert [each.rule for each in found] == ["letter-in-number"]
    found = said(tmp_path / "three", FUNDED, "偏差原因: 2所学校操场", "偏差原因: 3所学校操场")
    assert [each.rule for each in found] == ["target-gap-differs"]
    old = "完成情况: 15个\n        完成可能性: 确定能"
    found = said(tmp_path / "four", BRIDGES_MONITORED, old, old.replace("确定能", "完全不可能"))
    assert [each.rule for each in found] == ["missing-value"]


def test_a_rate_that_is_spoilt_already_is_not_sure(tmp_path: Path) -> None:
    """No later bridge makes good the one that was not sound."""
    old = "交工验收合格率:\n        完成情况: 100%"
    found = said(tmp_path, BRIDGES_MONITORED, old, old.replace("100%", "85.7%"))
    assert [each.rule for each in found] == ["chance-contradicts-forecast"]


def test_a_form_chosen_twice_is_named(tmp_path: Path) -> None:
    """What the other one would have read is not called unknown."""
    fund = ("yunling-emergency", "targets.yaml")
    found = said(tmp_path, fund, "- mof/transfer-self-evaluation", "- mof/transfer-report")
    assert [each.rule for each in found] == ["duplicate-name"]


def test_a_unit_changed_after_approval_is_a_target_changed(tmp_path: Path) -> None:
    """The number is the approved one, and what it counts is not; the approved unit is offered as one types it."""
    place = DepartmentYear("2025", "haihe-park")
    folder = tmp_path / "data" / str(place)
    shutil.copytree(ROOT / "data" / str(place), folder)
    approved = (folder / "targets.yaml").read_bytes()
    (folder / "approved.yaml").write_bytes(seal(approved, date(2025, 1, 15)))
    old, new = '年度指标值: "70"\n        计量单位: "%"', '年度指标值: "70"\n        计量单位: 吨'
    (folder / "targets.yaml").write_text(approved.decode().replace(old, new), encoding="utf-8")
    found = check(Workspace(tmp_path / "data", ROOT / "templates", None), place).problems
    (changed,) = [each for each in found if each.rule == "target-changed"]
    assert "批复“%”，现在“吨”" in changed.message
    assert changed.fix == '计量单位: "%"'
