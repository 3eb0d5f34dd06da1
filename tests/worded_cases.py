"""Evidence with sentences that word it truthfully, and the lock over it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from index.language.gazetteer import Gazetteer
from index.language.tokenizer import Tokenizer
from index.types import Report
from qa.checking.lock import Lock, plain
from qa.checking.lock_sources import Reader
from qa.checking.struck import Struck
from qa.types import Citation

_FAITHFUL = Path(__file__).parent / "data" / "faithful.jsonl"


@dataclass(frozen=True)
class Case:
    """citations: the evidence. true: sentences that say what it says."""

    citations: tuple[Citation, ...]
    true: tuple[str, ...]


def report_of(code: str, text: str, *, kind: str = "cppcc_report", covers: Sequence[int] = (2023,)) -> Report:
    place = Gazetteer.load().place(code)
    name = f"政协{place.name}委员会常务委员会工作报告" if kind == "cppcc_report" else f"{place.name}政府工作报告"
    values: dict[str, Any] = {
        "id": "r-0", "document_id": "r", "part": 0, "source": "r.txt", "title": name, "kind": kind,
        "place": place.path, "place_code": code, "level": place.level, "delivered": date(covers[-1] + 1, 2, 1),
        "covers": tuple(covers), "plans": (covers[-1] + 1,), "session": "", "speaker": "", "publisher": "",
        "start": 0, "end": len(text), "load_text": lambda: text,
    }  # fmt: skip
    return Report(**values)


def cited(
    code: str, quotes: Sequence[str], *, kind: str = "cppcc_report", covers: Sequence[int] = (2023,)
) -> tuple[Citation, ...]:
    """The quotes as citations of one report."""
    text = "\n".join(quotes)
    report = report_of(code, text, kind=kind, covers=covers)
    return tuple(
        Citation(n, report, (), quote, text.index(quote), text.index(quote) + len(quote))
        for n, quote in enumerate(quotes, 1)
    )


@cache
def faithful_cases() -> tuple[Case, ...]:
    rows = map(json.loads, _FAITHFUL.read_text(encoding="utf-8").splitlines())
    return tuple(
        Case(cited(row["place"], row["quotes"], kind=row["kind"], covers=row["covers"]), tuple(row["true"]))
        for row in rows
    )


def reader(dictionaries: Path) -> Reader:
    """What the lock reads with, without an index. dictionaries: the folder of the compiled ones."""
    return Reader(Gazetteer.load(), Tokenizer(cache_folder=dictionaries).cut, chinese_words(dictionaries))


def chinese_words(dictionaries: Path) -> Callable[[str], tuple[str, ...]]:
    from qa.understanding.bilingual import Bilingual
    from qa.understanding.glossary import Glossary

    glossary, dictionary = Glossary.load(), Bilingual(dictionaries)
    return lambda word: tuple(
        each for group in glossary.translate(word, dictionary=dictionary.chinese) for each in group
    )


def struck(citations: Sequence[Citation], sentence: str, held: Reader) -> Struck | None:
    return Lock(citations, held).strike(plain(sentence))
