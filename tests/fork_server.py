"""The tool, imported once and forked for every command: a whole process each time, in milliseconds.

Run as a script: requests come and replies go, a line of JSON each, on the descriptors named on the command line. A
request has the words of a command, its folder, its environment where that is another than the server's, three paths for
its standard streams, whether input comes by a pipe, its seconds of processor time, and whether its memory and files are
limited.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn, TextIO

#: Bytes of memory and of any file that a command may take; the end of a file that grows past it is a full disk's.
MEMORY, DISK = 3 << 30, 4 << 20
#: A command that waits is given so many times the processor time that it may use.
PATIENCE = 6


def main() -> None:
    """Import everything, then answer requests until there are no more."""
    with os.fdopen(int(sys.argv[1])) as requests, os.fdopen(int(sys.argv[2]), "w") as replies:
        _serve(requests, replies)


def _serve(requests: TextIO, replies: TextIO) -> None:
    # Whatever commands import late is imported here once.
    _warm(["plot", "relu", "warm.png"], ["plot", "relu", "warm.pdf"], ["plot", "relu", "warm.svg"], ["plot", "relu"])
    _warm(["compare", "relu", "x+1", "--diff", "-o", "warm.txt"], ["show", "relu", "-o", "warm.txt"])
    for path in Path.cwd().glob("warm.*"):
        path.unlink()
    gc.freeze()  # so that a child copies no page to count references in it
    print(json.dumps({"ready": True}), file=replies, flush=True)
    for line in requests:
        print(json.dumps(_answer(json.loads(line))), file=replies, flush=True)


def _warm(*commands: list[str]) -> None:
    from actcli.cli.boundary import run

    for words in commands:
        if run(words):
            sys.exit(f"{words} fails")


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        _become(request)
    status, hung = _ended(child, begun + PATIENCE * request["seconds"])
    code = os.waitstatus_to_exitcode(status)
    return {"status": code, "hung": hung or code == -signal.SIGXCPU, "seconds": time.monotonic() - begun}


def _ended(child: int, deadline: float) -> tuple[int, bool]:
    """Wait for a child; kill it, and what it started, at the deadline."""
    pause = 1e-3
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status, False
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            return os.waitpid(child, 0)[1], True
        time.sleep(pause)
        pause = min(2 * pause, 0.02)


def _become(request: dict[str, Any]) -> NoReturn:
    """Run one command as its own process does."""
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (request["seconds"], request["seconds"] + 10))
        os.chdir(request["folder"])
        if request["env"] is not None:
            os.environ.clear()
            os.environ.update(request["env"])
        if request["limited"]:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))
        for descriptor, path in enumerate(request["files"]):
            source = _pipe(path) if descriptor == 0 and request["piped"] else _opened(descriptor, path)
            os.dup2(source, descriptor)
            os.close(source)
        sys.argv = ["actcli", *request["words"]]
        from actcli.cli import main as actcli

        actcli()
    except SystemExit as end:  # how it ends once a user's code has run
        os._exit(int(end.code or 0))
    finally:
        os._exit(99)


def _opened(descriptor: int, path: str | None) -> int:
    if path is not None:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC if descriptor else os.O_RDONLY)
    unread, pipe = os.pipe()
    os.close(unread)
    return pipe


def _pipe(path: str) -> int:
    reading, writing = os.pipe()
    os.write(writing, Path(path).read_bytes())
    os.close(writing)
    return reading


if __name__ == "__main__":
    main()
