"""What people said of answers, a line of JSON each in a file on this machine; questions with gold from those liked."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal  # Any: JSON values

from index.errors import FeedbackError
from qa.types import Answer, Filters

__all__ = [
    "LONGEST_NOTE",
    "MOST_BYTES",
    "Verdict",
    "append_judgement",
    "feedback_problems",
    "judgement_of",
    "last_judgements",
]

Verdict = Literal["up", "down"]
LONGEST_NOTE = 500  # characters
MOST_BYTES = 20_000_000  # some ten thousand judgements
_CHECK = "sha256"
_KEYS = frozenset(
    ("time", "verdict", "note", "question", "understood_as", "asked_with", "scope", "status", "short", "evidence")
)


def judgement_of(answer: Answer, filters: Filters, verdict: Verdict, note: str) -> dict[str, Any]:
    """One line of the file: what was asked, what was answered from where, and what was said of it."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "verdict": verdict,
        "note": " ".join(note[: 4 * LONGEST_NOTE].split())[:LONGEST_NOTE],
        "question": answer.question,
        "understood_as": answer.understood_as,
        "asked_with": {
            "places": list(filters.places),
            "years": list(filters.years),
            "kinds": list(filters.kinds),
            "ignore": list(filters.ignore),
            "context": filters.context,
        },
        "scope": {"places": [place.path for place in answer.scope.places], "years": list(answer.scope.years)},
        "status": answer.status,
        "short": answer.short,
        "evidence": [
            {
                "report": citation.report.id,
                "file": Path(citation.report.source).name,
                "start": citation.start,
                "end": citation.end,
                "quote": citation.quote,
            }
            for citation in answer.citations
        ],
    }


def append_judgement(path: Path, judgement: dict[str, Any]) -> None:
    """Adds one line in a single write, so that lines of several writers do not mix. Readable by its owner alone.

    Raises:
        FeedbackError: the file has reached MOST_BYTES, or cannot be written.
    """
    line = (json.dumps(judgement | {_CHECK: _checksum(judgement)}, ensure_ascii=False) + "\n").encode(
        "utf-8", "replace"
    )
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab", buffering=0) as file:
            if os.fstat(file.fileno()).st_size + len(line) > MOST_BYTES:
                raise FeedbackError(f"{path} has reached {MOST_BYTES:,} bytes; move it away, then judge again.")
            file.write(line)
    except OSError as error:
        raise FeedbackError(f"{path} cannot be written ({error}); check the folder and the disk.") from error


def feedback_problems(path: Path) -> list[str]:
    """The lines that are not what `append_judgement` wrote, one line each; those of older versions had no checksum."""
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        return [f"{path} cannot be read ({error.strerror}); check its permissions and the disk"]
    return [
        f"{path}:{number} was altered; mend it or take the line away; 这一行已损坏，请更正或删去"
        for number, line in enumerate(lines, start=1)
        if not _is_whole(line)
    ]


def _is_whole(line: bytes) -> bool:
    try:
        judgement = json.loads(line)
        if judgement.keys() == _KEYS and line.endswith(b"}\n"):
            return True
        check = judgement.pop(_CHECK)
        written = json.dumps(judgement | {_CHECK: check}, ensure_ascii=False) + "\n"
        return bool(check == _checksum(judgement)) and written.encode("utf-8", "replace") == line
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _checksum(judgement: dict[str, Any]) -> str:
    """Of what is written: characters that no file can hold become question marks there."""
    text = json.dumps(judgement, ensure_ascii=False).encode("utf-8", "replace")
    return hashlib.sha256(text).hexdigest()[:16]


def last_judgements(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each question as asked the judgement made last, in the order of the file."""
    last: dict[str, dict[str, Any]] = {}
    for record in records:
        key = json.dumps([record["question"], record["asked_with"]], ensure_ascii=False, sort_keys=True)
        last.pop(key, None)
        last[key] = record
    return list(last.values())
