"""What was measured, as Markdown for docs/performance.md and as JSON."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any  # JSON values

from bench.peers.corpus import Passage
from bench.peers.measure import Row
from bench.peers.questions import Asked, hits
from bench.peers.systems.system import SYSTEMS
from bench.quality_page import interval

__all__ = ["as_json", "ratio", "table"]

HEADER = """\
| system | p50, ms | p95, ms | hit@5, Chinese ({chinese}) | hit@5, English ({english}) | build, s | add a report, s \
| memory, MB |
|---|---|---|---|---|---|---|---|"""


def table(rows: Sequence[Row], asked: Asked, passages: Sequence[Passage]) -> str:
    """The table, what it means, the chart, and how each system was set up."""
    chinese = sum(asked.chinese)
    lines = [HEADER.format(chinese=chinese, english=len(asked.chinese) - chinese)]
    lines += [_line(row, asked, passages) for row in rows]
    measured = [row for row in rows if row.is_measured]
    lines += ["", *_comparison(measured), "", *_chart(measured), ""]
    seen: set[str] = set()
    for row in rows:
        if row.setting and row.setting not in seen:
            seen.add(row.setting)
            label = SYSTEMS[row.name].label.partition(",")[0]
            versions = ", ".join(f"{name} {version}" for name, version in row.versions.items())
            searches = f"{len(row.milliseconds)} searches"
            lines.append(f"- **{label}** ({versions}; {searches}). {row.setting}")
    return "\n".join(lines)


def ratio(rows: Sequence[Row], ours: str) -> tuple[str, float] | None:
    """The fastest peer by its median and how many times as long it takes as this one of ours; None without both."""
    medians = {row.name: statistics.median(row.milliseconds) for row in rows if row.is_measured}
    peers = {name: median for name, median in medians.items() if SYSTEMS[name].is_peer}
    if ours not in medians or not peers:
        return None
    fastest = min(peers, key=lambda name: (peers[name], name))
    return fastest, peers[fastest] / medians[ours]


def as_json(rows: Sequence[Row], asked: Asked, passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """One record for each system."""
    records = []
    for row in rows:
        record: dict[str, Any] = {"name": row.name, "label": SYSTEMS[row.name].label, "problem": row.problem or None}
        if row.is_measured:
            right = hits(asked, row.found, passages, 5)
            record |= {
                "searches": len(row.milliseconds),
                "p50_ms": statistics.median(row.milliseconds),
                "p95_ms": _p95(row.milliseconds),
                "p50_ms_by_round": [statistics.median(each) for each in row.rounds],
                "hit_at_5": statistics.mean(right),
                "missed": [each.id for each, hit in zip(asked.questions, right, strict=True) if not hit],
            }
        record |= {
            "build_s": row.build_s,
            "add_s": row.add_s,
            "added_is_found": row.added_is_found,
            "empty_mb": row.empty_mb,
            "memory_mb": row.memory_mb,
            "versions": row.versions,
            "setting": row.setting,
        }
        records.append(record)
    return records


def _line(row: Row, asked: Asked, passages: Sequence[Passage]) -> str:
    label = SYSTEMS[row.name].label
    if not row.is_measured:
        return f"| {label} | not measured: {row.problem.replace('|', '/')} | | | | | | |"
    right = list(zip(hits(asked, row.found, passages, 5), asked.chinese, strict=True))
    rates = [_rate([hit for hit, is_chinese in right if is_chinese is wanted]) for wanted in (True, False)]
    added = f"{row.add_s:.2f}" if row.add_s is not None else "failed"
    if row.added_is_found is False:
        added += " (not found)"
    return (
        f"| {label} | {statistics.median(row.milliseconds):.1f} | {_p95(row.milliseconds):.1f} "
        f"| {rates[0]} | {rates[1]} | {row.build_s:.1f} | {added} | {row.memory_mb:.0f} ({row.empty_mb:.0f}) |"
    )


def _rate(successes: Sequence[bool]) -> str:
    if not successes:
        return ""
    low, high = interval(successes)
    return f"{statistics.mean(successes):.2f} ({low:.2f}–{high:.2f})"


def _p95(milliseconds: Sequence[float]) -> float:
    ordered = sorted(milliseconds)
    return ordered[int(0.95 * (len(ordered) - 1))]


def _comparison(rows: Sequence[Row]) -> list[str]:
    lines = []
    for ours in ("wenzheng", "wenzheng-all"):
        found = ratio(rows, ours)
        if found:
            peer, times = found
            lines.append(
                f"The fastest peer, {SYSTEMS[peer].label}, takes {times:.1f} times as long as {SYSTEMS[ours].label}."
            )
    return lines


def _chart(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    labels = ", ".join(f'"{row.name}"' for row in rows)
    medians = [statistics.median(row.milliseconds) for row in rows]
    return [
        "```mermaid",
        "xychart-beta horizontal",
        '    title "Median of a search, ms"',
        f"    x-axis [{labels}]",
        f'    y-axis "ms" 0 --> {max(medians) * 1.1:.0f}',
        f"    bar [{', '.join(f'{median:.1f}' for median in medians)}]",
        "```",
    ]
