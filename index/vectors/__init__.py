"""Texts to vectors: encoders, sources of models, embedding here and on a Ray cluster."""
