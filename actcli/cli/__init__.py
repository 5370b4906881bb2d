"""The command line: a Typer app of thin commands, and the one boundary that catches errors."""

from __future__ import annotations

from actcli.cli.boundary import main

__all__ = ["main"]
