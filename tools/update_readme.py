"""Runs every question, comparison and claim that the READMEs show, and puts there what it prints.

.venv/bin/python tools/update_readme.py
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

__all__ = ["READMES", "refresh"]

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
_SESSION = re.compile(
    r"^```\n\$ (?P<command>\./run (?:ask|compare|verify) [^\n]*)\n(?P<shown>.*?)^```$", re.MULTILINE | re.DOTALL
)


def refresh(text: str, run: Callable[[list[str]], str]) -> str:
    """The text with the output of each `$ ./run ask|compare|verify …`; run: gives it for the words after."""

    def session(match: re.Match[str]) -> str:
        command = match["command"]
        return f"```\n$ {command}\n{run(shlex.split(command)[1:]).rstrip()}\n```"

    return _SESSION.sub(session, text)


def _run(arguments: list[str]) -> str:
    finished = subprocess.run([ROOT / "run", *arguments], capture_output=True, text=True, check=False)
    if not finished.stdout:  # a claim that does not hold ends with status 1, and is shown all the same
        raise SystemExit(f"./run {shlex.join(arguments)}: {finished.stderr}")
    return finished.stdout


if __name__ == "__main__":
    for name in READMES:
        readme = ROOT / name
        readme.write_text(refresh(readme.read_text(encoding="utf-8"), _run), encoding="utf-8")
