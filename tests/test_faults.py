"""Faults of machines, with figures and files: kills, homes and disks that can't be written, odd locales, many at once.

``--fuzz N`` repeats what depends on the moment N times as often, up to a hundred kills and fifty processes.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actcli.cli import boundary, eval_run
from actcli.render.figure import backend
from actcli.render.figure.backend import LOCKED
from processes import ENV, TOOL, UNMEASURED, mounted, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIGURE = ["plot", "relu", "gelu", "out.svg"]
TABLE = ["eval", "sigmoid", "-5", "5", "-n", "300000", "-o", "out.csv"]


def silent(words: Sequence[str], folder: Path, env: Mapping[str, str] | None = None, **options: object) -> bytes:
    """Run a command that works; return what it prints."""
    done = run(words, cwd=folder, env=env or ENV | {"HOME": str(folder)}, **options)
    assert (done.returncode, done.stderr) == (0, b"")
    return bytes(done.stdout)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home that has a font cache."""
    folder = tmp_path_factory.mktemp("home")
    silent(FIGURE, folder)
    return folder


@pytest.fixture
def figure(home: Path) -> bytes:
    """Return what FIGURE makes."""
    return (home / "out.svg").read_bytes()


@pytest.fixture
def times(request: pytest.FixtureRequest) -> int:
    given: int = request.config.getoption("--fuzz")
    return given


@pytest.mark.parametrize(("words", "old"), [(FIGURE, b"old"), (TABLE, None)], ids=["plot", "eval"])
def test_a_killed_run_leaves_a_whole_file_or_none(
    tmp_path: Path, home: Path, times: int, words: list[str], old: bytes | None
) -> None:
    env = UNMEASURED | {"HOME": str(home)}
    out = tmp_path / words[-1]
    begun = time.monotonic()
    silent(words, tmp_path, env)
    duration = time.monotonic() - begun
    new = out.read_bytes()
    moments = random.Random(times)  # noqa: S311 - moments, no secrets
    for _ in range(min(4 * times, 100)):
        for path in tmp_path.iterdir():
            path.unlink()
        if old is not None:
            out.write_bytes(old)
        with subprocess.Popen([*TOOL, *words], cwd=tmp_path, env=env, start_new_session=True) as tool:
            # Most of a run is before the file is begun: half of the moments are from the last fifth.
            time.sleep(duration * moments.choice([moments.uniform(0, 1.1), moments.uniform(0.8, 1.1)]))
            tool.kill()
        assert (out.read_bytes() if out.exists() else None) in {old, new}
        assert all(path == out or path.name.startswith(f".{out.name}.") for path in tmp_path.iterdir())


def test_a_kill_while_the_file_is_written(tmp_path: Path) -> None:
    """The moment that chance seldom finds: half of the data are in the file beside."""
    (tmp_path / "out").write_text("old")
    with subprocess.Popen(
        [*TOOL, "eval", "relu", "-o", "out"], cwd=tmp_path, env=UNMEASURED, stdin=subprocess.PIPE
    ) as tool:  # fmt: skip
        assert tool.stdin is not None
        tool.stdin.write(b"1\n" * 100_000)
        tool.stdin.flush()
        while not any(path.name != "out" and path.stat().st_size for path in tmp_path.iterdir()):
            time.sleep(0.01)
        tool.kill()
    assert (tmp_path / "out").read_text() == "old"


def test_a_signal_while_a_users_function_runs(tmp_path: Path) -> None:
    """Its exit is ours, not an error of the function."""
    (tmp_path / "slow.py").write_text(
        "import time\ndef f(x):\n    if x.size > 9: open('begun', 'w'); time.sleep(60)\n    return x"
    )
    words = ["eval", "./slow.py:f", "1", "20", "-n", "20", "-o", "out.csv"]
    with subprocess.Popen([*TOOL, *words], cwd=tmp_path, env=UNMEASURED, stderr=subprocess.PIPE) as tool:
        while not (tmp_path / "begun").exists():
            assert tool.poll() is None
            time.sleep(0.01)
        tool.terminate()
        _, errors = tool.communicate()
    assert (tool.returncode, errors) == (128 + signal.SIGTERM, b"")
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {"slow.py", "begun"}


@pytest.mark.parametrize("module", ["typer", "actcli.cli.app", "numpy", "matplotlib.font_manager"])
def test_an_interrupt_while_something_is_imported(tmp_path: Path, home: Path, module: str) -> None:
    script = f"""
import sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}: raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
from actcli.cli import main
main()
"""
    env = ENV | {"HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", script, *FIGURE], cwd=tmp_path, env=env, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("typer", FIGURE),
        ("orjson", FIGURE),
        ("matplotlib.font_manager", FIGURE),
        ("matplotlib.patches", FIGURE),
        ("matplotlib.backends.backend_svg", FIGURE),
        ("flint", ("eval", "tanh", "1", "--exact")),
    ],
)
def test_a_signal_while_a_module_is_imported_waits_for_it(
    tmp_path: Path, home: Path, module: str, words: Sequence[str], number: signal.Signals
) -> None:
    """Raised in the middle, it would crash native modules: orjson's start ends in a segmentation fault."""
    script = f"""
import os, sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {int(number)})
            open("held", "w").close()
sys.meta_path.insert(0, Interrupt())
from actcli.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=tmp_path, env=ENV | {"HOME": str(home)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode in {-number, 128 + number}
    assert (done.stdout, done.stderr) == (b"", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["held"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_plot_leaves_nothing(tmp_path: Path, home: Path, number: signal.Signals) -> None:
    # A signal while Python itself starts is its own business.
    script = "from actcli.cli import main; print('begun', flush=True); main()"
    for delay in (0.1, 0.3):
        with subprocess.Popen(
            [sys.executable, "-c", script, "plot", "--all", "out.png"],
            cwd=tmp_path, env=ENV | {"HOME": str(home)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as tool:  # fmt: skip
            assert tool.stdout is not None
            assert tool.stderr is not None
            assert tool.stdout.readline() == b"begun\n"
            time.sleep(delay)
            tool.send_signal(number)
            assert tool.wait(10) in {-number, 128 + number}
            assert tool.stderr.read() == b""
        assert list(tmp_path.iterdir()) == []


HOMES: dict[str, dict[str, str]] = {
    "unset": {},
    "relative": {"HOME": "no/where"},
    "a file": {"HOME": __file__},
    "a place where nobody writes": {"HOME": "/proc"},
    "a cache where nobody writes": {"HOME": "/proc", "XDG_CACHE_HOME": "/proc/cache"},
    "a relative cache": {"HOME": "/proc", "XDG_CACHE_HOME": "cache"},
}


@pytest.mark.parametrize("changes", HOMES.values(), ids=HOMES)
def test_a_figure_needs_no_home(tmp_path: Path, figure: bytes, changes: dict[str, str]) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "work").mkdir()
    env = ENV | {"TMPDIR": str(tmp_path / "tmp"), "XDG_CACHE_HOME": str(tmp_path / "cache")} | changes
    if "HOME" in changes and "XDG_CACHE_HOME" not in changes:
        del env["XDG_CACHE_HOME"]
    silent(FIGURE, tmp_path / "work", env)
    assert (tmp_path / "work" / "out.svg").read_bytes() == figure
    # Nothing is left behind, neither there nor where the user works; a home that could be made may have been.
    assert list((tmp_path / "tmp").iterdir()) == []
    assert {path.name for path in (tmp_path / "work").iterdir()} == {"out.svg"}


def test_a_user_without_a_name_needs_no_home(tmp_path: Path, figure: bytes) -> None:
    """Without HOME and without an entry in the list of users there is no home at all."""
    script = """
import pwd, sys
def getpwuid(_): raise KeyError
pwd.getpwuid = getpwuid
from actcli.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, *FIGURE], cwd=tmp_path, env=ENV, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out.svg").read_bytes() == figure
    assert {path.name for path in tmp_path.iterdir()} == {"out.svg"}


def test_a_home_that_is_read_only(tmp_path: Path, figure: bytes) -> None:
    with mounted(tmp_path / "home", "ro"):
        silent(FIGURE, tmp_path, ENV | {"HOME": str(tmp_path / "home")})
    assert (tmp_path / "out.svg").read_bytes() == figure


def test_a_home_on_a_full_disk(tmp_path: Path, figure: bytes) -> None:
    with mounted(tmp_path / "home", "size=4k"):
        for _ in range(2):
            silent(FIGURE, tmp_path, ENV | {"HOME": str(tmp_path / "home")})
    assert (tmp_path / "out.svg").read_bytes() == figure


@pytest.mark.parametrize("folder", ["/proc", "no/where", ""])
def test_a_figure_needs_no_folder_for_temporaries(tmp_path: Path, home: Path, figure: bytes, folder: str) -> None:
    silent(FIGURE, tmp_path, ENV | {"HOME": str(home), "TMPDIR": folder})
    assert (tmp_path / "out.svg").read_bytes() == figure
    assert silent(["eval", "relu", "1", "-t", "plain"], tmp_path, ENV | {"HOME": "/proc", "TMPDIR": folder}) == b"1\n"


@pytest.mark.parametrize("damage", [b"", b"\xff", b'{"_version": "0"}'])
def test_a_damaged_font_cache_is_made_again(tmp_path: Path, figure: bytes, damage: bytes) -> None:
    silent(FIGURE, tmp_path)
    (cache,) = (tmp_path / ".cache" / "actcli").iterdir()
    size = cache.stat().st_size
    cache.write_bytes(damage)
    silent(FIGURE, tmp_path)
    assert (tmp_path / "out.svg").read_bytes() == figure
    assert cache.stat().st_size == size


def test_a_lock_that_a_killed_run_left_is_not_waited_for(tmp_path: Path, figure: bytes) -> None:
    silent(FIGURE, tmp_path)
    (cache,) = (tmp_path / ".cache" / "actcli").iterdir()
    cache.unlink()
    lock = cache.with_name(f"{cache.name}.matplotlib-lock")
    lock.touch()
    long_ago = time.time() - LOCKED - 1
    os.utime(lock, (long_ago, long_ago))
    silent(FIGURE, tmp_path)
    assert (tmp_path / "out.svg").read_bytes() == figure
    assert list(cache.parent.iterdir()) == [cache]


def test_a_lock_of_a_run_that_is_at_work_stays(tmp_path: Path) -> None:
    now, left = (tmp_path / f"{name}.matplotlib-lock" for name in ("now", "left"))
    now.touch()
    left.touch()
    os.utime(left, (0, 0))
    backend._unlock(tmp_path)
    assert list(tmp_path.iterdir()) == [now]


def test_many_figures_at_once_on_a_cold_font_cache(tmp_path: Path, figure: bytes, times: int) -> None:
    folders = [tmp_path / str(i) for i in range(min(6 * times, 50))]
    for folder in folders:
        folder.mkdir()
    env = ENV | {"HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    tools = [
        subprocess.Popen([*TOOL, *FIGURE], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for folder in folders
    ]
    assert {(tool.communicate()[0], tool.returncode) for tool in tools} == {(b"", 0)}
    assert {(folder / "out.svg").read_bytes() for folder in folders} == {figure}
    (cache,) = (tmp_path / ".cache" / "actcli").iterdir()
    assert cache.suffix == ".json"


def test_a_full_disk_leaves_no_figure(tmp_path: Path, home: Path) -> None:
    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))

    env = UNMEASURED | {"HOME": str(home)}
    done = run(["plot", "relu", "out.png"], cwd=tmp_path, env=env, preexec_fn=small_files_only)
    assert (done.returncode, done.stderr) == (1, b"actcli: out.png: File too large\n")
    assert list(tmp_path.iterdir()) == []


#: Takes Python's own remedies for the plain locale away.
ASCII = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
COMMANDS: Sequence[list[str]] = (
    ["eval", "gelu", "-2.5", "2.5"],
    ["eval", "RELU", "1234567.5", "-t", "csv"],
    ["grad", "LiSHT", "-1e-3", "1e-3"],
    ["compare", "sigmoid", "tanh"],
    ["show", "gelu"],
    ["list"],
    ["plot", "gelu"],
    ["plot", "gelu", "-o", "-", "-t", "svg"],
    ["--help"],
    ["plot", "--help"],
)


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make locales whose letters, encodings and decimal points differ from ours."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef") is None:
        pytest.skip("no localedef")
    for name, language, charset in LOCALES:
        made = subprocess.run(
            ["localedef", "-i", language, "-f", charset, str(folder / name)], capture_output=True, check=False
        )
        if not (folder / name).is_dir():
            pytest.skip(f"localedef: {made.stderr.decode().strip()}")
    return folder


LOCALES = (("tr_TR.UTF-8", "tr_TR", "UTF-8"), ("de_DE", "de_DE", "ISO-8859-1"))


def _outputs(folder: Path, home: Path, env: dict[str, str]) -> list[bytes]:
    # What becomes of characters that an encoding lacks is another matter.
    return [silent(words, folder, ENV | {"HOME": str(home), "PYTHONIOENCODING": "utf-8"} | env) for words in COMMANDS]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, home: Path) -> list[bytes]:
    return _outputs(tmp_path_factory.mktemp("usual"), home, {"LC_ALL": "C.UTF-8"})


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"} | ASCII, {"LC_ALL": "no_SUCH.UTF-8"} | ASCII])
def test_the_plain_locale(tmp_path: Path, home: Path, usual: list[bytes], env: dict[str, str]) -> None:
    assert _outputs(tmp_path, home, env) == usual


@pytest.mark.parametrize("name", [name for name, *_ in LOCALES])
def test_other_locales(tmp_path: Path, home: Path, usual: list[bytes], locales: Path, name: str) -> None:
    assert _outputs(tmp_path, home, {"LC_ALL": name, "LOCPATH": str(locales)}) == usual


def test_a_message_in_an_encoding_that_lacks_its_letters(tmp_path: Path) -> None:
    env = ENV | {"LC_ALL": "C"} | ASCII
    done = run(["eval", "größe"], cwd=tmp_path, env=env)
    assert done.returncode == 2
    assert done.stderr.startswith(b"actcli: '")
    assert done.stderr.isascii()
    (tmp_path / "größe.csv").write_bytes(b"1\n-1\n")
    assert silent(["eval", "relu", "--input", "größe.csv", "-t", "plain"], tmp_path, env) == b"1\n0\n"
    silent(["eval", "relu", "1", "-o", "übrig.csv"], tmp_path, env)
    assert (tmp_path / "übrig.csv").read_bytes() == b"x,relu\n1,1\n"


def test_files_with_the_line_ends_of_windows(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_bytes(b"\xef\xbb\xbfdef twice(x):\r\n    return 2 * x\r\n")
    (tmp_path / "numbers.txt").write_bytes(b"\xef\xbb\xbf# note\r\n1 -2\r\n\r\n3\t4\r\n")
    for words, out in (
        (["eval", "mine.py:twice", "--input", "numbers.txt"], b"# note\n2 -4\n\n6\t8\n"),
        (["eval", "relu", "--input", "numbers.txt", "-t", "csv"], b"x,relu\n1,1\n-2,0\n3,3\n4,4\n"),
        (["eval", "hardmax", "--rows", "--input", "numbers.txt"], b"# note\n1 0\n\n0\t1\n"),
    ):
        assert silent(words, tmp_path) == out


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (FileNotFoundError(2, "No such file or directory", "a"), "a: No such file or directory\n"),
        (OSError("no more"), "no more\n"),
        (MemoryError(), "out of memory\n"),
        (KeyError("k"), "internal error: KeyError: 'k'\nhint: ACTCLI_TRACEBACK=1 shows where\n"),
    ],
)
def test_whatever_fails_is_told_in_a_line(
    failure: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def answer(*_: object) -> None:
        raise failure

    monkeypatch.setattr(eval_run, "run", answer)
    assert boundary.run(["eval", "relu", "1"]) == 1
    assert capfd.readouterr() == ("", f"actcli: {sentence}")
    monkeypatch.setenv("ACTCLI_TRACEBACK", "1")
    if isinstance(failure, KeyError):
        with pytest.raises(KeyError):
            boundary.run(["eval", "relu", "1"])


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that opens and can't be read")
def test_an_input_that_can_not_be_read_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert boundary.run(["eval", "relu", "--input", "/proc/self/mem"]) == 1
    assert capfd.readouterr() == ("", "actcli: /proc/self/mem: Input/output error\n")
