"""Runs every question and comparison that the READMEs show, and puts there what it prints.

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
    r"^```\n\$ (?P<command>\./run (?:ask|compare) [^\n]*)\n(?P<shown>.*?)^```$", re.MULTILINE | re.DOTALL
)


def refresh(text: str, run: Callable[[list[str]], str]) -> str:
    """The text with the output of each `$ ./run ask …` and `$ ./run compare …`; run: gives it for the words after."""

    def session(match: re.Match[str]) -> str:
        command = match["command"]
        return f"```\n$ {command}\n{run(shlex.split(command)[1:]).rstrip()}\n```"

    return _SESSION.sub(session, text)


def _run(arguments: list[str]) -> str:
    return subprocess.run([ROOT / "run", *arguments], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    for name in READMES:
        readme = ROOT / name
        readme.write_text(refresh(readme.read_text(encoding="utf-8"), _run), encoding="utf-8")
