"""The environment of the peers, .peers/, which holds what bench/peers/requirements.txt pins and nothing of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["install", "peers_python"]

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
FOLDER = ROOT / ".peers"
_NEEDS_TORCH = ("torch", "txtai")


def peers_python() -> Path:
    """The Python that the peers run in; whether it is there is for the caller to see."""
    return FOLDER / "bin" / "python"


def install() -> int:
    """Makes the environment or brings it up to date; txtai is left out where no CPU build of torch is offered."""
    if not peers_python().exists():
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    lines = [line.strip() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()]
    pins = {line.partition("==")[0]: line for line in lines if line and not line.startswith("#")}
    if _pip(*(pin for name, pin in pins.items() if name not in _NEEDS_TORCH)):
        print("The peers cannot be installed; see what pip says above.", file=sys.stderr)
        return 1
    # Asked for by its full version: whether a plain one brings CUDA (3 GB) is seen only once it is downloaded.
    if _pip(pins["torch"] + ("" if sys.platform == "darwin" else "+cpu"), pins["txtai"]):
        print("txtai is left out: it needs torch, of which no CPU build is offered here.", file=sys.stderr)
    return 0


def _pip(*requirements: str) -> int:
    # The lock is complete, so nothing is resolved.
    command = [str(peers_python()), "-m", "pip", "install", "--no-deps", "--disable-pip-version-check"]
    return subprocess.run([*command, *requirements], check=False).returncode
