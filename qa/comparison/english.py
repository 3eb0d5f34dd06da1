"""An indicator's English name, such as one may type to compare it."""

from __future__ import annotations

from collections.abc import Iterator

from qa.understanding.glossary import Glossary

__all__ = ["indicator_in_english"]

_SHORTEST_WORD = 3  # letters; what is as short is an abbreviation


def indicator_in_english(chinese: str) -> str:
    """城镇化率 → urbanization rate, 提案立案 → proposals filed; "" where no English phrase leads back to it."""
    glossary = Glossary.load()
    for english in _candidates(chinese, glossary):
        if "".join(group[0] for group in glossary.translate(english)) == chinese:
            return english.upper() if len(english) <= _SHORTEST_WORD else english
    return ""


def _candidates(chinese: str, glossary: Glossary) -> Iterator[str]:
    """The phrases for the whole, then those for a noun with what became of it: proposal, filed → proposals filed."""
    phrases: dict[str, list[str]] = {}
    for english, meanings in glossary.phrases.items():
        phrases.setdefault(meanings[0], []).append(english)
    yield from phrases.get(chinese, ())
    for border in range(1, len(chinese)):
        nouns, verbs = phrases.get(chinese[:border], ()), phrases.get(chinese[border:], ())
        yield from (f"{noun}s {verb}" for noun in nouns for verb in verbs if verb.endswith("ed"))
