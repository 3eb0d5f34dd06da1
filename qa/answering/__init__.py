"""Candidates to an answer: what states what is asked, and how well."""
