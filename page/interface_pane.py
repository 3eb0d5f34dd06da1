"""The tab 接口: how programs ask the same questions, with examples that run as copied."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from page.opened import Library
from page.pane import Controls, Pane

__all__ = ["EXAMPLES", "build_interface_pane", "render_interfaces"]

# Where the page stands is put in by the browser, which alone knows it.
ORIGIN = "http://127.0.0.1:7860"

_PYTHON = """\
from qa import Answerer, Retriever

retriever = Retriever.load()
answer = Answerer(retriever).ask("新乡立案了多少件提案?")
print(answer.status, answer.short, answer.citations[0].quote)
for hit in retriever.search("提案办理", k=3, places=["新乡市"]):
    print(hit.report.place, hit.heading_path, hit.start, hit.end)
"""
_SHELL = """\
./run ask "新乡立案了多少件提案?" --json
./run compare 提案立案 --csv
./run verify "新乡市2023年立案409件"
"""
_REST = f"""\
curl -s {ORIGIN}/gradio_api/run/ask -H "Content-Type: application/json" \\
  -d '{{"data": ["新乡立案了多少件提案?", null, null, null, null, null, null]}}'
"""
_CLIENT = f"""\
from gradio_client import Client

client = Client("{ORIGIN}", verbose=False)
answer = client.predict(question="新乡立案了多少件提案?", api_name="/ask")
print(answer["status"], answer["short"], answer["citations"][0]["quote"])
"""
_MCP = f"""\
{{"mcpServers": {{"wenzheng": {{"type": "http", "url": "{ORIGIN}/gradio_api/mcp/"}}}}}}
"""


@dataclass(frozen=True, slots=True)
class Example:
    """One way in. zh, en: its heading and what to know of it; code: the example, in the language named by kind."""

    kind: str
    zh: tuple[str, str]
    en: tuple[str, str]
    code: str


EXAMPLES = (
    Example(
        "python",
        ("Python 脚本", "在项目文件夹中用 .venv/bin/python 运行；offsets 是报告原文中的字符位置。"),
        ("From Python", "Run with .venv/bin/python in the project's folder; offsets are characters of the report."),
        _PYTHON,
    ),
    Example(
        "shell",
        ("命令行", "每个命令都有 --json；用 --place 和 --year 限定范围。"),
        ("Command line", "Every command knows --json; --place and --year narrow it."),
        _SHELL,
    ),
    Example(
        "curl",
        (
            "REST",
            "ask、search、compare、verify、list_reports、outline、read；参数类型见 /gradio_api/info。"
            "设了用户时加 -u 用户名。",
        ),
        (
            "REST",
            "ask, search, compare, verify, list_reports, outline, read; their types are at /gradio_api/info. Add -u "
            "USER where there are users.",
        ),
        _REST,
    ),
    Example(
        "client",
        ("REST（Python 客户端）", "先安装 gradio_client；结果与命令行的 --json 相同。"),
        ("REST, from Python", "Needs gradio_client; the result is what --json prints."),
        _CLIENT,
    ),
    Example(
        "mcp",
        (
            "MCP 服务器",
            "把这一段加进助手的配置，它就能调用同样的七个工具：提问、检索、比较、核对，列出、浏览和通读报告。",
        ),
        ("MCP server", "Put this into an assistant's settings; it can then call the same seven as tools."),
        _MCP,
    ),
)


def build_interface_pane(_library: Library, _controls: Controls) -> Pane:
    """The tab's one component. It needs neither the corpus nor the sidebar to be built."""
    import gradio as gr

    shown = gr.HTML(render_interfaces("zh"), elem_id="wz-interfaces", js_on_load=None, apply_default_css=False)

    def dress(tag: str) -> list[Any]:  # Any: Gradio's own updates
        return [render_interfaces(tag)]

    return Pane([shown], dress)


def render_interfaces(tag: str) -> str:
    """The examples as HTML, in the language of the tag."""
    chinese = tag.startswith("zh")
    copy, copied = ("复制", "已复制") if chinese else ("Copy", "Copied")
    cards = []
    for example in EXAMPLES:
        title, note = example.zh if chinese else example.en
        cards.append(
            f'<section class="wz-card wz-interface" aria-label="{escape(title)}"><h2>{escape(title)}</h2>'
            f'<p>{escape(note)}</p><pre tabindex="0"><code data-kind="{example.kind}" data-origin="{ORIGIN}">'
            f'{escape(example.code)}</code></pre><p class="wz-tools"><button type="button" data-copy-code '
            f'data-done="{escape(copied)}" aria-label="{escape(f"{copy}: {title}")}">{escape(copy)}</button></p>'
            "</section>"
        )
    return f'<div class="wz-interfaces">{"".join(cards)}</div>'
