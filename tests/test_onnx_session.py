"""Models are opened in one way, which reports nothing to anybody."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

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
