"""What a figure counts is not what is asked for: another class, a part, all where a part is asked, another event."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.script import simplified
from qa.answering.extract import Finding
from qa.understanding.query import Query

__all__ = ["of_another", "sentence_of", "without_places"]

# 经济类的多少件, 教育方面的提案有几件
_OF_CLASS = re.compile(
    "(?<![㐀-鿿])(?:[^，,。？?的]{0,8}[的中里头面占])?(?P<name>[㐀-鿿]{2,6}?)(?:类|方面|领域)的?(?:提案|建议|议案|案件|信息)?(?:又|各|共|一共|大概|都|总共|分别)*"
    "(?:是|有|占)?(?:了)?(?:多少|几)(?:[件条项份篇个起宗])"
)
# 里头有几位是大学教授: of some that are what is named.
_THAT_ARE = re.compile(
    "(?:几|多少)[位名个件条项家](?:人)?(?:是|由|来自|属于|出自)(?!不是|否|哪|什么|多少|几)(?P<what>[㐀-鿿]{2,12})"
)
# 重点提案, of all 提案: a part, which those that are not said to be of it do not count.
_OF_PART = re.compile(
    "(?P<part>重点|优秀|集体|联名|党派|界别|平时|大会|重大|典型|示范)(?P<noun>提案|建议|议案|案件|信息|项目|工程|企业|学校|医院|品牌)"
)
# 入境游客 are but some of 游客, 民间投资 of 投资.
_NARROWER = re.compile(
    "(?P<by>入境|境外|海外|过夜|民间|工业|房地产|技改|技术改造|贫困|小微|中小微?|住户|个人|涉农|绿色|普惠)?"
    "(?P<what>游客|旅客|投资|贷款|存款|用电量|人口|企业)"
)
# 读书活动有多少人参加: those who came to something.
_ATTENDED = re.compile(
    "(?P<event>[^，,。？?多少几]{2,30}?)(?:的|一共|总共|共|大概|大约|到底|现场|[有来到去]了?|吸引了?|参加了?|参加的?人?有?){0,3}"
    "(?:多少|几百|几十|几千|几)(?:名|位|个)?(?:[㐀-鿿]{0,2}人|委员|群众|代表|人次)(?:次)?(?:来|到|都|前来)?(?:参加|参与|出席|到场|现场|去|来)"
)
_GENERAL = re.compile(
    "政协|委员|活动|会议|工作|今年|去年|全年|一年|组织|举办|开展|召开|举行|办[的了]|开[的了]|搞[的了]|这[个次场些]|那[个次场些]|"
    "大会|全会|一次|[省市区县州旗](?=[^㐀-鿿]|$)|[0-9]{4}年?|的"
)
_LONGEST_BEFORE = 80
# 农民的收入 is none of 城镇居民.
_OF_TOWN, _OF_COUNTRY = re.compile("城镇(?!化)|城市|城里|市民"), re.compile("农村|农民|乡村|村民")


def of_another(query: Query, finding: Finding) -> str:
    """class, event: by which of them a figure counts another thing than the question; "" where by none is known."""
    if any(is_of(query, finding) for is_of in (_is_of_no_class, _is_of_all, _is_narrower, _is_of_other_people)):
        return "class"
    return "event" if _is_of_another_event(query, finding) else ""


def sentence_of(finding: Finding) -> str:
    """The sentence that a finding stands in."""
    return finding.hit.report.text[finding.sentence.start : finding.sentence.end]


def without_places(text: str, query: Query, instead: str) -> str:
    """A text of the question less the names of its places: 上街区, 上街."""
    for place in query.places:
        for name in (place.name, place.name[:-1]):
            text = text.replace(name, instead) if len(name) > 1 else text
    return text


def _told_with(finding: Finding) -> str:
    """The sentence, with what stands right before it and the headings above."""
    hit = finding.hit
    start = max(0, finding.sentence.start - hit.start - _LONGEST_BEFORE)
    near = simplified(hit.text[start : finding.sentence.end - hit.start])
    return f"{simplified(' '.join(hit.heading_path))}{near}"


def _shares_pair(words: Sequence[str], text: str) -> bool:
    """Whether two characters in a row of one of the words stand in the text."""
    return any(word[at : at + 2] in text for word in words for at in range(len(word) - 1))


def _is_of_no_class(query: Query, finding: Finding) -> bool:
    """Whether the question counts those of one class, or those that are something, and no two characters of its name
    stand in the sentence.
    """
    named = (_OF_CLASS.search(query.question), _THAT_ARE.search(query.question))
    said = simplified(sentence_of(finding))
    of = [each.group(1) for each in named if each]
    return not all(_shares_pair([name], said) for name in of)


def _is_of_all(query: Query, finding: Finding) -> bool:
    """Whether a part of what is counted is asked for (重点提案), and its sentence and the one before it, and the
    headings above, speak of all of it (提案立案656件).
    """
    asked = _OF_PART.search(query.question)
    if asked is None:
        return False
    said = simplified(sentence_of(finding))
    return asked["noun"] in said and asked["part"] not in _told_with(finding)


def _is_narrower(query: Query, finding: Finding) -> bool:
    """Whether it counts but some of what is asked for, by a word that the question does not have: 入境游客."""
    said = list(_NARROWER.finditer(finding.own))
    asked = [each["what"] for each in _NARROWER.finditer(query.question) if not each["by"]]
    of = [each for each in said if each["what"] in asked]
    return bool(of) and all(each["by"] and each["by"] not in query.question for each in of)


def _is_of_other_people(query: Query, finding: Finding) -> bool:
    """Whether it counts those of the towns alone, and those of the country alone are asked about, or the other way."""
    figure, question = finding.candidate.figure, simplified(query.question)
    asked, said = (
        [words.search(each) is not None for words in (_OF_TOWN, _OF_COUNTRY)] for each in (question, finding.own)
    )
    return figure is not None and asked[0] != asked[1] and said[0] != said[1] and asked != said


def _is_of_another_event(query: Query, finding: Finding) -> bool:
    """Whether it is asked how many came to something of which neither its sentence, nor what stands right before it,
    nor a heading has a word.
    """
    asked = _ATTENDED.search(query.question)
    if asked is None:
        return False
    event = without_places(simplified(asked["event"]), query, " ")
    words = _GENERAL.sub(" ", event).split()
    return any(len(word) > 1 for word in words) and not _shares_pair(words, _told_with(finding))
