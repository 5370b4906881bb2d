"""Tables to ship: arrays of C that a compiler reads back, memory files, arrays of codes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from actcli.cli.boundary import run
from actcli.numbers.formats import number_format
from asking import printed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Table(NamedTuple):
    """A table of C: the command, and the declaration that it makes."""

    words: str
    declared: str


TABLES = (
    Table("eval relu -1 1 -n 3", "double relu_float64[3]"),
    Table("eval x/3 -1e300 1e300 -n 5", "double table_float64[5]"),
    Table("eval a*tanh(x):a=1e-44 -1 1 -n 2 --dtype float32", "float table_float32[2]"),
    Table("eval exponential --at -1000,nan,inf,-inf,2 --dtype float32", "float exponential_float32[5]"),
    Table("eval gelu --every --dtype bfloat16 -1e-38 1e-38", "float gelu_bfloat16"),
    Table("eval gelu' -2 2 --dtype fp16", "float gelu_grad_float16[11]"),
    Table("grad tanh -2 2 --order 3", "double tanh_grad3_float64[11]"),
    Table("grad elu:alpha=-1/3 -2 2 --wrt alpha", "double elu_alpha_minus_1_3_grad_alpha_float64[11]"),
    Table("grad x*sigmoid(x) -2 2", "double table_grad_float64[11]"),
    Table("eval math:tanh 1", "double math_tanh_float64[1]"),
    Table("eval glu -2 3 -n 6", "double glu_float64[3]"),
    Table("grad softmax -1 1 -n 3", "double softmax_grad_float64[3][3]"),
    Table("eval sigmoid -1 1 --to int8:scale=1/3", "double sigmoid_int8[11]"),
    Table("eval tanh --codes --dtype q3.4", "float tanh_q3_4[256]"),
    Table("eval gelu -9 9 --to e4m3fn --digits 3", "float gelu_float8_e4m3fn[11]"),
)
CODES = (
    Table(
        "eval sigmoid --codes --dtype int8:scale=1/16 --to int8:scale=1/256,zero_point=-128",
        "uint8_t sigmoid_int8[256]",
    ),
    Table("eval tanh --codes --dtype fp4", "uint8_t tanh_float4_e2m1fn[16]"),
    Table("eval tanh --every --dtype q3.4", "uint8_t tanh_q3_4[256]"),
    Table("eval gelu -3 3 --to q3.12", "uint16_t gelu_q3_12[11]"),
    Table("eval gelu --at nan,1 --dtype tf32", "uint32_t gelu_tf32[2]"),
    Table("eval gelu -3 3", "uint64_t gelu_float64[11]"),
)
LANGUAGES = {"c": "cc", "c++": "c++"}


def written(capfd: pytest.CaptureFixture[str], words: str) -> str:
    return printed(capfd, *words.split())


def printing(declared: str) -> str:
    """Return statements of C that print an array on one line: codes as integers, numbers so that they read back."""
    kind, name = re.findall(r"(\w+) (\w+)", declared)[0]
    first = name + "[0]" * (declared.count("[") or 1)
    value = f"(&{first})[i]"
    shown = f'"%llu ", (unsigned long long){value}' if kind.startswith("uint") else f'"%.17g ", {value}'
    return f'for (i = 0; i < sizeof {name} / sizeof {first}; i++) {{ printf({shown}); }} puts("");'


def compiled(texts: Mapping[str, str], language: str, folder: Path) -> list[list[str]]:
    """Return what each array holds, by a compiler whose warnings are errors.

    Parameters
    ----------
    texts
        The header files of arrays, by their declarations.
    language
        ``c`` or ``c++``.
    folder
        Where files may be written.
    """
    compiler = LANGUAGES[language]
    if shutil.which(compiler) is None:
        pytest.skip(f"there is no {compiler}")
    for index, text in enumerate(texts.values()):
        (folder / f"{index}.h").write_text(text, encoding="utf-8")
    lines = ["#include <stdio.h>", *(f'#include "{index}.h"' for index in range(len(texts)))]
    lines += ["int main(void) {", "unsigned i;", *map(printing, texts), "return 0;", "}", ""]
    (folder / "main.c").write_text("\n".join(lines), encoding="utf-8")
    words = [compiler, "-x", language, "-Wall", "-Werror", "main.c", "-o", "program"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    done = subprocess.run([folder / "program"], capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_compiler_reads_the_numbers_back(language: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    texts = {table.declared: written(capfd, f"{table.words} -t c") for table in TABLES}
    for table, words in zip(TABLES, compiled(texts, language, tmp_path), strict=True):
        assert f"static const {table.declared}" in texts[table.declared]
        wanted = [float(word) for word in written(capfd, f"{table.words} -t plain").split()]
        got = [float(word) for word in words]
        np.testing.assert_array_equal(got, wanted, err_msg=table.words)
        np.testing.assert_array_equal(np.signbit(got), np.signbit(wanted), err_msg=table.words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_compiler_reads_the_codes_back(language: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    texts = {table.declared: written(capfd, f"{table.words} --bits -t c") for table in CODES}
    for table, words in zip(CODES, compiled(texts, language, tmp_path), strict=True):
        assert f"static const {table.declared} = {{" in texts[table.declared]
        wanted = [int(word, 16) for word in written(capfd, f"{table.words} --bits -t plain").split()]
        assert [int(word) for word in words] == wanted, table.words


@pytest.mark.parametrize("table", CODES, ids=lambda table: table.words)
def test_memory_files_and_arrays_have_the_same_codes(table: Table, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    def output(more: str) -> bytes:
        assert run([*table.words.split(), *more.split()]) == 0
        return capfdbinary.readouterr().out

    plain, hexadecimal = output("--bits -t plain").decode(), output("-t hex").decode()
    assert hexadecimal == plain.replace("0x", "")
    assert output("--bits -t hex").decode() == hexadecimal
    array = np.load(io.BytesIO(output("--bits -t npy")))
    assert f"{array.dtype}_t" == table.declared.split()[0]
    assert array.tolist() == [int(word, 16) for word in plain.split()]


def test_the_comment_says_what_the_numbers_are(capfd: pytest.CaptureFixture[str]) -> None:
    text = written(capfd, "eval elu:alpha=0.5 --codes --dtype e5m2 --rounding up --saturate --bits -t c")
    comment = " ".join(re.sub(r"(?m)^/\* |^ \* ?", "", text.partition(" */")[0]).split())
    assert comment.startswith("elu:alpha=0.5: where(x > 0, x, alpha*expm1(x)), alpha = 0.5. 256 results at every code")
    for words in ("codes of float8_e5m2", "correctly rounded towards +inf", number_format("e5m2").rule, "Saturated"):
        assert words in comment
    text = written(capfd, "eval relu --codes --dtype int8:scale=1/3,zero_point=-5 --bits -t c")
    assert " * A value is (code + 5) * 1/3, the code in two's complement.\n" in text
    assert "A value is code * 1/16.\n" in written(capfd, "eval relu 1 --dtype uq0.4 --bits -t c")
    assert "rounded from float64" in written(capfd, "eval math:tanh 1 --dtype fp16 -t c")


def test_a_program_in_the_comment_does_not_end_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cat").write_bytes(b"#!/bin/sh\nexec cat\n")
    (tmp_path / "cat").chmod(0o755)
    assert run(["eval", f"cmd:{tmp_path}/cat /* */", "1", "-t", "c"]) == 0
    text = capfd.readouterr().out
    declared = re.findall(r"double \w+\[1\]", text)[0]
    assert compiled({declared: text}, "c", tmp_path) == [["1"]]


@pytest.mark.parametrize("form", ["c", "hex"])
def test_points_that_are_read_make_the_same_table(form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    options = f"--dtype fp16 -t {form}"
    typed = written(capfd, f"eval relu -2 2 -n 5 {options}")
    np.save(tmp_path / "x.npy", np.arange(-2.0, 3))
    (tmp_path / "x.txt").write_bytes(b"-2 -1 0\n1,2\n")
    for name in ("x.txt", "x.npy"):
        read = written(capfd, f"eval relu --input {tmp_path / name} {options}")
        # Comments differ: of points that are read, actcli knows only the number.
        assert read.partition("*/")[2] == typed.partition("*/")[2]
        assert read.count("\n") > 4


def test_rows_make_an_array_of_arrays(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rows.txt").write_bytes(b"0 0\n1 1\n")
    text = written(capfd, f"eval softmax --rows --input {tmp_path}/rows.txt -t c")
    assert "softmax_float64[2][2] = {\n    {0.5, 0.5},\n    {0.5, 0.5},\n};" in text
    text = written(capfd, f"grad softmax --rows --input {tmp_path}/rows.txt -t c")
    matrix = "    {\n        {0.25, -0.25},\n        {-0.25, 0.25},\n    },\n"
    assert f"softmax_grad_float64[2][2][2] = {{\n{matrix * 2}}};" in text
    assert written(capfd, f"eval softmax --rows --input {tmp_path}/rows.txt -t hex") == "3fe0000000000000\n" * 4


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [
        ("eval relu -t c --input", 1, "no results"),
        ("eval softmax -t c --input", 1, "no results"),
        ("compare relu gelu -t c", 2, "one function, not of relu and gelu"),
        ("compare relu gelu -t hex", 2, "one function, not of relu and gelu"),
        ("compare relu gelu --traits -t c", 2, "text"),
        ("list -t hex", 2, "--format"),
        ("eval relu 1 -t hex --digits 3", 2, "--digits"),
    ],
)
def test_what_an_array_does_not_hold_is_refused(
    words: str, status: int, text: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").touch()
    assert run([*words.split(), *[str(tmp_path / "empty")] * words.endswith("--input")]) == status
    assert text in capfd.readouterr().err


@pytest.mark.parametrize(("suffix", "form"), [(".h", "c"), (".hex", "hex")])
def test_a_suffix_picks_the_format(suffix: str, form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = "eval tanh --codes --dtype q1.3"
    written(capfd, f"{words} -o {tmp_path}/t{suffix}")
    assert (tmp_path / f"t{suffix}").read_text(encoding="utf-8") == written(capfd, f"{words} -t {form}")
