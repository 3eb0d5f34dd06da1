"""Public questions over Chinese text (CMRC 2018, DRCD, XQuAD): windows that hold the answer, some that do not."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index.language.script import simplified
from training.examples import Example, find_all, window

__all__ = ["public_examples"]

_WITH_TITLE = 0.5
_UNANSWERED = 0.3
_KEEP_TRADITIONAL = 0.3


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, the whole text and one place of its answer in it; `other`: a text of the same article."""

    question: str
    title: str
    text: str
    start: int
    answer: str
    other: str
    source: str


def public_examples(folder: Path, seed: int) -> list[Example]:
    """One window with the answer for each question, and for every third one without."""
    chance = random.Random(seed)
    asked = [
        *_read(folder / "cmrc2018_dev.json", "cmrc"),
        *_read(folder / "cmrc2018_trial.json", "cmrc"),
        *_simplified(_read(folder / "DRCD_dev.json", "drcd"), chance),
        *_simplified(_read(folder / "DRCD_test.json", "drcd"), chance),
        *_crossed(folder),
    ]
    examples = [example for each in asked for example in _examples(each, chance)]
    chance.shuffle(examples)
    return examples


def _read(path: Path, source: str) -> Iterator[_Asked]:
    articles = json.loads(path.read_text(encoding="utf-8"))
    for article in articles["data"] if isinstance(articles, dict) else articles:
        texts = [paragraph["context"] for paragraph in article["paragraphs"]]
        for number, paragraph in enumerate(article["paragraphs"]):
            other = texts[(number + 1) % len(texts)]
            for asked in paragraph["qas"]:
                answer, text = asked["answers"][0]["text"], texts[number]
                near = asked["answers"][0]["answer_start"]
                places = find_all(text, answer)  # CMRC's offsets are not always exact
                if places:
                    start = min(places, key=lambda place: abs(place - near))
                    title = article.get("title", "") or paragraph.get("title", "")
                    yield _Asked(asked["question"], title, text, start, answer, other, source)


def _simplified(asked: Iterator[_Asked], chance: random.Random) -> Iterator[_Asked]:
    """Traditional characters made simple, but for some."""
    for each in asked:
        if chance.random() < _KEEP_TRADITIONAL:
            yield each
            continue
        yield replace(
            each,
            question=simplified(each.question),
            title=simplified(each.title),
            text=simplified(each.text),
            answer=simplified(each.text)[each.start : each.start + len(each.answer)],
            other=simplified(each.other),
        )


def _crossed(folder: Path) -> Iterator[_Asked]:
    """XQuAD in Chinese, in English, and asked in English over the Chinese text (twice: these are few)."""
    english = list(_read(folder / "xquad.en.json", "xquad"))
    chinese = list(_read(folder / "xquad.zh.json", "xquad"))
    yield from chinese
    yield from english
    asked = dict(enumerate(english))
    if len(english) == len(chinese):
        for _ in range(2):
            for n, each in enumerate(chinese):
                yield _Asked(
                    asked[n].question, each.title, each.text, each.start, each.answer, each.other, "xquad-crossed"
                )


def _examples(asked: _Asked, chance: random.Random) -> Iterator[Example]:
    header = asked.title if chance.random() < _WITH_TITLE else ""
    span = (asked.start, asked.start + len(asked.answer))
    passage, begins = window(asked.text, [span], chance)
    yield Example(asked.question, header, passage, ((span[0] - begins, span[1] - begins),), source=asked.source)
    if chance.random() < _UNANSWERED:
        for text in (asked.text, asked.other):
            passage, _ = window(text, [], chance)
            if asked.answer not in passage:
                yield Example(asked.question, header, passage, source=f"{asked.source}-none")
                break
