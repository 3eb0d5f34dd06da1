"""Text → sentences and clauses, as offsets; the index cuts its facts along the same borders."""

from __future__ import annotations

from index.sentences import clauses, sentences

__all__ = ["clauses", "sentences"]
