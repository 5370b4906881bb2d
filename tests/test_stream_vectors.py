"""Functions of vectors over text: all numbers one vector, or each line."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli import get
from actcli.evaluation import compute, points
from actcli.numbers.formats import FLOAT_FORMATS
from actcli.numbers.style import Style
from actcli.render.text import numeric_table
from filtering import answered

if TYPE_CHECKING:
    from actcli.choices import OutputFormat


class TestOneVector:
    def test_lines_are_kept_where_the_length_is(self) -> None:
        out, _ = answered(b"0 0\n# c\n0,0\n", "softmax")
        assert out == b"0.25 0.25\n# c\n0.25,0.25\n"

    def test_else_there_is_one_result_per_line(self) -> None:
        assert answered(b"1 2\n# c\n0,0\n", "glu") == (b"0.5\n1\n", "")

    def test_the_jacobian_has_a_row_per_line(self) -> None:
        assert answered(b"0,0\n", "softmax", grad=True)[0] == b"0.25 -0.25\n-0.25 0.25\n"

    def test_lengths(self) -> None:
        assert answered(b"1\n2\n3\n", "glu") == (b"", "stdin: glu needs an even number of values, got 3")
        assert answered(b"# c\n", "glu") == (b"# c\n", "")
        assert answered(b"", "softmax") == (b"", "")

    def test_a_jacobian_too_large(self) -> None:
        assert answered(b"1\n" * 4000, "softmax", grad=True)[1].startswith(
            "stdin: the Jacobian of softmax has 16000000"
        )

    def test_formats(self) -> None:
        assert answered(b"0 0", "softmax", form="json")[0] == b'[{"x": [0, 0], "softmax": [0.5, 0.5]}]\n'
        encoded = Style(FLOAT_FORMATS["float16"], bits=True)
        assert answered(b"0 0", "softmax", form="jsonl", style=encoded)[0] == (
            b'{"x": ["0x0000", "0x0000"], "softmax": ["0x3800", "0x3800"]}\n'
        )
        assert json.loads(answered(b"0 0", "softmax", form="jsonl", grad=True)[0]) == {
            "x": [0, 0],
            "softmax'": [[0.25, -0.25], [-0.25, 0.25]],
        }
        assert answered(b"0 0", "softmax", form="csv")[0] == b"x,softmax\n0,0.5\n0,0.5\n"
        assert answered(b"2 0", "glu", form="csv")[0] == b"glu\n1\n"
        assert answered(b"0 0", "softmax", form="csv", grad=True)[0] == b"x,d/dx1,d/dx2\n0,0.25,-0.25\n0,-0.25,0.25\n"
        assert answered(b"2 0", "glu", form="csv", grad=True)[0] == b"d/dx1,d/dx2\n0.5,0.5\n"
        assert np.load(io.BytesIO(answered(b"0 0", "softmax", form="npy", grad=True)[0])).shape == (2, 2)


class TestRows:
    def test_each_line_is_a_vector(self) -> None:
        assert answered(b"0 0\n\n0,0,0,0\n# c\n5\n", "softmax", rows=True)[0] == (
            b"0.5 0.5\n\n0.25,0.25,0.25,0.25\n# c\n1\n"
        )

    def test_shorter_results_are_separated_as_the_line_begins(self) -> None:
        out, _ = answered(b"1, 2,0 0\n 1\t2\t0\t0\n\n3 0\n", "glu", rows=True)
        assert out == b"0.5, 1\n0.5\t1\n\n1.5\n"

    def test_the_jacobian_is_row_major_on_the_line(self) -> None:
        assert answered(b"0,0\n7\n", "softmax", grad=True, rows=True)[0] == b"0.25,-0.25,-0.25,0.25\n0\n"

    @pytest.mark.parametrize("invalid", ["abort", "skip"])
    def test_a_wrong_length_is_named_after_the_lines_before_it(self, invalid: str) -> None:
        data = b"2 0\n\n4 0\n1 2 3\n" if invalid == "abort" else b"2 0\nx\n4 0\n1 2 3\n"
        out, error = answered(data, "glu", rows=True, invalid=invalid)
        assert out.replace(b"\n\n", b"\n") == b"1\n2\n"
        assert error == "stdin:4: glu needs an even number of values, got 3"

    def test_formats(self) -> None:
        data = b"0 0\n1 1 1 1\n"
        assert answered(data, "softmax", rows=True, form="jsonl")[0] == (
            b'{"x": [0, 0], "softmax": [0.5, 0.5]}\n{"x": [1, 1, 1, 1], "softmax": [0.25, 0.25, 0.25, 0.25]}\n'
        )
        assert answered(data, "softmax", rows=True, form="csv")[0] == (
            b"x,softmax\n0,0.5\n0,0.5\n1,0.25\n1,0.25\n1,0.25\n1,0.25\n"
        )
        assert answered(data, "softmax", rows=True, form="plain")[0] == b"0.5\n0.5\n0.25\n0.25\n0.25\n0.25\n"
        out, error = answered(data, "softmax", rows=True, form="csv", grad=True)
        assert out == b"x,d/dx1,d/dx2\n0,0.25,-0.25\n0,-0.25,0.25\n"
        assert "different widths" in error
        assert "different lengths" in answered(data, "softmax", rows=True, form="npy")[1]

    def test_rows_of_one_length_make_an_array(self) -> None:
        out, _ = answered(b"0 0\n1 1\n2 2\n", "softmax", rows=True, form="npy")
        np.testing.assert_array_equal(np.load(io.BytesIO(out)), np.full((3, 2), 0.5))

    def test_many_rows(self) -> None:
        lines = [" ".join(["1"] * (2 + 2 * (i % 3))) for i in range(20_000)]
        out, _ = answered("\n".join(lines).encode(), "glu", rows=True)
        half = repr(float(get("glu")([1.0, 1.0])[0]))
        assert out.decode().splitlines() == [" ".join([half] * (1 + i % 3)) for i in range(20_000)]


@pytest.mark.parametrize("form", ["table", "plain", "csv", "tsv", "npy"])
@pytest.mark.parametrize("grad", [False, True])
@pytest.mark.parametrize("spec", ["softsign", "softmax", "glu", "crelu"])
def test_numbers_read_give_what_the_same_points_as_words_give(spec: str, *, grad: bool, form: OutputFormat) -> None:
    series = (compute.derivative if grad else compute.value)(get(spec))
    words = numeric_table.encode(compute.table([series], points.listed("-1,0,2,0.5")), form, Style(), header=True)
    assert answered(b"-1 0\n2,0.5\n", spec, grad=grad, form=form) == (b"".join(words), "")
