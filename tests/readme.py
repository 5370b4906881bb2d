"""What README's generated parts are made of: the tool's own output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import cog

ENV = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COLUMNS", "LINES"))} | {
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "NO_COLOR": "1",
    "TERM": "dumb",
    "PYTHONUTF8": "1",
}


def run(command: str) -> str:
    """Return what a command prints, errors included."""
    with tempfile.TemporaryDirectory() as folder:
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


def show(*commands: str) -> None:
    """Write a session: each command and what it prints."""
    sessions = "\n".join(f"$ {command}\n{run(command)}".rstrip() for command in commands)
    cog.outl(f"\n```console\n{sessions}\n```\n")


def functions() -> None:
    """Write the table of all functions."""
    entries = json.loads(run("actcli list -t json"))
    cog.outl("\n| function | parameters | definition | family |\n| --- | --- | --- | --- |")
    for entry in entries:
        parameters = ", ".join(f"{key}={value}" for key, value in entry["parameters"].items())
        formula = entry["formula"].replace("|", r"\|")
        cog.outl(f"| {entry['name']} | {parameters} | `{formula}` | {entry['family']} |")
    cog.outl("")
