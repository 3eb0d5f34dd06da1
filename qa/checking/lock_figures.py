"""The figures and years of a model's sentence, each held against the figure of the cited spans that it repeats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from index.language.changes import change_before, changes_in
from index.language.dates import YEAR, year_value
from index.language.gazetteer import Gazetteer
from index.language.stages import nearest_stages, stages_in
from index.language.word_classes import word_class
from qa.checking.claim_figures import bound_of, is_negated, may_be_of
from qa.checking.lock_sources import Reader, Said, Source, pairs_of, said_in, unit_of
from qa.checking.quotes import find_quote
from qa.checking.struck import Struck, StruckFor

__all__ = ["figure_problem", "is_the_same_figure", "numeral_problem", "year_problem"]

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|[.,]\d|\s?[件名人条个项万亿元%])")
_CHINESE_YEAR = re.compile(rf"(?<![一二三四五六七八九十百千万零〇]){YEAR}(?=年)")
_NUMERAL = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟半倍]+")
_SEVERAL_NUMBERS = re.compile(r"\d[^\d.,]+\d")
_LISTED = re.compile(r"[一二三四五六七八九十]{1,2}是")
_RELATIVE = re.compile(
    r"去年|今年|明年|前年|上年|本年|来年|次年|同期|上半年|下半年|上个?月|本月|上届|本届|年初|年末|年底"
)
_CLAUSE = re.compile("[，,；;。]")
_BOUNDED = re.compile("以[上下内]")  # of a figure before
_LEAST_OWN = 0.2
_MARKS = " \t\n，。、；：！？,.;:!?”“’‘）)（(》《[]—-"


def year_problem(text: str, sources: Sequence[Source]) -> Struck | None:
    """A year that no cited span names and none is of."""
    for year in years_in(text):
        named = any(str(year) in source.text or year in years_in(source.text) for source in sources)
        if not named and not any(year in source.years for source in sources):
            return Struck("year", str(year))
    for match in _RELATIVE.finditer(text):
        if not any(match[0] in source.text for source in sources):
            return Struck("year", match[0])
    return None


def years_in(text: str) -> list[int]:
    """The years that a text names, in digits of any kind."""
    return [int(each[1]) for each in _YEAR.finditer(text)] + [
        year_value(each[0]) for each in _CHINESE_YEAR.finditer(text)
    ]


def figure_problem(text: str, sources: Sequence[Source], reader: Reader) -> Struck | None:
    """A figure that no cited span states, or states of something else: other words, stage, way, unit, place or year."""
    for said in said_in(text):
        if problem := _held(text, said, sources, reader):
            return problem
    return None


def _held(text: str, said: Said, sources: Sequence[Source], reader: Reader) -> Struck | None:
    shown = said.figure.text.strip()
    printed = [(source, each) for source in sources for each in source.figures]
    same = [(s, e) for s, e in printed if is_the_same_figure(said, e, s)]
    if not same:
        value = any(e.figure.value == said.figure.value for _, e in printed)
        return Struck("unit" if value and said.figure.value else "figure", shown)
    checks: tuple[tuple[StruckFor, Callable[[Source, Said], bool]], ...] = (
        ("stage", lambda _, e: _stages_agree(said, e)),
        ("negation", lambda _, e: is_negated(said.clause) == is_negated(e.clause)),
        ("direction", lambda _, e: _ways_agree(said, e)),
        ("year", lambda s, e: _years_agree(text, said, s, e)),
        ("place", lambda s, _: _places_agree(text, said, s, reader.gazetteer)),
        ("misplaced", lambda s, e: _is_nearest(said, s, e, [o for _, o in printed])),
    )
    for reason, agrees in checks:
        same = [(source, each) for source, each in same if agrees(source, each)]
        if not same:
            return Struck(reason, shown)
    return None


def is_the_same_figure(said: Said, printed: Said, source: Source) -> bool:
    """Whether they are one number with one unit, bounded the same way: 700余人 may be said as 700多人 and as 700人."""
    ours, theirs = said.figure, printed.figure
    if theirs.doubtful or ours.value != theirs.value or unit_of(ours) != unit_of(theirs):
        return False
    if _SEVERAL_NUMBERS.search(ours.text) or _SEVERAL_NUMBERS.search(theirs.text):
        return any(find_quote(ours.text, source.text))
    if not ours.unit and said.after[:1].strip(_MARKS) != printed.after[:1].strip(_MARKS):
        return False
    put, given = (
        bound_of(_BOUNDED.split(each.before)[-1][-6:] + each.figure.text + each.after[:2]) for each in (said, printed)
    )
    return put == given or (put == 0 and given > 0)


def _stages_agree(said: Said, printed: Said) -> bool:
    """收到, 立案, 办复: the stage named nearest to a figure is one that the span's own words have, or, where they have
    none, the nearest before them; others that the sentence names stand before it in the span too.
    """
    given = stages_in(printed.own)
    for clause in reversed(_CLAUSE.split(printed.before)) if not given else ():
        given = given or stages_in(clause)
    put = stages_in(said.own)
    if put <= given:
        return True
    nearest = nearest_stages(said.clause, said.clause.find(said.figure.text))
    return bool(nearest) and nearest <= given and put <= given | stages_in(printed.before)


def _ways_agree(said: Said, printed: Said) -> bool:
    """A rise is said as a rise, a level as a level."""
    put, given = change_before(said.before), change_before(printed.before)
    if put and given:
        return put.sign == given.sign and put.level == given.level
    if given and not given.level:
        return changes_in(said.lead[-12:]) == {given.sign}
    if put and not put.level:
        return changes_in(printed.lead[-12:]) == {put.sign}
    return not put or put.sign > 0 or not changes_in(printed.lead)


def _years_agree(text: str, said: Said, source: Source, printed: Said) -> bool:
    """The year named last before a figure is the one that the span, or its report, gives it."""
    years = years_in(said.before) or years_in(text[: said.start])
    if not years:
        return True
    named = years_in(printed.before)
    if named:
        return years[-1] == named[-1]
    return years[-1] in source.years and (source.plans or may_be_of(source.report, printed.before, years[-1:]))


def _places_agree(text: str, said: Said, source: Source, gazetteer: Gazetteer) -> bool:
    """The place named last before a figure is that of the report, or stands in the span."""
    mentions = [each for each in gazetteer.mentions(text[: said.start]) if each.certain or each.text in source.about]
    if not mentions:
        return True
    last = mentions[-1]
    own = any(place.path and source.report.place.startswith(place.path) for place in last.places)
    return own or last.text in source.text


def _is_nearest(said: Said, source: Source, printed: Said, others: Sequence[Said]) -> bool:
    """Whether no other figure of the same unit is spoken of in words nearer to the sentence's."""
    words = pairs_of(said.own) - pairs_of(source.about)
    if not words:
        return True

    def nearness(each: Said) -> tuple[float, int]:
        """By the words that speak of it; where these are alike (过10亿元企业8户、过5亿元企业4户), by those before."""
        pairs = zip(reversed(said.before), reversed(each.before), strict=False)
        alike = takewhile(lambda pair: pair[0] == pair[1], pairs)
        return len(words & pairs_of(each.own)) / len(words), sum(1 for _ in alike)

    rivals = [e for e in others if unit_of(e.figure) == unit_of(said.figure) and e.figure.value != said.figure.value]
    own = nearness(printed)
    return all(own >= nearness(rival) for rival in rivals) and (own[0] >= _LEAST_OWN or len(words) < 3)


def numeral_problem(text: str, sources: Sequence[Source], reader: Reader) -> Struck | None:
    """A numeral that is no figure (第十五届, 3月, 一半, 12345热线) and that no cited span has."""
    spans = [(each.start, each.end) for each in said_in(text)]
    spans += [match.span(1) for match in _YEAR.finditer(text)] + [
        match.span() for match in _CHINESE_YEAR.finditer(text)
    ]
    spans += [
        match.span()
        for match in _LISTED.finditer(text)
        if not text[: match.start()].strip(_MARKS) or text[match.start() - 1] in "，。；：,;"
    ]
    spans += list(_words_with_numerals(text, reader))
    for match in _NUMERAL.finditer(text):
        if any(start <= match.start() and match.end() <= end for start, end in spans):
            continue
        following = text[match.end() : match.end() + 1].strip(_MARKS)
        token = match[0] + following
        if not any(_stands(token, place) for source in sources for place in (source.text, source.about)):
            return Struck("figure", token)
    return None


def _stands(token: str, text: str) -> bool:
    """Whether a numeral stands in a text, and is not cut from a longer one."""
    at = text.find(token)
    while at >= 0:
        before = text[at - 1 : at]
        ends_in_numeral = _NUMERAL.match(token[-1])
        after = text[at + len(token) : at + len(token) + 1]
        if not (before and _NUMERAL.match(before)) and not (ends_in_numeral and _NUMERAL.match(after)):
            return True
        at = text.find(token, at + 1)
    return False


def _words_with_numerals(text: str, reader: Reader) -> Iterator[tuple[int, int]]:
    """The words that a numeral is but a part of: 进一步, 统一, 万众一心; those that count are none."""
    at = 0
    for word in reader.cut(text):
        start = text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        ordinary = word in _VAGUE or word_class(word) in ("particle", "other")
        if len(word) > 1 and ordinary and not _COUNTS.search(word):
            yield start, at


_VAGUE = frozenset("一些 一系列 一批 一定 一起 之一 一直 十分 万物 百姓 一致 一方面 另一方面 一道 一步 一体".split())
# 翻番, 一半, 三分之一: words of the dictionary that are figures all the same.
_COUNTS = re.compile(
    "[半倍番]|分之|双[^方边向]|(?<![一二两三四五六七八九十百千万])[一二两三四五六七八九十百千万]+(?:成|次|个|年|月|日|天|倍|番|分|届|位|名|项|条|家|户|名)$"
)
