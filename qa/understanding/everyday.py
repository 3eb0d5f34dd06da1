"""What people call the figures of every government's report, by the names that reports give them.

城里人一年到手多少钱 → 城镇居民人均可支配收入是多少元, 打了多少粮食 → 粮食产量是多少, 花在民生上的钱 → 民生支出.

The synonyms of the glossary stand for single words; here a whole phrase is one indicator.
"""

from __future__ import annotations

import re
from functools import partial

__all__ = ["officially"]

_TOWN = "城里人|城市人|城里(?:的)?(?:居民|老百姓|百姓)|城市(?:里)?(?:的)?(?:居民|老百姓)|城镇居民|市民(?![中热服之化])"
_COUNTRY = "|".join(
    (
        "农村人|乡下人|村里人|庄稼人|种地的",
        "(?:农村|乡下|村里)的?(?:居民|老百姓|百姓)",
        "(?<![失无])农民(?![工专合])|农牧民",
    )
)
_EVERYBODY = "(?:普通|咱|一般)?老百姓|(?<![镇村市乡])居民|大伙儿?"
_WHO = f"(?:{_TOWN}|{_COUNTRY}|{_EVERYBODY})"
_HEAD = "(?:平均|人均|每个?人|一个人|户均)"
_YEARLY = "(?:一年(?:下来|到头|里)?|每年|全年|年均?(?=[能可收到挣赚拿]))"
_OBTAINED = "(?:拿到手|能到手|落到手|到手|挣到手|挣到?|赚到?|拿到?|进账|收入)"
# 城里人和农村人|平均一年分别能拿到手多少钱: who they are, and how much each has.
_EARNS = re.compile(
    f"(?P<who>{_WHO}(?:(?:[、和跟与]|以及){_WHO}){{0,2}})的?(?P<between>(?:{_HEAD}|{_YEARLY}|[，,]){{0,3}})"
    f"(?P<each>各自?|分别)?(?:又|大概|大约|一共|都|能够?|可以|会|得){{0,3}}(?:{_HEAD}|{_YEARLY}){{0,2}}"
    f"{_OBTAINED}[了的]?(?:钱|收入|工资)?(?P<after>各自?|分别)?(?:是|有|到|为|大概|大约){{0,2}}(?:多少|几)(?P<much>[千万百]?)(?:块钱?|元|钱)?"
    "(?![㐀-鿿]{2}(?<!的报告))"
)
# 一年到手的收入, 挣到手的钱
_EARNINGS = re.compile(
    f"(?P<who>{_WHO}(?:(?:[、和跟与]|以及){_WHO}){{0,2}})的?(?:{_HEAD}|{_YEARLY}){{0,2}}(?:能|可以)?"
    "(?:拿到手|到手|挣到手|挣|赚|拿)(?:了|到)?的(?:收入|钱|工资)"
)
_EACH_YEAR = re.compile("平均|人均|每|一个人|户均|年|到手|收入")
_AND = re.compile("[、和跟与]|以及")
_INCOME = "人均可支配收入"
# Until 2013 what peasants had was counted as 纯收入.
_LAST_OF_NET_INCOME = 2013
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OF = (
    (re.compile(_TOWN), "城镇居民"),
    (re.compile(_COUNTRY), "农村居民"),
    (re.compile(_EVERYBODY), "居民"),
)
_ON = "(?:民生|老百姓|百姓|群众)(?:身上|头上|上面?|方面|领域|事业)?"
_SPENT = "(?:花|用|投|砸|掏|投入|支出)"
_MUCH = "(?:多少|几)(?P<unit>[百千万]?[万亿]?)(?:元|块钱?|钱|(?![㐀-鿿]))"
_PUBLIC = "(?:公家|官家|政府|财政|国库|地方财政|[市省县区州]财政|[市省县区州]里)"
_GRAIN = "(?:粮食|粮(?!食))(?![补直基加贸储库安收购])"
# A phrase, and the name of the figure. {unit}: what it is a multiple of.
_NAMED = (
    (
        re.compile(
            f"(?:{_SPENT}|用于)(?:在|到|于|给)?{_ON}(?:的(?:财政)?(?:钱|资金|支出|投入|开支)(?:一共|总共)?|(?=[有是](?:多少|几)))"
        ),
        "民生支出",
    ),
    (re.compile(f"(?:往|在|给|为|向|对){_ON}(?:一共|总共|上)?{_SPENT}了?(?:进去)?{_MUCH}"), "民生支出是多少{unit}元"),
    (
        re.compile(
            f"{_PUBLIC}(?:一年|全年|这一年)?(?:一共|总共)?(?:收上来|收进来|收到手|收了|进账|入账|进了|收入)(?:了|的|是|有)?"
            "(?:多少|几)(?P<unit>[百千万]?[万亿]?)(?:元|块钱|钱)(?![㐀-鿿])"
        ),
        "财政收入是多少{unit}元",
    ),
    (re.compile(f"{_PUBLIC}(?:一年|全年)?(?:的?(?:进账|进项|入账)|收(?:上来|进来)的钱)"), "财政收入"),
    (
        re.compile(
            f"(?:地里|田里|地头|全年|一年)?(?:一共|总共|共|各|分别)?(?:打|收获|收|产|种出)(?:了|下|出来?|上来|成){{0,2}}"
            f"(?:多少|几)(?P<unit>[百千万]?[万亿]?(?:公斤|斤|吨)?)的?{_GRAIN}"
        ),
        "粮食产量是多少{unit}",
    ),
    (
        re.compile(f"{_GRAIN}(?:一共|总共|共|各|分别|全年|一年)?(?:打|收|产)(?:了|下|出来?|上来)?(?=多少|几)"),
        "粮食产量是",
    ),
    (
        re.compile(
            f"(?:{_EVERYBODY})?的?(?:全年|一年)?(?:{_SPENT}在?(?:买东西|购物|消费)上?的钱|(?:买东西|购物)(?:上)?花(?:掉|出去)?的钱)"
        ),
        "社会消费品零售总额",
    ),
    (
        re.compile(
            f"(?:{_EVERYBODY})(?:全年|一年)?(?:一共|总共)?(?:买东西|购物)(?:一共)?(?:花|用)(?:了|掉了?|出去)?{_MUCH}"
        ),
        "社会消费品零售总额是多少{unit}元",
    ),
    (
        re.compile(
            "(?:(?:商场|商店)[和、]?超市|超市[和、]?商场)里?(?:全年|一年)?(?:一共|总共)?卖(?:了|出去?|掉){0,2}"
            "(?:多少|几)(?P<unit>[百千万]?[万亿]?)(?:元|块钱?|钱)?的?(?:东西|货|商品)"
        ),
        "社会消费品零售总额是多少{unit}元",
    ),
    (
        re.compile(
            "(?:跟|和|与|同)(?:国外|外国|海外|老外|洋人)做的?(?:生意|买卖|贸易)(?:一共)?(?:做了|有|是|达)?(?=多少|几)"
        ),
        "进出口总额是",
    ),
    (
        re.compile(
            "(?:新(?:安排|解决|增加?|添)了?多少(?P<unit>万?)(?:名|个)?(?:城里人|城镇人口|城里人口|市民)的?(?:上班|就业|工作|上岗)(?:问题|岗位)?)"
        ),
        "城镇新增就业多少{unit}人",
    ),
    (re.compile("(?:旅游|文旅)(?:业)?(?:上)?(?:挣|赚|收)(?:到手|到|来|回来|进来)?的钱"), "旅游收入"),
    (
        re.compile(f"(?:旅游|文旅)(?:业)?(?:上)?(?:一共|总共|全年)?(?:挣|赚)(?:了|到|来|回来){{0,2}}{_MUCH}"),
        "旅游收入是多少{unit}元",
    ),
    (re.compile("有多少(?P<unit>万?)口人"), "常住人口是多少{unit}人"),
    (
        re.compile(
            "(?:经济|GDP)总?(?:盘子|体量|家底|规模|总量)(?![^，,。？?]{0,16}(?:排|第|占|位|名次|突破|超过|迈|跨|比|从|由))"
            "(?=[^，,。？?]{0,24}(?:多少|几))"
        ),
        "地区生产总值",
    ),
    (re.compile("(?:经济|GDP)总?(?:盘子|体量|家底)"), "经济总量"),
    (re.compile("固定投资(?=[^，,。？?]{0,12}(?:多少|几))"), "固定资产投资"),
    (
        re.compile(
            "(?:城里人|住在?城里的人?)(?:的)?占(?:了|到)?(?:总人口)?的?(?:比例|比重|百分之|几成|多少|多大)(?:几|是多少|有多大|的?比例)?"
        ),
        "城镇化率是多少",
    ),
    (re.compile("(?:平均|一般|人均)(?:能)?活(?:到)?(?:多少|几|多大)(?:岁|年纪|年)"), "人均预期寿命是多少岁"),
    (
        re.compile(
            "(?:居民)?小区里?的?物业(?:管理)?(?:的?(?:事情?|问题)|这[块事])?(?![㐀-鿿]{0,2}(?:服务|企业|公司|费|覆盖|纠纷|用房))"
        ),
        "物业管理",
    ),
    (re.compile("(?:物价|东西)(?:一年)?(?:涨|贵|上涨)了(?=多少|几|百分)"), "居民消费价格上涨了"),
)


_YUAN = re.compile("(?P<many>(?:多少|几)[百千万]?)块(?:钱|(?=[了呢啊]?(?:[?？，,。；;、]|$)))")
# 2020年比2019年是多了还是少了，差多少亿: how far they are apart.
_EITHER_WAY = re.compile(
    r"[，,]?(?P<year>(?:19|20)\d\d年)(?:比|跟|和|与|同|较)(?P<other>(?:19|20)\d\d年|上年|前一年|上一年)(?:相比|比)?[，,]?(?:到底|究竟|都)?(?:是|算)?"
    "(?:多|高|增|涨|增加|上升|增长)了?(?:还是|或者?)(?:少|低|减|跌|降|减少|下降)了?[，,、]?(?:又|各|一共)?"
    "(?:相差|差|多|少|变化|变)了?(?P<much>(?:多少|几)[^，,。？?]{0,4})"
)
# 2008年跟2007年比，收入多了多少元: what is held against what is said first.
_YEARS_FIRST = re.compile(
    r"^(?P<place>[^，,。？?]{0,12}?)的?(?P<year>(?:19|20)\d\d年)(?:(?P<than>[比较])|跟|和|与|同)(?P<other>(?:19|20)\d\d年)(?:相比|来比|比较|对比|比)?的?[，,]"
    "(?P<thing>(?:(?![、和与跟及各分])[^，,。？?0-9]){2,20}?)(?:又|一共|到底)?"
    "(?P<more>(?:[多少]|上?[涨升]|增加|增长|提高|[下]?降|减少)(?:了|出)?(?:多少|几)[^，,。？?]{0,4})"
    "(?![^。]{0,8}(?:哪[边个方]|谁))"
)


def officially(question: str) -> str:
    """The question with the names of the reports for such phrases."""
    net = (years := _YEAR.findall(question)) and all(int(year) <= _LAST_OF_NET_INCOME for year in years)

    def names(who: str) -> str:
        for word, name in _OF:
            who = word.sub(name, who)
        if net and who == "农村居民":
            return "农民人均纯收入"
        return f"{who}{_INCOME}"

    def earns(found: re.Match[str]) -> str:
        if not _EACH_YEAR.search(found[0]):
            return found[0]  # 征地后农民拿到多少钱
        each = "分别" if found["each"] or found["after"] else ""
        return f"{of_all(found['who'])}{each}是多少{found['much']}元"

    def of_all(who: str) -> str:
        return "和".join(names(each) for each in _AND.split(who))

    question = _EARNS.sub(earns, question)
    question = _EARNINGS.sub(lambda found: of_all(found["who"]), question)
    for phrase, name in _NAMED:
        question = phrase.sub(partial(_named, name), question)
    question = _YUAN.sub(r"\g<many>元", question)
    question = _EITHER_WAY.sub(r"\g<year>比\g<other>多\g<much>", question)
    return _YEARS_FIRST.sub(_with_years_behind, question)


def _with_years_behind(found: re.Match[str]) -> str:
    years = (found["year"], found["other"])
    later, earlier = years if found["than"] else sorted(years, reverse=True)
    return f"{found['place']}{found['thing']}{later}比{earlier}{found['more']}"


def _named(name: str, found: re.Match[str]) -> str:
    return name.format(unit=found.groupdict().get("unit") or "")
