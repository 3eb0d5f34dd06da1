"""Our retriever in LangChain, LlamaIndex and Haystack: what each of them gives is what `Retriever.search` finds."""

from __future__ import annotations

import asyncio
import importlib
import re
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from qa import ExtraMissingError, FactRow, QuestionError, Retriever

DOCS = Path(__file__).resolve().parent.parent / "docs" / "integrations.md"
QUESTION = "新乡立案了多少件提案?"
WHERE = [
    "chunk_id", "report_id", "source", "title", "place", "kind", "covers", "heading_path", "start", "end", "score",
]  # fmt: skip
FRAMEWORKS = {"langchain": "langchain_core", "llama_index": "llama_index.core", "haystack": "haystack"}

# Each framework as one function: question, filters → (text, metadata, score) of each document it gives.
Passages = list[tuple[str, dict[str, Any], float]]


def langchain(retriever: Retriever, question: str, **choice: Any) -> Passages:
    from qa.integrations.langchain import WenzhengRetriever

    found = WenzhengRetriever(retriever=retriever, **choice).invoke(question)
    return [(each.page_content, each.metadata, each.metadata["score"]) for each in found]


def llama_index(retriever: Retriever, question: str, **choice: Any) -> Passages:
    from qa.integrations.llama_index import WenzhengRetriever

    found = WenzhengRetriever(retriever, **choice).retrieve(question)
    return [(each.node.get_content(), each.node.metadata, each.score) for each in found]


def haystack(retriever: Retriever, question: str, *, k: int = 10, mode: str = "hybrid", **choice: Any) -> Passages:
    from qa.integrations.haystack import WenzhengRetriever

    component = WenzhengRetriever(home=str(retriever.config.home), top_k=k, mode=mode)
    return [(each.content, each.meta, each.score) for each in component.run(question, **choice)["documents"]]


ADAPTERS = [langchain, llama_index, haystack]


@pytest.fixture(autouse=True)
def _silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAYSTACK_TELEMETRY_ENABLED", "False")
    monkeypatch.setenv("LANGSMITH_TRACING", "false")


@pytest.fixture(params=ADAPTERS, ids=lambda each: each.__name__)
def adapter(request: pytest.FixtureRequest) -> Callable[..., Passages]:
    pytest.importorskip(FRAMEWORKS[request.param.__name__])
    return request.param


@pytest.mark.integrations
@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"k": 3},
        {"k": 4, "places": ["郑州市", "Shangjie"]},
        {"k": 4, "years": [2023]},
        {"kinds": ["proposal_report"]},
        {"k": 2, "mode": "lexical"},
        {"places": ["洛阳"]},
    ],
    ids=str,
)
def test_a_framework_gives_what_a_search_finds(
    adapter: Callable[..., Passages], retriever: Retriever, choice: dict[str, Any]
) -> None:
    hits = retriever.search(QUESTION, **choice)
    found = adapter(retriever, QUESTION, **choice)
    assert [text for text, _, _ in found] == [hit.text for hit in hits]
    assert bool(hits) is ("洛阳" not in choice.get("places", ()))
    for (text, metadata, score), hit in zip(found, hits, strict=True):
        assert list(metadata) == WHERE
        assert hit.report.text[metadata["start"] : metadata["end"]] == text
        assert (metadata["report_id"], metadata["place"]) == (hit.report.id, hit.report.place)
        assert (metadata["covers"], metadata["heading_path"]) == (list(hit.report.covers), list(hit.heading_path))
        assert score == pytest.approx(hit.score, abs=1e-6)


@pytest.mark.integrations
def test_a_question_that_cannot_be_asked_is_our_error(adapter: Callable[..., Passages], retriever: Retriever) -> None:
    with pytest.raises(QuestionError, match="No place is called '火星'"):
        adapter(retriever, QUESTION, places=["火星"])


@pytest.mark.integrations
def test_langchain_may_choose_with_each_question_and_need_not_wait(retriever: Retriever) -> None:
    from langchain_core.runnables import RunnableLambda

    from qa.integrations.langchain import WenzhengRetriever

    ours = WenzhengRetriever(retriever=retriever, k=3)
    expected = [hit.text for hit in retriever.search(QUESTION, k=2, places=["郑州"])]
    assert [each.page_content for each in ours.invoke(QUESTION, k=2, places=["郑州"])] == expected
    told = asyncio.run(ours.ainvoke(QUESTION, k=2, places=["郑州"]))
    assert [each.page_content for each in told] == expected
    assert [len(each) for each in ours.batch([QUESTION, "提案办理"])] == [3, 3]
    chain = ours | RunnableLambda(lambda found: found[0].metadata["place"])
    assert chain.invoke(QUESTION) == "河南省新乡市"


@pytest.mark.integrations
def test_llama_index_knows_the_report_and_shows_a_model_what_it_needs(retriever: Retriever) -> None:
    from llama_index.core.schema import MetadataMode

    from qa.integrations.llama_index import WenzhengRetriever

    ours = WenzhengRetriever(retriever, k=2)
    [first, _] = found = asyncio.run(ours.aretrieve(QUESTION))
    assert [each.node.node_id for each in found] == [hit.chunk_id for hit in retriever.search(QUESTION, k=2)]
    assert first.node.ref_doc_id == first.node.metadata["report_id"]
    told = first.node.get_content(metadata_mode=MetadataMode.LLM)
    assert "河南省新乡市" in told and first.node.metadata["chunk_id"] not in told


@pytest.mark.integrations
def test_a_haystack_pipeline_is_written_down_read_and_run(seed_index: Path) -> None:
    from haystack import Pipeline

    from qa.integrations.haystack import WenzhengRetriever

    pipeline = Pipeline()
    pipeline.add_component("reports", WenzhengRetriever(home=str(seed_index), top_k=2))
    again = Pipeline.loads(pipeline.dumps(), allowed_modules=["qa.integrations.haystack"])
    asked = {"reports": {"query": QUESTION, "places": ["上街区"]}}
    for result in (again.run(asked), asyncio.run(again.run_async(asked))):
        assert [each.meta["place"] for each in result["reports"]["documents"]] == ["河南省郑州市上街区"] * 2
    warm = WenzhengRetriever(home=str(seed_index))
    warm.warm_up()
    assert len(warm.run(QUESTION, top_k=1)["documents"]) == 1


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_without_the_framework_the_command_that_installs_it_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = FRAMEWORKS[name].partition(".")[0]
    for loaded in [each for each in sys.modules if each.partition(".")[0] == top or each == f"qa.integrations.{name}"]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, top, None)
    extra = name.replace("_", "")
    with pytest.raises(ExtraMissingError, match=rf'pip install "wenzheng\[{extra}\]" .*setup --integrations'):
        importlib.import_module(f"qa.integrations.{name}")


def examples() -> list[tuple[str, str]]:
    """Each example of docs/integrations.md, and what stands below it."""
    return re.findall(
        r"^```python\n(.*?)^```\n```\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


@pytest.mark.integrations
@pytest.mark.parametrize("number", range(5))
def test_an_example_of_the_docs_prints_what_stands_below_it(
    number: int, seed_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(examples()) == DOCS.read_text(encoding="utf-8").count("```python") == 5
    monkeypatch.setenv("WENZHENG_HOME", str(seed_index))
    code, expected = examples()[number]
    capsys.readouterr()
    exec(code, {})
    assert capsys.readouterr().out == expected


def test_the_docs_name_every_column_and_every_word_of_metadata() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [name for name in (*WHERE, *(field.name for field in fields(FactRow))) if f"`{name}`" not in text] == []
