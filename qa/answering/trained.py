"""The weights that come with the package: the reader and the judge, loaded when first needed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError
from qa.answering.judge import JUDGE_FILE, Judge
from qa.answering.reader import MODEL_FILE, Reader

__all__ = ["WEIGHTS", "Trained", "trained"]

WEIGHTS = Path(__file__).resolve().parent / "weights"
_loaded: dict[Path, Trained] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Trained:
    """What was trained together."""

    reader: Reader
    judge: Judge


def trained(folder: Path = WEIGHTS) -> Trained:
    """The reader and the judge of a folder, once for the whole process.

    Raises: ModelError where they are missing or cannot be loaded.
    """
    with _lock:
        if folder not in _loaded:
            missing = [name for name in (MODEL_FILE, JUDGE_FILE) if not (folder / name).is_file()]
            if missing:
                raise ModelError(
                    f"{folder} lacks {', '.join(missing)}, without which passages are found but not read; install the "
                    f"package again. 缺少阅读模型，只能列出段落；请重新安装。"
                )
            _loaded[folder] = Trained(Reader(folder), Judge.load(folder))
        return _loaded[folder]
