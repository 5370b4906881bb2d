"""Start-up: the installed tool against importing its two largest dependencies.

Run with the Python of the environment in which actcli is installed: ``python tests/benchmarks/startup.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ratio import report

TOOL = str(Path(sys.executable).parent / "actcli")


def main() -> None:
    """Print the ratios."""
    report(
        "eval relu -5 5 / import typer, numpy",
        [TOOL, "eval", "relu", "-5", "5"],
        [sys.executable, "-c", "import typer, numpy"],
        most=1.1,
    )
    report("--version / import typer", [TOOL, "--version"], [sys.executable, "-c", "import typer"], most=1.1)


if __name__ == "__main__":
    main()
