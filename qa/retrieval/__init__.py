"""Scope, ranking and fusion: from a query to its passages."""
