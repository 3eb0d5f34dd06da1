"""Generations on disk: manifest, segments, catalogue, integrity."""
