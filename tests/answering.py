"""An index of a few texts without vectors, and what answers over it."""

from __future__ import annotations

from pathlib import Path

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever

__all__ = ["answerer_over"]


def answerer_over(root: Path, dictionaries: Path, *texts: str) -> Answerer:
    """root: an empty folder. dictionaries: those of the tests, so that none are made for this home alone. texts: one
    file each, 0.txt, 1.txt, ….
    """
    (root / "home").mkdir()
    (root / "home" / "cache").symlink_to(dictionaries, target_is_directory=True)
    (root / "reports").mkdir()
    for number, text in enumerate(texts):
        (root / "reports" / f"{number}.txt").write_text(text, encoding="utf-8")
    config = Config(home=root / "home", model="none")
    build([root / "reports"], config)
    return Answerer(Retriever.of(config))
