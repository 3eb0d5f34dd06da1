"""Opens models in ONNX, in the one way that all of ours are run: on the CPU, one thread a call, and telling nobody."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

__all__ = ["open_session"]


def open_session(model: str | Path) -> Any:  # noqa: ANN401 - onnxruntime has no types of its own
    """An onnxruntime session over a model; whatever it raises for a file that is none has no common base."""
    # Its packages report to their makers, from the moment they are imported, and keep a database in the user's home.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
