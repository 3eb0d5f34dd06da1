"""A question with what is asked folded into it laid open: 落实得怎样（多少工委、几次活动）, 怎么落实的：跑了几家…."""

from __future__ import annotations

import re

from qa.understanding.everyday import officially
from qa.understanding.interrogatives import find_interrogative, masked
from qa.understanding.whether import confirms, without_hearsay

__all__ = ["unfolded"]

_BRACKETED = re.compile("[（(](?P<asked>[^（）()]{4,60})[）)]")
# What is then asked in detail: 是怎么落实的：.
_IN_DETAIL = re.compile(
    "^(?P<head>[^：:?？。]{2,40}?)[，,]?(?:都|是|到底|究竟|具体){0,2}(?:怎么样?|怎样|如何|啥情况|什么情况)"
    "(?:落实|开展|做|推进|搞|干|办|进行|完成|抓)?(?:的|得|了)?(?:怎么样|怎样|如何)?[：:](?=.)"
)
_PIECE = re.compile("[、，,；;]")
_SEVERAL = 2
# 咸宁（2020年）、随州（2020年）: a year beside the name it is of.
_YEAR_BESIDE = re.compile(r"(?<=[㐀-鿿])[（(](?P<year>(?:19|20)\d\d)年?[）)](?=[、，,和与及]|的|[㐀-鿿])")


# 从多少提到了多少: raised, not mentioned.
_RAISED = re.compile("(?<=多少)提(?=[到至]了?多少)")

# What people type or say, and what reports call it. 市正协, 区政谐: by its sound; 没立上案: not filed.
_MEANT = (
    (re.compile("(?<=[省市区县州旗])(?:正协|[政正整证][谐鞋携斜胁])|正协(?=委员|常委|主席|副主席|机关|提案)"), "政协"),
    (
        re.compile(
            "(?<=[郑徐杭苏常广福贵兰惠沧德泰温台衢赣柳梧钦贺崇达泸亳宿池郴荆鄂随锦朔])洲(?=[市20的政今去前年]|$)"
        ),
        "州",
    ),
    (re.compile("立[上成了过]案"), "立案"),
    (re.compile("(?<=[排是居列])(?:在)?老几"), "第几"),
    (re.compile("(?P<of>提案[^。]{0,30}?)立上(?=[的了没占])"), r"\g<of>立案"),
    (re.compile("办[成了过]复"), "办复"),
    # 三联系到底是谁联系谁: what it is. 一共收了1589篇，报上去的占百分之几: of as many as the report says.
    (re.compile("(?:到底|究竟)?是?谁[㐀-鿿]{1,2}谁(?=[？?，,。的呀啊呢]|$)"), "是什么"),
    (
        re.compile(
            "(?<=[了共到])[0-9]{1,9}(?P<unit>[件篇条个项家份])(?P<of>[㐀-鿿]{0,10}[，,；;？?][^，,；;？?]{1,20}占了?(?:多少|百分之[几多]|几成|多大))"
        ),
        r"多少\g<unit>\g<of>",
    ),
    # 谁最多谁最少？差多少: how far apart they are; alone the table of all, the most first.
    (
        re.compile(
            "(?:谁|哪一?[个家市省地])的?最(?P<most>[多高大])"
            "[、，,和]?(?:谁|哪一?[个家市省地])的?最(?P<least>[少低小])[？?，,。；; ]{0,2}"
            "(?:又|两者|它们|之间)?(?:相?差)(?:了|出)?(?=多少|几)"
        ),
        r"最\g<most>的和最\g<least>的差",
    ),
    (
        re.compile("(?P<who>谁|哪一?[个家市省地])(?P<most>的?最[多高大])[、，,和]?(?P=who)的?最[少低小]"),
        r"\g<who>\g<most>",
    ),
    # 郑州加上新乡，一共多少: of both. 2019年国家减税降费: told by the report of the whole country.
    (
        re.compile(
            "(?<=[㐀-鿿])(?<![再还又])加上(?=[㐀-鿿]{2,10}[^？?]{0,40}(?:一共|总共|合计|共计?|加起来)[^？?]{0,8}(?:多少|几))"
        ),
        "和",
    ),
    (
        re.compile(
            "(?P<of>^[^，,。；？?多少几]{2,16}[和与跟、][^，,。；？?多少几]{2,24})[，,](?=这?[两三四五六七八](?:个)?(?:[市地区县省州家]|地区|区县|城市)(?!级))"
        ),
        r"\g<of>",
    ),
    (
        re.compile(
            "(?:^|(?<=[年初底，,。；]))国家(?=(?:一共|总共|共|当时|那年|又|还|都|是|靠|打算|准备|计划|给|对|用|拿|花|搞|投|发|增|减|收|免|补|定|"
            "安排|财政(?:收入|支出|赤字)|预算(?:收入|支出)?)[^？?]{0,24}(?:多少|几|怎么|什么|啥|哪|没有|吗))"
        ),
        "全国",
    ),
    # 那400多件提案: those that were spoken of.
    (re.compile("[那这][0-9]{1,5}[多来余](?:件|项|条|名|位|家|个|篇)(?=[㐀-鿿]{2})"), ""),
    # 提案都是说啥的: what they are about.
    (
        re.compile(
            "(?<=提案|建议|议案)(?:们|里面?)?(?:都|主要|大都|基本){0,2}(?:是)?(?:在)?(?:说|讲|谈|反映|关于|关注|关心)(?:了|的)?(?:些|都?是)?(?:什么|啥)"
            "(?:的|事情?|问题|内容)?(?=[？?，,。！!的呀啊呢]|$)"
        ),
        "主要涉及哪些方面",
    ),
    # 委员报了多少篇, 报的社情民意: sent in.
    (re.compile("(?<=[年协省市区县州委员们位])报(?=[了的上过]{0,2}(?:多少|几|社情|信息))"), "报送"),
    # Said of proposals: 提案立了多少件, 提案办完了没有, 都回复完没有.
    (re.compile("立了?(?=(?:多少|几)件提案)|(?<=提案)立了?(?=多少|几件)"), "立案"),
    (
        re.compile("(?P<of>(?:提案|建议|议案)[^，,。；;？?]{0,12}?)办(?:完|好|妥)(?=[了没吗的率？?，,。]|多少|几|$)"),
        r"\g<of>办复",
    ),
    (re.compile("(?P<of>(?:提案|建议|议案)[^。；;？?]{0,16}?)回复(?=完|了|率|没|多少|几|的)"), r"\g<of>答复"),
)

# GDP涨了几个点: per cent; of a rate they are percentage points.
_POINTS = re.compile(
    "(?<![率重例比])(?<![率重例比][上下])(?:(?P<down>下?[降跌]|减少)|上?[涨升]|增长|增加)了?(?:几|多少)个点"
)
# 写稿子要个对比：, 想请教一下：: why it is asked.
_WHAT_FOR = re.compile(
    "^[^，,。:：?？0-9]{0,8}(?:对比|比较|请教|请问|求助|求问|想问|想查|查一下|帮忙|急用|核实|核对|写稿|请帮)[^，,。:：?？0-9]{0,6}[:：](?=.)"
)


def _confirmed(question: str) -> str:
    """…，3人评上先进个人。这话对不对？ → …，3人评上先进个人，这话对不对？: what is to be confirmed, in one sentence."""
    said, end, asked = question.rpartition("。")
    return f"{said}，{asked.strip()}" if end and confirms(asked) else question


def unfolded(question: str) -> str:
    """The question in a row: what brackets ask behind a comma; before a colon only what it is asked of."""
    question = without_hearsay(_confirmed(question))
    for said, meant in _MEANT:
        question = said.sub(meant, question)
    question = _WHAT_FOR.sub("", _RAISED.sub("提高", officially(question)))
    question = _POINTS.sub(lambda found: f"{'下降' if found['down'] else '增长'}了百分之几", question)
    question = _YEAR_BESIDE.sub(lambda found: f"{found['year']}年", question)
    hidden = masked(question)
    for found in reversed(list(_BRACKETED.finditer(hidden))):
        inside = question[found.start("asked") : found.end("asked")]
        if find_interrogative(inside):
            question = f"{question[: found.start()]}，{inside}{question[found.end() :]}"
    detailed = _IN_DETAIL.match(masked(question))
    if (
        detailed
        and sum(find_interrogative(each) is not None for each in _PIECE.split(question[detailed.end() :])) >= _SEVERAL
    ):
        return f"{question[: detailed.end('head')]}，{question[detailed.end() :]}"
    return question
