"""A Chinese question that leans on the one before it, by what it has and lacks."""

from __future__ import annotations

import re
from dataclasses import replace

from index.language.stages import ACTION, stage_in
from index.language.units import UNIT_PATTERN
from qa.understanding.bodies import bodies_named, unranked_organ
from qa.understanding.clause import AGAINST, FILLER, YEAR_BESIDE, Clause, is_only_asking, read_clause
from qa.understanding.frame import ASKED, BODY, OF_PERIOD, Frame, frame_of
from qa.understanding.occasion import at_occasion
from qa.understanding.operators import operator_in
from qa.understanding.other_scope import (
    YEARS,
    everywhere,
    held_against,
    is_held_against,
    measured_by,
    named_before,
    of_body,
    of_years,
)
from qa.understanding.rephrased import held_to_be, of_whole_year
from qa.understanding.retold import operated
from qa.understanding.where_when import Read, WhereWhen, replace_scope

__all__ = ["follow_chinese"]

_THESE = re.compile(
    r"[这那](?:些|\d{1,5}[㐀-鿿]|几[㐀-鿿]|[两二三四五六七八九十]{1,2}[次场项件篇份期]|批)(?P<noun>提案|信息|建议|议题|会议?|案件|活动|资讯|平台|项目|协商|文件|人)?"
)
_BARE_COUNT = re.compile(
    r"^(?:又|还|都|共|一共|总共|已经?|有|被)*(?P<verb>(?:(?![是有])[㐀-鿿]){2,4}?)(?<![率额值数量比])[了过的]*(?:有|是)?多少(?P<unit>件|篇|条|"
    r"份|个|次|场|项|家|人|名)?$"
)
# 累计投了多少, of what was 投入 before.
_SAME_DONE = re.compile(
    rf"^(?:又|还|都|共|一共|总共|累计|合计|已经?)*(?P<verb>[㐀-鿿]{{1,4}}?)[了过]?(?:多少|几)(?P<unit>{UNIT_PATTERN})?$"
)
_ASKS = re.compile(r"多少|几|什么|啥|哪|谁|怎|如何|何|是否|有没有|是不是|[吗么]$|没有$|为啥|多大|多高|百分之")
# What is said of the things asked about: of what they are, who made them, what became of them.
_OF_TOPIC = re.compile(
    r"^(?:又|还|都|也|分别|主要|具体|大概|大多|多数|到底|究竟|一般|最后|最终|后来|全部)*(?:围绕(?!哪[些几][㐀-鿿]{1,6}了)|涉及|关于(?!哪[些几][㐀-鿿]{1,6}了)|包括|包含|涵盖|分为|分成|来自|集中[在于]|聚焦|针对|用于|用在|体现|"
    r"反映了|覆盖|面向|"
    r"被|由(?!于)|是(?!否有)|有(?:哪|什么(?!变化)|没有被)|参加|参与的|出席|主持|结果|成效|效果|质量|内容|主题|题目|名称|完成(?:了|得|情况|目标)|(?:取得|产生|带来|"
    r"起到|发挥|收到)(?:了|过)?(?:什么|哪些|怎样的?|多大|何种)?的?(?:成效|效果|成果|作用|影响|成绩|反响|进展|变化)|[㐀-鿿]{1,4}了[吗没]|达标|达到(?:了)?(?:目标|预期)|"
    r"超过|高于|低于|排名?|占|采纳|属于|(?:办理|落实|完成|进展|推进|开展|执行|实施|反响|评价|解决)得?(?:情况|结果|效果|质量|进度|进展)?(?:怎么样|怎样|如何)|谁(?!是)|在(?!职)|分布|依?靠|得益于|归功于|位于|源于|"
    r"取决|排(?![查放水污])|在?(?:全[国省市球区县]|世界|国内|省内|市内|中西?部|西部|东部)[^，,。？?]{0,6}?(?:排|位[列居]|居|列|第几|名次|领先|占)|[这那]?算|(?:为什么|为何|怎么|怎样|如何)要?[㐀-鿿]{1,3}[的了]?$|"
    r"(?:原来|之前|此前|以前|原先|先前|当初)(?:是|为|有|才)|叫什么|什么时候|何时|在(?:哪|什么)|哪(?:个|些)(?:最|部门|单位|领域|方面))"
)
# Things that act themselves: what is done without a doer is done by them.
_ACTS = re.compile(r"(?:平台|工作室|委员|代表|驿站|站点?|小组|队伍?|基地|协会|联盟|中心|专班|团|社)$")
# 班子走访了多少家企业，专委会呢: the same is asked of another who does it.
_WHO_ACTS = re.compile(
    "(?:班子(?:成员)?|专委会|专门委员会|常委会|主席会议|党组|机关|界别|党派|委员|代表|部门|单位|乡镇|街道|社区|学校|医院|企业|公司|银行|法院|检察院|"
    "干部|职工|民警|医生|教师|学生|志愿者)(?:们|成员)?$"
)
_BY_ITSELF = re.compile(
    r"^(?:又|还|都|共|一共|总共|累计|分别|已经?)*(?:开展|组织|召开|举办|办理|解决|化解|帮|提出?|提交|反映|服务|走访|参加|参与|收集|征集|接待|调解|形成|撰写|协商|培训|处理|受理)"
)
# About everything, or about what no report of one place need say.
_STANDS = re.compile(
    r"哪(?:一?[个座些]|[两三四五六七八九几]个?)?(?:地级|城)?[市县区省](?![政委])|(?<![到在去从往])哪[里儿]|哪(?:个|些|几个)?(?:地方|城市|地区|省份|政协|报告|文件)|哪(?:份|篇)|"
    r"各[市地省]|所有|全部(?:报告|[市县区])|每[个座][市县区城]|全国(?!(?:城市|同类|省会|各[省市地])?(?:里|中|当中)?(?:能|是|的)?(?:排|位[列居]|居|列|第几|名次|占|领先))|什么是|什么叫|是什么意思|什么意思|指(?:的是)?什么|何谓|何为|的(?:含义|定义|意思)|怎么(?:理解|解释)"
)
# What is a property of the thing asked about: 增速呢, 目标是多少, 人均呢.
_PROPERTY = re.compile(
    r"(?:总|年均?|月均?|实际|最终|具体|主要)?(?:增速|增幅|增长率|占比|比例|比重|总[数量额]|均值|排名|目标|计划|预期|任务|完成情况|完成率|结果|成效|效果|原因|影响|意义|内容|"
    r"主题|题目|名称)"
)
# 税收占多少: of the thing asked about before.
_PART = re.compile("(?P<part>[^占]{2,10})(?P<share>占了?(?:多少|多大|几成|百分之几).{0,6})$")
_OF_ALL = re.compile("^(?:人均|户均|年均|月均|日均|平均)$")
_PLANNED = re.compile(
    r"^(?:[定设][下好]?的|制定的|确定的|提出的)?(?:的?(?P<what>目标|计划|预期|任务|预计))(?:是|为|有|要)?(?:多少|什么|达到多少)$"
)
_RATE = re.compile(r"(?:[率额值]|比例|比重|占比|增速|增幅|指数|总量)$")
# Of whom or what a figure is one: 农村居民(人均可支配收入).
_OF_WHOM = re.compile(
    r"(?:居民|城镇|农村|城市|乡村|男性?|女性?|职工|学生|老人|儿童|农民|产业|工业|农业|民营|国有|企业)$"
)
# 城里人|一年人均收入, of which 农民的呢 asks for the others.
_OTHERS_FIRST = re.compile(
    "^(?:城里人?|城镇(?:居民)?|城市(?:居民)?|市民|农村(?:居民|人)?|乡村(?:居民)?|农民|乡下人?|男性?|女性?|职工|学生|老人|儿童)的?(?=[㐀-鿿]{2})"
)
# 货运量 of 铁路货运量, after which 公路呢 asks for the same of another that is named alike.
_MEASURED = re.compile(
    "(?:日均|年均|月均|人均|平均|总|新增)*(?:[客货]?运量|吞吐量|产能|产量|产值|余额|里程|收入|支出|面积|人[数次]|数量|销售额|占比|比重|投资额?|标准|覆盖率|普及率|增加值|规模)"
)
# How much was cut of a thing, and of another, too.
_CUT = re.compile("(?:砍|精[简减]|压[减缩]|[削裁缩]减|减少|撤并)(?:掉|去)?了?(?:多少|几)[㐀-鿿]?$")
_SIDE = re.compile(r"(?:方面|领域|层面|部分|板块|环节)$")
# What only the government's report states, whoever's was asked of before.
_OF_GOVERNMENT = re.compile(
    "生产总值|GDP|财政|预算|固定资产投资|工业增加值|粮食|常住人口|人均可支配收入|城镇化率|失业率"
)
_CPPCC = re.compile("市?政协")
# 报送的|占|收集的|百分之几: two parts of the thing counted before, each by what was done with it.
_OF_TWO = re.compile(
    r"(?P<part>[^，,占比]{1,12}?)的?(?:又|再|大[约概]|约|各|能|要)*(?P<how>占(?:了|到)?|比|是|相当于|等于)(?P<whole>[^，,占比]{1,12}?)的?"
    r"(?P<asked>(?:百分之(?:几|多少)|几成|几分之几|(?:多少|几)倍|(?:多大(?:的)?)?(?:比例|比重|份额)(?:是多少|有多[大少]|多[大少])?)|"
    r"(?:多|少|高|低)(?:出|了)?(?:多少|几)[㐀-鿿]?)"
)
_NOUN_COUNTED = re.compile(r"的(?P<noun>[㐀-鿿]{2,12}?)(?:里头|里面|当中|之中|其中|[里中占]|$)")
_LONGEST_SUBJECT = 8
_LEVEL_OF = {"省": "province", "区": "county", "县": "county"}
_LONGEST_NOUN = 14


# 2023年涨到多少了: how much it is then.
_CAME_TO = re.compile(
    "(?:又|已经?|现在|后来|是|就|都){0,2}(?:提高|上?涨|上?升|下?降|跌|增加?|增长|减少?|上?调|达|变|发展|恢复)(?:到|成|为)了?"
    "(?:多少|几)[㐀-鿿]{0,4}?(?:了|呢|啊)?"
)


def follow_chinese(text: str, last: WhereWhen, read: Read, *, after: str = "") -> str | None:
    """The whole question meant, without its question mark; None where the text stands on its own.

    after: what the clauses before it in the same turn were completed to.
    """
    if len(last.years) != 1 and YEAR_BESIDE.search(text) and not AGAINST.match(text):
        return None
    alone = held_to_be(text, last.text) or of_whole_year(text, last) or everywhere(text, last, read)
    if alone is not None:
        return alone
    named = named_before(text, last)
    clause = read_clause(named, last, read, holds=named != text, detailed="，详细" in after)
    against = AGAINST.match(clause.text)
    if against and is_held_against(against, read):
        return held_against(against, clause, frame_of(last), read)
    if measured := measured_by(clause, frame_of(last)):
        return measured
    moves = bool(clause.new.place or clause.new.year)
    if clause.new.year and not last.year:  # another time than the plan's period asked of before
        last = read(OF_PERIOD.sub("", last.text, count=1))
    said = read(replace_scope(last, clause.new) or last.text) if moves else last
    rest = FILLER.sub("", clause.rest)
    if body := re.fullmatch(f"[省市区县州盟旗]?{BODY}", rest):
        return said.text if clause.new.place else of_body(said, body[0])
    frame = frame_of(said)
    if moves and (not rest or is_only_asking(rest) or (frame.counts and _CAME_TO.fullmatch(rest))):
        return said.text
    if of_two := _of_two(clause, frame):
        return of_two
    occasion, told = at_occasion(clause.rest, frame, after=after)
    if occasion and _ASKS.search(told):
        return f"{_prefix(clause, frame)}{occasion}{told}"
    if told != clause.rest:
        clause = replace(clause, text=clause.text.replace(clause.rest, told), rest=told)
    if years := YEARS.match(clause.rest):
        return _of_years(years, clause, said, read)
    return _asked(clause, frame, moves=moves)


def _of_years(years: re.Match[str], clause: Clause, said: WhereWhen, read: Read) -> str | None:
    """那整个“十一五”累计投了多少 → 云南整个“十一五”治理滇池累计投了多少."""
    frame = frame_of(read(of_years(said, years[0])))
    frame = replace(frame, head=frame.head or years[0])
    asked = clause.rest[years.end() :].strip(" 的")
    clause = replace(clause, text=asked, rest=asked)
    moves = bool(clause.new.place or clause.new.year)
    return _asked(clause, frame, moves=moves) if asked else frame.said.text


def _asked(clause: Clause, frame: Frame, *, moves: bool) -> str | None:
    """What a clause asks of the thing asked about before, or of a noun of its own."""
    words = clause.rest.strip(" ,，的")
    found = None if clause.among else operator_in(words, "zh")
    if found and (moves or frame.head or frame.topic):
        return operated(found, frame, words)
    if frame.said.language != "zh":
        frame = Frame(frame.said, "", "", "", "", "", "", "", "")
    noun = FILLER.sub("", clause.rest)
    if _ASKS.search(clause.rest):
        return _question(clause, frame)
    return _each_of_two(clause, frame) or _cut_too(noun, clause, frame) or _noun(noun, clause, frame)


def _of_two(clause: Clause, frame: Frame) -> str | None:
    """报送的占收集的百分之几 → 新乡报送的信息占收集的信息的百分之几; None where the two have nouns of their own."""
    of_two = _OF_TWO.fullmatch(clause.rest.strip(" ,，的"))
    noun = _noun_counted(frame)
    prefix = _prefix(clause, frame)
    if of_two is None or not noun or not prefix:
        return None
    sides = (of_two["part"].rstrip("的"), of_two["whole"].rstrip("的"))
    if not any(_is_done(side) for side in sides):
        return None
    part, whole = (f"{side}的{noun}" if _is_done(side) else side for side in sides)
    link = "" if of_two["how"] == "比" else "的"
    return f"{prefix}{part}{of_two['how']}{whole}{link}{of_two['asked']}"


def _is_done(phrase: str) -> bool:
    """Whether a phrase only says what was done: 报送, 被采用."""
    return ACTION.fullmatch(re.sub("^(?:被|已经?|未|没有?)", "", phrase)) is not None


def _noun_counted(frame: Frame) -> str:
    """The thing that a question counts, without what is said of it: 收集的社情民意信息中报给省政协 → 社情民意信息."""
    found = _NOUN_COUNTED.search(f"的{frame.thing}" if frame.thing else frame.topic)
    if found:
        return found["noun"]
    return frame.subject if len(frame.subject) <= _LONGEST_SUBJECT else ""


_TWO = re.compile("(?P<one>[㐀-鿿]{3,12}?)(?:和|以及|、)(?P<other>[㐀-鿿]{3,12})")
# 社会消费品零售和城镇新增就业的目标: the same is asked of each.
_TWO_OF = re.compile(
    "(?P<one>[㐀-鿿]{2,12}?)(?:和|跟|与|以及|、)(?P<other>[㐀-鿿]{2,12}?)的?"
    "(?P<what>目标|增速|增幅|增长率|计划|任务|占比|比重|总量|数量|情况)"
)
_WHICH = re.compile("哪[些几两三四五六七八九十]")
# What is told by its words, whatever was counted before.
_NAMED = re.compile("(?:题目|议题|课题|主题|话题|名称|名字|做法|举措|措施|办法)$")


def _each_of_two(clause: Clause, frame: Frame) -> str | None:
    """社会消费品零售和城镇新增就业的目标呢 → …社会消费品零售目标是多少? …城镇新增就业目标是多少."""
    two, prefix = _TWO_OF.fullmatch(clause.rest.strip(" ,，的")), _prefix(clause, frame)
    if two is None or clause.among or not prefix:
        return None
    of = "有" if two["what"] == "情况" else f"{two['what']}是"
    return f"{prefix}{two['one']}{of}多少? {prefix}{two['other']}{of}多少"


def _cut_too(noun: str, clause: Clause, frame: Frame) -> str | None:
    """行政权力呢, behind 审批事项砍掉多少项 → …行政权力砍掉多少项."""
    cut, prefix = _CUT.search(frame.said.text.rstrip("?？ ")), _prefix(clause, frame)
    named = noun and len(noun) <= _LONGEST_NOUN and not clause.new.place and not clause.among
    return f"{prefix}{noun}{cut[0]}" if cut and named and prefix else None


def _noun(noun: str, clause: Clause, frame: Frame) -> str | None:
    """社情民意信息呢 → 新乡2023年社情民意信息有多少."""
    last = frame.said
    if (
        not noun
        or len(noun) > _LONGEST_NOUN
        or (clause.new.place and not re.fullmatch(BODY, noun) and not clause.holds)
    ):
        return None
    prefix = _prefix(clause, frame)
    if not prefix:
        return None
    two = _TWO.fullmatch(clause.text)
    if two and frame.counts and not clause.among and not clause.detailed:  # 专题研讨和学习座谈会呢
        return f"{prefix}{two['one']}有多少? {prefix}{two['other']}有多少"
    stage = stage_in(last.text)
    if noun == stage_in(noun) and stage:
        return last.text.replace(stage, noun, 1)
    if clause.detailed:
        return f"{prefix}{noun}具体情况如何"
    many = "是多少" if _RATE.search(noun) else "有多少"
    which = _WHICH.search(last.text) or _NAMED.search(noun)
    asked = (
        "有哪些"
        if which
        else many
        if re.search("多少|几", last.text)
        else "有哪些"
        if "哪" in last.text
        else "情况如何"
    )
    if clause.among:
        return f"{prefix}{frame.topic}中{noun}{asked}"
    if _PROPERTY.fullmatch(noun):
        return f"{prefix}{frame.nominal}{noun}{'是多少' if frame.counts else '如何'}"
    if same := _same_of(noun, frame):
        return f"{prefix}{same}{frame.link}{frame.asked}{frame.thing}"
    if noun.startswith("占"):
        return f"{prefix}{frame.topic}{clause.text}是多少"
    if _SIDE.search(noun):
        return f"{prefix}{noun}{frame.subject}{frame.done}{frame.link}{frame.asked}{frame.thing}"
    return f"{prefix}{noun}{asked}"


def _same_of(noun: str, frame: Frame) -> str:
    """The same of another: 公路货运量 of 公路呢 after 铁路货运量, 汽车运了 of 汽车运的呢; "" where there is none."""
    if frame.verb and _WHO_ACTS.search(frame.subject) and _WHO_ACTS.search(noun):
        return f"{noun}{frame.done}"
    if frame.counts and frame.verb and frame.thing and noun.endswith(frame.verb) and noun != frame.verb:
        return f"{noun.removesuffix(frame.verb)}{frame.done}"
    before, same, behind = frame.subject.partition(noun[-1])
    if frame.counts and same and before and not frame.verb and _MEASURED.fullmatch(behind):
        return f"{noun}{behind}"
    of_whom = frame.subject and not frame.verb and (_OF_ALL.match(noun) or _OF_WHOM.search(noun))
    return f"{noun}{_OTHERS_FIRST.sub('', frame.subject)}" if of_whom else ""


def _question(clause: Clause, frame: Frame) -> str | None:
    """它办复了多少 → 新乡2023年办复了多少件提案."""
    prefix = _prefix(clause, frame)
    if not prefix or _stands(clause, frame.said):
        return None
    moves = clause.new.place or clause.new.year
    rest = clause.rest.strip(" ,，的") if moves else clause.text.lstrip("的,， ")
    return prefix + (_of_thing(rest, clause, frame) or _of_those_who_act(rest, frame) or rest)


def _stands(clause: Clause, last: WhereWhen) -> bool:
    """Whether it is about a place of its own, about all, or about what no report of one place need say."""
    asked = clause.text
    organ = unranked_organ(asked)
    if organ and last.places and _LEVEL_OF.get(organ[0], last.places[0].level) != last.places[0].level:
        return True
    everything = _STANDS.search(asked) or any(body.kind == "national" for body in bodies_named(asked))
    if everything and not clause.points:
        return True
    bare = _BARE_COUNT.match(clause.rest.strip(" ,，的"))
    names_nothing = bare is not None and ACTION.fullmatch(bare["verb"]) is not None  # 新乡收集了多少
    names_nothing = names_nothing or _PLANNED.match(clause.rest.strip(" ,，的")) is not None  # 孝感2020年定的目标是多少
    return bool(clause.new.place and not clause.holds and not names_nothing)


def _of_thing(rest: str, clause: Clause, frame: Frame) -> str | None:
    """The clause with the thing asked about before as its subject or object, where it lacks one."""
    if planned := _PLANNED.match(rest):
        return f"{frame.nominal}{planned['what']}是{'多少' if frame.counts else '什么'}"
    again = _SAME_DONE.match(rest) if frame.counts and frame.subject and frame.verb else None
    if again and again["verb"][0] in frame.verb and again["unit"] in (None, frame.unit):
        return f"{frame.subject}{rest}{frame.thing if again['unit'] else ''}"
    bare = _BARE_COUNT.match(rest) if frame.counts and (frame.thing or frame.unit) else None
    if bare and (not clause.among or stage_in(bare["verb"]) == bare["verb"]):
        of_unit = not bare["unit"] or bare["unit"] == frame.unit
        return re.sub("多少.?$", f"{frame.asked}{frame.thing}", rest) if of_unit else rest
    if clause.among:
        unit = frame.unit if rest.endswith("多少") and not ASKED.search(rest[:-2]) and "占" not in rest else ""
        return f"{frame.topic}中{rest}{unit}"
    if these := _THESE.search(rest):
        return f"{rest[: these.start()]}{frame.topic}{rest[these.end() :]}"
    if part := _PART.match(rest):
        return f"{frame.topic}中{part['part']}{part['share']}"
    if _OF_TOPIC.match(rest):
        return f"{frame.topic}{'，详细' if clause.detailed else ''}{rest}"
    return f"{frame.topic}{rest}" if clause.detailed and _is_predicate(rest) else None


def _of_those_who_act(rest: str, frame: Frame) -> str | None:
    """开展了多少场协商, after 建了多少个平台 → 平台开展了多少场协商."""
    actor = next((words for words in (frame.thing, frame.subject) if _ACTS.search(words)), None)
    return f"{actor}{rest}" if actor and _BY_ITSELF.match(rest) else None


def _is_predicate(rest: str) -> bool:
    """Whether a clause begins with what was done: 还|得了什么荣誉."""
    return bool(re.match("(?:又|还|都|也)", rest) or _BY_ITSELF.match(rest))


def _prefix(clause: Clause, frame: Frame) -> str:
    """The place and year that go on holding: of the new question, else of the one before."""
    if frame.head:
        return re.sub(_CPPCC, "", frame.head) if _OF_GOVERNMENT.search(clause.rest) else frame.head
    new, last = clause.new, frame.said
    return (new.place_words("zh") or last.place_words("zh")) + (new.year_words("zh") or last.year_words("zh"))
