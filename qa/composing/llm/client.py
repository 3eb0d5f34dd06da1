"""Asks an OpenAI-compatible server, streaming, and trusts nothing of it: not its speed, its size or its sense."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.errors import LlmError, command
from qa.composing.llm.settings import LlmSettings

if TYPE_CHECKING:
    import httpx

__all__ = ["Message", "streamed"]

Message = dict[str, str]
"""{"role": …, "content": …}, as the protocol has it."""

_CONNECT_S = 5.0
_MOST_CHARACTERS = 4_000
_MOST_BYTES = 2_000_000
_MOST_TOKENS = 700
_NO_KEY = "none"  # servers on one's own machine ask for none, and the client insists on one


def streamed(settings: LlmSettings, messages: Sequence[Message], *, ends: Sequence[str] = ()) -> Iterator[str]:
    """What the model writes, piece by piece. ends: where it is to stop, at most four.

    Raises:
        LlmError: the server cannot be reached, refuses, is too slow, stops half way, or sends what is no answer.
    """
    try:
        import httpx
        import openai
    except ImportError as error:
        raise LlmError(
            f"The openai package is missing: run `{command('setup --llm')}`, or pip install 'wenzheng[llm]'. "
            "缺少 openai 软件包",
            problem="missing",
        ) from error
    deadline = time.monotonic() + settings.seconds
    timeout = httpx.Timeout(settings.seconds, connect=min(_CONNECT_S, settings.seconds))
    finished, taken = False, 0
    try:
        with (
            # Never on to another server than the one that was named: text and key go there alone.
            httpx.Client(transport=_watched(deadline), timeout=timeout, follow_redirects=False) as transport,
            openai.OpenAI(
                base_url=settings.url, api_key=settings.key or _NO_KEY, max_retries=0, http_client=transport
            ) as client,
            client.chat.completions.create(
                model=settings.model,
                messages=list(messages),
                stream=True,
                temperature=0,
                max_tokens=_MOST_TOKENS,
                stop=list(ends) or None,
            ) as chunks,
        ):
            for chunk in chunks:
                for choice in chunk.choices[:1]:
                    finished = finished or choice.finish_reason is not None
                    piece = choice.delta.content or ""
                    if not isinstance(piece, str):
                        raise TypeError("no text")
                    taken += len(piece)
                    if taken > _MOST_CHARACTERS:
                        raise LlmError("The model does not come to an end. 模型写个没完", problem="long")
                    yield piece
    except (openai.APITimeoutError, httpx.TimeoutException, _TooSlowError) as error:
        raise LlmError(f"{settings.host} took too long. 模型太慢", problem="slow") from error
    except openai.APIStatusError as error:
        raise LlmError(f"{settings.host} refuses: {error.status_code}. 模型服务拒绝", problem="refused") from error
    except (openai.APIConnectionError, httpx.TransportError) as error:
        if isinstance(error.__cause__, _TooSlowError):
            raise LlmError(f"{settings.host} took too long. 模型太慢", problem="slow") from error
        raise LlmError(
            f"{settings.host} cannot be reached. 连接不上模型服务", problem="cut" if taken else "unreachable"
        ) from error
    except (openai.OpenAIError, httpx.HTTPError, ValueError, TypeError, AttributeError, KeyError) as error:
        # What is no answer of this protocol breaks the client in ways of its own.
        raise LlmError(
            f"{settings.host} sends what is no answer. 模型服务的回答不成样子", problem="nonsense"
        ) from error
    if not finished:
        raise LlmError(f"{settings.host} stopped half way. 模型的回答断在半途", problem="cut" if taken else "nonsense")


class _TooSlowError(Exception):
    """The time of one answer is over."""


def _watched(deadline: float) -> httpx.BaseTransport:
    """A transport that ends what takes too long in all, or is too much, however evenly it drips."""
    import httpx

    class Counted(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            taken = 0
            for piece in self._stream:
                taken += len(piece)
                if time.monotonic() > deadline:
                    raise _TooSlowError
                if taken > _MOST_BYTES:
                    raise ValueError("too much")
                yield piece

        def close(self) -> None:
            self._stream.close()

    class Watched(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = super().handle_request(request)
            if isinstance(response.stream, httpx.SyncByteStream):
                response.stream = Counted(response.stream)
            return response

    return Watched()
