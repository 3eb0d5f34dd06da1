"""An index of a few texts, and what answers over it."""

from __future__ import annotations

from pathlib import Path

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever

__all__ = ["answerer_over"]


def answerer_over(root: Path, dictionaries: Path, *texts: str, vectors: bool = False) -> Answerer:
    """root: an empty folder. dictionaries: those of the tests, so that none are made for this home alone. texts: one
    file each, 0.txt, 1.txt, …. vectors: whether they are searched by the default model, too.
    """
    (root / "home").mkdir()
    (root / "home" / "cache").symlink_to(dictionaries, target_is_directory=True)
    (root / "reports").mkdir()
    for number, text in enumerate(texts):
        (root / "reports" / f"{number}.txt").write_text(text, encoding="utf-8")
    home = root / "home"
    config = Config.from_environment(home=home) if vectors else Config(home=home, model="none")
    build([root / "reports"], config)
    return Answerer(Retriever.of(config))
