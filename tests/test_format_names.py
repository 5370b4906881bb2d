"""Names of number formats: short ones, ambiguous ones, parameters, mistakes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from actcli.errors import UsageError
from actcli.numbers.format_table import FLOATS, INTEGERS, NAMES
from actcli.numbers.formats import FLOAT_FORMATS, number_format
from actcli.spelling import normalize


def test_each_float_answers_to_its_name() -> None:
    assert [number_format(row.name).name for row in FLOATS] == list(FLOAT_FORMATS)


def test_names_are_unique_whatever_their_case() -> None:
    rows = (*FLOATS, *INTEGERS)
    assert len({normalize(row.name) for row in rows}) == len(rows)
    shorts = {normalize(short) for row in rows for short in row.short}
    assert not shorts & {normalize(row.name) for row in rows}


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("bf16", "bfloat16"),
        ("BF16", "bfloat16"),
        ("fp16", "float16"),
        ("half", "float16"),
        ("fp32", "float32"),
        ("float", "float32"),
        ("double", "float64"),
        ("TF32", "tf32"),
        ("e5m2", "float8_e5m2"),
        ("e4m3fn", "float8_e4m3fn"),
        ("E4M3FNUZ", "float8_e4m3fnuz"),
        ("Float8E4M3FN", "float8_e4m3fn"),
        ("float8-e4m3", "float8_e4m3"),
        ("e8m0", "float8_e8m0fnu"),
        ("fp4", "float4_e2m1fn"),
        ("e2m1", "float4_e2m1fn"),
        ("e3m2", "float6_e3m2fn"),
        ("Q3.12", "q3.12"),
        ("uq00.08", "uq0.8"),
        ("int8:scale=1/256,zero_point=-128", "int8:scale=1/256,zero_point=-128"),
        ("I8: zero-point=+0, scale=0.50", "int8:scale=0.5"),
        ("int8:scale=2/8", "int8:scale=1/4"),
        ("int8:scale=0.003921569", "int8:scale=0.003921569"),
        ("int8:scale=.5/3", "int8:scale=1/6"),
        ("u8:scale=1e-3", "uint8:scale=0.001"),
        ("int16:scale=2", "int16:scale=2"),
    ],
)
def test_other_spellings(short: str, name: str) -> None:
    assert number_format(short).name == name
    assert number_format(name).name == name


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("fp8", "float8_e4m3fn (largest 448) or float8_e5m2 (largest 57344)", "write float8_e4m3fn or float8_e5m2"),
        ("float8", "float8_e4m3fn (largest 448) or float8_e5m2 (largest 57344)", "write float8_e4m3fn or float8_e5m2"),
        ("fp6", "float6_e2m3fn (largest 7.5) or float6_e3m2fn (largest 28)", "write float6_e2m3fn or float6_e3m2fn"),
        ("zzz", "unknown number type 'zzz'", "take one of float64, float32, tf32, "),
        ("", "unknown number type ''", "take one of float64"),
        ("int4:scale=1", "unknown number type 'int4:scale=1'", "did you mean int8, uint8 or int16?"),
        ("bf16:scale=1", "bf16 has no parameters, got 'scale=1'", ""),
        ("q3.12:scale=1", "q3.12 has no parameters, got 'scale=1'", ""),
        ("int8:", "int8 needs a scale", "write int8:scale"),
        ("int8:zero_point=3", "int8 needs a scale", ""),
        ("int8:0.1", "int8 takes scale and zero_point, got '0.1'", "write int8:scale=1/256"),
        ("int8:scal=0.1", "int8 takes scale and zero_point, got 'scal=0.1'", ""),
        ("int8:scale=-1/2", "scale must be a number from 1e-37 to 1e+37, got '-1/2'", ""),
        ("int8:scale=1/0", "got '1/0'", ""),
        ("int8:scale=1/2/3", "got '1/2/3'", ""),
        ("int8:scale=inf", "got 'inf'", ""),
        ("int8:scale=nan", "got 'nan'", ""),
        ("int8:scale=1e999999999", "got '1e999999999'", ""),
        ("int8:scale=1e30/1e-30", "got '1e30/1e-30'", ""),
        ("int8:scale=1_0", "got '1_0'", ""),
        ("int8:scale=x", "got 'x'", ""),
        ("int8:scale=1,zero_point=128", "int8: zero_point must be an integer from -128 to 127, got '128'", ""),
        ("uint8:scale=1,zero_point=-1", "uint8: zero_point must be an integer from 0 to 255, got '-1'", ""),
        ("int8:scale=1,zero_point=1.5", "got '1.5'", ""),
        ("int8:scale=1,scale=2", "int8: scale is given twice", ""),
        ("uq16.17", "uq16.17 has 16 + 17 = 33 bits", ""),
        ("q0.0", "q0.0 has neither integer nor fraction bits", ""),
        ("q3", "unknown number type 'q3'", "fixed point is qM.N with a sign bit, uqM.N without, such as q3.12"),
        ("uq1.", "unknown number type 'uq1.'", "fixed point is qM.N"),
        ("q²1.2", "unknown number type", ""),
    ],
)
def test_mistakes_get_a_sentence(text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        number_format(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_the_table_is_read_without_numpy() -> None:
    script = "import sys, actcli.numbers.format_table as t; print(len(t.NAMES), 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(len(NAMES)), "False"]
