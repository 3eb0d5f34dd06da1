"""What a question names is what its answer is of: the event it names, all of a list of measures, all of a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over

from index.types import Span
from qa import Answerer
from qa.citing.citation import cite
from qa.citing.verify import answer_problems
from qa.composing import how
from qa.composing.request import Composed, Request

pytestmark = pytest.mark.model

REPORT = """临江市政府工作报告
——1995年1月5日在临江市第九届人民代表大会第五次会议上
临江市人民政府市长 王岩

各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。

一、1994年工作回顾
全市消费品市场货源充足，各项保持市场稳定的工作取得了比较明显的成效。我们的主要措施：一是针对物价涨势猛的情况，及时发出加强物价管理的通知，对猪肉等主要副食品实行限价，加强对价格的管理。\
二是针对物价管理职责不清、越权定价时有发生的状况，修订国家管理价格的目录，使价格管理规范化。三是认真组织检查，对群众反映比较强烈的电话收费、邮电资费、住宅小区管理收费逐项核对，严肃查处乱收费案件。\
四是认真贯彻有关规定，在商场、集贸市场和服务行业大力推行明码标价制度，保护消费者权益。
改善发展环境。对全市43个农村合作基金会进行了全面的清理和整顿，并入信用社30家，清盘关闭13家。\
还在全社会加大了打击走私的力度。
城乡人民生活水平继续提高。提高了下岗职工基本生活费水平。城乡居民生活条件得到改善，大多数企业提高了职工工资。
比较突出的问题是，下半年货币发行量多了一些，由于管理不严，致使部分商品价格上涨。\
初步分析，增发的货币大部分是合理的。但是，也有一部分不合理，主要表现在信贷增长过猛。农业生产条件还要改善。

二、1995年工作安排
做好今年的工作意义重大，必须奋发有为。推进农业发展，粮食产量达到30万吨。抓好工业生产，建成两个工业园区。
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("events"), dictionaries, REPORT, vectors=True)


@pytest.mark.parametrize(
    ("question", "told", "strangers"),
    [
        (
            "九四年临江市物价涨得凶，当时用了哪些办法压下来的？",
            ("限价", "目录", "乱收费", "明码标价"),
            ("粮食", "走私"),
        ),
        ("临江市1994年清理的农村合作基金会是怎么处理的？", ("30家", "13家"), ("走私", "生活水平")),
        ("临江市1994年清理农村合作基金会，清盘关闭了多少家，最后都是怎么处理的？", ("13家", "30家"), ("生活水平",)),
        ("1995年临江市长的报告怎么解释前一年票子发多了？", ("管理不严", "初步分析", "信贷增长过猛"), ("农业",)),
    ],
)
def test_the_answer_is_of_what_is_named(
    answerer: Answerer, question: str, told: tuple[str, ...], strangers: tuple[str, ...]
) -> None:
    answer = answerer.ask(question)
    assert answer.status == "answered"
    assert [each for each in told if each not in answer.text] == []
    assert [each for each in strangers if each in answer.text] == []
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


def test_a_part_that_leaves_out_what_is_named_is_not_told(answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    def of_another_thing(request: Request, _form: str) -> Composed:
        answer = request.plain("临江市1994年城乡居民生活条件怎么样？")
        hit = next(hit for hit in answer.passages if "城乡居民生活条件" in hit.text)
        begin = hit.report.text.index("城乡居民生活条件")
        citation = cite(1, hit.report, hit.heading_path, Span(begin, begin + 8))
        return Composed("how", "answered", None, "城乡居民生活条件[1]", (citation,), (hit,))

    monkeypatch.setattr(how, "tell_part", of_another_thing)
    assert "城乡居民生活条件" in answerer.ask("临江市1994年是怎么改善居民生活的？").text
    told = answerer.ask("临江市1994年清理的农村合作基金会是怎么处理的？").text
    assert "30家" in told
    assert "城乡居民生活条件" not in told
