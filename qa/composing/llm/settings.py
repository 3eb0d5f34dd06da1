"""Which language model is used, if any: the environment's, else the one that the home names. Off by default.

The home keeps address, model and the name of the variable that holds the key, in llm.json; never the key itself.
"""

from __future__ import annotations

import ipaddress
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from index.config import LlmVariables
from index.errors import LlmError, command
from index.folders import private_folder

__all__ = ["LlmSettings", "forget_llm", "keep_llm", "llm_settings"]

_FILE = "llm.json"
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,100}")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """An OpenAI-compatible server and the model there. url: up to and with /v1. seconds: what one answer may take.

    origin: the environment, or the home's file. key_from: the variable the key is read from.
    """

    url: str
    model: str
    key: str = field(repr=False)
    seconds: float
    origin: str
    key_from: str = "WENZHENG_LLM_KEY"

    @property
    def host(self) -> str:
        """Where text goes: the server's name, with its port where it has one."""
        parts = urlsplit(self.url)
        return (parts.hostname or "") + (f":{parts.port}" if parts.port else "")

    @property
    def is_here(self) -> bool:
        """Whether that is this machine, so that no text leaves it."""
        name = urlsplit(self.url).hostname or ""
        try:
            return name == "localhost" or ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    @property
    def is_open(self) -> bool:
        """Whether text goes over a network that others can read: http to another machine."""
        return not self.is_here and urlsplit(self.url).scheme == "http"


def llm_settings(home: Path) -> LlmSettings | None:
    """The model that is on for this home; None where none is.

    Raises:
        LlmError: what is set names no server or no model.
    """
    variables = LlmVariables.read()
    if variables.url:
        url, model = variables.url, variables.model
        _check(url, model, "WENZHENG_LLM_URL, WENZHENG_LLM_MODEL")
        return LlmSettings(url, model, variables.key, variables.seconds, "environment")
    file = home / _FILE
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        url, model, key_from = (str(kept[name]) for name in ("url", "model", "key_from"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LlmError(
            f"{file} cannot be read ({error}); run `{command('llm --off', home=home)}`. 设置读不出"
        ) from error
    _check(url, model, str(file))
    key = LlmVariables.read(key_from=key_from).key
    return LlmSettings(url, model, key, variables.seconds, str(file), key_from)


def keep_llm(home: Path, url: str, model: str, *, key_from: str = "") -> Path:
    """Writes down which model this home uses, from now on. key_from: the variable that holds the key. Returns the file.

    Raises:
        LlmError: url is no address of a server, model is empty, or key_from can be no variable's name.
    """
    _check(url, model, "--url, --model")
    key_from = key_from or "WENZHENG_LLM_KEY"
    if not _VARIABLE.fullmatch(key_from):
        raise LlmError("--key-from-env takes the name of a variable, not the key itself. 须为环境变量名，不是密钥本身")
    private_folder(home)
    file = home / _FILE
    file.touch(mode=0o600)
    file.write_text(json.dumps({"url": url, "model": model, "key_from": key_from}, ensure_ascii=False) + "\n", "utf-8")
    return file


def forget_llm(home: Path) -> bool:
    """Turns the home's model off. Returns whether one was on."""
    file = home / _FILE
    there = file.exists()
    file.unlink(missing_ok=True)
    return there


def _check(url: str, model: str, where: str) -> None:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= _LONGEST
        _ = parts.port
    except ValueError:
        sound = False
    if not sound or parts.username or parts.password or parts.query or parts.fragment:
        raise LlmError(
            f"{where}: the address must be http(s)://host[:port]/v1, without a name or a key in it. 地址须为 "
            "http(s)://主机[:端口]/v1，不能含用户名或密钥"
        )
    if not model or len(model) > _LONGEST or not model.isprintable():
        raise LlmError(f"{where}: the name of the model is missing. 缺少模型名")
