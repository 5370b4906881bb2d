"""The writer: a file is whole or absent, whatever goes wrong."""

from __future__ import annotations

import os
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from actcli.cli.boundary import run
from actcli.errors import ActcliError
from actcli.io import output

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, data: bytes = b"new") -> None:
    with output.open_sink(str(path)) as sink:
        sink.write(data)


def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write(tmp_path / "out")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640
    assert (tmp_path / "out").read_bytes() == b"new"


def test_an_old_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    (tmp_path / "out").chmod(0o604)
    write(tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o604


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")

    def fail() -> None:
        with output.open_sink(str(tmp_path / "out")) as sink:
            sink.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out").read_bytes() == b"old"


def test_the_target_of_a_link_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.parametrize("letter", ["n", "é", "🙂", "\udcff"])
def test_names_may_be_as_long_as_the_system_has_them(tmp_path: Path, letter: str) -> None:
    name = letter * (251 // len(os.fsencode(letter))) + ".csv"
    write(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_dangling_link_makes_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link")
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()


def test_a_fifo_is_written_directly(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write(tmp_path / "pipe")
    reader.join()
    assert got == [b"new"]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("no/such", "No such file"),
        (".", "Is a directory"),
        ("loop", "Too many levels of symbolic links"),
        ("file/out", "Not a directory"),
        ("n" * 256, "File name too long"),
    ],
)
def test_what_can_not_be_written_is_one_line(tmp_path: Path, name: str, complaint: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ActcliError, match=complaint):
        write(tmp_path / name)
    assert {path.name for path in tmp_path.iterdir()} == {"file", "loop"}


def test_a_reader_of_a_fifo_that_leaves_ends_the_work_in_silence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = threading.Thread(target=lambda: (tmp_path / "pipe").open("rb").close())
    reader.start()
    assert run(["eval", "relu", "0", "1", "-n", "1000000", "-o", str(tmp_path / "pipe")]) == 0
    reader.join()
    assert capfd.readouterr() == ("", "")


def test_a_full_device_is_one_line() -> None:
    with pytest.raises(ActcliError, match="/dev/full: No space left on device"), output.open_sink("/dev/full") as sink:
        sink.write(b"x")


@pytest.mark.parametrize(
    "words",
    [
        "eval relu 1 2 -t npy",
        "eval relu 1 2 -t npy -o -",
        "eval relu - -t npy",
        "compare relu elu --values -t npy",
        "plot relu -t png",
        "plot relu -t pdf -o -",
    ],
)
def test_what_is_binary_does_not_go_to_a_terminal(
    words: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "isatty", lambda descriptor: descriptor == 1)
    assert run(words.split()) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "is binary and does not belong on a terminal\nhint: write it to a file" in err
