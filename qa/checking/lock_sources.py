"""What a sentence of a model is held against: the cited spans and the figures they state, as the lock reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.language.figures import Figure, find_figures
from index.language.gazetteer import Gazetteer
from index.language.script import simplified
from index.language.units import PEOPLE
from index.reading.characters import clean_characters
from index.types import Report
from qa.checking.claim_figures import ClaimedFigure, claimed_figures
from qa.types import Citation

__all__ = ["Reader", "Said", "Source", "folded", "pairs_of", "said_in", "unit_of"]

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0) not in "!\"'(),:;?"}
_HAN = re.compile("[㐀-鿿]+")
_UNITS = {"％": "%", "百分点": "个百分点", "余人": "人", "千米": "公里", "平方千米": "平方公里"}
_STOP = re.compile(r"[，；;。：:！？!?\n]|,(?!\d{3}(?!\d))")
_RESPECTIVELY = re.compile("分别")
_ITEMS = re.compile("[、和与及]")
_SPACES = re.compile(r"(?<=[㐀-鿿])[ \t\u3000]+(?=[㐀-鿿])|\*\*")


def folded(text: str) -> str:
    """In simplified characters, letters and digits of full width as ASCII, without unseen characters."""
    return _SPACES.sub("", simplified(clean_characters(text)).translate(_WIDE))


def unit_of(figure: Figure) -> str:
    """The unit under one name: 人, 名 and 位 all count people, but 件 is not 条, nor % a percentage point."""
    unit = _UNITS.get(figure.unit, figure.unit)
    return "人" if unit in PEOPLE else unit


def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters."""
    return frozenset(run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1))


@dataclass(frozen=True, slots=True)
class Said:
    """A figure where it is said. start, end: in the text that says it. own: the words that speak of it; clause: the
    words around it up to the next stops; lead: those of its clause before it; before: all that stands before it.
    """

    figure: Figure
    start: int
    end: int
    own: str
    clause: str
    lead: str
    before: str
    after: str


def said_in(text: str) -> tuple[Said, ...]:
    """The figures of a folded text, each with the words that speak of it."""
    figures = find_figures(text)
    claimed = claimed_figures(text)
    if len(claimed) != len(figures):
        claimed = [ClaimedFigure(figure, text, text[: figure.number_start]) for figure in figures]
    respectively = _respectively(text, figures)
    return tuple(_said(text, n, figures, each, respectively.get(n, "")) for n, each in enumerate(claimed))


def _said(text: str, n: int, figures: Sequence[Figure], claimed: ClaimedFigure, named: str) -> Said:
    figure = figures[n]
    following = figures[n + 1].start if n + 1 < len(figures) else len(text)
    border = _STOP.search(text, figure.end)
    behind = text[figure.end : min(following, border.start() if border else following)]
    begins = max((stop.end() for stop in _STOP.finditer(text, 0, figure.start)), default=0)
    ends = border.start() if border else len(text)
    return Said(
        figure=figure,
        start=figure.start,
        end=figure.end,
        own=named or f"{claimed.own} {behind}",
        clause=text[begins:ends],
        lead=claimed.lead,
        before=text[: figure.number_start],
        after=text[figure.end : figure.end + 4],
    )


def _respectively(text: str, figures: Sequence[Figure]) -> dict[int, str]:
    """Which figure is whose, by their order: of `入园率和增加值占比分别提高到35%、50%` the second is 增加值占比's."""
    found: dict[int, str] = {}
    for match in _RESPECTIVELY.finditer(text):
        begins = max((stop.end() for stop in _STOP.finditer(text, 0, match.start())), default=0)
        border = _STOP.search(text, match.end())
        ends = border.start() if border else len(text)
        counted = [n for n, figure in enumerate(figures) if match.end() <= figure.start < ends]
        items = _ITEMS.split(text[begins : match.start()])
        if len(counted) > 1 and len(items) == len(counted):
            verb = text[match.end() : figures[counted[0]].start]
            found |= {n: f"{item} {verb}" for n, item in zip(counted, items, strict=True)}
    return found


@dataclass(frozen=True, slots=True)
class Source:
    """One cited span. text: its quote, folded; about: what the report itself is called and of, folded; plans: whether
    it is asked for what the report plans.
    """

    report: Report
    text: str
    about: str
    plans: bool
    figures: tuple[Said, ...] = field(repr=False)

    @classmethod
    def of(cls, citation: Citation, gazetteer: Gazetteer, *, plans: bool) -> Source:
        """The citation as the lock reads it."""
        report = citation.report
        place = gazetteer.place(report.place_code) if report.place_code else None
        names = (*gazetteer.names(place), report.place) if place else ()
        about = "\n".join((*names, report.title, *citation.heading_path, report.speaker, report.session))
        quote = folded(citation.quote)
        return cls(report, quote, folded(about), plans, said_in(quote))

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which it may speak without naming them."""
        return self.report.plans if self.plans else self.report.covers


@dataclass(frozen=True, slots=True)
class Reader:
    """What the lock reads with. cut: text → words without overlap. chinese: an English word → Chinese words for it."""

    gazetteer: Gazetteer
    cut: Callable[[str], Sequence[str]]
    chinese: Callable[[str], Sequence[str]] = lambda _word: ()
