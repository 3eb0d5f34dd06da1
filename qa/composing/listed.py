"""A list asked for → the whole enumeration as printed: 、 between its items, quotes in a row, 一是…二是…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Span
from qa.answering.people_asked import asks_people, is_title_of_one_named, one_named_behind, row_of_names
from qa.composing.evidence import PROBABLE, Evidence, evidence_of
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.request import Composed, Request
from qa.composing.topic import Said, is_at, is_planned, number_asked, said_of, topic_of
from qa.retrieval.concepts import Concept, coverage
from qa.types import Answer
from qa.wording import not_stated

__all__ = ["list_items"]

# Items that stand in quotes or between 、, the last joined by 和, 以及 or nothing: “A”“B”“C”, A、B和C.
_QUOTED_ROW = re.compile(r"(?:“[^“”]{1,60}+”[^“”，。；、\n]{0,6}+[、和及与,，\s]{0,3}+){2,}+")
_TITLES = re.compile(r"(?:《[^《》]{1,60}》[、和及与,，\s]{0,3}){2,}")
_ROW = re.compile(r"[^，,。；;：:、！？\n]{1,40}(?:、[^，,。；;：:、！？\n]{1,40}){1,40}")
_WITHIN = re.compile(r"[“（(《]([^“”（）()《》。、]{1,40}+(?:、[^“”（）()《》。、]{1,40}+){1,20})[”）)》]")
_ORDINALS = re.compile(r"(?:^|(?<=[。；，：:\n]))[一二三四五六七八九]是")
_FIRST = re.compile(r"(?:一是|第一[，,、]|其一[，,、])")
_IN_ORDER = "一二三四五六七八九"
_ORDINAL = re.compile(rf"第?(?P<n>[{_IN_ORDER}])(?:是|[，,、])")
_FEWEST = 2
# By words alone, without the reader, a sentence must say most of what is asked; less where it lists so many.
_SURE, _SURE_OF_NUMBER = 0.7, 0.5
_TOSS_UP = 0.5
# Of the weight of what is asked, so much must be words that the corpus has.
_KNOWN = 0.6
# So weighed, of 211 lists asked for 207 are found among all enumerations in the passages.
_WORDS, _NUMBER = 1.5, 0.6
_BESIDE = 12
# A short sentence heads the one behind it: 要紧扣重大决策开展协商议政。
_HEAD, _HEADED = 30, 0.9


@dataclass(frozen=True, slots=True)
class _Row:
    """An enumeration in a sentence. span: of all its items. n: how many there are."""

    span: Span
    n: int


@dataclass(frozen=True, slots=True)
class _Listing:
    """An enumeration of what is asked for. items: as printed. spans: the sentences that hold it, to be quoted.

    share: of the weight of the topic's words, how much stands in these sentences and the short one that heads them.
    """

    said: Said
    items: str
    spans: tuple[Span, ...]
    n: int
    share: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a list is asked for with. n: how many things, or None; strictly: no other number of them will do."""

    question: str
    topic: Sequence[Concept]
    n: int | None
    strictly: bool


def list_items(request: Request) -> Composed | None:
    """The whole enumeration of what is asked for; None where there is none, or not of the number asked.

    Where the reader's sentence has none, or says far less of what is asked than one that has, that is shown. Where so
    many are asked for by number and the reader's answer is no list, it is said that they are not stated.
    """
    if request.scope.missing:
        return None
    plain = request.plain(request.question)
    if plain.status == "not_indexed":
        return None
    topic = topic_of(request, heads=True)
    wanted, strictly = number_asked(request.query.question)
    asked = _Asked(request.query.question, topic, wanted, strictly)
    evidence = _evidence(request, topic)
    own = _own(request, topic, plain)
    read = _read(own, asked, plain) if own else None
    found = _found(asked, evidence)
    standing = read or (_Listing(own, "", (own.span,), 0, own.share) if own else None)
    scores = _scores(request, [*found, *([standing] if standing else [])], evidence, wanted)
    best = max(range(len(found)), key=lambda n: (round(scores[n], 3), -n), default=None)
    if best is not None and own and not read and own.span in found[best].spans and not _has(found[best], plain):
        return None  # another enumeration of the reader's own sentence
    if best is not None and (standing is None or scores[best] > scores[-1] + _surely(plain)):
        return _composed(request, found[best], None, plain)
    if read and _says_little(read, evidence, plain) and not strictly:
        return None
    if read:
        return _composed(request, read, _whole(plain.short or "", read), plain)
    if strictly and wanted and plain.status in ("answered", "ambiguous") and 2 * _parts_in(plain.short or "") < wanted:
        text = not_stated(request.scope, request.reports_total, request.language)
        return Composed("list", "not_stated", None, text, (), plain.passages)
    return None


def _evidence(request: Request, topic: Sequence[Concept]) -> list[Evidence]:
    """The sentences that may hold the list; without vectors those with most of the words that the corpus has."""
    if evidence := evidence_of(request):
        return evidence
    known = [each for each in topic if each.known]
    if not known or sum(each.weight for each in known) < _KNOWN * sum(each.weight for each in topic):
        return []
    return [Evidence(said, 0.0) for said in said_of(request, known)]


def _own(request: Request, topic: Sequence[Concept], plain: Answer) -> Said | None:
    """The sentence that the reader's answer stands in, where it has one."""
    if plain.status not in ("answered", "ambiguous"):
        return None
    said = said_of(request, topic, hits=plain.passages or None)
    return next((each for each in said if is_at(each, plain.citations[0])), None)


def _read(own: Said, asked: _Asked, plain: Answer) -> _Listing | None:
    """The enumeration that the reader's answer lies in."""
    rows = [row for row in _rows_asked(own, asked) if _is_asked(row, plain, own)]
    return _best_row(own, rows, asked, own.share)


def _found(asked: _Asked, evidence: Sequence[Evidence]) -> list[_Listing]:
    """The enumerations in sentences that probably say what is asked, and in their paragraphs."""
    found: list[_Listing] = []
    for said, _ in evidence:
        listings = (_in_sentence(said, asked), _in_paragraph(said, asked.topic))
        found += [each for each in listings if each and _is_enough(each, _chance(each, evidence), asked)]
    return found


def _scores(
    request: Request, listings: Sequence[_Listing], evidence: Sequence[Evidence], wanted: int | None
) -> list[float]:
    """How well each enumeration is what is asked for, by its words, its meaning and how many things it has."""
    likeness = request.retriever.likeness(request.query, [_text(each) for each in listings]) or [0.0] * len(listings)
    return [
        _chance(each, evidence) + _WORDS * each.share + like + _NUMBER * (each.n == wanted)
        for each, like in zip(listings, likeness, strict=True)
    ]


def _chance(listing: _Listing, evidence: Sequence[Evidence]) -> float:
    """How probably one of its sentences says what is asked."""
    return max((each.probability for each in evidence if each.said.span in listing.spans), default=0.0)


def _surely(plain: Answer) -> float:
    """What the reader's answer has before others: the surer, the more."""
    return (plain.sureness.value - _TOSS_UP) / 2 if plain.sureness else 0.0


def _says_little(read: _Listing, evidence: Sequence[Evidence], plain: Answer) -> bool:
    """Whether the reader's row is hardly what is asked for: 刀刃向内、革故鼎新, of 动了哪些刀子."""
    unsure = plain.sureness is not None and plain.sureness.level != "high"
    return unsure and bool(evidence) and _chance(read, evidence) < PROBABLE and read.share < _SURE_OF_NUMBER


def _is_enough(listing: _Listing, probability: float, asked: _Asked) -> bool:
    fits = listing.n == asked.n
    if asked.strictly and not fits:
        return False
    return probability >= PROBABLE or listing.share >= (_SURE_OF_NUMBER if fits else _SURE)


def _in_sentence(said: Said, asked: _Asked) -> _Listing | None:
    text = said.hit.report.text
    spans, at = said.beside
    head = spans[at - 1] if at and len(spans[at - 1]) <= _HEAD else None
    headed = coverage(asked.topic, solid(text[head.start : said.span.end])) * _HEADED if head else 0.0
    return _best_row(said, _rows_asked(said, asked), asked, max(said.share, headed))


def _best_row(said: Said, rows: Sequence[_Row], asked: _Asked, share: float) -> _Listing | None:
    fitting = [row for row in rows if row.n == asked.n] or ([] if asked.strictly else rows)
    if not fitting:
        return None
    text = said.hit.report.text

    # The one that stands with most of what is asked for: 运用A、B等形式; of those the tightest of the number, else the
    # longest list.
    def rank(row: _Row) -> tuple[float, int, int]:
        around = solid(
            text[max(said.span.start, row.span.start - _BESIDE) : min(said.span.end, row.span.end + _BESIDE)]
        )
        return -round(coverage(asked.topic, around), 2), len(row.span) if row.n == asked.n else 0, -row.n

    best = min(fitting, key=rank)
    items = " ".join(text[best.span.start : best.span.end].split()).strip("、，, ")
    return _Listing(said, items, (said.span,), best.n, share)


def _in_paragraph(said: Said, topic: Sequence[Concept]) -> _Listing | None:
    """The parts that sentences of a paragraph begin with, behind the sentence that heads them: 一是…。…二是…。"""
    text = said.hit.report.text
    spans, at = said.beside
    until = next((n for n, span in enumerate(spans) if _FIRST.match(text[span.start : span.end])), None)
    if until is None or at < until - 1:
        return None
    head = [spans[until - 1]] if until else []
    parts: list[Span] = []
    for span in spans[until:]:
        number = _ORDINAL.match(text[span.start : span.end])
        if number and number["n"] != _IN_ORDER[len(parts) : len(parts) + 1]:
            break
        if number:
            parts.append(span)
    if len(parts) < _FEWEST:
        return None
    heads = [re.split(r"[。，,；;：:]", text[span.start : span.end])[0][2:] for span in parts]
    share = coverage(topic, solid("".join(text[span.start : span.end] for span in (*head, *parts))))
    return _Listing(said, "、".join(heads), (*head, *parts), len(parts), share)


def _text(listing: _Listing) -> str:
    text = listing.said.hit.report.text
    return "".join(text[span.start : span.end] for span in listing.spans)


def _whole(short: str, listing: _Listing) -> str | None:
    """What the reader found, where it is the whole list: not one of its items, nor from the middle of one on."""
    before, _, _ = "".join(listing.items.split()).partition("".join(short.split()))
    return short if _parts_in(short) >= listing.n and not re.search("[“《、]", before) else None


def _parts_in(short: str) -> int:
    return len([part for part in re.split(r"[、，,；;和及与]|”“|》《| and ", short) if part.strip()])


def _rows_asked(said: Said, asked: _Asked) -> list[_Row]:
    """The enumerations of a sentence; where people are asked for, none that is but the title of one whom the question
    names, and each with the one of another title that is named behind it.
    """
    text = said.hit.report.text
    rows = _rows(text, said.span)
    if not asks_people(asked.question):
        return rows
    rows = [row for row in rows if not is_title_of_one_named(asked.question, text, row.span.start, row.span.end)]
    ends = [(row, one_named_behind(asked.question, text, row.span.end, said.span.end)) for row in rows]
    return rows + [_Row(Span(row.span.start, end), row.n + 1) for row, end in ends if end]


def _rows(text: str, sentence: Span) -> list[_Row]:
    piece = text[sentence.start : sentence.end]
    found = []
    for pattern, count in ((_QUOTED_ROW, _quotes_in), (_TITLES, _titles_in), (_ROW, _items_in)):
        for match in pattern.finditer(piece):
            n = count(match[0])
            if n >= _FEWEST:
                found.append(_Row(Span(sentence.start + match.start(), sentence.start + match.end()), n))
    for match in _WITHIN.finditer(piece):
        span = Span(sentence.start + match.start(1), sentence.start + match.end(1))
        found.append(_Row(span, match[1].count("、") + 1))
    ordinals = _ORDINALS.findall(piece)
    if len(ordinals) >= _FEWEST:
        found.append(_Row(sentence, len(ordinals)))
    return found


def _quotes_in(row: str) -> int:
    return row.count("“")


def _titles_in(row: str) -> int:
    return row.count("《")


def _items_in(row: str) -> int:
    """How many items a row has; the last two may be joined by a word."""
    return row.count("、") + 1 + (re.search(r"(?:和|及|与)[^、]{2,40}$", row) is not None and "以及" not in row[-40:])


def _is_asked(row: _Row, plain: Answer, said: Said) -> bool:
    """Whether the answer the reader found lies in the row, where it found one."""
    return not plain.citations or _begins_in(plain.short, said.hit.report.text[row.span.start : row.span.end])


def _has(listing: _Listing, plain: Answer) -> bool:
    return _begins_in(plain.short, listing.items)


def _begins_in(short: str | None, text: str) -> bool:
    """Whether the first of the things that the reader found stands in a text; so where it found none."""
    first = re.split(r"[、，,和]", "".join((short or "").split()))[0]
    return first.strip("“”") in "".join(text.split())


def _composed(request: Request, listing: _Listing, short: str | None, plain: Answer) -> Composed:
    lines = Lines()
    hit = listing.said.hit
    many = len(listing.spans) > 1
    for span in listing.spans:
        if lines.length + len(span) <= SCREEN or not lines.text:
            lines.text.append(("· " if many else "") + lines.quoted(hit.report, hit.heading_path, span))
    colon = ": " if request.language == "en" else "："
    source = source_of(hit.report, request.language, plan=is_planned(request, hit))
    passages = {each.chunk_id: each for each in (hit, *plain.passages)}
    text = f"{source}{colon}" + ("\n" if many else "") + "\n".join(lines.text)
    short = short or listing.items
    if asks_people(request.query.question):
        short = row_of_names(short) or short
    return Composed("list", "answered", short, text, tuple(lines.citations), tuple(passages.values()))
