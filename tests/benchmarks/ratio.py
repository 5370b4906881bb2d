"""Whole processes timed in turn against a peer: the ratio of medians holds where single times do not."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def seconds(command: Sequence[str]) -> float:
    """Run a command once, its output thrown away, and return its time."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env)
    return time.perf_counter() - start


def compared(ours: Sequence[str], peer: Sequence[str], runs: int) -> tuple[float, float, float]:
    """Return our median, the peer's, and the median of the ratios pair by pair; the first pair warms up."""
    pairs = [(seconds(ours), seconds(peer)) for _ in range(runs + 1)][1:]
    ours_median, peer_median = (statistics.median(side) for side in zip(*pairs, strict=True))
    return ours_median, peer_median, statistics.median(a / b for a, b in pairs)


def report(title: str, ours: Sequence[str], peer: Sequence[str], *, most: float, runs: int = 15) -> None:
    """Print one line: times, ratio, and whether the ratio is within what we promise."""
    a, b, ratio = compared(ours, peer, runs)
    verdict = "ok" if ratio <= most else "OVER"
    print(f"{title:44} {a:8.3f} s {b:8.3f} s   ratio {ratio:5.2f}   {verdict} (at most {most})")
