"""Which form of answer a question wants, by its interrogatives, in wordings of every kind."""

from __future__ import annotations

import pytest

from qa import Retriever
from qa.composing.forms import asks_reason, form_by_words
from qa.types import AnswerForm

ASKED: dict[AnswerForm, tuple[str, ...]] = {
    "summary": (
        "绍兴市政协2022年做了哪些工作？",
        "请总结一下咸阳市2021年的工作",
        "宜昌2024年有什么打算？简单归纳一下",
        "遂宁市政府今年准备怎么干",
        "概括介绍一下铜仁的政府工作报告",
        "九江市的工作安排分哪几个方面？",
        "2023年孝感的重点任务是什么",
        "保山市2022年都干了啥？",
        "沧州的报告主要讲了什么？",
        "衡阳市政协民生方面做了什么？",
        "吉安提案工作的主要做法有哪些",
        "台州下一步有哪些工作打算？",
        "Summarise the work of the Jinhua government in 2022.",
        "What are the main tasks of Deyang for 2025?",
        "Give me an overview of the Tongren report.",
        "What did the Suqian CPPCC do in 2023?",
    ),
    "how": (
        "遵义是怎么开展企业走访的？",
        "镇江采取了哪些措施优化营商环境？",
        "淮北如何推进乡村振兴？",
        "焦作市政协对养老服务提了哪些建议？",
        "洛阳为什么没有完成这个指标？",
        "工程没有按期开工的原因是什么？",
        "惠州用什么办法治理内涝？",
        "大同的大气污染治理得怎么样？",
        "淄博的这届博览会规模有多大？",
        "大同的平台建设到了什么程度？",
        "黄山在防治松材线虫病上下了哪些功夫？",
        "朔州为保住古村落出了哪些招？",
        "丽水拿什么留住古村落？",
        "娄底整治超载动了哪些真格？",
        "How did Ningde improve its ports?",
        "Why did grain output fall in Cangzhou?",
        "What measures did Baise take against drought?",
        "What did Handan do for young entrepreneurs?",
    ),
    "list": (
        "鹰潭市都到哪些地方考察过？",
        "荆门重点扶持的四个产业都是什么？",
        "池州围绕哪些领域开展协商？",
        "来宾入选的三个镇分别是哪几个？",
        "云浮要建设哪两条高速公路？",
        "安康的特色农产品包括哪些？",
        "Which two cities did the Wuhu delegation visit?",
        "What four industries does Yibin support?",
    ),
    "definition": (
        "什么是“三联三促”机制？",
        "莆田的“四敢”是什么意思？",
        "“一核两翼”指的是什么？",
        "“双招双引”的含义是什么",
        "怎么理解“大食物观”？",
        "“三张清单”分别指什么？",
        "What is meant by “five connections”?",
    ),
    "mention": (
        "哪些报告提到了低空经济？",
        "哪些市的政府工作报告写到了托育？",
        "“一网通办”出现在哪些报告里？",
        "提到城中村改造的报告有哪些？",
        "Which reports mention carbon neutrality?",
    ),
    "role": (
        "鄂州市市长是谁？",
        "谁是随州市政协主席？",
        "玉林、贵港的市长分别是谁？",
        "汕尾的政府工作报告是谁作的？",
        "各地政协主席都是谁？",
        "2016年和2018年鄂州的市长分别叫什么？",
        "2019年在汕尾市人代会上作政府工作报告的分别是谁？",
        "在玉林市政协全会上作报告的是哪位？",
        "Who is the governor of Hubei?",
        "Who delivered the Suining work report?",
    ),
    "plain": (
        "新余立案了多少件提案？",
        "潮州2022年GDP增长百分之几？",
        "咸宁哪一年通的高铁？",
        "哪家企业投资了这个项目？",
        "漯河被评为什么先进单位？",
        "黄石要塑造怎样的城市品牌？",
        "省领导怎样评价这项活动？",
        "用哪句话概括两者的关系？",
        "研究怎样关爱老人时，委员们去了哪座城市？",
        "低保标准提到了每月多少元？",
        "谁牵头督办这件提案？",
        "出席会议的副市长是谁？",
        "How many proposals were filed in Baoji?",
        "How fast did exports grow in Ordos?",
        "When did the Zunyi airport open?",
    ),
}


@pytest.mark.parametrize(
    ("question", "form"), [(question, form) for form, questions in ASKED.items() for question in questions]
)
def test_a_question_wants_its_form(retriever: Retriever, question: str, form: AnswerForm) -> None:
    assert form_by_words(retriever.parse(question), question) == form


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("为什么要建这条路？", True),
        ("为何推迟了开工？", True),
        ("工程为啥停了？", True),
        ("停工的原因是什么？", True),
        ("怎么没有完成？", True),
        ("Why was it late?", True),
        ("被评为什么？", False),
        ("怎么完成的？", False),
        ("报告怎么解释票子发多了？", True),
        ("报告里如何解释前一年财政收入下降？", True),
        ("怎么解释“四化”？", False),
        ("定为什么年？", False),
    ],
)
def test_a_reason_is_told_from_a_manner(retriever: Retriever, question: str, why: bool) -> None:
    assert asks_reason(retriever.parse(question)) is why
