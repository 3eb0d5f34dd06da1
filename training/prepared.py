"""What a passage shown for a question is to it: `source` of the rows of asked.npz."""

from __future__ import annotations

__all__ = ["RIGHT", "UNSURE", "WRONG"]

RIGHT = "shown-right"  # it holds the evidence
WRONG = "shown-wrong"  # none of the right answers stands in it
UNSURE = "shown-unsure"  # it says the same elsewhere, or by chance: nothing is learned from it
