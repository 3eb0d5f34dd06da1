"""One indicator over places and years."""
