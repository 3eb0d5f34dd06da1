"""Every name in a question accounted for: whose reports are asked about, what else a sentence must name, who has none.

A name is never dropped. It is the scope (新乡2023年…), a term that the sentence of an answer must hold (去合肥考察),
or the reason for a refusal (全国政协, 清华大学). A word that may or may not be a name (合作2023年…) is a term where it
stands as a name does, and nothing where it does not (国际合作).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.language.gazetteer import COUNTRY, Gazetteer, Mention
from index.types import Level, Place
from qa.types import Language
from qa.understanding.bodies import Body, bodies_named, is_organ, organ_follows, unranked_organ, venue_of
from qa.understanding.named_after import without_people
from qa.understanding.places import are_joined, is_destination, scope_mentions
from qa.understanding.read_places import (
    bearers_left_out,
    excluded_in,
    forms_of,
    is_known,
    lies_around,
    may_be_place,
    mentions_in,
    reads_as_place,
    stands_as_subject,
    told_apart,
)
from qa.understanding.unlisted import unlisted_name

__all__ = ["Names", "names_asked"]

# 2004年全国城镇新增就业…: the report of the country. 全国政协, 全国重点实验室 are names.
_COUNTRY = re.compile(
    r"(?:(?:19|20)\d\d年(?:\d{1,2}月)?)?的?(?P<name>全国|我国|中国(?=\s*(?:的|政府|(?:19|20)\d\d|[去今前明]年|GDP|国内)))(?!政协|人大|两会|首|第|劳模|文明|重点|百强|性|各地)"
)
_LEVELS: dict[str, Level] = {"省": "province", "市": "city", "州": "city", "区": "county", "县": "county"}
# The bare names of bodies and places in English that no table has: "the Springfield CPPCC", "in Gotham City".
_UNKNOWN_ENGLISH = re.compile(
    r"\b(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})(?=(?:['’]s)? (?:CPPCC|City|District|County|Province|Prefecture|"
    r"University|College|Municipal|Government|Company|Group|Corporation|Bank|Hospital)\b)"
)
# A capitalised name that something is said or asked of: did Gotham file, filed in Winterfell.
_SUBJECT_IN_ENGLISH = re.compile(
    r"\b(?:did|does|do|has|have|had|of|in|by|for|from|at)\s+(?:the\s+)?(?P<name>[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,3})"
)
_NO_ENGLISH_NAME = re.compile(
    r"^(?:The|This|That|Which|What|Whose|How|Did|Does|Has|Have|Was|Were|Is|Are|In|Of|For|By|Standing|Committee|Work|Report|National|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Party|Parties|Communist|"
    r"Democratic|League|Spring|Festival|Olympics?|Internet|English|Mandarin|World|Covid|"
    r"People|Chinese|Municipal|Provincial|District|County|City|Province|Peoples|State|Local|Each|Every|Most|All)\b"
)

# 浙江大学有多少所: how many there are of a kind in a place.
_COUNTED_KIND = re.compile(
    "(?:一共|总共|共|现在|目前|都|已经?)?(?:有|建了|建成|新建|开了|办了)?了?(?:多少|几)[所家][了呢]?(?=[?？，,。；;]|$)"
)
# 1993年甘肃银行的存款: all banks there, for before 1995 none was a city's or a province's own.
_BEFORE_LOCAL_BANKS = re.compile(r"(?<!\d)(?:19[0-8]\d|199[0-4])年")

# Within quotes this much more than the place's name is a rank (“新乡”市), not a name of which it is part.
_LONGEST_RANK = 2


@dataclass(frozen=True, slots=True)
class Names:
    """scope: mentions of the places whose reports are asked about, in their order; of one name that several places
    bear all of them that have reports, else all of them. terms: of each other name the words of which the sentence of
    an answer must hold one. doubted: words of terms that the question may be about, so that without such a sentence
    nothing is indexed of them. absent: names of bodies that the question is about and no report is of. level: of the
    body where it is named by its rank alone (省政协), with its words in `ranked`. namesakes: others of the name that
    have no report. of_background: the places stand in the background of the question, not in itself.
    beside: the places named beside the scope. excluded: mentions of places that the question leaves out (除郑州外).
    """

    scope: tuple[Mention, ...]
    terms: tuple[tuple[str, ...], ...] = ()
    doubted: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    level: Level | None = None
    ranked: str = ""
    namesakes: tuple[Place, ...] = ()
    of_background: bool = False
    beside: tuple[Place, ...] = ()
    excluded: tuple[Mention, ...] = ()


def names_asked(
    text: str,
    gazetteer: Gazetteer,
    *,
    language: Language,
    indexed: frozenset[str],
    selects: bool,
    compares: bool = False,
    background: str = "",
    around: Sequence[Place] = (),
    known: Callable[[str], bool] = lambda _words: True,
    left_out: str = "",
) -> Names:
    """What each name of a question is in it.

    text: in simplified characters. indexed: codes of the places that have reports. selects: the answer is a place.
    compares: places are compared, so that all named are meant. background: what was said beside the question, whose
    places scope it where it names none itself. around: places chosen otherwise (filters), which tell same-name places
    apart. known: whether the corpus has the words, or they are everyday ones. left_out: a clause before the question
    that leaves places out (不要新乡的).
    """
    mentions = mentions_in(text, gazetteer, language, indexed)

    def is_ordinary(words: str) -> bool:
        # 保定式政协: no word, but a name with a slip.
        return known(words) and not without_people(words, gazetteer.mentions(words), gazetteer, indexed)

    if around or len(mentions) > 1:
        mentions = [each for each in mentions if not _is_of_quoted_name(text, each)]
    venue = venue_of(text)
    named = [
        body
        for body in bodies_named(text)
        if not any(_is_part_of(text, body, each) or _is_of_the_kind(text, body, each) for each in mentions)
    ]
    bodies = [body for body in named if not venue[0] <= body.start < venue[1]]
    mentions = [each for each in mentions if not _is_of_body(text, each, bodies)]
    excluded = (*excluded_in(text, mentions), *mentions_in(left_out, gazetteer, language, indexed))
    mentions = [each for each in mentions if each not in excluded]
    certain = _certain(text, mentions, gazetteer, indexed)
    if not certain and not bodies and background.strip():
        behind = names_asked(background, gazetteer, language=language, indexed=indexed, selects=selects, around=around)
        if behind.scope:
            return Names(behind.scope, namesakes=behind.namesakes, of_background=True)
    chosen = scope_mentions(text, certain, selects=selects)
    if compares and chosen:
        chosen = [each for each in certain if each in chosen or not is_destination(text, each)]
    scope = tuple(
        told_apart(each, indexed, gazetteer, [*around, *(m.places[0] for m in certain if m is not each)])
        for each in chosen
    )
    beside = [each for each in certain if each not in chosen and not lies_around(each, scope, gazetteer)]
    if scope:
        # What stands in a clause before that of the place asked about only leads up to it.
        clause = max(text.rfind(mark, 0, scope[0].start) for mark in "，,：:；;")
        beside = [each for each in beside if each.start > clause]
    terms = [forms_of(each, gazetteer) for each in beside]
    if scope:
        others = _namesakes(chosen, scope, indexed, gazetteer)
        return replace(
            _with_scope(text, scope, terms, bodies, is_ordinary, excluded, others),
            beside=tuple(place for each in certain if each not in chosen for place in each.places),
        )
    doubtful = [each for each in mentions if each not in certain and may_be_place(text, each)]
    terms += [(each.text, *forms_of(each, gazetteer)) for each in doubtful]
    country = _country(text, named, indexed, gazetteer, venue)
    if country is not None:
        return Names((country,))
    found = _without_scope(text, terms, [each.text for each in doubtful], bodies, is_ordinary, excluded)
    if language == "en" and not found.absent:
        return replace(found, absent=tuple(_unknown_in_english(text, mentions, bodies, known)))
    return found


def _certain(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer, indexed: frozenset[str]) -> list[Mention]:
    """The mentions that are places where they stand, and those joined to one: 大同 in 新乡和大同."""
    certain = [
        each
        for each in mentions
        if each.certain or reads_as_place(text, each, gazetteer, known=is_known(each, indexed))
    ]
    known = set(certain)
    joined = [
        each
        for last, each in pairwise(mentions)
        if last in known and each not in known and are_joined(text, last, each)
    ]
    return sorted([*certain, *joined], key=lambda mention: mention.start)


def _namesakes(
    chosen: Sequence[Mention], scope: Sequence[Mention], indexed: frozenset[str], gazetteer: Gazetteer
) -> tuple[Place, ...]:
    """Other bearers of the names asked with, where those chosen have reports and the others none."""
    others = [
        place
        for mention, kept in zip(chosen, scope, strict=True)
        if is_known(kept, indexed)
        for place in bearers_left_out(mention.places, kept.places, gazetteer)
    ]
    return tuple(dict.fromkeys(others))


def _with_scope(
    text: str,
    scope: tuple[Mention, ...],
    terms: Sequence[tuple[str, ...]],
    bodies: Sequence[Body],
    known: Callable[[str], bool],
    excluded: tuple[Mention, ...],
    namesakes: tuple[Place, ...],
) -> Names:
    """Where a place is asked about, every other name is to be named where the answer stands."""
    others = [*terms, *(body.forms for body in bodies)]
    doubted: list[str] = []
    if span := unlisted_name(text, scope, known):
        others.append((text[slice(*span)],))
        doubted.append(text[scope[0].start : span[1]])
    return Names(scope, tuple(dict.fromkeys(others)), tuple(doubted), namesakes=namesakes, excluded=excluded)


def _without_scope(
    text: str,
    terms: Sequence[tuple[str, ...]],
    doubted: Sequence[str],
    bodies: Sequence[Body],
    known: Callable[[str], bool],
    excluded: tuple[Mention, ...],
) -> Names:
    """Where no place is asked about, the question may be about another name, of which no report is."""
    subject = next((body for body in bodies if stands_as_subject(text, body.start)), None)
    others = [*terms, *(body.forms for body in bodies if body is not subject or body.kind != "national")]
    doubts = [*doubted, *([subject.forms[0]] if subject is not None and subject.kind == "named" else [])]
    rank = unranked_organ(text)
    if subject is None and rank is None and (span := unlisted_name(text, (), known)):
        others.append((text[slice(*span)],))
        doubts.append(text[slice(*span)])
    return Names(
        (),
        tuple(dict.fromkeys(others)),
        tuple(dict.fromkeys(doubts)),
        (subject.forms[0],) if subject is not None and subject.kind == "national" else (),
        _LEVELS[rank[0]] if rank else None,
        rank[1] if rank else "",
        excluded=excluded,
    )


def _country(
    text: str, bodies: Sequence[Body], indexed: frozenset[str], gazetteer: Gazetteer, venue: tuple[int, int]
) -> Mention | None:
    """The country, where it is asked about, or a national body is, or a report that was given at a meeting of one, and
    reports of the country are indexed.
    """
    place = (gazetteer.place(COUNTRY),)
    if not bodies and (named := _COUNTRY.match(text)):
        return Mention(*named.span("name"), named["name"], place, certain=True)
    for body in bodies:
        asked = stands_as_subject(text, body.start) or venue[0] <= body.start < venue[1]
        if body.kind == "national" and COUNTRY in indexed and asked:
            return Mention(body.start, body.end, body.forms[0], place, certain=True)
    return None


def _is_part_of(text: str, body: Body, mention: Mention) -> bool:
    """Whether the name is but part of a place's, 阿里 in 阿里地区, or an organ of it: 年底|沭阳|法院."""
    if body.kind == "named" and body.start <= mention.start < body.end and is_organ(text, mention.end):
        return True
    return mention.certain and mention.start <= body.start and body.end <= mention.end


def _is_of_the_kind(text: str, body: Body, mention: Mention) -> bool:
    """Whether all of a kind in a place are meant, not one body of that name."""
    if body.kind != "named" or body.start != mention.start:
        return False
    if text[mention.end : body.end] == "银行":
        return _BEFORE_LOCAL_BANKS.search(text) is not None
    return body.end - mention.end <= len("大学") and _COUNTED_KIND.match(text, body.end) is not None


def _is_of_quoted_name(text: str, mention: Mention) -> bool:
    """Whether the place is part of a longer name in quotes: “江苏省优秀共产党员”."""
    start = max(text.rfind(mark, 0, mention.start) for mark in '“《"')
    end = min((at for mark in '”》"' if (at := text.find(mark, mention.end)) >= 0), default=-1)
    if start < 0 or end < 0 or any(mark in text[start + 1 : end] for mark in "“”《》"):
        return False
    return end - start - 1 > len(mention.text) + _LONGEST_RANK


def _is_of_body(text: str, mention: Mention, bodies: Sequence[Body]) -> bool:
    """Whether the place is part of the name of a body that is no organ of it: 郑州 in 郑州大学."""
    return any(
        body.start <= mention.start < body.end and mention.end < body.end and not organ_follows(text, mention.end)
        for body in bodies
    )


def _unknown_in_english(
    text: str, mentions: Sequence[Mention], bodies: Sequence[Body], known: Callable[[str], bool]
) -> list[str]:
    """English names that are neither a place nor a body nor words that have Chinese ones."""
    taken = [*((m.start, m.end) for m in mentions), *((b.start, b.end) for b in bodies)]
    names = [
        match["name"]
        for match in [*_UNKNOWN_ENGLISH.finditer(text), *_SUBJECT_IN_ENGLISH.finditer(text)]
        if not _NO_ENGLISH_NAME.match(match["name"])
        and not known(match["name"])
        and not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return list(dict.fromkeys(names))
