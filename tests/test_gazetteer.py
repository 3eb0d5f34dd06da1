"""Names of places in every form, and where texts name them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.gazetteer import COUNTRY, Gazetteer
from index.language.script import simplified

gazetteer = Gazetteer.load()
codes = st.sampled_from(sorted(gazetteer._rows))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("河南省郑州市上街区", "河南省郑州市上街区"),
        ("郑州市上街区", "河南省郑州市上街区"),
        ("郑州上街", "河南省郑州市上街区"),
        ("上街区", "河南省郑州市上街区"),
        ("上街", "河南省郑州市上街区"),
        ("Shangjie", "河南省郑州市上街区"),
        ("shangjie district", "河南省郑州市上街区"),
        ("Zhengzhou City", "河南省郑州市"),
        ("豫", "河南省"),
        ("襄樊市", "湖北省襄阳市"),
        ("许昌县", "河南省许昌市建安区"),
        ("恩施州", "湖北省恩施土家族苗族自治州"),
        ("怒江", "云南省怒江傈僳族自治州"),
        ("内蒙古", "内蒙古自治区"),
        ("Inner Mongolia", "内蒙古自治区"),
        ("Tibet Autonomous Region", "西藏自治区"),
        ("Shaanxi", "陕西省"),
        ("Shanxi", "山西省"),
        ("Ürümqi", "新疆维吾尔自治区乌鲁木齐市"),
        ("Hohhot", "内蒙古自治区呼和浩特市"),
        ("济源", "河南省济源市"),
        ("重庆", "重庆市"),
        ("全国", "全国"),
        ("中华人民共和国", "全国"),
    ],
)
def test_a_place_is_found_by_any_form_of_its_name(name: str, path: str) -> None:
    assert gazetteer.named(name)[0].path == path


def test_places_of_one_name_are_all_given_the_most_prominent_first() -> None:
    assert gazetteer.named("朝阳")[0].path == "辽宁省朝阳市"
    assert {place.path for place in gazetteer.named("朝阳区")} == {"北京市朝阳区", "吉林省长春市朝阳区"}
    assert [place.level for place in gazetteer.named("吉林")] == ["province", "city"]
    assert len(gazetteer.named("鼓楼区")) == 4


@pytest.mark.parametrize("name", ["", "  ", "不存在的地方", "Nowhere", "提案", "郑州和洛阳"])
def test_what_is_no_place_gives_nothing(name: str) -> None:
    assert gazetteer.named(name) == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("上街区", "上街"),
        ("郑州市", "郑州"),
        ("怒江傈僳族自治州", "怒江"),
        ("东乡族自治县", "东乡"),
        ("万柏林区", "万柏林"),
        ("土默特左旗", "土默特左旗"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
    ],
)
def test_the_short_name_drops_rank_and_peoples(name: str, short: str) -> None:
    assert gazetteer.short(gazetteer.named(name)[0]) == short


def test_capitals_are_the_seats_of_provinces() -> None:
    capital = gazetteer.capital("410000")
    assert capital is not None
    assert capital.name == "郑州市"
    assert gazetteer.capital("110000") is None


def test_a_path_is_one_mention_of_its_innermost_place() -> None:
    (mention,) = gazetteer.mentions("河南省郑州市上街区")
    assert (mention.text, mention.places[0].code, mention.certain) == ("河南省郑州市上街区", "410106", True)


def test_a_path_tells_places_of_one_name_apart() -> None:
    for path in ("南京市鼓楼区", "开封市鼓楼区", "徐州市鼓楼区", "福州市鼓楼区"):
        (mention,) = gazetteer.mentions(path)
        assert mention.places[0].path.endswith(path)
        assert len(mention.places) == 1


def test_bare_county_names_and_ordinary_words_are_uncertain() -> None:
    certain = {mention.text: mention.certain for mention in gazetteer.mentions("上街的和平，日照时数，上街区与郑州")}
    assert certain == {"上街": False, "和平": False, "日照": False, "上街区": True, "郑州": True}


def test_latin_names_are_found_at_word_borders_whatever_their_case() -> None:
    text = "Zhongyuan District CPPCC, XINXIANG's and Xi'an's proposals; Shaanxi Province, not Xinxiangese"
    found = [(mention.text, mention.places[0].name) for mention in gazetteer.mentions_latin(text)]
    assert found == [
        ("Zhongyuan District", "中原区"),
        ("XINXIANG", "新乡市"),
        ("Xi'an", "西安市"),
        ("Shaanxi Province", "陕西省"),
    ]


def test_an_english_rank_chooses_among_places_of_one_pinyin() -> None:
    (mention,) = gazetteer.mentions_latin("Chaoyang County")
    assert [place.path for place in mention.places] == ["辽宁省朝阳市朝阳县"]


@given(codes)
def test_the_full_path_of_a_place_names_it_first(code: str) -> None:
    place = gazetteer.place(code)
    assert place in gazetteer.named(place.path)


@given(codes)
def test_every_place_lies_within_the_country_and_its_parent(code: str) -> None:
    parent = gazetteer.parent(code)
    assert gazetteer.is_within(code, COUNTRY)
    if parent is not None:
        assert gazetteer.is_within(code, parent.code)
        assert not gazetteer.is_within(parent.code, code)
        assert gazetteer.place(code) in gazetteer.children(parent.code)


@given(
    st.lists(st.sampled_from(["郑州", "上街区", "朝阳", "和", "。", "Henan", " city", "省", "吉林省吉林市"])).map(
        "".join
    )
)
def test_mentions_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    for mentions in (gazetteer.mentions(text), gazetteer.mentions_latin(text)):
        for mention in mentions:
            assert text[mention.start : mention.end] == mention.text
        assert all(first.end <= second.start for first, second in pairwise(mentions))


def test_the_name_of_every_place_is_already_in_simplified_characters() -> None:
    for code in gazetteer._rows:
        assert simplified(gazetteer.place(code).path) == gazetteer.place(code).path
