"""A question that leans on the one before it ("那邯郸呢?", "为什么?", "And in 2022?") → the whole question it means.

What a question lacks is taken from the one before: its place, its year, what it counts, or all but one of these. One
that names what it is about stands on its own, and so does one about all places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from index.language.gazetteer import Gazetteer
from index.language.script import simplified
from qa.understanding.again import means_all, reckoned_again, refers_back, refers_to_several
from qa.understanding.again_english import reckoned_again_english
from qa.understanding.chatter import without_chatter
from qa.understanding.claimed_again import claimed_result
from qa.understanding.clause import begins_asking, names_nothing, without_ends
from qa.understanding.coordinated import find_distributive
from qa.understanding.followup_chinese import follow_chinese
from qa.understanding.followup_english import AGAINST_IN_ENGLISH, asked_with, english_clause
from qa.understanding.frame import ASKED, frame_of
from qa.understanding.interrogatives import find_interrogative
from qa.understanding.occasion import of_same_subject
from qa.understanding.operators import operator_in
from qa.understanding.other_scope import share_of_period
from qa.understanding.rephrased import rephrased
from qa.understanding.retold import operated
from qa.understanding.retold_english import operated_in_english, without_lead
from qa.understanding.turns import clauses_of, joined
from qa.understanding.where_when import Read, WhereWhen, language_of, read_question, replace_scope
from qa.understanding.whether import read_whether

__all__ = ["complete_question", "ends_in_sum"]

# The place asked about before and the one asked about since: 那徐州呢？两市差多少？
_BOTH = re.compile("(?:这|那)?(?:两[市地区县省者家个]|二者)")
# Adds up or compares what was asked, and names nothing of its own.
_TOGETHER_IN_ENGLISH = re.compile(
    "(?:and )?(?:what is the |what's the |how many (?:is|are|was|were) (?:that|it|they) )?"
    r"(?:all together|altogether|together|combined|in total|sum)\b",
    re.IGNORECASE,
)
_OF_TOTAL = re.compile("占(?:其|这个?|那个?|全部)?(?P<total>总[额数量值])(?=的|$)")
_TOTAL = re.compile("[㐀-鿿]{2,10}?(?P<total>总[额数量值])")
# 比班子多多少: against what an earlier turn asked of.
_AGAINST_NAMED = re.compile(
    "(?:那么?|又|[，,])*比(?P<other>[^，,。？?多少几比]{2,10}?)的?(?:要|还)?"
    "(?P<asked>(?:多|少|高|低)(?:出|了)?(?:(?:多少|几)[㐀-鿿]{0,3}|百分之[几多]少?))(?:呢|啊)?"
)
# 多了几天？ behind the same of two years: the later against the earlier.
_MORE_ALONE = re.compile(
    "(?:那么?|又|一共|总共|到底|究竟|[，,])*(?P<asked>(?:多|少|高|低|增加|减少|增|减)(?:出|了)?(?:多少|几)[㐀-鿿]{0,3}?)(?:呢|啊)?"
)
# 这五年涨了百分之多少: of the same in two years.
_GREW_ALONE = re.compile(
    "(?:那么?|这?(?:两|[一二三四五六七八九十几]{1,2})年[来间里]?|前后|期间|一共|总共)*(?:上?涨|增长|增加|下?降|减少|提高)了?(?P<much>百分之(?:几|多少)|几成)"
)
# 合起来改的比新的多几项: of what was told one by one.
_TOGETHER_BEFORE = re.compile(
    "^(?:那么?|这样)?[，,]?(?:合起来|加起来|总的|总体|一共|总共|合计)(?:看|说|来看|来说|算)?[，,]?(?=[^，,]{1,12}[比占是])"
)
# 占几成, behind two things counted: the later of the earlier.
_SHARE_ALONE = re.compile(
    "(?:那么?|这|又|它)?(?:占(?:了|到|比)?|比例|比重)(?:是|有|达到?|大[约概])?的?"
    "(?:多少|几成|百分之(?:几|多少)|几分之几|多[大高](?:的)?(?:比例|比重|份额)?)"
)
_OF_WHOLE = re.compile("[中里](?!学|小|医|[心国央华部级年共型])")
_MOST_EARLIER = 4
_PAIR = 2


def complete_question(
    question: str,
    *,
    previous: str,
    gazetteer: Gazetteer,
    today: date,
    indexed: frozenset[str] = frozenset(),
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    earlier: Sequence[str] = (),
) -> str | None:
    """The whole question meant, or None where this one stands on its own.

    earlier: the questions that the one before leant on in its turn, whole, the oldest first.
    places, years: filters chosen since; what the question before says of these gives way to them. previous: the
    question before, itself whole. indexed: codes of the places that have reports, which tell same-name
    places apart. today: what 去年 counts from.
    """

    def read(text: str) -> WhereWhen:
        return read_question(text, gazetteer=gazetteer, today=today, indexed=indexed)

    asked, before = (without_chatter(_cleaned(words)) for words in (question, previous))
    asked = rephrased(asked) if language_of(asked) == "zh" else asked
    if not asked or not before:
        return None
    clauses = clauses_of(asked)
    turn = _Turn(
        read,
        [_in_filters(part, read, places, years) for part in _parts(before, read)],
        earlier=[_without_mark(each) for each in earlier],
    )
    turn.take_all(list(clauses))
    if not turn.leans and (len(clauses) > 1 or asked == _cleaned(question)):
        return None
    return joined(turn.wholes)


def ends_in_sum(question: str) -> bool:
    """Whether it but adds up or compares what was asked before: 两样加一块儿是多少次."""
    asked = without_chatter(_cleaned(question))
    clause = clauses_of(rephrased(asked) if language_of(asked) == "zh" else asked)[-1]
    return _is_sum(clause) or _is_more_alone(clause)


def _is_more_alone(clause: str) -> bool:
    return _MORE_ALONE.fullmatch(clause.rstrip("?？ ")) is not None


def _is_sum(clause: str) -> bool:
    if language_of(clause) != "zh":
        return _TOGETHER_IN_ENGLISH.match(clause) is not None
    claimed = claimed_result(clause)
    return refers_back(claimed.asked if claimed else clause)


def _asking(clause: str) -> str:
    """加一加, 合起来呢 → 加一加是多少."""
    if language_of(clause) == "en" or find_interrogative(clause) or read_whether(clause, "zh"):
        return clause
    return f"{clause.rstrip('?？。 ').removesuffix('呢').rstrip('是有')}是多少"


def _parts(before: str, read: Read) -> list[WhereWhen]:
    """What the question before asks, each whole: 进出口总额有多少，增长了多少 asks two things of one place."""
    first, *others = clauses_of(before)
    turn = _Turn(read, [read(first)], wholes=[first])
    turn.take_all(others)
    return [read(whole) for n, whole in enumerate(turn.wholes) if not _reckons(whole, turn.wholes[:n])]


def _reckons(clause: str, asked: Sequence[str]) -> bool:
    """Whether a clause reckons with what was asked before it, and says so: 后者占前者的百分之几."""
    read_again = reckoned_again if language_of(clause) == "zh" else reckoned_again_english
    again = read_again(clause, asked, said="".join(asked)) if len(asked) > 1 else None
    return again is not None and again.sure


def _names_nothing(clause: str) -> bool:
    """Whether a clause asks only of what was asked before it."""
    if language_of(clause) == "zh":
        return names_nothing(clause)
    bare = without_lead(clause)
    return operator_in(bare, "en") is not None or AGAINST_IN_ENGLISH.fullmatch(bare) is not None


def _besides_scope(said: WhereWhen) -> str:
    return "".join(said.rest.split())


@dataclass
class _Turn:
    """The clauses of a turn as they are made whole, one after the other.

    parts: what the question before asks, of the place and year named since. wholes: the questions made. nearest: what
    a clause leans on that names nothing of its own (增幅多大): what is asked before it. opened: what a clause only
    named, which the one behind it asks (换成邯郸，各是多少). earlier: the questions of the turns before, whole.
    """

    read: Read
    parts: list[WhereWhen]
    earlier: Sequence[str] = ()
    wholes: list[str] = field(default_factory=list)
    opened: list[WhereWhen] = field(default_factory=list)
    leans: bool = False

    def __post_init__(self) -> None:
        self.first = self.nearest = self.parts[-1]

    def take_all(self, clauses: list[str]) -> None:
        """Makes the clauses whole in their order."""
        while clauses:
            clause = clauses.pop(0)
            opens, clause = clause.endswith(","), clause.rstrip(",")
            said = self.read(clause)
            if opens and clauses and not (said.place or said.year or _names_nothing(clauses[0])):
                clauses[0] = f"{without_ends(clause)}{clauses[0]}"
            elif not self._take_scope(clause, clauses):
                self._take(clause, clauses)

    def _take_scope(self, clause: str, following: Sequence[str]) -> bool:
        """Takes a clause that says but another place or time: all that was asked before is asked of that; where the
        clauses behind it ask again what it is of that, the first alone.
        """
        found = [_follow(clause, part, self.read, after="") for part in self.parts]
        moved = [self.read(whole) for whole in found if whole]
        if len(moved) < len(self.parts) or any(
            now.text == part.text or _besides_scope(now) != _besides_scope(part)
            for now, part in zip(moved, self.parts, strict=True)
        ):
            return False
        self.parts, self.nearest, self.leans = moved, moved[0], True
        if following and begins_asking(following[0]) and not ASKED.search(clause):
            self.opened = moved
        else:
            again = any(_names_nothing(other) for other in following)
            self.wholes.extend(part.text for part in moved[: 1 if again else None])
        return True

    def _take(self, clause: str, following: Sequence[str]) -> None:
        wholes = self._wholes(clause)
        self.leans = self.leans or wholes != [clause]
        said = self.read(wholes[-1])
        if following and begins_asking(following[0]) and language_of(clause) == "zh" and not ASKED.search(clause):
            self.opened = [said]
        else:
            self.wholes = [*(whole for whole in self.wholes if whole not in wholes), *wholes]
        if not _names_nothing(clause) and not _reckons(clause, self.wholes[:-1]):
            self.nearest = said
            self.parts = [_in(part, said, self.read) for part in self.parts]

    def _wholes(self, clause: str) -> list[str]:
        """The whole questions that one clause means."""
        clause = self._with_total(clause)
        if self.opened and begins_asking(clause) == "only":
            return [part.text for part in self.opened]
        last = self.parts[-1]
        pair = [self.first.text, *self.wholes]
        is_same = _besides_scope(last) == _besides_scope(self.nearest)
        if _BOTH.match(clause) and len(pair) == 2 and not is_same and _reckons(clause, pair):
            return [self.first.text, clause]
        if _BOTH.match(clause) and last.places != self.first.places:
            both = self.read(f"{self.first.place_words('zh')}和{last.place_words('zh')}")
            last = self.nearest = self.read(replace_scope(last, both) or last.text)
        elif _reckons(clause, self.wholes):
            return [clause]
        elif not self.wholes and _reckons(clause, [part.text for part in self.parts]):
            return [*(part.text for part in self.parts), clause]
        elif self.wholes and _is_sum(self.wholes[-1]) and (_is_sum(clause) or _is_more_alone(clause)):
            # 哪个高，差多少: of the same
            return [_asking(clause)]
        elif _is_sum(clause) and (added := self._added(asked := _asking(clause))):
            return [*added, asked]
        elif not self.wholes and language_of(clause) == "zh" and refers_to_several(clause):
            return self._grown_alone(clause) or [last.text, _asking(clause)]
        if not self.wholes and (each := self._against_earlier(clause) or self._of_each(clause)):
            return each
        if of_period := share_of_period(clause, last, self.read):
            return of_period
        if self.wholes and (
            same := of_same_subject(clause, self.nearest.text) or asked_with(clause, self.nearest.text)
        ):
            return [same]
        leaning = self.nearest if _names_nothing(clause) else last
        whole = _follow(clause, leaning, self.read, after="".join(self.wholes)) or clause
        return whole.split("? ")

    def _added(self, clause: str) -> list[str]:
        """What a clause that only adds up or compares is of: the things that the question before asks of each, else
        that question and those it leant on, all of which count (政协提案呢？合起来多少件？).
        """
        claimed = claimed_result(clause) if language_of(clause) == "zh" else None
        clause = claimed.asked if claimed else clause
        asked = [part.text for part in self.parts]
        if find_distributive(asked[-1]):
            return asked
        known = list(dict.fromkeys((*self.earlier, self.first.text, *self.wholes) if self.wholes else self.earlier))
        numbers = range(1, 1 + min(len(known), _MOST_EARLIER))
        found: list[str] = []
        for n in numbers:
            of_turns = known[-n:] if self.wholes else [*known[-n:], *asked]
            if len(of_turns) < _PAIR:
                continue
            if not all(_counts(each) for each in of_turns):
                break
            read_again = reckoned_again if language_of(clause) == "zh" else reckoned_again_english
            if read_again(clause, of_turns, said="".join(of_turns)):
                found = of_turns
                if not (language_of(clause) == "zh" and means_all(clause)):
                    break
        return found

    def _against_earlier(self, clause: str) -> list[str]:
        """What was asked last, held against what a turn before that asked of another: 比班子多多少; against the same of
        another year or place, where that was asked right before it: 多了几天.
        """
        more = _MORE_ALONE.fullmatch(clause.rstrip("?？ "))
        if more and len(self.parts) == 1 and self.earlier:
            one, other = self.read(self.earlier[-1]), self.parts[-1]
            if _besides_scope(one) == _besides_scope(other) and one.text != other.text and _counts(other.text):
                return [one.text, other.text, f"后者比前者{more['asked']}"]
        if two := self._grown_alone(clause) or self._of_named(clause) or self._share_of_two(clause):
            return two
        against, last = _AGAINST_NAMED.fullmatch(clause.rstrip("?？ ")), self.parts[-1].text
        if against is None or len(self.parts) > 1 or against["other"] in last or not _counts(last):
            return []
        named = [each for each in self.earlier if against["other"] in each and _counts(each)]
        return [named[-1], last, f"后者比前者{against['asked']}"] if named else []

    def _grown_alone(self, clause: str) -> list[str]:
        """By how much what was counted last is more than the same of an earlier year: 这五年涨了百分之多少."""
        grew = _GREW_ALONE.fullmatch(clause.rstrip("?？ "))
        if grew is None or not self.earlier or len(self.parts) > 1:
            return []
        one, other = self.read(self.earlier[-1]), self.parts[-1]
        if _besides_scope(one) != _besides_scope(other) or one.years == other.years or not _counts(other.text):
            return []
        return [one.text, other.text, f"后者比前者增长{grew['much']}"]

    def _share_of_two(self, clause: str) -> list[str]:
        """The thing counted last as a part of the one counted before it, of one place and time."""
        if not self.earlier or len(self.parts) > 1 or _SHARE_ALONE.fullmatch(clause.rstrip("?？ ")) is None:
            return []
        one, other = self.read(self.earlier[-1]), self.parts[-1]
        alike = one.places == other.places and one.years == other.years and one.text != other.text
        alike = alike and _OF_WHOLE.search(other.text) is None  # which names its whole itself
        if not alike or not (_counts(one.text) and _counts(other.text)):
            return []
        return [one.text, other.text, "后者占前者的百分之几"]

    def _of_named(self, clause: str) -> list[str]:
        """Two things that were counted in different turns, by what the clause calls each: 改的比新的多几项."""
        if language_of(clause) == "en" or len(self.parts) > 1 or not _counts(self.parts[-1].text):
            return []
        bare = _TOGETHER_BEFORE.sub("", clause)
        for n in range(1, 1 + min(len(self.earlier), _MOST_EARLIER)):
            asked = [*self.earlier[-n:], self.parts[-1].text]
            again = reckoned_again(bare, asked, said="".join(asked))
            if again and again.sure and len(again.of) == _PAIR and all(map(_counts, asked)):
                return [*(asked[at] for at in sorted(again.of)), bare]
        return []

    def _with_total(self, clause: str) -> str:
        """占总额的比例 as 占外贸进出口总额的比例, where that was asked about before."""
        total = _OF_TOTAL.search(clause)
        if total is None:
            return clause
        asked = [*map(self.read, self.earlier), self.first, *map(self.read, self.wholes)]
        named = [each[0] for said in asked for each in _TOTAL.finditer(said.rest) if each["total"] == total["total"]]
        return clause[: total.start("total")] + named[-1] + clause[total.end() :] if named else clause

    def _of_each(self, clause: str) -> list[str]:
        """What a clause that names nothing asks of each thing that was counted before it: 比2021年分别多了多少."""
        span = find_distributive(clause) if language_of(clause) == "zh" else None
        bare = clause[: span[0]] + clause[span[1] :] if span else ""
        if not bare or not _names_nothing(bare):
            return []
        asked = self.parts if len(self.parts) > 1 else [*map(self.read, self.earlier), *self.parts]
        if len(asked) < _PAIR or not all(_counts(each.text) for each in asked):
            return []
        wholes = [_follow(bare, each, self.read, after="") for each in asked]
        return [whole.rstrip("?？ ") for whole in wholes if whole] if all(wholes) else []


def _counts(question: str) -> bool:
    if language_of(question) == "en":
        return "how many" in question.lower() or "how much" in question.lower()
    asked = find_interrogative(question)
    return asked is not None and asked.counts


def _follow(clause: str, last: WhereWhen, read: Read, *, after: str) -> str | None:
    """The whole question that one clause means. after: what those before it in the same turn were completed to."""
    if language_of(clause) == "zh":
        if found := operator_in(clause, "zh"):
            in_english = last.language == "en"
            return operated_in_english(found, last, "") if in_english else operated(found, frame_of(last), clause)
        return follow_chinese(clause, last, read, after=after)
    new = read(without_lead(clause))
    found = None if AGAINST_IN_ENGLISH.fullmatch(without_lead(clause)) else operator_in(new.rest, "en")
    if found:
        moved = read(replace_scope(last, new) or last.text) if new.place or new.year else last
        if last.language == "en":
            return operated_in_english(found, moved, new.rest)
        return operated(found, frame_of(moved), "")
    return english_clause(clause, last, read)


def _without_mark(question: str) -> str:
    return _cleaned(question).rstrip("?？ ")


def _cleaned(words: str) -> str:
    return simplified(unicodedata.normalize("NFKC", words)).strip()


def _in_filters(last: WhereWhen, read: Read, places: Sequence[str], years: Sequence[int]) -> WhereWhen:
    """The question before, of the place and year that filters choose where it names others."""
    if places and last.place:
        last = _in(last, read(f"{'、'.join(places)}的报告"), read)
    if years and last.year:
        last = _in(last, read("、".join(f"{year}年" for year in years)), read)
    return last


def _in(last: WhereWhen, new: WhereWhen, read: Read) -> WhereWhen:
    """The question before, of the place and year of another where that has others."""
    moved = (new.place and not {*new.places} & {*last.places}) or (new.year and not {*new.years} & {*last.years})
    return read(replace_scope(last, new) or last.text) if moved else last
