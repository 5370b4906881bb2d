"""The tool as a process of its own, and what is put around it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parent.parent
#: The tool of this checkout, whether or not it is installed.
TOOL = [sys.executable, "-m", "actcli"]
#: Where a shell finds the installed tool first.
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
#: What the tests' own machine says of these has no part in them.
CLEARED = ("PYTHON", "LC_", "LANG", "XDG_", "TMP", "TEMP", "MPL", "HOME")
ENV = {key: value for key, value in os.environ.items() if not key.startswith(CLEARED)} | {"PYTHONPATH": str(ROOT)}
#: For runs that are killed or may not write much: coverage would leave a part of its file.
UNMEASURED = {key: value for key, value in ENV.items() if not key.startswith("COVERAGE")}


def run(words: Sequence[str], **options: Any) -> subprocess.CompletedProcess[Any]:  # noqa: ANN401  # reason: those of subprocess.run
    """Run the tool, by default in ENV and without input; return its status and what it writes, as bytes."""
    given: dict[str, Any] = {"env": ENV, "capture_output": True}
    given |= {} if "input" in options else {"stdin": subprocess.DEVNULL}
    return subprocess.run([*TOOL, *words], check=False, **(given | options))


def shell(command: str, **options: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401  # reason: the same
    """Run a command line in bash, without input; return its status and what it writes, as text."""
    given: dict[str, Any] = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL}
    return subprocess.run(["bash", "-c", command], check=False, **(given | options))


def at_terminal(command: str, folder: Path | str, width: int, env: Mapping[str, str]) -> str:
    """Return what a command line prints on a terminal of some width, and then its errors, which come by a pipe.

    A progress bar would leave its traces on the terminal.
    """
    import pty  # not on every system
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, width))
    with subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
    ) as process:
        os.close(theirs)
        printed = bytearray()
        with suppress(OSError):  # the end of a terminal that nobody holds any more
            while data := os.read(ours, 65536):
                printed += data
        if process.stderr:
            printed += process.stderr.read()
    os.close(ours)
    return printed.decode().replace("\r\n", "\n")


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """Put a small file system at a folder; skip the test where that is not allowed."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting takes root")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
