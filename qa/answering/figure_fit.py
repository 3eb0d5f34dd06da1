"""How well a figure fits what is asked: its unit, what it counts, at which stage and of which time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.conjunctions import AND
from index.language.stages import denies_stage
from index.language.units import SHARES, unit_fits, unit_may_stand
from qa.answering.surroundings import Surroundings
from qa.retrieval.concepts import Concept
from qa.types import Hit
from qa.understanding.query import Query

__all__ = ["asks_rate", "fit_figure", "is_of_another_year", "stage_words", "stages", "years_named"]

_NEAR_NOUN = 6
_ASKS_GROWTH = re.compile(
    r"增长|增速|增幅|下降|提高|上升|率|占比|比例|百分|几成|growth|grow|rate|percent|proportion|share", re.IGNORECASE
)
_HOW_MANY = re.compile(r"(?:总?共)?(?:有|是|为|达到?|了)?(?:多少|几)")
# What may have become of a proposal or a piece of information, or whether the new or all are counted: each another
# count.
_STAGES = (
    ("提交", "提出", "收到", "收集", "征集"),
    ("立案",),
    ("办复", "办结", "办理", "答复"),
    ("采纳", "采用"),
    ("报送", "上报"),
    ("新增", "新认定", "新建", "净增", "新培育"),
    ("总数", "总量", "累计", "总共", "in total"),
)
_YEAR_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年")
_ASKS_SEVERAL = re.compile(r"(?:多少|几)[㐀-鿿]{1,10}[、和与及][㐀-鿿]|[㐀-鿿][、和与及][㐀-鿿]{1,10}(?:多少|几|一?共)")
_SAYS_NO_THING = re.compile(
    "|".join(word for words in _STAGES for word in words)
    + "|其中|经审查|审查|全年|年内|截至|目前|已|共|并案|合并|全部|均|后|为|了|的"
)
_NOUNS = re.compile("[㐀-鿿]{2,}")
_LEAST_NOUN = 4
_LIST_JOINT = re.compile(AND)


def fit_figure(around: Surroundings) -> float:
    """The sum of what speaks for and against a figure, on the scale of a finding's score."""
    return _unit(around) + _growth(around) + _counted(around) + _qualified(around) + _time(around)


def asks_rate(query: Query) -> bool:
    """Whether a rate, a share or a change is asked for, rather than an amount."""
    return _ASKS_GROWTH.search(query.question) is not None


def stages(text: str) -> set[int]:
    """Which counts a text speaks of: submitted, filed, answered, adopted, reported; new, or all."""
    return {number for number, words in enumerate(_STAGES) if any(word in text for word in words)}


def stage_words(query: Query) -> str:
    """The question as far as it names a stage: a Chinese one as typed, so that 没有立案 stays together."""
    return query.question if query.language == "zh" else f"{query.content} {query.question}"


def is_of_another_year(query: Query, hit: Hit, sentence: str) -> bool:
    """Whether the report reviews several years of which the one asked for is not the last, and neither the sentence
    nor a heading above it names that year: then its figures are the last year's, or those of the whole period. So, too,
    where it has no period and its title names another year: 2024年实施方案.
    """
    report = hit.report
    covers = report.covers or (() if report.plans else tuple(years_named(report.title)))
    if not query.years or query.period != "covers" or not covers or covers[-1] in query.years:
        return False
    return set(years_named(sentence + " ".join(hit.heading_path))).isdisjoint(query.years)


def years_named(text: str) -> list[int]:
    """The years that a text names, from left to right."""
    return [int(year) for year in _YEAR_NAMED.findall(text)]


def _unit(around: Surroundings) -> float:
    query, figure = around.query, around.candidate.figure
    if not query.units or figure is None:
        return 0.0
    if unit_fits(query.units, figure.unit):
        return 0.3
    return 0.0 if unit_may_stand(query.units, figure.unit) else -0.35


def _growth(around: Surroundings) -> float:
    """A rate is no amount: 增长7.6% does not answer 生产总值是多少."""
    figure = around.candidate.figure
    return -0.3 if figure is not None and figure.unit in SHARES and not asks_rate(around.query) else 0.0


def _counted(around: Surroundings) -> float:
    """Whether the figure counts the thing asked for: 政协委员和广大干部群众共700余人 counts no 政协委员, and of
    办理人大代表建议984件、政协委员提案1828件 only the second counts 提案.
    """
    thing = _counted_thing(around.query, around.concepts)
    if thing is None or around.candidate.headers:
        return 0.0  # what a table's cell is of was settled by its heads
    follows = re.split(r"[\W\d]", around.after[:_NEAR_NOUN])[0]
    if any(variant in follows for variant in thing.variants):
        return 0.15
    before = re.split("[,，;；。]", around.before)[-1]
    if "分别" in before:
        # Which figure is whose was settled when its own words were found.
        return 0.15 if thing.match(around.own) >= 0.5 else -0.45
    at, word = max((before.rfind(variant), variant) for variant in thing.variants)
    if at >= 0 and not _LIST_JOINT.search(before[at + len(word) :]):
        return 0.15
    if at >= 0 and word in around.own:
        if _ASKS_SEVERAL.search(around.query.question):
            return 0.15
        return -1.6 if word == thing.variants[0] else -0.4
    if thing.match(around.own) >= 0.5:
        return 0.0
    clause = max(re.split("[,，;；。]", around.sentence), key=lambda part: around.candidate.text in part)
    if thing.match(clause) >= 0.5:
        return -0.25
    if thing.match(around.sentence) >= 0.5:
        return -1.6 if _names_another(around) else 0.0
    # The asker uses the reports' own word, and this passage does not: it speaks of something else.
    if thing.known:
        passage = " ".join(around.hit.heading_path) + around.hit.text
        return -0.7 if thing.match(passage) >= 0.5 else -0.9
    return -0.2


def _names_another(around: Surroundings) -> bool:
    """Whether the figure's own words name a thing of their own: in 收到提案265件,立案224件,受理复议案件12件 the last
    counts no 提案.
    """
    words = f"{around.own.replace(around.candidate.text, ' ')} {re.split('[^㐀-鿿]', around.after)[0][:_NEAR_NOUN]}"
    return len("".join(_NOUNS.findall(_SAYS_NO_THING.sub(" ", words)))) >= _LEAST_NOUN


def _counted_thing(query: Query, concepts: Sequence[Concept]) -> Concept | None:
    """What follows the measure word of the question, 多少名政协委员 → 政协委员, or stands before it, 提案多少件."""
    if query.counted:
        return Concept(query.counted, 1.0, known=False)
    match = _HOW_MANY.search(query.question)
    if match is None:
        return None
    named = [concept for concept in concepts if len(concept.variants[0]) > 1]
    rest = query.question[match.end() :].removeprefix("的")
    for unit in query.units:
        rest = rest.removeprefix(unit).removeprefix("的")
    before = query.question[: match.start()]
    after = [concept for concept in named if rest.startswith(concept.variants[0])]
    found = after or [concept for concept in named if before.endswith(concept.variants[0])]
    return max(found, key=lambda concept: len(concept.variants[0]), default=None)


def _qualified(around: Surroundings) -> float:
    """Submitted is not filed: a figure said of another stage than the one asked about is not the answer."""
    asked = stages(around.query.content + around.query.question)
    if not asked:
        return 0.0
    if denies_stage(around.own, stage_words(around.query)):
        return -1.0
    stated = stages(around.own)
    if asked & stated:
        return 0.1
    return -0.25 if stated else 0.0


def _time(around: Surroundings) -> float:
    """A figure of another year is not the year's own; nor is one from a review of several years that says nothing of
    the year asked for.
    """
    total, query = 0.0, around.query
    at = around.sentence.find(around.candidate.text)
    named = years_named(around.sentence[: max(at, 0)])
    if named and query.years and named[-1] not in query.years:
        total -= 0.5
    if is_of_another_year(query, around.hit, around.sentence):
        total -= 0.5
    return total
