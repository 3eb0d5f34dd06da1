"""What a system is to the bench, and which there are. Imported in every environment: NumPy and ours alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from index.config import DEFAULT_MODEL, Config
from index.types import Encoder, FloatMatrix
from index.vectors.encoder import load_encoder

__all__ = ["LEG_DEPTH", "SYSTEMS", "Entry", "Module", "System", "default_encoder", "load"]

# What each leg of a peer gives to its fusion, where that can be chosen; ten passages come of it.
LEG_DEPTH = 20


class System(Protocol):
    """A system over one set of chunks; rows count from 0 in the order in which chunks were given."""

    def build(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        """vectors: (len(texts), dim) float32, unit rows. Everything a search needs is done here."""
        ...

    def add(self, texts: Sequence[str], vectors: FloatMatrix) -> None:
        """Further chunks, searchable once this returns."""
        ...

    def search(self, question: str, k: int) -> list[int]:
        """Rows of the k best, best first; the question's vector is made here."""
        ...


class Module(Protocol):
    """A module of this package. PACKAGES: distributions whose versions are told. SETTING: how it was set up."""

    PACKAGES: tuple[str, ...]
    SETTING: str
    make: Callable[[Path, str], System]


@dataclass(frozen=True, slots=True)
class Entry:
    """label: as printed. module: below bench.peers.systems. mode: what `make` is told. is_peer: runs in .peers/."""

    label: str
    module: str
    mode: str = ""
    is_peer: bool = True


SYSTEMS: dict[str, Entry] = {
    "wenzheng": Entry("Wenzheng, as asked", "wenzheng", "asked", is_peer=False),
    "wenzheng-all": Entry("Wenzheng, everything", "wenzheng", "everything", is_peer=False),
    "wenzheng-content": Entry("Wenzheng, everything, less place and year", "wenzheng", "content", is_peer=False),
    "langchain": Entry("LangChain", "langchain"),
    "llamaindex": Entry("LlamaIndex", "llamaindex"),
    "haystack": Entry("Haystack", "haystack"),
    "txtai": Entry("txtai, row numbers alone", "txtai"),
    "txtai-content": Entry("txtai, with content", "txtai", "content"),
    "lancedb": Entry("LanceDB", "lancedb"),
    "milvus-lite": Entry("milvus-lite", "milvus_lite"),
}


def load(name: str) -> Module:
    """The module of a system. Raises ImportError where its packages are not installed."""
    module: Any = import_module(f"bench.peers.systems.{SYSTEMS[name].module}")
    return cast("Module", module)


def default_encoder() -> Encoder:
    """The model that the home was built with, driven as Wenzheng drives it."""
    return load_encoder(Config.from_environment(model=DEFAULT_MODEL))
