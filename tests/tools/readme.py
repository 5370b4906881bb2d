"""The generated parts of README: the tool's own output."""

from __future__ import annotations

import os
import subprocess
import tempfile

import cog

from processes import PATH, at_terminal

ENV = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COLUMNS", "LINES"))} | {
    "PATH": PATH,
    "NO_COLOR": "1",
    "TERM": "dumb",
    "PYTHONUTF8": "1",
}


def run(command: str, width: int | None = None) -> str:
    """Return what a command prints, errors included: into a pipe, or on a terminal of some width."""
    with tempfile.TemporaryDirectory() as folder:
        if width is not None:
            return at_terminal(command, folder, width, ENV | {"TERM": "xterm"})
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=ENV,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    return done.stdout


def show(*commands: str, width: int | None = None) -> None:
    """Write a session: each command and what it prints, into a pipe or on a terminal of some width."""
    sessions = "\n".join(f"$ {command}\n{run(command, width)}".rstrip() for command in commands)
    cog.outl(f"\n```console\n{sessions}\n```\n")
