"""Made-up inputs for everything that reads what strangers write: does anything crash, or take too long?

Inputs are pieces of the sample reports and questions, changed at random from a seed: cut, doubled, joined, sprinkled
with what breaks readers. Where atheris is installed (the extra `fuzz`), libFuzzer also looks for new paths through the
code; hypothesis draws text of its own.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from index.errors import WenzhengError
from index.language.figures import find_figures
from index.language.gazetteer import Gazetteer
from index.reading.repair import repair
from index.reading.text import extract
from index.reports.metadata import detect_metadata
from index.reports.parse import parse_document
from index.reports.sections import find_sections
from index.types import RawDocument
from page.links import parse_address, parse_compare
from page.rest import arguments_of
from qa import Answerer, Retriever, compare_indicator, verify_claim, within
from qa.checking.claim_figures import claimed_figures
from qa.checking.quotes import other_polarity

__all__ = ["Result", "Target", "fuzz", "fuzz_with_atheris", "fuzz_with_hypothesis", "targets"]

ROOT = Path(__file__).resolve().parents[2]
# What readers stumble over: markup, brackets, marks of numbers and lists, white space, controls, odd planes.
ODD = (
    *"<>&\"'《》“”‘’（）()[]{}|#*_`~=-—…·、，。；：！？%％‰￥$+/\\^@",
    *"\t\r\n\v\f\x00\x1b\x7f\x85\xa0\u200b\u200e\u202e\u2028\u3000\ufeff\ufffd",
    *"<!-- --> ** ### |---| ``` <script> &nbsp; ﷽ 𠮷 1.2.3.4 1,234,567 ２０２３年 （一） 一、 1. ①".split(),
    *"分别为 分别是 同比增长 由1件增至 万亿元 百分之 十万八千 零 第 2023年 十三五 上半年 各位代表：".split(),
    *"报告 工作报告 人大常委会 新乡市 市政协".split(),
    "e\u0301" * 3,
    "\u0301" * 20,
)
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Target:
    """What is given inputs. longest: characters. seconds: one input may take. share: of the whole time."""

    name: str
    call: Callable[[str], object]
    longest: int
    seconds: float
    share: float


@dataclass(slots=True)
class Result:
    """Of one target. crashes, slow: what happened, with the input as Python writes it. worst: seconds."""

    inputs: int = 0
    worst: float = 0.0
    crashes: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)


def targets(home: Path) -> list[Target]:
    """Everything that reads strangers' text. home: an index of the sample reports, for what asks."""
    retriever = Retriever.load(home)
    answerer = Answerer(retriever)
    gazetteer = Gazetteer.load()

    def ask(text: str) -> None:
        with within(20.0):
            answerer.ask(text)

    return [
        Target("bytes", lambda text: extract(text.encode("utf-8", "surrogatepass"), "x.txt"), LONGEST, 0.5, 0.03),
        Target("repair", repair, LONGEST, 0.5, 0.08),
        Target(
            "sections", lambda text: find_sections(text, 0, len(text), (), covers=(2023,), plans=()), LONGEST, 1, 0.08
        ),
        Target("metadata", lambda text: detect_metadata(text, 0, len(text)), LONGEST, 1, 0.05),
        Target("report", lambda text: parse_document(RawDocument("x.txt", "0" * 64, "utf-8", text)), LONGEST, 3, 0.2),
        Target("figures", find_figures, 300, 0.2, 0.1),
        Target("places", lambda text: list(gazetteer.mentions(text)), 300, 0.2, 0.04),
        Target("claims", lambda text: (claimed_figures(text), other_polarity(text)), 300, 0.3, 0.06),
        Target("address", lambda text: (parse_address(text), parse_compare(text)), 600, 0.2, 0.02),
        Target("arguments", partial(_arguments, answerer.ask), 600, 0.2, 0.02),
        Target("query", retriever.parse, 400, 1.0, 0.12),
        Target("search", partial(retriever.search, k=3), 300, 3.0, 0.04),
        Target("ask", ask, 300, 10.0, 0.12),
        Target("compare", partial(compare_indicator, retriever), 200, 10.0, 0.03),
        Target("verify", partial(verify_claim, retriever), 300, 10.0, 0.03),
    ]


def _sections(text: str) -> object:
    return find_sections(text, 0, len(text), (), covers=(2023,), plans=())


def _arguments(function: Callable[..., object], text: str) -> object:
    return arguments_of(function, text.encode("utf-8", "surrogatepass"))


def fuzz(target: Target, inputs: Iterator[str], seconds: float) -> Result:
    """Gives the target one input after the other for so long."""
    result = Result()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try_one(target, next(inputs)[: target.longest], result)
    return result


def try_one(target: Target, text: str, result: Result) -> None:
    """Gives the target one input; our own errors are answers."""
    result.inputs += 1
    started = time.perf_counter()
    try:
        target.call(text)
    except WenzhengError:
        pass
    except Exception as error:  # noqa: BLE001 — whatever it is, it is what we look for
        result.crashes.append(f"{type(error).__name__}: {error} for {text!r}"[:2000])
    took = time.perf_counter() - started
    if took > target.seconds:
        # Measured again, since another process may have had the core.
        again = time.process_time()
        try:
            target.call(text)
        except WenzhengError:
            pass
        except Exception as error:  # noqa: BLE001 — as above
            result.crashes.append(f"{type(error).__name__} for {text!r}"[:2000])
        took = time.process_time() - again
        if took > target.seconds:
            result.slow.append(f"{took:.2f} s for {text!r}"[:2000])
    result.worst = max(result.worst, took)


def inputs(seed: int, pieces: Sequence[str]) -> Iterator[str]:
    """Endless changed pieces. The same seed gives the same ones."""
    chance = random.Random(seed)
    while True:
        text = chance.choice(pieces)
        for _ in range(chance.randint(1, 5)):
            text = _changed(text, chance, pieces)
        yield text


def _changed(text: str, chance: random.Random, pieces: Sequence[str]) -> str:
    at = chance.randint(0, len(text))
    to = min(len(text), at + chance.randint(0, 30))
    match chance.randrange(8):
        case 0:
            return text[:at] + chance.choice(ODD) + text[at:]
        case 1:
            return text[:at] + chance.choice(ODD) * chance.randint(2, 200) + text[at:]
        case 2:
            return text[:at] + text[to:]
        case 3:
            return text[:at] + text[at:to] * chance.randint(2, 50) + text[to:]
        case 4:
            return text[:at] + chance.choice(pieces) + text[at:]
        case 5:
            return re.sub(r"\d+", lambda _: str(chance.randrange(10 ** chance.randint(1, 20))), text, count=3)
        case 6:
            return text[:at] + chr(chance.choice((chance.randrange(0x250), chance.randrange(0xD800)))) + text[to:]
        case _:
            return text[:at] + text[at:to][::-1] + text[to:]


def pieces() -> list[str]:
    """Lines of the sample reports, questions of the tests."""
    import json

    lines = [line for path in sorted((ROOT / "seeds").glob("*")) for line in path.read_text("utf-8").splitlines()]
    questions = [
        json.loads(line).get("question", "")
        for path in sorted((ROOT / "tests" / "data").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    found = [line[:400] for line in lines if line.strip()] + [each for each in questions if each]
    return found + ["\n".join(lines[at : at + 12])[:1500] for at in range(0, len(lines) - 12, 12)]


def fuzz_with_hypothesis(target: Target, n: int) -> Result:
    """Gives the target n texts that hypothesis draws."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    result = Result()
    words = st.sampled_from([*ODD, *pieces()[:400]])
    texts = st.one_of(st.text(max_size=target.longest), st.lists(words, max_size=30).map("".join))

    @settings(max_examples=n, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(texts)
    def run(text: str) -> None:
        try_one(target, text[: target.longest], result)

    run()
    return result


def fuzz_with_atheris(target: Target, runs: int, seed: int) -> None:
    """Gives the target inputs that reach new code; ends the process, with status 77 where one crashes.

    Raises: ImportError where atheris is not installed.
    """
    import atheris

    result = Result()

    def one(data: bytes) -> None:
        text = atheris.FuzzedDataProvider(data).ConsumeUnicodeNoSurrogates(target.longest)
        try_one(target, text, result)
        if result.crashes or result.slow:
            raise RuntimeError((result.crashes + result.slow)[0])

    atheris.instrument_all()
    atheris.Setup(["break_it", f"-runs={runs}", f"-seed={seed}", "-max_len=2000", "-verbosity=0"], one)
    atheris.Fuzz()
