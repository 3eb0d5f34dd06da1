"""What a term means → the sentence that explains it; or that the reports name it and never explain it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.kinds import UNRELATED
from index.types import Span
from qa.composing.forms import asks_meaning
from qa.composing.lines import Lines, is_quoted, solid, source_of
from qa.composing.outline import paragraphs_in, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.topic import hits_of
from qa.types import Hit
from qa.wording import not_stated

__all__ = ["define"]

_QUOTED = re.compile(r"[“\"「‘]([^“”\"「」‘’]{1,40})[”\"」’]")
# “1” of “1+4”: a number alone stands in every report.
_PART_OF_TERM = re.compile(r"[\dN一二三四五六七八九十]{1,2}")
_BARE = re.compile(
    r"(?:什么|啥)(?:叫做?|是(?:所谓的?)?)(?P<after>[^，。,?？]{2,30}?)[?？]?$|"
    r"(?P<before>[^，。,?？]{2,30}?)(?:这个词|这一?(?:概念|提法|说法))?(?:是|有)?(?:个)?(?:什么|啥)(?:意思|含义|概念)|"
    r"(?:何谓|怎么理解|如何理解|怎样理解|解释一?下)(?P<asked>[^，。,?？]{2,30}?)(?:的(?:含义|意思))?[?？]?$"
)
_OWNER = re.compile(r"^.*(?:报告[里中]?(?:的|说的|提到的|讲的)?|政协的?|政府的?|[省市区县州]的)(?=.{2})")
_MOST_ROWS = 2_000
_POOL = 20
_NUMERALS = {numeral: n for n, numeral in enumerate("一二三四五六七八九十", start=1)} | {"两": 2, "双": 2}
# Right behind the term: (组织机构联手、开展工作联手、…); 即, 就是, 是指 and what it is.
_BEHIND = (
    re.compile(r"[”’」》]?[^，。；“”（）()]{0,10}[（(](?P<what>[^（）()]{4,160})[）)]"),
    re.compile(
        r"[”’」》]?[^，。；“”：:]{0,12}[，,]?"
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
_SEVERAL = re.compile(r"[、，,]")
_REACH = 160


def define(request: Request) -> Composed | None:
    """The sentence that explains the term asked about; None where no report in scope has it."""
    if request.scope.missing:
        return None
    term = _term(request.query.question)
    if term is None:
        return None
    mentioned = list(_sentences(request, term))
    explained = [
        (*found, n)
        for n, (hit, span) in enumerate(mentioned)
        if (found := _explained(hit.report.text[span.start : span.end], term))
    ]
    if explained:
        _, what, n = min(explained, key=lambda each: (each[0], each[2]))
        return _composed(request, *mentioned[n], what)
    if not asks_meaning(request.query):
        return None
    if not mentioned:
        return _absent(request) if _QUOTED.search(request.query.question) else None
    plain = request.plain(request.question)
    own = plain.citations[0] if plain.citations else None
    if plain.short and own and term in solid(own.quote) and plain.short not in term and "、" in plain.short:
        return None  # what the reader found beside the term may well be it
    return _unexplained(request, term, *min(mentioned, key=lambda each: len(each[1])))


def _term(question: str) -> str | None:
    """The words asked about, without their quotes: the first quoted, else what 什么是 or 是什么意思 is said of."""
    quoted = [solid(each) for each in _QUOTED.findall(question)]
    if quoted:
        return next((each for each in quoted if not _PART_OF_TERM.fullmatch(each)), None)
    bare = _BARE.search(question)
    if bare is None:
        return None
    words = bare["after"] or bare["before"] or bare["asked"]
    return solid(_OWNER.sub("", words)) or None


def _sentences(request: Request, term: str) -> Iterator[tuple[Hit, Span]]:
    """Every sentence in scope that has the term, as the reports stand; over many reports, of the best passages."""
    index, scope = request.retriever.index, request.scope
    if scope.rows.size <= _MOST_ROWS:
        chunks = index.chunks(scope.rows)
        reports = [index.reports[int(index.chunk_report[row])] for row in scope.rows]
        hits = [
            Hit(chunk.id, chunk.text, chunk.start, chunk.end, chunk.heading_path, 0.0, None, None, report)
            for chunk, report in zip(chunks, reports, strict=True)
        ]
    else:
        hits = request.retriever.rank(request.query, scope, k=_POOL)
    for hit in hits:
        if term not in solid(hit.text):
            continue
        text = hit.report.text
        sections = index.sections(hit.report.id)
        # 9．五化：轻量化、电动化… at the end of a report is a heading to whoever reads its lines.
        yield from (
            (hit, Span(each.start, max(each.body_start, each.start + len(each.heading))))
            for each in sections
            if hit.start <= each.start < hit.end and term in solid(each.heading)
        )
        for paragraph in paragraphs_in(sections, hit.report, hit.start, hit.end):
            for span in whole_sentences(text, paragraph.start, paragraph.end):
                if span.start < hit.end and hit.start < span.end and term in solid(text[span.start : span.end]):
                    yield hit, span


def _explained(piece: str, term: str) -> tuple[int, str] | None:
    """What a sentence says the term is, as printed, and how plainly (0 most); None where it only names it."""
    for start, end in _places(piece, term):
        for pattern in _BEHIND:
            if found := pattern.match(piece, end):
                return 0, found["what"]
        before = piece[max(0, start - _REACH) : start]
        if row := _row_before(before, term):
            return 1, row
        if found := _CALLED.search(before):
            return 2, found["what"]
        if what := _built_before(before):
            return 3, what
    return None


def _places(piece: str, term: str) -> Iterator[tuple[int, int]]:
    """Where the term stands, whatever white space is printed within it."""
    kept = [n for n, character in enumerate(piece) if not character.isspace()]
    dense = solid(piece)
    at = dense.find(term)
    while at >= 0:
        yield kept[at], kept[at + len(term) - 1] + 1
        at = dense.find(term, at + 1)


def _row_before(before: str, term: str) -> str | None:
    """宜居、宜业、宜游“三宜”: as many things right before the term as its numeral says."""
    n = _NUMERALS.get(term[0]) or (int(term[0]) if term[0].isdigit() and not term[1:2].isdigit() else 0)
    row = _ROW.search(before.rstrip("“‘「").removesuffix("等"))
    return row[0] if row and n > 1 and row[0].count("、") + 1 == n else None


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


def _composed(request: Request, hit: Hit, sentence: Span, what: str) -> Composed:
    lines = Lines()
    quoted = lines.quoted(hit.report, hit.heading_path, sentence)
    colon = ": " if request.language == "en" else "："
    source = source_of(hit.report, request.language, plan=request.scope.period == "plans")
    short = " ".join(what.split()).strip("，,。；;：: ”“").removesuffix("的")
    return Composed(
        "definition",
        "answered",
        short if is_quoted(short, lines.citations) else None,
        f"{source}{colon}{quoted}",
        tuple(lines.citations),
        tuple(hits_of(request, lines.citations)),
    )


def _absent(request: Request) -> Composed:
    total = sum(report.kind != UNRELATED for report in request.retriever.index.reports)
    return Composed("definition", "not_stated", None, not_stated(request.scope, total, request.language), ())


def _unexplained(request: Request, term: str, hit: Hit, sentence: Span) -> Composed:
    lines = Lines()
    quoted = lines.quoted(hit.report, hit.heading_path, sentence)
    lead = (
        f"The reports name “{term}” and do not explain it: "
        if request.language == "en"
        else f"报告提到“{term}”，但没有解释它的含义："
    )
    return Composed("definition", "not_stated", None, f"{lead}{quoted}", tuple(lines.citations), (hit,))
