"""Sets up .venv: the locked packages and the program itself. Standard library alone, since it runs before them.

An interrupted set-up starts again from nothing; a change of pyproject.toml or of a lock updates in place. The packages
of EXTRAS come on top once they were asked for, and are kept up to date from then on. Every file is held against the
hashes of its lock before it is installed; the program itself, which is here, has none.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locks import Pin

__all__ = ["PYTHON", "SetupError", "is_set_up", "set_up"]

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
TORCH_LOCK = ROOT / "requirements-torch.lock"
CUDA_LOCK = ROOT / "requirements-cuda.lock"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "setup-finished"  # holds the fingerprint of what was installed
UNFINISHED = VENV / "setup-unfinished"  # there while an installation is under way
LOG = VENV / "setup.log"
WANTED = VENV / "wanted.txt"  # what pip is given: hashes cannot stand on its command line
OLDEST, NEWEST = (3, 11), (3, 13)
EXTRAS = ("cluster", "documents", "integrations", "llm")  # what `./run setup --NAME` adds

FIRST = ("pip", "setuptools")  # what installs and builds the rest
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
TORCH_LEFT_OUT = """\
Left out: torch=={version} and sentence-transformers, since no CPU build of torch is offered here or none was wanted.
Wenzheng answers without them; only models other than the default one need them. To add them later, one of:
  WENZHENG_TORCH_INDEX=<address of an index with CPU builds of torch> ./run setup
  WENZHENG_ALLOW_CUDA=1 ./run setup     takes the build with CUDA, about 3 GB"""


HASHES_DIFFER = """\
THESE PACKAGES DO NOT MATCH THE HASHES of the locks 下载的文件与锁定的校验值不符，没有安装：{which}
Nothing of them was installed: the index has other files than those that were locked, or they were changed on the way.
Try another mirror (PIP_INDEX_URL=<address> ./run). Whoever changed a version in a lock writes the hashes of its files
with `.venv/bin/python -m tools.lock_hashes`. What pip said is in {log}."""


class SetupError(Exception):
    """The environment cannot be had; the message says what is missing and the remedy."""


class ChangedPackageError(SetupError):
    """A file is not the one that was locked."""


def fingerprint() -> str:
    """Changes with everything the environment depends on; the folder counts because the installation names it."""
    files = (ROOT / "pyproject.toml", LOCK, TORCH_LOCK, CUDA_LOCK)
    parts = (str(ROOT).encode(), *(file.read_bytes() for file in files))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def lock_of(extra: str) -> Path:
    return ROOT / f"requirements-{extra}.lock"


def stamp_of(extra: str) -> Path:
    """Holds the fingerprint of the extra's packages; there once they were asked for."""
    return VENV / f"setup-{extra}-finished"


def extra_fingerprint(extra: str) -> str:
    return hashlib.sha256(lock_of(extra).read_bytes()).hexdigest()


def is_set_up() -> bool:
    """Whether .venv holds what the locks and the settings ask for. Costs a few milliseconds: every start asks."""
    return is_core_set_up() and all(is_extra_set_up(extra) for extra in EXTRAS if stamp_of(extra).exists())


def is_core_set_up() -> bool:
    try:
        return PYTHON.exists() and STAMP.read_text() == fingerprint()
    except FileNotFoundError:
        return False


def is_extra_set_up(extra: str) -> bool:
    try:
        return stamp_of(extra).read_text() == extra_fingerprint(extra)
    except FileNotFoundError:
        return False


def set_up(*, again: bool, extras: Sequence[str] = ()) -> None:
    """Makes or updates .venv; with `again` even when it is up to date.

    extras: of EXTRAS; their packages stay part of it.

    Raises:
        SetupError: something cannot be had.
    """
    import fcntl

    use_supported_python()
    with (ROOT / "pyproject.toml").open() as guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another ./run is setting up; waiting for it.", file=sys.stderr)
            fcntl.flock(guard, fcntl.LOCK_EX)
        # Asked now: an environment made afresh has no stamps.
        wanted = [extra for extra in EXTRAS if extra in extras or stamp_of(extra).exists()]
        if again or not is_core_set_up():
            install_everything()
        for extra in wanted:
            if again or not is_extra_set_up(extra):
                install_extra(extra)


def use_supported_python() -> None:
    """Goes on in a supported Python if this one is not; the environment is made from the one that runs here."""
    import shutil

    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and version_of(other) == (3, minor):
            os.execv(other, [other, *sys.argv])
    raise SetupError(
        f"Python {sys.version_info[0]}.{sys.version_info[1]} runs this, and Wenzheng needs 3.11, 3.12 or 3.13. "
        "Install one of them; it is then found by its name (python3.13)."
    )


def version_of(python: str) -> tuple[int, ...]:
    """The version a Python says it has, () if it does not start (a version manager's shim may not)."""
    import subprocess

    shown = subprocess.run(
        [python, "-c", "import sys; print(*sys.version_info[:2])"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    return tuple(int(number) for number in shown.stdout.split())


def install_everything() -> None:
    pins, torch_pins, cuda_pins = map(read_pins, (LOCK, TORCH_LOCK, CUDA_LOCK))
    started = Progress()
    try:
        make_environment(started)
        UNFINISHED.touch()
        if STAMP.exists():
            STAMP.unlink()
        LOG.write_text("")
        install(started, [pin for pin in pins if pin.name in FIRST])
        # The lock is complete, so nothing is resolved; what has no wheel is built with the pinned setuptools.
        install(started, [pin for pin in pins if pin.name not in FIRST], "--no-build-isolation")
        torch_found = install_torch(started, torch_pins, cuda_pins)
        pip(started, "install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        STAMP.write_text(fingerprint())
        UNFINISHED.unlink()
    finally:
        started.clear()
    print(f"The environment is ready in .venv ({started.seconds():.0f} s).", file=sys.stderr)
    if not torch_found:
        version = next(pin.version for pin in cuda_pins if pin.name == "torch")
        print(TORCH_LEFT_OUT.format(version=version), file=sys.stderr)


def install_extra(extra: str) -> None:
    """Into an environment that is ready, and without a change to what is in it."""
    pins = read_pins(lock_of(extra))
    started = Progress(f"Adding the packages of --{extra}.")
    try:
        install(started, pins)
        stamp_of(extra).write_text(extra_fingerprint(extra))
    finally:
        started.clear()
    print(f"The packages of --{extra} are ready in .venv ({started.seconds():.0f} s).", file=sys.stderr)


def make_environment(progress: Progress) -> None:
    """A virtual environment; one whose set-up was interrupted or whose Python is gone or too old is made afresh."""
    import subprocess

    sound = PYTHON.exists() and not UNFINISHED.exists() and OLDEST <= version_of(str(PYTHON)) <= NEWEST
    if sound:
        return
    progress.show("making .venv")
    made = subprocess.run(
        [os.path.realpath(sys.executable), "-m", "venv", "--clear", str(VENV)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if made.returncode:
        progress.clear()
        raise SetupError(f"{VENV} cannot be made:\n{made.stdout.strip()}")


def read_pins(lock: Path) -> tuple[Pin, ...]:
    """What a lock pins; SetupError where a line of it cannot be installed from."""
    from locks import LockError, read_lock

    try:
        return read_lock(lock)
    except LockError as error:
        raise SetupError(str(error)) from error


def install_torch(progress: Progress, pins: Sequence[Pin], cuda_pins: Sequence[Pin]) -> bool:
    """Installs torch and what needs it; False when only a build with CUDA is to be had and nobody asked for one.

    The CPU build for Linux has a version of its own ("+cpu"), so that another is never taken for it: whether a plain
    one brings CUDA can be seen only by downloading it (1.3 GB, even for `pip install --dry-run`).
    """
    named = os.environ.get("WENZHENG_TORCH_INDEX")
    if named == "none":
        return False
    torch, needs_torch = ([pin for pin in pins if (pin.name == "torch") is asked] for asked in (True, False))
    sources: list[tuple[str, ...]] = [(), ("--index-url", named or TORCH_CPU_INDEX)]
    if sys.platform == "darwin":
        sources = [()]
    elif os.environ.get("WENZHENG_ALLOW_CUDA") == "1":
        torch, sources = list(cuda_pins), [()]
    elif named:
        sources.reverse()
    for source in sources:
        try:
            install(progress, torch, *source)
        except ChangedPackageError:
            raise
        except SetupError as error:
            if "No space left" in str(error):
                raise
        else:
            install(progress, needs_torch)
            return True
    return False


def install(progress: Progress, pins: Sequence[Pin], *options: str) -> None:
    """Installs exactly these, from files that match their hashes. Raises SetupError with the remedy when it fails."""
    WANTED.write_text("".join(pin.text for pin in pins))
    pip(progress, "install", "--no-deps", "--require-hashes", "--requirement", str(WANTED), *options)


def pip(progress: Progress, *arguments: str) -> None:
    """Runs pip, showing what it is at. Raises SetupError with the remedy when it fails."""
    import subprocess
    import threading

    command = [str(PYTHON), "-m", "pip", *arguments, "--retries", "2", "--progress-bar", "off", "--no-input"]
    process = subprocess.Popen(
        [*command, "--disable-pip-version-check"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    lines: list[str] = []

    def read() -> None:
        lines.extend(line.rstrip() for line in process.stdout or ())

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        while reader.is_alive():
            reader.join(0.5)
            progress.show(what_pip_does(lines))
    finally:
        if process.poll() is None and reader.is_alive():
            process.terminate()
        process.wait()
        with LOG.open("a") as log:
            log.write("\n".join(["$ pip " + " ".join(arguments), *lines, ""]))
    if process.returncode:
        progress.clear()
        raise explain_failure(lines)


def what_pip_does(lines: list[str]) -> str:
    for line in reversed(lines):
        words = line.split()
        if words[:1] in (["Collecting"], ["Downloading"], ["Processing"], ["Building"]):
            return f"{words[0].lower()} {Path(words[1]).name}"
        if words[:1] == ["Installing"]:
            packages = [word.rstrip(",") for word in words[3:]]
            return f"installing {len(packages)} packages" if len(packages) > 3 else "installing " + ", ".join(packages)
    return "asking the package index"


def explain_failure(lines: list[str]) -> SetupError:
    """What could not be had and what to do about it, from what pip printed."""
    text = "\n".join(lines)
    if "DO NOT MATCH THE HASHES" in text:
        named = (line.split()[0] for line in lines if line.startswith("    ") and line.endswith(":"))
        return ChangedPackageError(HASHES_DIFFER.format(which=", ".join(dict.fromkeys(named)), log=LOG))
    missing = [line.split("found for ", 1)[1] for line in lines if "No matching distribution found for " in line]
    what = missing[0] if missing else "the packages"
    unreachable = ("ConnectionError", "NameResolutionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "SSLError")
    if "No space left on device" in text:
        return SetupError("the packages do not fit: No space left on device. Free about 2 GB and run again.")
    if any(sign in text for sign in unreachable):
        return SetupError(
            f"cannot get {what}: the package index cannot be reached. Check the network or the proxy, or name a mirror "
            f"(PIP_INDEX_URL=<address> ./run); then run again. What pip said is in {LOG}."
        )
    if missing:
        return SetupError(
            f"cannot get {what}: the package index has no such version for Python "
            f"{sys.version_info[0]}.{sys.version_info[1]} on this machine. Another supported Python or mirror "
            f"(PIP_INDEX_URL=<address> ./run) may have it. What pip said is in {LOG}."
        )
    errors = [line for line in lines if line.startswith("ERROR")] or lines[-5:]
    return SetupError(f"pip failed; its whole output is in {LOG}:\n" + "\n".join(errors))


class Progress:
    """One line: seconds so far, and what is being done. Every ten seconds a new one where output is not a terminal."""

    def __init__(self, what: str = "") -> None:
        import time

        self.clock = time.monotonic
        self.started = self.clock()
        self.last_shown = self.started
        self.live = sys.stderr.isatty()
        first = "Setting up .venv; this happens once and takes a minute or two."
        print(what or ("Updating .venv to the changed lock." if STAMP.exists() else first), file=sys.stderr)

    def seconds(self) -> float:
        return self.clock() - self.started

    def show(self, what: str) -> None:
        if self.live:
            print(f"\r\033[K  {self.seconds():4.0f} s  {what}", end="", file=sys.stderr, flush=True)
        elif self.clock() - self.last_shown >= 10:
            self.last_shown = self.clock()
            print(f"  {self.seconds():4.0f} s  {what}", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self.live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
