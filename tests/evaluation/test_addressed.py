"""Who did something and for whom: what says nothing about how much is counted, and what makes it a part."""

from __future__ import annotations

import pytest

from selfeval.evaluation.figures.addressed import unaddressed


@pytest.mark.parametrize(
    ("phrase", "department", "rest"),
    [
        ("水务局全年疏浚河道", "东山县水务局", "疏浚河道"),
        ("东山县图书馆全年办理借书证", "东山县图书馆", "办理借书证"),
        ("县残联为残疾人安装扶手", "东山县残疾人联合会", "安装扶手"),
        ("为残疾人安装扶手", "东山县残疾人联合会", "安装扶手"),
        ("全年共为旅客提供行李寄存", "东山县汽车站", "提供行李寄存"),
        ("面向广大居民开放运动场馆", "东山县体育中心", "开放运动场馆"),
        ("在全县各乡镇开展电影放映", "东山县文化馆", "开展电影放映"),
    ],
)
def test_what_says_nothing_is_left_out(phrase: str, department: str, rest: str) -> None:
    """The office itself, all whom it serves and all of its area are no part of what is counted."""
    assert unaddressed(phrase, department) == rest


@pytest.mark.parametrize(
    ("phrase", "department"),
    [
        ("城东分局疏浚河道", "东山县水务局"),
        ("东灌区管理局疏浚河道", "东山县水务局"),
        ("市水务局疏浚河道", "东山县水务局"),
        ("水务局疏浚河道", "东山县人民政府"),
        ("为残疾人安装扶手", "东山县城市管理局"),
        ("为残疾儿童安装扶手", "东山县残疾人联合会"),
        ("为农民工提供行李寄存", "东山县汽车站"),
        ("在河西乡开展电影放映", "东山县文化馆"),
        ("局长带队疏浚河道", "东山县水务局"),
    ],
)
def test_what_makes_it_a_part_stays(phrase: str, department: str) -> None:
    """Another office, some of the people and one of the places narrow what is counted."""
    assert unaddressed(phrase, department) == phrase
