"""A passage → the spans of it that could be a short answer of the kind asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.language.figures import Figure
from index.language.gazetteer import COUNTRY, Gazetteer
from index.language.names import find_names
from index.language.sentences import clauses
from index.types import Span
from qa.answering.row_units import figures_in
from qa.understanding.abroad import foreign_places
from qa.understanding.wanted import AnswerKind

__all__ = ["Candidate", "CandidateKind", "count_things", "find_candidates"]

CandidateKind = Literal[
    "figure", "person", "place", "organisation", "title", "quoted", "date", "listing", "named", "clause"
]
_Found = tuple[CandidateKind, int, int]

_TITLE = re.compile(r"《[^《》]{2,60}》(?:[、和及]?《[^《》]{2,60}》)*")
_QUOTED = re.compile(r"“[^“”]{1,60}”(?:[、和及]?“[^“”]{1,40}”)*|‘[^‘’]{1,40}’(?:[、和及]?‘[^‘’]{1,40}’)*")
_ORDINAL = r"第?(?<![一二三四五六七八九十百])[一二三四五六七八九十百]++"
_SESSION = re.compile(
    rf"{_ORDINAL}届(?:[㐀-鿿]{{0,12}}?委员会|人大|政协|人民代表大会)?(?:{_ORDINAL}次(?:全体)?(?:会议)?)?"
)
_DATE = re.compile(r"(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|(?:19|20)\d\d年(?:\d{1,2}月)?|(?:19|20)\d\d-\d\d-\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORGANISATION = re.compile(
    r"团[省市区县]委|(?:全国|[省市区县]|中共|团|中国)(?:[\u4e00-\u9fff]{0,8}?)(?:委员会|研究室|组织部|宣传部|"
    r"统战部|办公室|专委会|政协|人大|局|厅|部|办|委|院|会|馆)"
    r"(?:[\u4e00-\u9fff]{0,4}(?:研究室|委|部|办))?|[\u4e00-\u9fff]{2,8}(?:大学|学院|公司|银行|集团|报社|日报|"
    r"电视台|研究院|协会|中心|杂志社|工商联|"
    r"医院)|工商联|《[^》]{2,12}》"
)
_LISTING = re.compile(r"[^\s，,。；;：:、“”‘’《》（）()！？]{1,14}(?:、[^\s，,。；;：:、“”‘’《》（）()！？]{1,14})+")
_LISTING_TAIL = re.compile(
    r"(?:等[㐀-鿿]{0,60}|和[㐀-鿿]{1,6}(?:工作|建设|发展|方面)|[23456789两三四五六七八九]?[个项种条类级大].{0,100})$"
)
_LEFT_WORDS = re.compile(
    r"^.*(?:的|了|着|把|将|对|向|以|为|在|与|和|及|至|到|于|成立|开展|建立|形成|实施|出台|打造|坚持|推进|"
    r"聚焦|围绕|等|被|由|让|使|经|联合|通过|持续|充分发挥)"
)
_SEPARATORS = re.compile(r"[、/\s]|(?<=[”》’])(?=[“《‘])|和|及|与")
_MENTION_JOINT = re.compile(r"^(?:[省市区县州]?(?P<body>政协)?[、和与及]|和|以及)$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One span that could be the answer. start, end: offsets into the document. size: how many things it lists.

    headers: of a cell of a table, those of its row and column.
    """

    kind: CandidateKind
    start: int
    end: int
    text: str
    size: int
    figure: Figure | None = None
    headers: str = ""


def find_candidates(
    text: str,
    sentence: Span,
    *,
    offset: int,
    kind: AnswerKind,
    gazetteer: Gazetteer,
    own_codes: frozenset[str],
    things: Sequence[str] = (),
) -> list[Candidate]:
    """What in this sentence could answer a question of this kind.

    text: the passage, standing at offset in its document; sentence: in document positions. own_codes: the report's
    own place and those above it, which are no answer to "where". things: nouns for the kind of thing asked for, of
    什么党委 党委.
    """
    piece = text[sentence.start - offset : sentence.end - offset]
    if kind == "number":
        return [
            Candidate("figure", sentence.start + f.start, sentence.start + f.end, f.text, 1, f)
            for f in figures_in(piece)
            if f.unit or not _YEAR.fullmatch(f.text)
        ]
    finders: dict[AnswerKind, Callable[[], Iterator[_Found]]] = {
        "person": lambda: (("person", start, end) for start, end in find_names(piece)),
        "date": lambda: (("date", *match.span()) for match in _DATE.finditer(piece)),
        "place": lambda: _places(piece, gazetteer, own_codes),
        "organisation": lambda: _organisations(piece, things),
        "title": lambda: _titles(piece),
    }
    found = list(finders[kind]()) if kind in finders else []
    if kind == "session":
        found = [("named", *match.span()) for match in _SESSION.finditer(piece)]
    if kind in ("name", "phrase") or (kind == "title" and not found):
        found = [*_titles(piece), *_quoted(piece), *_listings(piece), *_ending_with(piece, things)]
        found.extend(_clauses(text, sentence, piece, offset))
    return [
        Candidate(each, sentence.start + start, sentence.start + end, piece[start:end], count_things(piece[start:end]))
        for each, start, end in found
    ]


def _titles(piece: str) -> Iterator[_Found]:
    for match in _TITLE.finditer(piece):
        yield "title", *match.span()


def _quoted(piece: str) -> Iterator[_Found]:
    """Quoted words, those in quotes of quotes too."""
    for match in _QUOTED.finditer(piece):
        yield "quoted", *match.span()
        for inner in re.finditer(r"‘[^‘’]{1,40}’", match[0]):
            yield "quoted", match.start() + inner.start(), match.start() + inner.end()


def _listings(piece: str) -> Iterator[_Found]:
    """Things in a row, joined by 、 (without the verb before and the 等 behind)."""
    for match in _LISTING.finditer(piece):
        start, end = match.span()
        if left := _LEFT_WORDS.match(piece[start : start + match[0].index("、")]):
            start += left.end()
        if tail := _LISTING_TAIL.search(piece[start:end]):
            end = start + tail.start()
        if "、" in piece[start:end]:
            yield "listing", start, end


def _organisations(piece: str, things: Sequence[str]) -> Iterator[_Found]:
    whole = [match.span() for match in _ORGANISATION.finditer(piece)]
    yield from (("organisation", start, end) for start, end in whole)
    for kind, start, end in _ending_with(piece, things):
        if not any(first <= start and end <= last for first, last in whole):  # 市委组织 of 市委组织部
            yield kind, start, end


def _ending_with(piece: str, things: Sequence[str]) -> Iterator[_Found]:
    """Noun phrases that end with the thing asked for: 成立政协委员党委 for 党委 → 政协委员党委."""
    for thing in things:
        yield from _ending_with_one(piece, thing)


def _ending_with_one(piece: str, thing: str) -> Iterator[_Found]:
    for match in re.finditer(rf"“[^“”]{{1,20}}”{re.escape(thing)}", piece):
        yield "named", *match.span()
    for match in re.finditer(rf"(?:“[^“”]{{1,20}}”|[㐀-鿿A-Za-z0-9]){{1,12}}{re.escape(thing)}", piece):
        start = match.start()
        before = piece[start : match.end() - len(thing)]
        if left := _LEFT_WORDS.match(before):
            start += left.end()
        # 全省首家民营银行裕民银行: what stands before the first 银行 only describes it.
        start = max(start, match.start() + before.rfind(thing) + len(thing) if thing in before else start)
        if match.end() - start > len(thing) and piece.count("“", start, match.end()) == piece.count(
            "”", start, match.end()
        ):
            yield "named", start, match.end()


def _clauses(text: str, sentence: Span, piece: str, offset: int) -> Iterator[_Found]:
    for clause in clauses(text, sentence, offset=offset):
        start, end = clause.start - sentence.start, clause.end - sentence.start
        trimmed = piece[start:end].rstrip("，,：:。；;！!？?")
        if len(trimmed) >= 4:
            yield "clause", start, start + len(trimmed)


def _places(piece: str, gazetteer: Gazetteer, own_codes: frozenset[str]) -> Iterator[_Found]:
    """Places named in a row are one answer: 许昌、洛阳等地; 石家庄市政协、保定市政协."""
    start = end = 0
    body = ""
    for mention in gazetteer.mentions(piece):
        within = any(
            gazetteer.is_within(place.code, code) for place in mention.places for code in own_codes if code != COUNTRY
        )
        if not (mention.certain or within) or any(place.code in own_codes for place in mention.places):
            continue
        yield "place", mention.start, mention.end
        joint = _MENTION_JOINT.match(piece[end : mention.start]) if end else None
        if joint:
            body = joint["body"] or ""
            end = mention.end
        else:
            if end:
                yield "place", start, end + len(body) * piece.startswith(body, end)
            start, end, body = mention.start, mention.end, ""
    if end:
        yield "place", start, end + len(body) * piece.startswith(body, end)
    yield from (("place", start, end) for start, end in foreign_places(piece))


def count_things(text: str) -> int:
    """How many things in a row the text names."""
    return len([part for part in _SEPARATORS.split(text.strip("“”《》‘’")) if part.strip("“”《》‘’")])
