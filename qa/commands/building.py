"""`wenzheng build`: one build, or one after every change, with a progress bar and an orderly end on Ctrl-C."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.config import Config
from index.errors import IndexCorruptError, IndexMissingError
from index.types import Encoder
from qa.commands.progress_bar import progress_bar
from qa.commands.terminal import print_summary

__all__ = ["build_and_watch", "build_once", "mirror_to_engine"]

_FAILED = 1
_NOT_MIRRORED = "stopped; the home is built, {} goes on with what it had; the next build goes on sending"
_INTERRUPTED = 130  # 128 + SIGINT, as shells say it


def build_once(
    paths: Sequence[Path], config: Config, *, full: bool, ray: str | None = None, workers: int | None = None
) -> int:
    """Build and print what was done. Returns the exit status: 1 where a file could not be read, 130 after Ctrl-C.

    ray, workers: where to embed, and on how many cores; see `index.vectors.ray_encoder.ray_encoder`.

    Raises: ClusterError; what `index.building.builder.build` raises.
    """
    from index.building.builder import build
    from qa.understanding.bilingual import Bilingual

    before = _generation(config.home)
    try:
        with _encoder(config, ray, workers) as encoder, progress_bar(sys.stderr) as progress:
            summary = build(paths, config, full=full, progress=progress, encoder=encoder)
            # Compiled now, in 2 s, so that the first English question does not wait for it.
            Bilingual(config.home / "cache").warm()
    except KeyboardInterrupt:
        _say(_stopped(config.home, before))
        return _INTERRUPTED
    print_summary(summary)
    try:
        mirror_to_engine(config)
    except KeyboardInterrupt:
        _say(_NOT_MIRRORED.format(config.engine))
        return _INTERRUPTED
    return _FAILED if summary.failed else 0


def build_and_watch(
    paths: Sequence[Path], config: Config, *, full: bool, ray: str | None = None, workers: int | None = None
) -> int:
    """Build now and after every change of the files under `paths`. Returns the exit status, 130: Ctrl-C ends it.

    ray, workers: as for `build_once`; the cluster is held until the end.

    Raises: ClusterError; ReadError where a path is not there; what the first build raises.
    """
    from index.building.builder import build
    from index.library.watch import watch
    from index.vectors.encoder import NO_MODEL, load_encoder
    from qa.understanding.bilingual import Bilingual

    before = _generation(config.home)
    anew = full
    building = True

    def run(some: Sequence[Path] | None) -> None:
        nonlocal before, anew, building
        building, before = True, _generation(config.home)
        with progress_bar(sys.stderr) as progress:
            summary = build(some, config, full=anew, progress=progress, encoder=encoder)
        anew = building = False
        print_summary(summary)
        sys.stdout.flush()
        Bilingual(config.home / "cache").warm()
        mirror_to_engine(config)

    try:
        with _encoder(config, ray, workers) as encoder:
            if encoder is None and config.model != NO_MODEL:
                encoder = load_encoder(config)
            _say(f"watching {', '.join(map(str, paths))}; Ctrl-C ends it")
            watch(paths, config.home, run, say=_say)
    except KeyboardInterrupt:
        _say(_stopped(config.home, before) if building else "stopped watching; the index is as the last build left it")
    return _INTERRUPTED


@contextmanager
def _encoder(config: Config, ray: str | None, workers: int | None) -> Iterator[Encoder | None]:
    """The encoder that works on a cluster, where one is asked for."""
    if ray is None:
        yield None
        return
    from index.vectors.ray_encoder import ray_encoder

    with ray_encoder(config, ray, workers=workers) as encoder:
        yield encoder


def mirror_to_engine(config: Config) -> None:
    """Make the server that the configuration names hold what the home holds; nothing where it names none.

    Raises: what `index.engines.milvus_writer.mirror_home` raises. The home stays as it was built.
    """
    if not config.engine:
        return
    from index.engines.milvus_writer import mirror_home

    with progress_bar(sys.stderr) as progress:
        done = mirror_home(config.home, config.engine, token=config.engine_token, progress=progress)
    print(
        f"{config.engine}: {done.sent} documents sent, {done.removed} removed, {done.unchanged} unchanged"
        + (", all into new collections" if done.anew else "")
    )


def _say(line: str) -> None:
    print(f"wenzheng: {line}", file=sys.stderr, flush=True)


def _generation(home: Path) -> str:
    from index.storage.generations import current_generation

    try:
        return current_generation(home)
    except (IndexMissingError, IndexCorruptError):
        return ""


def _stopped(home: Path, before: str) -> str:
    """before: the generation there was when the build began."""
    if _generation(home) != before:
        return "stopped; the new index is complete"
    was = "the index is as it was" if before else "there is no index yet"
    return f"stopped; {was}; the next build goes on from what is embedded"
