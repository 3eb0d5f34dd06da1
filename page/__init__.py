"""The web page: question, answer with its citations, evidence, and a reader of whole reports."""

from page.asking.view import build_page
from page.library.library import Answers, Corpus, Library, Opened, Status

__all__ = ["Answers", "Corpus", "Library", "Opened", "Status", "build_page"]
