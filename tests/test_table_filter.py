"""A column of a delimited table through the filter: the table comes out as it is, with one more column."""

from __future__ import annotations

import os
import subprocess

import pytest

from actcli import get
from actcli.numbers.formats import number_format
from actcli.numbers.style import Style
from filtering import answered
from processes import ENV, TOOL, run

CASES = {
    "by name": (b"a,x\nu,1\nv,-2\n", "x", b"a,x,relu\nu,1,1\nv,-2,0\n"),
    "by number": (b"a,x\nu,1\nv,-2\n", "2", b"a,x,relu\nu,1,1\nv,-2,0\n"),
    "without a header": (b"u,1\nv,-2", "2", b"u,1,1\nv,-2,0\n"),
    "tsv": (b"a\tx\nu v\t1\n", "x", b"a\tx\trelu\nu v\t1\t1\n"),
    "blanks": (b"a  x\nu   1\n", "x", b"a  x relu\nu   1 1\n"),
    "quotes": (b'"a, b",x\n"u ""v""",1\n"line\nend","-2"\n', "x",
               b'"a, b",x,relu\n"u ""v""",1,1\n"line\nend","-2",0\n'),
    "crlf": (b'a,x\r\nu,1\r\n"v",-2\r\n', "x", b'a,x,relu\nu,1,1\n"v",-2,0\n'),
    "bom": (b"\xef\xbb\xbfx\n1\n", "x", b"x,relu\n1,1\n"),
    "comments": (b"# c\nx,y\n\n1,2\n# d\n3,4\n", "x", b"# c\nx,y,relu\n\n1,2,1\n# d\n3,4,3\n"),
    "one column": (b"x\n1\n", "x", b"x,relu\n1,1\n"),
    "blanks around cells": (b"x, y\n1, -2\n", "y", b"x, y,relu\n1, -2,0\n"),
    "nothing below the header": (b"x,y\n", "y", b"x,y,relu\n"),
    "more cells": (b"x,y\n1,2,3\n", "x", b"x,y,relu\n1,2,3,1\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rows_come_out_as_they_are(name: str) -> None:
    data, column, expected = CASES[name]
    assert answered(data, column=column) == (expected, "")
    lines = data.splitlines(keepends=True)
    assert answered(lines, column=column) == (expected, "")


def test_the_new_column_has_the_name_of_the_spec() -> None:
    spec = "srelu:t_left=-2,a_left=0.1"
    assert answered(b"x\n1\n", spec, column="x")[0] == f'x,"{spec}"\n1,{get(spec)(1):g}\n'.encode()
    assert answered(b"x\n1\n", grad=True, column="x")[0] == b"x,relu'\n1,1\n"


def test_the_header_line_is_left_out() -> None:
    assert answered(b"# c\nx,y\n1,2\n", column="x", header=False) == (b"# c\n1,2,1\n", "")
    assert answered(b"1,2\n", column="1", header=False) == (b"1,2,1\n", "")


def test_numbers_are_rounded_to_the_type_and_read_as_encodings_with_bits() -> None:
    bfloat16 = number_format("bfloat16")
    assert answered(b"x\n1.001\n", "linear", column="x", style=Style(bfloat16))[0] == b"x,linear\n1.001,1\n"
    bits = Style(bfloat16, bits=True)
    assert answered(b"x\n0x3f80\n", "linear", column="x", style=bits)[0] == b"x,linear\n0x3f80,0x3f80\n"
    assert answered(b"x\n0x3f80\n", column="x", style=Style(bfloat16))[1] == "stdin:2: '0x3f80' is not a number"


def test_a_bad_cell_is_placed_and_earlier_rows_are_written() -> None:
    data = b'x,y\n1,"a\nb"\n\nz,4\n5,6\n'
    assert answered(data, column="x") == (b'x,y,relu\n1,"a\nb",1\n\n', "stdin:5: 'z' is not a number")
    assert answered(data, column="x", invalid="nan")[0] == b'x,y,relu\n1,"a\nb",1\n\nz,4,nan\n5,6,5\n'
    assert answered(data, column="x", invalid="skip")[0] == b'x,y,relu\n1,"a\nb",1\n\n5,6,5\n'
    assert answered(b"x,y\n1,2\n3\n", column="y")[1] == "stdin:3: '' is not a number"


def test_a_long_table_keeps_its_rows_in_order() -> None:
    rows = [b'%d,"%d, text",%d' % (i, i, -i) for i in range(200_000)]
    data = b"\n".join([b"x,t,y", *rows, b""])
    written, error = answered(data, column="x")
    assert error == ""
    expected = [b"x,t,y,relu", *(b"%b,%d" % (row, i) for i, row in enumerate(rows))]
    assert written.splitlines() == expected


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_table_is_written_in_its_own_format_only(form: str) -> None:
    data = {"csv": b"x,y\n1,2\n", "tsv": b"x\ty\n1\t2\n"}
    assert answered(data[form], column="x", form=form)[1] == ""
    other = "tsv" if form == "csv" else "csv"
    assert answered(data[form], column="x", form=other)[1].endswith(f"stdin is {form}, not {other}")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["eval", "relu", "--column", "z"], "stdin has no column 'z'; it has x, y"),
        (["eval", "softmax", "--column", "x"], "--column is for elementwise functions; softmax takes a vector"),
        (["eval", "relu", "--column", "x", "-t", "json"], "--column writes the table as it was read, not as json"),
    ],
)
def test_what_does_not_go_with_a_column_is_a_usage_error(words: list[str], message: str) -> None:
    done = run(words, input=b"x,y\n1,2\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"actcli: {message}\n")


def test_an_array_has_no_columns() -> None:
    done = run(["eval", "relu", "--column", "1"], input=b"\x93NUMPY\x01\x00")
    assert (done.returncode, done.stderr) == (2, b"actcli: --column is for tables of text; stdin is an .npy array\n")


def test_a_header_without_a_column_gets_a_hint() -> None:
    done = run(["eval", "relu"], input=b"x,y\n1,2\n")
    assert done.returncode == 1
    expected = "actcli: stdin:1: 'x' is not a number\nhint: --column NAME reads one column of a table with a header\n"
    assert done.stderr.decode() == expected
    assert run(["eval", "relu"], input=b"1\nx\n").stderr.decode() == "actcli: stdin:2: 'x' is not a number\n"


@pytest.mark.parametrize("words", [[], ["--column", "1"], ["-t", "csv"]])
@pytest.mark.parametrize(("policy", "end"), [("nan", "taken as nan"), ("skip", "lines with such words are left out")])
def test_words_that_are_no_numbers_are_counted(words: list[str], policy: str, end: str) -> None:
    done = run(["eval", "relu", "--invalid", policy, *words], input=b"1\nx\n2\ny\n")
    assert done.returncode == 0
    assert done.stderr.decode() == f"actcli: stdin: 2 words are not numbers; {end}\n"
    assert run(["eval", "relu", "--invalid", policy, *words], input=b"1\n2\n").stderr == b""


def test_each_row_is_answered_as_it_comes() -> None:
    with subprocess.Popen(
        [*TOOL, "eval", "relu", "--column", "x"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV, bufsize=0
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for row, answer in ((b"x,t\n", b"x,t,relu\n"), (b'1,"a"\n', b'1,"a",1\n'), (b"-2,b\n", b"-2,b,0\n")):
            process.stdin.write(row)
            assert os.read(process.stdout.fileno(), 100) == answer
        process.stdin.close()
