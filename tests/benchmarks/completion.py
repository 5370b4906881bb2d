"""How long TAB takes in each shell that is there; a person does not notice 20 ms.

Run with ``python tests/benchmarks/completion.py``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import shells  # the search path comes first

LINES = ("actcli eval bent", "actcli eval srelu:t_left=-1,a_l", "actcli plot relu my", "actcli eval relu --no-h")
MOST = 20
RUNS = 20


def main() -> None:
    """Print the median of each line in each shell, in milliseconds."""
    for name, start in (("bash", shells.bash), ("zsh", shells.zsh), ("fish", shells.fish)):
        if reason := shells.missing(name):
            print(reason)
            continue
        with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as shell:
            for line in LINES:
                took = statistics.median(shell.seconds(line) for _ in range(RUNS)) * 1e3
                print(f"{name:5} {line:34} {took:6.1f} ms   {'ok' if took <= MOST else 'OVER'} (at most {MOST})")


if __name__ == "__main__":
    main()
