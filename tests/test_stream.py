"""Text through the filter: lines kept, formats, vectors, the place of every error."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest

from actcli import get
from actcli.errors import UsageError
from actcli.evaluation import compute
from actcli.io import source, stream
from actcli.io.source import SIZE, Source
from actcli.numbers.formats import FLOAT_FORMATS
from actcli.numbers.style import Style
from filtering import Collected, answered


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", b""),
        (b"\n", b"\n"),
        (b"1\n-2\n", b"1\n0\n"),
        (b"1", b"1\n"),
        (b"1\r\n-2\r\n", b"1\n0\n"),
        (b"1\r\n-2\r", b"1\n0\n"),
        (b"\xef\xbb\xbf1\n", b"1\n"),
        (b"\xef\xbb\xbf", b""),
        (b"1 -2\n3,4\n\n-0.5\t7\n", b"1 0\n3,4\n\n0\t7\n"),
        (b"# head\n 1,  2\n  # more\n", b"# head\n 1,  2\n  # more\n"),
        (b"+1\n.5\n5.\nnan\nInf\n-inf\n1e400\n", b"1\n0.5\n5\nnan\ninf\n0\ninf\n"),
    ],
)
def test_lines_are_kept(data: bytes, expected: bytes) -> None:
    assert answered(data) == (expected, "")


def test_the_sign_of_zero_is_kept() -> None:
    assert answered(b"-0\n0\n-0.0 0\n", "linear") == (b"-0\n0\n-0 0\n", "")


@pytest.mark.parametrize(
    "word",
    [
        b"x",
        b"\x93",
        b"\x93NUMP",
        b"\xff\xfe1",
        b"1\x002",
        b"1_0",
        b"0x10",
        b"1,,2",
        "٣".encode(),
        b"true",
        b"[1]",
        b"\xef\xbb",
    ],
)
def test_a_bad_word_is_named_after_the_lines_before_it(word: bytes) -> None:
    out, error = answered(b"1\n# c\n-2\n" + word + b"\n5\n")
    assert out == b"1\n# c\n0\n"
    assert error.startswith("stdin:4: '")
    assert error.endswith("' is not a number")


@pytest.mark.parametrize("word", [b"\x93", b"\x93N", b"\x93NUMP", b"\xef", b"\xef\xbb"])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_what_only_begins_like_an_array_or_a_mark_is_text(word: bytes, end: bytes) -> None:
    assert "stdin:1: '" in answered([bytes([byte]) for byte in word + end])[1]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_reads_may_end_anywhere(size: int) -> None:
    data = b"\xef\xbb\xbf1.25 -3e-1\r\n# note\n\n-17,4\n5"
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    assert answered(pieces) == (b"1.25 0\n# note\n\n0,4\n5\n", "")


@pytest.mark.parametrize(("invalid", "expected"), [("nan", b"1 nan\nnan\n3\n"), ("skip", b"3\n")])
def test_policies(invalid: str, expected: bytes) -> None:
    assert answered(b"1 x\ny\n3\n", invalid=invalid) == (expected, "")


def test_line_numbers_count_through_blocks_and_policies() -> None:
    lines = [b"%d" % i for i in range(4 * SIZE // 6)]
    lines[-1] = b"x"
    out, error = answered(b"\n".join(lines) + b"\n")
    assert error == f"stdin:{len(lines)}: 'x' is not a number"
    assert out == b"\n".join(lines[:-1]) + b"\n"


def test_a_line_of_many_megabytes() -> None:
    data = b" ".join([b"-1.5 2.5"] * 1_000_000) + b"\n7\n"
    assert answered(data) == (b" ".join([b"0 2.5"] * 1_000_000) + b"\n7\n", "")


def test_a_word_of_many_megabytes() -> None:
    assert answered(b"1" * 10_000_000 + b"\n") == (b"inf\n", "")
    assert answered(b"1\n" + b"z" * 10_000_000 + b"\n")[0] == b"1\n"


def test_a_line_without_an_end_takes_no_more_memory_than_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LONGEST", 1 << 20)
    data = b"1\n" + b"-1 " * (1 << 18) + b"\n"
    assert answered(data)[0] == b"1\n" + b"0 " * (1 << 18) + b"\n"
    assert answered(data + b"1 " * (1 << 20))[1] == "stdin: a line of more than 1048576 bytes"


def test_random_lines_through_pipes_are_those_of_one_block() -> None:
    random = np.random.default_rng(3)
    words = [f"{value:.17g}" for value in random.standard_normal(200_000).tolist()]
    separators = random.choice(
        [" ", "\t", ",", "\n", "\n\n", "\n# c\n"], len(words), p=[0.1, 0.1, 0.1, 0.6, 0.05, 0.05]
    )
    separators[-1] = "\n"
    data = "".join(word + separator for word, separator in zip(words, separators, strict=True)).encode()
    sigmoid = get("sigmoid")(np.array(list(map(float, words)))).tolist()
    expected = "".join(f"{value!r}{separator}" for value, separator in zip(sigmoid, separators, strict=True))
    out, error = answered(data, "sigmoid")
    assert error == ""
    assert out.decode().rstrip("\n") == expected.rstrip("\n").replace("e-0", "e-")


FORMS: dict[str, bytes] = {
    "plain": b"1\n0\n3\n",
    "csv": b"x,relu\n1,1\n-2.5,0\n3,3\n",
    "tsv": b"x\trelu\n1\t1\n-2.5\t0\n3\t3\n",
    "table": b"   x  relu\n   1     1\n-2.5     0\n   3     3\n",
    "json": b'[{"x": 1, "relu": 1},\n {"x": -2.5, "relu": 0},\n {"x": 3, "relu": 3}]\n',
    "jsonl": b'{"x": 1, "relu": 1}\n{"x": -2.5, "relu": 0}\n{"x": 3, "relu": 3}\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_other_formats_have_a_row_per_number(form: str) -> None:
    assert answered(b"# c\n1 -2.5\n\n3\n", form=form) == (FORMS[form], "")


@pytest.mark.parametrize("form", FORMS)
def test_results_before_an_error_are_written(form: str) -> None:
    out, error = answered(b"1 -2.5\n3\nx\n", form=form)
    assert out == FORMS[form].removesuffix(b"]\n" if form == "json" else b"")
    assert error == "stdin:3: 'x' is not a number"


@pytest.mark.parametrize("form", ["table", "csv", "plain"])
def test_an_error_in_the_first_line_is_all_there_is(form: str) -> None:
    out, error = answered(b"x\n1\n", form=form)
    assert (out, error) == (b"x,relu\n" if form == "csv" else b"", "stdin:1: 'x' is not a number")


def test_formats_without_a_header_and_of_nothing() -> None:
    assert answered(b"1\n", form="csv", header=False)[0] == b"1,1\n"
    assert answered(b"", form="json")[0] == b"[]\n"
    assert answered(b"", form="jsonl")[0] == b""
    assert answered(b"", "softmax", form="json")[0] == b"[]\n"


def test_numbers_that_json_lacks_are_null() -> None:
    assert json.loads(answered(b"nan\ninf\n", form="json")[0]) == [{"x": None, "relu": None}] * 2


def test_text_becomes_an_array() -> None:
    out, _ = answered(b"1 -2\n3\n", form="npy")
    np.testing.assert_array_equal(np.load(io.BytesIO(out)), [1.0, 0.0, 3.0])


def test_a_long_table_has_the_width_of_the_longest_number() -> None:
    lines = answered(b"1\n" * 200_000, form="table")[0].splitlines()
    assert {len(line) for line in lines} == {50}
    assert len(lines) == 200_001


def test_number_formats_round_input_and_result_and_print_as_float64() -> None:
    style = Style(FLOAT_FORMATS["float16"])
    assert answered(b"0.1 70000\n", "linear", style=style)[0] == b"0.0999755859375 inf\n"
    assert answered(b"0.1\n", "linear", style=style, form="csv")[0] == b"x,linear\n0.0999755859375,0.0999755859375\n"


def test_rows_are_for_vectors() -> None:
    job = stream.FilterOptions(compute.value(get("relu")), Style(), None, header=True, invalid="abort", rows=True)
    with pytest.raises(UsageError, match="--rows is for functions of vectors; relu is elementwise"):
        stream.run(Source(0, "stdin"), Collected(), job)
