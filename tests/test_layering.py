"""The shape of the program: who may import whom, what may not be loaded early, and that the reports are untouched."""

from __future__ import annotations

import ast
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa

ROOT = Path(__file__).resolve().parent.parent
OURS = ("app", "index", "page", "qa")
MODULES = sorted(path for name in OURS for path in [*ROOT.glob(f"{name}.py"), *(ROOT / name).rglob("*.py")])

# The rooms of each part of the program, from the ground up. A room imports rooms on lower floors, never its own floor.
FLOORS = {
    "index": (
        ("types",),
        ("errors", "checksums", "folders", "kinds", "onnx_session"),
        ("config", "manifest"),
        ("language",),
        ("engine", "reading", "statements", "vectors"),
        ("search", "reports"),
        ("storage",),
        ("building", "engines"),
        ("library", "origin"),
    ),
    "qa": (
        ("types", "in_time"),
        ("understanding", "serialize"),
        ("retrieval",),
        ("answering",),
        ("citing",),
        ("wording",),
        ("comparison", "checking"),
        ("composing",),
        ("answerer",),
        ("evaluation",),
        ("commands", "integrations"),
    ),
    "page": (
        ("serving",),
        ("access", "links", "opened", "texts", "marked", "failures"),
        ("described", "filters", "pane"),
        ("reader", "sidebar", "comparing"),
        ("asking", "library", "interface_pane", "endpoints", "originals"),
        ("rest", "view"),
    ),
}
FACE = tuple(f"qa.{name}" for name in qa.__all__)
MAY_IMPORT = {
    "index": ("index",),
    "qa": ("qa", "index"),
    "page": ("page", *FACE),
    "app": ("page", *FACE),
}
# Each module here is for those who have its framework, whose classes it makes its own of; no other module imports one.
FOR_FRAMEWORKS = "qa.integrations"
STARTS_THE_PAGE = "qa/commands/cli.py"  # `wenzheng serve`: the command line stands above both
LOADED_WHEN_USED = (
    "faiss",
    "gradio",
    "haystack",
    "langchain_core",
    "llama_index",
    "onnxruntime",
    "pandas",
    "pyarrow",
    "pymilvus",
    "ray",
    "sentence_transformers",
    "torch",
    "transformers",
)

SEEDS = {
    "000_2994a2ebe7d9e33e.txt": "94bdc9a4d5672e7e89993c6ee66c47beef11353b5c191d8f510991b4fc36920c",
    "001_09bb81aa236715bf.txt": "8e32541420cebd0598be7ad32ce195c2b8908d150bdccba5965e83de79f199a5",
    "002_df9e3faa1eb3f5d2.txt": "0a06f2cf618951ebd6b79c4803acbf3f29f37adf27611f3af4183bdf6d240e91",
    "003_25008dced5c1075d.txt": "33a85a33d801ab0df5481316f5b279c3d01a5ffacd7c3f6fb4ee22856f4fdc41",
    "004_a85273e589aee930.txt": "7edb083b20df8596bd1da36dfc678be9383772cbb10210c8a0e8790e720dff55",
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def names_in(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        module = node.module or ""
        is_package = (ROOT / module.replace(".", "/")).is_dir()
        return [f"{module}.{alias.name}" for alias in node.names] if is_package else [module]
    return []


def imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [name for node in ast.walk(tree) if isinstance(node, ast.stmt) for name in names_in(node)]


def imports_on_loading(path: Path) -> Iterator[str]:
    """What importing the module imports: not what stands in functions or under `if TYPE_CHECKING`."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
            continue
        if isinstance(node, ast.stmt):
            yield from names_in(node)
        waiting.extend(ast.iter_child_nodes(node))


def is_within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == module or name.startswith(module + ".") for module in allowed)


def module_name(path: Path) -> str:
    """index/search/dense.py → index.search.dense; a package by its own name."""
    return relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def floor_of(module: str) -> int | None:
    """How high the room of a module lies, from 0; None for what has no floor: the faces of the packages."""
    part, _, rest = module.partition(".")
    room = rest.partition(".")[0]
    return next((level for level, rooms in enumerate(FLOORS.get(part, ())) if room in rooms), None)


def loaded_by(code: str, *arguments: str) -> set[str]:
    """The top-level modules that are loaded after `code` ran in a Python of its own."""
    script = code + "\nprint('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run(
        [sys.executable, "-P", "-c", "import sys\n" + script, *arguments], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_imports_point_one_way(path: Path) -> None:
    layer = relative(path).partition("/")[0].removesuffix(".py")
    ours = [name for name in imports(path) if is_within(name, OURS)]
    allowed = (*MAY_IMPORT[layer], "app") if relative(path) == STARTS_THE_PAGE else MAY_IMPORT[layer]
    assert [name for name in ours if not is_within(name, allowed)] == []


@pytest.mark.parametrize("path", [path for path in MODULES if floor_of(module_name(path)) is not None], ids=relative)
def test_rooms_import_only_what_lies_below(path: Path) -> None:
    own = module_name(path)
    level = floor_of(own)
    above = [
        name
        for name in imports(path)
        if name.partition(".")[0] == own.partition(".")[0]
        and room_of(name) != room_of(own)
        and ((other := floor_of(name)) is None or other >= level)
    ]
    assert above == []


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_nothing_that_answers_imports_what_trains_or_measures(path: Path) -> None:
    assert [name for name in imports(path) if is_within(name, ("bench", "tests", "training"))] == []


def test_every_room_has_a_floor() -> None:
    known = {f"{part}.{room}" for part, floors in FLOORS.items() for floor in floors for room in floor}
    there = {room_of(name) for path in MODULES if (name := module_name(path)).partition(".")[0] in FLOORS}
    assert there - {"index", "page", "qa", "qa.__main__"} == known


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_heavy_modules_are_imported_where_they_are_used(path: Path) -> None:
    own = (path.stem.replace("langchain", "langchain_core"),) if is_within(module_name(path), (FOR_FRAMEWORKS,)) else ()
    early = [name for name in imports_on_loading(path) if is_within(name, LOADED_WHEN_USED)]
    assert [name for name in early if not is_within(name, own)] == []


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_module_loads_what_is_for_a_framework(path: Path) -> None:
    if not is_within(module_name(path), (FOR_FRAMEWORKS,)):
        assert [name for name in imports(path) if is_within(name, (FOR_FRAMEWORKS,))] == []


@pytest.mark.parametrize("module", ["index.building.builder", "qa", "qa.commands.cli", "app"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}").isdisjoint(LOADED_WHEN_USED)


def test_importing_qa_does_not_load_what_changes_an_index() -> None:
    script = "import sys, qa; print([name for name in sys.modules if name.startswith(('index.building', 'citeproc'))])"
    run = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.model
def test_asking_loads_neither_torch_nor_the_page(seed_index: Path) -> None:
    loaded = loaded_by(
        "from qa.commands.cli import main\n"
        "assert main(['ask', '新乡2023年立案多少件提案?', '--home', sys.argv[1]]) == 0",
        str(seed_index),
    )
    assert "onnxruntime" in loaded
    assert loaded.isdisjoint({"torch", "transformers", "sentence_transformers", "gradio", "pandas", "scipy"})


def test_the_seeds_are_the_reports_as_published(seeds: Path) -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in seeds.iterdir()}
    assert found == SEEDS
