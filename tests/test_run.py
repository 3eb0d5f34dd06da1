"""`./run`: what is set up, when, in which order; and that each task starts the right command in the right place."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import environment
from locks import Pin, read_lock
from tools.lock_hashes import environments

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted(ROOT.glob("requirements*.lock"))

# Stands for the Python of .venv: writes down how it was called, and for pip also what the file of requirements holds.
# pip and the index build fail when told to.
FAKE_PYTHON = """\
#!/bin/sh
here=$(dirname "$0")
if [ "$1" = -c ]; then echo 3 11; exit; fi
case "$*" in *--requirement*) wanted=$(tr '\\\\\\n' '  ' <"$here/../wanted.txt") ;; esac
echo "$PWD|${WENZHENG_HOME:-}|$*" $wanted >>"$here/../calls"
echo "$WENZHENG_COMMAND" >>"$here/../names"
case "$wanted" in *'torch=='*'+cpu'*) echo 'ERROR: No matching distribution found for torch==2.13.0+cpu'; exit 1 ;; esac
case "$*" in *'-m qa build'*) exit "${BUILD_STATUS:-0}" ;; esac
"""
SOME_HASH = f"--hash=sha256:{'0' * 64}"


class Checkout:
    """A copy of what `./run` consists of, with a Python in .venv that only writes down its calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for file in [*(ROOT / name for name in ("run", "environment.py", "locks.py", "pyproject.toml")), *LOCKS]:
            shutil.copy(file, folder)
        self.venv = folder / ".venv"
        (self.venv / "bin").mkdir(parents=True)
        python = self.venv / "bin" / "python"
        python.write_text(FAKE_PYTHON)
        python.chmod(0o755)

    def set_up(self) -> Checkout:
        print_fingerprint = "import environment; print(environment.fingerprint(), end='')"
        shown = subprocess.run(
            [sys.executable, "-c", print_fingerprint], cwd=self.folder, capture_output=True, text=True
        )
        (self.venv / "setup-finished").write_text(shown.stdout)
        return self

    def run(self, *arguments: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WENZHENG_")}
        return subprocess.run(
            [sys.executable, str(self.folder / "run"), *arguments],
            cwd=cwd or self.folder,
            env=kept | variables,
            capture_output=True,
            text=True,
            timeout=120,
        )

    @property
    def calls(self) -> list[tuple[str, str, str]]:
        """Of each call of .venv's Python: folder, home of the index, arguments."""
        file = self.venv / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        return [(folder, home, rest) for folder, home, rest in (line.split("|", 2) for line in lines)]

    @property
    def commands(self) -> list[str]:
        return [arguments for _, _, arguments in self.calls]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a checkout"
    folder.mkdir()
    return Checkout(folder)


def test_a_command_runs_where_the_user_is_with_the_index_of_the_checkout(checkout: Checkout, tmp_path: Path) -> None:
    checkout.set_up().run("status", "--json", cwd=tmp_path)
    assert checkout.calls == [(str(tmp_path), str(checkout.folder / ".wenzheng"), "-P -m qa status --json")]


def test_asking_indexes_the_seeds_when_nothing_is_indexed(checkout: Checkout) -> None:
    checkout.set_up().run("ask", "新乡?")
    assert checkout.commands == [f"-P -m qa build {checkout.folder / 'seeds'}", "-P -m qa ask 新乡?"]
    assert {home for _, home, _ in checkout.calls} == {str(checkout.folder / ".wenzheng")}


def test_no_task_means_the_page(checkout: Checkout) -> None:
    checkout.set_up().run()
    assert checkout.commands[-1] == "-P -m qa serve"


def test_asking_builds_nothing_when_there_is_an_index(checkout: Checkout) -> None:
    (checkout.folder / ".wenzheng").mkdir()
    (checkout.folder / ".wenzheng" / "CURRENT").touch()
    checkout.set_up().run("ask", "新乡?")
    assert checkout.commands == ["-P -m qa ask 新乡?"]


@pytest.mark.parametrize("option", [["--home", "mine"], ["--home=mine"]])
def test_a_home_the_user_names_is_left_to_the_user(checkout: Checkout, option: list[str]) -> None:
    checkout.set_up().run("ask", "新乡?", *option)
    assert [(home, command) for _, home, command in checkout.calls] == [("", f"-P -m qa ask 新乡? {' '.join(option)}")]


def test_a_home_in_the_environment_is_left_to_the_user(checkout: Checkout) -> None:
    checkout.set_up().run("ask", "新乡?", WENZHENG_HOME="mine")
    assert [(home, command) for _, home, command in checkout.calls] == [("mine", "-P -m qa ask 新乡?")]


@pytest.mark.parametrize("option", [["--engine", "http://127.0.0.1:19530"], ["--engine=http://127.0.0.1:19530"], []])
def test_asking_an_engine_indexes_nothing_here(checkout: Checkout, option: list[str]) -> None:
    variables = {} if option else {"WENZHENG_ENGINE": "http://127.0.0.1:19530"}
    checkout.set_up().run("ask", "新乡?", *option, **variables)
    assert checkout.commands == [" ".join(["-P -m qa ask 新乡?", *option])]


@pytest.mark.parametrize(
    ("script", "name"),
    [("./run", "./run"), ("run", "./run"), ("../a checkout/run", "'../a checkout/run'")],
    ids=["as the README has it", "by python", "from elsewhere"],
)
def test_the_program_is_told_how_it_was_called(checkout: Checkout, script: str, name: str) -> None:
    checkout.set_up()
    environment = {**os.environ, "WENZHENG_COMMAND": "what an outer ./run said"}
    subprocess.run([sys.executable, script, "status"], cwd=checkout.folder, env=environment, check=True)
    assert (checkout.venv / "names").read_text() == f"{name}\n"


def test_building_without_a_path_is_left_to_the_program(checkout: Checkout, tmp_path: Path) -> None:
    checkout.set_up().run("build", "--full", cwd=tmp_path)
    assert checkout.commands == ["-P -m qa build --full"]


def test_a_failed_index_build_is_where_it_stops(checkout: Checkout) -> None:
    finished = checkout.set_up().run("ask", "新乡?", BUILD_STATUS="7")
    assert finished.returncode == 7
    assert len(checkout.commands) == 1


def test_tests_run_in_the_checkout_with_their_arguments(checkout: Checkout, tmp_path: Path) -> None:
    checkout.set_up().run("test", "-m", "browser", cwd=tmp_path)
    assert [(folder, command) for folder, _, command in checkout.calls] == [
        (str(checkout.folder), "-m pytest -m browser")
    ]


def test_check_runs_every_tool_even_after_one_failed(checkout: Checkout) -> None:
    python = checkout.venv / "bin" / "python"
    python.write_text(FAKE_PYTHON + 'case "$*" in *format*) exit 1 ;; esac\n')
    finished = checkout.set_up().run("check")
    assert checkout.commands == ["-m ruff format --check .", "-m ruff check .", "-m mypy"]
    assert finished.returncode == 1
    assert "failed: ruff format --check ." in finished.stderr


def test_a_changed_lock_installs_again_and_then_runs_the_task(checkout: Checkout) -> None:
    checkout.set_up()
    with (checkout.folder / "requirements.lock").open("a") as lock:
        lock.write(f"another-package==1.0 \\\n    {SOME_HASH}\n")
    checkout.run("status")
    *installs, task = checkout.commands
    assert any("another-package==1.0" in command for command in installs)
    assert installs[-1].startswith("-m pip install --no-deps --no-build-isolation --editable")
    assert task == "-P -m qa status"
    checkout.run("status")
    assert len(checkout.commands) == len(installs) + 2, "the second start installs nothing"


EXTRAS = {"--cluster": "ray==", "--documents": "rapidocr==", "--integrations": "langchain-core==", "--llm": "openai=="}


@pytest.mark.parametrize("option", EXTRAS)
def test_the_packages_of_an_extra_come_on_top_and_once(checkout: Checkout, option: str) -> None:
    checkout.set_up().run("setup", option)
    (installs,) = checkout.commands
    assert installs.startswith("-m pip install --no-deps --require-hashes --requirement ")
    # One of the frameworks needs the client of language models too.
    beside = ["openai=="] if option == "--integrations" else []
    assert [each for each in EXTRAS.values() if each in installs] == [EXTRAS[option], *beside]
    assert "torch" not in installs
    checkout.run("setup", option)
    checkout.run("status")
    assert checkout.commands == [installs, "-P -m qa status"]


def test_a_changed_lock_of_the_clusters_packages_matters_where_they_were_asked_for(checkout: Checkout) -> None:
    lock = checkout.folder / "requirements-cluster.lock"
    lock.write_text(lock.read_text() + f"another-package==1.0 \\\n    {SOME_HASH}\n")
    checkout.set_up().run("status")
    assert checkout.commands == ["-P -m qa status"]
    checkout.run("setup", "--cluster")
    lock.write_text(lock.read_text() + f"a-third-package==1.0 \\\n    {SOME_HASH}\n")
    checkout.run("status")
    *_, install, task = checkout.commands
    assert "a-third-package==1.0" in install and task == "-P -m qa status"


def test_setting_up_again_or_anew_keeps_the_extras(checkout: Checkout) -> None:
    checkout.set_up().run("setup", *EXTRAS)
    checkout.run("setup")
    again = checkout.commands[-len(EXTRAS) :]
    assert [name in command for name, command in zip(EXTRAS.values(), again, strict=True)] == [True] * len(EXTRAS)
    assert sum("--editable" in command for command in checkout.commands) == 1
    with (checkout.folder / "requirements.lock").open("a") as lock:
        lock.write(f"another-package==1.0 \\\n    {SOME_HASH}\n")
    checkout.run("status")
    assert sum("another-package==1.0" in command for command in checkout.commands) == 1
    assert not any(" uninstall " in command for command in checkout.commands)
    assert (checkout.venv / "setup-cluster-finished").exists()


def test_setting_up_refuses_what_it_does_not_know(checkout: Checkout) -> None:
    finished = checkout.set_up().run("setup", "--clutser")
    assert (finished.returncode, checkout.commands) == (1, [])
    assert (
        "setup takes nothing but --cluster or --documents or --integrations or --llm, not --clutser" in finished.stderr
    )


def test_set_up_goes_on_without_torch_and_says_how_to_get_it(checkout: Checkout) -> None:
    finished = checkout.run("setup", WENZHENG_TORCH_INDEX="http://wheels.invalid")
    if sys.platform == "darwin":
        pytest.skip("every build of torch for macOS is a CPU build")
    assert finished.returncode == 0
    assert "Left out: torch==2.13.0 and sentence-transformers" in finished.stderr
    assert "WENZHENG_ALLOW_CUDA=1 ./run setup" in finished.stderr
    asked_for = re.findall(r"torch==\S+ ; [^-]*", " ".join(checkout.commands))
    here, elsewhere = 'torch==2.13.0+cpu ; sys_platform == "linux"', 'torch==2.13.0 ; sys_platform == "darwin"'
    assert [each.strip() for each in asked_for] == [elsewhere, here] * 2, "never the plain build, which may bring CUDA"
    first, second = (command for command in checkout.commands if "torch==" in command)
    assert "--index-url http://wheels.invalid" in first and "--index-url" not in second, (
        "the index named is asked first"
    )
    assert not any("sentence-transformers" in command for command in checkout.commands)


def test_torch_is_left_out_where_it_is_not_wanted(checkout: Checkout) -> None:
    finished = checkout.run("setup", WENZHENG_TORCH_INDEX="none")
    assert finished.returncode == 0
    assert "Left out: torch==2.13.0 and sentence-transformers" in finished.stderr
    assert not any("torch==" in command for command in checkout.commands)


def test_cuda_is_taken_only_with_consent(checkout: Checkout) -> None:
    checkout.run("setup", WENZHENG_ALLOW_CUDA="1")
    assert any('torch==2.13.0 ; sys_platform == "linux"' in command for command in checkout.commands)
    assert any("sentence-transformers==" in command for command in checkout.commands)


def test_everything_but_the_program_itself_is_held_against_its_hashes(checkout: Checkout) -> None:
    checkout.run("setup", WENZHENG_ALLOW_CUDA="1")
    checkout.run("setup", *EXTRAS)
    installs = checkout.commands
    itself, *extras = installs[-1 - len(EXTRAS) :]
    assert "--editable" in itself and "==" not in itself
    assert all(name in command for name, command in zip(EXTRAS.values(), extras, strict=True))
    for command in installs:
        assert command == itself or command.startswith("-m pip install --no-deps --require-hashes --requirement ")
    installed = set(re.findall(r"\S+==[^\s;]+", " ".join(installs)))
    cpu_build = {pin for pin in read_lock(environment.TORCH_LOCK) if pin.name == "torch"}
    assert installed == {
        f"{pin.name}=={pin.version}" for lock in LOCKS for pin in read_lock(lock) if pin not in cpu_build
    }


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_nothing_is_installed_from_a_lock_that_lacks_a_hash(checkout: Checkout, lock: Path) -> None:
    with (checkout.folder / lock.name).open("a") as file:
        file.write("another-package==1.0\n")
    number = len((checkout.folder / lock.name).read_text().splitlines())
    finished = checkout.run(
        "setup", *(f"--{extra}" for extra in environment.EXTRAS if lock == environment.lock_of(extra))
    )
    assert finished.returncode == 1
    assert f"{lock.name}, line {number}: another-package==1.0 has no hash" in finished.stderr
    assert f"tools.lock_hashes {lock.name}" in finished.stderr
    assert not any("another-package" in command or "ray==" in command for command in checkout.commands)


def test_an_interrupted_set_up_starts_afresh_and_names_what_it_cannot_get(checkout: Checkout) -> None:
    (checkout.venv / "setup-unfinished").touch()
    (checkout.venv / "left over").touch()
    finished = checkout.run(
        "status",
        PIP_CONFIG_FILE=os.devnull,
        PIP_FIND_LINKS="",
        PIP_EXTRA_INDEX_URL="",
        PIP_INDEX_URL="http://127.0.0.1:9",
    )
    assert finished.returncode == 1
    assert not (checkout.venv / "left over").exists()
    assert (checkout.venv / "setup-unfinished").exists(), "the next start begins again"
    assert re.search(r"cannot get pip==\S+: the package index cannot be reached", finished.stderr)
    assert "PIP_INDEX_URL" in finished.stderr


def test_a_package_that_was_changed_on_the_way_is_refused(checkout: Checkout, tmp_path: Path) -> None:
    """With the real pip, which finds the first packages of the lock in a folder; one of them is not what was locked."""
    (checkout.venv / "setup-unfinished").touch()
    wheels = {name: make_wheel(tmp_path / "wheels", name) for name in environment.FIRST}
    lock = checkout.folder / "requirements.lock"
    pins = [Pin(name, "1.0", "", (hashlib.sha256(path.read_bytes()).hexdigest(),)) for name, path in wheels.items()]
    lock.write_text("".join(pin.text for pin in pins))
    with zipfile.ZipFile(wheels["setuptools"], "a") as archive:
        archive.writestr("setuptools/planted.py", "")
    no_index = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "wheels")}
    finished = checkout.run("status", **no_index)
    assert finished.returncode == 1
    assert (
        "DO NOT MATCH THE HASHES of the locks 下载的文件与锁定的校验值不符，没有安装：setuptools==1.0\n"
        in finished.stderr
    )
    assert "PIP_INDEX_URL" in finished.stderr and "tools.lock_hashes" in finished.stderr
    assert not list(checkout.venv.rglob("planted.py"))
    assert not (checkout.venv / "setup-finished").exists() and (checkout.venv / "setup-unfinished").exists()


def make_wheel(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return path


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["ERROR: No matching distribution found for faiss-cpu==1"],
            "cannot get faiss-cpu==1: the package index has no",
        ),
        (["ERROR: [Errno 28] No space left on device"], "do not fit"),
        (["Collecting x", "ERROR: something else"], "pip failed; its whole output is in"),
    ],
)
def test_a_failure_of_pip_is_explained(lines: list[str], said: str) -> None:
    assert said in str(environment.explain_failure(lines))


def test_a_changed_build_of_torch_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = environment.ChangedPackageError("changed")

    def refuse(*_: object) -> None:
        raise changed

    monkeypatch.setattr(environment, "install", refuse)
    monkeypatch.delenv("WENZHENG_TORCH_INDEX", raising=False)
    pins = environment.read_pins(environment.TORCH_LOCK)
    with pytest.raises(environment.ChangedPackageError):
        environment.install_torch(environment.Progress("a trial"), pins, [])


def test_an_unsupported_python_is_refused_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(environment.SetupError, match=r"Python 3\.10 runs this, and Wenzheng needs 3\.11"):
        environment.use_supported_python()


def test_starting_loads_nothing_that_only_setting_up_needs() -> None:
    code = "import sys, environment; environment.is_set_up(); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"subprocess", "threading", "shutil"}.isdisjoint(shown.stdout.split())


def pins(*locks: Path) -> dict[str, Requirement]:
    found = [pin for lock in locks for pin in read_lock(lock)]
    return {canonicalize_name(pin.name): Requirement(pin.requirement) for pin in found}


def version_pinned(requirement: Requirement) -> str:
    return next(iter(requirement.specifier)).version


def with_extras(requirement: Requirement, where: dict[str, str]) -> list[Requirement]:
    """What an installed package needs, with the extras asked for."""
    needed = map(Requirement, importlib.metadata.distribution(requirement.name).requires or [])
    extras = [{**where, "extra": extra} for extra in ("", *requirement.extras)]
    return [each for each in needed if each.marker is None or any(map(each.marker.evaluate, extras))]


CORE_LOCKS = (environment.LOCK, environment.TORCH_LOCK)
WITH_CLUSTER, WITH_DOCUMENTS, WITH_INTEGRATIONS, WITH_LLM = (
    (*CORE_LOCKS, environment.lock_of(extra)) for extra in environment.EXTRAS
)


@pytest.mark.parametrize(
    ("extras", "locks"),
    [
        (("dev",), CORE_LOCKS),
        (("dev", "ray", "milvus"), WITH_CLUSTER),
        (("dev", "documents"), WITH_DOCUMENTS),
        (("dev", "facts", "langchain", "llamaindex", "haystack", "notebook"), WITH_INTEGRATIONS),
        (("dev", "llm"), WITH_LLM),
    ],
    ids=["core", "cluster", "documents", "integrations", "llm"],
)
def test_the_lock_has_what_the_project_asks_for(extras: tuple[str, ...], locks: tuple[Path, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = list(project["project"]["dependencies"])
    for extra in extras:
        asked += project["project"]["optional-dependencies"][extra]
    locked = pins(*locks)
    for requirement in map(Requirement, asked + project["build-system"]["requires"]):
        assert requirement.specifier.contains(version_pinned(locked[canonicalize_name(requirement.name)])), requirement


@pytest.mark.parametrize(
    "locks",
    [
        pytest.param(CORE_LOCKS, id="core"),
        pytest.param(WITH_CLUSTER, id="cluster", marks=pytest.mark.cluster),
        pytest.param(WITH_DOCUMENTS, id="documents", marks=pytest.mark.documents),
        pytest.param(WITH_INTEGRATIONS, id="integrations", marks=pytest.mark.integrations),
        pytest.param(WITH_LLM, id="llm", marks=pytest.mark.llm),
    ],
)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize(("platform", "system"), [("linux", "Linux"), ("darwin", "Darwin")])
def test_the_lock_is_complete(python: str, platform: str, system: str, locks: tuple[Path, ...]) -> None:
    where = {
        **default_environment(),
        "python_version": python,
        "python_full_version": python + ".5",
        "sys_platform": platform,
        "platform_system": system,
        "extra": "",
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    extras = {each.name: each for each in map(Requirement, project["ray"] + project["milvus"])}
    every_pin = [Requirement(pin.requirement) for lock in locks for pin in read_lock(lock)]
    locked = {canonicalize_name(pin.name): pin for pin in every_pin if not pin.marker or pin.marker.evaluate(where)}
    installed = {canonicalize_name(found.name) for found in importlib.metadata.distributions()}
    of_extra = pins(*locks[len(CORE_LOCKS) :]).items()
    missing = {name for name, pin in of_extra if not pin.marker or pin.marker.evaluate()} - installed
    if missing:
        pytest.skip(f"not installed: {', '.join(sorted(missing))}; ./run setup {' '.join(EXTRAS)}")
    for name in locked.keys() & installed:
        for requirement in with_extras(extras.get(name, locked[name]), where):
            pin = locked.get(canonicalize_name(requirement.name))
            assert pin, f"{name} needs {requirement}, which the lock does not have"
            assert requirement.specifier.contains(version_pinned(pin)), f"{name} needs {requirement}"


def test_the_locks_pin_every_package_once_in_every_environment_and_cuda_only_where_it_is_wanted() -> None:
    every_pin = [
        pin for lock in (*CORE_LOCKS, *map(environment.lock_of, environment.EXTRAS)) for pin in read_lock(lock)
    ]
    for where in environments():
        here = [pin for pin in every_pin if not pin.marker or Marker(pin.marker).evaluate(where)]
        # The extras may share packages; of these each has one version.
        names = [name for name, _ in {(pin.name, pin.version) for pin in here}]
        assert len(names) == len(set(names)) and "torch" in names
    assert not [pin.name for pin in every_pin if pin.name.startswith(("nvidia", "cuda", "triton"))]
    builds = {Version(pin.version).public for lock in LOCKS for pin in read_lock(lock) if pin.name == "torch"}
    assert len(builds) == 1, "with CUDA or without, it is the same torch"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_lock_has_the_hashes_of_every_pin(lock: Path) -> None:
    locked = read_lock(lock)
    as_written = [replace(pin, hashes=tuple(sorted(pin.hashes))).text for pin in locked]
    assert lock.read_text().endswith("".join(as_written)), "as tools/lock_hashes.py writes it"
    hashes = [each for pin in locked for each in pin.hashes]
    assert len(hashes) == len(set(hashes)) >= len(locked)
