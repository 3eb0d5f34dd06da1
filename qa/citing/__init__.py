"""Where an answer stands: labels, references, exports, and the lock on numbers."""
