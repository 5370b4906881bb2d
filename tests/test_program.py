"""Programs as functions: C, Python and awk, any buffering, and every way in which a program fails."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from actcli.errors import ActcliError, UsageError
from actcli.evaluation.points import grid
from actcli.numbers.formats import number_format
from actcli.spec.program import Program
from actcli.spec.resolve import resolve
from processes import ENV, TOOL, run

RELU_C = """
#include <stdio.h>
int main(void) { double x; while (scanf("%lf", &x) == 1) printf("%.17g\\n", x > 0 ? x : 0); return 0; }
"""


def python(body: str) -> str:
    """Return the SPEC of a Python program; ``lines`` are those of its input."""
    source = f"import sys, os, time\nlines = iter(sys.stdin.readline, '')\n{body}\n"
    return f"cmd:'{sys.executable}' -u -c " + "'" + source.replace("'", "'\"'\"'") + "'"


DOUBLE = "for line in lines: print(2 * float(line))"
#: Answers leave it when its input has ended.
BUFFERED = "out = [2 * float(line) for line in lines]\nfor y in out: print(y)"


@pytest.fixture(scope="module")
def relu_c(tmp_path_factory: pytest.TempPathFactory) -> str:
    if shutil.which("gcc") is None:
        pytest.skip("gcc is not installed")
    folder = tmp_path_factory.mktemp("c")
    (folder / "relu.c").write_text(RELU_C)
    subprocess.run(["gcc", "-O1", "-o", folder / "relu", folder / "relu.c"], check=True)
    return f"cmd:{folder / 'relu'}"


@pytest.mark.parametrize("body", [DOUBLE, BUFFERED])
def test_a_program_answers_arrays_of_any_shape_and_size(body: str) -> None:
    function = resolve(python(body))
    x = np.linspace(-3, 3, 60_000).reshape(2, -1, 3)
    np.testing.assert_array_equal(function(x), 2 * x)
    assert function([]).shape == (0,)


def test_a_program_in_c_is_a_function(relu_c: str) -> None:
    x = np.random.default_rng(0).standard_normal(200_000) * 1e3
    np.testing.assert_array_equal(resolve(relu_c)(x), np.maximum(x, 0))
    words = ["compare", "relu", relu_c, "--values", "-1", "1", "-n", "3", "-t", "csv"]
    assert run(words).stdout.decode().splitlines()[1:] == ["-1,0,0", "0,0,0", "1,1,1"]


def test_a_program_in_awk_filters_lines() -> None:
    done = run(["eval", "cmd:awk '{print 3*$1}'"], input=b"1 2\n\n# c\n3,4\n")
    assert (done.stdout, done.stderr) == (b"3 6\n\n# c\n9,12\n", b"")


def test_words_are_split_without_a_shell() -> None:
    function = resolve("cmd:awk -v 'a=2 $HOME' '{print length(a)}'")
    assert function(1) == len("2 $HOME")
    assert function.name == "cmd:awk -v 'a=2 $HOME' '{print length(a)}'"


@pytest.mark.parametrize("words", [["-0.5", "1e6", "-n", "150000"], ["--input", "x.txt"], ["--input", "x.npy"]])
@pytest.mark.parametrize("form", [[], ["-t", "csv"]])
def test_it_is_started_once(words: list[str], form: list[str], tmp_path: Path) -> None:
    x = np.linspace(-0.5, 1e6, 150_000)
    (tmp_path / "x.txt").write_text("".join(f"{value!r}\n" for value in x.tolist()))
    np.save(tmp_path / "x.npy", x)
    spec = python(f"open('starts', 'a').write('x')\n{DOUBLE}")
    done = run(["eval", spec, *words, *form, "-o", "out"], cwd=tmp_path)
    assert done.stderr == b""
    assert (tmp_path / "starts").read_text() == "x"
    assert (tmp_path / "out").stat().st_size > 150_000


def test_each_line_is_answered_as_it_comes() -> None:
    with subprocess.Popen(
        [*TOOL, "eval", python(DOUBLE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV, bufsize=0
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line, answer in ((b"1\n", b"2\n"), (b"-3 4\n", b"-6 8\n")):
            process.stdin.write(line)
            assert os.read(process.stdout.fileno(), 100) == answer
        process.stdin.close()


def test_encodings_are_exchanged_with_bits() -> None:
    spec = python("for line in lines: print('0x%04X' % (int(line, 16) ^ 0x8000))")
    done = run(["eval", spec, "--at", "1,-2,0.5", "--dtype", "bfloat16", "--bits", "-t", "csv", "--no-header"])
    assert done.stdout.splitlines() == [b"0x3f80,0xbf80", b"0xc000,0x4000", b"0x3f00,0xbf00"]
    negated = resolve(spec, number_format("bfloat16"), bits=True)
    np.testing.assert_array_equal(negated([1.0, np.inf]), [-1.0, -np.inf])


def test_results_are_rounded_to_the_type() -> None:
    done = run(["eval", python("for line in lines: print(1.001)"), "1", "--dtype", "bfloat16", "-t", "plain"])
    assert done.stdout == b"1\n"


def test_results_may_have_blanks_and_carriage_returns_around_them() -> None:
    assert resolve(python("for line in lines: sys.stdout.write('\\t 7 \\r\\n')"))([1, 2]).tolist() == [7, 7]
    assert resolve(python("lines = list(lines)\nsys.stdout.write('nan')"))(1) != 0


FAILURES: dict[str, str | tuple[str, ...]] = {
    "sys.exit(3)": "failed with status 3",
    "[print(1) for line in lines]; sys.exit('so it is')": "failed with status 1; its last words: so it is",
    "[print(1) for line in lines]; os.kill(os.getpid(), 11)": "was ended by SIGSEGV",
    "[print(1) for line in lines]; os.kill(os.getpid(), 35)": "was ended by signal 35",
    "print(1)": ("answered 1 of 5 lines", "ended before its input did"),  # whichever end is seen first
    "list(lines); print(1)": "answered 1 of 5 lines",
    "print('y')": "printed 'y' in line 1, not a number",
    "print(1); print(2); print()": "printed '' in line 3, not a number",
    "print('1 2')": "printed '1 2' in line 1, not a number",
    "print('1,2')": "printed '1,2' in line 1, not a number",
    "list(lines); print('1\\n' * 6, end='')": "printed more lines than it was given",
    "while True: print(1)": "printed more lines than it was given",
    "sys.stderr.write('e' * 10**6 + '\\n\\nlast one\\n \\n'); sys.exit(1)":
        "failed with status 1; its last words: last one",
    "raise ValueError('no')": "failed with status 1; its last words: ValueError: no",
    "time.sleep(100)": "gave no answer for 0.4 s",
    "sys.stderr.write('wait'); list(lines); time.sleep(100)": "gave no answer for 0.4 s; its last words: wait",
    "[print(1) for line in lines]; os.close(1); time.sleep(100)": "did not end within 0.4 seconds",
    "[print(1) for line in lines]; time.sleep(100)": "gave no answer for 0.4 s",
    "sys.stdout.buffer.write(b'\\xff\\n')": "printed '\\xff' in line 1, not a number",
}  # fmt: skip


@pytest.mark.parametrize("body", FAILURES)
def test_a_program_that_misbehaves_fails_in_one_line(body: str) -> None:
    spec = python(body)
    function = resolve(spec, timeout=0.4)
    with pytest.raises(ActcliError) as error:
        function([1.0, 2, 3, 4, 5])
    assert error.value.status == 1
    assert error.value.message.startswith("cmd:")
    # The message is one line, and cut where the program's own text is too long.
    assert error.value.message.endswith(FAILURES[body]) or len(error.value.message) > 600


def test_a_program_that_takes_no_input_fails() -> None:
    began = time.monotonic()
    with pytest.raises(ActcliError, match=r"gave no answer for 0\.3 s"):
        resolve("cmd:sleep 100", timeout=0.3)(np.zeros(10**6))
    assert time.monotonic() - began < 10


def test_a_program_has_no_derivative() -> None:
    with pytest.raises(UsageError, match="cmd:cat is a program, and gives values without derivatives"):
        resolve("cmd:cat").grad([1.0])


def test_a_file_that_the_system_cannot_run_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "junk").write_text("junk")
    (tmp_path / "junk").chmod(0o700)
    with pytest.raises(UsageError, match="junk can't be started: Exec format error"):
        resolve(f"cmd:{tmp_path}/junk")([1.0])


def test_a_program_is_started_from_any_thread() -> None:
    answers: list[float] = []
    thread = threading.Thread(target=lambda: answers.extend(resolve("cmd:cat")([1.0, 2.5])))
    thread.start()
    thread.join()
    assert answers == [1.0, 2.5]


def test_a_slow_program_is_waited_for() -> None:
    spec = python("for line in lines: time.sleep(0.2); print(1)")
    assert resolve(spec, timeout=0.6)(np.zeros(6)).tolist() == [1] * 6


def test_a_program_is_not_hurried_while_its_input_goes_on() -> None:
    with subprocess.Popen(
        [*TOOL, "eval", python(DOUBLE), "--timeout", "0.3"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"1\n")
        process.stdin.flush()
        time.sleep(1)
        assert process.communicate(b"2\n")[0] == b"2\n4\n"


@pytest.mark.parametrize("words", [[], ["-t", "csv", "--no-header"], ["--column", "1"]])
def test_what_comes_before_an_error_is_written(words: list[str]) -> None:
    done = run(["eval", python(BUFFERED), *words], input=b"1\n2\nx\n3\n")
    expected = {0: b"2\n4\n", 3: b"1,2\n2,4\n", 2: b"1,2\n2,4\n"}[len(words)]
    assert (done.returncode, done.stdout) == (1, expected)
    assert done.stderr.splitlines()[0] == b"actcli: stdin:3: 'x' is not a number"


def test_a_column_of_a_table_is_answered_by_a_program() -> None:
    done = run(["eval", "cmd:awk '{print -$1}'", "--column", "x"], input=b'n,x\n"a, b",1\nc,-2\n')
    assert done.stdout.splitlines()[1:] == [b'"a, b",1,-1', b"c,-2,2"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["eval", "cmd:", "1"], "cmd: names no program"),
        (["eval", "cmd:no-such-program", "1"], "cmd:no-such-program: no such program, or it may not be run"),
        (["eval", "cmd:/", "1"], "cmd:/: no such program, or it may not be run"),
        (["eval", "cmd:cat '", "1"], "cmd:cat ': no closing quotation"),
        (["grad", "cmd:cat", "1"], "grad needs a function with a definition; cmd:cat is a program"),
        (["show", "cmd:cat"], "show needs a function with a definition; cmd:cat is a program"),
        (
            ["compare", "relu", "cmd:cat", "--traits"],
            "--traits needs a function with a definition; cmd:cat is a program",
        ),
        (["compare", "cmd:cat", "--depth", "2"], "--depth needs a function with a definition; cmd:cat is a program"),
        (
            ["compare", "cmd:cat", "--grad", "--values"],
            "--grad needs a function with a definition; cmd:cat is a program",
        ),
        (["plot", "cmd:cat", "--grad"], "--grad needs a function with a definition; cmd:cat is a program"),
    ],
)
def test_what_a_program_is_not_is_a_usage_error(words: list[str], message: str) -> None:
    done = run(words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines()[0] == f"actcli: {message}"


def test_a_program_is_compared_and_plotted() -> None:
    done = run(["compare", "linear", "cmd:cat", "--diff", "-t", "json"])
    assert done.stderr == b""
    assert b'"max_ulp": 0,' in done.stdout
    assert (
        run(["compare", "linear", "cmd:cat", "-1", "1", "-n", "2", "-t", "csv"]).stdout.splitlines()[1] == b"-1,-1,-1"
    )
    assert b"cmd:cat" in run(["plot", "relu", "cmd:cat", "--height", "10"]).stdout
    assert run(["plot", "cmd:cat", "-o", "-", "-t", "svg"]).stdout.startswith(b"<?xml")


def is_running(process: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
@pytest.mark.parametrize("end", ["failure", "interrupt", "termination", "closed pipe"])
def test_a_program_and_its_children_are_ended(end: str, tmp_path: Path) -> None:
    body = "import subprocess\nchild = subprocess.Popen(['sleep', '100'])\n"
    body += "open('pids', 'w').write(f'{os.getpid()} {child.pid}')\n"
    body += {"failure": "print('x')", "closed pipe": "print(1)"}.get(end, "") + "\ntime.sleep(100)"
    with subprocess.Popen(
        [*TOOL, "eval", python(body)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV, cwd=tmp_path
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        if end == "closed pipe":
            process.stdout.close()
        process.stdin.write(b"1\n")
        process.stdin.flush()
        while not (tmp_path / "pids").exists() or not (tmp_path / "pids").read_text():
            assert process.poll() is None
            time.sleep(0.01)
        signals = {"interrupt": signal.SIGINT, "termination": signal.SIGTERM}
        if end in signals:
            process.send_signal(signals[end])
        assert process.wait(10) == {"failure": 1, "interrupt": 130, "termination": 143, "closed pipe": 0}[end]
    pids = [int(word) for word in (tmp_path / "pids").read_text().split()]
    deadline = time.monotonic() + 5
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [pid for pid in pids if is_running(pid)] == []


def test_the_whole_of_a_stream_is_held_in_pieces() -> None:
    program = resolve(python(DOUBLE))
    assert isinstance(program, Program)
    blocks = list(program.stream(grid("0", "99999", num=100_000).blocks(1000)))
    assert [block.size for block in blocks] == [1000] * 100
    np.testing.assert_array_equal(np.concatenate(blocks), 2.0 * np.arange(100_000))


def test_a_failing_source_is_told_and_the_program_ended() -> None:
    def broken() -> object:
        yield np.ones(2)
        raise UsageError("no more")

    program = resolve(python(DOUBLE))
    assert isinstance(program, Program)
    found = []
    with pytest.raises(UsageError, match="no more"):
        found += list(program.stream(broken()))  # type: ignore[arg-type]  # an iterator of arrays
