"""Systems unlike the one that runs the tests: missing calls, encodings that lack characters, other line ends."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from actcli.io import output, source
from actcli.render.text import encoding
from processes import ENV, ROOT, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: What Windows has not; of signals it has those that are named. NumPy and the reader of keys that uniplot imports go by
#: sys.platform, so ``os.uname`` stays, and the latter is left out.
BARE = """
import os, select, signal, sys, types
sys.modules["readchar"] = types.SimpleNamespace(readkey=None, key=None)
for module in ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty", "_posixshmem"):
    sys.modules[module] = None
for name in ("fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getloadavg", "getuid", "kill",
             "killpg", "mkfifo", "posix_spawn", "register_at_fork", "sched_getaffinity", "setsid", "sysconf",
             "wait", "waitid"):
    delattr(os, name)
for name in ("epoll", "poll"):
    delattr(select, name)
kept = {"SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM", "SIG_DFL", "SIG_IGN"}
for name in [name for name in dir(signal) if name.startswith("SIG") and name.isupper() and name not in kept]:
    delattr(signal, name)
for name in ("pthread_sigmask", "setitimer", "sigwait"):
    delattr(signal, name)
"""
COMMANDS: Sequence[Sequence[str]] = (
    ("eval", "gelu", "-2", "2"),
    ("eval", "gelu", "-2", "2", "-t", "npy", "-o", "out.npy"),
    ("eval", "sigmoid", "--input", "numbers.txt"),
    ("eval", "softmax", "-2", "2", "-t", "json"),
    ("grad", "mine.py:f", "-2", "2"),
    ("compare", "sigmoid", "x**2", "mine.py:f"),
    ("compare", "sigmoid", "tanh", "--depth", "2", "-t", "json"),
    ("compare", "gelu", "gelu_tanh", "--diff", "-t", "csv"),
    ("plot", "gelu", "tanh"),
    ("plot", "softmax"),
    ("plot", "gelu", "out.svg"),
    ("list",),
    ("list", "-t", "json"),
    ("show", "gelu"),
    ("show", "prelu", "-t", "json"),
    ("completion", "bash"),
    ("--help",),
    ("plot", "--help"),
    ("--version",),
)
#: Those that write more than ASCII.
TEXTS: Sequence[Sequence[str]] = (
    ("compare", "sigmoid", "x**2", "mine.py:f", "--traits"),
    ("compare", "sigmoid", "sqrt(x)", "-t", "json"),
    ("compare", "sigmoid", "tanh", "--depth", "2"),
    ("plot", "gelu", "tanh"),
    ("plot", "softmax"),
    ("show", "gelu"),
    ("show", "selu", "-t", "json"),
    ("plot", "--help"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    (folder / "mine.py").write_text("def f(x):\n    return x * x\n")
    (folder / "numbers.txt").write_bytes(b"\xef\xbb\xbf1 -2\r\n\r\n0.5\t4\r\n")
    (folder / "bare").mkdir()
    (folder / "bare" / "sitecustomize.py").write_text(BARE)
    return folder


def outcome(words: Sequence[str], folder: Path, env: dict[str, str], **options: object) -> tuple[int, bytes, bytes]:
    """Return the status of a run, what it writes, and what it writes to standard error."""
    done = run(words, cwd=folder, env=ENV | {"HOME": str(folder)} | env, **options)
    return done.returncode, done.stdout, done.stderr


def bare(folder: Path) -> dict[str, str]:
    return {"PYTHONPATH": f"{folder / 'bare'}:{ROOT}"}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_calls_that_a_system_lacks_are_done_without(words: list[str], folder: Path) -> None:
    results = []
    for env in ({}, bare(folder)):
        told = outcome(words, folder, env)
        results.append((told, {path: path.read_bytes() for path in folder.glob("out.*")}))
        for path in folder.glob("out.*"):
            path.unlink()
    assert results[0][0][0] == 0
    assert results[0] == results[1]


def test_a_filter_where_the_system_cannot_tell_what_has_arrived(folder: Path) -> None:
    data = b"".join(b"%d\r\n" % (i % 7) for i in range(300_000))
    assert outcome(["eval", "relu"], folder, bare(folder), input=data) == (0, data.replace(b"\r", b""), b"")


def test_the_bare_system_is_bare(folder: Path) -> None:
    (folder / "probe.py").write_text(
        "import os, select\nassert not hasattr(os, 'fork') and not hasattr(select, 'poll')\n"
    )
    assert outcome(["eval", "probe.py:f", "1"], folder, bare(folder))[2].startswith(b"actcli: probe.py has no f")


@pytest.fixture(scope="module")
def usual(folder: Path) -> dict[Sequence[str], str]:
    return {words: outcome(words, folder, {"PYTHONUTF8": "1"})[1].decode() for words in TEXTS}


@pytest.mark.parametrize("name", ["cp1252", "ascii"])
@pytest.mark.parametrize("words", TEXTS, ids=" ".join)
def test_characters_that_an_encoding_lacks_are_replaced_by_ascii(
    words: Sequence[str], name: str, folder: Path, usual: dict[Sequence[str], str]
) -> None:
    status, out, err = outcome(words, folder, {"PYTHONIOENCODING": name})
    assert (status, err) == (0, b"")
    text = out.decode(name)
    assert text.count("?") == usual[words].count("?")
    assert len(text.splitlines()) == len(usual[words].splitlines())
    if "json" in words:
        assert json.loads(out) == json.loads(usual[words])
    elif words[0] not in {"plot", "show"}:  # whose curves are drawn of other characters
        assert out == encoding.encode(usual[words], name)


def test_messages_in_an_encoding_that_lacks_their_letters(folder: Path) -> None:
    for name, shown in (("ascii", b"'grosse'"), ("cp1252", "'größe'".encode("cp1252"))):
        status, _, err = outcome(["eval", "größe"], folder, {"PYTHONIOENCODING": name, "PYTHONUTF8": "0"})
        assert (status, err.splitlines()[0]) == (2, b"actcli: " + shown + b" is not a function")


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("−1 ≤ x² ≤ 10⁻³⁰⁸", "-1 <= x^2 <= 10^-308"),
        ("α·√π ≈ Ω′", "alpha*sqrtpi ~ Omega'"),
        ("┌─┬─┐│█", "+-+-+|#"),
        ("⠀⠁⡀⣿", " '.:"),
        ("größe, ﬁn, ∞ → 漢", "grosse, fin, inf -> ?"),
    ],
)
def test_ascii_reads_the_same(text: str, ascii_text: str) -> None:
    assert encoding.to_ascii(text) == ascii_text
    assert encoding.encode(text, "ascii") == ascii_text.encode()


def test_an_encoding_keeps_what_it_has() -> None:
    assert encoding.encode("x² × 10⁻³ ± é ≥", "cp1252").decode("cp1252") == "x² × 10^-3 ± é >="
    assert json.loads(encoding.json_escaped('"≥ ²𝛼"')) == "≥ ²𝛼"


def test_a_console_of_windows_is_written_through_python(monkeypatch: pytest.MonkeyPatch) -> None:
    class Console:
        written = ""

        def write(self, text: str) -> None:
            self.written += text

        def flush(self) -> None: ...

    console = Console()
    monkeypatch.setattr(sys, "__stdout__", console)
    monkeypatch.setattr(output, "_HAS_CONSOLE", True)
    monkeypatch.setattr("os.isatty", lambda _: True)
    with output.open_sink(None, "text") as sink:
        assert sink.is_terminal
        sink.write("≈ 1\n".encode())
    assert console.written == "≈ 1\n"


def test_folders_by_backslash(folder: Path) -> None:
    """On this system a backslash is a letter of a name: what matters is that no grammar of ours takes it for more."""
    (folder / "sub\\mine.py").write_text("def f(x):\n    return 2 * x\n")
    (folder / "C:\\mine.py").write_text("def f(x, a=1):\n    return 3 * a * x\n")
    for words, out in ((["sub\\mine.py:f"], b"2\n"), ([".\\sub\\mine.py:f"], None), (["C:\\mine.py:f:a=2"], b"6\n")):
        status, written, _ = outcome(["eval", *words, "1", "-t", "plain"], folder, {})
        assert (status, written) == ((0, out) if out else (2, b""))
    assert outcome(["plot", "relu", "C:\\out\\fig.svg"], folder, {})[0] == 0
    assert (folder / "C:\\out\\fig.svg").exists()


def test_waiting_where_the_system_cannot_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []
    monkeypatch.delattr("select.poll")
    monkeypatch.setattr("time.sleep", naps.append)
    wait = source._waiter(0)
    assert not wait(0)
    assert naps == []
    assert not wait(None)
    assert naps == [source.PAUSE]
