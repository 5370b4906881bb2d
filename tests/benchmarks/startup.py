"""Start-up: the installed tool against importing its two largest dependencies.

Run with the Python of the environment in which actcli is installed: ``python tests/benchmarks/startup.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ratio import report

TOOL = str(Path(sys.executable).parent / "actcli")
#: What is imported instead, the commands, and how many times as long each may take.
BARS = {
    "typer": {"--version": 1.1, "--help": 1.1, "completion bash": 1.1},
    "typer, numpy": {"eval relu -5 5": 1.1, "list": 1.3, "compare gelu relu --traits": 2.2},
}


def main() -> None:
    """Print the ratios."""
    for modules, commands in BARS.items():
        for command, most in commands.items():
            peer = [sys.executable, "-c", f"import {modules}"]
            report(f"{command} / import {modules}", [TOOL, *command.split()], peer, most=most)


if __name__ == "__main__":
    main()
