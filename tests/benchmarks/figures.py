"""Figures against importing what any script needs to draw one.

Run with the Python of the environment in which actcli is installed: ``python tests/benchmarks/figures.py``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ratio import report

TOOL = str(Path(sys.executable).parent / "actcli")
PEER = [sys.executable, "-c", "from matplotlib.figure import Figure"]
#: What is drawn, and how many times as long as the import it may take.
FIGURES = {
    "plot gelu out.svg": 1.8,
    "plot relu gelu silu mish out.svg": 1.8,
    "plot softmax out.svg": 1.8,
    "plot --all out.svg": 3.0,
    "plot --all out.png": 4.5,
}


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        for command, most in FIGURES.items():
            *words, out = command.split()
            report(f"{command} / import Figure", [TOOL, *words, str(Path(folder, out))], PEER, most=most, runs=9)


if __name__ == "__main__":
    main()
