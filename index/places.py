"""Which place a report is the report of."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from index.gazetteer import COUNTRY, Gazetteer, Mention
from index.types import Level, Place

__all__ = ["detect_place"]

# Characters at the start of a report among which the body that reports names itself.
_HEAD = 1500

_ORDINAL = r"第?[一二三四五六七八九十\d]{1,4}届"
_OFFICE = r"(?:代理?|副|常务副)*(?:省长|市长|州长|盟长|县长|区长|旗长|主席)"
# What follows a place's name where it is the one that reports: 苏州市|人民政府, 新乡市|委员会, 郑州市中原区|第十届委员会.
_SPEAKS_AFTER = re.compile(
    rf"\s*(?:{_ORDINAL}|人民政府|政府|委员会|人民代表大会|人大|政协|{_OFFICE}|国民经济|(?:19|20)\d\d年.{{0,6}}工作报告)"
)
_SPEAKS_BEFORE = re.compile(rf"(?:政协|政治协商会议)(?:{_ORDINAL})?$|(?:代表|受)$")
_PARTY = re.compile(r"中共$")
_NATIONAL = re.compile(rf"代表国务院|国务院总理|{_ORDINAL}全国(?:人民代表大会|委员会)(?:常务委员会)?(?:第.{{1,3}}次会议上|.{{0,4}}工作报告)")
# 我代表市人民政府, 区政协, 我县: the rank of the place that speaks.
_RANK = r"省|自治区|市|自治州|州|盟|地区|县|区|旗"
_OWN_RANK = re.compile(
    rf"代表(?P<a>{_RANK})(?:人民)?政府|(?<![一-龥])(?P<b>{_RANK})(?:长|政协|人民政府)|我(?P<c>[省市州县区旗盟])|全(?P<d>[省市州县区旗盟])"
)
_HOST = re.compile(r"https?://([a-z0-9.-]+)")

_STRONG, _PARTY_WEIGHT, _TITLE = 10.0, 3.0, 25.0
# How much a place found only by counting must lead the next one.
_LEAD = 1.5


def detect_place(body: str, *, title: str = "", source: str = "") -> Place | None:
    """The place that reports, or None when the text does not make it certain.

    body: the report without front matter and markup. title, source: from its front matter; the host of an official
    site (www.jiangxi.gov.cn) decides only where the text leaves a choice.
    """
    gazetteer = Gazetteer.load()
    if _NATIONAL.search(title + "\n" + body[:_HEAD]):
        return gazetteer.place(COUNTRY)
    mentions = gazetteer.mentions(body)
    counts = _counts(mentions)
    scores: Counter[str] = Counter()
    for number, mention in enumerate(gazetteer.mentions(title)):
        weight = _TITLE if _speaks(title, mention) else _TITLE / 2 if number == 0 and mention.certain else 0.0
        _add(scores, mention, weight, counts, source)
    for mention in mentions:
        if _speaks(body, mention):
            _add(scores, mention, _STRONG if mention.start < _HEAD else _STRONG / 10, counts, source)
        elif _PARTY.search(body, 0, mention.start) and body[mention.end : mention.end + 1] in "委党":
            _add(scores, mention, _PARTY_WEIGHT, counts, source)
    levels = _own_levels(body)
    best = _best_named(scores, levels)
    if best is not None:
        return gazetteer.place(best)
    return _best_counted(counts, levels, source)


def _speaks(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - 12) : mention.start]
    if re.search(r"(?:全国|上级)$", before):
        return False
    after = _SPEAKS_AFTER.match(text, mention.end)
    return after is not None or _SPEAKS_BEFORE.search(before) is not None


def _counts(mentions: list[Mention]) -> Counter[str]:
    """Code → how often the text may mean it; a path counts for its innermost place and those around it."""
    gazetteer = Gazetteer.load()
    counts: Counter[str] = Counter()
    for mention in mentions:
        for place in mention.places:
            counts[place.code] += 1
            if len(mention.places) == 1 and (above := gazetteer.parent(place.code)) is not None:
                if gazetteer.short(above) in mention.text:
                    counts[above.code] += 1
    return counts


def _add(scores: Counter[str], mention: Mention, weight: float, counts: Counter[str], source: str) -> None:
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


def _own_levels(body: str) -> list[Level]:
    """Ranks the text gives itself, the most frequent first; what it says of itself in its head counts most."""
    found: Counter[Level] = Counter()
    for match in _OWN_RANK.finditer(body):
        rank = match["a"] or match["b"] or match["c"] or match["d"]
        weight = 20 if match["a"] and match.start() < _HEAD else 1
        for level in _levels_of(rank, own=match["c"] is not None):
            found[level] += weight
    return [level for level, _ in found.most_common()]


def _levels_of(rank: str, *, own: bool) -> tuple[Level, ...]:
    if rank in ("省", "自治区"):
        return ("province",)
    if rank in ("州", "自治州", "盟", "地区"):
        return ("city",)
    if rank in ("县", "旗"):
        return ("county",)
    # 我区 may be an autonomous region, a city may be of any rank.
    if rank == "区":
        return ("county", "province") if own else ("county",)
    return ("city", "county", "province")


def _best_named(scores: Counter[str], levels: list[Level]) -> str | None:
    """The place named with most authority; a place around it that is named too gives way to it (河南省…郑州市…)."""
    if not scores:
        return None
    gazetteer = Gazetteer.load()

    def fit(code: str) -> float:
        level = gazetteer.place(code).level
        return scores[code] * (1.5 if levels and level == levels[0] else 1.0)

    ranked = sorted(scores, key=lambda code: (-fit(code), code))
    best = ranked[0]
    if scores[best] < _PARTY_WEIGHT:
        return None
    if scores[best] < _STRONG and levels and gazetteer.place(best).level not in levels[:3]:
        return None
    return best


def _best_counted(counts: Counter[str], levels: list[Level], source: str) -> Place | None:
    """The place of the right rank that the text names most, if it leads clearly or the site is its own."""
    gazetteer = Gazetteer.load()
    hosted = _hosted(source)
    for level in levels[:2]:
        ranked = sorted(
            (code for code in counts if gazetteer.place(code).level == level), key=lambda code: (-counts[code], code)
        )
        own = [code for code in ranked if code in hosted]
        if own:
            return gazetteer.place(own[0])
        if not ranked or counts[ranked[0]] < 3:
            continue
        if len(ranked) == 1 or counts[ranked[0]] >= _LEAD * counts[ranked[1]]:
            return gazetteer.place(ranked[0])
    return None


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
