"""Names of people in a Chinese question that hold the short name of a place: 紫阳 in 赵紫阳, 长春 in 李长春."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.language.gazetteer import Gazetteer, Mention

__all__ = ["without_people"]

# Surnames that are no word and end none, where something may come to an end before them.
_FREQUENT = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林郭马罗梁宋郑谢韩唐冯董萧肖程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪姜范"
    "姚谭廖邹熊陆郝孔崔毛邱秦顾侯邵孟段雷汤尹黎贺赖龚庞樊兰殷施陶洪翟倪严牛温芦俞葛伍韦申尤毕聂焦柳邢岳齐莫庄辛管祝左涂"
    "祁耿牟詹凌费纪靳项裴席卫屈鲍霍翁甄栾冉蓝尉楚佟"
)
# Those that are words too: 何 in 为何, 高 in 新高; behind them somebody must be said to speak or to be somebody.
_ALSO_WORDS = frozenset("何高曾余方万江金田石安常武白钱龙康易乔史章丛路古谷华房单宁温")
_TITLE = (
    r"总理|主席|书记|省长|市长|区长|县长|州长|盟长|旗长|部长|主任|院长|检察长|委员长|秘书长|局长|厅长|校长|教授|院士|同志|先生|女士|"
    r"代表|委员|专家|元帅|将军"
)
# What ends right before a name: a time, a stop, a word that does not go on, an office, a rank.
_LEADS = re.compile(
    r"(?:^|[\s。！!？?；;，,、：:“”\"‘’(（《》)）年月日号的是由被让据照对和与跟及在于问下听查看说讲谈给替请里中省市县区州]|"
    rf"时任|记者|{_TITLE})$"
)
_OFFICE_LEADS = re.compile(rf"(?:{_TITLE})\s?$")
_ADDRESSED = re.compile(r"\s?(?:同志|先生|女士|院士|元帅|将军)")
# 万海南同志, 高安庆作的报告: what is said of people alone.
_OF_PEOPLE = re.compile(
    rf"\s?(?:(?:副|代)?(?:{_TITLE})|说|讲|谈|指出|强调|所?[作做](?!为)|宣读|批示|当选|担任|任职|的(?:名字|讲话|政府工作报告|工作报告|报告))"
)
# 常德胜同志: the place is the surname with the first character of what is given. 金华副市长 is no such name.
_GIVEN_LAST = re.compile(
    rf"(?![市省区县州盟旗委副原前代正老新各等的地现总全党军女男两三和与及在由是被所来上中内里向会])[一-龥](?:{_TITLE})"
)
_GIVEN = 2


def without_people(
    text: str, mentions: Sequence[Mention], gazetteer: Gazetteer, indexed: Collection[str]
) -> list[Mention]:
    """The mentions but those that stand in somebody's name. indexed: codes of the places that have reports."""
    ends = {each.end for each in mentions}
    return [each for each in mentions if not _is_named(text, each, gazetteer, indexed, ends)]


def _is_named(
    text: str, mention: Mention, gazetteer: Gazetteer, indexed: Collection[str], ends: Collection[int]
) -> bool:
    """Whether the bare name of a place is but the given name of somebody, or the whole of a name."""
    start = mention.start
    is_bare = any(gazetteer.short(place) == mention.text != place.name for place in mention.places)
    if len(mention.text) != _GIVEN or not is_bare:
        return False
    surname = text[start - 1 : start]
    if surname and start not in ends and (start - 1 in ends or _LEADS.search(text[: start - 1])):
        if surname in _FREQUENT:
            return True
        if surname in _ALSO_WORDS and _OF_PEOPLE.match(text, mention.end):
            return True
        if surname == "于" and _ADDRESSED.match(text, mention.end):
            return True
    if mention.text[0] not in _FREQUENT | _ALSO_WORDS:
        return False
    if _GIVEN_LAST.match(text, mention.end) and _LEADS.search(text[:start]):
        return True
    office = _OFFICE_LEADS.search(text[:start]) or _ADDRESSED.match(text, mention.end)
    return bool(office) and mention.places[0].level == "county" and mention.places[0].code not in indexed
