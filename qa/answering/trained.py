"""The weights that come with the package: the reader and the judge, loaded when first needed."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError
from qa.answering.judge import JUDGE_FILE, Judge
from qa.answering.reader import MODEL_FILE, TOKENIZER_FILE, Reader

__all__ = ["WEIGHTS", "Trained", "trained"]

WEIGHTS = Path(__file__).resolve().parent / "weights"
SUMS = "SHA256SUMS"
_loaded: dict[Path, Trained] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Trained:
    """What was trained together."""

    reader: Reader
    judge: Judge


def _check(folder: Path) -> None:
    """Raises: ModelError where a file is not the one whose checksum stands beside it."""
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise ModelError(f"{folder / name} is damaged; install the package again. 阅读模型文件已损坏，请重新安装。")


def trained(folder: Path = WEIGHTS) -> Trained:
    """The reader and the judge of a folder, once for the whole process.

    Raises: ModelError where they are missing, damaged or cannot be loaded.
    """
    with _lock:
        if folder not in _loaded:
            missing = [name for name in (MODEL_FILE, TOKENIZER_FILE, JUDGE_FILE, SUMS) if not (folder / name).is_file()]
            if missing:
                raise ModelError(
                    f"{folder} lacks {', '.join(missing)}, without which passages are found but not read; install the "
                    f"package again. 缺少阅读模型，只能列出段落；请重新安装。"
                )
            _check(folder)
            _loaded[folder] = Trained(Reader(folder), Judge.load(folder))
        return _loaded[folder]
