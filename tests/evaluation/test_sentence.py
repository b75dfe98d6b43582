"""Figures of one sentence that must follow from one another, and those that only stand side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from written import concluded, findings

from selfeval.evaluation.rules import RULES

RECKONED = {name: rule for name, rule in RULES.items() if name.startswith("typed-")}

RIGHT = (
    # another rate than that of the two counts
    "全年共受理行政复议申请645宗，审结案件615件，法定期限内审结率100%，直接纠错率16.3%。",
    "收到信访件120件，办结118件，按期办结率100%。",
    "受理案件120件，其中民事80件，办结78件，办结率65%。",
    "签约15.6万人，其中重点人群签约8.92万人、签约率81.4%。",
    "检查1.83万次，发现隐患27个，整改27个，整改率100%。",
    "收案40件，办结38件，结案率95%，其中调解结案20件，调解结案率52.6%。",
    "预算安排100万元，追加20万元，支出108万元，执行率90%。",
    "新收案件20件，旧存5件，办结22件，结案率88%。",
    # not a rate of what was counted
    "全区有学校86所，体质健康合格率91.5%。",
    "举办培训班15期，考核合格率97.35%。",
    "企业86家，产品合格率98.5%。",
    "调解纠纷90件，成功率约97%。",
    "受理{{ 办理法律援助案件 }}，办结118件，办结率98.3%。",
    "全县学生3.2万人，合格率95.55%。",
    # kinds that overlap, or are not all
    "检查企业120家，其中重点企业80家、规上企业60家。",
    "受理案件1675件，其中民事案件776件。",
    "改造学校12所，其中小学8所、初中3所、特殊教育学校1所。",
    "新增学位1260个，其中新建幼儿园3所、新增学位900个，改扩建幼儿园2所、新增学位360个。",
    "新建学校2所，改建3所，共5所，其中公办4所、民办1所。",
    "部门总支出4,262.41万元。其中：基本支出2,136.50万元，项目支出2,125.91万元。",
    # growth in other words
    "优良率由95%提高到97%，提高2个百分点。",
    "成本由3.2元降到2.8元，下降12.5%。",
    "人员由120人减少到100人，降幅16.7%。",
)

WRONG = (
    ("typed-rate-differs", "收到信访件120件，办结118件，办结率99.3%。"),
    ("typed-rate-differs", "抽检样品120批次，合格118批次，合格率98.9%。"),
    ("typed-rate-differs", "预算安排84万元，全年支出80万元，预算执行率100%。"),
    ("typed-rate-impossible", "各类调解组织调处纠纷3231宗，成功率99.885%。"),
    ("typed-rate-impossible", "检查企业86家，合格率91.5%。"),
    ("typed-rate-impossible", "调解纠纷12件，调解成功率95%。"),
    ("typed-parts-differ", "受理案件1675件，其中民事案件700件、刑事案件895件、行政案件4件。"),
    ("typed-parts-differ", "部门总支出4,262.41万元。其中：基本支出2,136.50万元，项目支出2,125.19万元。"),
    ("typed-parts-differ", "改造学校12所，其中小学8所、初中5所。"),
    ("typed-parts-differ", "开展活动40场，其中线上20场、线下22场。"),
    ("typed-growth-differs", "法援案件从上年的500件上升到600件，同比增长25%。"),
    ("typed-growth-differs", "接待量由1.20万人次提高到1.50万人次，增幅30%。"),
)


@pytest.mark.parametrize("text", RIGHT)
def test_figures_side_by_side_are_left_alone(text: str, tmp_path: Path) -> None:
    """Figures of different things need not agree."""
    case = concluded(tmp_path, text)
    assert [found.message for rule in RECKONED.values() for found in findings(rule, case)] == []


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_figures_that_do_not_follow_are_found(rule: str, text: str, tmp_path: Path) -> None:
    """The one rule speaks, once."""
    case = concluded(tmp_path, text)
    assert [name for name, known in RECKONED.items() for _ in findings(known, case)] == [rule]
