"""The public face of `qa`: what it lists is there, is documented, and is enough for whoever uses it."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import typing
from pathlib import Path

import pytest

import qa

ROOT = Path(__file__).resolve().parent.parent
OURS = ("index.", "qa.")


def types_in(hint: object) -> set[type]:
    """The classes in an annotation: tuple[Citation, ...] → Citation."""
    inner = {found for argument in typing.get_args(hint) for found in types_in(argument)}
    return inner | {hint} if isinstance(hint, type) and not typing.get_args(hint) else inner


def is_ours(found: type) -> bool:
    return found.__module__.startswith(OURS)


@pytest.mark.parametrize("name", qa.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    value = getattr(qa, name)
    if inspect.isclass(value) or inspect.isfunction(value):
        assert value.__doc__ and not value.__doc__.startswith(f"{name}("), "a dataclass's own signature is no docstring"


def test_the_list_is_sorted_and_names_nothing_twice() -> None:
    assert len(set(qa.__all__)) == len(qa.__all__)
    assert not [name for name in qa.__all__ if name.startswith("_")]


def test_what_is_not_listed_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'figure_fit_of'"):
        _ = qa.figure_fit_of


@pytest.mark.parametrize(
    "name", ["Answer", "Comparison", "Citation", "Excerpt", "FactRow", "Hit", "Reading", "Scope", "Report", "Section"]
)
def test_a_public_value_is_made_of_public_values(name: str) -> None:
    hints = typing.get_type_hints(getattr(qa, name))
    fields = [hints[field.name] for field in dataclasses.fields(getattr(qa, name)) if not field.name.startswith("_")]
    found = {each.__name__ for hint in fields for each in types_in(hint) if is_ours(each)}
    assert found <= set(qa.__all__)


@pytest.mark.parametrize("function", ["compare_indicator", "export", "label", "answer_to_json", "rows_to_json"])
def test_a_public_function_takes_and_gives_public_values(function: str) -> None:
    hints = typing.get_type_hints(getattr(qa, function)).values()
    assert {each.__name__ for hint in hints for each in types_in(hint) if is_ours(each)} <= set(qa.__all__)


def test_nothing_is_listed_that_neither_page_nor_scripts_need() -> None:
    """Each name is used by the page, or is a value or argument of something that is."""
    used = set()
    for path in (ROOT / "app.py", *(ROOT / "page").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "qa":
                used |= {alias.name for alias in node.names}
    for_scripts = {
        "ClaimReport", "Confidence", "Excerpt", "ExtraMissingError", "FactRow", "FactTable", "Implied",
        "PageMap", "Scope",
    }  # fmt: skip
    assert set(qa.__all__) == used | for_scripts
