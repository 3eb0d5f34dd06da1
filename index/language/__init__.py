"""The words of the genre: places, figures, stages, names, sentences, tokens."""
