"""The tool as a whole process for each command, forked from one in which everything is imported: 15 ms instead of 150.

What shows only in a process that starts by itself, such as imports, encodings and signals, takes processes.py.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processes import ENV, PATH, shell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Pipes hold as much.
PIPE = 1 << 16
#: No command may take more processor time.
SECONDS = 60
#: What makes a line more than a command with its words.
_SHELL = re.compile(r"[|&;<>$`\n*?~#{]")


class Server:
    """A process that forks one for each command; ``fork_server.py`` says what a request is."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        theirs, ours = os.pipe(), os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("fork_server.py"), str(theirs[0]), str(ours[1])],
            pass_fds=(theirs[0], ours[1]),
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        os.close(theirs[0])
        os.close(ours[1])
        self._requests, self.replies = os.fdopen(theirs[1], "w"), os.fdopen(ours[0])
        assert self.reply() == {"ready": True}

    def ask(self, **request: Any) -> dict[str, Any]:  # noqa: ANN401  # what JSON holds
        """Have a command run, and return how it ended."""
        self.send(**request)
        return self.reply()

    def send(self, **request: Any) -> None:  # noqa: ANN401  # the same
        usual = {"env": None, "piped": False, "seconds": SECONDS, "limited": False}
        print(json.dumps(usual | request), file=self._requests, flush=True)

    def reply(self) -> dict[str, Any]:
        line = self.replies.readline()
        assert line, f"the server has ended with status {self._process.wait(30)}"
        return json.loads(line)  # type: ignore[no-any-return]  # reason: the server sends objects

    def stop(self) -> None:
        self._requests.close()
        self.replies.close()
        self._process.wait(30)


@cache
def _server() -> tuple[Server, Path]:
    """Return the server of this run, and the folder of its standard streams."""
    spool = Path(tempfile.mkdtemp())
    server = Server(spool, ENV)
    atexit.register(shutil.rmtree, spool)
    atexit.register(server.stop)
    return server, spool


def run(
    words: Sequence[str],
    cwd: Path | str = ".",
    env: Mapping[str, str] | None = None,
    input: bytes = b"",  # noqa: A002  # as in subprocess
) -> subprocess.CompletedProcess[bytes]:
    """Run the tool; return its status and what it writes, as processes.run does.

    Parameters
    ----------
    words
        What stands after ``actcli``.
    cwd
        Its folder.
    env
        Its environment; the encodings of streams stay those of ENV.
    input
        What it reads from a pipe, of at most PIPE bytes.
    """
    server, spool = _server()
    files = [spool / name for name in ("in", "out", "err")]
    files[0].write_bytes(input)
    given = dict(ENV if env is None else env)
    reply = server.ask(
        words=list(words), folder=str(Path(cwd).resolve()), env=given, files=list(map(str, files)), piped=True
    )
    assert not reply["hung"], words
    return subprocess.CompletedProcess(list(words), reply["status"], files[1].read_bytes(), files[2].read_bytes())


def at_terminal(words: Sequence[str], columns: int, env: Mapping[str, str]) -> tuple[int, bytes]:
    """Run the tool at a terminal of so many columns; return its status and what the terminal gets."""
    import fcntl  # not on every system
    import pty
    import struct
    import termios

    server, spool = _server()
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    server.send(words=list(words), folder=str(spool), env=dict(env), files=[os.ttyname(theirs)] * 3)
    printed = bytearray()
    while ours in select.select([ours, server.replies.fileno()], [], [])[0]:  # in the end only the reply is there
        printed += os.read(ours, PIPE)
    os.close(theirs)
    os.close(ours)
    return server.reply()["status"], bytes(printed).replace(b"\r\n", b"\n")


def line(command: str, cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command line: in bash, where it is more than the tool and its words."""
    if _SHELL.search(command) or not command.startswith("actcli "):
        return shell(command, cwd=cwd, env={**env, "PATH": PATH})
    done = run(shlex.split(command)[1:], cwd, env)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())
