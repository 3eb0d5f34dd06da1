"""A question that leans on the one before it ("那邯郸呢?", "What about 2022?") → the whole question it means.

Only explicit signs count: 那…, …呢, 它, 该市, 其中, "what about", "and in", "it", "there"; a bare place or year; or a
stage of a proposal with nothing counted ("办复了多少?"). Anything else stands on its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from index.language.gazetteer import Gazetteer
from index.language.script import simplified
from index.language.stages import stage_in
from qa.understanding.followup_english import follow_english
from qa.understanding.where_when import Read, WhereWhen, language_of, read_question, replace_scope

__all__ = ["complete_question"]

_END = re.compile(r"[\s?？。.!！]{1,60}$")
_LEAD = re.compile(r"^(?:那么|那(?![个些时里儿位次一年边样天种])|然后|还有|以及|再看|换成|改成)[,，\s]*")
_TAIL = re.compile(r"的?(?:情况)?[呢呐]$")
_PLACE_PRONOUN = re.compile(r"(?<!其)它们?|该[省市区县州旗地]|[这那]个?[省市区县]|当地|那里|那儿")
_YEAR_PRONOUN = re.compile(r"同年|当年(?!度)|该年度?|[这那]一?年|同期")
_AMONG = re.compile(r"^(?:这?其中|这里面|里面)[,，有的]*")
_ASKS = re.compile(r"多少|几|什么|哪|谁|怎|如何|何|是否|有没有|吗|为啥")
_BARE_COUNT = re.compile(
    r"^(?:又|还|都|共|一共|总共|已经?|有)*(?P<stage>[㐀-鿿]{2,4}?)[了过的]*(?:有|是)?多少[件篇条份个]?$"
)
_COUNTED = re.compile(r"多少(?P<thing>[^,，;；]{1,12})$")
_COMPARED = re.compile(r"[和跟与同](?P<with>.{2,12}?)(?:相比|比较?|比起来)(?:呢|怎么样|如何)?")
_GREW = re.compile(
    r"^(?:那|又|还)?(?P<change>(?:同比)?(?:增长|增加|上升|提高|下降|减少|降低|回落)了?(?:多少|几成|百分之几)(?:个?百分点)?)$"
)
_HOW_MUCH = re.compile(
    r"(?:分别)?(?:是|为|有|达到?)?了?多少(?:[件篇条份个家人项次名元吨亩万亿]*(?P<thing>[^,，;；]{1,12}))?$"
)
_YEAR_BESIDE = re.compile(r"上一?年(?!度?来)|前一年|下一年|第二年|次年")
_FILLER = re.compile(r"[的、,，和与及\s]+")
_BODY = re.compile(r"[省市区县州]?(?:政协|政府(?!工作))")
_LONGEST_NOUN = 12


def complete_question(
    question: str,
    *,
    previous: str,
    gazetteer: Gazetteer,
    today: date,
    indexed: frozenset[str] = frozenset(),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> str | None:
    """The whole question meant, or None where this one stands on its own.

    places, years: filters chosen since; what the question before says of these gives way to them. previous: the
    question before, itself whole. indexed: codes of the places that have reports, which tell same-name
    places apart. today: what 去年 counts from.
    """

    def read(text: str) -> WhereWhen:
        return read_question(text, gazetteer=gazetteer, today=today, indexed=indexed)

    text, before = (
        _END.sub("", simplified(unicodedata.normalize("NFKC", words)).strip()) for words in (question, previous)
    )
    if not text or not before:
        return None
    last = _in_filters(read(before), read, places, years)
    whole = _follow_chinese(text, last, read) if language_of(text) == "zh" else follow_english(text, last, read)
    if whole is None or whole == text:
        return None
    return whole + "?"


def _in_filters(last: WhereWhen, read: Read, places: Sequence[str], years: Sequence[int]) -> WhereWhen:
    """The question before, of the place and year that filters choose where it names others."""
    wanted = [read(f"{'、'.join(places)}的报告")] if places and last.place else []
    wanted += [read("、".join(f"{year}年" for year in years))] if years and last.year else []
    for new in wanted:
        moved = (new.place and not {*new.places} & {*last.places}) or (new.year and not {*new.years} & {*last.years})
        if moved and (text := replace_scope(last, new)):
            last = read(text)
    return last


def _follow_chinese(text: str, last: WhereWhen, read: Read) -> str | None:
    beside = _YEAR_BESIDE.search(text)
    if beside:
        if len(last.years) != 1:
            return None
        text = text[: beside.start()] + _year_beside(beside[0], last.years[0]) + text[beside.end() :]
    if (grew := _GREW.match(text)) and (growth := _growth_of(last, grew["change"])):
        return growth
    lead = _LEAD.match(text)
    body = text[lead.end() :] if lead else text
    tail = _TAIL.search(body)
    compared = _COMPARED.fullmatch(body)
    if compared and last.place and (other := read(compared["with"])).place and not _FILLER.sub("", other.rest):
        end = last.place[1]
        return f"{last.text[:end]}和{other.place_words('zh')}{last.text[end:]}"
    fragment = read(_TAIL.sub("", body))
    rest = _FILLER.sub("", fragment.rest)
    if not rest and (fragment.place or fragment.year):
        return replace_scope(last, fragment)
    if last.language == "zh" and (lead or tail) and not _ASKS.search(rest):
        if rest == stage_in(rest) and (stage := stage_in(last.text)):
            return (replace_scope(last, fragment) or "").replace(stage, rest, 1)
        body_named = _BODY.fullmatch(rest)
        if body_named and fragment.place:
            return replace_scope(last, fragment)
        return _of_noun(rest, fragment, last) if tail and len(rest) <= _LONGEST_NOUN else None
    return _complete_clause(body, last, read, signed=bool(lead or beside))


def _growth_of(last: WhereWhen, change: str) -> str | None:
    """增长了多少 after 新乡2023年地区生产总值是多少 → 新乡2023年地区生产总值增长了多少."""
    asked = _HOW_MUCH.search(last.text)
    if asked is None or last.language != "zh":
        return None
    thing = asked["thing"] or ""
    return f"{last.text[: asked.start()]}{'的' if thing else ''}{thing}{change}"


def _year_beside(words: str, year: int) -> str:
    """上一年, counted from the year asked about before."""
    return f"{year + (1 if words in ('下一年', '第二年', '次年') else -1)}年"


def _of_noun(noun: str, new: WhereWhen, last: WhereWhen) -> str | None:
    """那社情民意信息呢 → 新乡2023年社情民意信息有多少."""
    prefix = _prefix(new, last)
    if not prefix:
        return None
    asked = "有多少" if re.search("多少|几", last.text) else "有哪些" if "哪" in last.text else "情况如何"
    return f"{prefix}{noun}{asked}"


def _complete_clause(body: str, last: WhereWhen, read: Read, *, signed: bool) -> str | None:
    """它办复了多少 → 新乡2023年办复了多少件提案."""
    among = _AMONG.match(body)
    clause = body[among.end() :] if among else body
    bare = _BARE_COUNT.match(clause)
    elliptic = bare is not None and stage_in(bare["stage"]) == bare["stage"]
    named = read(clause)
    place_pronoun = _PLACE_PRONOUN.search(clause) if last.place and not named.place else None
    year_pronoun = _YEAR_PRONOUN.search(clause) if last.year and not named.year else None
    if not (signed or among or place_pronoun or year_pronoun or elliptic) or not _ASKS.search(clause):
        return None
    for pronoun in sorted(filter(None, (place_pronoun, year_pronoun)), key=lambda found: -found.start()):
        clause = clause[: pronoun.start()] + clause[pronoun.end() :]
    named = read(clause)
    if elliptic and (counted := _COUNTED.search(last.text)):
        clause = re.sub("多少[件篇条份个]?$", counted[0], clause)
    if named.place:
        year = last.year_words("zh") if not named.year else ""
        end = named.place[1]
        return clause[:end] + year + clause[end:] if year else None
    prefix = _prefix(named, last)
    return prefix + clause.lstrip("的,， ") if prefix else None


def _prefix(new: WhereWhen, last: WhereWhen) -> str:
    """The place and year that go on holding: of the new question, else of the one before."""
    place = new.place_words("zh")
    if not place and last.place:
        body = _BODY.match(last.text, last.place[1]) if last.language == "zh" else None
        place = last.place_words("zh") + (body[0] if body else "")
    return place + (last.year_words("zh") if not new.year else "")
