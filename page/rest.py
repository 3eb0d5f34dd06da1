"""The endpoints as plain HTTP: POST /gradio_api/run/NAME with {"data": [values in order]} or {"name": value, …}.

Gradio would answer every failure with status 500; here what is wrong with a request is said with a status of 4xx.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from page.endpoints import Endpoints, explain
from page.opened import Library
from qa import BusyError, QuestionError, WenzhengError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CheckedCalls", "arguments_of", "rest_routes"]

_PREFIXES = ("/gradio_api/run", "/gradio_api/api")
# What clients of Gradio send beside the data.
_OF_GRADIO = frozenset(["data", "event_data", "fn_index", "trigger_id", "session_hash", "event_id"])


def rest_routes(library: Library) -> list[BaseRoute]:
    """One route an endpoint and prefix, to be put before Gradio's own."""
    from starlette.routing import Route

    endpoints = Endpoints(library)
    return [
        Route(
            f"{prefix}/{function.__name__}{slash}",
            partial(_respond, function, endpoints.asked if function.__name__ == "ask" else None),
            methods=["POST"],
        )
        for prefix in _PREFIXES
        for function in endpoints.all()
        for slash in ("", "/")
    ]


async def _respond(
    function: Callable[..., object], streamed: Callable[..., Iterator[object]] | None, request: Request
) -> Response:
    """streamed: gives what the function gives, and what comes before it; asked for with `Accept: text/event-stream`."""
    from anyio import to_thread
    from starlette.requests import ClientDisconnect

    try:
        given = arguments_of(function, await request.body())
        if streamed is not None and "text/event-stream" in request.headers.get("accept", ""):
            return await _events(function.__name__, streamed(**given))
        result = await to_thread.run_sync(partial(function, **given))
    except ClientDisconnect:
        raise
    except Exception as error:  # noqa: BLE001 — the edge of the server: what fails is said, and logged
        return _json({"error": explain(function.__name__, error)}, _status_of(error))
    return _json({"data": [result]}, 200)


async def _events(name: str, results: Iterator[object]) -> Response:
    """Each result as an event, `data: {…}`, as it comes; what fails before the first is an answer of its own."""
    from anyio import to_thread
    from starlette.responses import StreamingResponse

    first = await to_thread.run_sync(partial(next, results))

    def events() -> Iterator[str]:
        try:
            for result in chain([first], results):
                yield f"data: {json.dumps(result, ensure_ascii=False)}\n\n"
        except Exception as error:  # noqa: BLE001 — as in _respond
            yield f"event: error\ndata: {json.dumps(explain(name, error), ensure_ascii=False)}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream", headers={"cache-control": "no-store"})


def arguments_of(function: Callable[..., object], body: bytes) -> dict[str, object]:
    """What the body says, by the names of the function's parameters. Raises: QuestionError."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise QuestionError('The body is no JSON; send {"data": […]}. 请求体不是有效的 JSON。') from error
    if not isinstance(sent, Mapping):
        raise QuestionError('The body must be a JSON object, {"data": […]}. 请求体须为 JSON 对象。')
    signature = inspect.signature(function)
    names = list(signature.parameters)
    if "data" in sent:
        data = sent["data"]
        if not isinstance(data, list) or len(data) > len(names):
            raise QuestionError(
                f"data must be a list of at most {len(names)} values: {', '.join(names)}. "
                f"data 须为列表，最多 {len(names)} 项。"
            )
        given = dict(zip(names, data, strict=False))
    else:
        unknown = [name for name in sent if name not in names and name not in _OF_GRADIO]
        if unknown:
            raise QuestionError(
                f"There is no argument {unknown[0][:60]!r}; there are {', '.join(names)}. 没有这个参数。"
            )
        given = {name: value for name, value in sent.items() if name in names}
    # A value of null stands for the default, as with Gradio's own clients.
    given = {name: value for name, value in given.items() if value is not None}
    missing = [
        name
        for name, parameter in signature.parameters.items()
        if parameter.default is inspect.Parameter.empty and name not in given
    ]
    if missing:
        raise QuestionError(f"The argument {missing[0]} is missing. 缺少参数 {missing[0]}。")
    return given


def _status_of(error: Exception) -> int:
    if isinstance(error, BusyError):
        return 503
    if isinstance(error, QuestionError):
        return 400
    return 503 if isinstance(error, WenzhengError) else 500


def _json(value: Mapping[str, Any], status: int) -> Response:  # Any: JSON values
    from starlette.responses import Response

    return Response(json.dumps(value, ensure_ascii=False), status, media_type="application/json")


class CheckedCalls:
    """ASGI middleware for Gradio's calls in two steps, POST /gradio_api/call/NAME: arguments that cannot be used are
    refused at the first step, and those left out are filled in, which Gradio would not do.
    """

    def __init__(self, app: ASGIApp, library: Library) -> None:
        self._app = app
        self._functions = {function.__name__: function for function in Endpoints(library).all()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what can be called."""
        match = _CALL.fullmatch(scope.get("path", ""))
        function = self._functions.get(match["name"]) if match else None
        if function is None or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        from starlette.requests import ClientDisconnect, Request

        try:
            sent = await Request(scope, receive).body()
            given = arguments_of(function, sent)
        except ClientDisconnect:
            return
        except QuestionError as error:
            await _json({"error": str(error)}, 400)(scope, receive, send)
            return
        parameters = inspect.signature(function).parameters
        values = {name: given.get(name, _default(parameter)) for name, parameter in parameters.items()}
        filled = values if match and match["named"] else {"data": list(values.values())}
        body = json.dumps(filled).encode()
        headers = [each for each in scope["headers"] if each[0] not in (b"content-length", b"content-type")]
        headers += [(b"content-length", str(len(body)).encode()), (b"content-type", b"application/json")]
        is_told = False

        async def tell() -> Message:
            nonlocal is_told
            if is_told:
                return await receive()
            is_told = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app({**scope, "headers": headers}, tell, send)


_CALL = re.compile(r"/gradio_api/call/(?P<named>v2/)?(?P<name>\w{1,40})/?")


def _default(parameter: inspect.Parameter) -> object:
    return None if parameter.default is inspect.Parameter.empty else parameter.default
