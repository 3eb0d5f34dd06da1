"""A Chinese question that leans on the one before it, by what it has and lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.language.stages import stage_in
from index.language.units import UNIT_PATTERN
from qa.understanding.bodies import bodies_named, unranked_organ
from qa.understanding.frame import ASKED, BODY, Frame, frame_of
from qa.understanding.operators import Asked, Operator, operator_in
from qa.understanding.where_when import Read, WhereWhen, replace_scope

__all__ = ["follow_chinese", "operated"]

# What leads to a question and is no part of it; 那 says that the year goes on holding.
_LEAD = re.compile(
    r"^(?:(?:好的?|嗯+|哦+|明白了?|知道了|谢谢)?[,，\s]*(?:那么|那(?![个些时里儿位次一年边样天种])|然后|还有(?!吗|没|别|其|哪|什|多|更|谁|啥|呢)|以及|另外|此外|(?:再|请)?(?:帮我|给我)?(?:查|看)(?:一?下|查|看)|"
    r"换成|换到|换作|改成|改为|如果是|要是|请问(?:一?下)?|(?:不对|不是|错了)?[,，]?(?:我|应该)(?:想)?[问说指要]?的?是|我?(?:还)?想(?:知道|问|了解)(?:一?下)?|顺便问(?:一?下)?|麻烦(?:问|查)一?下|帮我(?:查|看)(?:一?下)?|对了)[,，\s]*)+"
)
_HOLDS = re.compile("那(?!个|些|时|里|儿|位|次|边|样|天|种)|换|改|如果是|要是|同[年期]")
_TAIL = re.compile(r"(?:的?(?:情况)?(?:再?看看|再?查查)?[呢呐])$|(?:吧|啊|呀|哦|再看看|试试)$")
_PLACE_PRONOUN = re.compile(
    r"(?<![其])它们?的?|(?<![其])他们的?|该[省市区县州旗地院](?!长)的?|[这那]个?[省市区县](?!长)的?|当地的?|那里的?|那儿的?|那边的?|本[省市区县](?!长)的?"
)
_YEAR_PRONOUN = re.compile(r"同年|当年(?!度)|该年度?|[这那]一?年(?!来)|同期")
_YEAR_BESIDE = re.compile(r"上一?年(?!度?来)|前一年|下一年|第二年|次年|后一年")
_LATER = ("下一年", "第二年", "次年", "后一年")
_YEARS = re.compile(r"近[一两二三四五六七八九十几\d]{1,2}年来?|这几年|这些年|历年来?|[两三四五六七八九十\d]{1,2}年来|过去[一两二三四五六七八九十几\d]{1,2}年|往年")
_OTHERS = re.compile(r"(?:其他|其它|别的|其余|各个?|所有|全部)的?(?:各个?)?(?:地级市|城市|市县?|地方|地区|地市|区县|县区|省份?|县|区)的?")
_PAIRED = re.compile(r"前者|后者|第[一二三四五]个(?:城市|市|地方|区|县|省)")
_RANK = {"前者": 0, "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "后者": -1}
_LISTED = re.compile(r"[和与、及跟,，]")
_AMONG = re.compile(r"^(?:在?(?:这|那)?其中|在?(?:这|那)(?:里面|当中|之中|些里面?|些当中|些中)|里面|当中)[,，有的]*")
_THESE = re.compile(r"[这那](?:些|\d{1,5}[㐀-鿿]|几[㐀-鿿]|批)(?P<noun>提案|信息|建议|议题|会议|案件|活动|资讯|平台|项目|协商|文件|人)?")
# 和郑州比, 比2022年: what the thing asked about before is held against.
_AGAINST = re.compile(
    r"^(?:(?:相?比起?于?|相较于?|较|对比)(?P<than>[^,，]{1,12}?)|(?:[和跟与]|同(?![比年期]))(?P<with>[^,，]{1,12}?))(?:的)?(?:相比|来?比较?|比起来|对比)?(?:一下)?[,，]?"
    r"(?P<rest>(?:又|是)?(?:同比|(?:有什么|有多大|有何|有)?(?:增长|增加|上升|提高|上涨|下降|减少|降低|回落|多|少|高|低|涨|降|增|减|差|相差|变化|谁|哪|怎么样|怎样|如何|快|慢|大|小)[^,，]{0,12})?)$"
)
_UNDATED = re.compile(r"^(?:上一?年度?|去年|前年|往年|上年同期|去年同期|同期|上届|年初|上期|以前|之前|过去)$")
_FILLER = re.compile(r"[的、,，和与及\s在]+|年度?|期间|相比|情况")
_ASKS = re.compile(r"多少|几|什么|哪|谁|怎|如何|何|是否|有没有|是不是|[吗么]$|为啥|多大|多高|百分之")
_BARE_COUNT = re.compile(
    r"^(?:又|还|都|共|一共|总共|已经?|有|被)*(?P<verb>(?:(?![是有])[㐀-鿿]){2,4}?)(?<![率额值数量比])[了过的]*(?:有|是)?多少(?P<unit>件|篇|条|份|个|次|场|项|家|人|名)?$"
)
# What is said of the things asked about: of what they are, who made them, what became of them.
_OF_TOPIC = re.compile(
    r"^(?:又|还|都|也|分别|主要|具体|大概|大多|多数|到底|究竟|一般|最后|最终|后来|全部)*(?:围绕|涉及|关于|包括|包含|涵盖|分为|分成|来自|集中[在于]|聚焦|针对|用于|用在|体现|反映了|覆盖|面向|"
    r"被|由(?!于)|是(?!否有)|有(?:哪|什么(?!变化)|没有被)|参加|参与的|出席|主持|结果|成效|效果|质量|内容|主题|题目|名称|完成(?:了|得|情况|目标)|(?:取得|产生|带来|起到|发挥|收到)(?:了|过)?(?:什么|哪些|怎样的?|多大|何种)?的?(?:成效|效果|成果|作用|影响|成绩|反响|进展|变化)|[㐀-鿿]{1,4}了[吗没]|达标|达到(?:了)?(?:目标|预期)|"
    r"超过|高于|低于|排名?|占|采纳|属于|(?:办理|落实|完成|进展|推进|开展|执行|实施|反响|评价|解决)得?(?:情况)?(?:怎么样|怎样|如何)|谁(?!是)|在(?!职)|分布|位于|源于|取决|排(?![查放水污])|[这那]?算|(?:为什么|为何|怎么|怎样|如何)要?[㐀-鿿]{1,3}[的了]?$|"
    r"叫什么|什么时候|何时|在(?:哪|什么)|哪(?:个|些)(?:最|部门|单位|领域|方面))"
)
# Things that act themselves: what is done without a doer is done by them.
_ACTS = re.compile(r"(?:平台|工作室|委员|代表|驿站|站点?|小组|队伍?|基地|协会|联盟|中心|专班|团|社)$")
_BY_ITSELF = re.compile(
    r"^(?:又|还|都|共|一共|总共|累计|分别|已经?)*(?:开展|组织|召开|举办|办理|解决|化解|帮|提出?|提交|反映|服务|走访|参加|参与|收集|征集|接待|调解|形成|撰写|协商|培训|处理|受理)"
)
# About everything, or about what no report of one place need say.
_STANDS = re.compile(
    r"哪(?:一?[个座些]|[两三四五六七八九几]个?)?(?:地级|城)?[市县区省](?![政委])|哪[里儿]|哪(?:个|些|几个)?(?:地方|城市|地区|省份|政协|报告|文件)|哪(?:份|篇)|"
    r"各[市地省]|所有|全部(?:报告|[市县区])|每[个座][市县区城]|全国|什么是|什么叫|是什么意思|什么意思|指(?:的是)?什么|何谓|何为|的(?:含义|定义|意思)|怎么(?:理解|解释)"
)
_DETAILED = re.compile(r"^(?:请|能不能|能|可以|再|给我|帮我)*(?:详细|具体|仔细|展开|深入)(?:地|一?点)?(?:说说|讲讲|介绍|说明|谈谈|说|讲)(?:一?下|一?点)?")
# What is a property of the thing asked about: 增速呢, 目标是多少, 人均呢.
_PROPERTY = re.compile(r"(?:总|年均?|月均?|实际|最终|具体|主要)?(?:增速|增幅|增长率|占比|比例|比重|总[数量额]|均值|排名|目标|计划|预期|任务|完成情况|完成率|结果|成效|效果|原因|影响|意义|内容|主题|题目|名称)")
# 税收占多少: of the thing asked about before.
_PART = re.compile("(?P<part>[^占]{2,10})(?P<share>占了?(?:多少|多大|几成|百分之几).{0,6})$")
_OF_ALL = re.compile("^(?:人均|户均|年均|月均|日均|平均)$")
_PLANNED = re.compile(r"^(?:的?(?P<what>目标|计划|预期|任务|预计))(?:是|为|有|要)?(?:多少|什么|达到多少)$")
_RATE = re.compile(r"(?:[率额值]|比例|比重|占比|增速|增幅|指数|总量)$")
# Of whom or what a figure is one: 农村居民(人均可支配收入).
_OF_WHOM = re.compile(r"(?:居民|城镇|农村|城市|乡村|男性?|女性?|职工|学生|老人|儿童|农民|产业|工业|农业|民营|国有|企业)$")
_SIDE = re.compile(r"(?:方面|领域|层面|部分|板块|环节)$")
# What only the government's report states, whoever's was asked of before.
_OF_GOVERNMENT = re.compile("生产总值|GDP|财政|预算|固定资产投资|工业增加值|粮食|常住人口|人均可支配收入|城镇化率|失业率")
_CPPCC = re.compile("市?政协")
_LEVEL_OF = {"省": "province", "区": "county", "县": "county"}
_LONGEST_NOUN = 14


@dataclass(frozen=True, slots=True)
class _Clause:
    """What a clause says. text: without what leads to it and ends it; new: of where and when; rest: without these.

    holds: the time goes on holding though it names a place. among: it is of those asked about before.
    """

    text: str
    new: WhereWhen
    rest: str
    holds: bool
    among: bool
    points: bool
    detailed: bool


def follow_chinese(text: str, last: WhereWhen, read: Read, *, after: str = "") -> str | None:
    """The whole question meant, without its question mark; None where the text stands on its own.

    after: what the clauses before it in the same turn were completed to.
    """
    if _YEAR_BESIDE.search(text) and not _AGAINST.match(text) and len(last.years) != 1:
        return None
    if paired := _PAIRED.search(text):
        text = "那" + _with_paired(text, paired, last)
    if (everywhere := _everywhere(text, last, read)) is not None:
        return everywhere
    clause = _read_clause(text, last, read, after)
    frame = frame_of(last)
    if against := _AGAINST.match(clause.text):
        return _against(against, frame, clause, read)
    moved = frame_of(read(replace_scope(last, clause.new) or last.text)) if clause.new.place or clause.new.year else frame
    rest = _FILLER.sub("", clause.rest)
    moves = bool(clause.new.place or clause.new.year)
    body = re.fullmatch(BODY, rest)
    if body or (moves and (not rest or _is_only_asking(rest))):
        return _with_body(moved.said, body[0] if body and not clause.new.place else "")
    if years := _YEARS.match(clause.rest):
        moved = frame_of(read(_with_years(moved.said, years[0])))
        moved = replace(moved, head=moved.head or years[0])
        clause = replace(clause, rest=clause.rest[years.end() :].strip(" 的"))
        if not clause.rest:
            return moved.said.text
    found = operator_in(clause.rest.strip(" ,，的"), "zh") if not clause.among else None
    if found and (moves or frame.head or frame.topic):
        return operated(found, moved, clause.rest.strip(" ,，的"))
    if last.language != "zh":
        moved = Frame(last, "", "", "", "", "", "", "", "")
    if not _ASKS.search(clause.rest):
        return _noun(rest, clause, moved, read)
    return _question(clause, moved, read)


def _read_clause(text: str, last: WhereWhen, read: Read, after: str) -> _Clause:
    lead = _LEAD.match(text)
    body = text[lead.end() :] if lead else text
    detailed = None if operator_in(body, "zh") else _DETAILED.match(body)
    if detailed and _TAIL.sub("", body[detailed.end() :]):
        body = body[detailed.end() :].lstrip(",， ")
    body = _TAIL.sub("", body) or body
    if (beside := _YEAR_BESIDE.search(body)) and len(last.years) == 1 and not _AGAINST.match(body):
        year = last.years[0] + (1 if beside[0] in _LATER else -1)
        body = f"{body[: beside.start()]}{year}年{body[beside.end() :]}"
        lead = lead or beside
    among = _AMONG.match(body)
    body = body[among.end() :] if among else body
    new = read(body)
    pronouns = [
        found
        for pattern, said in ((_PLACE_PRONOUN, new.place), (_YEAR_PRONOUN, new.year))
        if not said and (found := pattern.search(body))
    ]
    for pronoun in sorted(pronouns, key=lambda each: -each.start()):
        body = body[: pronoun.start()] + body[pronoun.end() :]
    new = read(body)
    return _Clause(
        text=body,
        new=new,
        rest=new.rest,
        holds=bool(_HOLDS.search(text[: lead.end()] if lead else "") or pronouns) or lead is not None and bool(_YEAR_BESIDE.search(text)),
        among=among is not None,
        points=bool(pronouns) or among is not None,
        detailed=(detailed is not None) or "，详细" in after,
    )


def _is_only_asking(rest: str) -> bool:
    """Whether nothing is left but the question: 2021年|是多少."""
    return bool(re.fullmatch(rf"(?:又|的|各|分别|数据|数字|结果)*(?:是|为|有|呢)?(?:(?:多少|几)(?:{UNIT_PATTERN})?|怎么样|怎样|如何|什么情况)", rest))


def _with_paired(text: str, paired: re.Match[str], last: WhereWhen) -> str:
    """前者办复了多少 → 新乡办复了多少."""
    words = _LISTED.split(last.place_words("zh"))
    rank = _RANK.get(paired[0], _RANK.get(paired[0][1], 0))
    if len(words) < 2 or rank >= len(words):
        return text
    return text[: paired.start()] + words[rank] + text[paired.end() :]


def _everywhere(text: str, last: WhereWhen, read: Read) -> str | None:
    """其他市呢, 河南其他市呢 → 各市2023年立案了多少件提案."""
    others = _OTHERS.search(text)
    if others is None or not last.place:
        return None
    within = read(_TAIL.sub("", _LEAD.sub("", text[: others.start()] + text[others.end() :])))
    if _FILLER.sub("", within.rest) or within.year:
        return None
    start, end = last.place
    return f"{last.text[:start]}{within.place_words('zh')}各市{last.text[end:].removeprefix('市')}"


def _with_body(said: WhereWhen, body: str) -> str:
    """The question, of another body of its place: 法院呢."""
    return re.sub(BODY.removeprefix("[省市区县州盟旗]?"), body, said.text, count=1) if body else said.text


def _with_years(said: WhereWhen, years: str) -> str:
    start, end = said.year or ((said.place or (0, 0))[1],) * 2
    return said.text[:start] + years + said.text[end:]


def _against(against: re.Match[str], frame: Frame, clause: _Clause, read: Read) -> str | None:
    """和郑州比呢 → 新乡和郑州2023年立案了多少件提案; 比上年多多少 → 新乡2023年立案的提案比上年多多少."""
    words = against["than"] or against["with"]
    other, last = read(words), frame.said
    undated = _UNDATED.match(words)
    if not undated and (_FILLER.sub("", other.rest) or not (other.place or other.year)):
        return _question(clause, frame, read) if frame.head else None
    rest = against["rest"]
    if rest and not re.fullmatch("(?:又|是)?(?:怎么样|怎样|如何|谁.*|哪.*)", rest):
        return f"{frame.head}{frame.topic}{clause.text}"
    beside = _YEAR_BESIDE.match(words)
    if beside and len(last.years) == 1:
        other, undated = read(f"{last.years[0] - 1}年"), None
    if undated:
        return f"{frame.head}{frame.topic}比{words}增长了多少"
    if other.place and last.place:
        end = last.place[1]
        text = f"{last.text[:end]}和{other.place_words('zh')}{last.text[end:]}"
        best = re.search("谁.*|哪.*", rest or "")
        both = frame_of(read(text))
        return f"{both.head}{both.topic}{best[0]}" if best else text
    if other.year and last.year:
        start = last.year[0]
        return f"{last.text[:start]}{other.year_words('zh')}和{last.text[start:]}"
    return replace_scope(last, other)


# The operator's words where it was asked in English.
_WORDS: dict[Operator, str] = {
    "share": "占比是多少",
    "change": "增长了多少",
    "total": "一共多少",
    "how": "怎么做到的",
    "best": "谁更多",
    "nth": "第一个是什么",
}


def operated(found: Asked, frame: Frame, words: str) -> str | None:
    """What is asked of the thing asked about before, as a whole question. words: as typed."""
    operator = found.operator
    words = words or _WORDS.get(operator, "")
    head, topic, nominal = frame.head, frame.topic, frame.nominal
    asks = bool(_ASKS.search(words))
    if operator == "change" and not (frame.counts and (frame.thing or frame.subject or frame.verb)):
        return None
    match operator:
        case "share":
            joined = topic if words.startswith(("占多", "占了", "占全", "占总", "占其")) else f"{nominal}{'' if nominal.endswith('的') else '的'}"
            return f"{head}{joined}{words}{'' if asks else '是多少'}"
        case "change":
            return f"{head}{topic}{words if asks or '还是' in words else f'{words}是多少'}"
        case "average":
            return _average(frame, found.each, words)
        case "total":
            again = frame.counts and not frame.thing.endswith(("一共", "合计"))
            return frame.saying("一共") if again else f"{head}{topic}{words if asks else '一共有多少'}"
        case "why":
            changed = _CHANGED.search(words)
            return f"{head}{topic}为什么{changed[0]}" if changed and changed[0] not in topic else frame.wondering("为什么")
        case "how":
            how = re.sub("^(?:他们|她们|它们?|这|都|是|又)+", "", words)
            told = how.removesuffix("的") + "的" if how[:1] in "怎如咋" else how
            return f"{head}{frame.activity}{'是' if told != how or how.endswith('的') else ''}{told}"
        case "details":
            return f"{head}{nominal}{_overall(words)}如何" if topic else None
        case "more":
            return frame.saying("还") if frame.asked and not frame.counts else f"{head}{topic}还有哪些"
        case "best":
            if "年" in words:
                return f"{head.replace(frame.said.year_words('zh'), '')}{topic}{words}"
            if len(frame.said.places) > 1:
                return f"{head}{topic}{words}"
            return f"{frame.said.year_words('zh')}{place[0]}{topic}{words[place.end():]}" if (place := re.match("哪一?[个座](?:城市|地方|[市县区省])", words)) else None
        case "nth":
            which = re.sub("(?:(?:具体|详细|展开|再)?(?:说说|讲讲|介绍)(?:一下)?|的内容)$", "", words)
            return f"{head}{topic}中{which}{'' if _ASKS.search(which) else '是什么'}"
        case "again":
            return frame.said.text


_CHANGED = re.compile("增长|增加|上升|提高|上涨|下降|减少|降低|回落|下滑")


def _overall(words: str) -> str:
    return "总体情况" if re.search("[总概归小梳简]", words) else "具体情况"


def _average(frame: Frame, each: str, words: str) -> str:
    """平均每个平台多少场, after 平台开展了多少场协商 → 平台平均每个开展了多少场协商."""
    unit = re.search(rf"(?:多少|几)({UNIT_PATTERN})", words)
    if frame.counts and (not unit or unit[1] == frame.unit):
        noun = re.sub("^每一?[个家名位项件所支场次篇]?", "", each)
        short = each.removesuffix(noun) if noun and (frame.subject.endswith(noun)) else each
        return frame.saying(f"平均{short}")
    return f"{frame.head}{frame.topic}{words}"


def _noun(noun: str, clause: _Clause, frame: Frame, read: Read) -> str | None:
    """社情民意信息呢 → 新乡2023年社情民意信息有多少."""
    last = frame.said
    if not noun or len(noun) > _LONGEST_NOUN or (clause.new.place and not re.fullmatch(BODY, noun) and not clause.holds):
        return None
    prefix = _prefix(clause, frame)
    if not prefix:
        return None
    stage = stage_in(last.text)
    if noun == stage_in(noun) and stage:
        return last.text.replace(stage, noun, 1)
    if clause.detailed:
        return f"{prefix}{noun}具体情况如何"
    many = "是多少" if _RATE.search(noun) else "有多少"
    asked = many if re.search("多少|几", last.text) else "有哪些" if "哪" in last.text else "情况如何"
    if clause.among:
        return f"{prefix}{frame.topic}中{noun}{asked}"
    if _PROPERTY.fullmatch(noun):
        return f"{prefix}{frame.nominal}{noun}{'是多少' if frame.counts else '如何'}"
    if frame.subject and not frame.verb and (_OF_ALL.match(noun) or _OF_WHOM.search(noun)):
        return f"{prefix}{noun}{frame.subject}{frame.link}{frame.asked}{frame.thing}"
    if _SIDE.search(noun):
        return f"{prefix}{noun}{frame.subject}{frame.done}{frame.link}{frame.asked}{frame.thing}"
    return f"{prefix}{noun}{asked}"


def _question(clause: _Clause, frame: Frame, read: Read) -> str | None:
    """它办复了多少 → 新乡2023年办复了多少件提案."""
    asked, last = clause.text, frame.said
    alone = _STANDS.search(asked) or any(body.kind == "national" for body in bodies_named(asked))
    organ = unranked_organ(asked)
    if organ and last.places and _LEVEL_OF.get(organ[0], last.places[0].level) != last.places[0].level:
        return None
    if (alone and not clause.points) or (clause.new.place and not clause.holds):
        return None
    rest = clause.rest.strip(" ,，的") if (clause.new.place or clause.new.year) else asked.lstrip("的,， ")
    prefix = _prefix(clause, frame)
    if not prefix:
        return None
    if planned := _PLANNED.match(rest):
        return f"{prefix}{frame.nominal}{planned['what']}是{'多少' if frame.counts else '什么'}"
    bare = _BARE_COUNT.match(rest)
    if bare and frame.counts and (frame.thing or frame.unit):
        stage = stage_in(bare["verb"]) == bare["verb"]
        counted = f"{frame.asked}{frame.thing}" if stage or not clause.among else f"多少{frame.unit}"
        whole = re.sub("多少.?$", counted, rest) if not bare["unit"] or bare["unit"] == frame.unit else rest
        if stage or not clause.among:
            return f"{prefix}{whole}"
    if clause.among:
        unit = frame.unit if rest.endswith("多少") and not ASKED.search(rest[:-2]) and "占" not in rest else ""
        return f"{prefix}{frame.topic}中{rest}{unit}"
    if these := _THESE.search(rest):
        return f"{prefix}{rest[: these.start()]}{frame.topic}{rest[these.end() :]}"
    if part := _PART.match(rest):
        return f"{prefix}{frame.topic}中{part['part']}{part['share']}"
    if _OF_TOPIC.match(rest):
        return f"{prefix}{frame.topic}{'，详细' if clause.detailed else ''}{rest}"
    if clause.detailed and _is_predicate(rest):
        return f"{prefix}{frame.topic}{rest}"
    if (actor := frame.thing if _ACTS.search(frame.thing) else frame.subject if _ACTS.search(frame.subject) else "") and _BY_ITSELF.match(rest):
        return f"{prefix}{actor}{rest}"
    return f"{prefix}{rest}"


def _is_predicate(rest: str) -> bool:
    """Whether a clause begins with what was done: 还|得了什么荣誉."""
    return bool(re.match("(?:又|还|都|也)", rest) or _BY_ITSELF.match(rest))


def _prefix(clause: _Clause, frame: Frame) -> str:
    """The place and year that go on holding: of the new question, else of the one before."""
    if frame.head:
        return re.sub(_CPPCC, "", frame.head) if _OF_GOVERNMENT.search(clause.rest) else frame.head
    new, last = clause.new, frame.said
    return (new.place_words("zh") or last.place_words("zh")) + (new.year_words("zh") or last.year_words("zh"))
