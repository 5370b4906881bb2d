"""The command line: a Typer app of thin commands, and the one boundary that catches errors."""

from __future__ import annotations

import gc
import sys

from actcli.termination import held


def main() -> None:
    """Run the command line and exit with its status."""
    # Garbage collection during imports would take 8 ms and free nothing.
    gc.set_threshold(100_000)
    try:
        # A short command spends most of its time in imports: an interrupt there must be silent too.
        with held():
            from actcli.cli import boundary
    except KeyboardInterrupt:
        sys.exit(130)
    boundary.main()
