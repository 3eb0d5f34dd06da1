"""A Haystack component: `WenzhengRetriever(top_k=5).run("新乡立案了多少件提案?")["documents"]`."""

# No `from __future__ import annotations` here: Haystack reads the types of inputs and outputs as they stand.

from index.errors import ExtraMissingError
from qa.integrations.found import metadata_of
from qa.retrieval.retriever import Retriever
from qa.types import Mode

try:
    from haystack import Document, component
except ImportError as error:
    raise ExtraMissingError("haystack-ai", "haystack", "integrations") from error

__all__ = ["WenzhengRetriever"]


@component
class WenzhengRetriever:
    """The passages nearest to a question, best first. content: as the report has it; meta: where it stands.

    home, engine: the index, as of `Retriever.load` and `Retriever.connect`; opened when first needed, so that a
    pipeline with it can be written down. top_k: how many; mode, and the filters of `run`, as of `Retriever.search`.
    """

    def __init__(
        self, home: str | None = None, engine: str | None = None, top_k: int = 10, mode: Mode = "hybrid"
    ) -> None:
        self.home, self.engine, self.top_k, self.mode = home, engine, top_k, mode
        self._retriever: Retriever | None = None

    def warm_up(self) -> None:
        """Opens the index, which `run` does where this was not asked for."""
        self._retriever = self._retriever or self._opened()

    def _opened(self) -> Retriever:
        return Retriever.connect(self.engine, home=self.home) if self.engine else Retriever.load(self.home)

    @component.output_types(documents=list[Document])
    def run(
        self,
        query: str,
        top_k: int | None = None,
        places: list[str] | None = None,
        years: list[int] | None = None,
        kinds: list[str] | None = None,
    ) -> dict[str, list[Document]]:
        """{"documents": the passages}."""
        self._retriever = retriever = self._retriever or self._opened()
        k = self.top_k if top_k is None else top_k
        hits = retriever.search(query, k=k, places=places, years=years, kinds=kinds, mode=self.mode)
        documents = [Document(id=h.chunk_id, content=h.text, meta=metadata_of(h), score=h.score) for h in hits]
        return {"documents": documents}
