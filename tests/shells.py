"""Real shells at a pseudo-terminal: what a line becomes when a person presses TAB."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SCRIPTS = Path(__file__).parent.parent / "completions"
PATIENCE = 20.0
LEFT, CLEAR, SHOW = b"\x1b[D", b"\x05\x15", b"\x18d"


class Shell:
    """A shell in a folder, with our completions loaded.

    ``complete`` types a line and TAB, and returns what the line became: the shell writes it to a file when it gets
    the key SHOW.
    """

    def __init__(self, argv: Sequence[str], setup: str, folder: Path, **env: str) -> None:
        self._line = folder / ".line"
        self._line.unlink(missing_ok=True)
        self.seen = b""
        known = {"HOME", "LANG", "LC_ALL", "TMPDIR"}
        variables = {key: value for key, value in os.environ.items() if key in known}
        variables |= {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "TERM": "xterm", "HOME": str(folder)}
        variables |= {"COLUMNS": "200", "LINE_FILE": str(self._line), "ZDOTDIR": str(folder)} | env
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:  # pragma: no cover  # the shell
            os.chdir(folder)
            os.execvpe(argv[0], list(argv), variables)  # noqa: S606  # reason: the shell under test
        self._send(setup.encode() + b"\n: > $LINE_FILE\n")
        self._await_ready()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def complete(self, line: str, back: int = 0) -> str:
        """Type a line, go back some characters, press TAB; return the line."""
        self._send(line.encode() + LEFT * back + b"\t")
        return self._shown()

    def seconds(self, line: str) -> float:
        """Return how long TAB takes, until the shell answers the next key."""
        self._send(line.encode())
        self._shown(clear=False)
        start = time.perf_counter()
        self._send(b"\t")
        self._shown(pause=0.0005)
        return time.perf_counter() - start

    def _shown(self, *, clear: bool = True, pause: float = 0.01) -> str:
        self._line.unlink(missing_ok=True)
        self._send(SHOW)
        self._wait(self._line.exists, pause)
        self._send(CLEAR if clear else b"")
        return self._line.read_text().removesuffix("\n").removesuffix("$")

    def _await_ready(self) -> None:
        self._wait(self._line.exists, 0.01)
        self._read(0.3)

    def _wait(self, done: Callable[[], bool], pause: float) -> None:
        deadline = time.monotonic() + PATIENCE
        while not done():
            self._read(pause)
            if time.monotonic() > deadline:
                raise TimeoutError(self.seen[-2000:].decode(errors="replace"))

    def _send(self, data: bytes) -> None:
        os.write(self._terminal, data)
        self._read(0)

    def _read(self, seconds: float) -> None:
        while select.select([self._terminal], [], [], seconds)[0]:
            with suppress(OSError):
                data = os.read(self._terminal, 65536)
                self.seen += data
                if not data:
                    return
                seconds = 0
                continue
            return


def bash(folder: Path, breaks: str | None = None, **env: str) -> Shell:
    setup = f"""source {SCRIPTS}/actcli.bash; PS1="$ "
        bind 'set bell-style none'; bind 'set page-completions off'; bind 'set completion-query-items 0'
        bind -x '"\\C-xd": printf "%s$" "$READLINE_LINE" > $LINE_FILE.new; mv $LINE_FILE.new $LINE_FILE'
        """ + (f"COMP_WORDBREAKS={breaks}\n" if breaks is not None else "")
    return Shell(["bash", "--norc", "--noprofile", "-i"], setup, folder, **env)


def zsh(folder: Path, **env: str) -> Shell:
    setup = f"""fpath=({SCRIPTS} $fpath); autoload -U compinit; compinit -D; PROMPT='% '
        setopt no_beep no_list_beep; unsetopt prompt_cr prompt_sp; LISTMAX=1000
        _line() {{ print -rn -- "$BUFFER" > $LINE_FILE.new; mv $LINE_FILE.new $LINE_FILE }}; zle -N _line
        bindkey -e; bindkey '^Xd' _line"""
    return Shell(["zsh", "-f", "-i"], setup, folder, **env)


def fish(folder: Path, **env: str) -> Shell:
    setup = f"""set fish_greeting; set -g fish_autosuggestion_enabled 0; source {SCRIPTS}/actcli.fish
        function _line; commandline > $LINE_FILE.new; mv $LINE_FILE.new $LINE_FILE; end; bind \\cxd _line"""
    return Shell(["fish", "--private", "--no-config", "-i"], setup, folder, **env)


def missing(shell: str) -> str:
    """Return why a shell can't be tested, or nothing."""
    return "" if shutil.which(shell) else f"{shell} is not installed"
