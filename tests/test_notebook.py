"""The notebook of docs/ runs from its first cell to its last, and is kept without what it printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "notebook.ipynb"


def cells(kind: str) -> list[dict[str, object]]:
    return [each for each in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if each["cell_type"] == kind]


def test_it_is_kept_without_output() -> None:
    assert len(cells("code")) > 5
    assert [(each["outputs"], each["execution_count"]) for each in cells("code")] == [([], None)] * len(cells("code"))


def test_it_speaks_both_languages() -> None:
    for cell in cells("markdown"):
        text = "".join(cell["source"])
        assert any("a" <= letter <= "z" for letter in text) and any("一" <= letter <= "鿿" for letter in text), text


@pytest.mark.model
@pytest.mark.integrations
def test_it_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    # The kernel is the Python of the tests, whatever kernels the machine has, and finds the project as they do.
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOK.parent.parent))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    shown = [
        output.get("text") or output["data"]["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    ]
    assert not [
        output for cell in notebook.cells for output in cell.get("outputs", ()) if output.get("name") == "stderr"
    ]
    printed = "\n".join(shown)
    for expected in (
        "5 added",
        "answered 409件",
        "answered 656件",
        "not_indexed None",
        "河南省新乡市 (2023,) 409件",
        "委员提案",
    ):
        assert expected in printed
