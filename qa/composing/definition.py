"""What a term means → the sentence that explains it; or that the reports name it and never explain it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from index.types import Span
from qa.composing.done_under import done_under
from qa.composing.forms import asks_meaning
from qa.composing.lines import Lines, is_quoted, solid, source_of
from qa.composing.outline import paragraphs_in, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.term import as_printed, counted_printed, finds_a_term, says_nothing_of, term_printed
from qa.composing.term_in_english import asked_in_english
from qa.composing.topic import every_period, hits_of, rows_with, scope_again
from qa.retrieval.scope import ResolvedScope
from qa.types import Hit
from qa.understanding.meaning_asked import doing_asked
from qa.understanding.term_asked import asks_what_of, numerals_of, quoted_terms, things_in, things_of
from qa.wording import not_stated

__all__ = ["define", "tell_named"]

_BARE = re.compile(
    r"(?:什么|啥)(?:叫做?|是(?:所谓的?)?)(?P<after>[^，。,?？]{2,30}?)[?？]?$|"
    r"(?P<before>[^，。,?？]{2,30}?)(?:这个词|这一?(?:概念|提法|说法))?(?:是|有)?(?:个)?(?:什么|啥)(?:意思|含义|概念)|"
    r"(?:何谓|怎么理解|如何理解|怎样理解|解释一?下)(?P<asked>[^，。,?？]{2,30}?)(?:的(?:含义|意思))?[?？]?$"
)
_OWNER = re.compile(r"^.*(?:报告[里中]?(?:的|说的|提到的|讲的)?|政协的?|政府的?|[省市区县州]的)(?=.{2})")
_MOST_ROWS = 2_000
_QUOTES = re.compile('[“”‘’「」《》"]')
_OPENED = frozenset('“‘「《"')
# Right behind the term: (组织机构联手、开展工作联手、…); 即, 就是, 是指 and what it is.
_BEHIND = (
    re.compile(r"\s?[”’」》]\s?指(?![导标挥数示明引出定向南])的?是?(?P<what>[^。；]{4,160})"),
    re.compile(r"\s?[”’」》]?[^，。；“”（）()]{0,10}[（(](?P<what>[^（）()]{4,160})[）)]"),
    re.compile(
        r"\s?[”’」》]?[^，。；“”：:]{0,12}[，,]?"
        r"(?:即|就是|也就是|是指|指的是|意思是|包括|包含|分别是|分别为|——|：(?=[^“]))(?P<what>[^。]{4,160})"
    ),
)
# Right before it: 宜居、宜业、宜游“三宜”; …简称“…”; 构建起A、B的“…”.
_ROW = re.compile(r"[^，,。；：:“]{1,60}$")
_CALLED = re.compile(
    r"(?P<what>[^，。；]{2,60})[，,（(]?(?:简称|统称|合称|并称|称之?为|叫做|俗称|概括为|归纳为|总结为)[“‘「]?$"
)
_BUILT = re.compile(
    r"(?:构建|建立|建成|形成|实行|推行|探索|打造|创建|创新|健全|完善|实施|确立|提出|建设|采取|坚持)(?P<sure>[起了出])?"
    r"(?P<what>[^。；]{8,120})的[“‘「]?$"
)
# 打造一支懂农业、爱农村的“三农”工作队伍: what is built is no “三农”.
_OF_PEOPLE = re.compile("[”’」][㐀-鿿]{0,4}(?:队伍|人才|干部|人员|骨干)")
_SEVERAL = re.compile(r"[、，,]")
_OPEN = ("、", "和", "与", "及")
# What is said of the next term: “双提升”指…，“全覆盖”指….
_NEXT_TERM = re.compile(r"[，,；;]\s?[“‘「][^“”‘’「」]{1,40}[”’」](?:是?指|即|就是|：)")
_GLOSSARY = re.compile("名词解释|名词注释|用语说明|注释|附注|附件|附录")
# 8.“5318”改革创新体系：, [22]“两站五点”：**, 19.党政军警民“五位一体”： at the beginning of a line.
_ENTRY_BEFORE = re.compile(r"[^“‘「《㐀-鿿A-Za-z]{0,12}[㐀-鿿]{0,12}[“‘「《]?")
_ENTRY_BEHIND = re.compile(r"\s?[”’」》]?[^，。；：:“”\n]{0,20}[：:][*\s]{0,4}(?P<what>[^\n]{4,800})")
# Another entry in the same line.
_NEXT_ENTRY = re.compile(r"(?<=[。；])\s?[（(\[〔【]?\d{1,3}[)）\]〕】.．、]")
_ROW_WITHIN = re.compile(r"^(?:[^、，,。；在]{0,6}在)?(?P<what>[^，,。；：“”]{2,120}?)(?:等(?:方面|领域|工作)?)?$")
_REACH = 160
_WITHIN_QUOTE = 24
_BUILT_OF = 3
# 1圈（以新兴产业为主体的环首都经济圈）、4区（…）: what each part of a term is, between them.
_WITHIN = re.compile("[（(][^（）()]{1,160}[）)]|、")
_NUMERAL = re.compile("[0-9一二两三四五六七八九十]")
_DIGIT = re.compile("“(?P<digit>[0-9])”(?:就?是|即|指|为)")
_SENTENCE_END = re.compile("[。\\n]")
_FEWEST_DIGITS, _LONGEST_OF_DIGITS = 2, 1_600
_ENTRY, _ROW_BEHIND = -1, 2
_FEWEST_BEHIND = 3


class _Explained(NamedTuple):
    """A sentence and what it says a term is. plainness: 0 most. is_counted: it names as many things as the term has.
    beside: how many characters around the term are those of the question.
    """

    hit: Hit
    sentence: Span
    what: str
    plainness: int
    is_counted: bool
    beside: int


def tell_named(request: Request) -> Composed | None:
    """What is done under the name that it is asked of: 碧水工程做什么; None where the reports quote no such term."""
    said, term = solid(doing_asked(request.query.question)), term_printed(request)
    before = said.rpartition(term)[0][-1:] if said and term else "、"
    return None if before in _OPEN else define(request)


def define(request: Request) -> Composed | None:
    """The sentence that explains the term asked about; None where no report in scope has it."""
    query = request.query
    scope, *otherwise = _scopes(request)
    if scope.missing:
        return None
    # The term may stand before what asks: …把好“五个关口”，分别是哪五关？
    own = as_printed(request, query.question)
    question = own if _terms(own) else as_printed(request, request.question)
    terms, by_parts = _terms(question), asks_what_of(question)
    counted, doing = counted_printed(request) in terms, doing_asked(query.question) != ""
    if not terms or not (by_parts or counted or doing or asks_meaning(query) or query.answer == "phrase"):
        return None  # “三联系”是谁提出的
    if request.language == "en":
        terms = asked_in_english(request, scope, question) or terms
    mentioned, explained = _look_up(request, scope, terms, by_parts=by_parts)
    for other in otherwise if not explained else ():
        others, explained = _look_up(request, other, terms, by_parts=by_parts)
        if explained or not any(mentioned.values()):
            scope, mentioned = other, others
    if counted:
        explained = [each for each in explained if each.is_counted]
    if explained:
        return _composed(request, explained)
    if counted:
        return None
    if doing and (done := done_under(request, terms[0], mentioned[terms[0]])):
        return done
    sure = asks_meaning(query) or by_parts
    if not mentioned[terms[0]]:
        return _absent(request, scope) if sure and (quoted_terms(question) or finds_a_term(request)) else None
    return _named_only(request, terms[0], mentioned[terms[0]], sure=sure)


def _scopes(request: Request) -> list[ResolvedScope]:
    """Where a term may be explained, in the order in which it is looked up: 2020年报告 is given in that year, or of it;
    what a term means is not of one year.
    """
    query, scopes = request.query, [request.scope]
    if query.period == "delivered":
        of_it = scope_again(request, replace(query, period="covers"))
        scopes = [of_it] if request.scope.missing == "period" else [request.scope, of_it]
    elif not query.years and not request.scope.missing:
        scopes.append(every_period(request))
    return [each for each in scopes if not each.missing] or scopes[:1]


def _named_only(request: Request, term: str, mentioned: Sequence[tuple[Hit, Span]], *, sure: bool) -> Composed | None:
    """That a term is not explained; None where what the reader finds beside it may well be it. sure: a meaning is asked
    for beyond doubt.
    """
    plain = request.plain(request.question)
    read = plain.citations[0] if plain.citations else None
    if not sure and not (plain.short and read and says_nothing_of(term, plain.short, read)):
        return None
    if plain.short and read and term in solid(read.quote) and plain.short not in term and "、" in plain.short:
        n = things_of(term)
        if not n or n in things_in(plain.short):
            return None
    return _unexplained(request, term, *min(mentioned, key=lambda each: len(each[1])))


def _look_up(
    request: Request, scope: ResolvedScope, terms: Sequence[str], *, by_parts: bool
) -> tuple[dict[str, list[tuple[Hit, Span]]], list[_Explained]]:
    """The sentences that name each of the terms, and the best explanation of each that has one."""
    mentioned = {term: list(_sentences(request, scope, term)) for term in terms}
    explained: list[_Explained] = []
    for term, sentences in mentioned.items():
        found = _explanations(request.question, sentences, term, beside=explained)
        if by_parts and things_of(term):
            found = [each for each in found if each.plainness < _BUILT_OF or each.is_counted]
        explained += found[:1]
    return mentioned, explained


def _terms(question: str) -> tuple[str, ...]:
    """The words asked about, without their quotes: those quoted, else what 什么是 or 是什么意思 is said of."""
    if quoted := quoted_terms(question):
        return tuple(solid(each) for each in quoted)
    bare = _BARE.search(question)
    if bare is None:
        return ()
    words = solid(_OWNER.sub("", bare["after"] or bare["before"] or bare["asked"]))
    return (words,) if words else ()


def _explanations(
    question: str, mentioned: Sequence[tuple[Hit, Span]], term: str, *, beside: Sequence[_Explained]
) -> list[_Explained]:
    """What the sentences say the term is, the plainest first: those that explain another term as well, then those that
    name as many things as the term says, then those of a glossary.
    """
    n = things_of(term)
    spans = {(each.hit.report.id, each.sentence.start) for each in beside}
    found = [
        _Explained(hit, sentence, what, plainness, n in things_in(what), _beside(question, term, hit, sentence))
        for hit, sentence in mentioned
        for plainness, what in [_explained(hit.report.text[sentence.start : sentence.end], term) or (0, "")]
        if what
    ]
    return sorted(
        found,
        key=lambda each: (
            (each.hit.report.id, each.sentence.start) not in spans,
            -each.beside,
            each.plainness,
            bool(n) and not each.is_counted,
            not any(_GLOSSARY.search(heading) for heading in each.hit.heading_path),
        ),
    )


def _beside(question: str, term: str, hit: Hit, sentence: Span) -> int:
    """How many characters before the term are those before it in the question: 国防动员“五个一”; 0 for a single one."""
    asked, told = (
        _QUOTES.sub("", solid(text)).partition(term)[0]
        for text in (question, hit.report.text[sentence.start : sentence.end])
    )
    shared = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(asked), reversed(told), strict=False))
    )
    return shared if shared > 1 else 0


def _sentences(request: Request, scope: ResolvedScope, term: str) -> Iterator[tuple[Hit, Span]]:
    """Every sentence of the reports in scope that has the term, as they stand, whatever part of a report it is in: its
    glossary stands behind its plan.
    """
    index = request.retriever.index
    rows = index.rows_of(scope.reports)
    if rows.size > _MOST_ROWS:
        rows = rows_with(request, scope, term)
    reports = [index.reports[int(index.chunk_report[row])] for row in rows]
    hits = (
        Hit(chunk.id, chunk.text, chunk.start, chunk.end, chunk.heading_path, 0.0, None, None, report)
        for chunk, report in zip(index.chunks(rows), reports, strict=True)
    )
    for hit in hits:
        if not _has(hit.text, term):
            continue
        text = hit.report.text
        yield from ((hit, entry) for entry in (*_entries(hit, term), *_of_digits(hit, term)))
        sections = index.sections(hit.report.id)
        # 9．五化：轻量化、电动化… at the end of a report is a heading to whoever reads its lines.
        yield from (
            (hit, Span(each.start, max(each.body_start, each.start + len(each.heading))))
            for each in sections
            if hit.start <= each.start < hit.end and _has(each.heading, term)
        )
        for paragraph in paragraphs_in(sections, hit.report, hit.start, hit.end):
            for span in whole_sentences(text, paragraph.start, paragraph.end):
                if span.start < hit.end and hit.start < span.end and _has(text[span.start : span.end], term):
                    yield hit, span


def _entries(hit: Hit, term: str) -> Iterator[Span]:
    """The notes that explain the term in a line of their own, of however many sentences: 8.“5318”体系：“5”是指…."""
    text = hit.report.text
    for at, until in _places(text[hit.start : hit.end], term):
        start = 1 + text.rfind("\n", 0, hit.start + at)
        found = _ENTRY_BEHIND.match(text, hit.start + until)
        if found and _ENTRY_BEFORE.fullmatch(text, start, hit.start + at):
            following = _NEXT_ENTRY.search(text, found.start("what"), found.end())
            yield Span(start, following.start() if following else found.end())


def _has(text: str, term: str) -> bool:
    """Whether a text names the term, in one word or each of its parts with what it is: 1圈（…）、4区（…）; whatever of
    it stands in quotes: “1062”工程.
    """
    bare = _QUOTES.sub("", solid(text))
    return term in bare or (len(_NUMERAL.findall(term)) > 1 and term in _WITHIN.sub("", bare))


def _of_digits(hit: Hit, term: str) -> Iterator[Span]:
    """What is said of each digit behind a term of digits: 按照“12357”的总体思路…。“1”就是…。“2”就是…."""
    if not term.isdigit() or len(term) < _FEWEST_DIGITS:
        return
    text = hit.report.text
    for _, until in _places(hit.text, term):
        at = hit.start + until
        marks = list(_DIGIT.finditer(text, at, at + _LONGEST_OF_DIGITS))
        if [mark["digit"] for mark in marks[: len(term)]] != list(term):
            continue
        last = _SENTENCE_END.search(text, marks[len(term) - 1].end())
        yield Span(marks[0].start(), last.end() if last else min(len(text), marks[len(term) - 1].end() + _REACH))


def _explained(piece: str, term: str) -> tuple[int, str] | None:
    """What a sentence says the term is, as printed, and how plainly (an entry most); None where it only names it."""
    if (digit := _DIGIT.match(piece)) and term.startswith(digit["digit"]) and term.isdigit():
        return _ENTRY, piece
    if term not in _QUOTES.sub("", solid(piece)):
        return 0, piece
    for start, end in _places(piece, term):
        if (found := _ENTRY_BEHIND.match(piece, end)) and _ENTRY_BEFORE.fullmatch(piece, 0, start):
            return _ENTRY, found["what"]
        for pattern in _BEHIND:
            if found := pattern.match(piece, end):
                return 0, _NEXT_TERM.split(found["what"], maxsplit=1)[0]
        if row := _row_behind(piece[end : end + _REACH], term):
            return _ROW_BEHIND, row
        if not _OF_PEOPLE.match(piece, end) and (found_before := _told_before(piece[:start], term)):
            return found_before
    return None


def _told_before(before: str, term: str) -> tuple[int, str] | None:
    before = before[-_REACH:]
    # “统一领导、双线运行、互促共进”: one of the terms of a quote.
    opened = before.rfind("“")
    if opened >= 0 and "”" not in before[opened:] and len(before) - opened <= _WITHIN_QUOTE:
        before = before[: opened + 1]
    if row := _row_before(before, term):
        return 1, row
    if found := _CALLED.search(before):
        return 2, found["what"]
    what = _built_before(before)
    return (_BUILT_OF, what) if what else None


def _places(piece: str, term: str) -> Iterator[tuple[int, int]]:
    """Where the term stands, whatever white space and quotes are printed within it."""
    kept = [n for n, character in enumerate(piece) if not character.isspace() and not _QUOTES.match(character)]
    dense = "".join(piece[n] for n in kept)
    at = dense.find(term)
    while at >= 0:
        if not term.isdigit() or piece[: kept[at]].rstrip()[-1:] in _OPENED:  # no 134亿元
            yield kept[at], kept[at + len(term) - 1] + 1
        at = dense.find(term, at + 1)


def _row_behind(behind: str, term: str) -> str | None:
    """“一区一港一城两片区”建设，着力在A、B、C、D、E等方面: in a clause behind it as many things as its numbers say."""
    n = things_of(term)
    if n < _FEWEST_BEHIND or len(numerals_of(term)) < 2:
        return None
    for clause in re.split("[，,。；]", behind)[1:3]:
        row = _ROW_WITHIN.match(clause.strip())
        if row and row["what"].count("、") == n - 1:
            return row["what"]
    return None


def _row_before(before: str, term: str) -> str | None:
    """宜居、宜业、宜游“三宜”: as many things right before the term as its numeral says."""
    n = things_of(term)
    row = _ROW.search(before.rstrip("“‘「").removesuffix("等"))
    if row is None or not n or row[0].endswith(_OPEN):
        return None  # 景村融合、产村融合、三治融合: the term is one of the row
    return row[0] if n in things_in(row[0]) else None


def _built_before(before: str) -> str | None:
    """What a term is built of: of several verbs before it the nearest with 起, 了 or 出, else the first; only where
    several things are named.
    """
    found = [each for start in range(len(before)) if (each := _BUILT.match(before, start))]
    sure = [each for each in found if each["sure"]]
    for best in (*sure[-1:], *found[:1]):
        if _SEVERAL.search(best["what"]):
            return best["what"]
    return None


def _composed(request: Request, explained: Sequence[_Explained]) -> Composed:
    """Each sentence once, in the order of the terms."""
    lines = Lines()
    colon = ": " if request.language == "en" else "："
    for hit, sentence in dict.fromkeys((each.hit, each.sentence) for each in explained):
        source = source_of(hit.report, request.language, plan=request.scope.period == "plans")
        lines.text.append(f"{source}{colon}{lines.quoted(hit.report, hit.heading_path, sentence)}")
    short = " ".join(explained[0].what.split()).strip("，,。；;：: ”“").removesuffix("的")
    return Composed(
        "definition",
        "answered",
        short if len(explained) == 1 and is_quoted(short, lines.citations) else None,
        "\n".join(lines.text),
        tuple(lines.citations),
        tuple(hits_of(request, lines.citations)),
    )


def _absent(request: Request, scope: ResolvedScope) -> Composed:
    return Composed("definition", "not_stated", None, not_stated(scope, request.reports_total, request.language), ())


def _unexplained(request: Request, term: str, hit: Hit, sentence: Span) -> Composed:
    lines = Lines()
    quoted = lines.quoted(hit.report, hit.heading_path, sentence)
    lead = (
        f"The reports name “{term}” and do not explain it: "
        if request.language == "en"
        else f"报告提到“{term}”，但没有解释它的含义："
    )
    return Composed("definition", "not_stated", None, f"{lead}{quoted}", tuple(lines.citations), (hit,))
