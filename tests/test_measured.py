"""Measured values: tables and arrays of x and y, encodings, points given elsewhere, and what refuses them."""

from __future__ import annotations

import json
import tempfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from actcli.charts import curve
from actcli.charts.compose import compose
from actcli.charts.model import LineChart, PlotOptions, SampleRange
from actcli.errors import ActcliError, UsageError
from actcli.numbers.formats import number_format
from actcli.spec import stored_rows
from actcli.spec.measured import Measured, union
from actcli.spec.resolve import resolve
from actcli.spec.stored_rows import Rows
from processes import run

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("n,x,y\nfirst,1,1.5\nsecond,-1,0.25\nthird,1,3\n")
    (tmp_path / "pairs.csv").write_text("x,y\n1,1\n-1,-0.25\n3,3\n")
    (tmp_path / "y.txt").write_text("1\n2\n4\n")


def values(spec: str, dtype: str | None = None) -> tuple[list[float] | None, list[float]]:
    found = resolve(spec, number_format(dtype) if dtype else None)
    assert isinstance(found, Measured)
    return None if found.x is None else found.x.tolist(), found.y.tolist()


@pytest.mark.parametrize(
    ("spec", "x", "y"),
    [
        ("@pairs.csv", [1, -1, 3], [1, -0.25, 3]),
        ("@t.csv:x=x,y=y", [1, -1, 1], [1.5, 0.25, 3]),
        ("@t.csv:y=3,x=2", [1, -1, 1], [1.5, 0.25, 3]),
        ("@t.csv:x=y,y=x", [1.5, 0.25, 3], [1, -1, 1]),
        ("@pairs.csv:y=x", [1, -1, 3], [1, -1, 3]),
        ("@pairs.csv:x=2", [1, -0.25, 3], [1, -0.25, 3]),
        ("@pairs.csv:y=1", None, [1, -1, 3]),
        ("@y.txt", None, [1, 2, 4]),
    ],
)
def test_columns_are_the_first_two_or_those_named(spec: str, x: list[float] | None, y: list[float]) -> None:
    assert values(spec) == (x, y)
    assert resolve(spec).name == spec


def test_the_path_ends_at_the_last_columns(tmp_path: Path) -> None:
    (tmp_path / "a:x=1,b").write_text("1 2\n")
    assert values("@a:x=1,b:x=2,y=1") == ([2], [1])
    (tmp_path / "c,d.csv").write_text('"a,b","y=1"\n1,2\n')
    assert values("@c,d.csv:x=a,b,y=y=1") == ([1], [2])


def test_arrays_are_pairs_or_values_alone(tmp_path: Path) -> None:
    pairs = np.array([[1, 2], [3, 4]], dtype=np.float32)
    np.save(tmp_path / "p.npy", pairs)
    np.save(tmp_path / "f.npy", np.asfortranarray(pairs))
    np.save(tmp_path / "y.npy", pairs[0])
    np.save(tmp_path / "i.npy", np.array([1, 2], dtype=np.int8))
    assert values("@p.npy") == values("@f.npy") == ([1, 3], [2, 4])
    assert values("@y.npy") == values("@i.npy") == (None, [1, 2])


def test_encodings_are_read_with_a_type(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("x,y\n0x3f80,0x4000\n0xbf80,-1\n")
    assert values("@e.csv", "bfloat16") == ([1, -1], [2, -1])
    with pytest.raises(ActcliError, match=r"e\.csv:2: '0x3f80' is an encoding") as error:
        resolve("@e.csv")
    assert error.value.hint == "--dtype says of which type"
    with pytest.raises(ActcliError, match="'0x3f80' is not a number, or an encoding of float32"):
        resolve("@e.csv", number_format("float32"))
    np.save(tmp_path / "e.npy", np.array([[0x3F80, 0x4000]], dtype=np.uint16))
    assert values("@e.npy", "bfloat16") == ([1], [2])
    assert values("@e.npy") == ([0x3F80], [0x4000])


def test_points_are_rounded_to_the_type(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("1.001,2.001\n")
    assert values("@r.csv", "bfloat16") == ([1], [2.001])


def test_it_is_a_function_at_its_points() -> None:
    found = resolve("@t.csv:x=x,y=y")
    np.testing.assert_array_equal(found([1, -1, 1]), [1.5, 0.25, 3])
    np.testing.assert_array_equal(found([-1.0, 1, 2]), [0.25, 1.5, np.nan])
    assert found([[1, 1], [-1, 5]]).shape == (2, 2)
    zeros = Measured(found.activation, rows=Rows([np.array([[0.0, 1], [-0.0, 2], [np.nan, 3]])]))
    np.testing.assert_array_equal(zeros([-0.0, 0.0, -np.nan]), [2, 1, 3])
    with pytest.raises(UsageError, match="without derivatives"):
        found.grad([1])
    with pytest.raises(UsageError, match=r"@y\.txt has no x"):
        resolve("@y.txt")([1])


def test_a_union_has_each_point_once() -> None:
    found = union([np.array([1.0, 0, np.nan]), np.array([-0.0, 1, -2])])
    assert str(found.tolist()) == "[-2.0, -0.0, 0.0, 1.0, nan]"


def compared(*words: str, **options: bytes) -> list[str]:
    done = run(["compare", *words, "-t", "csv"], **options)
    assert done.stderr == b""
    text: str = done.stdout.decode()
    return text.splitlines()


def test_its_own_points_are_those_of_the_table() -> None:
    assert compared("relu", "@t.csv:x=x,y=y") == ["x,relu,@t.csv:x=x,y=y".replace("@t.csv:x=x,y=y", '"@t.csv:x=x,y=y"'),
                                                 "1,1,1.5", "-1,0,0.25", "1,1,3"]  # fmt: skip
    assert compared("relu", "@pairs.csv", "0", "2") == ["x,relu,@pairs.csv", "1,1,1"]
    assert compared("@pairs.csv", "@t.csv:x=x,y=y")[1:] == ["-1,-0.25,0.25", "1,1,1.5", "3,3,nan"]


def test_values_alone_have_the_points_given() -> None:
    assert compared("linear", "@y.txt", "1", "3")[1:] == ["1,1,1", "2,2,2", "3,3,4"]
    assert compared("linear", "@y.txt", "-", input=b"1 2 4")[1:] == ["1,1,1", "2,2,2", "4,4,4"]
    assert compared("linear", "@-", "1", "2", input=b"1\n2\n")[1:] == ["1,1,1", "2,2,2"]


def test_many_duplicates_keep_their_order(tmp_path: Path) -> None:
    y = np.arange(200_000.0)
    np.save(tmp_path / "d.npy", np.stack([np.floor(y / 2), y], 1))
    lines = compared("linear", "@d.npy")
    assert [line.rpartition(",")[2] for line in lines[1:]] == [f"{value:.0f}" for value in y]


def difference(*words: str) -> dict[str, float]:
    done = run(["compare", *words, "--diff", "-t", "json"])
    assert done.stderr == b""
    (record,) = json.loads(done.stdout)["diff"]
    assert isinstance(record, dict)
    return record


def test_a_dump_is_held_against_a_function(tmp_path: Path) -> None:
    bfloat16 = number_format("bfloat16")
    codes = np.arange(65536, dtype=np.uint16)
    x = bfloat16.decode(codes)
    y = bfloat16.round(resolve("gelu").compute(x))
    y[x == 1.5] = 1.25
    lines = [f"0x{code:04x},0x{result:04x}\n" for code, result in zip(codes, bfloat16.encode(y), strict=True)]
    (tmp_path / "dump.csv").write_text("".join(lines))
    row = difference("gelu", "@dump.csv", "--dtype", "bfloat16")
    assert (row["max_ulp_at"], row["value"], row["points"]) == (1.5, 1.25, 65536)
    assert row["nan_mismatches"] == 0
    turned = difference("@dump.csv", "gelu", "--dtype", "bfloat16")
    assert (turned["max_ulp_at"], turned["reference"]) == (1.5, 1.25)


def test_points_in_a_range_are_compared() -> None:
    assert difference("linear", "@pairs.csv", "0", "5")["points"] == 2
    assert difference("linear", "@y.txt", "1", "3")["max_ulp_at"] == 3
    assert difference("linear", "@y.txt", "--at", "1,2,5")["max_ulp_at"] == 5


def test_each_function_has_its_points() -> None:
    done = run(["compare", "linear", "@pairs.csv", "relu", "--diff", "-t", "json"])
    points = [record["points"] for record in json.loads(done.stdout)["diff"]]
    assert points[0] == 3
    assert points[1] > 1000


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["compare", "relu", "@no.csv"], 1, "no.csv: No such file or directory"),
        (["compare", "relu", "@."], 1, ".: Is a directory"),
        (["compare", "relu", "@"], 2, "@ names no file"),
        (["compare", "relu", "@pairs.csv:x="], 2, "'@pairs.csv:x=' names no column"),
        (["compare", "relu", "@pairs.csv:x=a"], 2, "pairs.csv has no column 'a'; it has x, y"),
        (["compare", "relu", "@pairs.csv:x=3"], 2, "pairs.csv has no column '3'; it has x, y"),
        (["compare", "relu", "@pairs.csv'"], 1, "pairs.csv': No such file or directory"),
        (["compare", "relu", "@y.txt"], 2, "@y.txt has no x"),
        (["compare", "relu", "@y.txt", "1", "4", "-n", "4"], 1, "@y.txt has 3 values for 4 points"),
        (["compare", "relu", "@pairs.csv", "0", "3", "-n", "4"], 2,
         "@pairs.csv has points of its own, which --num can't change"),
        (["compare", "relu", "@pairs.csv", "-"], 2, "@pairs.csv has points of its own, which - can't change"),
        (["compare", "relu", "@pairs.csv", "7", "8"], 1, "@pairs.csv has no points from 7 to 8"),
        (["plot", "linear", "@pairs.csv", "7", "8", "--diff"], 1,
         "@pairs.csv - linear: nothing finite in this range"),
        (["eval", "@pairs.csv", "1"], 2, "@pairs.csv is a file of measured values, which can't be computed elsewhere"),
        (["grad", "@pairs.csv", "1"], 2, "@pairs.csv is a file of measured values, which can't be computed elsewhere"),
        (["show", "@pairs.csv"], 2, "show needs a function with a definition; @pairs.csv is a file of measured values"),
        (["compare", "@pairs.csv", "--train", "sine"], 2,
         "--train needs a function with a definition; @pairs.csv is a file of measured values"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_line(words: list[str], status: int, message: str) -> None:
    done = run(words, input=b"1\n")
    assert (done.returncode, done.stdout) == (status, b"")
    assert done.stderr.decode().splitlines()[0] == f"actcli: {message}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "bad: no records"),
        (b"x,y\n", "bad: no values"),
        (b"x,y\n1,2\n3,z\n", "bad:3: 'z' is not a number"),
        (b"x,y\n1,2\n\n# c\n3\n", "bad:5: '' is not a number"),
        (b"\x93NUMPY", "bad: ends within the .npy header"),
        (b"\x93NUMPY\x01\x00\xff\xff{", "bad: a header of 65535 bytes; at most 10000 are read"),
        (b"\x93NUMPY\x01\x00\x02\x00{}", "bad: the .npy header is damaged"),
        (b"\x93NUMPY\x01\x00\x02\x00'a", "bad: the .npy header is damaged"),
    ],
)
def test_damaged_values_are_refused(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(data)
    with pytest.raises(ActcliError) as error:
        resolve("@bad")
    assert error.value.message == message


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((2, 3)), "an array of shape (2, 3); measured values have shape (n, 2) or (n,)"),
        (np.zeros(()), "an array of shape (); measured values have shape (n, 2) or (n,)"),
        (np.zeros(0), "no values"),
        (np.zeros(2, dtype=complex), "an array of complex numbers; activation functions take real numbers"),
        (np.zeros(2, dtype="V2"), "an array of records; activation functions take real numbers"),
        (np.array(["a"]), "an array of texts; activation functions take real numbers"),
    ],
)
def test_arrays_of_anything_else_are_refused(array: NDArray[Any], message: str, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", array)
    with pytest.raises(ActcliError) as error:
        resolve("@a.npy")
    assert error.value.message == f"a.npy: {message}"


def test_a_header_that_promises_too_much_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.zeros((2, 2)))
    data = (tmp_path / "a.npy").read_bytes()
    (tmp_path / "a.npy").write_bytes(data.replace(b"(2, 2)", b"(9**9,2)".replace(b"**", b"99")))
    with pytest.raises(ActcliError):
        resolve("@a.npy")


def test_measured_points_are_plotted_over_the_curve(tmp_path: Path) -> None:
    lines = ["x,y", *(f"{x},{x * x}" for x in np.linspace(-2, 3, 500).tolist())]
    (tmp_path / "s.csv").write_text("\n".join(lines))
    chart = compose([resolve("relu"), resolve("@s.csv")], SampleRange(-2, 2), PlotOptions())
    assert isinstance(chart, LineChart)
    line, points = chart.panels[0].lines
    assert (line.scattered, points.scattered) == (False, True)
    assert points.curve.x.size == 400
    np.testing.assert_array_equal(points.curve.y, points.curve.x**2)
    difference = compose([resolve("relu"), resolve("@s.csv")], SampleRange(-2, 2), PlotOptions(diff=True))
    assert isinstance(difference, LineChart)
    (line,) = difference.panels[0].lines
    np.testing.assert_array_equal(line.curve.y, line.curve.x**2 - np.maximum(line.curve.x, 0))


def test_of_many_points_in_a_column_the_extremes_are_kept() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.uniform(0, 1, 50_000), rng.standard_normal(50_000)
    quantity = curve.CurveFunction(lambda _: y, (), (), x)
    drawn = curve.measured(quantity, x, 0, 1, columns=100)
    assert drawn.x.size == 200
    assert (np.diff(drawn.x) >= 0).all()
    column = x < 0.01
    assert {y[column].min(), y[column].max()} <= set(drawn.y.tolist())


def test_plots_take_the_range_of_the_points() -> None:
    done = run(["plot", "linear", "@pairs.csv", "-o", "-", "-t", "svg"])
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"for values from -1 to 3" in done.stdout
    assert b"@y.txt" in run(["plot", "linear", "@y.txt", "1", "3"]).stdout
    refused = run(["plot", "linear", "@y.txt"])
    assert (refused.returncode, refused.stderr) == (2, b"actcli: @y.txt has no x\nhint: give START STOP\n")


def test_points_outside_of_the_range_leave_the_others_in_the_figure() -> None:
    done = run(["plot", "@pairs.csv", "sign", "7", "8", "-o", "-", "-t", "svg"])
    assert (done.returncode, done.stderr) == (0, b"")


def test_no_room_for_a_temporary_file_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stored_rows, "HELD", 1)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(ActcliError, match=r"^no room for a temporary file: No space left on device$"):
        Rows([np.ones((2, 2))])


def test_long_columns_are_kept_in_a_file_and_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_rows, "HELD", 10)
    monkeypatch.setattr(stored_rows, "BLOCK", 7)
    data = np.arange(60.0).reshape(30, 2)
    rows = Rows(np.array_split(data, 6))
    assert rows.size == 30
    for _ in range(2):
        np.testing.assert_array_equal(np.concatenate([*rows.blocks()]), data)
    np.testing.assert_array_equal(rows.column(1), data[:, 1])
    assert [len(block) for block in rows.blocks()] == [7, 7, 7, 7, 2]
