"""The tab where questions are asked: form, answer cards, passages."""
