"""What a comparison finds: the rows of places, and the places without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Report
from qa.answering.counted import qualifier_of, words_around
from qa.answering.extract import Finding
from qa.answering.facts import AskedIndicator
from qa.citing.citation import cite_finding
from qa.citing.verify import figures_stand_in, quote_stands
from qa.comparison.groups import Group
from qa.retrieval.scope import ResolvedScope
from qa.types import Hit

__all__ = ["Found", "Row", "qualifier_in", "stands", "words_up_to"]


@dataclass(frozen=True, slots=True)
class Row:
    """What one place states. qualifier: what its figure counts. years: the period it is stated for. others: the same
    thing with another value, in other reports of that place and period, such as the draft of this one. stated: whether
    the fact table has it, rather than the words of a passage.
    """

    report: Report
    finding: Finding
    qualifier: str
    years: tuple[int, ...]
    others: tuple[Finding, ...] = ()
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """rows: best first. short: the answer in a few words. related: the passages looked at, best first. scope: what was
    searched. absent: the groups without a row; unsearched: those among them that had no passage to look at. compares:
    whether figures are compared at all. nouns: what the indicator is called; asked: the one indicator, where it
    is one. series: several years were asked for, each with rows of its own.
    """

    rows: tuple[Row, ...]
    short: str
    related: tuple[Hit, ...]
    scope: ResolvedScope
    absent: tuple[Group, ...] = ()
    unsearched: frozenset[Group] = frozenset()
    compares: bool = True
    nouns: tuple[str, ...] = ()
    asked: AskedIndicator | None = None
    series: bool = False

    @property
    def unstated(self) -> tuple[str, ...]:
        """The names of the places searched that do not state it."""
        return tuple(group.name for group in self.absent if group not in self.unsearched)


def words_up_to(finding: Finding) -> str:
    """Its sentence up to the figure."""
    return finding.hit.report.text[finding.sentence.start : finding.candidate.start]


def qualifier_in(finding: Finding, nouns: Sequence[str]) -> str:
    """What a figure counts, in the words beside it, with the noun of these behind it: 新增|50家高新技术企业."""
    if finding.candidate.figure is None:
        return ""
    beside = qualifier_of(finding.hit.text, finding.clause, finding.candidate, finding.hit.start)
    _, after = words_around(finding.hit.text, finding.clause, finding.candidate, finding.hit.start)
    behind = next((noun for noun in nouns if after.removeprefix("的").startswith(noun)), "")
    return beside if any(noun in beside for noun in nouns) else beside + behind


def stands(finding: Finding) -> bool:
    """Whether what would be shown stands in the quote it would be cited with."""
    citation = cite_finding(1, finding)
    return quote_stands(citation) and figures_stand_in(finding.candidate.text, citation.quote)
