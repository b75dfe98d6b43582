"""Whether more or less is better, as the name of an indicator says: more of most things, fewer accidents, lower cost."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from selfeval.quantity.values import Bound
from selfeval.text.pattern import regex


class Direction(StrEnum):
    """Say whether a higher or a lower actual is better."""

    HIGHER = "正向"
    LOWER = "反向"


_BAD = (
    r"(?:犯罪|再犯|投诉|事故|(?:群体性|安全|负面)事件|差错|错误|失误|出错|误报|漏报|返工|返修|退货|故障|损坏|破损|死亡|伤亡|致死|"
    r"发病|患病|感染|流失|辍学|失学|违约|坏账|不良|逾期|延误|延迟|超时|超期|空置|闲置|拖欠|欠薪|信访|上访|发案|复发|返贫|"
    r"失业|污染|排放|损失|损耗|能耗|耗能|缺勤|违规|违纪|违法|败诉|纠错|撤销|脱管|漏管|脱逃|火灾|泄密|泄漏|超支|积压|浪费|"
    r"不合格|未完成|缺陷|停电|中断|跑动|"
    r"偏差|误差|漏损|渗漏|漏诊|误诊|病死|致残|复吸|贫困|撂荒|超标|拥堵|失信|流标|空驶|冒领|争议|欠费|亏损|退学|近视|贫血|负债|债务|结转|结余|水耗|电耗|油耗|气耗|药占比|病例|产生|班额|"
    r"改判|发回|重审|发改|改发|超审限|未结|漏检|错检|剖宫产|抗菌药物使用|再次手术|再入院|再住院|术后并发症|压疮|跌倒|坠床|病虫害|死淘|"
    r"缺课|旷课|留级|产销差|丢失|遗失|缺货|空岗|缺岗|空编|爆管|违章|违停|超限|超载|负面舆情|失实|失联|掉线|断线|断网|断电|停水|宕机|丢包|误码|"
    r"抛荒|弃养|受害|成灾|受灾|内涝|积水|断流|侵占|滞留|烂尾|缺编|磨损|折损|泄露|溢流|停产|误期|溺亡|差评|废品|次品|残次|损毁|迟报|瞒报|虚警|逃逸|弃水|弃风|弃光|资金沉淀|预算偏离|"
    r"(?:重复|查重|退回|退件|退单|迟到|离职|辞职|上诉|羁押|外转|工伤|预算调整|三公\w{0,4}变动)(?=率)|工伤(?=发生))"
)
_LOWER = regex(
    rf"{_BAD}(?:案件|事件|人员)?(?:的)?(?:发生)?(?:率|度|比例|比率|占比|数量|数|量|次数|起数|件数|人数|天数|时间|情况|额|金额|系数)?$"
)
_AIR = regex(r"PM(?:2\.5|10)", re.IGNORECASE)
_COST = regex(
    r"(?:成本|费用|费|单价|造价|开支|支出)(?:控制)?(?:数|额|总额|金额|标准|情况|上限)?$|"
    r"(?:等待|办理|响应|处理|办结|审批|服务等候|平均等候|审理|候诊|排队|出警|到场|到达|抢修|修复|住院|"
    r"出库|上架|下达|拨付|支付|发放|送达|反馈|答复|回复|恢复|救援|报送|流转|周转)(?:时间|时长|时限|天数|周期)$|"
    r"(?<![公明展]示)(?<!保存)(?<!保管)(?<!质保)(?<!保修)(?<!有效)时限$|"
    r"住院日$|控制(?:数|额|成本)$"
)
# 无事故天数, 零投诉率: what is counted is the time or the share without harm.
_WITHOUT = regex(
    rf"(?:无|零|未发生|未出现)(?:重大|较大|安全|责任|有责|生产|质量)*{_BAD}[^,]{{0,6}}?(?:天数|日数|时间|时长|月数|率|比例|占比)$"
)
_HIGHER = regex(
    r"(?:开放|开馆|供水|供暖|供电|营业)(?:天数|时间|时长|小时数)$|(?:满意|合格|完好|续签|归档|到报|完成|覆盖|达标|及时|通过|成功|办结|结案|审结|好评|参与|参考|到位|普及|知晓|优良|优秀|准确|回访|帮教|安置|"
    r"处理|查处|化解|整改|使用|利用|就业|入学|保障|签约|执行|兑现|发放|调解|处置|受益|正常|公开|建成|开工|验收)(?:率|度)$"
)
_MONEY_GAINED = regex(
    r"收入|产值|税收|销售|货值|(?:零售|成交|进出口|外贸|贸易|消费|订单|授信)(?:总?额|总?值|总?量|金额)|(?:生产总值|GDP)(?:总量|增速)?$|增收|营业|利润|收益|效益|融资|招商|引资|固定资产投资|完成投资|"
    r"(?:社会|民间|工业|产业|带动|拉动|撬动|吸引)[^,]{0,4}投资|节约|挽回|交易额|贷款|募集|捐赠|增加值"
)
# 节约成本, 挽回损失: the more the better. 降低投诉率: by how much, or to how much? 能耗下降率 says by how much.
_SAVED = regex(r"节约|节省|压减|挽回|(?:减税|降费|让利|退税|减免)[^时期限率比度差错误]{0,6}$")
_FALL = regex(r"降低|减少|下降|缩短|减轻|压缩")
_FALLEN = regex(rf"(?:{_FALL.pattern})(?:率|幅度|比例|比率|额|量|数|天数|次数|时间)$")
# 生均公用经费标准 is what people are given.
_GIVEN = regex(r"(?:补助|补贴|救助|低保|资助|奖励|供养|抚恤|津贴|经费).{0,4}标准$|生均")
_EARLY = regex("提前|提早")
# 查处违法案件数 counts work done, not harm.
_HANDLED = regex(
    r"抓获|查获|追回|追缴|收治|救治|清理|清收|处罚|纠正|整治|拆除|督办|筛查|管控|帮教|曝光|"
    r"查处|办理|处理|受理|调处|侦破|化解|整改|排查|审理|处置|调解|接待|治理|打击|起诉|执行|帮扶|救助|预防|防治"
)
_BRACKETS = regex(r"\([^()]*\)")
# 万元工业增加值用水量 is a use of water, not a gain.
_PER_GAIN = regex(r"(?:[百千万亿]元|单位)\w{0,6}?(?:增加值|产值|收入|GDP|生产总值)")
_OPEN = regex(rf"{_FALL.pattern}|控制|消耗|用[电水气油]量|存量")
RATE = regex(r"率|满意度|比例|占比|比重|百分比|%")


@lru_cache(maxsize=256)
def direction_of_name(name: str) -> Direction | None:
    """Return the direction that an indicator's name says beyond doubt; None when it says none."""
    bare = _PER_GAIN.sub("", _BRACKETS.sub("", name)).rstrip("。.,; ")
    if _WITHOUT.search(bare) or _SAVED.search(bare) or _FALLEN.search(bare):
        return Direction.HIGHER
    if _FALL.search(bare) or _GIVEN.search(bare) or _EARLY.search(bare):
        return None
    is_output = _HANDLED.search(bare) and not bare.endswith("率")
    if _AIR.search(bare) or _COST.search(bare) or (_LOWER.search(bare) and not is_output):
        return Direction.LOWER
    return Direction.HIGHER if _HIGHER.search(bare) or _MONEY_GAINED.search(bare) else None


def leaves_direction_open(name: str) -> bool:
    """Tell whether a name speaks of keeping something low or using it up (控制, 消耗), so that no direction may be assumed."""
    return bool(_OPEN.search(name))


def direction_of_bound(bound: Bound) -> Direction | None:
    """Return the direction that a bound implies; None for a bare value and for an equality."""
    if bound in (Bound.AT_LEAST, Bound.OVER):
        return Direction.HIGHER
    return Direction.LOWER if bound in (Bound.AT_MOST, Bound.UNDER) else None


def contradicts(bound: Bound, name: str) -> bool:
    """Tell whether a bound implies the opposite of the direction that the name says."""
    return {direction_of_bound(bound), direction_of_name(name)} == set(Direction)
