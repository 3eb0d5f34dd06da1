"""Writes into the locks the SHA-256 of every file that an installation of their pins may take.

    .venv/bin/python -m tools.lock_hashes [LOCK ...]          without a LOCK: every requirements*.lock

To change a version: change the pin (its old hashes may stay or go), then run this. Taken are the wheels for CPython
3.11 to 3.13 on Linux with glibc and on macOS, each for both of its machines, and the source where one of these has no
wheel. The index is the one that pip is configured for; for builds with a local version (torch==…+cpu) it is
WENZHENG_TORCH_INDEX, or the one that `./run` asks. Pins, their order and the comments above them stay as they are, and
nothing is written unless every pin has a file. Running it twice changes nothing.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version

from environment import NEWEST, OLDEST, TORCH_CPU_INDEX
from locks import LockError, Pin, read_lock

__all__ = ["environments", "hashes_for", "write_hashes"]

ROOT = Path(__file__).resolve().parent.parent
_TIMEOUT_S = 60
# platform_machine of a system → the platform tags of wheels for it, whatever version of glibc or macOS they ask for.
_MACHINES = {
    ("linux", "x86_64"): re.compile(r"any|(many)?linux.*_x86_64"),
    ("linux", "aarch64"): re.compile(r"any|(many)?linux.*_aarch64"),
    ("darwin", "x86_64"): re.compile(r"any|macosx_.*_(x86_64|universal2|intel)"),
    ("darwin", "arm64"): re.compile(r"any|macosx_.*_(arm64|universal2)"),
}
_LINK = re.compile(r'<a\b[^>]*href="[^"#]*/(?P<name>[^"#/]+)#sha256=(?P<hash>[0-9a-f]{64})"')


def environments() -> Iterator[dict[str, str]]:
    """Every environment that is supported, as markers see it."""
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        for system, machine in _MACHINES:
            yield {
                "implementation_name": "cpython",
                "implementation_version": f"3.{minor}.0",
                "os_name": "posix",
                "platform_machine": machine,
                "platform_python_implementation": "CPython",
                "platform_release": "",
                "platform_system": system.capitalize(),
                "platform_version": "",
                "python_full_version": f"3.{minor}.0",
                "python_version": f"3.{minor}",
                "sys_platform": system,
            }


def hashes_for(pin: Pin, files: dict[str, str]) -> tuple[str, ...]:
    """The hashes of those files that an installation of the pin may take, sorted.

    files: name → SHA-256 of all that the index has of the package.
    """
    wheels, source = _files_of_version(pin, files)
    taken: set[str] = set()
    for environment in environments():
        if pin.marker and not Marker(pin.marker).evaluate(environment):
            continue
        found = {name for name, tags in wheels.items() if any(_serves(tag, environment) for tag in tags)}
        taken |= found or source
    return tuple(sorted({files[name] for name in taken}))


def write_hashes(lock: Path, list_files: Callable[[Pin], dict[str, str]]) -> int:
    """Puts the hashes into a lock; gives back how many. list_files: name → SHA-256 of what there is of a package.

    Raises:
        LockError: a line of the lock cannot be read, or there is no file for a pin.
    """
    pins = []
    for pin in read_lock(lock, hashed=False):
        hashes = hashes_for(pin, list_files(pin))
        if not hashes:
            raise LockError(f"{lock.name}: the index has no file for {pin.requirement}. Another version may have one.")
        pins.append(replace(pin, hashes=hashes))
    comments = [line for line in lock.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    lock.write_text("".join([*(f"{line}\n" for line in comments), *(pin.text for pin in pins)]), encoding="utf-8")
    return sum(len(pin.hashes) for pin in pins)


def _files_of_version(pin: Pin, files: dict[str, str]) -> tuple[dict[str, frozenset[Tag]], set[str]]:
    """Of the version pinned: wheel → what it is for, and the source archives."""
    wheels: dict[str, frozenset[Tag]] = {}
    source: set[str] = set()
    version = Version(pin.version)
    for name in files:
        try:
            if name.endswith(".whl"):
                _, of_file, _, tags = parse_wheel_filename(name)
                if of_file == version:
                    wheels[name] = tags
            elif parse_sdist_filename(name)[1] == version:
                source.add(name)
        except (InvalidWheelFilename, InvalidSdistFilename):
            continue  # an installer of a bygone kind, or a file that pip cannot read either
    return wheels, source


def _serves(tag: Tag, environment: dict[str, str]) -> bool:
    minor = int(environment["python_version"].removeprefix("3."))
    name, platforms = f"cp3{minor}", [tag.platform]
    pairs = [
        *cpython_tags((3, minor), abis=[name], platforms=platforms),
        *compatible_tags((3, minor), interpreter=name, platforms=platforms),
    ]
    platform = _MACHINES[environment["sys_platform"], environment["platform_machine"]]
    return platform.fullmatch(tag.platform) is not None and tag in pairs


def _list_files(pin: Pin) -> dict[str, str]:
    local = "+" in pin.version
    index = os.environ.get("WENZHENG_TORCH_INDEX") or TORCH_CPU_INDEX if local else _configured_index()
    request = urllib.request.Request(  # noqa: S310 - the address of an index that the user or pip named
        f"{index.rstrip('/')}/{pin.name}/",
        headers={"Accept": "application/vnd.pypi.simple.v1+json, text/html;q=0.5"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
            page, kind = answer.read().decode(), answer.headers.get_content_type()
    except OSError as error:
        raise LockError(
            f"{pin.name}: the package index cannot be asked ({error}). Name a mirror: PIP_INDEX_URL"
        ) from error
    if kind.endswith("json"):
        return {file["filename"]: file["hashes"]["sha256"] for file in json.loads(page)["files"]}
    return {urllib.parse.unquote(html.unescape(link["name"])): link["hash"] for link in _LINK.finditer(page)}


def _configured_index() -> str:
    named = os.environ.get("PIP_INDEX_URL")
    if named:
        return named
    ask = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    configured = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
    if configured:
        return configured
    from pip._internal.models.index import PyPI

    return str(PyPI.simple_url)


def main(names: list[str]) -> int:
    """Writes the hashes of the locks named; 1 where one cannot be had."""
    locks = [Path(name) for name in names] or sorted(ROOT.glob("requirements*.lock"))
    for lock in locks:
        try:
            print(f"{lock.name}: {write_hashes(lock, _list_files)} hashes")
        except LockError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
