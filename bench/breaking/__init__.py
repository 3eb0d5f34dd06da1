"""Inputs and deeds that would harm: files, bytes, requests. Used by `bench.break_it` and by the tests."""
