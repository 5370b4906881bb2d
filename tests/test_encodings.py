"""Codes in texts, and arrays of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.cli.boundary import run
from actcli.numbers.encodings import to_decimals
from actcli.numbers.formats import FLOAT_FORMATS, number_format
from actcli.numbers.style import Style
from actcli.numbers.target import Target

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"0x3c", b"1"),
        (b"0x3c\n0XBC,0x00\t0x80\n", b"1\n-1,0\t-0\n"),
        (b"0x03c 0x3 0x003c\n", b"0x03c 0x3 0x003c\n"),
        (b"1 0x3c 2\n", b"1 1 2\n"),
        (b"# 0x3c\n  # 0x3c\n0x3c\n", b"# 0x3c\n  # 0x3c\n1\n"),
        (b"0x7c 0xfc 0x7e\n", b"inf -inf nan\n"),
        (b"0x100 0x3g 0x -0x3c 10x3c 0x3c.\n", b"0x100 0x3g 0x -0x3c 10x3c 0x3c.\n"),
        (b"0x3c\r\n", b"1\r\n"),
        (b"", b""),
        (b"x\n", b"x\n"),
    ],
)
def test_codes_become_decimals_and_all_else_stays(data: bytes, wanted: bytes) -> None:
    assert to_decimals(data, number_format("float8_e5m2")) == wanted


@pytest.mark.parametrize("name", [*FLOAT_FORMATS, "int16:scale=1/3", "uq0.32"])
def test_codes_of_all_values_read_back(name: str) -> None:
    form = number_format(name)
    values = form.round(np.random.default_rng(1).normal(0, 1, 1000))
    values = values[~np.isnan(values)]
    text = to_decimals("\n".join(form.hex_strings(values)).encode(), form)
    assert [float(word) for word in text.split()] == values.tolist()


@pytest.mark.parametrize(("name", "dtype"), [("fp4", "u1"), ("bf16", "u2"), ("tf32", "u4"), ("q7.24", "u4")])
def test_an_array_of_codes_has_the_narrowest_integers(name: str, dtype: str) -> None:
    form = number_format(name)
    x = np.array([0.0, 0.5, 1.5])
    array = Style(bits=True, target=Target(form)).array(x)
    assert array.dtype == dtype
    assert np.array_equal(form.decode(array), x)


@pytest.mark.parametrize(("dtype", "order"), [("fp4", "<u1"), ("bf16", "<u2"), ("fp16", ">u2"), ("q3.12", "=u2")])
def test_an_array_of_codes_is_read_with_bits(
    dtype: str, order: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    form = number_format(dtype)
    np.save(tmp_path / "codes.npy", form.codes()[::7].astype(order))
    shown = []
    for points in ["--codes"], ["--input", str(tmp_path / "codes.npy")]:
        assert run(["eval", "tanh", *points, "--dtype", dtype, "--bits", "-t", "plain"]) == 0
        shown.append(capfd.readouterr().out.split())
    assert shown[1] == shown[0][::7]
    assert run(["eval", "linear", "--input", str(tmp_path / "codes.npy"), "-t", "plain"]) == 0
    assert capfd.readouterr().out.split()[:2] == ["0", "7"]


@pytest.mark.parametrize("words", [["eval", "tanh", "--bits", "--input"], ["compare", "tanh", "0", "1", "--diff"]])
def test_an_integer_that_is_not_a_code_is_named(
    words: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    np.save(tmp_path / "c.npy", np.arange(17, dtype=np.uint8))
    at = "" if words[-1] == "--input" else "@"
    options = [] if at else ["-t", "csv"]
    assert run([*words, f"{at}{tmp_path}/c.npy", "--dtype", "fp4", *options]) == 1
    assert "0x10 is not a code\nhint: codes of float4_e2m1fn are 0x0 to 0xf" in capfd.readouterr().err
