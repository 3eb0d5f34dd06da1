"""Answers questions over a loaded index.

>>> from qa import Answerer, Retriever
>>> answer = Answerer(Retriever.load()).ask("新乡立案了多少件提案?")
"""

from qa.answerer import Answerer
from qa.checking.claims import ClaimReport, verify_claim
from qa.retrieval.retriever import Retriever
from qa.types import Answer, Citation, Hit, Reading, Scope

__all__ = ["Answer", "Answerer", "Citation", "ClaimReport", "Hit", "Reading", "Retriever", "Scope", "verify_claim"]
