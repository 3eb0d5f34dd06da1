"""Answers questions over a loaded index. What is listed here is the public face: scripts and the page need no more.

>>> from qa import Answerer, Retriever
>>> answer = Answerer(Retriever.load()).ask("新乡立案了多少件提案?")
"""

from importlib import import_module
from typing import TYPE_CHECKING

from index.errors import (
    AccessError,
    BusyError,
    ExtraMissingError,
    FeedbackError,
    IndexLockedError,
    IndexMissingError,
    ModelError,
    OriginalError,
    QuestionError,
    ReadError,
    WenzhengError,
    command,
)
from index.kinds import OF_CPPCC, REPORT_KINDS, form_name, kind_names
from index.reading.files import read_regular
from index.reading.formats import FORMATS, PACKED, reads_pictures
from index.reading.original import PagePicture, is_drawn
from index.reports.twins import find_twins
from index.types import Annotation, Kind, PageMap, Place, Report, ReportCounts, Section, count_reports
from qa.answerer import Answerer
from qa.checking.claim_output import claim_to_json
from qa.checking.claims import ClaimReport, verify_claim
from qa.citing.citation import label, page_label, period_label
from qa.comparison.english import indicator_in_english
from qa.comparison.indicator import compare_indicator, rows_to_json
from qa.evaluation.feedback import LONGEST_NOTE, Verdict, append_judgement, judgement_of
from qa.in_time import within
from qa.retrieval.fact_table import FactTable
from qa.retrieval.retriever import Retriever
from qa.serialize import (
    answer_to_json,
    excerpt_to_json,
    hit_to_json,
    outline_to_json,
    report_to_json,
    spreadsheet_cell,
)
from qa.types import (
    Answer,
    AnswerForm,
    Citation,
    Comparison,
    Confidence,
    Conflict,
    Difference,
    Excerpt,
    FactRow,
    Filters,
    Hit,
    Implied,
    Language,
    LanguageModel,
    Mode,
    Part,
    PeriodKind,
    Reading,
    Scope,
    ScopePart,
    Stage,
    Stated,
    Status,
    Unstated,
    Usual,
    Worded,
)
from qa.wording import sureness_words

if TYPE_CHECKING:
    from index.library.curation import FIELDS, Action, Curator, Outcome, Refusal, form_values
    from index.library.originals import Originals
    from index.library.uploads import MAX_UPLOAD_BYTES, FileResult
    from index.library.web_names import LONGEST_URL
    from qa.citing.citation_export import Form, export

__all__ = [
    "FIELDS",
    "FORMATS",
    "LONGEST_NOTE",
    "LONGEST_URL",
    "MAX_UPLOAD_BYTES",
    "OF_CPPCC",
    "PACKED",
    "REPORT_KINDS",
    "AccessError",
    "Action",
    "Annotation",
    "Answer",
    "AnswerForm",
    "Answerer",
    "BusyError",
    "Citation",
    "ClaimReport",
    "Comparison",
    "Confidence",
    "Conflict",
    "Curator",
    "Difference",
    "Excerpt",
    "ExtraMissingError",
    "FactRow",
    "FactTable",
    "FeedbackError",
    "FileResult",
    "Filters",
    "Form",
    "Hit",
    "Implied",
    "IndexLockedError",
    "IndexMissingError",
    "Kind",
    "Language",
    "LanguageModel",
    "Mode",
    "ModelError",
    "OriginalError",
    "Originals",
    "Outcome",
    "PageMap",
    "PagePicture",
    "Part",
    "PeriodKind",
    "Place",
    "QuestionError",
    "ReadError",
    "Reading",
    "Refusal",
    "Report",
    "ReportCounts",
    "Retriever",
    "Scope",
    "ScopePart",
    "Section",
    "Stage",
    "Stated",
    "Status",
    "Unstated",
    "Usual",
    "Verdict",
    "WenzhengError",
    "Worded",
    "answer_to_json",
    "append_judgement",
    "claim_to_json",
    "command",
    "compare_indicator",
    "count_reports",
    "excerpt_to_json",
    "export",
    "find_twins",
    "form_name",
    "form_values",
    "hit_to_json",
    "indicator_in_english",
    "is_drawn",
    "judgement_of",
    "kind_names",
    "label",
    "outline_to_json",
    "page_label",
    "period_label",
    "read_regular",
    "reads_pictures",
    "report_to_json",
    "rows_to_json",
    "spreadsheet_cell",
    "sureness_words",
    "verify_claim",
    "within",
]

# Changing an index loads what builds one, and citations for lists of references their styles: only when used, so that
# a question is answered as soon as ever.
_WHEN_USED = {
    "index.library.curation": ("FIELDS", "Action", "Curator", "Outcome", "Refusal", "form_values"),
    "index.library.originals": ("Originals",),
    "index.library.uploads": ("MAX_UPLOAD_BYTES", "FileResult"),
    "index.library.web_names": ("LONGEST_URL",),
    "qa.citing.citation_export": ("Form", "export"),
}


def __getattr__(name: str) -> object:
    module = next((module for module, names in _WHEN_USED.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(module), name)
