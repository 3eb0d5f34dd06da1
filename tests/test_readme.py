"""The READMEs show what the program prints today, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa.commands.cli import main
from tools.update_readme import READMES, refresh

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", READMES)
def test_the_answers_shown_are_the_answers_given(
    name: str, seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(arguments: list[str]) -> str:
        main([*arguments, "--home", str(seed_index)])
        return capsys.readouterr().out

    text = (ROOT / name).read_text(encoding="utf-8")
    shown = [text.count(f"$ ./run {command} ") for command in ("ask", "compare", "verify")]
    assert shown == [7, 1, 1]
    assert refresh(text, run) == text, "run tools/update_readme.py and read what changed"


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (
        re.findall(r"^(?:\$ )?(\./run[^#\n]*?)\s*(?:#.*)?$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in READMES
    )
    assert english == chinese
    assert "./run" in english
