"""Which place a report is the report of."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from index.language.gazetteer import COUNTRY, Gazetteer, Mention
from index.language.national import NATIONAL_BODIES, is_national_body
from index.language.zones import TOWN_RANKS
from index.types import Place

__all__ = ["detect_place", "is_national_title"]

# Characters at the start of a report among which the body that reports names itself.
_HEAD = 1500

_ORDINAL = r"第?[一二三四五六七八九十\d]{1,4}届"
_OFFICE = r"(?:代理?|副|常务副)*(?:省长|市长|州长|盟长|县长|区长|旗长|主席)"
# What follows the name of a place that reports: 苏州市|人民政府, 新乡市|委员会, 郑州市中原区|第十届委员会.
_SPEAKS_AFTER = re.compile(
    rf"\s*(?:{_ORDINAL}|人民政府|政府|委员会|人民代表大会|人大|政协|{_OFFICE}|国民经济|(?:19|20)\d\d年.{{0,6}}工作报告|"
    r"(?:(?:中级|高级)?人民)?(?:法院|检察院)|监察委员会|[一-龥]{1,10}(?:局|厅|委员会)(?:关于)?(?:19|20)\d\d年|"
    r"(?:19|20)\d\d年[^，。\n]{0,30}(?:公报|预算|决算|总结|综述|计划)[^，。\n]{0,30}\n)"
)
_SPEAKS_BEFORE = re.compile(rf"(?:政协|政治协商会议)(?:{_ORDINAL})?$|(?:代表|受)$")
_NATIONAL = re.compile(
    rf"代表国务院|国务院总理|{_ORDINAL}中央纪律检查委员会|{_ORDINAL}全国(?:人民代表大会|委员会)(?:常务委员会)?(?:第.{{1,3}}次会议上|.{{0,4}}工作报告|关于)"
)
# 2023年最高人民法院工作报告; 中华人民共和国2023年国民经济和社会发展统计公报; 关于2022年中央和地方预算….
_OF_THE_COUNTRY = re.compile(
    r"(?:关于)?(?:(?:19|20)\d\d年度?)?(?:中华人民共和国(?:19|20)\d\d年|我国|全国(?!人大|政协|委员会|人民代表大会)|中央(?:和地方|本级|部门))"
)
_TITLED_NATIONAL = re.compile(
    rf"(?:关于)?(?:(?:19|20)\d\d年度?)?(?:中华人民共和国)?(?:{NATIONAL_BODIES})"
    r"(?=(?:关于)?(?:(?:19|20)\d\d|工作|常委会|常务委员会|公报|白皮书|部门))"
)
_ISSUER_LINES = 8
_NATIONWIDE = re.compile(r"全国(?!人大|政协|人民代表大会|委员会|两会|第|平均|首|各地|百强|文明|先进|重点)")
_LEAST_NATIONWIDE = 8
# A line that names who gives it and nothing more: 江西省|教育厅, 合肥市|统计局 国家统计局合肥调查队.
_ISSUER_LINE = re.compile(
    r"[一-龥]{1,14}(?:局|厅|委员会|办公室|法院|检察院|中心|调查队)(?:[ \t\u3000]+[一-龥]{2,20})?[ \t]*(?:\n|$)"
)
# The rank that the place gives itself, said outright (我代表市人民政府, 受区政协…) or by the way (我县, 全县).
_RANK = "自治区|自治州|自治县|省|市|州|盟|地区|县|区|旗"
_OWN_RANK = re.compile(rf"代表(?P<rank>{_RANK})(?:人民)?(?:政府|政协|常务委员会|常委会)")
_OWN_RANK_BY_THE_WAY = re.compile(r"我(?P<own>[省市州盟县区旗])(?!场)|全(?P<all>[省市州盟县区旗])")
_HOST = re.compile(r"https?://([a-z0-9.-]+)")

# 清徐县徐沟镇|第十九届…; 横林镇|2022年财政预算…. What stands before the name is cut off where it is a place.
_TOWN = re.compile(
    rf"(?:(?!代表)[一-龥](?<![在于受])){{1,16}}(?:{'|'.join(TOWN_RANKS)})"
    r"(?=人民政府|政府工作|人民代表大会|人大|第[一二三四五六七八九十\d]{1,4}届|(?:19|20)\d\d年)"
)
_TOWN_NAME = re.compile(rf"(?![全我本各该城年市县区])[一-龥]{{1,7}}(?:{'|'.join(TOWN_RANKS)})(?<!乡镇)(?<!城乡)")
_LONGEST_LINE = 60

_TITLE, _STRONG, _PARTY_WEIGHT, _IN_PASSING = 24, 10, 3, 1
# How much a place found only by counting must lead the next one.
_LEAD = 2.0


def detect_place(body: str, *, title: str = "", source: str = "") -> Place | None:
    """The place that reports, or None when the text does not make it certain: a town's report is not its county's.

    body: the report without front matter and markup. title, source: from its front matter; the host of an official
    site (www.jiangxi.gov.cn) decides only where the text leaves a choice.
    """
    found = _listed_place(body, title, source)
    town = _town(title, body)
    if not town:
        return found
    head = body[:_HEAD]
    beside = next((each for each in Gazetteer.load().mentions(head) if head.startswith(town, each.end)), None)
    around = _which(beside.places, Counter(), source) if beside else found
    if around is None or ":" in around.code or (beside is None and around.level != "county"):
        return None
    return Gazetteer.load().place(f"{around.code}:{town}")


def _town(title: str, body: str) -> str:
    """The town that reports, as its title or the line of the meeting names it; "" where none does."""
    lines = [title, *(line.strip() for line in body[:_HEAD].split("\n") if line.strip())][: _ISSUER_LINES + 1]
    for line in lines:
        for match in _TOWN.finditer(line) if len(line) <= _LONGEST_LINE else ():
            words = match[0]
            for mention in Gazetteer.load().mentions(words):
                if mention.certain or mention.end == len(match[0]):
                    words = match[0][mention.end :]
            if _TOWN_NAME.fullmatch(words):
                return words
    return ""


def _listed_place(body: str, title: str, source: str) -> Place | None:
    """As detect_place, of the places that the table has."""
    gazetteer = Gazetteer.load()
    if _NATIONAL.search(title + "\n" + body[:_HEAD]) or _is_national(title, body):
        return gazetteer.place(COUNTRY)
    mentions = gazetteer.mentions(body)
    counts = _counts(mentions)
    outright: Counter[str] = Counter()
    by_the_way: Counter[str] = Counter()
    for number, mention in enumerate(gazetteer.mentions(title)):
        weight = _TITLE if _speaks(title, mention) else _TITLE // 2 if number == 0 and mention.certain else 0
        _add(outright, mention, weight, counts, source)
    for mention in mentions:
        if _speaks(body, mention):
            in_head = mention.start < _HEAD
            _add(outright if in_head else by_the_way, mention, _STRONG if in_head else _IN_PASSING, counts, source)
        elif _is_party_committee(body, mention):
            _add(by_the_way, mention, _PARTY_WEIGHT, counts, source)
    rank, said = _own_rank(body)
    if said:
        # 我代表市人民政府 cannot be the province that the head names too; a title is believed all the same.
        outright = Counter({code: n for code, n in outright.items() if n >= _TITLE or _ranks(code, rank)})
    named = _best_named(outright, by_the_way, rank)
    found = gazetteer.place(named) if named else _best_counted(by_the_way + counts, rank, source)
    return gazetteer.place(COUNTRY) if found is None and not outright and _of_whole_country(body) else found


def is_national_title(title: str) -> bool:
    """Whether it begins with the country's name or that of a body of the whole country."""
    return _OF_THE_COUNTRY.match(title) is not None or _TITLED_NATIONAL.match(title) is not None


def _is_national(title: str, body: str) -> bool:
    """Whether a body of the whole country gives it: named in the title, or on a line of its own below it."""
    if is_national_title(title):
        return True
    lines = [line.strip() for line in body[:_HEAD].split("\n") if line.strip()]
    return any(is_national_body(line) for line in lines[:_ISSUER_LINES])


def _of_whole_country(body: str) -> bool:
    """Whether it counts for the country alone: 全国 again and again, and hardly ever 全省 or 我市."""
    national = len(_NATIONWIDE.findall(body))
    own = sum(1 for _ in _OWN_RANK_BY_THE_WAY.finditer(body))
    return national >= _LEAST_NATIONWIDE and own * 10 <= national


def _speaks(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - 12) : mention.start]
    if re.search(r"(?:全国|上级)$", before):
        return False
    if text[max(0, mention.start - 1) : mention.start] in ("", "\n") and _ISSUER_LINE.match(text, mention.end):
        return True
    after = _SPEAKS_AFTER.match(text, mention.end)
    return after is not None or _SPEAKS_BEFORE.search(before) is not None


def _is_party_committee(text: str, mention: Mention) -> bool:
    """中共上街区委: what leads the reporting place, and every place above it."""
    return text[max(0, mention.start - 2) : mention.start] == "中共" and text[mention.end : mention.end + 1] == "委"


def _counts(mentions: list[Mention]) -> Counter[str]:
    """Code → how often the text may mean it; a path counts for its innermost place and the one around it.

    The bare name of a county (资源, 合作) counts only where the county is named in full somewhere.
    """
    gazetteer = Gazetteer.load()
    counts: Counter[str] = Counter()
    doubtful: Counter[str] = Counter()
    for mention in mentions:
        for place in mention.places:
            (counts if mention.certain else doubtful)[place.code] += 1
            above = gazetteer.parent(place.code)
            if len(mention.places) == 1 and above is not None and gazetteer.short(above) in mention.text:
                counts[above.code] += 1
    for code, number in doubtful.items():
        if counts[code] or gazetteer.place(code).level != "county":
            counts[code] += number
    return counts


def _add(scores: Counter[str], mention: Mention, weight: int, counts: Counter[str], source: str) -> None:
    place = _which(mention.places, counts, source)
    if place is not None and weight:
        scores[place.code] += weight


def _which(places: tuple[Place, ...], counts: Counter[str], source: str) -> Place | None:
    """Tells places of one name apart: the one whose superior the text names most (南京 → 鼓楼区 of 南京)."""
    if len({place.level for place in places}) > 1:
        return places[0]
    if len(places) == 1:
        return places[0]
    gazetteer = Gazetteer.load()
    hosted = _hosted(source)

    def support(place: Place) -> int:
        chain, above = 0, gazetteer.parent(place.code)
        while above is not None and above.code != COUNTRY:
            chain += counts[above.code]
            above = gazetteer.parent(above.code)
        return chain + (100 if any(gazetteer.is_within(place.code, code) for code in hosted) else 0)

    ranked = sorted(places, key=lambda place: (-support(place), place.code))
    return ranked[0] if support(ranked[0]) > support(ranked[1]) else None


def _own_rank(body: str) -> tuple[str, bool]:
    """How the reporting place's name ends ("" when that is not plain), and whether the text says so outright."""
    said = _OWN_RANK.search(body)
    if said:
        return said["rank"], True
    ranks = Counter(match["own"] or match["all"] for match in _OWN_RANK_BY_THE_WAY.finditer(body))
    # 我市 tells more than 全省, which a city's report says too.
    ranks.update(match["own"] for match in _OWN_RANK_BY_THE_WAY.finditer(body) if match["own"])
    best = ranks.most_common(2)
    if not best or (len(best) > 1 and best[0][1] < 2 * best[1][1]):
        return "", False
    return best[0][0], False


def _ranks(code: str, rank: str) -> bool:
    return bool(rank) and Gazetteer.load().place(code).name.endswith(rank)


def _best_named(outright: Counter[str], by_the_way: Counter[str], rank: str) -> str | None:
    """The place named with most authority: in title or head, else in passing and of the text's own rank."""
    fitting = Counter({code: number for code, number in by_the_way.items() if _ranks(code, rank)})

    def weight(code: str) -> float:
        return outright[code] * (2 if _ranks(code, rank) else 1) + fitting[code]

    best = max(sorted(outright or fitting), key=weight, default=None)
    return best if best is not None and weight(best) >= _STRONG else None


def _best_counted(counts: Counter[str], rank: str, source: str) -> Place | None:
    """The place of that rank which the text names most, if it leads clearly or the site is its own."""
    gazetteer = Gazetteer.load()
    ranked = sorted((code for code in counts if _ranks(code, rank)), key=lambda code: (-counts[code], code))
    own = [code for code in ranked if code in _hosted(source)]
    if own:
        return gazetteer.place(own[0])
    if not ranked or counts[ranked[0]] < 3 or (len(ranked) > 1 and counts[ranked[0]] < _LEAD * counts[ranked[1]]):
        return None
    return gazetteer.place(ranked[0])


@cache
def _hosted(source: str) -> frozenset[str]:
    """The places whose official site this is: www.jiangxi.gov.cn → 江西省."""
    host = _HOST.search(source.lower())
    if host is None or ".gov.cn" not in host[1]:
        return frozenset()
    gazetteer = Gazetteer.load()
    labels = host[1].removesuffix(".gov.cn").split(".")
    return frozenset(
        place.code for label in labels for mention in gazetteer.mentions_latin(label) for place in mention.places
    )
