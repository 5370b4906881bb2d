"""Running a command through the server, and what must hold of every run."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self
from xml.etree import ElementTree as ET

import numpy as np

from forked import PIPE, Server

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent.parent
ENV = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")} | {
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONWARNINGS": "default",  # which the tool silences for users, and must have no reason to
    "OPENBLAS_NUM_THREADS": "1",
}
#: No command may take more processor time; the clock is not asked, which runs on while others use the machine.
SECONDS = 20
#: What differs between messages of one kind.
_WORDS = re.compile(r"'.*'|[0-9]+")
_TEMPORARY = re.compile(r"\..*\.[a-z0-9_]{8}")

MINE = """
import numpy as np
def leak(x, a=0.1):
    return np.where(x > 0, x, a * x)
def fails(x):
    raise ValueError(f"no {x}\\nat all")
def shapeless(x):
    return np.zeros(3)
def texts(x):
    return "text"
def leaves(x):
    raise SystemExit(5)
PI = 3
"""
FILES: dict[str, bytes] = {
    "mine.py": MINE.encode(),
    "broken.py": b"def f(x:\n",
    "numbers.txt": b"1 -2\n3,4\n\n# five\n-0.5\t7\r\n",
    "bad.txt": b"1\n2 x\n",
    "empty": b"",
    "values.csv": b"x,y\n-1,0\n1,1\n1,1.5\nnan,nan\n",
    "codes.csv": b"0x3c00,0x3c00\n0xbc00,0x8000\n",
    "quoted.csv": b'"a, b",x\n"1\n2",3\n"",x\n"open',
    "early.sh": b"head -n 1; exit 3\n",
    "words.sh": b"echo no number >&2; cat | sed s/^/x/\n",
    "old.csv": b"old",
    "old.svg": b"old",
}


@dataclass(frozen=True)
class Run:
    """A command that has ended."""

    words: Sequence[str]
    status: int
    seconds: float
    out: bytes
    err: str
    made: dict[str, bytes]


@dataclass
class Tool:
    """The server, and the folder in which commands run; counts what it has seen."""

    folder: Path
    spool: Path
    seen: Counter[str] = field(default_factory=Counter)
    complaints: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        for name, data in FILES.items():
            (self.folder / name).write_bytes(data)
        np.save(self.folder / "array.npy", np.linspace(-2, 2, 6).reshape(2, 3))
        self._fixed = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        home = {"HOME": str(self.spool), "XDG_CACHE_HOME": str(self.spool), "TMPDIR": str(self.spool)}
        self._server = Server(self.folder, ENV | home)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def __call__(self, words: Sequence[str], data: bytes = b"", *, unread: bool = False) -> Run:
        """Run a command, and check what must hold of every command.

        Parameters
        ----------
        words
            What stands after ``actcli``.
        data
            Standard input: a file where it is longer than a pipe holds.
        unread
            Whether standard output is a pipe whose reader has left.
        """
        spool = [self.spool / name for name in ("in", "out", "err")]
        spool[0].write_bytes(data)
        reply = self._server.ask(
            words=list(words),
            folder=str(self.folder),
            files=[str(spool[0]), None if unread else str(spool[1]), str(spool[2])],
            piped=len(data) < PIPE and len(words) % 2 == 0,
            seconds=SECONDS,
            limited=True,
        )
        assert not reply["hung"], f"{words} takes more than {SECONDS} s"
        err = spool[2].read_bytes().decode()
        out = b"" if unread else spool[1].read_bytes()
        run = Run(words, reply["status"], reply["seconds"], out, err, self.put_back())
        self._count(run)
        verdict(run)
        return run

    def put_back(self) -> dict[str, bytes]:
        """Return the files that are new or changed, and put everything back."""
        made = {}
        for entry in os.scandir(self.folder):
            data = Path(entry.path).read_bytes()
            if self._fixed.get(entry.name) != data:
                made[entry.name] = data
                Path(entry.path).unlink()
        for name in made.keys() & self._fixed.keys():
            (self.folder / name).write_bytes(self._fixed[name])
        missing = self._fixed.keys() - {entry.name for entry in os.scandir(self.folder)}
        assert not missing, f"{missing} removed"
        return made

    def _count(self, run: Run) -> None:
        name = run.words[0] if run.words else ""
        self.seen[f"{name if name in COMMANDS else 'other'} {run.status}"] += 1
        self.complaints[_WORDS.sub("…", run.err.partition("\n")[0])] += 1
        self.slowest = sorted([*self.slowest, (run.seconds, " ".join(map(ascii, run.words)))], reverse=True)[:5]


#: What is said where nothing failed: how many words --invalid met.
_NOTE = re.compile(r"actcli: .*: \d+ words? (?:is|are) not (?:a number|numbers); .*\n")


def verdict(run: Run) -> None:
    """Refuse what no command may do."""
    assert run.status in {0, 1, 2}, run.err
    lines = run.err.splitlines(keepends=True)
    if run.status == 0:
        assert not lines or _NOTE.fullmatch(run.err), run.err
    else:
        assert lines, "no word about it"
        assert lines[0].startswith("actcli: "), run.err
        assert len(lines) <= 2, run.err
        assert len(lines) == 1 or lines[1].startswith("hint: "), run.err
        assert all(line.endswith("\n") and line[:-1].isprintable() and len(line) < 700 for line in lines), run.err
        assert "internal error" not in run.err, run.err
        assert lines[0].strip() not in {"actcli:", "actcli: None"}, run.err
    if run.status == 2:
        assert not run.out, run.out[:200]
        assert not run.made, run.made.keys()
    if run.status == 1 and not re.search("ulp|--atol", run.err):
        assert not run.made, run.made.keys()
    assert len(run.made) <= 1, run.made.keys()
    for name, data in run.made.items():
        assert not _TEMPORARY.fullmatch(name), name
        assert any(word.endswith(name) for word in run.words), name
        _check_whole(data)
    if run.status == 0:
        _check_whole(run.out)


def _check_whole(data: bytes) -> None:
    """Refuse output that has not all of it."""
    if data.startswith(b"<?xml"):
        ET.fromstring(data)  # noqa: S314 - our own
    elif data.startswith(b"\x89PNG"):
        assert data.endswith(b"IEND\xaeB\x60\x82")
    elif data.startswith(b"%PDF"):
        assert data.endswith(b"%%EOF\n")
    elif data.startswith(b"\x93NUMPY"):
        np.load(io.BytesIO(data))
    else:
        assert data[-1:] in {b"", b"\n"}


COMMANDS = ("eval", "grad", "compare", "plot", "list", "show", "completion")
