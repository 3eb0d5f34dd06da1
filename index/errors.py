"""Every error Wenzheng raises on purpose, and how a remedy names a command.

WenzhengError
├── ReadError            a file or an address cannot be read as a report (empty, binary, unknown format, no permission)
├── ModelError           the embedding model cannot be had, or is not what its checksum says
├── LlmError             the language model cannot be reached, is slow, or answers nonsense; or is not set up rightly
├── ClusterError         a Ray cluster cannot be reached, or failed while it embedded
├── OriginalError        the file of a report is gone, or is no longer what was indexed
├── IndexMissingError    there is no index at this home yet
├── IndexMismatchError   the index was built with other settings than those asked for
├── IndexCorruptError    a file of the index is missing or does not match its checksum
├── IndexLockedError     another build is writing to this home
├── EngineError          the server that holds the index cannot be reached, or refuses
│   └── EngineMovedError what was read there is gone: a newer generation has taken its place
├── StorageError         a file of the index cannot be written: the disk is full, or does not permit it
├── AccessError          the page may not be served so: no users file where one is needed, or one that cannot be used
├── BusyError            too many ask at once, or an answer would take too long
├── ExtraMissingError    what is asked for needs packages of an extra that is not installed
├── FeedbackError        what somebody said of an answer cannot be written down
└── QuestionError        a question that cannot be answered as put (empty, too long, unknown place or mode)
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Literal

__all__ = [
    "AccessError",
    "BusyError",
    "ClusterError",
    "EngineError",
    "EngineMovedError",
    "ExtraMissingError",
    "FeedbackError",
    "IndexCorruptError",
    "IndexLockedError",
    "IndexMismatchError",
    "IndexMissingError",
    "LlmError",
    "LlmProblem",
    "ModelError",
    "OriginalError",
    "QuestionError",
    "ReadError",
    "ReadProblem",
    "StorageError",
    "WenzhengError",
    "command",
]

ReadProblem = Literal[
    "format", "suffix", "large", "unreadable", "empty", "binary", "encoding", "special", "outside", "name",
    "slow", "memory", "crash", "parse", "damaged", "web", "other",
]  # fmt: skip

LlmProblem = Literal["setup", "missing", "unreachable", "slow", "refused", "nonsense", "long", "cut"]


class WenzhengError(Exception):
    """Base of all. The message says what failed, on what, and what to do next."""


class BusyError(WenzhengError):
    """Too many ask at once, or an answer would take too long; asked again later or of less, it is answered."""


class ReadError(WenzhengError):
    """A file cannot be read as a report. `source` names it; the message says the remedy.

    problem: which kind of failure it is, for those who say it in another language.
    """

    def __init__(self, source: str, message: str, *, problem: ReadProblem = "other") -> None:
        super().__init__(f"{source}: {message}")
        self.source = source
        self.problem: ReadProblem = problem


class OriginalError(WenzhengError):
    """The file that a report was read from is gone, or is no longer what was indexed."""


class ModelError(WenzhengError):
    """The embedding model cannot be had, or its files do not match their checksums."""


class LlmError(WenzhengError):
    """The language model is not set up, or gave nothing of use; answers do without it.

    problem: which kind of failure it is, for those who say it in another language.
    """

    def __init__(self, message: str, *, problem: LlmProblem = "setup") -> None:
        super().__init__(message)
        self.problem: LlmProblem = problem


class ClusterError(WenzhengError):
    """A Ray cluster cannot be reached, or failed while it embedded; what it had embedded is kept."""


class IndexMissingError(WenzhengError):
    """There is no index at this home yet."""


class IndexMismatchError(WenzhengError):
    """The index was built with other settings; the message names the setting that changed."""


class IndexCorruptError(WenzhengError):
    """A file of the index is missing or altered; the message names it."""


class IndexLockedError(WenzhengError):
    """Another build is writing to this home."""


class EngineError(WenzhengError):
    """The server that holds the index cannot be reached, or refuses; the message names its address."""


class EngineMovedError(EngineError):
    """What was read on the server is gone, as it is when a newer generation took its place: open it anew."""


class StorageError(WenzhengError):
    """A file of the index cannot be written; the message names it. What was published before stays."""


class AccessError(WenzhengError):
    """The page may not be served to others like this; the message says what is missing."""


class FeedbackError(WenzhengError):
    """What somebody said of an answer cannot be written down; the message names the file."""


class ExtraMissingError(WenzhengError, ImportError):
    """A package that only an extra brings is not installed; the message names the command that installs it.

    option: of `./run setup` in a checkout.
    """

    def __init__(self, package: str, extra: str, option: str) -> None:
        super().__init__(
            f'{package} is not installed: pip install "wenzheng[{extra}]" (in a checkout: ./run setup --{option}). '
            f"没有安装 {package}，请用前面的命令安装。"
        )


class QuestionError(WenzhengError):
    """The question or a filter cannot be used; the message says why."""


def command(words: str = "", *, home: Path | None = None) -> str:
    """A command of this program as it is typed where it runs now: "./run build", "wenzheng build".

    `./run` says in WENZHENG_COMMAND how it was called. Where neither it nor `wenzheng` is at hand, as in a script,
    the Python that runs is: ".venv/bin/python -m qa build". home: the command must work on this index, which is named
    where it is not the one that is meant when none is.
    """
    name = os.environ.get("WENZHENG_COMMAND")
    if not name:
        started = Path(sys.argv[0]).name if sys.argv else ""
        name = "wenzheng" if started == "wenzheng" or shutil.which("wenzheng") else f"{_python()} -m qa"
    meant = Path(os.environ.get("WENZHENG_HOME") or ".wenzheng")
    where = f"--home {shlex.quote(str(home))}" if home and home.absolute() != meant.absolute() else ""
    return " ".join(part for part in (name, words, where) if part)


def _python() -> str:
    python, here = Path(sys.executable), Path.cwd()
    return shlex.quote(str(python.relative_to(here) if python.is_relative_to(here) else python))
