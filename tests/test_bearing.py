"""Verdicts on what a statement claims beyond its words: ranks, all of a kind, the only one, targets met, never done."""

from __future__ import annotations

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever
from qa.citing.verify import answer_problems
from qa.understanding.claimed import (
    claims_targets_met,
    every_claimed,
    find_ranks,
    rank_claimed,
    regions_in,
    undenied,
    unique_claimed,
)
from qa.understanding.whether import read_whether

pytestmark = pytest.mark.model

REPORT = """焦作市人民政府工作报告
——2024年2月8日在焦作市人民代表大会上
各位代表：
一、2023年工作回顾
2023年，全市规上工业增加值增长5.6%，高于全省1个百分点，居全省第2位；固定资产投资增长7%，全省第三。
交通建设提速，目前已有70%的行政村通了公交，乡镇通公交率达到100%。
市图书馆成为全省唯一的国家级示范图书馆。研究制定《养老服务补贴办法》，组织养老护理员培训12期。
工作中还存在不少问题：一般公共预算收入、进出口等指标完成不及预期；创新能力还不强。
二、2024年工作安排
2024年，建设两座污水处理厂，全市规上工业增加值增长7%左右。
"""


@pytest.fixture(scope="module")
def jiaozuo(tmp_path_factory: pytest.TempPathFactory, retriever: Retriever) -> Answerer:
    home = tmp_path_factory.mktemp("home")
    (home / "reports").mkdir()
    (home / "reports" / "2023.txt").write_text(REPORT, encoding="utf-8")
    config = Config(home=home, model=retriever.config.model)
    build([home / "reports"], config)
    return Answerer(Retriever.of(config))


@pytest.mark.parametrize(
    ("question", "short", "quoted"),
    [
        ("听说焦作2023年规上工业增加值的增速在全省排第一，属实吗？", "不对，是居全省第2位", "居全省第2位"),
        ("焦作2023年规上工业增加值增速是不是全省第二？", "是", "居全省第2位"),
        ("焦作2023年固定资产投资增速居全省第三位，对吗", "对", "全省第三"),
        ("焦作2023年是不是每个行政村都通公交了？", "不是，是70%", "70%的行政村"),
        ("2023年焦作村村都通公交了，真的吗", "不对，是70%", "70%的行政村"),
        ("焦作2023年所有乡镇都通公交了吗？", "是", "100%"),
        ("焦作2023年的经济指标都完成了吗？", "不是", "不及预期"),
        ("2023年焦作的进出口目标实现了没有？", "没有", "不及预期"),
        ("Did Jiaozuo meet all its targets in 2023?", "No", "不及预期"),
        ("焦作市图书馆是不是全省唯一的国家级示范图书馆？", "是", "唯一"),
        ("焦作市图书馆是不是全国唯一的国家级示范图书馆？", "不是，是全省唯一", "唯一"),
        ("焦作从来没有制定过养老服务补贴办法，是真的吗", "不对", "研究制定"),
        ("听说焦作到2023年底也没给养老服务定过补贴办法，属实吗？", "不对", "研究制定"),
    ],
)
def test_the_sentence_that_bears_a_verdict_is_cited(jiaozuo: Answerer, question: str, short: str, quoted: str) -> None:
    answer = jiaozuo.ask(question)
    assert (answer.status, answer.short, answer.parts[0].form) == ("answered", short, "yes_no")
    assert quoted in answer.citations[0].quote
    assert answer_problems(answer, gazetteer=jiaozuo.retriever.gazetteer) == ()


@pytest.mark.parametrize(
    "question",
    [
        "焦作2023年规上工业增加值增速是不是全国第二？",  # another region
        "焦作2023年进出口增速是不是全省第二？",  # another indicator
        "焦作2023年是不是每个行政村都通了高铁？",
        "焦作从来没有建过污水处理厂，对吗？",  # planned
        "焦作2023年粮食产量目标完成了吗？",
    ],
)
def test_no_verdict_is_given_on_what_no_sentence_bears(jiaozuo: Answerer, question: str) -> None:
    answer = jiaozuo.ask(question)
    assert (answer.status, answer.short, answer.citations) == ("not_stated", None, ())


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            "Was Xinxiang the only CPPCC in the province to take three honours at once in the CPPCC charter quiz?",
            "唯一一家同时获得",
        ),
        ("听说邯郸市政协到2023年底也没给各个协商平台定过工作规则，属实吗？", "9个协商平台工作规则"),
    ],
)
def test_a_verdict_over_the_samples(answerer: Answerer, question: str, says: str) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.parts[0].form) == ("answered", "yes_no")
    assert says in answer.citations[0].quote


def test_ranks_and_their_regions_are_read() -> None:
    assert [each.n for each in find_ranks("总量全国第三、增速居全省第2位，位居榜首")] == [3, 2, 1]
    assert find_ranks("第一季度，第二产业，第三次会议，第十五届，第一书记") == []
    claimed = rank_claimed("焦作工业增速在中部排第一", "zh")
    assert claimed is not None and (claimed.n, claimed.statement) == (1, "焦作工业增速")
    ranked = rank_claimed("Did Jiaozuo rank third in the province for exports", "en")
    assert ranked is not None and ranked.n == 3
    assert regions_in("全国唯一、中部第一", "zh") == {"全国", "中部"}
    assert regions_in("the only one in the province", "en") == {"全省"}


def test_what_is_claimed_of_all_is_read(retriever: Retriever) -> None:
    def thing(statement: str) -> str | None:
        every = every_claimed(statement, "zh", retriever.index.tokenizer.cut)
        return every and every.thing

    assert thing("每个市县都通高速公路") == "市县"
    assert thing("所有的乡镇都通电了") == "乡镇"
    assert thing("海南行政村都通电了") == "行政村"
    assert thing("村村通自来水") == "村"
    assert thing("成都建成了地铁") is None
    assert unique_claimed("成为全省唯一的单位") is not None
    assert unique_claimed("成为全省的单位") is None
    assert claims_targets_met("增长目标完成了") is not None
    assert claims_targets_met("立案了412件") is None


@pytest.mark.parametrize(
    ("statement", "done"),
    [
        ("新乡从来没有办过读书班", "新乡办读书班"),
        ("新乡到年底也没给各个平台定过规则", "新乡到年底给平台定规则"),
        ("新乡一次也没开过协商会", "新乡开协商会"),
        ("新乡未曾出台办法", "新乡出台办法"),
        ("新乡没收了两家公司", None),
        ("新乡未来办读书班", None),
        ("新乡办了读书班", None),
    ],
)
def test_what_is_said_never_to_have_been_done_is_put_as_done(statement: str, done: str | None) -> None:
    assert undenied(statement) == done


@pytest.mark.parametrize("before", ["听说", "据说，", "我记得", "网传"])
@pytest.mark.parametrize("tag", ["，属实吗", "，是真的吗", "，有这回事吗", "，这个说法准确吗", "，是真是假", "属实吗"])
def test_hearsay_and_the_words_that_ask_for_a_verdict_are_no_part_of_a_statement(before: str, tag: str) -> None:
    whether = read_whether(f"{before}西安市政协得了奖{tag}？", "zh")
    assert whether is not None and (whether.statement, whether.verdict) == ("西安市政协得了奖", "right")
