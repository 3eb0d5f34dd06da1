"""Names in a question that are no place of ours: national bodies, universities, companies, cities abroad."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from index.language.national import NATIONAL_BODIES
from qa.understanding.abroad import country_words

__all__ = ["Body", "bodies_named", "is_organ", "organ_follows", "unranked_organ", "venue_of"]

# How a name is treated when the question is about it. national: it has reports of its own, none of them of a place;
# named: what is asked may stand in another's report, in a sentence that names it.
# part: it has no reports, but works within every place (民盟, 工商联), whose report says what it did.
BodyKind = Literal["national", "named", "part"]

# 总理的报告: the premier's, which is the country's.
_NATIONAL = re.compile(
    rf"{NATIONAL_BODIES}|(?<!副)总理(?=(?:所?[作做])?的?(?:政府|工作){{0,2}}报告|在[^，。,?？]{{0,12}}报告)|党中央|中共中央|中央(?:政府|纪委|军委|政法委|组织部|宣传部|统战部)|中央党校|国家行政学院|中国(?:社会)?科学院|"
    r"(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|共青团)中央(?:委员会)?|"
    r"(?i:the national CPPCC|National Committee(?: of the CPPCC)?|National Bureau of Statistics|"
    r"National People['’]s Congress|State Council|Supreme People['’]s (?:Court|Procuratorate)|Ministry of \w+)"
)
# The kinds of body that have a name before them, and what may not stand in such a name.
_KINDS_OF_BODY = (
    r"大学|学院|研究院|研究所|科学院|工程院|公司|集团|银行|医院|(?<!政)协会|学会|商会|基金会|"
    r"中学|小学|附中|[一二三四五六七八九十]中|法院|检察院"
)
_NO_NAME = "的与和及跟在到去赴由对给向从是有为被把哪些几家所个多少请问于至比同等各每该本这那了过并或以将要会拟想"
_BODY = re.compile(
    rf"(?P<name>(?:(?![{_NO_NAME}])[一-龥A-Za-z·]){{1,12}}?)(?P<kind>{_KINDS_OF_BODY})(?!生|长|员|家|区|城|部|数|习|术|者|科|历|段|期|校|制)"
)
# What stands before such a word and makes it a kind of thing rather than one of its kind: 上市公司, 公立医院.
_GENERIC = re.compile(
    r"^(?:全?[国省市区县州]|我[国省市区县州]|地方|上市|国有|国企|民营|外资|合资|龙头|骨干|大型|中型|小型|科技|保险|证券|物业|物流|旅游|信托|租赁|"
    r"公立|民办|三甲|二甲|三级|二级|社区|乡|镇|县级|市级|区级|省级|国家级|县域|职业|技师|技工|高等|高职|本科|重点|知名|著名|新增|培育|引进|"
    r"两级|市县|市区|组建|成立|建设|新建|改建|建成|投资|平台|城投|控股|股份|责任|有限|中外|各类|各级|基层|最高|高级|中级|人民|专科|综合|中医|妇幼|儿童|"
    r"互联网|智慧|数字|示范|村镇|农商|商业|政策性|开发性|中央|地区|国际|异地|行业|老年|开放|党|团|独立|农村|城市|企业|普通|民族|"
    r"义务教育|幼儿园|九年制|完全|寄宿制|薄弱|优质|高水平|一流|应用型|研究型|双一流|社会|总|分|子|母|项目|运营|管理|建筑|房地产|家政|劳务|"
    r"招商|规模以上|\d)+$"
)
# An organ of the place named right before it: 郑州市|教育局, 新乡市|中级人民法院. Its figures are the place's.
_ORGAN = re.compile(
    r"\s*(?:的)?(?:政协|人大|政府|人民|中级|高级|法院|检察院|市委|省委|区委|县委|州委|委员会|[一-龥]{1,8}(?:局|厅|委|办|署|所|站|队|中心|法院|检察院)(?![一-龥]*(?:大学|公司|集团)))"
)
_OTHER_ORGAN = re.compile(
    r"[省市区县州]?(?:的)?(?:[省市区县州]{0,2}[两三各]级)?(?:中级|高级)?(?:人民)?(?:人大(?!代表)|法院|检察院|纪委|监委)"
)
_PART = re.compile(
    r"民革|民盟|民建|民进(?![一二三]步)|农工党|致公党|九三学社|台盟|工商联|共青团|总工会|妇联|科协|侨联|台联|文联|红十字会|残联|社科联|贸促会"
)
_UNRANKED = re.compile(
    r"(?:^|[\s,，。?？:：]|请问|年度?|关于|问|的)(?P<words>(?P<rank>[省市区县州])级?(?:政协|人大(?!代表)|政府|人民政府|人民代表大会|委(?!员|托)|法院|检察院|纪委|监委))(?!提案)"
)
# Where a report was given: 在全国人大上作…报告, 向市人代会提出的…报告.
_VENUE = re.compile(
    r"(?<![现存所方取])[在向](?P<venue>[^，。,?？；;在向]{0,14}?(?:人大|人民代表大会|人代会|政协|政治协商会议|党代会|党代表大会|两会)[^，。,?？；;在向]{0,14}?)"
    r"(?:上|期间|中)?(?:所|正式|向大会)?(?:[作做](?!好)|宣读|提出|提交)[^，。,?？]{0,24}报告"
)


@dataclass(frozen=True, slots=True)
class Body:
    """A name at text[start:end]. forms: Chinese words of which a sentence about it holds one, its own first."""

    start: int
    end: int
    forms: tuple[str, ...]
    kind: BodyKind


def bodies_named(text: str) -> list[Body]:
    """The names in a question that are no division of China, left to right, not overlapping."""
    found = [Body(*match.span(), (match[0],), "national") for match in _NATIONAL.finditer(text)]
    found += [Body(*match.span(), (match[0],), "part") for match in _PART.finditer(text)]
    found += [*_listed(text), *_by_kind(text)]
    kept: list[Body] = []
    for body in sorted(found, key=lambda each: (each.start, each.kind != "national", -each.end)):
        if not kept or body.start >= kept[-1].end:
            kept.append(body)
    return kept


def organ_follows(text: str, end: int) -> bool:
    """Whether what stands at `end` is an organ of the place that ends there, whose report it may be in."""
    return _ORGAN.match(text, end) is not None


def is_organ(text: str, end: int) -> bool:
    """Whether it is one that reports for itself (人大, 法院), neither CPPCC nor government."""
    return _OTHER_ORGAN.match(text, end) is not None


def venue_of(text: str) -> tuple[int, int]:
    """Where the meeting stands at which a report was given, whose body need not be the one asked about; (0, 0) for
    none.
    """
    match = _VENUE.search(text)
    return match.span("venue") if match else (0, 0)


def unranked_organ(text: str) -> tuple[str, str] | None:
    """Rank and words of a body named by its rank alone: 省政协 → ("省", "省政协"); None where there is none."""
    match = _UNRANKED.search(text)
    return (match["rank"], match["words"]) if match else None


def _by_kind(text: str) -> Iterator[Body]:
    for match in _BODY.finditer(text):
        name = re.sub(r"^.*(?:年(?:度|[底末初])?|全年|截至|其中|关于|针对)", "", match["name"])
        if len(name) >= 2 and not _GENERIC.match(name):
            start = match.start("kind") - len(name)
            yield Body(start, match.end(), (text[start : match.end()],), "named")


def _listed(text: str) -> Iterator[Body]:
    in_chinese, in_english, rows = _table()
    for match in in_chinese.finditer(text):
        yield Body(*match.span(), rows[match[0]], "named")
    for match in in_english.finditer(text):
        yield Body(*match.span(), rows[match[0].lower()], "named")


def _as_written(word: str) -> str:
    """A pattern for an English name in any case; of a short one (us, un) only in capitals."""
    if len(word) <= 3:
        return re.escape(word.upper())
    return "(?i:" + re.escape(word) + ")"


@functools.cache
def _table() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Patterns of the listed names in Chinese and English, and the Chinese forms of each."""
    chinese: dict[str, tuple[str, ...]] = {}
    english: dict[str, tuple[str, ...]] = {}
    for line in resources.files("qa.understanding").joinpath("data", "names.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        forms, _, others = line.partition("\t")
        words = tuple(forms.split("|"))
        chinese.update({word: (word, *(each for each in words if each != word)) for word in words})
        english.update({word.lower(): words for word in others.split("|") if word})
    for word, words in country_words().items():
        english[word] = words
        chinese.update({each: (each,) for each in words})
    return (
        re.compile("|".join(re.escape(word) for word in sorted(chinese, key=lambda each: (-len(each), each)))),
        re.compile(rf"\b(?:{'|'.join(sorted(map(_as_written, english), key=lambda each: (-len(each), each)))})\b"),
        {**chinese, **english},
    )
