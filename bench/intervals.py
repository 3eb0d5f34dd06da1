"""How sure a measured difference is: a paired bootstrap over groups of questions that depend on each other."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

__all__ = ["Difference", "paired_difference", "share_interval"]

RESAMPLES = 10_000
SEED = 20_260


@dataclass(frozen=True, slots=True)
class Difference:
    """mean: of the candidate less that of the base. low, high: 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def is_certain(self) -> bool:
        """Whether zero is outside the interval."""
        return self.low > 0 or self.high < 0


def paired_difference(
    candidate: npt.NDArray[np.float64], base: npt.NDArray[np.float64], groups: Sequence[Hashable]
) -> Difference:
    """candidate, base: (n,) the same questions' values under two systems. groups: (n,) resampled as a whole.

    Percentile bootstrap (Efron and Tibshirani 1993, ch. 13), seeded, so the same on every run.
    """
    names = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    number = np.asarray([names[group] for group in groups])
    sums = np.bincount(number, weights=candidate - base, minlength=len(names))
    sizes = np.bincount(number, minlength=len(names))
    drawn = _drawn(len(names))
    low, high = np.percentile((drawn @ sums) / (drawn @ sizes), [2.5, 97.5])
    return Difference(float((candidate - base).mean()), float(low), float(high))


@lru_cache(maxsize=1)
def _drawn(n: int) -> npt.NDArray[np.float64]:
    """(RESAMPLES, n) how often each of n groups is drawn; the same for every difference on one set."""
    return np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(np.float64)


def share_interval(count: int, n: int) -> tuple[float, float]:
    """95 % interval of a share of n (Wilson 1927)."""
    z, share = 1.959964, count / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
