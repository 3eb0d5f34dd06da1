"""The page's server as programs use it: REST through Gradio's client, MCP through a client of the protocol."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Generator
from pathlib import Path

import anyio
import gradio
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, ListToolsResult

import app
from index.errors import IndexMissingError
from index.kinds import REPORT_KINDS, UNRELATED
from index.language.sentences import sentences
from page import Library
from qa import Retriever
from qa.commands.cli import main
from tools.update_readme import READMES

# Gradio's and its server's own.
pytestmark = pytest.mark.filterwarnings("ignore")

QUESTION = "新乡2023年立案多少件提案?"
XINXIANG, ZHENGZHOU = "27312149eb7509b7-0", "000_2994a2ebe7d9e33e.txt"
CALLS = [
    ("ask", {"question": QUESTION}, ["ask", QUESTION, "--json"]),
    (
        "ask",
        {"question": "立案了多少件提案?", "places": ["Shangjie"], "years": [2017], "language": "en"},
        ["ask", "立案了多少件提案?", "--place", "Shangjie", "--year", "2017", "--lang", "en", "--json"],
    ),
    (
        "search",
        {"question": "立案", "k": 3, "places": ["新乡市"], "mode": "lexical"},
        ["search", "立案", "-k", "3", "--place", "新乡市", "--mode", "lexical", "--json"],
    ),
    (
        "ask",
        {"question": QUESTION, "kinds": ["proposal_report"], "ignore": ["year"]},
        ["ask", QUESTION, "--kind", "proposal_report", "--ignore", "year", "--json"],
    ),
    (
        "search",
        {"question": "立案", "kinds": ["proposal_report"]},
        ["search", "立案", "--kind", "proposal_report", "--json"],
    ),
    ("compare", {"indicator": "提案立案"}, ["compare", "提案立案", "--json"]),
    ("verify", {"claim": "新乡市2023年立案419件"}, ["verify", "新乡市2023年立案419件", "--json"]),
    ("list_reports", {}, ["reports", "--json"]),
    ("outline", {"report": XINXIANG}, ["read", XINXIANG, "--outline", "--json"]),
    ("read", {"report": XINXIANG, "section": 2}, ["read", XINXIANG, "--section", "2", "--json"]),
    ("read", {"report": ZHENGZHOU}, ["read", ZHENGZHOU, "--json"]),
]
REFUSED = [
    ("ask", {"question": " "}, "The question is empty"),
    ("ask", {"question": "立案" * 50_000}, "The question has 100,000 characters"),
    ("ask", {"question": QUESTION, "places": ["火星"]}, "No place is called '火星'"),
    ("ask", {"question": QUESTION, "kinds": ["unrelated"]}, "No kind of report is called 'unrelated'"),
    ("ask", {"question": "\x00\x07\u200b"}, "The question is empty"),
    ("search", {"question": QUESTION, "k": 0}, "k must be a whole number from 1 to 100"),
    ("search", {"question": QUESTION, "k": 101}, "k must be a whole number from 1 to 100"),
    ("compare", {"indicator": ""}, "The indicator is empty"),
    ("verify", {"claim": ""}, "The question is empty"),
    (
        "outline",
        {"report": "nowhere.txt"},
        "No report is called 'nowhere.txt'; `wenzheng reports` (list_reports) lists",
    ),
    (
        "outline",
        {"report": "002_df9e3faa1eb3f5d2.txt"},
        "There are 4 reports in '002_df9e3faa1eb3f5d2.txt'; give the id",
    ),
    ("read", {"report": ""}, "No report is called ''"),
    ("read", {"report": XINXIANG, "section": 999}, f"Report {XINXIANG} has sections 0 to "),
    ("read", {"report": ZHENGZHOU, "start": 5571}, "report e29c477741419b3e-0 stands at characters 0 to 5571"),
    ("read", {"report": ZHENGZHOU, "start": 10, "end": 10}, "report e29c477741419b3e-0 stands at characters 0 to 5571"),
    ("read", {"report": ZHENGZHOU, "section": 1, "end": 5571}, "section 1 of report e29c477741419b3e-0 stands at"),
    ("read", {"report": ZHENGZHOU, "start": -1}, "start must be a whole number, 0 or more"),
]
MISTYPED = [
    ("ask", {"question": 409}, "question must be a string"),
    ("ask", {"question": QUESTION, "language": "fr"}, 'language must be "zh" or "en"'),
    ("ask", {"question": QUESTION, "places": "新乡"}, "places must be a list of names"),
    ("ask", {"question": QUESTION, "years": ["2023"]}, "years must be a list of whole numbers"),
    ("ask", {"question": QUESTION, "kinds": "proposal_report"}, "kinds must be a list of words"),
    ("ask", {"question": QUESTION, "context": 7}, "context must be a string"),
    ("ask", {"question": QUESTION, "ignore": ["everything"]}, "'everything' cannot be ignored"),
    ("search", {"question": QUESTION, "k": "many"}, "k must be a whole number"),
    ("search", {"question": QUESTION, "k": True}, "k must be a whole number"),
    ("search", {"question": QUESTION, "mode": "magic"}, "Unknown mode 'magic'"),
    ("outline", {"report": 7}, "report must be a string"),
    ("outline", {"report": ZHENGZHOU, "first_section": "one"}, "first_section must be a whole number"),
    ("read", {"report": ZHENGZHOU, "section": 1.5}, "section must be a whole number"),
    ("read", {"report": ZHENGZHOU, "start": True}, "start must be a whole number"),
]


KINDS = f"None | list[Literal{[*REPORT_KINDS, UNRELATED]}]"


def serve(**options: object) -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return app.serve(port=port, quiet=True, block=False, **options)


def connect(site: str) -> Client:
    return Client(site, verbose=False, analytics_enabled=False)


def through_mcp(site: str, calls: list[tuple[str, dict]]) -> tuple[ListToolsResult, list[CallToolResult]]:
    """The tools offered and the results of the calls, in one session."""

    async def converse() -> tuple[ListToolsResult, list[CallToolResult]]:
        async with (
            streamable_http_client(f"{site}gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            return await session.list_tools(), [await session.call_tool(name, given) for name, given in calls]

    return anyio.run(converse)


def timeless(result: object) -> object:
    return {key: value for key, value in result.items() if key != "timing_ms"} if isinstance(result, dict) else result


@pytest.fixture(scope="module")
def site(seed_index: Path) -> Generator[str]:
    yield serve(home=seed_index)
    gradio.close_all()


@pytest.fixture(scope="module")
def client(site: str) -> Client:
    return connect(site)


@pytest.mark.parametrize(("name", "given", "command"), CALLS)
def test_an_endpoint_gives_what_the_command_prints(
    client: Client, seed_index: Path, capsys: pytest.CaptureFixture[str], name: str, given: dict, command: list[str]
) -> None:
    result = client.predict(**given, api_name=f"/{name}")
    capsys.readouterr()
    main([*command, "--home", str(seed_index)])
    assert timeless(result) == timeless(json.loads(capsys.readouterr().out))


def test_an_answer_comes_with_its_citation(client: Client) -> None:
    answer = client.predict(question=QUESTION, api_name="/ask")
    assert (answer["status"], answer["short"]) == ("answered", "409件")
    assert "立案交办提案409件" in answer["citations"][0]["quote"]


def test_a_question_may_lean_on_the_one_before(client: Client) -> None:
    answer = client.predict(question="那郑州呢?", context=QUESTION, api_name="/ask")
    assert (answer["question"], answer["understood_as"]) == ("那郑州呢?", "郑州2023年立案多少件提案?")
    assert (answer["status"], answer["short"]) == ("answered", "656件")
    assert "understood_as" not in client.predict(question=QUESTION, context="郑州呢?", api_name="/ask")
    assert "understood_as" not in client.predict(question="那郑州呢?", context="问" * 100_000, api_name="/ask")


def test_passages_are_found_within_the_place(client: Client) -> None:
    passages = client.predict(question="立案", k=3, places=["新乡市"], api_name="/search")
    assert [passage["place"] for passage in passages] == ["河南省新乡市"] * 3
    assert "立案" in passages[0]["text"]


def test_places_are_compared(client: Client) -> None:
    rows = client.predict(indicator="提案立案", places=["上街区", "新乡市"], api_name="/compare")["rows"]
    found = [(row["place"], row["figure"]) for row in rows]
    assert found == [("河南省新乡市", "409件"), ("河南省郑州市上街区", "119件")]


def test_a_wrong_figure_is_contradicted_by_the_one_stated(client: Client) -> None:
    checked = client.predict(claim="新乡市2023年立案419件", api_name="/verify")
    assert checked["status"] == "contradicted"
    assert checked["matches"][0]["differs"] == "419件 → 409件"


def test_the_reports_are_listed(client: Client) -> None:
    reports = client.predict(api_name="/list_reports")
    assert {"河南省新乡市", "河南省郑州市上街区"} <= {report["place"] for report in reports}


def test_a_long_report_is_read_piece_by_piece(
    client: Client, monkeypatch: pytest.MonkeyPatch, retriever: Retriever
) -> None:
    monkeypatch.setattr("page.endpoints._MOST_CHARACTERS", 500)
    whole = retriever.read(ZHENGZHOU)
    pieces, start = [], None
    while not pieces or start is not None:
        pieces.append(client.predict(report=ZHENGZHOU, start=start, api_name="/read"))
        start = pieces[-1]["next_start"]
    assert "".join(piece["text"] for piece in pieces) == whole.text
    assert max(len(piece["text"]) for piece in pieces) <= 500 and len(pieces) >= 12
    begun = {span.start for span in sentences(whole.text)}
    assert {piece["start"] for piece in pieces[1:]} <= begun


def test_a_long_outline_comes_in_parts(client: Client, monkeypatch: pytest.MonkeyPatch, retriever: Retriever) -> None:
    monkeypatch.setattr("page.endpoints._MOST_SECTIONS", 6)
    _, sections = retriever.outline(ZHENGZHOU)
    numbers, first = [], 0
    while first is not None:
        told = client.predict(report=ZHENGZHOU, first_section=first, api_name="/outline")
        numbers += [each["number"] for each in told["sections"]]
        first = told["next_section"]
    assert numbers == [each.number for each in sections]


@pytest.mark.parametrize("name", READMES)
def test_the_example_of_the_readme_works(site: str, capsys: pytest.CaptureFixture[str], name: str) -> None:
    text = (Path(app.__file__).with_name(name)).read_text(encoding="utf-8")
    [example] = re.findall(r"```python\n(from gradio_client .*?)```", text, re.DOTALL)
    capsys.readouterr()
    exec(example.replace("http://127.0.0.1:7860", site))
    assert capsys.readouterr().out.splitlines()[-1] == "409件"


@pytest.mark.parametrize(("name", "given", "message"), REFUSED + MISTYPED)
def test_bad_input_is_answered_with_what_to_do(client: Client, name: str, given: dict, message: str) -> None:
    with pytest.raises(AppError) as refused:
        client.predict(**given, api_name=f"/{name}")
    assert refused.value.message.startswith(message)
    assert "Traceback" not in refused.value.message


def test_only_the_endpoints_are_offered_and_their_types_are_told(client: Client) -> None:
    offered = client.view_api(print_info=False, return_format="dict")["named_endpoints"]
    assert {
        name: [(each["parameter_name"], each["python_type"]["type"]) for each in endpoint["parameters"]]
        for name, endpoint in offered.items()
    } == {
        "/ask": [
            ("question", "str"),
            ("places", "None | list[str]"),
            ("years", "None | list[int]"),
            ("language", "None | Literal['zh', 'en']"),
            (
                "kinds",
                KINDS,
            ),
            ("ignore", "None | list[Literal['place', 'year', 'kind']]"),
            ("context", "None | str"),
            ("llm", "None | bool"),
        ],
        "/search": [
            ("question", "str"),
            ("k", "int"),
            ("places", "None | list[str]"),
            ("years", "None | list[int]"),
            ("mode", "Literal['hybrid', 'lexical', 'dense']"),
            (
                "kinds",
                KINDS,
            ),
        ],
        "/compare": [("indicator", "str"), ("places", "None | list[str]"), ("years", "None | list[int]")],
        "/verify": [("claim", "str"), ("places", "None | list[str]"), ("years", "None | list[int]")],
        "/list_reports": [],
        "/outline": [("report", "str"), ("first_section", "int")],
        "/read": [
            ("report", "str"),
            ("section", "None | int"),
            ("start", "None | int"),
            ("end", "None | int"),
        ],
    }
    assert offered["/ask"]["returns"][0]["type"]["type"] == "object"
    assert offered["/search"]["returns"][0]["type"]["type"] == "array"


def test_an_mcp_tool_gives_what_the_endpoint_gives(site: str, client: Client) -> None:
    offered, results = through_mcp(site, [(name, given) for name, given, _ in CALLS])
    assert [tool.name for tool in offered.tools] == [
        "ask",
        "search",
        "compare",
        "verify",
        "list_reports",
        "outline",
        "read",
    ]
    for (name, given, _), result in zip(CALLS, results, strict=True):
        assert not result.isError
        told = json.loads(result.content[0].text)
        assert timeless(told) == timeless(client.predict(**given, api_name=f"/{name}"))


def test_an_mcp_tool_describes_itself_and_what_it_takes(site: str) -> None:
    offered, _ = through_mcp(site, [])
    for tool in offered.tools:
        assert "work reports" in tool.description
        assert all(each["description"] for each in tool.inputSchema["properties"].values())
    assert offered.tools[0].inputSchema["required"] == ["question"]


def test_an_mcp_tool_answers_bad_input_with_what_to_do(site: str) -> None:
    _, results = through_mcp(site, [(name, given) for name, given, _ in REFUSED])
    for (_, _, message), result in zip(REFUSED, results, strict=True):
        assert result.isError
        assert result.content[0].text.startswith(message)
    _, [mistyped] = through_mcp(site, [("ask", {"question": QUESTION, "years": ["2023"]})])
    assert mistyped.isError
    assert "'2023' is not of type 'integer'" in mistyped.content[0].text


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (IndexMissingError("There is no index; run `wenzheng build`."), "There is no index; run `wenzheng build`."),
        (RuntimeError("a secret of the server"), "ask failed (RuntimeError); the server's log says more."),
    ],
)
def test_a_failure_says_what_to_do_and_no_more(failure: Exception, message: str) -> None:
    def fail() -> None:
        raise failure

    site = serve(library=Library(fail))
    _, [result] = through_mcp(site, [("ask", {"question": QUESTION})])
    with pytest.raises(AppError) as refused:
        connect(site).predict(question=QUESTION, api_name="/ask")
    assert result.content[0].text == refused.value.message
    assert refused.value.message.startswith(message)
    assert "secret" not in refused.value.message
