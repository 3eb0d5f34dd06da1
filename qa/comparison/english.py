"""An indicator's English name, such as one may type to compare it, and what it may be called in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from qa.understanding.glossary import Glossary

__all__ = ["indicator_in_english", "indicators_in_chinese"]

_CHINESE = re.compile("[㐀-鿿]")
# Each costs a look at the fact table.
_MOST_NAMES, _MOST_OF_A_WORDING, _MOST_ALTERNATIVES = 24, 8, 3
_AMOUNT = re.compile(
    r"^(?:the )?(?:(?:total|overall|annual)? ?(?:number|amount|volume|value) of |total |overall |annual )",
    re.IGNORECASE,
)
_FOR_EACH = re.compile(r"^(?P<head>\S.{0,80}?) per (?:capita|person|head)(?P<rest> .{1,80})?$", re.IGNORECASE)
_JOINT = re.compile(r" (?:of|in|for|by|from) ", re.IGNORECASE)

_SHORTEST_WORD = 3  # letters; what is as short is an abbreviation


def indicator_in_english(chinese: str) -> str:
    """城镇化率 → urbanization rate, 提案立案 → proposals filed; "" where no English phrase leads back to it."""
    glossary = Glossary.load()
    for english in _candidates(chinese, glossary):
        if "".join(group[0] for group in glossary.translate(english)) == chinese:
            return english.upper() if len(english) <= _SHORTEST_WORD else english
    return ""


def indicators_in_chinese(english: str, dictionary: Callable[[str], Sequence[str]] | None = None) -> tuple[str, ...]:
    """What an English indicator may be called in Chinese, the likeliest first: growth of GDP → 地区生产总值增长.

    What stands behind an "of" comes first in Chinese, 人均 before what it divides. A name of fewer, longer phrases is
    likelier. dictionary: as of `Glossary.translate`.
    """
    glossary = Glossary.load()
    found: dict[str, int] = {}
    for wording in _wordings(english):
        straight = glossary.translate(wording, dictionary=dictionary)
        turned = [
            g for each in reversed(_JOINT.split(wording)) for g in glossary.translate(each, dictionary=dictionary)
        ]
        # A phrase that spans an "of" says what its two halves do not: actual use of foreign capital.
        spanned = set(straight) != set(turned)
        for read in (straight, turned) if spanned else (turned, straight):
            groups = [group[:_MOST_ALTERNATIVES] for group in read if _CHINESE.search(group[0])]
            for words in islice(product(*groups), _MOST_OF_A_WORDING):
                # retail sales of consumer goods → 社会消费品零售总额, 消费品: the one says the other.
                named = [word for word in words if not any(word != other and word in other for other in words)]
                found.setdefault("".join(dict.fromkeys(named)), len(groups))
    found.pop("", None)
    return tuple(sorted(found, key=lambda name: found[name]))[:_MOST_NAMES]


def _wordings(english: str) -> list[str]:
    """As typed, without "total" or "number of", and with "per capita" in front."""
    plain = " ".join(english.split())
    short = _AMOUNT.sub("", plain)
    found = [plain, short]
    divided = [match for each in (plain, short) if (match := _FOR_EACH.match(each))]
    found += [f"per capita {match['head']}{match['rest'] or ''}" for match in divided]
    return list(dict.fromkeys(found))


def _candidates(chinese: str, glossary: Glossary) -> Iterator[str]:
    """The phrases for the whole, then those for a noun with what became of it: proposal, filed → proposals filed."""
    phrases: dict[str, list[str]] = {}
    for english, meanings in glossary.phrases.items():
        phrases.setdefault(meanings[0], []).append(english)
    yield from phrases.get(chinese, ())
    for border in range(1, len(chinese)):
        nouns, verbs = phrases.get(chinese[:border], ()), phrases.get(chinese[border:], ())
        yield from (f"{noun}s {verb}" for noun in nouns for verb in verbs if verb.endswith("ed"))
