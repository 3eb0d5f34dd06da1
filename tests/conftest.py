"""What the tests share: the five sample reports, an index of them with the real model, and the large collection."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from faults import Forge

    from qa import Answerer, Retriever

ROOT = Path(__file__).resolve().parent.parent
# A busy machine is no fault of the code.
settings.register_profile("wenzheng", deadline=None)
settings.load_profile("wenzheng")
# What messages call the program, however the tests were started.
os.environ["WENZHENG_COMMAND"] = "wenzheng"
# A process for each build would cost a second a build; what it does is tested by itself.
os.environ["WENZHENG_READ_SECONDS"] = "0"
MUST_RUN_IN_CI = ("model", "browser", "cluster", "reports", "torch", "documents", "integrations")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five sample reports."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """The large collection of reports, which is not part of the project and lies beside the checkout if anywhere."""
    folder = ROOT.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip(f"no collection of reports at {folder}")
    return folder


@pytest.fixture(scope="session")
def fifty_reports(shared_reports: Path) -> list[Path]:
    """The same fifty of the collection every time: every tenth by name."""
    return sorted(shared_reports.glob("*.txt"))[::10]


@pytest.fixture(scope="session")
def seed_index(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home of an index of the sample reports, built with the default model. For reading: never build into it."""
    from index.building.builder import build
    from index.config import Config

    home = tmp_path_factory.mktemp("seed-index")
    build([seeds], Config.from_environment(home=home))
    return home


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """The word dictionary is compiled once for each lexicon, not for each of the tests' many homes."""
    from functools import lru_cache
    from unittest.mock import patch

    from index.language import dictionary, tokenizer

    compiled = lru_cache(dictionary.compile_dictionary)
    with (
        patch.object(dictionary, "compile_dictionary", compiled),
        patch.object(tokenizer, "compile_dictionary", compiled),
    ):
        yield


@pytest.fixture(scope="session")
def dictionaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the compiled dictionaries, which each home would otherwise spend seconds on."""
    from index.language.tokenizer import Tokenizer
    from qa.understanding.bilingual import Bilingual

    folder = tmp_path_factory.mktemp("dictionaries")
    Tokenizer(cache_folder=folder).warm()
    Bilingual(folder).warm()
    return folder


@pytest.fixture
def new_home(tmp_path: Path, dictionaries: Path) -> Path:
    """A home with nothing but the compiled dictionaries."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(dictionaries, target_is_directory=True)
    return home


@pytest.fixture(scope="session")
def retriever(seed_index: Path) -> Retriever:
    from qa import Retriever

    return Retriever.load(seed_index)


@pytest.fixture(scope="session")
def answerer(retriever: Retriever) -> Answerer:
    from qa import Answerer

    return Answerer(retriever)


@pytest.fixture(scope="session")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    """Forks processes that a test may kill, starve or confuse."""
    from faults import Forge

    with Forge(tmp_path_factory.mktemp("forge")) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real Chromium, headless."""
    from browsing import CHROMIUM, FLAGS
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Opens visits to the module's site, or another; at the end nothing may have failed or gone outside."""
    from browsing import Visit

    visits: list[Visit] = []

    def start(where: str = site, **options: object) -> Visit:
        visits.append(Visit(browser, where, **options))
        return visits[-1]

    yield start
    for each in visits:
        each.context.close()
        assert each.errors == []
        outside = [url for url in each.requests if not url.startswith((each.site, "data:", "blob:"))]
        assert outside == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses one of these fixtures is marked for it, so that no mark can be forgotten."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "seed_index" in fixtures:
            item.add_marker("model")
        if "shared_reports" in fixtures:
            item.add_marker("reports")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("torch"):
        pytest.importorskip("sentence_transformers", reason="torch and sentence-transformers are not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing that needs a model, a browser, torch or the reports may pass by being skipped."""
    report = yield
    needed = [name for name in MUST_RUN_IN_CI if item.get_closest_marker(name)]
    if os.environ.get("CI") and needed and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow for tests marked {', '.join(needed)}: {call.excinfo}"
    return report
