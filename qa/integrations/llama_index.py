"""A LlamaIndex retriever: `WenzhengRetriever(Retriever.load(), k=5).retrieve("新乡立案了多少件提案?")`."""

from __future__ import annotations

import asyncio
from typing import Unpack

from index.errors import ExtraMissingError
from qa.integrations.found import Choice, metadata_of
from qa.retrieval.retriever import Retriever
from qa.types import Hit

try:
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
except ImportError as error:
    raise ExtraMissingError("llama-index-core", "llamaindex", "integrations") from error

__all__ = ["WenzhengRetriever"]


class WenzhengRetriever(BaseRetriever):
    """The passages nearest to a question, best first. A node's text is as the report has it, its source the report.

    choice: k, places, years, kinds, mode, as of `Retriever.search`.
    """

    def __init__(self, retriever: Retriever, **choice: Unpack[Choice]) -> None:
        self._retriever = retriever
        self._choice = choice
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._retriever.search(query_bundle.query_str, **self._choice)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _node(hit: Hit) -> TextNode:
    metadata = metadata_of(hit)
    told = ("title", "place", "covers", "heading_path")  # to a language model; the rest is for programs
    return TextNode(
        id_=hit.chunk_id,
        text=hit.text,
        metadata=metadata,
        start_char_idx=hit.start,
        end_char_idx=hit.end,
        excluded_llm_metadata_keys=[name for name in metadata if name not in told],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=hit.report.id)},
    )
