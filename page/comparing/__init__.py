"""The tab that compares one indicator over places and years."""
