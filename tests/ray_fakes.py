"""What workers of a Ray cluster import in tests: an encoder that writes down where it worked, and how to load it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from fakes import FakeEncoder

from index.config import Config
from index.types import FloatMatrix

HERE = "here"


class NotedEncoder(FakeEncoder):
    """Of every text, a line in a file named after the machine (node of Ray) and the process it was embedded on."""

    def __init__(self, folder: Path, pause_s: float, *, deadly: str = "", seed: int = 0) -> None:
        """deadly: kills the process that is to embed a text with this in it."""
        super().__init__(seed=seed)
        self._file = folder / f"{node()}-{os.getpid()}"
        self._pause_s, self._deadly = pause_s, deadly

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        time.sleep(self._pause_s)
        if self._deadly and any(self._deadly in text for text in texts):
            os._exit(1)
        vectors = super().encode(texts)
        with self._file.open("a") as file:
            file.write("x\n" * len(texts))
        return vectors


def load(
    config: Config, *, folder: Path, pause_s: float = 0.0, deadly: str = "", other_model: bool = False
) -> NotedEncoder:
    """other_model: workers load another one than the build."""
    return NotedEncoder(folder, pause_s, deadly=deadly, seed=int(other_model and node() != HERE))


def noted(folder: Path) -> dict[str, int]:
    """Texts embedded, by machine."""
    found: dict[str, int] = {}
    for file in folder.iterdir():
        machine = file.name.rpartition("-")[0]
        found[machine] = found.get(machine, 0) + file.read_text().count("\n")
    return found


def node() -> str:
    """The machine this process is a worker of."""
    if "ray" not in sys.modules:  # nor may the build import it before it has set what Ray reads when imported
        return HERE
    import ray

    return ray.get_runtime_context().get_node_id() if ray.get_runtime_context().get_actor_id() else HERE
