"""Reads reports, builds and loads indexes. Never imports `qa`."""
