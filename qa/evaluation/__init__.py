"""Question sets, metrics, and what users said of answers."""
