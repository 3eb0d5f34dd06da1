"""The web page: question, answer with its citations, evidence, and a reader of whole reports."""

from page.opened import Answers, Corpus, Library, Opened, Status
from page.view import build_page

__all__ = ["Answers", "Corpus", "Library", "Opened", "Status", "build_page"]
