"""A small corpus for tests of the page: one seed report, one hostile report, and answers written out by hand."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

from index.errors import QuestionError
from index.types import Annotation, Place, Report, ReportCounts, Section
from page import Library, Opened, Status
from qa.types import (
    Answer,
    AnswerForm,
    Citation,
    Comparison,
    Conflict,
    Hit,
    Implied,
    Language,
    Part,
    Reading,
    Scope,
    ScopePart,
    Stage,
    Stated,
    Unstated,
    Usual,
)

SLOW_S = 0.6  # each stage of a slow answer
NEXT_STAGE = threading.Semaphore(0)  # what each stage of a 等候 answer waits for
SEED = Path(__file__).parents[1] / "seeds" / "002_df9e3faa1eb3f5d2.txt"
HOSTILE_TEXT = (
    "# <script>window.pwned = 1</script>工作报告\n\n"
    '立案<img src=x onerror="window.pwned = 2">13件，见[原文](javascript:window.pwned=3)。\n'
    '又见 ${window.pwned = 4} 与 {{constructor}} 与 " onmouseover="window.pwned=5 与 </mark></script>。\n'
)
XINXIANG = Place("410700", "新乡市", "河南省新乡市", "city", "xinxiang")


def make_report(report_id: str, text: str, **changes: object) -> Report:
    values: dict[str, object] = {
        "id": report_id,
        "document_id": report_id.split("-")[0],
        "part": 0,
        "source": f"{report_id}.txt",
        "title": "政协第十三届新乡市委员会常务委员会工作报告解读",
        "kind": "cppcc_report",
        "place": "河南省新乡市",
        "place_code": "410700",
        "level": "city",
        "delivered": date(2024, 2, 20),
        "covers": (2023,),
        "plans": (2024,),
        "session": "第十三届第二次",
        "speaker": "王新军",
        "publisher": "新乡日报",
        "start": 0,
        "end": len(text),
        "load_text": lambda: text,
    }
    return Report(**{**values, **changes})  # type: ignore[arg-type]


def markdown_sections(text: str) -> tuple[Section, ...]:
    found = [(m.start(), m.end(), len(m[1]), m[2]) for m in re.finditer(r"^(#{1,4}) (.+)$", text, re.MULTILINE)]
    sections = []
    for number, (start, body, level, heading) in enumerate(found):
        end = next((other[0] for other in found[number + 1 :] if other[2] <= level), len(text))
        sections.append(Section(number, None, level, heading, (heading,), "review", (), start, end, body))
    return tuple(sections)


def markup(text: str) -> tuple[Annotation, ...]:
    return tuple(Annotation("markup", m.start(), m.end()) for m in re.finditer(r"^#+ |\*\*", text, re.MULTILINE))


class FakeCorpus:
    def __init__(self) -> None:
        seed = SEED.read_text(encoding="utf-8")
        self.texts = {"seed": seed, "hostile": HOSTILE_TEXT}
        self.reports: Sequence[Report] = (
            make_report("seed-0", seed, source=SEED.name),
            make_report("hostile-0", HOSTILE_TEXT, title="<script>window.pwned = 6</script>", place="<b>某市</b>"),
        )

    @property
    def n_chunks(self) -> int:
        return 42

    @property
    def report_counts(self) -> dict[str, ReportCounts]:
        return {report.id: ReportCounts(3, 21, 1234) for report in self.reports}

    def common_indicators(self) -> tuple[str, ...]:
        return ("提案立案",)

    def sections(self, report_id: str) -> tuple[Section, ...]:
        return markdown_sections(self.texts[report_id.split("-")[0]])

    def annotations(self, document_id: str) -> tuple[Annotation, ...]:
        return markup(self.texts[document_id])


class FakeAnswers:
    """Answers by what the question contains: 歧义, 洛阳, 没写, 出错, 慢, 等候, 分别, 哪些工作, 对吗, 历年, 你好,
    hostile; all else is answered 409件.
    """

    def __init__(self, corpus: FakeCorpus) -> None:
        self.corpus = corpus
        self.calls: list[tuple[str, Sequence[str] | None, Sequence[int] | None]] = []
        self.kinds: list[Sequence[str] | None] = []

    language_model = None

    def word(self, answer: Answer, **_filters: object) -> Iterator[Answer]:
        return iter(())

    def ask(
        self,
        question: str,
        *,
        places: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        kinds: Sequence[str] | None = None,
        ignore: Sequence[ScopePart] = (),
        context: str | None = None,
        language: Language | None = None,
        on_stage: Callable[[Stage], None] = lambda stage: None,
    ) -> Answer:
        if "慢" in question:
            for stage in get_args(Stage):
                on_stage(stage)
                time.sleep(SLOW_S)
        if "等候" in question:
            for stage in get_args(Stage):
                on_stage(stage)
                assert NEXT_STAGE.acquire(timeout=60)
        whole = "那" in question and context and context.replace("新乡", "郑州")
        whole = context if question == "谢谢" else whole
        answer = self._answer(question if question == "谢谢" else whole or question, places, years)
        if (places and "新乡市" not in places[0]) and "place" not in ignore and "新乡" in question:
            answer = left_out(question, Conflict("place", ("河南省新乡市",), tuple(places)))
        self.kinds.append(kinds)
        implied = Implied(() if places else (XINXIANG,), () if years else (2023,), ignored=tuple(ignore))
        return replace(answer, question=question, implied=implied, understood_as=whole or None)

    def _answer(self, question: str, places: Sequence[str] | None, years: Sequence[int] | None) -> Answer:
        self.calls.append((question, places, years))
        if "出错" in question:
            raise RuntimeError("secret detail")
        if "不认识" in question:
            raise QuestionError("Unknown place <b>亚特兰蒂斯</b>; name one that is indexed.")
        seed, hostile = self.corpus.reports
        filed = cite(1, seed, "全年共立案交办提案409件", "推动提案办理向实处落地")
        submitted = cite(2, seed, "提出提案434件,立案409件", "提案工作整体情况")
        if question == "谢谢":
            part = Part(question, "conversation", "not_stated", None, "不客气。", ())
            return replace(answer(question, "not_stated", None, part.text, (), (), ()), parts=(part,))
        if "洛阳" in question:
            return answer(question, "not_indexed", None, "语料中没有洛阳市的报告。", (), (), ())
        if "没写" in question:
            return answer(question, "not_stated", None, "范围内的报告没有写。", (), (), (hit(seed, filed, 3, None),))
        if "歧义" in question:
            readings = (
                Reading("434件", "提交", "2023年", submitted),
                Reading("409件", "立案", "2023年", filed),
            )
            text = "报告中有几种口径：\n· 434件 [2]\n· 409件 [1]"
            return answer(question, "ambiguous", "434件", text, (filed, submitted), readings, (hit(seed, filed, 1, 2),))
        if composed := composed_answer(question, filed, submitted):
            return composed
        if "<script" in question or "javascript:" in question:
            citation = cite(1, hostile, HOSTILE_TEXT.split("\n")[2], "<img src=x onerror=alert(1)>")
            text = f"{question}：{citation.quote} [1]"
            row = Stated(
                hostile, (2023,), "<i>13</i>件", Decimal(13), "件", False, "<u>立案</u>", frozenset(), citation
            )
            missing = Unstated("<b>某县</b>", hostile, (2023,), True)
            said = answer(question, "answered", "<u>13</u>件", text, (citation,), (), (hit(hostile, citation, 1, 1),))
            if "javascript:" in question:
                return said
            return replace(said, comparison=Comparison((row,), (missing,), True, said.scope), compared="<b>")
        text = "新乡市2023年立案提案409件[1]；提案工作报告说提出434件[2]。"
        passages = (hit(seed, filed, 1, 2), hit(seed, submitted, 2, 1))
        return answer(question, "answered", "409件", text, (filed, submitted), (), passages)


def cite(n: int, report: Report, quote: str, heading: str) -> Citation:
    start = report.text.index(quote)
    return Citation(n, report, (heading,), quote, start, start + len(quote))


def hit(report: Report, citation: Citation, lexical: int | None, dense: int | None) -> Hit:
    start = report.text.rfind("\n", 0, citation.start) + 1
    end = report.text.find("\n", citation.end)
    return Hit(f"{report.id}-1", report.text[start:end], start, end, citation.heading_path, 0.9, lexical, dense, report)


def answer(question, status, short, text, citations, readings, passages) -> Answer:
    scope = Scope((XINXIANG,), (2023,), "covers", True, 1, 2)
    timing = {"total": 4.2}
    return Answer(question, "zh", status, short, text, citations, readings, passages, scope, timing)


def composed_answer(question: str, filed: Citation, submitted: Citation) -> Answer | None:
    """Of several things asked, of a report's outline, of a trend, of a greeting."""
    hits = (hit(filed.report, filed, 1, 2),)
    if "分别" in question:
        parts = (
            Part("新乡立案多少件？", "plain", "answered", "409件", f"409件。“{filed.quote}”[1]", (filed,)),
            Part(
                "新乡提出多少件？",
                "plain",
                "ambiguous",
                "434件",
                "· 提出 434件 [2]\n· 立案 409件 [1]",
                (submitted, filed),
            ),
            Part("<b>洛阳</b>立案多少件？", "plain", "not_indexed", None, "语料中没有洛阳市的报告。", ()),
        )
        text = "\n".join(f"{part.question}{part.text}" for part in parts)
        said = answer(question, "answered", "409件", text, (filed, submitted), (), hits)
        return replace(said, parts=parts)
    if "哪些工作" in question:
        items = f"· 提案工作[1]：{filed.quote}。[2]\n· <i>没有标题</i>的一句。[2]"
        text = f"新乡市 · 2023年，按报告的标题：\n{items}\n（还有未列出。）"
        return one_part(answer(question, "answered", None, text, (filed, submitted), (), hits), "summary")
    if "对吗" in question:
        text = f"对。\n25件。434件 − 409件 = 25件 [1][2]\n提出：“{submitted.quote}”[1]\n立案：“{filed.quote}”[2]"
        return one_part(answer(question, "answered", "对", text, (submitted, filed), (), hits), "yes_no")
    if "历年" in question:
        rows = tuple(
            Stated(filed.report, (year,), f"{n}件", Decimal(n), "件", False, "提案立案", frozenset(["立案"]), filed)
            for year, n in ((2022, 398), (2023, 409))
        )
        said = answer(question, "answered", None, "· 2022年 398件 [1]\n· 2023年 409件 [1]", (filed,), (), hits)
        usual = Usual(frozenset(["立案"]), "提案立案", "", (0,), "件")
        series = Comparison(rows, (), False, said.scope, usual=usual, series=True)
        return replace(one_part(said, "trend"), comparison=series, compared="提案立案")
    if "你好" in question:
        return one_part(answer(question, "not_stated", None, "你好！可以这样问。", (), (), ()), "conversation")
    return None


def one_part(whole: Answer, form: AnswerForm) -> Answer:
    """An answer composed of one part, as the answerer gives it."""
    part = Part(whole.question, form, whole.status, whole.short, whole.text, whole.citations)
    return replace(whole, parts=(part,))


def left_out(question: str, *conflicts: Conflict) -> Answer:
    """What a question is answered whose filters leave out what it asks about."""
    refused = answer(question, "not_indexed", None, "筛选排除了所问的。", (), (), ())
    return replace(refused, missing="filter", conflicts=conflicts)


def fake_opened(feedback_file: Path | None = None) -> Opened:
    corpus = FakeCorpus()
    status = Status(datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "bge-small-zh-v1.5", 18)
    return Opened(corpus, FakeAnswers(corpus), status, feedback_file=feedback_file)


def fake_library(feedback_file: Path | None = None) -> Library:
    opened = fake_opened(feedback_file)
    return Library(lambda: opened)
