"""The number lock: nothing is shown that does not stand in the cited span; and what is wrong with a finished answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from index.language.figures import find_figures
from index.language.gazetteer import Gazetteer
from index.language.script import simplified
from qa.citing.reckoned_lines import result_of, without_result
from qa.types import Answer, Citation

__all__ = ["answer_problems", "figures_stand_in", "quote_stands"]

_PLANNED = re.compile(r"[（(](?:计划|plan)")
_MARKER = re.compile(r"\[(\d+)\]")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
# The quote at the end of a line: 409件。新乡市 · 2023年：“…”[1]. The answer before it may be in quotation marks itself.
_QUOTE_BEGINS = re.compile("(?:：|: )“")
_QUOTE_ENDS = re.compile(r"”(?=\s*\[\d+\]$)")
# 不对，是409件; 2022年224件.
_VERDICT = re.compile(r"(?:不对|对|不是|是|没有|有|Yes|No)(?:[，,] ?是?|$)")
_APART = re.compile("^[多少高低差]")
# · …迅速组织抢修。[5]: a whole sentence of an outline, by its last words.
_TOLD = re.compile(r"(?P<end>[㐀-鿿]{4,12}[。；！？])(?P<markers>(?:\[\d{1,3}\]){1,9})")
_SEARCHED = re.compile(
    r"检索了 (?P<of>\d{1,9}) 篇报告中的 (?P<n>\d{1,9}) 篇|"
    r"Searched (?P<n_in_english>\d{1,9}) of (?P<of_in_english>\d{1,9}) reports"
)
_OF_YEAR = re.compile(r"^(?:19|20)\d\d(?:年| )")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|\.\d)")


def quote_stands(citation: Citation) -> bool:
    """Whether the report's text between the citation's offsets is the quote, character for character."""
    return citation.report.text[citation.start : citation.end] == citation.quote


def figures_stand_in(shown: str, source: str) -> bool:
    """Whether every number of `shown` stands in `source`, after full-width digits and separators are folded.

    Compared as written and as values with their units, so that 二十三件 supports 23件 but neither 24件 nor 23次; [1]
    markers are no numbers.
    """
    plain = _MARKER.sub("", _fold(shown))
    written = set(_DIGITS.findall(_fold(source)))
    figures = find_figures(source)
    values = {figure.value for figure in figures}
    counted = {(figure.value, figure.unit) for figure in figures}
    return all(number in written or Decimal(number) in values for number in _DIGITS.findall(plain)) and all(
        (figure.value, figure.unit) in counted or figure.text in source or (not figure.unit and figure.value in values)
        for figure in find_figures(plain)
    )


def answer_problems(answer: Answer, *, gazetteer: Gazetteer) -> tuple[str, ...]:
    """What in an answer its own citations do not bear out, one line each; empty for an answer that can be shown.

    Checked: quotes and passages at their offsets; the short answer and each reading in their quotes; in the text, every
    marker, and the figures, years and places of each line against the citations the line names.
    """
    return tuple(_problems(answer, gazetteer))


def _problems(answer: Answer, gazetteer: Gazetteer) -> Iterator[str]:
    yield from (problem for citation in answer.citations for problem in _citation_problems(citation))
    for hit in answer.passages:
        if hit.report.text[hit.start : hit.end] != hit.text:
            yield f"passage {hit.chunk_id} does not stand at {hit.start}-{hit.end}"
    for reading in answer.readings:
        if _fold_space(reading.short) not in _fold_space(reading.citation.quote):
            yield f"reading {reading.short!r} is not in its quote"
        if not _years_of([reading.citation], answer, "").issuperset(_YEAR.findall(reading.period)):
            yield f"reading {reading.short!r} is dated {reading.period}, which its report does not cover"
    if answer.status not in ("answered", "ambiguous"):
        return
    if not answer.citations:
        yield "it answers without a citation"
    if not _is_borne_out(answer):
        yield f"the short answer {answer.short!r} is in no quote"
    for line in answer.text.splitlines():
        yield from _line_problems(line, answer, gazetteer)


def _citation_problems(citation: Citation) -> Iterator[str]:
    if not quote_stands(citation):
        yield f"citation {citation.n}: the quote does not stand at {citation.start}-{citation.end}"
    for figure, unit in citation.units:
        if figure not in citation.quote or unit not in simplified(_fold(citation.report.text)):
            yield f"citation {citation.n}: {figure}{unit} is not said by its report"


def _is_borne_out(answer: Answer) -> bool:
    """Whether the short answer is in a quote. No single span answers a summary; places are one: 郑州、邯郸."""
    if not answer.short:
        return answer.short is None and bool(answer.parts)
    return (
        any(_bears_out(answer.short, citation) for citation in answer.citations)
        or all(any(place in each.report.place for each in answer.citations) for place in answer.short.split("、"))
        or bool(answer.parts and _is_composed(answer.short, answer))
    )


def _line_problems(line: str, answer: Answer, gazetteer: Gazetteer) -> Iterator[str]:
    by_number = {str(citation.n): citation for citation in answer.citations}
    given = ""
    if answer.parts:
        said = _without_label(line, answer)
        line = without_result(said)
        # 按286名委员算: what a right calculation is over may be given by the question.
        given = answer.question if line != said else ""
    markers = _MARKER.findall(line)
    if unknown := [number for number in markers if number not in by_number]:
        yield f"[{unknown[0]}] is no citation"
    named = [by_number[number] for number in markers if number in by_number]
    cited = named or list(answer.citations)
    quotes = "\n".join(citation.quote for citation in cited)
    counted_in = [figure + unit for citation in cited for figure, unit in citation.units]
    rest, shown = _without_quote(line) if named else (line, "")
    if shown and _fold_marks(shown) not in _fold_marks(quotes):
        yield f"what is shown as a quote is not the one cited: {line}"
    titles = [citation.report.title for citation in cited]
    shorts = [short for short in (answer.short, *(part.short for part in answer.parts)) if short]
    stated = " ".join((*shorts, *titles, *(reading.qualifier for reading in answer.readings)))
    years = _years_of(cited, answer, line) | set(_YEAR.findall(stated))
    if answer.parts:  # whole sentences, which may name other years
        years |= set(_YEAR.findall(quotes))
    if not years.issuperset(_YEAR.findall(rest)):
        yield f"a year is not that of the report cited: {line}"
    if answer.parts and not named:  # each part was searched for in reports of its own
        rest = _SEARCHED.sub(lambda found: "" if _is_searched(answer, found) else found[0], rest)
    counts = () if named else [form for n in _counted(answer) for form in (str(n), f"{n} 篇", f"{n} 份", f"{n} 个")]
    if not figures_stand_in(_YEAR.sub("", rest), " ".join((quotes, *counted_in, *titles, *counts, given))):
        yield f"a figure is not in the quote cited: {line}"
    if answer.parts and any(not _stands_told(told, by_number) for told in _TOLD.finditer(line)):
        yield f"a sentence is not the one cited: {line}"
    # Of an answer in one part the line above its rows names their report.
    for mention in gazetteer.mentions(rest) if named or len(answer.parts) == 1 else ():
        own = any(citation.report.place.startswith(place.path) for citation in cited for place in mention.places)
        names = (mention.text, *(name for place in mention.places for name in gazetteer.names(place)))
        if mention.certain and not own and not any(name in quotes for name in names):
            yield f"{mention.text} is not the place of the report cited: {line}"


def _stands_told(told: re.Match[str], by_number: dict[str, Citation]) -> bool:
    """Whether the end of a whole sentence stands in a quote that is cited behind it."""
    end = _fold_marks(told["end"])
    cited = (by_number[number] for number in _MARKER.findall(told["markers"]) if number in by_number)
    return any(end in _fold_marks(citation.quote) for citation in cited)


def _is_searched(answer: Answer, found: re.Match[str]) -> bool:
    """Whether so many reports were searched of all there are, as a part says: it may be about fewer than the answer."""
    of, n = int(found["of"] or found["of_in_english"]), int(found["n"] or found["n_in_english"])
    return of == answer.scope.reports_total and n <= answer.scope.reports_searched


def _counted(answer: Answer) -> Iterator[int]:
    """How many reports were searched, and how many reports and places are cited."""
    yield from (answer.scope.reports_searched, answer.scope.reports_total)
    yield len({citation.report.id for citation in answer.citations})
    yield len({citation.report.place_code for citation in answer.citations})


def _is_composed(short: str, answer: Answer) -> bool:
    """Whether a short answer is a verdict, the result of a right calculation, the figures of several years or both ends
    of a change.
    """
    verdict = _VERDICT.match(short)
    said = [short[verdict.end() :]] if verdict else re.split("、|, | → ", short)
    results = {result_of(line) for line in answer.text.splitlines()} - {""}
    # With the word of its difference: 不对，多247件; 少247件, of 656件 − 409件 = 247件.
    if short in results or (said and _APART.sub("", said[0]) in results):
        return True
    figures = [_OF_YEAR.sub("", each) for each in said]
    return all(not each or any(_bears_out(each, citation) for citation in answer.citations) for each in figures)


def _without_label(line: str, answer: Answer) -> str:
    """A line without the words of the question before its colon: 写了多少篇心得：260篇."""
    label, colon, said = line.partition("：" if answer.language == "zh" else ": ")
    asked = _fold_marks(_fold(f"{answer.question} {answer.understood_as or ''}")).replace(",", "，")
    return said if colon and _fold_marks(_fold(label)).replace(",", "，") in asked else line


def _without_quote(line: str) -> tuple[str, str]:
    """A line without the quote before its last marker, and that quote: `…：“立案409件” [1]`."""
    begins, ends = _QUOTE_BEGINS.search(line), _QUOTE_ENDS.search(line)
    if begins is None or ends is None or begins.end() > ends.start():
        return line, ""
    return line[: begins.start()] + line[ends.end() :], line[begins.end() : ends.start()]


def _years_of(cited: Iterable[Citation], answer: Answer, line: str) -> set[str]:
    """The years a line may name: those asked for, and those its reports cover or, where a year's plans are asked for
    or the line says that it is planned, plan.
    """
    plans = answer.scope.period == "plans" and answer.scope.years
    years = [year for c in cited for year in (c.report.plans if plans else c.report.covers)]
    if answer.parts and _PLANNED.search(line):
        years += [year for c in cited for year in c.report.plans]
    return {str(year) for year in (*years, *answer.scope.years)}


def _bears_out(short: str, citation: Citation) -> bool:
    """Whether a quote has the short answer, or, where the answer is a place, it is the report's."""
    return _fold_space(short) in _fold_space(citation.quote) or short in citation.report.place


def _fold_marks(text: str) -> str:
    """Without white space and Markdown's marks, which a shown quote leaves out."""
    return re.sub(r"[\s*#]", "", text)


def _fold(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text))


def _fold_space(text: str) -> str:
    return "".join(text.split())
