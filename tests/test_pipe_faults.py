"""Faults of pipes, disks and users while a filter runs: whole processes, buffered as the installed tool is."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from completing import program
from processes import ENV, TOOL, mounted, run, shell

#: Words that make each command write: a table, a filter's answer, a picture, a script.
RUNS = (
    "eval relu",
    "eval relu -5 5",
    "eval relu -5 5 -t npy",
    "grad relu 1",
    "plot relu",
    "compare relu",
    "list",
    "show relu",
    "completion bash",
    "help eval",
)
#: All there is to write to standard output, help included.
WRITES = ("", "--version", "--help", *RUNS, *(f"{command.name} --help" for command in program.commands()))
SHELL_TOOL = f"'{sys.executable}' -m actcli"


def sh(script: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return shell(script.replace("actcli", SHELL_TOOL), env=ENV, cwd=cwd)


def begun(*words: str, **options: object) -> subprocess.Popen[bytes]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*TOOL, *words], env=ENV, **(pipes | options))  # type: ignore[call-overload,no-any-return]  # reason: options of Popen


@pytest.mark.parametrize("lines", [0, 1, 1000])
@pytest.mark.parametrize(
    "words", ["eval relu", "eval relu -5 5 -n 100000000 -t csv", "eval relu -t json", "eval relu -5 5 -n 9000000"]
)
def test_a_reader_that_leaves_ends_the_work_in_silence(tmp_path: Path, lines: int, words: str) -> None:
    done = sh(
        f"seq 3000000 | actcli {words} 2> err | head -n {lines} | wc -l; echo ${{PIPESTATUS[1]}}; cat err", tmp_path
    )
    assert done.stdout.split() == [str(lines), "0"]


def test_a_reader_that_was_never_there(tmp_path: Path) -> None:
    done = sh("echo 1 | actcli eval relu 2> err | true; echo ${PIPESTATUS[1]}; cat err", tmp_path)
    assert done.stdout == "0\n"


def test_every_command_is_among_the_runs() -> None:
    assert {words.partition(" ")[0] for words in RUNS} == {command.name for command in program.commands()}


@pytest.mark.parametrize("words", WRITES)
@pytest.mark.parametrize(
    ("device", "complaint"),
    [("/dev/full", "stdout: No space left on device"), ("&-", "stdout is closed")],
    ids=["full", "closed"],
)
def test_what_cannot_be_written_is_one_line(tmp_path: Path, words: str, device: str, complaint: str) -> None:
    done = sh(f"echo 1 | actcli {words} >{device}", tmp_path)
    assert (done.returncode, done.stderr) == (1, f"actcli: {complaint}\n")


@pytest.mark.parametrize("words", ["eval relu", "compare relu @-"])
def test_closed_standard_input(words: str, tmp_path: Path) -> None:
    done = sh(f"actcli {words} <&-", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "actcli: stdin is closed\n")


def test_closed_standard_input_does_not_matter_to_words_and_files(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("-1\n2\n")
    done = sh("actcli eval relu 3 -t plain <&- && actcli eval relu --input data -o out <&- && cat out", tmp_path)
    assert (done.stdout, done.stderr) == ("3\n0\n2\n", "")


def test_closed_standard_output_does_not_matter_to_files(tmp_path: Path) -> None:
    done = sh("echo 1 | actcli eval relu -o out >&-; echo $? >> out; cat out", tmp_path)
    assert (done.stdout, done.stderr) == ("1\n0\n", "")


def test_closed_standard_error(tmp_path: Path) -> None:
    done = sh("echo x | actcli eval relu 2>&-; echo $?", tmp_path)
    assert done.stdout == "1\n"


@pytest.mark.parametrize("partly_read", [True, False])
def test_an_interrupt_ends_a_busy_filter_in_silence(tmp_path: Path, *, partly_read: bool) -> None:
    numbers = tmp_path / "numbers"
    numbers.write_bytes(b"".join(b"%d.%06d\n" % (i % 7, i) for i in range(3_000_000)))
    with numbers.open("rb") as data, begun("eval", "sigmoid", stdin=data) as tool:
        assert tool.stdout is not None
        assert tool.stderr is not None
        out = tool.stdout.read(1 << 20) if partly_read else b""
        select.select([tool.stdout], [], [], 30)  # a busy machine takes long to start it
        time.sleep(0.3)
        tool.send_signal(signal.SIGINT)
        out += tool.stdout.read()
        assert tool.wait() == 130
        assert tool.stderr.read() == b""
    expected = run(["eval", "sigmoid", "--input", str(numbers)]).stdout
    assert expected.startswith(out)
    assert len(out) < len(expected)


def test_an_interrupt_while_waiting_for_input() -> None:
    with begun("eval", "relu") as tool:
        assert tool.stdin is not None
        assert tool.stdout is not None
        assert tool.stderr is not None
        tool.stdin.write(b"1\n")
        tool.stdin.flush()
        assert tool.stdout.readline() == b"1\n"
        tool.send_signal(signal.SIGINT)
        assert tool.wait(5) == 130
        assert tool.stderr.read() == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_no_file(tmp_path: Path, number: signal.Signals) -> None:
    with begun("eval", "relu", "-o", str(tmp_path / "out"), stderr=None) as tool:
        assert tool.stdin is not None
        tool.stdin.write(b"1\n" * 100_000)
        tool.stdin.flush()
        deadline = time.monotonic() + 5
        while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert list(tmp_path.iterdir())
        tool.send_signal(number)
        assert tool.wait(5) == 128 + number
    assert list(tmp_path.iterdir()) == []


def test_words_leave_the_input_of_a_loop_alone(tmp_path: Path) -> None:
    done = sh("seq 3 | while read n; do actcli eval relu $n -t plain; done", tmp_path)
    assert done.stdout == "1\n2\n3\n"


def test_a_full_file_system_leaves_the_old_file(tmp_path: Path) -> None:
    with mounted(tmp_path, "size=1m"):
        out = tmp_path / "out"
        out.write_text("old")
        done = run(["eval", "sigmoid", "-o", str(out)], input=b"0.1\n" * 1_000_000)
        assert (done.returncode, done.stderr) == (1, f"actcli: {out}: No space left on device\n".encode())
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
        assert out.read_text() == "old"


def test_two_runs_that_write_one_file_leave_one_of_their_results(tmp_path: Path) -> None:
    out = tmp_path / "out"
    data = b"0.5\n" * 300_000
    tools = [begun("eval", name, "-o", str(out)) for name in ("relu", "linear", "softsign")]
    for tool in tools:
        assert tool.stdin is not None
        tool.stdin.write(data)
        tool.stdin.close()
    assert [tool.wait() for tool in tools] == [0, 0, 0]
    for tool in tools:
        for pipe in (tool.stdout, tool.stderr):
            assert pipe is not None
            pipe.close()
    assert out.read_bytes() in {data, b"0.3333333333333333\n" * 300_000}
    assert list(tmp_path.iterdir()) == [out]


def test_input_and_output_may_be_one_file(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_text("-1\n2\n")
    assert run(["eval", "relu", "--input", str(path), "-o", str(path)]).returncode == 0
    assert path.read_text() == "0\n2\n"


def test_standard_output_by_its_device_name(tmp_path: Path) -> None:
    done = sh("echo 2 | actcli eval relu -o /dev/stdout | cat", tmp_path)
    assert (done.stdout, done.stderr) == ("2\n", "")


@pytest.mark.parametrize(("words", "complaint"), [
    (["--input", "missing"], "missing: No such file or directory"),
    (["--input", "."], ".: Is a directory"),
])  # fmt: skip
def test_files_that_can_not_be_opened(tmp_path: Path, words: list[str], complaint: str) -> None:
    done = run(["eval", "relu", *words], input=b"1\n", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (1, b"", f"actcli: {complaint}\n")


def test_descriptors_that_do_not_block() -> None:
    script = "import os, sys; os.set_blocking(0, False); os.set_blocking(1, False); os.execv(sys.argv[1], sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", script, *TOOL, "eval", "relu"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV
    ) as tool:
        assert tool.stdin is not None
        assert tool.stdout is not None
        time.sleep(0.5)
        data = b"1\n" * 200_000  # several times what a pipe holds: there is nothing to read, then no room to write
        writer = threading.Thread(target=lambda: (tool.stdin.write(data), tool.stdin.close()))  # type: ignore[union-attr]  # asserted above
        writer.start()
        time.sleep(0.5)
        assert tool.stdout.read() == data
        writer.join()
        assert tool.wait() == 0


def test_a_line_is_answered_before_the_next_is_there() -> None:
    with begun("eval", "relu") as tool:
        assert tool.stdin is not None
        assert tool.stdout is not None
        for value in range(30):
            tool.stdin.write(b"%d\n" % value)
            tool.stdin.flush()
            assert select.select([tool.stdout], [], [], 30)[0]
            assert tool.stdout.readline() == b"%d\n" % value
        tool.stdin.close()


def test_a_burst_is_answered_before_its_unfinished_line_ends() -> None:
    data = b"1.5\n" * 1_000_000
    with begun("eval", "relu") as tool:
        assert tool.stdin is not None
        assert tool.stdout is not None
        writer = threading.Thread(target=lambda: (tool.stdin.write(data + b"2."), tool.stdin.flush()))  # type: ignore[union-attr]  # reason: asserted above
        writer.start()
        assert tool.stdout.read(len(data)) == data
        writer.join()
        tool.stdin.close()
        assert tool.stdout.read() == b"2\n"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are found through /proc")
def test_a_partner_that_is_killed_is_not_missed() -> None:
    data = b"".join(b"%d\n" % i for i in range(2_000_000))
    with begun("eval", "relu") as tool:
        assert tool.stdin is not None
        assert tool.stdout is not None
        writer = threading.Thread(target=lambda: (tool.stdin.write(data), tool.stdin.close()))  # type: ignore[union-attr]  # reason: asserted above
        writer.start()
        out = tool.stdout.read(1 << 21)
        children = Path(f"/proc/{tool.pid}/task/{tool.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        out += tool.stdout.read()
        writer.join()
        assert tool.wait() == 0
    assert out == data
    assert len(children) == min(len(os.sched_getaffinity(0)) - 1, 1)
