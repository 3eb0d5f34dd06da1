"""Every regular expression of the program, with the ways it is used in, and the inputs that are worst for it."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

__all__ = ["Used", "every_pattern"]

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("index", "qa", "page")
# How each function of `re`, and each method of a pattern, goes through its input.
_WAYS: dict[str, tuple[str, ...]] = {
    "compile": (),
    "search": ("search",),
    "match": ("match",),
    "fullmatch": ("fullmatch",),
    **dict.fromkeys(("sub", "subn", "finditer", "findall", "split"), ("finditer",)),
}
_ALL_WAYS = ("finditer", "fullmatch", "match", "search")
# A way whose first step is another way: where it is linear, the other is.
_WITHIN = {"search": ("finditer",), "match": ("finditer", "search")}
_SAMPLE = "提案"  # stands for an escaped word that is known only when the function runs


class Used(NamedTuple):
    """A pattern, the ways it is used in, and where it stands."""

    where: str
    pattern: re.Pattern[str]
    ways: tuple[str, ...]


def every_pattern() -> tuple[list[Used], list[str]]:
    """All that the program holds, each once, and the functions that make one which cannot be seen from outside."""
    found: list[Used] = []
    hidden: list[str] = []
    held: list[tuple[str, str, bool, re.Pattern[str]]] = []
    ways: dict[str, set[str]] = defaultdict(set)
    for module, tree in _modules():
        for name, method in _methods_used(tree):
            ways[_own(module, name)].update(_WAYS[method])
        for name, value in vars(module).items():
            alone = isinstance(value, re.Pattern)
            held += [(f"{module.__name__}.{name}", _own(module, name), alone, each) for each in _patterns_in(value)]
        for function in _functions(tree):
            made = list(_made_by(module, function))
            written, unseen = _written_in(module, function)
            found += [*made, *written]
            if unseen and not made:
                hidden.append(f"{module.__name__}.{function.name}")
    for where, name, alone, pattern in held:
        found.append(Used(where, pattern, tuple(ways[name]) if alone and ways[name] else _ALL_WAYS))
    unique: dict[tuple[str, int], Used] = {}
    for each in found:
        key = (each.pattern.pattern, each.pattern.flags)
        before = unique.get(key, each)
        unique[key] = before._replace(ways=(*before.ways, *each.ways))
    return [each._replace(ways=_longest(each.ways)) for each in unique.values()], hidden


def _longest(ways: Iterable[str]) -> tuple[str, ...]:
    """The ways that are within no other."""
    used = set(ways)
    return tuple(sorted(way for way in used if used.isdisjoint(_WITHIN.get(way, ()))))


def _modules() -> Iterator[tuple[ModuleType, ast.Module]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix().removesuffix(".py").replace("/", ".").removesuffix(".__init__")
            # What other frameworks need is not installed everywhere, and has no patterns.
            if name != "qa.__main__" and not name.startswith("qa.integrations."):
                yield importlib.import_module(name), ast.parse(path.read_text(encoding="utf-8"))


def _own(module: ModuleType, name: str) -> str:
    """A private name is its module's, any other may be used from anywhere."""
    return f"{module.__name__}.{name}" if name.startswith("_") else name


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def _patterns_in(value: object, *, deep: int = 4) -> Iterator[re.Pattern[str]]:
    """The patterns that a module's value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif deep:
        inner: object = ()
        if isinstance(value, Mapping):
            inner = value.items()
        elif isinstance(value, tuple | list | set | frozenset):
            inner = value
        elif isinstance(value, type):
            inner = vars(value).values()
        elif dataclasses.is_dataclass(value):
            inner = [getattr(value, field.name, None) for field in dataclasses.fields(value)]
        for each in list(inner):  # type: ignore[call-overload]
            yield from _patterns_in(each, deep=deep - 1)


def _methods_used(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """`_YEAR.search`, `roles._YEAR.search` → (_YEAR, search)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _WAYS:
            on = node.value
            yield (on.id if isinstance(on, ast.Name) else on.attr if isinstance(on, ast.Attribute) else ""), node.attr


def _made_by(module: ModuleType, function: ast.FunctionDef) -> Iterator[Used]:
    """What a function without parameters gives back that says it gives patterns."""
    arguments = function.args
    if "re.Pattern" in ast.unparse(function.returns or ast.Constant(None)) and not (
        arguments.args + arguments.kwonlyargs
    ):
        for pattern in _patterns_in(getattr(module, function.name)()):
            yield Used(f"{module.__name__}.{function.name}()", pattern, _ALL_WAYS)


def _written_in(module: ModuleType, function: ast.FunctionDef) -> tuple[list[Used], bool]:
    """The patterns written in calls of `re` within a function, and whether there are others that it puts together."""
    known = {**vars(builtins), **vars(module)}
    seen: list[Used] = []
    unseen = False
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _WAYS):
            continue
        if ast.unparse(node.func.value) != "re":
            continue
        written = node.args[0]
        escaped = _names_in(call for call in ast.walk(written) if _is_escape(call)) - known.keys()
        names = _names_in([written])
        if names - known.keys() - escaped:
            unseen = True
            continue
        where = f"{module.__name__}.{function.name}:{node.lineno}"
        flags = [ast.unparse(each) for each in (*node.args[1:], *(k.value for k in node.keywords)) if _is_flag(each)]
        space = known | dict.fromkeys(escaped, _SAMPLE)
        pattern = eval(ast.unparse(written), space)
        flag = eval(flags[0], space) if flags else 0
        seen.append(Used(where, re.compile(pattern, flag), _WAYS[node.func.attr] or _ALL_WAYS))
    return seen, unseen


def _is_flag(node: ast.expr) -> bool:
    return ast.unparse(node).startswith("re.")


def _is_escape(node: ast.AST) -> bool:
    """Whether it is re.escape(word) or map(re.escape, words), where one word is as good as another."""
    return ast.unparse(node).startswith(("re.escape(", "map(re.escape, ")) if isinstance(node, ast.Call) else False


def _names_in(nodes: object) -> set[str]:
    return {
        name.id
        for node in nodes  # type: ignore[attr-defined]
        for name in ast.walk(node)
        if isinstance(name, ast.Name)
    }
