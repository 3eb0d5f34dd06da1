"""Ranking within one index: postings, BM25, dense legs, the short list of a large scope."""
