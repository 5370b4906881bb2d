"""The work of ``help``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.cli import app

if TYPE_CHECKING:
    from actcli.cli.help import HelpRequest


def run(request: HelpRequest) -> None:
    """Show the help of a command, or of all of them."""
    app.run(["--help"] if request.command is None else [request.command, "--help"])
