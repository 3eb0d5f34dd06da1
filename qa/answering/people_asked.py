"""Whether a question asks for people, and what is no answer to it: the title of the person whom it names itself."""

from __future__ import annotations

import re

from index.language.names import SURNAMES, find_names
from index.language.script import simplified

__all__ = [
    "asks_people",
    "asks_who_somebody_is",
    "is_title_of_one_named",
    "names_another",
    "one_named_behind",
    "row_of_names",
]

_ASKS = re.compile(
    r"谁|何人|哪(?:一?[位名]|[几些两三四五六七八九]{1,2}[个位名]?(?:[^，。,?？哪]{0,6}?(?P<kind>委员(?!会)|代表|同志|干部|领导|记者|专家|先生|女士|信息员|通讯员|人士|人员)"
    r"|人(?![大均口民才群工物行])|[位名]))|"
    r"\bwho\b|\bwhose\b|\bwhich (?:\w+ ){0,3}(?:people|persons?|members?|officials?|leaders?|journalists?)\b",
    re.IGNORECASE,
)
_TITLE = (
    r"总书记|书记|总理|省长|市长|区长|县长|州长|主席|秘书长|主任|部长|院长|校长|局长|厅长|检察长|委员长|教授|院士|委员|常委|代表|"
    r"记者|编辑|通讯员|信息员|同志"
)
# 主席王沪宁: what may stand between a title, or the end of one, and the name that it is of.
_TO_NAME = re.compile(rf"(?![和与及同跟等给对向在受由被随陪获经并])[一-龥]{{0,8}}?(?:{_TITLE})\s?$")
_ENDS_IN_TITLE = re.compile(rf"(?:{_TITLE})$")
_NAME = re.compile(rf"[{SURNAMES}][一-龥]{{1,3}}")
_LONGEST_TITLE, _LENGTHS = 12, (4, 3, 2)
_FREQUENT = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林郭马罗梁宋郑谢韩唐冯董萧肖程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪姜范姚谭廖邹熊陆郝"
    "孔崔毛邱秦顾侯邵孟段雷温何高曾江陶石田龚鲁龙万钱汤尹黎易常武乔贺赖文"
)
# 王沪宁是谁: who somebody is, which his title tells and no other name.
_WHO_IS = re.compile(
    rf"(?:^|[\s，,。：:、的问里中年])(?P<name>[{_FREQUENT}](?:(?![的是])[一-龥]){{0,2}}(?![的是长席记任理员人者授军手])[一-龥])"
    r"(?:同志|先生|女士)?(?:是|乃)(?:谁|何人|什么人|哪位)"
)
# One of a row of names: it may have its title on either side.
_WITH_TITLE = re.compile(
    rf"(?:[一-龥]{{0,4}}?(?:{_TITLE}))?(?P<name>[{_FREQUENT}][一-龥]{{1,2}}?)(?:{_TITLE})?(?:等人?)?"
)
_CHOOSES = re.compile(r"还是|或者?|是不是|是否|吗")
_STOPS = re.compile(r"[，,。；;、：:]")
# 孙婧、陶琼琼委员|，特邀信息员魏紫盈|等提交
_ONE_BEHIND = re.compile(
    rf"(?P<named>[,，](?:[一-龥]{{0,4}}?(?:{_TITLE}))[{_FREQUENT}][一-龥]{{1,2}}?)(?=等|同志|[、,，]|撰写|提[交出]|的)"
)
_BETWEEN = re.compile(r"[、，,和与及\s]")


def asks_people(question: str) -> bool:
    """Whether people are asked for: 谁, 哪几个人, 哪些委员; not who somebody named is."""
    return _ASKS.search(question) is not None and not asks_who_somebody_is(question)


def asks_who_somebody_is(question: str) -> str:
    """The person of whom it is asked who that is: 王沪宁是谁; "" for none."""
    match = _WHO_IS.search(question)
    return match["name"] if match else ""


def is_title_of_one_named(question: str, text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is but the title, or the beginning of one, of a person whom the question names:
    中央政治局常委、全国政协|主席王沪宁; or that with the name.
    """
    text = simplified(text[start : end + _LONGEST_TITLE + max(_LENGTHS)])
    length = end - start
    if _CHOOSES.search(question) or names_another(question, text[:length]):
        return False
    return any(
        (at > length and _TO_NAME.fullmatch(text[length:at])) or _ENDS_IN_TITLE.search(text[: min(at, length)])
        for at in range(1, min(len(text), length + _LONGEST_TITLE))
        if _stands_for_name(text, at, question) and (at <= length or not _STOPS.search(text[length:at]))
    )


def names_another(known: str, text: str) -> bool:
    """Whether a text has the name of somebody who is not in `known`: the question, or another name."""
    names = [text[start:end] for start, end in find_names(text)]
    rows = [match["name"] for match in map(_WITH_TITLE.fullmatch, _BETWEEN.split(text)) if match]
    return any(each and each not in known for name in (*names, *rows) for each in _BETWEEN.split(name))


def one_named_behind(question: str, text: str, start: int, end: int) -> int:
    """Where the name ends that follows a row of names with a title of its own; 0 where none does, or people of another
    title are asked for: 哪些委员.
    """
    match, asked = _ONE_BEHIND.match(text, start, end), _ASKS.search(question)
    if match is None or (asked and asked["kind"] and asked["kind"] not in match["named"]):
        return 0
    return match.end("named")


def row_of_names(text: str) -> str:
    """The names of a row without their titles, joined by 、; "" where it is a row of anything else."""
    matches = [_WITH_TITLE.fullmatch(each) for each in _BETWEEN.split(text)]
    return "、".join(match["name"] for match in matches if match) if all(matches) else ""


def _stands_for_name(text: str, at: int, question: str) -> bool:
    """Whether a name that the question has begins there."""
    names = (text[at : at + length] for length in _LENGTHS)
    return any(_NAME.fullmatch(name) and name in question and not _ENDS_IN_TITLE.search(name) for name in names)
