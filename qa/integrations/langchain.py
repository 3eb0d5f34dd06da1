"""A LangChain retriever: `WenzhengRetriever(retriever=Retriever.load(), k=5).invoke("新乡立案了多少件提案?")`."""

from __future__ import annotations

import asyncio
from typing import Unpack

from index.errors import ExtraMissingError
from qa.integrations.found import Choice, metadata_of
from qa.retrieval.retriever import Retriever
from qa.types import Mode

try:
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
    from pydantic import ConfigDict, InstanceOf
except ImportError as error:
    raise ExtraMissingError("langchain-core", "langchain", "integrations") from error

__all__ = ["WenzhengRetriever"]


class WenzhengRetriever(BaseRetriever):
    """The passages nearest to a question, best first. page_content: as the report has it; metadata: where it stands.

    k, places, years, kinds, mode: as of `Retriever.search`; each may be given to `invoke` and `ainvoke`, too.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    retriever: InstanceOf[Retriever]
    k: int = 10
    places: list[str] | None = None
    years: list[int] | None = None
    kinds: list[str] | None = None
    mode: Mode = "hybrid"

    def _get_relevant_documents(self, query: str, **choice: Unpack[Choice]) -> list[Document]:
        chosen: Choice = {
            "k": self.k,
            "places": self.places,
            "years": self.years,
            "kinds": self.kinds,
            "mode": self.mode,
            **choice,
        }
        hits = self.retriever.search(query, **chosen)
        return [Document(id=hit.chunk_id, page_content=hit.text, metadata=metadata_of(hit)) for hit in hits]

    async def _aget_relevant_documents(self, query: str, **choice: Unpack[Choice]) -> list[Document]:
        return await asyncio.to_thread(self._get_relevant_documents, query, **choice)
