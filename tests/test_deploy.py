"""What `deploy/` and docs/deploy.md hand to whoever runs the page for others still fits the program."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
from collections import defaultdict
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from page.serving.bodies import BodyLimits
from qa.commands.cli import _parser

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
STATE = "/var/lib/wenzheng"


def unit() -> dict[str, list[str]]:
    """Option → its values, of all sections of the service."""
    options: defaultdict[str, list[str]] = defaultdict(list)
    for line in (DEPLOY / "wenzheng.service").read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            name, _, value = line.partition("=")
            options[name].append(value)
    return options


def stages() -> list[list[tuple[str, str]]]:
    """Of each stage of the container file its instructions, each with what it says."""
    found: list[list[tuple[str, str]]] = [[]]
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        instruction, _, rest = line.strip().partition(" ")
        if instruction == "FROM":
            found.append([])
        if instruction:
            found[-1].append((instruction, rest.strip()))
    return found[1:]


def last(instruction: str) -> list[str]:
    """What the last stage says with an instruction."""
    return [rest for name, rest in stages()[-1] if name == instruction]


COMMANDS = {
    "service": shlex.split(unit()["ExecStart"][0])[1:],
    "container": json.loads(last("CMD")[0]),
    **{
        f"guide: {words}": shlex.split(words)
        for words in re.findall(r"\bwenzheng(?:-office)? ((?:build|user|serve|verify)\b[^#\n`):;]*)", GUIDE)
    },
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_every_command_is_one_that_the_program_knows(command: list[str]) -> None:
    assert _parser().parse_args(command)


def test_the_page_listens_to_the_proxy_alone_and_asks_for_passwords() -> None:
    service, container = (_parser().parse_args(COMMANDS[name]) for name in ("service", "container"))
    assert (service.host, service.port) == ("127.0.0.1", 7860)
    assert str(service.auth) == "${CREDENTIALS_DIRECTORY}/users"
    assert unit()["LoadCredential"] == ["users:/etc/wenzheng/users.txt"]
    assert (container.host, container.port) == ("0.0.0.0", 7860) and container.auth
    for name in ("Caddyfile", "nginx.conf"):
        assert "127.0.0.1:7860" in (DEPLOY / name).read_text(encoding="utf-8")


def test_the_service_is_no_superuser_and_writes_one_folder() -> None:
    options = unit()
    assert options["User"] == options["Group"] == ["wenzheng"]
    assert options["CapabilityBoundingSet"] == options["AmbientCapabilities"] == [""]
    assert (options["StateDirectory"], options["StateDirectoryMode"]) == (["wenzheng"], ["0700"])
    assert options["ProtectSystem"] == ["strict"] and "ReadWritePaths" not in options
    switched_on = "NoNewPrivileges PrivateTmp PrivateDevices ProtectHome MemoryDenyWriteExecute RestrictSUIDSGID"
    assert all(options[name] == ["yes"] for name in switched_on.split())
    assert options["MemoryMax"] and options["TasksMax"] and options["SystemCallFilter"]
    folders = [value.partition("=")[2] for value in options["Environment"] if "=/" in value]
    assert folders and all(folder.startswith(STATE) for folder in folders)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_finds_no_fault_in_the_unit_and_little_exposed() -> None:
    def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)

    file = str(DEPLOY / "wenzheng.service")
    said = analyze("verify", file).stderr.splitlines()
    ours = [line for line in said if "wenzheng" in line and "/opt/wenzheng/.venv/bin/wenzheng is not exec" not in line]
    assert ours == []
    if (exposed := analyze("security", "--offline=true", "--threshold=15", file)).returncode:
        pytest.fail(exposed.stdout or exposed.stderr)


def test_the_container_is_no_superuser_and_has_one_volume() -> None:
    assert last("USER") == ["10001:10001"]
    assert last("VOLUME") == [STATE]
    assert f"-o 10001 -g 10001 {STATE}" in last("RUN")[0]
    instructions = [name for name, _ in stages()[-1]]
    assert instructions.index("USER") > max(index for index, name in enumerate(instructions) if name in ("RUN", "COPY"))
    assert len(last("HEALTHCHECK")) == 1
    test = json.loads(last("HEALTHCHECK")[0].partition("CMD ")[2])
    assert ast.parse(test[2])
    assert last("EXPOSE") == ["7860"]


def test_packages_come_from_the_locks_alone_and_no_tool_that_builds_them_stays() -> None:
    built = " ".join(rest for name, rest in stages()[0] if name == "RUN")
    assert "python3 run setup" in built and "pip install" not in built
    assert "pip install" not in " ".join(last("RUN"))
    assert "site-packages/pip" in last("RUN")[0]


def test_what_the_container_copies_is_there_and_not_ignored() -> None:
    copied = [
        name
        for instruction, rest in [each for stage in stages() for each in stage]
        if instruction == "COPY" and not rest.startswith("--from")
        for name in rest.split()[:-1]
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert [name for name in copied if not any(Path(name).match(each) for each in let_in)] == []
    locks = {path.name for path in ROOT.glob("requirements*.lock")}
    assert locks <= set(copied), "set-up reads every lock"


def test_the_container_keeps_what_the_page_needs_and_nothing_that_checks_or_builds() -> None:
    spec = importlib.util.spec_from_file_location("keep_what_runs", DEPLOY / "keep_what_runs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kept = module.needed_by("wenzheng")
    assert {"wenzheng", "gradio", "gradio-client", "onnxruntime", "tokenizers", "mcp", "jieba", "uvicorn"} <= kept
    assert kept.isdisjoint({"pip", "hatchling", "pytest", "mypy", "ruff", "playwright", "hypothesis"})
    assert kept <= {canonicalize_name(each.name) for each in distributions()}


def variables() -> list[str]:
    text = GUIDE + "".join(path.read_text(encoding="utf-8") for path in DEPLOY.iterdir() if path.is_file())
    return sorted(set(re.findall(r"\bWENZHENG_[A-Z_]+", text)))


@pytest.mark.parametrize("variable", variables())
def test_every_variable_that_is_set_is_read(variable: str) -> None:
    code = [ROOT / "environment.py", ROOT / "app.py", *(ROOT / "index").rglob("*.py"), *(ROOT / "qa").rglob("*.py")]
    code += (ROOT / "page").rglob("*.py")
    assert any(f'"{variable}"' in path.read_text(encoding="utf-8") for path in code)


@pytest.mark.parametrize(
    ("name", "limit"), [("Caddyfile", "max_size 211MB"), ("nginx.conf", "client_max_body_size 201m")]
)
def test_the_proxies_let_through_what_the_page_takes_and_no_more(name: str, limit: str) -> None:
    assert limit in (DEPLOY / name).read_text(encoding="utf-8")
    most = BodyLimits().upload_size
    assert most == 201 * 2**20 < 211_000_000 < 1.01 * most


def test_the_guide_names_every_file_that_is_to_be_installed() -> None:
    assert [path.name for path in DEPLOY.iterdir() if path.is_file() and path.name not in GUIDE] == [
        "keep_what_runs.py"
    ]
