"""Characters that programs damage: unseen ones go, look-alikes become what they look like, soft returns join."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.characters import clean_characters, mend_characters
from index.reading.repair import repair

PLAIN = "一年来，共收到提案412件，经审查立案306件，办复率100%。"
UNSEEN = [
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *(
        0x00AD,
        0x034F,
        0x061C,
        0x180E,
        0x180B,
        0xFEFF,
        0xFE00,
        0xFE0F,
        0xE0100,
        0x3164,
        0xFFF9,
        0xFFFC,
        0x07,
        0x08,
        0x7F,
        0x96,
    ),
]


@pytest.mark.parametrize("code", UNSEEN, ids=lambda code: f"U+{code:04X}")
@pytest.mark.parametrize("within", ["立案", "306", "06件", "经审查", "00%"])
def test_an_unseen_character_goes_wherever_it_stands(code: int, within: str) -> None:
    cut = within[0] + chr(code) + within[1:]
    assert repair(PLAIN.replace(within, cut)).text == PLAIN
    assert repair(chr(code) + PLAIN + chr(code)).text == PLAIN


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("⼀年来，经审查⽴案306件。", "一年来，经审查立案306件。"),
        ("⽐上年提⾼2.6个百分点。", "比上年提高2.6个百分点。"),
        ("⼈⼤代表、⽼百姓、⾦额、⾏政", "人大代表、老百姓、金额、行政"),
        ("⻄安、⻩河、⻋间、⻔店、⻢路、⻰头企业、⻛电、⻝品", "西安、黄河、车间、门店、马路、龙头企业、风电、食品"),
        ("⺠主、⻓期、⻘年、⻅效、⻚岩⽓、⻥塘、⻣干、⻮轮", "民主、长期、青年、见效、页岩气、鱼塘、骨干、齿轮"),
        ("立案\uf9b5", "立案例"),
        ("凞\U0002f81a", "凞\U0002f81a".replace("\U0002f81a", unicodedata.normalize("NFKC", "\U0002f81a"))),
        ("㇐年来", "一年来"),
    ],
)
def test_radicals_and_compatibility_ideographs_become_the_characters_meant(damaged: str, meant: str) -> None:
    assert clean_characters(damaged) == meant


@pytest.mark.parametrize(
    "text",
    [
        "１，５７１件",
        "（二）“双联”：100％！",
        "①②③",
        "Ⅲ类水质",
        "㎡ ㎞ ℃",
        "４Ａ级",
        "﹐︰",
        "ﬁ",
        "李 亚 平",
        "カ",
        "①",
    ],
)
def test_widths_and_signs_stay_as_printed(text: str) -> None:
    assert mend_characters(text) == text


SOFT = ["\v", "\f", "\x85", "\u2028", "\u2029", "\n\f", " \v "]


@pytest.mark.parametrize("soft", SOFT, ids=ascii)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("一年来，共收到提案412件，经审查", "立案313件，办复率100%。"),
        ("一年来共收到提案412件，其中立案", "313件。"),
        ("全年共收到提案并立案", "313件，全部办复。"),
        ("会议通过了", "《关于加强提案工作的意见》。"),
        ("全年立案313", "件，办复率100%。"),
        ("常委会坚持围绕中心、服务大局", "，开展协商12次。"),
        ("二、提案工作。共收到提案412件，经审查", "立案313件。"),
    ],
)
def test_a_soft_return_within_a_sentence_joins(soft: str, left: str, right: str) -> None:
    assert repair(left + soft + right).text == left + right


def test_a_sentence_of_many_soft_returns_is_one() -> None:
    pieces = ["一年来，共收到提案412件，", "经审查", "立案313件，并案", "处理20件，", "办复率100%。"]
    assert repair("\v".join(pieces)).text == "".join(pieces)


@pytest.mark.parametrize("soft", SOFT, ids=ascii)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("一年来，共收到提案412件。", "立案313件，办复率100%。"),
        ("一、2023年工作回顾", "过去一年，全市政协工作取得新成绩。"),
        ("政协焦作市委员会常务委员会工作报告", "各位委员："),
        ("——2024年2月6日在政协焦作市第十四届委员会第二次会议上", "各位委员："),
        ("深化理论武装", "牢牢把握总要求，完成整改11项。"),
        ("委员提案265件，立案224件，办复率100%", "2月21日，政协第十届委员会第二次会议召开。"),
        ("全年共收到提案412件，立案313件", "二、2024年工作安排"),
        ("立案提案（件）", "313"),
        ("2022年", "2023年"),
        ("本报记者 王战龙", "这是另一篇文章的第一段，说的是别的事情。"),
    ],
)
def test_a_soft_return_between_paragraphs_separates(soft: str, left: str, right: str) -> None:
    assert repair(left + soft + right).text.split() == [*left.split(), *right.split()]
    assert "\n" in repair(left + soft + right).text


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("经审查　立案306件，办复率100%。", "经审查立案306件，办复率100%。"),
        ("经审查\u00a0立案\u00a0306件。", "经审查立案 306件。"),
        ("立　案　提　案306件。", "立案提案306件。"),
        ("编辑：丁一\u00a0王小二", "编辑：丁一 王小二"),
        ("目　录", "目　录"),
        ("出席的有张三　李四　王小五。", "出席的有张三　李四　王小五。"),
        ("全面提升。 本报记者　王战龙", "全面提升。 本报记者　王战龙"),
    ],
)
def test_a_space_within_a_sentence_goes_and_one_between_names_stays(damaged: str, meant: str) -> None:
    assert repair(damaged).text == meant


@given(st.text(alphabet=PLAIN + "".join(map(chr, UNSEEN)) + "⽴⻄　\u00a0\v\f\u2028\n\r\x85。，| \t", max_size=120))
def test_mending_twice_is_mending_once(text: str) -> None:
    once = repair(text)
    assert repair(once.text) == once
    assert clean_characters(clean_characters(text)) == clean_characters(text)


@given(st.data())
def test_unseen_characters_anywhere_change_nothing(data: st.DataObject) -> None:
    pieces = [data.draw(st.text(alphabet="".join(map(chr, UNSEEN)), max_size=2)) + character for character in PLAIN]
    assert repair("".join(pieces)).text == PLAIN


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("立案&nbsp;317&nbsp;件", "立案 317 件"),
        ("&ldquo;一号提案&rdquo;&mdash;&mdash;领办", "“一号提案”——领办"),
        ("&#8220;双联&#x201D;", "“双联”"),
        ("R&amp;D投入&amp;nbsp;3%", "R&D投入 3%"),
        ("R&D; &copyx; &lt;", "R&D; &copyx; &lt;"),
    ],
)
def test_entities_of_a_web_page_are_the_characters_meant(damaged: str, meant: str) -> None:
    assert mend_characters(damaged) == meant
    assert mend_characters(meant) == meant
