"""The command line: a Typer app of thin commands, and the one boundary that catches errors."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    # Looking for garbage among what is being imported takes 8 ms and finds none.
    gc.set_threshold(100_000)
    try:
        # Most of a short command's time is imports: an interrupt in them is as silent as one later.
        from actcli.cli import boundary
    except KeyboardInterrupt:
        sys.exit(130)
    boundary.main()
