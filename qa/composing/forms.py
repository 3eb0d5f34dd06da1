"""question → the form of answer it wants, from its interrogatives: 谁, 怎么, 哪些, 概括, what did … do."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.composing.request import Request
from qa.composing.term import counted_printed, term_printed
from qa.composing.topic import number_asked, topic_of
from qa.types import AnswerForm
from qa.understanding.form_model import (
    WHOLE,
    FormWeights,
    bare_question,
    form_weights,
    probabilities,
    whole_weights,
)
from qa.understanding.meaning_asked import meaning_asked
from qa.understanding.mention_asked import mention_asked
from qa.understanding.query import Query
from qa.understanding.term_asked import asks_what_of, quoted_terms, with_quotes

__all__ = ["asks_meaning", "asks_reason", "form_by_words", "forms_asked", "wants_whole"]

_OFFICE = r"(?:主席|市长|省长|区长|县长|州长|盟长|旗长|院长|检察长|主任|书记|部长|行政长官|报告人|局长|秘书长)"
_ROLE = re.compile(
    rf"谁(?:是|担任|任|当|做|出任)(?!.{{0,16}}(?:带|领|率|主持|批|评))[^，。,?？]{{0,20}}{_OFFICE}(?![^?？呢啊呀]{{2}})|"
    rf"(?<!副){_OFFICE}(?:们)?(?:分别|都|各|现在|当时|同志){{0,2}}(?:是|为|由)(?:谁|哪[位些几])(?:担任|来当)?[?？呢啊呀]{{0,3}}$|"
    rf"{_OFFICE}(?:的)?(?:分别|都|各)?(?:叫(?:什么|啥)|姓名|名字|姓(?:什么|啥|甚)|何人)|"
    r"[作做读](?:了|过)?[^，。,?？哪谁什]{0,16}报告的(?:人|同志|领导)?(?:分别|都|各)?(?:是|叫)(?:谁|哪[位些]|什么)|"
    r"报告(?:都|分别)?(?:是|由|系)?(?:谁|哪[位些])(?:同志|领导)?(?:来)?[作做宣报提读讲给]|"
    r"(?:谁|哪[位些](?:同志|领导)?)(?:来|在[^，。,?？]{1,16})?(?:向大会)?(?:[作做宣读报]{1,2})的?了?[^，。,?？]{0,24}报告(?![里中])|"
    rf"报告[^，。,?？]{{0,10}}(?:是|由)(?:谁|哪[位几些一]{{1,2}}任?{_OFFICE})[作做]|"
    rf"(?:历[任届]|[前先]后(?:[两几]任)?)[^，。,?？]{{0,4}}{_OFFICE}[^，。,?？]{{0,4}}(?:谁|哪|什么)|"
    r"报告人(?:是|为|叫)|"
    r"\bwho (?:is|are|was|were) (?:the )?(?:\w+[ \-]){0,6}?"
    r"(?:mayors?|governors?|chair\w*|heads?|presidents?|magistrates?|secretar\w+|directors?)\b|"
    r"\bwho (?:delivered|gave|presented|made|read)\b[^?]{0,60}\breports?\b|"
    r"\bwho (?:chairs|heads|leads|governs)\b",
    re.IGNORECASE,
)
# Somebody at an event, another report, or a name that is asked about: no office's holder.
_OF_ANOTHER = re.compile(
    r"出席|参加|牵头|带队|辅导报告|调研报告|名字都|副(?:主席|市长|省长|区长|县长|院长|检察长|主任|书记)|哪[两几些]个?[市省区县]"
)
_QUOTED_TERM = r"[“\"「‘][^“”\"「」‘’]{1,40}[”\"」’]"
_DEFINITION = re.compile(
    rf"(?:什么|啥)(?:叫做?|是|是所谓的?)(?!.{{0,8}}(?:原因|时候|样))[^，。,?？]{{0,24}}?{_QUOTED_TERM}|"
    rf"^[^，。,?？]{{0,24}}?(?:什么|啥)(?:叫做?|是所谓的?)[^，。,?？]{{2,30}}[?？]?$|"
    rf"^(?:什么|啥)是[^，。,?？]{{2,40}}[?？]?$|何谓|何为(?=[“\"「])|"
    rf"{_QUOTED_TERM}[^，。,?？是指]{{0,16}}(?:的?(?:具体)?(?:含义|内涵|意思|定义))?[,，]?(?:具体|究竟|到底|分别|都|各|指的|说的){{0,3}}"
    r"(?:是|指的?是?|意味着|代表|包括|包含)(?:的)?(?:些)?(?:什么|啥)(?:意思|含义|概念|东西|[?？呢啊呀吗]|$)|"
    r"(?:是|有)(?:个)?(?:什么|啥)(?:意思|含义|概念)|(?:什么|啥)意思|(?:怎么|如何|怎样)(?:理解|解释|定义)|"
    rf"{_QUOTED_TERM}[^，。,?？]{{0,12}}的?(?:含义|内涵|意思|定义)|"
    r"(?:各自?|分别|具体|到底|究竟|都|数字?)(?:代表|指)(?:的?是)?(?:什么|啥|哪)|"
    r"[“\"「][\dN一二三四五六七八九十]{1,2}[”\"」](?:各自?|分别|具体|又|都){0,2}(?:是|为|指的?是?)哪|"
    rf"{_QUOTED_TERM}(?:[^，。,?？]{{0,12}}是怎么一?回事|是(?:指|由)?哪[几些一二两三四五六七八九十]{{1,2}}[^，。,?？的]{{0,6}}[?？]?$)|"
    r"解释(?:一下|下)|"
    rf"\bwhat (?:is|are|was) (?:meant by|(?:[\w'’-]{{1,30}} ){{0,5}}?{_QUOTED_TERM})|"
    rf"\bwhat do(?:es)? [^?]{{2,80}} (?:mean|stand for)\b|"
    r"\b(?:define|explain)\b|\bmeaning of\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"(?:什么|啥)(?:叫|是(?=[^?？]))|是一?[个种](?:什么|啥)|[说讲]的(?:到底|究竟)?是(?:什么|啥)|"
    r"(?:什么|啥)(?:东西|玩意)|回事|[”\"」](?:各自?|分别|具体|又|都){0,2}是哪|何谓|何为|意思|含义|内涵|定义|概念|指的?是?(?:什么|啥)|指(?:的是)?哪|代表|意味|理解|解释|"
    r"\bmean|\bdefine\b|\bexplain\b|\bstand for\b|\bwhat (?:is|are)\b",
    re.IGNORECASE,
)
_WORK = r"(?:工作|事情?|大事|实事|好事|努力|文章|部署|安排|打算|计划|举措|动作|行动|成绩|成效|成果|进展|贡献|探索|亮点)"
_PLANS = (
    r"(?:打算|计划|安排|思路|重点|任务|部署|规划|想法|目标任务|举措|建议|工作|要点|做法|内容|成绩|成效|亮点|经验|方面)"
)
_SUMMARY = re.compile(
    r"(?<!来)(?<!用)概括(?!为|了?煤|性)|概述|概要|归纳|简述|综述|总结(?:一下|下|[?？]|$)|梳理|简要(?:介绍|说明)|介绍(?:一下|下)|概况|(?:大体|大致|总体|主要)(?:上)?(?:讲|说|写|谈|做|干|抓)|"
    r"(?:讲|说|谈|写|报告)了(?:些)?(?:什么|啥)(?:内容)?[?？呢啊呀]{0,3}$|"
    rf"(?:做|干|开展|抓|办|完成|推进)(?:了|过|成)?(?:些)?(?:哪些|什么|啥|哪几[件项方])(?:的)?(?:主要|重点|具体|实际|方面)?的?{_WORK}?[?？呢啊呀]{{0,3}}$|"
    rf"(?:主要|重点|总体|基本|年度|工作|整体)(?:的)?{_PLANS}(?:是|有|为|包括|都有|分为?|分成|讲){{0,2}}(?:了)?(?:哪|什么|啥|怎[么样])|"
    r"(?:有|作了|做了)(?:哪些|什么|啥|怎样的)(?:工作|总体|主要|重点|初步)(?:的)?(?:打算|计划|安排|思路|部署|想法|任务|做法|考虑)|"
    r"有(?:些|一些)?(?:什么|哪些|啥)(?:具体|总体|大|新)?的?(?:打算|计划|安排|想法|考虑|部署|成绩|成就|亮点)[?？呢啊呀]{0,3}$|"
    r"(?:打算|准备|计划|要|想|将)(?:怎么|怎样|如何)(?:干|做|办|抓|开展工作|推进工作)[?？呢啊呀]{0,3}$|"
    r"(?:打算|准备|计划|要|想|将|都)(?:做|干|抓|办)(?:些)?(?:哪些|什么|啥)(?:工作|事情?)?[?？呢啊呀]{0,3}$|"
    r"(?<!什么)(?<!哪些)(?<!哪种)(?:工作|下一步|年度)(?:的)?(?:打算|计划|安排|思路|重点|任务|部署)(?:是|有|呢)?(?:什么|哪些|啥)?[?？呢]{0,2}$|"
    r"(?:分为?|分成|讲了|从|列了|提出?了)哪[几两二三四五六七八九十]{1,2}(?:个|大|条|点|项|块|部分|方面|件)"
    r"(?:方面|部分|内容|工作|板块|任务|安排|措施|大事)?[?？呢啊来]{0,3}(?:讲|说|写|入手)?的?[?？]?$|"
    r"从哪[几些]?个?(?:方面|处|头|块|点|地方|环节)(?:来|去|着手|入手|下手|动手|做起|抓起|[把将]|推进|抓|做|加强|开展|努力|发力)|"
    r"(?:往|朝|向|在)哪[几些]个?(?:方向|方面|地方|处)(?:上|去|来|再|继续|重点|着重)?(?:使劲|用劲|发力|用力|努力|下功夫|加把劲|着力|使力)|"
    rf"方面(?:都|主要|又|还|具体|重点){{0,2}}(?:做|干|开展|有|抓|采取|取得)(?:了)?(?:些)?(?:哪些|什么|啥){_WORK}?[?？呢啊呀]{{0,3}}$|"
    r"主要(?:的)?(?:做法|经验|成绩|举措|措施|内容|工作|任务|亮点)(?:有|是|包括|都有){0,2}(?:哪些|什么|啥)|"
    r"\bsummari[sz]e|\bsummary\b|\boverview\b|\boutline\b|\bsum up\b|"
    r"\bmain (?:points|tasks|priorities|work|areas|achievements|measures)\b|"
    r"\bwhat (?:are|were) (?:the|its|their) (?:\w+[ \-]){0,6}?"
    r"(?:plans?|priorities|tasks|intentions|achievements|work plan|arrangements)\b|"
    r"\bwhat (?:work|tasks) (?:did|does|do|has|have|will|is|are)\b|"
    r"\bwhat (?:does|do|did|will) [^?,]{2,60}? (?:do|plan|plan to do|intend to do|work on|say|achieve|accomplish)"
    r"(?: (?:in|for|during) \d{4}| next year| this year)?\s*\?*$",
    re.IGNORECASE,
)
# 用哪句话概括, 原话是怎么概括的, 总结成一套什么经验: the words of the report are asked for.
_AS_WORDED = re.compile(
    r"(?:怎么|怎样|如何|来|用[^，。?？]{1,30}?)概括|概括[^，。?？]{0,6}为|(?:总结|归纳|概括)(?:成|出)"
)
_WANTS_SUMMARY = re.compile(
    r"(?:概括|归纳|总结|概述|简述|梳理|介绍)(?:一下|下|说说)?[。！!?？]?$|\bsummari[sz]e\b|\bin brief\b", re.IGNORECASE
)
_HOW = re.compile(
    r"(?:怎么|如何|怎样|怎(?=[^么样]))(?!评价|形容|概括|称呼|称谓|叫|定义|理解|解释|描述|说的|样[?？呢]?$)(?=.{2})|"
    r"(?:打算|准备|计划|想|要)(?:又|再|都|也|具体)?(?:怎么|怎样|如何)(?![样说看算叫称])[㐀-鿿][?？呢啊]{0,2}$|"
    r"(?:做|干|开展|办|进行|完成|落实|推进|抓|建设|保护|治理|工作)得?(?:怎么样|怎样|如何)|"
    r"(?:规模|程度|进展|成效|效果|反响|情况)(?:有|是|又|到底|究竟){0,2}(?:多[大高深]|如何|怎么?样|怎样|(?:是)?什么样)|"
    r"(?:什么|多[大深高]的?|怎样的)(?:样的)?(?:程度|规模|地步|局面|反响|效果|成效|进展)|"
    r"(?:哪[些几]|什么|啥)(?:具体|主要|重要|新的?|实际|有力|有效|配套|好的?){0,2}的?(?:措施|举措|办法|做法|手段|途径|动作|招数|招|探索|尝试|工作|部署)|"
    r"(?:措施|举措|办法|做法|手段|招数)(?:都)?(?:有|是|包括)(?:哪些|什么(?=[^?？])|啥)|"
    r"有(?:些|一些|了)?(?:什么|啥|哪些)(?:具体|新|好|大|特别|专门)?的?"
    r"(?:照顾|优待|优惠|扶持|支持|帮扶|帮助|保障|改善|变化|进步|提升|突破|起色|说法|动静)[?？呢啊]{0,2}$|"
    r"(?:做|干|办|搞|抓)(?:了|过|成)(?:些|一些)?(?:哪些|什么|啥)(?!样的?)(?:实?事|工作|努力|[?？呢啊呀]|$)|"
    r"(?:提出?|给出?|形成|作出|反映)(?:了|过)?(?:些|一些)?(?:哪些|什么|啥)(?:样的?)?(?:意见|对策|具体|重要|政策|好的?|针对性的?){0,2}(?:和|与)?(?:建议|意见|对策|要求|主张)|"
    r"(?:建议|意见|对策)(?:都)?(?:有|是|包括)(?:哪些|什么|啥)|"
    r"(?:用|以|靠|凭|采[取用])(?:了|的)?(?:什么|哪些|啥)(?:样的)?(?:方式|办法|方法|形式|手段|措施|做法|途径)|"
    r"(?:下|花|费)(?:了|过|足了?)?(?:哪些|什么|啥|多少|多大)(?:样的?)?(?:大|苦|真|硬|细|实)?(?:功夫|力气|心思|工夫)|"
    r"(?:使|用|出|想|支|放|亮)(?:了|过)?(?:哪些|什么|啥)(?:样的?)?(?:大|实|硬|新|高|好|妙|绝|狠|真)?(?:劲|力|招|点子|法子|大招)|"
    r"动(?:了|过|起)?(?:哪些|什么|啥)(?:真格|真章|心思|脑筋)|"
    r"(?:拿|靠|用)(?:什么|啥)(?:来|去)?(?=[治抓促保稳引招留管防救助护破解改拉])|"
    r"\bhow (?:did|does|do|has|have|had|will|is|was|are|were|can|would)\b|"
    r"\bwhat (?:\w+ )?(?:measures|steps|actions?|efforts|approach|methods?)\b|"
    r"\bwhat (?:\w+ ){0,2}?(?:suggestions|advice|recommendations|proposals) (?:did|does|do|were|was|has|have)\b|"
    r"\bwhat (?:did|does|do|has|have|will) [^?]{2,80}? (?:do|done|suggest|recommend|propose|advise)\b",
    re.IGNORECASE,
)
_NOT_HOW = re.compile(
    r"how (?:did|was|were|is|does) [^?]{0,60}(?:describ|prais|evaluat|comment|characteri|called|rank)|"
    r"怎[么样](?:[^，。?？]{0,6})(?:评价|形容|概括|称)|如何(?:[^，。?？]{0,6})(?:评价|形容|概括|称)|"
    r"(?:怎样|怎么样)的?一[种个套条]|(?:怎样|什么样|怎么样|如何)的(?!(?:措施|举措|办法|做法|建议|工作))",
    re.IGNORECASE,
)
# 研究怎样让城市更友好时，跟哪家机关携手: what is asked comes behind.
_ASKS_MORE = re.compile(r"哪|谁|什么|多少|何[时处地]|\b(?:which|when|where)\b", re.IGNORECASE)
_WHY = re.compile(
    r"(?<=[,，])为(?:什么|啥|何)(?:呢|呀)?[?？]?$|为什么(?!先进|样|[“\"年之])(?=.{2})|为何|为啥|凭什么|何以|(?:原因|理由|缘由|目的)(?:是|在于|为|有)?(?:什么|哪些|啥|何)|因为什么|"
    r"因何|"
    r"(?:怎么|如何|怎样)(?:来)?解释[^，。,?？“”\"]{2,20}(?:涨|跌|降|减|滑|[发变]?[多少慢快高低大小]|紧张|不足|困难|失控|往[上下]走)|"
    r"什么原因|(?:怎么|如何|怎样)(?:解释|分析|说明)[^，。,?？]{0,6}原因|(?:是|出于)(?:什么|啥)(?:原因|目的|考虑|缘故)|归[因咎结](?:于|为|到|成)(?:了)?(?:什么|哪[些几]|啥|何)|怎么(?=没|不|就没|又没|还没)|"
    r"\bwhy\b|\bfor what (?:reason|purpose)\b|\bwhat (?:was|is|were) the reasons?\b",
    re.IGNORECASE,
)
_BECOMES = re.compile(r"(?:被|授予|评为?|列|命名|誉|定|称|选|作|成|确定|认定|升格|更名|改名)[^，。,?？]{0,16}为什么")
_LIST = re.compile(
    r"哪[些几](?!年|月|天)|哪(?P<zh>[两二三四五六七八九十])(?!天|年|月)|都有(?:谁|什么|啥)|分别(?:是|有|为|叫|指)(?:什么|哪|谁|啥)|"
    r"都(?:是|叫|包括|包含|去了?|到过?了?)(?:些)?(?:什么|谁|啥|哪)|(?:包括|包含|涉及|涵盖)(?:了)?(?:些)?(?:什么|啥|哪)|有(?:些|一些)(?:什么|啥)|"
    r"(?:名单|清单)(?:是|有)?(?:什么|哪些)|"
    r"\bwhich (?:two|three|four|five|six|seven|eight|nine|ten)\b|"
    r"\bwhat (?:are|were) the (?:two|three|four|five|six|seven|eight|nine|ten)?\b|"
    r"\bwhat (?:two|three|four|five|six|seven|eight|nine|ten)\b|\blist (?:the|all)\b|\bname (?:the|all)\b|"
    r"\bwhich (?:\w+ ){0,2}?(?:cities|places|areas|topics|fields|districts|counties|countries|"
    r"projects|companies|subjects|departments|provinces|towns|schools)\b|"
    r"\b(?:which|what) (?:[a-z]+[ -]){0,2}?"
    r"(?:tasks|issues|themes|topics|fields|areas|forms|steps|stages|links|kinds|types|documents|opinions|measures)\b",
    re.IGNORECASE,
)
# So the model takes 5 of 184 questions of one span for others; of 1,000 kept apart it tells 808 (training.forms).
_PLAIN, _LIKELY, _SURELY, _SURELY_SAYS, _WHOLLY = 0.4, 0.25, 0.6, 0.8, 0.9
# Where a summary could only be one of the whole report.
_LIKELY_ALL = 0.3
# Answers that are one span, whatever else the words are like.
_SPANS = ("number", "date", "session")
_MODELLED: tuple[AnswerForm, ...] = ("summary", "list", "how", "definition", "mention", "role")
_OF_NAMES: tuple[AnswerForm, ...] = ("list", "definition", "mention", "role")
_HOW_MANY = re.compile(r"多少|百分之|\bhow (?:many|much|often|long)\b", re.IGNORECASE)
# 这几份报告, 履职的几个方面, 概括几条: no number is asked for.
_COUNTS = re.compile(
    r"多少|(?<!规模)(?<!程度)(?<!规模有)(?<!程度有)(?<!力度)(?<!力度有)多[大高长久](?!的?(?:规模|程度|力度|范围))|的几(?!个?(?:方面|部分|大|点|条|项))|百分之|"
    r"(?<![哪这那好近的])几(?=[㐀-鿿])(?!个?(?:方面|板块|部分|数字)|[点条句](?:话|$|[。？?！，]))|"
    r"\bhow (?:many|much|often|long)\b",
    re.IGNORECASE,
)


def forms_asked(request: Request) -> tuple[AnswerForm, ...]:
    """The forms of answer that a question of one thing may want, the likeliest first; () where one span is wanted.

    What its words say decides; where they say nothing, the model that was trained on other wordings. The meaning of
    a term that the reports quote comes first: 抚州的财园信贷通是什么.
    """
    form = form_by_words(request.query, request.question)
    forms = _forms(request, form)
    if form in ("plain", "how", "list") and term_printed(request):
        return ("definition", *forms)
    return ("definition", *(each for each in forms if each != "definition")) if counted_printed(request) else forms


def _forms(request: Request, form: AnswerForm) -> tuple[AnswerForm, ...]:
    query = request.query
    if form == "list" and not topic_of(request):
        return ("summary", "list")  # 打算抓哪几方面的工作: of nothing but the work itself
    if form not in ("plain", "how", "list"):
        return (form, "how") if form == "summary" else (form,)
    # A number or a date asked for outright is a span, and asking the model costs every such question.
    outright = _COUNTS.search(query.question) is not None or query.answer in ("date", "session")
    mentions = None if outright else _told_by(form_weights, request)  # a mention selects places too
    shares = None if query.selects_places else mentions
    # 干得怎么样，归纳成几个方面: though worded as how or how many.
    if mentions and mentions["mention"] >= _SURELY_SAYS and query.answer != "person":
        return ("mention",)
    if form == "list" and number_asked(query.question)[1]:
        return ("list", "summary")  # 实现哪六个变化
    if shares and _is_summary(request, shares) and not _has_sure_span(request):
        return ("summary",) if form == "plain" else ("summary", form)
    if form != "plain":
        return (form,)
    if not shares or shares["plain"] >= _PLAIN or query.answer in _SPANS or _COUNTS.search(query.question):
        return ()
    # 谁, 哪家, “which journalist” want a name, or all of several.
    may_be = _MODELLED if query.answer == "phrase" else _OF_NAMES
    if query.answer == "person":
        may_be = ("list", "role")
    likely = [each for each in may_be if shares[each] >= _LIKELY]
    if not likely or _has_sure_span(request):
        return ()
    return tuple(sorted(likely, key=lambda each: -shares[each]))


def _is_summary(request: Request, shares: dict[str, float]) -> bool:
    if request.query.answer not in ("phrase", "number") or _COUNTS.search(request.query.question):
        return False  # which journalist, how many: a name, a figure
    surely = shares["summary"] >= _SURELY
    return surely or (shares["summary"] >= _LIKELY_ALL and wants_whole(request) >= _WHOLLY)


def wants_whole(request: Request) -> float:
    """How probably a summary is wanted of the whole report, not of one thing in it; 0 without vectors."""
    shares = _told_by(whole_weights, request)
    return shares[WHOLE] if shares else 0.0


def _told_by(load: Callable[[], FormWeights], request: Request) -> dict[str, float] | None:
    """The probability of each label; None without vectors, or with those of another encoder than the model's."""
    retriever = request.retriever
    if not retriever.has_vectors:
        return None
    model = load()
    if retriever.encoder.fingerprint != model.encoder:
        return None
    # What people say of themselves before they ask is of no form.
    asked = request.question[max(0, request.question.find(request.query.question)) :]
    vectors = retriever.vectors_of([bare_question(asked)])
    return None if vectors is None else probabilities(model, asked, vectors[0])


def _has_sure_span(request: Request) -> bool:
    """Whether the reader is fairly sure of one span: what then only the model takes for more wants that span."""
    plain = request.plain(request.question)
    return plain.status == "answered" and plain.sureness is not None and plain.sureness.level != "low"


def form_by_words(query: Query, whole: str = "") -> AnswerForm:
    """The form of answer that a question of one thing wants; "plain" where one span is.

    whole: the question with what is said beside it: 有什么打算？简单归纳一下.
    """
    text, whole = with_quotes(query.question), with_quotes(whole)
    if mention_asked(text):
        return "mention"
    if _ROLE.search(text) and not _OF_ANOTHER.search(text):
        return "role"
    if _COUNTS.search(text) and not (_WANTS_SUMMARY.search(whole) and not _HOW_MANY.search(text)):
        return "plain"
    if asks_reason(query):
        return "how"
    if _DEFINITION.search(text) or asks_what_of(whole or text) or quoted_terms(meaning_asked(text)):
        return "definition"
    if (_SUMMARY.search(text) or _WANTS_SUMMARY.search(whole)) and not _AS_WORDED.search(text):
        return "summary"
    how = _HOW.search(text)
    if how and not _NOT_HOW.search(text) and not _ASKS_MORE.search(text, how.end()):
        return "how"
    if _LIST.search(text) and not query.selects_places and query.answer not in _SPANS:
        return "list"
    return "plain"


def asks_meaning(query: Query) -> bool:
    """Whether a meaning is asked for beyond doubt: 什么是“四化”; “一号议题”是什么 may ask for its subject."""
    return _MEANS.search(query.question) is not None


def asks_reason(query: Query) -> bool:
    """Whether a reason is asked for: 为什么, why; not 被评为什么. No character of a place's name (焦作) is a verb."""
    text = query.question
    for place in query.places:
        text = text.replace(place.name, "").replace(place.name[:-1], "")
    return _WHY.search(text) is not None and _BECOMES.search(text) is None
