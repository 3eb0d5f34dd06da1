"""The reports a home keeps: adding, taking out, putting right, watching."""
