"""Embeds on a Ray cluster: one worker a core, each with the model of its own that a local build would use.

The vectors are the local ones to the last bit with the default model, which embeds every text alone. What is given to
the cluster at once is bounded by its size; what comes back is handed on at once, so that a build keeps it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from index.config import Config
from index.errors import ClusterError, ModelError
from index.types import Encoder, FloatMatrix, RowVector
from index.vectors.embedding import embed_here
from index.vectors.encoder import load_encoder
from index.vectors.ray_cluster import connected
from index.vectors.ray_pass import Load, Pass

__all__ = ["LOCAL", "RayEncoder", "ray_encoder"]

LOCAL = "local"

# Fewer texts are embedded here: workers take 4 s to start, in which one core embeds some 300.
_FEW = 256
# Given to the cluster at once for each worker: 20 MB of text, minutes of work beside the seconds that starting takes.
_WINDOW = 16_384
# Texts a worker embeds at a time: 3 s of work, and what a dead worker's place has to do again.
_MOST_AT_ONCE = 256

_OURS = f"{ModelError.__module__}.{ModelError.__name__}: "


@contextmanager
def ray_encoder(
    config: Config, address: str = LOCAL, *, workers: int | None = None, load: Load | None = None
) -> Iterator[RayEncoder]:
    """An encoder that works on a Ray cluster while the context lasts.

    address: "local" starts Ray on this machine, reachable from it alone, and ends it; "auto" and "host:port" join the
    cluster this machine is part of; "ray://host:port" uses one from outside. workers: at most so many (default: one a
    core). load: instead of `load_encoder`; must be importable where the workers run.

    Raises: ClusterError where Ray is missing or the cluster cannot be reached; ModelError.
    """
    load = load or load_encoder
    local = load(config)
    with connected(None if address == LOCAL else address, workers=workers or os.cpu_count() or 1) as cluster:
        count = min(cluster.cores, workers) if workers else cluster.cores
        if not count:
            raise ClusterError(f"the Ray cluster at {address} has no CPU core; add a machine to it (`ray start`)")
        config = replace(config, jobs=1, model_cache=config.model_cache.absolute())
        if config.model_dir is not None:
            config = replace(config, model_dir=config.model_dir.absolute())
        yield RayEncoder(local, lambda: cluster.place(Pass, config, load, local.fingerprint, count), workers=count)


class RayEncoder:
    """A `BulkEncoder`: few texts are embedded here, many on the cluster."""

    def __init__(self, local: Encoder, start: Callable[[], Any], *, workers: int) -> None:
        """start: gives a `Pass`, or what stands for one on the cluster (hence Any)."""
        self._local, self._start, self._workers = local, start, workers

    @property
    def fingerprint(self) -> str:
        """That of the model the workers load too."""
        return self._local.fingerprint

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._local.dim

    @property
    def block(self) -> int:
        """That of the model here."""
        return self._local.block

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """vectors: (len(texts), dim) float32, unit rows; made here."""
        return self._local.encode(texts)

    def encode_all(self, texts: Iterable[str], n: int) -> Iterator[tuple[RowVector, FloatMatrix]]:
        """See `BulkEncoder`. Raises: ClusterError; what was given before it is right and complete."""
        if n < _FEW:
            yield from embed_here(self._local, texts)
            return
        rest, first = iter(texts), 0
        # Every worker has several portions, so that none waits long for the last.
        portion = max(1, min(_MOST_AT_ONCE, n // (4 * self._workers)))
        while first < n:
            upto = min(n, first + _WINDOW * self._workers)
            with _as_ours():
                one = self._start()
            for start in range(first, upto, portion):
                block = list(islice(rest, min(portion, upto - start)))
                with _as_ours():
                    one.add(np.arange(start, start + len(block)), block)
            missing = np.ones(upto - first, dtype=np.bool_)
            while True:
                with _as_ours():
                    made = one.next()
                if made is None:
                    break
                rows, vectors = made
                missing[rows - first] = False
                yield rows, vectors
            if missing.any():
                raise ClusterError(f"Ray gave no vectors for {missing.sum()} of {upto - first} passages; build again")
            first = upto


@contextmanager
def _as_ours() -> Iterator[None]:
    """Turns what goes wrong on the cluster into our error."""
    try:
        yield
    except ClusterError:
        raise
    # Ray raises its own classes, those of the code it ran, and RuntimeError; they have no common base.
    except Exception as error:
        raise ClusterError(
            f"Ray failed while it embedded ({_what_went_wrong(error)}); see that its machines run and have this "
            "version of Wenzheng and the model, then build again: what was embedded is kept"
        ) from error


def _what_went_wrong(error: Exception) -> str:
    """Of a message that holds a worker's traceback and Ray's advice, the line that says it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    ours = [line for line in lines if line.startswith(_OURS)]
    return (ours or lines or [type(error).__name__])[-1].removeprefix(_OURS)
