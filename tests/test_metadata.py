"""What reports say about themselves: the five seeds, and openings of other places and kinds written for this test."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reports.metadata import Metadata, detect_kind, detect_metadata
from index.types import Kind

SEEDS = Path(__file__).parent.parent / "seeds"


def read(text: str) -> Metadata:
    return detect_metadata(text, 0, len(text))


def seed(number: str) -> str:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("number", "code", "delivered", "covers", "plans", "session", "speaker", "publisher"),
    [
        ("000", "410100", date(2024, 2, 2), (2023,), (2024,), "十五届二次会议", "杜新军", ""),
        ("001", "130400", date(2024, 1, 31), (2023,), (2024,), "十三届四次会议", "韩俊兰", "邯郸日报"),
        ("002", "410700", date(2024, 2, 20), (2023,), (2024,), "十三届二次会议", "王新军", "新乡日报"),
        ("003", "410102", date(2023, 2, 21), (2022,), (2023,), "十届二次会议", "刘守斌", ""),
        ("004", "410106", None, (2017,), (2018,), "九届二次会议", "", ""),
    ],
)
def test_the_seeds_are_known(
    number: str,
    code: str,
    delivered: date | None,
    covers: tuple[int, ...],
    plans: tuple[int, ...],
    session: str,
    speaker: str,
    publisher: str,
) -> None:
    found = read(seed(number))
    assert found.kind == "cppcc_report"
    assert found.place is not None
    assert found.place.code == code
    assert (found.delivered, found.covers, found.plans) == (delivered, covers, plans)
    assert (found.session, found.speaker, found.publisher) == (session, speaker, publisher)


def test_parts_of_a_file_have_their_own_kind_and_the_files_place() -> None:
    text = seed("002")
    cuts = [0, text.index("## 凝心聚力"), text.index("## 孙栋"), text.index("(上接第一版)"), len(text)]
    parts = [detect_metadata(text, first, last) for first, last in pairwise(cuts)]
    assert [part.kind for part in parts] == ["cppcc_report", "proposal_report", "unrelated", "unrelated"]
    assert {part.place.name for part in parts if part.place} == {"新乡市"}
    assert parts[1].title == "《政协新乡市委员会常务委员会关于提案工作情况的报告》(解读)"
    assert parts[1].delivered == date(2024, 2, 20)
    assert parts[2].covers == parts[3].covers == ()


OPENINGS: list[tuple[str, str, Kind, str, date | None, int | None]] = [
    (
        "a county's CPPCC report",
        "政协兰考县第十一届委员会常务委员会工作报告\n——2022年3月8日在政协兰考县第十一届委员会第一次会议上\n王小明\n\n"
        "各位委员：\n我受政协兰考县第十届委员会常务委员会委托，向大会报告工作，请予审议。\n\n一、过去五年工作回顾\n"
        "五年来，在中共兰考县委的坚强领导下，县政协共收到提案612件，立案580件。\n二、今后五年工作建议\n",
        "cppcc_report", "河南省开封市兰考县", date(2022, 3, 8), 2021,
    ),
    (
        "a banner's CPPCC report",
        "中国人民政治协商会议准格尔旗第十五届委员会常务委员会工作报告\n"
        "（2023年1月5日在政协准格尔旗第十五届委员会第二次会议上）\n旗政协主席 巴特尔\n各位委员：\n"
        "我代表旗政协常务委员会向大会报告工作。\n一、2022年工作回顾\n一年来，我旗各族各界……全旗上下团结一心。\n",
        "cppcc_report", "内蒙古自治区鄂尔多斯市准格尔旗", date(2023, 1, 5), 2022,
    ),
    (
        "an autonomous county's government report",
        "政府工作报告\n——二○一九年二月二十一日在三江侗族自治县第十六届人民代表大会第四次会议上\n县长 吴大山\n"
        "各位代表：\n现在，我代表县人民政府，向大会报告工作。\n一、2018年工作回顾\n过去一年，我县经济稳中向好。\n",
        "government_report", "广西壮族自治区柳州市三江侗族自治县", date(2019, 2, 21), 2018,
    ),
    (
        "a district's report that names its city in passing only",
        "政府工作报告\n——2020年5月12日在鼓楼区第十八届人民代表大会第四次会议上\n区长 林 之 远\n各位代表：\n"
        "我代表区人民政府向大会报告工作。\n一、2019年工作回顾\n一年来，在福州市委、市政府和区委领导下，我区主动融入福州新区建设，"
        "为福州发展作出贡献。\n",
        "government_report", "福建省福州市鼓楼区", date(2020, 5, 12), 2019,
    ),
    (
        "the district of the same name in another city",
        "政协开封市鼓楼区第十二届委员会常务委员会工作报告\n（2021年2月3日）\n各位委员：\n"
        "我代表区政协常务委员会报告工作。\n2020年工作回顾\n全区政协委员提出提案98件。\n",
        "cppcc_report", "河南省开封市鼓楼区", date(2021, 2, 3), 2020,
    ),
    (
        "a district named like a city",
        "北京市朝阳区政府工作报告\n——2019年1月8日在北京市朝阳区第十六届人民代表大会第五次会议上\n各位代表：\n"
        "现在，我代表区人民政府，向大会报告政府工作。\n一、2018年工作回顾\n我区高质量发展取得新进展。\n",
        "government_report", "北京市朝阳区", date(2019, 1, 8), 2018,
    ),
    (
        "the city named like a district",
        "政府工作报告\n2017年1月4日在朝阳市第十届人民代表大会第五次会议上\n市长 某某\n各位代表：\n"
        "我代表市人民政府向大会报告工作。\n一、2016年工作回顾\n我市努力推动辽西振兴。\n",
        "government_report", "辽宁省朝阳市", date(2017, 1, 4), 2016,
    ),
    (
        "a city and the province of its name",
        "关于政协吉林市第十三届委员会提案工作情况的报告\n（2018年1月16日在政协吉林市第十四届委员会第二次会议上）\n各位委员：\n"
        "我受市政协常务委员会委托，报告一年来的提案工作。\n一、2017年提案工作回顾\n在吉林省政协指导下，共收到提案430件。\n",
        "proposal_report", "吉林省吉林市", date(2018, 1, 16), 2017,
    ),
    (
        "a former name",
        "襄樊市政府工作报告\n——2009年2月18日在襄樊市第十五届人民代表大会第一次会议上\n各位代表：\n"
        "我代表市人民政府向大会报告工作。\n一、2008年工作回顾\n我市经济较快发展。\n",
        "government_report", "湖北省襄阳市", date(2009, 2, 18), 2008,
    ),
    (
        "full-width digits and a prefecture's short name",
        "恩施州政府工作报告\n（２０１０年１月１２日在恩施州第六届人民代表大会第四次会议上）\n州长 杨天然\n各位代表：\n"
        "我代表州人民政府向大会作政府工作报告。\n一、２００９年工作回顾\n我州……\n",
        "government_report", "湖北省恩施土家族苗族自治州", date(2010, 1, 12), 2009,
    ),
    (
        "a delivery in December",
        "---\ntitle: 衡东县政府工作报告\n---\n——2024年12月26日在衡东县第十八届人民代表大会第五次会议上\n各位代表：\n"
        "我代表县人民政府报告工作。\n一、2024年工作回顾\n今年以来，我县……\n二、2025年工作安排\n",
        "government_report", "湖南省衡阳市衡东县", date(2024, 12, 26), 2024,
    ),
    (
        "a newspaper's digest without the year of the day",
        "区政协常委会工作报告解读\n2月8日，政协成都市武侯区第八届委员会第三次会议开幕，区政协主席李建国代表常务委员会向大会"
        "报告工作。\n2022年工作回顾\n区政协围绕中心履职。\n2023年工作安排\n",
        "cppcc_report", "四川省成都市武侯区", date(2023, 2, 8), 2022,
    ),
    (
        "a report without any date",
        "各位委员：\n我代表政协大理白族自治州第十四届委员会常务委员会，向大会报告工作。\n2021年工作回顾\n州政协……\n",
        "cppcc_report", "云南省大理白族自治州", None, 2021,
    ),
    (
        "the national committee",
        "中国人民政治协商会议第十四届全国委员会常务委员会工作报告\n（2024年3月4日在政协第十四届全国委员会第二次会议上）\n王沪宁\n"
        "各位委员：\n我代表中国人民政治协商会议第十四届全国委员会常务委员会，向大会报告工作，请予审议。\n一、2023年工作回顾\n",
        "cppcc_report", "全国", date(2024, 3, 4), 2023,
    ),
    (
        "an autonomous region that calls itself 我区",
        "2012年政府工作报告\n——2012年1月9日在第十届人民代表大会第五次会议上\n自治区主席 某某\n各位代表：\n"
        "我代表自治区人民政府向大会报告工作。\n2011年工作回顾\n我区各族人民团结奋斗，中共宁夏回族自治区委的领导坚强有力，"
        "宁夏经济又好又快发展，宁夏内陆开放型经济起步。\n",
        "government_report", "宁夏回族自治区", date(2012, 1, 9), 2011,
    ),
    (
        "a county run by its province",
        "政协济源市第三届委员会常务委员会工作报告\n——2020年4月20日在政协济源市第三届委员会第四次会议上\n各位委员：\n"
        "我受常务委员会委托报告工作。\n一、2019年工作回顾\n我市……\n",
        "cppcc_report", "河南省济源市", date(2020, 4, 20), 2019,
    ),
    (
        "a title with the place and year only",
        "---\ntitle: 2016年石家庄市栾城区政府工作报告\n---\n各位代表：\n现在，我代表区人民政府向大会报告工作。\n"
        "过去的一年，我区经济平稳增长。\n",
        "government_report", "河北省石家庄市栾城区", None, 2015,
    ),
    (
        "an article about the weather",
        "我市出现大范围降雪\n本报讯（记者 张三）昨日，洛阳市出现大范围雨雪天气，洛阳市应急管理部门启动响应。\n",
        "unrelated", "河南省洛阳市", None, None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "path", "delivered", "last"), [opening[1:] for opening in OPENINGS], ids=[o[0] for o in OPENINGS]
)
def test_openings_of_the_genre(text: str, kind: Kind, path: str, delivered: date | None, last: int | None) -> None:
    found = read(text)
    assert found.kind == kind == detect_kind(text, 0, len(text))
    assert found.place is not None or kind == "unrelated"
    if found.place is not None:
        assert found.place.path == path
    assert found.delivered == delivered
    assert (found.covers[-1] if found.covers else None) == last


@pytest.mark.parametrize(
    ("head", "kind", "code", "covers", "plans"),
    [
        ("佳木斯市2021年国民经济和社会发展统计公报", "bulletin", "230800", (2021,), ()),
        ("厦门市集美区2021年预算执行情况和2022年预算草案的报告（书面）", "budget_report", "350211", (2021,), (2022,)),
        ("赣州市教育局2023年工作总结和2024年工作思路", "department_report", "360700", (2023,), (2024,)),
        ("关于佳木斯市2022年度国民经济计划草案的报告\n——2022年2月3日在佳木斯市第十七届人民代表大会第一次会议上",
         "plan_report", "230800", (2021,), (2022,)),
        ("沭阳县教育局2024年工作要点", "department_report", "321322", (), (2024,)),
        ("襄阳市中级人民法院工作报告\n——2024年1月11日在襄阳市第十八届人民代表大会第四次会议上", "court_report",
         "420600", (2023,), (2024,)),
        ("政协湄潭县第十一届委员会常务委员会工作报告\n（2023年2月6日）", "cppcc_report", "520328", (2022,), (2023,)),
        ("政协仁寿县第十五届委员会关于2022年度提案工作情况的通报", "proposal_report", "511421", (2022,), (2023,)),
    ],
)  # fmt: skip
def test_the_title_tells_what_a_report_of_another_body_is(
    head: str, kind: Kind, code: str, covers: tuple[int, ...], plans: tuple[int, ...]
) -> None:
    found = read(f"{head}\n\n一年来，各项工作取得新的成效，完成目标任务12项，办结36件。\n")
    assert (found.kind, found.place.code if found.place else "") == (kind, code)
    assert (found.covers, found.plans) == (covers, plans)


def test_five_years_are_listed_when_the_report_reviews_a_term() -> None:
    found = read(OPENINGS[0][1])
    assert found.covers == (2017, 2018, 2019, 2020, 2021)
    assert found.plans == (2022, 2023, 2024, 2025, 2026)


def test_a_name_printed_with_spaces_is_closed_up() -> None:
    assert read(OPENINGS[3][1]).speaker == "林之远"


def test_the_meeting_is_named_by_term_and_number() -> None:
    assert read(OPENINGS[2][1]).session == "十六届四次会议"


def test_a_meeting_looked_back_on_is_not_the_session() -> None:
    text = (
        "2012年湖南省政府工作报告\n省长 徐某某\n各位代表：\n我代表省人民政府向大会报告工作。\n一、2011年工作回顾\n"
        "全面完成了省十一届人大五次会议确定的任务。\n"
    )
    assert read(text).session == ""


def test_the_notice_that_hands_a_report_on_does_not_date_it() -> None:
    text = (
        "某市人民政府关于印发《政府工作报告》的通知\n2026年3月3日\n\n政府工作报告\n——2026年2月27日在洛阳市第十六届"
        "人民代表大会第四次会议上\n各位代表：\n我代表市人民政府报告工作。\n"
    )
    assert read(text).delivered == date(2026, 2, 27)


def test_a_place_of_an_ambiguous_name_is_left_open_without_context() -> None:
    text = (
        "政府工作报告\n——2020年1月8日在鼓楼区第十八届人民代表大会第四次会议上\n各位代表：\n我代表区人民政府报告工作。\n"
    )
    assert read(text).place is None


@given(st.text(alphabet="政协市区县2017年月日二〇一八第届委员会议报告工作回顾\n-—（）#* :", max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = read(text)
    assert found.covers == tuple(sorted(found.covers))
    assert not set(found.covers) & set(found.plans)


@pytest.mark.parametrize(
    "printed", ["二○一八年一月二十四日", "二零一八年一月二十四日", "二０一八年一月二十四日", "２０１８年１月２４日"]
)
def test_years_are_read_in_every_way_zeros_are_printed(printed: str) -> None:
    text = (
        f"政府工作报告\n——{printed}在洛阳市第十五届人民代表大会第一次会议上\n各位代表：\n我代表市人民政府报告工作。\n"
    )
    assert read(text).covers == (2017,)
