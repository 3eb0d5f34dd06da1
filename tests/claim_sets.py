"""Claims made by program from the sample reports and the questions: true ones, and the same with one thing changed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.language.figures import Figure, find_figures
from index.language.sentences import clauses, sentences
from index.types import Report
from qa import Retriever

ROOT = Path(__file__).resolve().parent
# Each word with another that a report might print in its stead, and that means something else.
OTHER_QUALIFIER = {
    "立案": "办复", "办复": "立案", "办结": "立案", "收到": "立案", "提交": "办复", "采纳": "提交", "报送": "采纳",
    "增长": "下降", "下降": "增长", "提高": "降低", "增加": "减少", "减少": "增加", "网上": "现场", "现场": "网上",
}  # fmt: skip
ASKED = re.compile(r"多少|几(?=[㐀-鿿])|百分之几")


@dataclass(frozen=True)
class Claim:
    """text: what is claimed. change: what was changed of a true claim, "" for nothing. reworded: not as printed."""

    text: str
    change: str
    reworded: bool
    place: str
    year: int


def claims_of_reports(retriever: Retriever, *, most: int = 400) -> list[Claim]:
    """One claim for each clause with a figure in the reviews: as printed, and with its figure put first."""
    found: list[Claim] = []
    for ordinal, report in enumerate(retriever.index.reports):
        if report.kind == "unrelated" or len(report.covers) != 1:
            continue
        rows = (retriever.index.chunk_report == ordinal).nonzero()[0]
        place = retriever.gazetteer.place(report.place_code).name
        year = report.covers[0]
        for chunk in retriever.index.chunks(rows):
            if chunk.role != "review":
                continue
            for words, figure in figures_with_words(chunk.text):
                printed = words[: figure.start] + figure.text + words[figure.end :]
                found.append(Claim(f"{place}{year}年{printed}", "", False, place, year))
                rest = words[: figure.start] + words[figure.end :]
                found.append(Claim(f"{place}{year}年有{figure.text}，{rest}", "", True, place, year))
    return sorted(random.Random(0).sample(found, min(most, len(found))), key=lambda claim: claim.text)


def figures_with_words(text: str) -> Iterator[tuple[str, Figure]]:
    """Clauses of one figure with at least five other characters of Chinese."""
    for sentence in sentences(text):
        for clause in clauses(text, sentence):
            words = text[clause.start : clause.end].strip("，,。；; \n")
            figures = find_figures(words)
            if len(figures) != 1 or not figures[0].unit or "\n" in words or re.search(r"(?:19|20)\d\d年", words):
                continue
            if len(re.findall("[㐀-鿿]", words)) >= 5 + len(figures[0].unit):
                yield words, figures[0]


def claims_of_questions(file: Path, place_and_year: dict[str, tuple[str, int]]) -> list[Claim]:
    """The Chinese questions for a number, their answer put in: 立案多少件? + 409件 → 立案409件."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] != "zh" or not row["answers"] or row["type"] not in ("numeric", "disambiguation"):
            continue
        if row["evidence"][0]["file"] not in place_and_year:
            continue
        question, answer = row["question"].rstrip("?？"), row["answers"][0]
        if ASKED.search(question) and find_figures(answer):
            place, year = place_and_year[row["evidence"][0]["file"]]
            asked = ASKED.search(question)
            unit = find_figures(answer)[0].unit
            text = question[: asked.start()] + answer + question[asked.end() :].removeprefix(unit)
            if place[:2] not in text:
                text = place + text
            found.append(Claim(text, "", True, place, year))
    return found


def changed(claim: Claim, reports: list[Report], *, places: list[str]) -> list[Claim]:
    """The claim with one digit, place, year or qualifier changed; what is left out has nothing to change."""
    chance = random.Random(claim.text)
    figure = find_figures(claim.text.replace(f"{claim.year}年", "#" * 5))
    mutants: list[tuple[str, str]] = []
    if figure:
        at = [
            i
            for i in range(figure[0].number_start, figure[0].end)
            if claim.text[i].isascii() and claim.text[i].isdigit()
        ]
        if at:
            i = chance.choice(at)
            digit = str((int(claim.text[i]) + chance.randint(1, 8)) % 9 + 1)
            if digit != claim.text[i]:
                mutants.append((claim.text[:i] + digit + claim.text[i + 1 :], "digit"))
    short = claim.place[:-1]
    if short in claim.text:
        other = chance.choice([place for place in places if place != claim.place])
        mutants.append((claim.text.replace(claim.place if claim.place in claim.text else short, other, 1), "place"))
    if f"{claim.year}年" in claim.text:
        other_year = claim.year + chance.choice((-2, -1, 1, 2))
        mutants.append((claim.text.replace(f"{claim.year}年", f"{other_year}年", 1), "year"))
    word = next((word for word in OTHER_QUALIFIER if word in claim.text), "")
    if word:
        mutants.append((claim.text.replace(word, OTHER_QUALIFIER[word], 1), "qualifier"))
    printed = ["".join(report.text.split()) for report in reports]
    return [
        Claim(text, change, claim.reworded, claim.place, claim.year)
        for text, change in mutants
        if not any("".join(text.split()) in whole for whole in printed)
    ]
