"""Opens models in ONNX, in the one way that all of ours are run: on the CPU, and telling nobody."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

__all__ = ["open_session"]


def open_session(model: str | Path, *, threads: int = 1, denormal_as_zero: bool = False) -> Any:  # noqa: ANN401 - untyped
    """An onnxruntime session over a model; whatever it raises for a file that is none has no common base.

    threads: of one call. denormal_as_zero: weights below 1e-38 count as 0, since a processor reckons many times slower
    with them.
    """
    # Its packages report to their makers, from the moment they are imported, and keep a database in the user's home.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Threads that wait do not spin, which on a busy machine takes turns away.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Processors without VNNI (AVX2, AVX-512 of the first kind) add products of 8 bits in 16, which overflow: the same
    # file would give other answers there. So asked, they multiply unsigned by unsigned, as exactly and as fast.
    options.add_session_config_entry("session.x64quantprecision", "1")
    options.add_session_config_entry("session.set_denormal_as_zero", str(int(denormal_as_zero)))
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
