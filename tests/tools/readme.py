"""What README's generated parts are made of: the tool's own output."""

from __future__ import annotations

import os
import pty
import subprocess
import tempfile
import termios
from contextlib import suppress

import cog

from processes import PATH

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
            return _at_terminal(command, folder, width)
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


def _at_terminal(command: str, folder: str, width: int) -> str:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, width))
    env = ENV | {"TERM": "xterm"}
    # Errors come by a pipe: a progress bar would leave its traces on the terminal.
    with subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
    ) as shell:
        os.close(theirs)
        printed = bytearray()
        with suppress(OSError):  # the end of a terminal that nobody holds any more
            while data := os.read(ours, 65536):
                printed += data
        if shell.stderr:
            printed += shell.stderr.read()
    os.close(ours)
    return printed.decode().replace("\r\n", "\n")


def show(*commands: str, width: int | None = None) -> None:
    """Write a session: each command and what it prints, into a pipe or on a terminal of some width."""
    sessions = "\n".join(f"$ {command}\n{run(command, width)}".rstrip() for command in commands)
    cog.outl(f"\n```console\n{sessions}\n```\n")
