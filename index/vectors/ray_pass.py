"""One pass of Ray Data over some texts, run where Ray Data can run: in a process on a machine of the cluster."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from index.config import Config
from index.errors import ModelError
from index.types import Encoder, FloatMatrix, RowVector

__all__ = ["Load", "Pass"]

# Ray Data would try for ever, also what kills every worker it is given to.
_MOST_TRIES = 3

Load = Callable[[Config], Encoder]


class Pass:
    """Is given texts, then gives their vectors."""

    def __init__(self, config: Config, load: Load, fingerprint: str, workers: int) -> None:
        """fingerprint: of the encoder that the workers must load."""
        self._arguments, self._workers = (config, load, fingerprint), workers
        self._blocks: list[Any] = []  # references to Arrow tables in Ray's store
        self._made: Iterator[dict[str, Any]] | None = None

    def add(self, rows: RowVector, texts: Sequence[str]) -> None:
        """What one worker is to embed at a time. rows: (len(texts),) what the texts go by."""
        import pyarrow as pa
        import ray

        self._blocks.append(ray.put(pa.table({"row": rows, "text": pa.array(texts, pa.string())})))

    def next(self) -> tuple[RowVector, FloatMatrix] | None:
        """Some rows and their vectors, as they get ready; None when all were given."""
        if self._made is None:
            self._made = self._start()
        made = next(self._made, None)
        if made is None:
            return None
        return np.asarray(made["row"], dtype=np.int64), np.asarray(made["vector"], dtype=np.float32)

    def _start(self) -> Iterator[dict[str, Any]]:
        import ray.data

        _quieten()
        blocks, self._blocks = self._blocks, []
        # Needs no core, and moves on when its machine dies.
        self._tries = ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1)(_Tries).remote()
        embedded = ray.data.from_arrow_refs(blocks).map_batches(
            _Worker,
            fn_constructor_args=(*self._arguments, self._tries),
            batch_size=None,
            batch_format="pyarrow",
            # As many as there are at once; fewer do where other work has taken the cores.
            compute=ray.data.ActorPoolStrategy(min_size=1, initial_size=self._workers, max_size=self._workers),
            num_cpus=1,
        )
        made: Iterator[dict[str, Any]] = iter(
            embedded.iter_batches(batch_size=None, batch_format="numpy", prefetch_batches=0)
        )
        return made


class _Tries:
    """Counts how often each portion, by its first row, was begun."""

    def __init__(self) -> None:
        self._begun: Counter[int] = Counter()

    def begin(self, row: int) -> int:
        self._begun[row] += 1
        return self._begun[row]


class _Worker:
    """Embeds on one core."""

    def __init__(self, config: Config, load: Load, fingerprint: str, tries: Any) -> None:  # noqa: ANN401
        """tries: a `_Tries`, by Ray's handle, which has no types."""
        self._tries = tries
        self._encoder = load(config.on_this_machine())
        if self._encoder.fingerprint != fingerprint:
            raise ModelError(
                f"a worker's model is {self._encoder.fingerprint}, that of the build {fingerprint}; give all machines "
                "the same model"
            )

    def __call__(self, batch: Any) -> dict[str, Any]:  # noqa: ANN401 - a pyarrow.Table, which has no types
        import ray

        rows, texts = batch["row"].to_numpy(), batch["text"].to_pylist()
        if ray.get(self._tries.begin.remote(int(rows[0]))) > _MOST_TRIES:
            raise ModelError(
                f"{_MOST_TRIES} workers died over the passage that begins {texts[0][:40]!r} or soon after it"
            )
        return {"row": rows, "vector": self._encoder.encode(texts)}


def _quieten() -> None:
    """Nothing on the terminal: the build has a progress bar and errors of its own. Ray's log files are written."""
    import ray.data

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    for handler in logging.getLogger("ray.data").handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setLevel(logging.CRITICAL + 1)
