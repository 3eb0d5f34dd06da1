"""What the page says, and offers, where nothing may be answered: filters that disagree, names not held, namesakes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from page_doubles import XINXIANG, FakeCorpus, answer, cite, fake_library, fake_opened, left_out, make_report

from page.asking.cards import Cards
from page.asking.controller import Controller
from page.links import Address, parse_address
from page.opened import Library, Opened, Status
from page.texts import texts_for
from qa import Answer, Answerer, Conflict, Reading

QUESTION = "新乡2023年立案多少件提案?"
PLACE = Conflict("place", ("河南省新乡市",), ("河北省邯郸市",))
YEAR = Conflict("year", ("2023",), ("2021", "2022"))
KIND = Conflict("kind", ("government_report",), ("cppcc_report", "proposal_report"))
ASKED = Address(QUESTION, ("河北省邯郸市",), (2021, 2022), ("cppcc_report", "proposal_report"), after="前一问")


def card(said: Answer, asked: Address = ASKED, language: str = "zh") -> str:
    return Cards(texts_for(language), FakeCorpus().annotations, asked).render(said)


def ways(html: str) -> list[Address]:
    """What the links under a conflict ask for."""
    box = html[html.index('class="wz-conflict"') : html.index('class="wz-scope"')]
    return [parse_address(unescape(href)) for href in re.findall(r'<a href="([^"]+)" data-visit', box)]


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("conflict", "said", "lifted"),
    [
        (PLACE, "筛选（河北省邯郸市）排除了问题所问的（河南省新乡市）", replace(ASKED, places=(), after="")),
        (YEAR, "筛选（2021、2022）排除了问题所问的（2023）", replace(ASKED, years=(), after="")),
        (
            KIND,
            "筛选（政协常委会工作报告、政协提案工作报告）排除了问题所问的（政府工作报告）",
            replace(ASKED, kinds=(), after=""),
        ),
    ],
    ids=["place", "year", "kind"],
)
def test_a_filter_that_disagrees_is_named_with_two_ways_out(conflict: Conflict, said: str, lifted: Address) -> None:
    html = card(left_out(QUESTION, conflict))
    assert said in words(html)
    assert "被筛选排除" in html and "语料中没有" not in html
    assert "wz-short" not in html and "所有地区" not in html
    within = replace(ASKED, ignore=(conflict.part,), after="")
    assert ways(html) == [lifted, within]


def test_each_of_several_conflicts_has_its_own_ways_out() -> None:
    html = card(left_out(QUESTION, PLACE, YEAR))
    assert html.count('class="wz-conflict"') == 2
    assert [(each.places, each.years) for each in ways(html)[::2]] == [((), (2021, 2022)), (("河北省邯郸市",), ())]


def test_in_english_too() -> None:
    html = words(card(left_out(QUESTION, KIND), language="en"))
    assert "Left out by the filter" in html
    assert "The filter (CPPCC standing committee work report, CPPCC proposal work report) leaves out" in html
    assert "Ask within CPPCC standing committee work report, CPPCC proposal work report only" in html


def test_asked_within_the_filter_the_card_keeps_asking_so() -> None:
    """Or a change of language would bring the conflict back."""
    controller = Controller(fake_library())
    context = Address("", ignore=("place",))
    html = controller.ask(QUESTION, ["河北省邯郸市"], [], "zh", context=context)
    assert "409件" in html and "wz-conflict" not in html
    search = unescape(re.search(r'data-search="([^"]+)"', html)[1])
    assert parse_address(search) == Address(QUESTION, ("河北省邯郸市",), ignore=("place",))


def test_a_filter_that_disagrees_with_the_question_reaches_the_card() -> None:
    html = Controller(fake_library()).ask(QUESTION, ["河北省邯郸市"], [], "zh")
    assert 'class="wz-conflict"' in html and "409件" not in html


@pytest.mark.parametrize("missing", ["name", "place"])
def test_names_not_held_are_shown(missing: str) -> None:
    said = replace(answer(QUESTION, "not_indexed", None, "没有。", (), (), ()), missing=missing)
    html = card(replace(said, missing_names=("全国政协", "<i>雄安新区</i>")))
    assert "没有收录：全国政协、&lt;i&gt;雄安新区&lt;/i&gt;" in html
    assert "wz-missing" not in card(said)
    assert "wz-missing" not in card(replace(said, missing="period", missing_names=("河南省新乡市",)))


def namesakes() -> Answer:
    texts = {"江苏省徐州市鼓楼区": "立案提案88件。", "福建省福州市鼓楼区": "立案提案120件。"}
    reports = [make_report(f"r{n}-0", text, place=place) for n, (place, text) in enumerate(texts.items())]
    citations = tuple(cite(n, each, each.text, "标题") for n, each in enumerate(reports, start=1))
    readings = tuple(
        Reading(figure, "立案", "2023年", citation)
        for figure, citation in zip(("88件", "120件"), citations, strict=True)
    )
    return answer("鼓楼区立案多少件?", "ambiguous", "88件", "两地。", citations, readings, ())


def test_of_namesakes_none_is_the_answer_and_each_is_one_click_from_its_source() -> None:
    html = card(namesakes(), Address("鼓楼区立案多少件?"))
    assert 'class="wz-short' not in html
    rows = re.findall(r"<li>.*?</li>", html)
    assert [("徐州市鼓楼区" in row, "福州市鼓楼区" in row) for row in rows] == [(True, False), (False, True)]
    assert ["report=r0-0&amp;start=0" in rows[0], "report=r1-0&amp;start=0" in rows[1]] == [True, True]
    assert "不止一地的报告写到" in html and "最贴近字面" not in html


def test_namesakes_of_which_nothing_is_said_are_named() -> None:
    html = card(replace(namesakes(), namesakes=(XINXIANG,) * 9))
    assert "同名的还有" + "、".join(["河南省新乡市"] * 8) + "等9地，以上不涉及。" in html


def test_readings_of_one_place_keep_the_most_literal_in_large_type() -> None:
    opened = fake_opened()
    html = card(opened.answers.ask("歧义"))
    assert '<p class="wz-short">434件</p>' in html and "最贴近字面" in html


def test_whose_report_answers_instead_is_said_above_readings() -> None:
    opened = fake_opened()
    said = opened.answers.ask("歧义")
    html = card(replace(said, instead=said.implied.places))
    assert "语料中没有新乡市自己的报告，以下出自新乡市的报告。" in html


def test_nothing_vouches_for_the_choice_of_the_figure() -> None:
    opened = fake_opened()
    for question in ("立案?", "歧义", "洛阳", "没写"):
        for language in ("zh", "en"):
            html = card(opened.answers.ask(question), Address(question), language)
            assert not re.search("✓|✔|☑|核对通过|[Vv]erified|[Cc]hecked", html)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "filters", "lifted", "within"),
    [
        (QUESTION, {"places": ("河北省邯郸市",)}, "409件", "886件"),
        (QUESTION, {"years": (2022,)}, "409件", "没有"),
        ("新乡政府工作报告里立案多少件提案?", {"kinds": ("proposal_report",)}, "没有", "409件"),
    ],
    ids=["place", "year", "kind"],
)
def test_both_ways_out_of_a_filter_lead_on(
    answerer: Answerer, question: str, filters: dict[str, tuple[object, ...]], lifted: str, within: str
) -> None:
    """Over the sample reports: what each link asks for is asked, and no longer meets the conflict."""
    opened = Opened(answerer.retriever.index, answerer, Status(datetime.now(UTC), "m", 1))
    controller = Controller(Library(lambda: opened))

    def ask(asked: Address) -> str:
        return controller.ask(asked.question, asked.places, asked.years, "zh", kinds=asked.kinds, context=asked)

    refused = ask(Address(question, **filters))  # type: ignore[arg-type]
    assert "被筛选排除" in refused and "wz-short" not in refused
    for target, said in zip(ways(refused), (lifted, within), strict=True):
        html = ask(target)
        assert "wz-conflict" not in html
        assert said in words(html)
