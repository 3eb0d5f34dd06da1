"""What the command line does, as endpoints for programs: REST through Gradio, and the same as MCP tools."""

# No `from __future__ import annotations` here: Gradio derives an endpoint's schema from the return type as it stands.

import functools
import inspect
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast, get_args  # Any: JSON values

from page.opened import Library
from qa import (
    Kind,
    Language,
    Mode,
    QuestionError,
    ScopePart,
    WenzhengError,
    answer_to_json,
    claim_to_json,
    compare_indicator,
    excerpt_to_json,
    hit_to_json,
    kind_names,
    outline_to_json,
    report_to_json,
    rows_to_json,
    verify_claim,
)

__all__ = ["Endpoints", "add_endpoints", "explain"]

_MOST_PASSAGES = 100
_MOST_SECTIONS = 200
_MOST_CHARACTERS = 8_000
if TYPE_CHECKING:
    KindName = Kind
else:  # told to programs one by one
    KindName = Literal[tuple(kind_names("en"))]
_LAST_PLACE = 10**12
_MCP_PATH = "/gradio_api/mcp"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The functions offered to programs, over a library. Their docstrings are what a caller reads of them."""

    library: Library

    def ask(
        self,
        question: str,
        places: list[str] | None = None,
        years: list[int] | None = None,
        language: Language | None = None,
        kinds: list[KindName] | None = None,
        ignore: list[ScopePart] | None = None,
        context: str | None = None,
        llm: bool | None = None,
    ) -> dict[str, Any]:
        """Answer a question about the indexed work reports, with the exact passages that say so, or say that they do
        not. The same JSON as `ask --json` on the command line.

        Args:
            question: in Chinese or English, for example 新乡2023年立案多少件提案?
            places: only reports of these places, in any form (新乡, 新乡市, Xinxiang); otherwise as the question says
            years: only statements for these years; otherwise as the question says
            language: of the answer's text, zh or en; otherwise the question's
            kinds: only these kinds of report (cppcc_report, government_report, court_report, …); otherwise as the
                question says
            ignore: what the question says but must not limit the search (place, year, kind)
            context: the question asked before, which this one may lean on, such as 那邯郸呢?
            llm: also let the language model that is on word the answer, as "worded": sentences, each held against the
                quotes it cites, the model and the host that question and quotes went to; without one, nothing is added
        """
        *_, last = self.asked(question, places, years, language, kinds, ignore, context, llm)
        return last

    def asked(
        self,
        question: str,
        places: list[str] | None = None,
        years: list[int] | None = None,
        language: Language | None = None,
        kinds: list[KindName] | None = None,
        ignore: list[ScopePart] | None = None,
        context: str | None = None,
        llm: bool | None = None,
    ) -> Iterator[dict[str, Any]]:
        """The answer of `ask`, and with `llm` the same again and again with what a language model adds."""
        _check_text("question", question)
        _check_text("context", context or "")
        if language not in (None, *get_args(Language)):
            raise QuestionError('language must be "zh" or "en". language 只能是 zh 或 en。')
        if llm not in (None, True, False):
            raise QuestionError("llm must be true or false. llm 须为 true 或 false。")
        answers = self.library.opened().answers
        chosen_places, chosen_years, chosen_kinds = _places(places), _years(years), _words("kinds", kinds)
        ignored = cast("list[ScopePart]", _words("ignore", ignore) or [])
        with self.library.turn():
            answer = answers.ask(
                question,
                places=chosen_places,
                years=chosen_years,
                kinds=chosen_kinds,
                ignore=ignored,
                context=context,
                language=language,
            )
        yield answer_to_json(answer)
        if not llm:
            return
        with self.library.wording():
            for each in answers.word(
                answer, places=chosen_places, years=chosen_years, kinds=chosen_kinds, ignore=ignored
            ):
                yield answer_to_json(each)

    def search(
        self,
        question: str,
        k: int = 10,
        places: list[str] | None = None,
        years: list[int] | None = None,
        mode: Mode = "hybrid",
        kinds: list[KindName] | None = None,
    ) -> list[dict[str, Any]]:
        """Find the passages of the indexed work reports nearest to a question, best first. The same JSON as
        `search --json` on the command line.

        Args:
            question: a question or a few words, in Chinese or English
            k: how many passages, 1 to 100
            places: only reports of these places, in any form (新乡, 新乡市, Xinxiang); otherwise as the question says
            years: only statements for these years; otherwise as the question says
            mode: hybrid (words and meaning), lexical (words alone) or dense (meaning alone)
            kinds: only these kinds of report (cppcc_report, government_report, court_report, …); otherwise as the
                question says
        """
        _check_text("question", question)
        if not _is_whole(k) or not 1 <= k <= _MOST_PASSAGES:
            raise QuestionError(f"k must be a whole number from 1 to {_MOST_PASSAGES}. k 须为 1 到 {_MOST_PASSAGES}。")
        retriever = self.library.opened().answers.retriever
        with self.library.turn():
            hits = retriever.search(
                question, k=k, places=_places(places), years=_years(years), kinds=_words("kinds", kinds), mode=mode
            )
        return [{**hit_to_json(hit), "place": hit.report.place, "heading_path": list(hit.heading_path)} for hit in hits]

    def compare(
        self, indicator: str, places: list[str] | None = None, years: list[int] | None = None
    ) -> dict[str, Any]:
        """Compare one indicator across the places of the indexed work reports: a row with its quote for each place that
        states it, largest first, and those that do not (which is not zero). The same JSON as `compare --json`
        on the command line.

        Args:
            indicator: what is counted, for example 提案立案
            places: only these places and those within them; otherwise all that are indexed
            years: only statements for these years; otherwise the newest report of each place
        """
        _check_text("indicator", indicator)
        retriever = self.library.opened().answers.retriever
        with self.library.turn():
            result = compare_indicator(retriever, indicator, places=_places(places), years=_years(years))
        return rows_to_json(result)

    def verify(self, claim: str, places: list[str] | None = None, years: list[int] | None = None) -> dict[str, Any]:
        """Check a figure or a quote against the indexed work reports: stated, contradicted, not_found or not_indexed,
        with where it stands. The same JSON as `verify CLAIM --json` on the command line.

        Args:
            claim: one statement, for example 新乡市2023年立案409件
            places: only reports of these places; otherwise as the claim says
            years: only statements for these years; otherwise as the claim says
        """
        _check_text("claim", claim)
        retriever = self.library.opened().answers.retriever
        with self.library.turn():
            report = verify_claim(retriever, claim, places=_places(places), years=_years(years))
        return claim_to_json(report)

    def outline(self, report: str, first_section: int = 0) -> dict[str, Any]:
        """Show how one of the indexed work reports is divided: what was detected of it, and its sections with their
        numbers, headings and extents, to be read with `read`. The same JSON as `read REPORT --outline --json` on the
        command line, at most 200 sections at once.

        Args:
            report: id of the report, or name of its file, as list_reports, search and citations have them
            first_section: number of the section to begin with: next_section of the outline before
        """
        _check_text("report", report)
        _check_place("first_section", first_section)
        retriever = self.library.opened().answers.retriever
        with self.library.turn():
            found, sections = retriever.outline(report)
        return outline_to_json(found, sections, first=first_section, most=_MOST_SECTIONS)

    def read(
        self, report: str, section: int | None = None, start: int | None = None, end: int | None = None
    ) -> dict[str, Any]:
        """Read one of the indexed work reports, or a section of it, word for word: at most 8,000 characters at once,
        whole sentences. The same JSON as `read REPORT --json` on the command line.

        Args:
            report: id of the report, or name of its file, as list_reports, search and citations have them
            section: number of the section, as outline has it; otherwise the whole report
            start: character of the report's text to begin with: next_start of the piece before, or around a citation
            end: character of the report's text to end before; otherwise the end of the report or section
        """
        _check_text("report", report)
        for name, value in (("section", section), ("start", start), ("end", end)):
            _check_place(name, 0 if value is None else value)
        retriever = self.library.opened().answers.retriever
        with self.library.turn():
            return excerpt_to_json(retriever.read(report, section=section, start=start, end=end, most=_MOST_CHARACTERS))

    def list_reports(self) -> list[dict[str, Any]]:
        """List the indexed work reports: id, file, kind, place, title, when delivered, years reviewed and planned. The
        same JSON as `reports --json` on the command line.
        """
        return [report_to_json(report) for report in self.library.opened().corpus.reports]

    def all(self) -> tuple[Callable[..., object], ...]:
        """The functions, by whose names they are called."""
        return self.ask, self.search, self.compare, self.verify, self.list_reports, self.outline, self.read


def add_endpoints(library: Library) -> None:
    """Adds the endpoints to the Gradio page that is being made; `mcp_server=True` at launch makes them MCP tools."""
    import gradio as gr

    for function in Endpoints(library).all():
        # Without the queue, which would cost more than the answer.
        gr.api(_as_endpoint(function), api_name=function.__name__, queue=False)


def _as_endpoint(function: Callable[..., object]) -> Callable[..., object]:
    """The function as Gradio calls it: errors are messages, and MCP, whose results are text, is given JSON."""
    import gradio as gr

    name = function.__name__

    @functools.wraps(function)
    def endpoint(*values: object) -> object:
        *arguments, request = values
        is_mcp = _MCP_PATH in str(getattr(getattr(request, "url", None), "path", ""))
        try:
            result = function(*arguments)
        except Exception as error:
            message = explain(name, error)
            # Through REST only Gradio's own error carries its message; through MCP that one would be shown in quotes.
            raise (RuntimeError(message) if is_mcp else gr.Error(message, print_exception=False)) from error
        # To MCP Gradio would give a dictionary as Python prints it, which no other language reads.
        return json.dumps(result, ensure_ascii=False) if is_mcp else result

    # Gradio hands its request over to the parameter of that type, and leaves it out of the schema.
    signature = inspect.signature(function)
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=gr.Request)
    endpoint.__annotations__ = {**function.__annotations__, "request": gr.Request}
    vars(endpoint)["__signature__"] = signature.replace(parameters=[*signature.parameters.values(), request])
    return endpoint


def explain(name: str, error: Exception) -> str:
    """Our own errors say what to do; of others the caller learns the kind, and the log holds the rest."""
    if isinstance(error, WenzhengError):
        return str(error)
    _log.error("The endpoint %s failed", name, exc_info=error)
    return f"{name} failed ({type(error).__name__}); the server's log says more. 出错了，详见服务器日志。"


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise QuestionError(f"{name} must be a string. {name} 须为字符串。")


def _places(value: object) -> list[str] | None:
    """Names of places, None for no filter. Checked, because Gradio passes on whatever JSON was sent."""
    if not value:
        return None
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise QuestionError('places must be a list of names, such as ["新乡市"]. places 须为地名列表。')
    return value


def _years(value: object) -> list[int] | None:
    """Years, None for no filter."""
    if not value:
        return None
    if not isinstance(value, list) or not all(map(_is_whole, value)):
        raise QuestionError("years must be a list of whole numbers, such as [2023]. years 须为年份列表。")
    return value


def _words(name: str, value: object) -> list[str] | None:
    """A list of words, None for nothing; which words, is checked where they are used."""
    if not value:
        return None
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise QuestionError(f"{name} must be a list of words. {name} 须为词的列表。")
    return value


def _check_place(name: str, value: object) -> None:
    if not _is_whole(value) or not 0 <= cast("int", value) <= _LAST_PLACE:
        raise QuestionError(f"{name} must be a whole number, 0 or more. {name} 须为不小于 0 的整数。")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
