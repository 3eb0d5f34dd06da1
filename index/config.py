"""Settings, in one frozen value; the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.errors import WenzhengError

__all__ = ["DEFAULT_MODEL", "Config", "LlmVariables", "allowed_hosts"]

_MOST = 10**6
_READ_SECONDS = 60.0  # 20 MB take 24 s
_LLM_SECONDS = 60.0  # a small model on two cores words an answer in 10 to 40
DEFAULT_MODEL = "bge-small-zh-v1.5"


@dataclass(frozen=True, slots=True)
class Config:
    """Where the index lives and how it is built.

    home: folder of the index. model: "bge-small-zh-v1.5" (ONNX int8), another sentence-transformers name or path, or
    "none" for an index without vectors (lexical search only). model_dir: a folder that holds the default model's
    files, looked at before anything is fetched. model_cache: where a fetched model is kept. jobs: threads used for
    embedding. engine: address of a server that holds the index for its readers, "" for none; engine_token: what it
    asks for, "user:password" or a key. read_seconds, read_memory_mb: what reading one file may take, in a process of
    its own; without a limit of time (0) there is neither, and no process: so it is but for settings that come from the
    environment. read_only: readers write nothing into the
    home, not even compiled dictionaries.
    """

    home: Path = field(default_factory=lambda: Path(".wenzheng"))
    model: str = DEFAULT_MODEL
    model_dir: Path | None = None
    model_cache: Path = field(default_factory=lambda: Path.home() / ".cache" / "wenzheng" / "models")
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    engine: str = ""
    engine_token: str = field(default="", repr=False)
    read_seconds: float = 0.0
    read_memory_mb: int = 2048  # 20 MB, the largest file that is read, take 300 MB
    read_only: bool = False

    @classmethod
    def from_environment(
        cls, *, home: str | Path | None = None, model: str | None = None, engine: str | None = None
    ) -> Config:
        """Settings from the environment; the arguments win over it.

        Variables: WENZHENG_HOME, WENZHENG_MODEL, WENZHENG_MODEL_DIR, WENZHENG_MODEL_CACHE, WENZHENG_ENGINE,
        WENZHENG_ENGINE_TOKEN, WENZHENG_READ_SECONDS, WENZHENG_READ_MEMORY_MB.

        Raises: WenzhengError where one that must be a number is none.
        """
        environment: Mapping[str, str] = os.environ
        defaults = cls()
        model_dir = environment.get("WENZHENG_MODEL_DIR")
        return cls(
            home=Path(home or environment.get("WENZHENG_HOME") or defaults.home),
            model=model or environment.get("WENZHENG_MODEL") or defaults.model,
            model_dir=Path(model_dir) if model_dir else None,
            model_cache=Path(environment.get("WENZHENG_MODEL_CACHE") or defaults.model_cache),
            engine=engine if engine is not None else environment.get("WENZHENG_ENGINE", ""),
            engine_token=environment.get("WENZHENG_ENGINE_TOKEN", ""),
            read_seconds=_number(environment, "WENZHENG_READ_SECONDS", _READ_SECONDS),
            read_memory_mb=int(_number(environment, "WENZHENG_READ_MEMORY_MB", defaults.read_memory_mb)),
        )

    def on_this_machine(self) -> Config:
        """Settings made on another machine, with this one's folders of models where its environment names them."""
        model_dir = os.environ.get("WENZHENG_MODEL_DIR")
        model_cache = os.environ.get("WENZHENG_MODEL_CACHE")
        return replace(
            self,
            model_dir=Path(model_dir) if model_dir else self.model_dir,
            model_cache=Path(model_cache) if model_cache else self.model_cache,
        )


@dataclass(frozen=True, slots=True)
class LlmVariables:
    """What the environment says of a language model. key: of WENZHENG_LLM_KEY, or of the variable named instead."""

    url: str
    model: str
    key: str = field(repr=False)
    seconds: float

    @classmethod
    def read(cls, *, key_from: str = "") -> LlmVariables:
        """Variables: WENZHENG_LLM_URL, WENZHENG_LLM_MODEL, WENZHENG_LLM_KEY, WENZHENG_LLM_SECONDS.

        Raises: WenzhengError where one that must be a number is none.
        """
        return cls(
            os.environ.get("WENZHENG_LLM_URL", ""),
            os.environ.get("WENZHENG_LLM_MODEL", ""),
            os.environ.get(key_from or "WENZHENG_LLM_KEY", ""),
            _number(os.environ, "WENZHENG_LLM_SECONDS", _LLM_SECONDS),
        )


def allowed_hosts() -> list[str]:
    """The names that the page answers to beside this machine's own: WENZHENG_ALLOW_HOSTS, separated by commas."""
    return [name.strip() for name in os.environ.get("WENZHENG_ALLOW_HOSTS", "").split(",") if name.strip()]


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    value = environment.get(name) or default
    try:
        number = float(value)
        if not 0 <= number < _MOST:
            raise ValueError
    except ValueError as error:
        raise WenzhengError(f"{name} is {value!r}; set it to a number from 0 to {_MOST:,}. 须为数字") from error
    return number
