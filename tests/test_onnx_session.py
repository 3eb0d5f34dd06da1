"""Models are opened in one way, which reports nothing to anybody."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

from index.onnx_session import open_session

ROOT = Path(__file__).resolve().parent.parent


def test_opening_a_model_leaves_nothing_in_the_home_of_the_user(tmp_path: Path) -> None:
    model = next((ROOT / "qa").rglob("reader.onnx"))
    code = "import sys; from index.onnx_session import open_session; open_session(sys.argv[1])"
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    subprocess.run(
        [sys.executable, "-c", code, str(model)], cwd=ROOT, env=variables | {"HOME": str(tmp_path)}, check=True
    )
    assert list(tmp_path.rglob("*")) == []


def test_no_other_module_opens_one() -> None:
    modules = [path for name in ("index", "qa", "page") for path in (ROOT / name).rglob("*.py")]
    found = [path.name for path in modules if re.search(r"\b(?:import|from) onnxruntime\b", path.read_text())]
    assert found == ["onnx_session.py"]


def test_a_model_of_8_bits_gives_the_same_on_every_processor() -> None:
    """Without VNNI a processor's sums of 8 bits overflow, unless it is told to multiply exactly."""
    reader = open_session(ROOT / "qa" / "answering" / "weights" / "reader.onnx")
    ids = (np.arange(200, dtype=np.int64) * 37 % 3000 + 3)[None]
    start, end, answers = reader.run(["start", "end", "answers"], {"ids": ids})
    assert np.allclose(start[0, :3], [4.435, -9.607, -4.951], atol=0.05)
    assert np.allclose(end[0, :3], [3.596, -8.275, -9.062], atol=0.05)
    assert np.allclose(answers, [-2.547], atol=0.05)
