"""The examples of the tab 接口 run as they are copied."""

from __future__ import annotations

import html
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

import app
from page.interface_pane import EXAMPLES, ORIGIN, render_interfaces

pytestmark = pytest.mark.filterwarnings("ignore")  # Gradio's and its server's own
ROOT = Path(__file__).resolve().parents[1]
CODE = {example.kind: example.code for example in EXAMPLES}
XINXIANG = "002_df9e3faa1eb3f5d2.txt"
QUOTE = "全年共立案交办提案409件"


@pytest.fixture(scope="module")
def site(seed_index: Path) -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return app.serve(home=seed_index, port=port, quiet=True, block=False).rstrip("/")


def output(words: list[str], home: Path) -> str:
    ended = subprocess.run(
        words, cwd=ROOT, env={**os.environ, "WENZHENG_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_script_runs(seed_index: Path) -> None:
    lines = output([sys.executable, "-c", CODE["python"]], seed_index).splitlines()
    assert lines[0].startswith(f"answered 409件 {QUOTE}")
    assert len(lines) == 4 and all(line.startswith("河南省新乡市 (") for line in lines[1:])


def test_the_commands_run(seed_index: Path) -> None:
    commands = CODE["shell"].splitlines()
    assert len(commands) == 3
    shown = [output(["sh", "-c", c.replace("./run", f"{sys.executable} -m qa")], seed_index) for c in commands]
    assert json.loads(shown[0])["short"] == "409件"
    assert "409件" in shown[1]
    assert "立案409件" in shown[2] and XINXIANG in shown[2]


def test_the_request_by_curl_is_answered(site: str, seed_index: Path) -> None:
    answer = json.loads(output(["sh", "-c", CODE["curl"].replace(ORIGIN, site)], seed_index))
    assert answer["data"][0]["short"] == "409件"


def test_the_client_is_answered(site: str, seed_index: Path) -> None:
    assert QUOTE in output([sys.executable, "-c", CODE["client"].replace(ORIGIN, site)], seed_index)


def test_the_mcp_settings_name_the_server_that_is_there(site: str) -> None:
    server = json.loads(CODE["mcp"])["mcpServers"]["wenzheng"]
    assert server["type"] == "http"

    async def tools() -> set[str]:
        url = server["url"].replace(ORIGIN, site)
        async with streamable_http_client(url) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            return {tool.name for tool in (await session.list_tools()).tools}

    assert {"ask", "search", "compare", "verify", "list_reports", "outline", "read"} <= anyio.run(tools)


@pytest.mark.parametrize("tag", ["zh-CN", "en"])
def test_every_example_is_shown_whole_with_a_way_to_copy_it(tag: str) -> None:
    shown = render_interfaces(tag)
    blocks = [html.unescape(block) for block in re.findall(r"<code[^>]*>(.*?)</code>", shown, re.DOTALL)]
    assert blocks == [example.code for example in EXAMPLES]
    assert shown.count("data-copy-code") == len(EXAMPLES)
    assert ("复制" in shown) == tag.startswith("zh")
