"""Differences from a reference: fractions of an ulp, steps, shares, the worst points, stretches, and checks."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.cli.boundary import run
from actcli.compare import diff_section, limits
from actcli.compare.pointwise_errors import Errors
from actcli.compare.stretches import AboveRow, Stretches
from actcli.compare.worst_points import Worst, WorstRow
from actcli.evaluation.compute import derivative, value
from actcli.numbers.formats import FLOAT_FORMATS, number_format
from actcli.spec.resolve import resolve
from asking import compared
from differing import errors_between, summary

if TYPE_CHECKING:
    from pathlib import Path

FLOAT16 = number_format("float16")


def errors(got: list[float], exact: list[float], dtype: str = "float16") -> Errors:
    form = number_format(dtype)
    x = np.arange(len(got), dtype=np.float64)
    return Errors("f", form, x, form.round(np.array(got, dtype=np.float64)), np.array(exact, dtype=np.float64))


def worst(errors: Errors, count: int) -> list[WorstRow]:
    found = Worst(count)
    found.add(errors)
    return found.rows


def stretches(errors: Errors, limit: float) -> list[AboveRow]:
    found = Stretches(errors.name, limit)
    found.add(errors)
    return list(found.rows)


def test_errors_below_an_ulp_are_told_apart() -> None:
    ulp = 2.0**-10
    row = summary(errors([1, 1, 1 + ulp, 0], [1 + 0.25 * ulp, 1 + 0.5 * ulp, 1 + 0.25 * ulp, 2.0**-26]))
    assert (row.max_ulp, row.max_ulp_at) == (0.75, 2)
    assert (row.value, row.reference) == (1 + ulp, 1)
    assert (row.median_ulp, row.p99_ulp) == (0.25, 0.75)
    assert row.mean_ulp == (0.25 + 0.5 + 0.75 + 0.25) / 4
    assert (row.max_steps, row.mean_steps) == (1, 0.25)
    assert (row.share_exact, row.share_within_1) == (0.75, 1)


def test_the_ulp_is_that_of_the_exact_value() -> None:
    below = 1 - 2.0**-14
    assert summary(errors([1], [below])).max_ulp == 2.0**-14 / 2.0**-11
    assert summary(errors([1], [below], "float64")).max_ulp == 2.0**-14 / 2.0**-53


def test_what_rounds_to_an_infinity_is_one() -> None:
    row = summary(errors([math.inf, 65504, 65504, math.inf], [65520, 65519, 65520, 1]))
    assert (row.inf_mismatches, row.mismatch_at) == (2, 2)
    assert (row.max_ulp, row.share_exact, row.share_within_1) == (15 / 32, 0.5, 0.5)


def test_shares_count_what_can_not_be_subtracted_and_means_do_not() -> None:
    row = summary(errors([math.nan, math.nan, 1, 2], [math.nan, 1, 1, 1]))
    assert (row.share_exact, row.share_within_1, row.mean_steps) == (0.5, 0.5, 512)
    row = summary(errors([math.nan], [1]))
    assert (row.mean_ulp, row.median_ulp, row.p99_ulp, row.mean_steps, row.share_exact) == (None, None, None, None, 0)


def test_nothing_is_told_of_the_distribution_of_no_errors() -> None:
    assert diff_section._shares(summary(errors([math.nan], [1])), 3) == []


def test_flushed_results_are_zeros_for_normal_numbers() -> None:
    tiny = FLOAT16.smallest_normal
    assert summary(errors([0, -0.0, 0, 0, tiny], [tiny, -tiny, tiny / 2, 0, tiny])).flushed == 2


def test_subnormals_count_as_zeros_of_their_sign_if_asked() -> None:
    tiny = FLOAT16.smallest_normal
    found = errors([tiny / 2, 0, -tiny / 4, tiny], [0, tiny / 2, tiny / 2, tiny * (1 - 2**-14)]).with_flushed_results()
    row = summary(found)
    assert (row.max_ulp, row.sign_of_zero) == (2**-14 / 2**-10, 1)
    flushing = errors_between(value(resolve("linear")), value(resolve("where(abs(x) < 2**-14, 0, x)")),
                              FLOAT16.every(), FLOAT16, flush=True)  # fmt: skip
    assert summary(flushing).max_ulp == 0
    assert summary(errors_between(value(resolve("linear")), value(resolve("relu6")), np.array([3.0]))).max_ulp == 0


@pytest.mark.parametrize("name", ["float64", "float32", "bfloat16", "float8_e5m2"])
def test_steps_count_values_of_the_type(name: str) -> None:
    form = FLOAT_FORMATS[name]
    least = form.least
    pairs = [(1.0, 1.0), (0.0, -0.0), (-least, least), (0.0, 3 * least), (1.0, 1 + 2.0**-form.mantissa_bits)]
    first, second = np.array(pairs).T
    assert form.steps(first, second).tolist() == [0, 0, 2, 3, 1]
    assert form.steps(second, first).tolist() == [0, 0, 2, 3, 1]
    ends = np.array([form.max])
    expected = 2.0 * int(form.encode(ends)[0])
    assert form.steps(-ends, ends).tolist() == [expected]


def test_the_worst_points_come_first() -> None:
    found = errors([1, 4, math.nan, 3, 9], [1, 2, 1, 2, 8.5], "bfloat16")
    rows = worst(found, 3)
    assert [row.x for row in rows] == [2, 1, 3]
    assert (rows[0].ulp, rows[0].steps, rows[0].value_code) == (None, None, "0x7fc0")
    assert tuple(rows[1]) == ("f", 1, "0x3f80", 4, "0x4080", 2, "0x4000", 128, 128, None)
    assert [row.x for row in worst(found, 100)] == [2, 1, 3, 4]
    assert worst(errors([1], [1]), 5) == []


def test_errors_come_block_by_block_and_the_worst_of_all_are_kept() -> None:
    blocks = [errors([2], [0]), errors([1], [0]), errors([5], [0])]
    found, tolerance = Worst(1), limits.Tolerance(0, 0)
    for block in blocks:
        found.add(block)
        tolerance.add(block)
        assert found.rows[0].value == (5 if block is blocks[2] else 2)
        assert f"is off by {found.rows[0].value:g} at" in str(tolerance.sentence(summary(block)))


def test_equal_errors_are_ordered_by_x() -> None:
    found = Errors("f", FLOAT16, np.array([3.0, 1, 2]), np.ones(3), np.full(3, 2.0))
    assert [row.x for row in worst(found, 2)] == [1, 2]


def test_stretches_are_runs_of_neighbouring_points() -> None:
    x = np.array([5.0, 1, 2, 3, 4, np.nan])
    wanted = np.array([1.0, 2, 1, 1, 1, 1])
    got = np.array([2.0, 1, 3, 1, 5, 1])
    rows = stretches(Errors("f", FLOAT16, x, got, wanted), 10)
    assert [(row.start, row.stop, row.points, row.max_ulp_at) for row in rows] == [(1, 2, 2, 2), (4, 5, 2, 4)]
    mismatched = stretches(errors([1, math.inf], [1, 1]), 1e9)
    assert [(row.start, row.max_ulp) for row in mismatched] == [(1, math.inf)]
    assert stretches(errors([1], [1]), 0) == []


@pytest.mark.parametrize(
    ("got", "exact", "atol", "rtol", "fails"),
    [
        ([1.5], [1], 0.5, 0, False),
        ([1.5], [1], 0.25, 0.25, False),
        ([1.5], [1], 0.25, 0.125, True),
        ([-1.5], [-1], 0, 0.5, False),
        ([math.inf], [math.inf], 0, 0, False),
        ([math.nan], [math.nan], 0, 0, False),
        ([math.nan], [1], 9, 9, True),
        ([math.inf], [1], 9, 9, True),
        ([-0.0], [0], 0, 0, False),
    ],
)
def test_tolerances_are_those_of_numpy(  # columns of a table
    got: list[float], exact: list[float], atol: float, rtol: float, *, fails: bool
) -> None:
    found = errors(got, exact, "float64")
    tolerance = limits.Tolerance(atol, rtol)
    tolerance.add(found)
    assert (tolerance.sentence(summary(found)) is not None) == fails
    assert np.allclose(got, exact, rtol, atol, equal_nan=True) != fails


def test_sections_of_differences_stand_side_by_side(capfd: pytest.CaptureFixture[str]) -> None:
    found = compared(capfd, "gelu", "gelu_tanh", "--worst", "2", "--above", "250", "--dtype", "bfloat16")
    assert list(found) == ["diff", "worst", "above"]
    (row,) = found["diff"]
    assert found["worst"][0]["x"] == row["max_ulp_at"] == -8.625
    assert found["worst"][0]["x_code"] == "0xc10a"
    assert all(each["max_ulp"] > 250 for each in found["above"])
    assert compared(capfd, "relu", "relu6", "0", "5", "--above", "1")["above"] == []


def test_a_table_of_one_section_is_csv(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "gelu", "silu", "--worst", "1", "-t", "csv", "--at", "1"]) == 0
    assert capfd.readouterr().out.startswith("function,x,x_code,value,")
    assert run(["compare", "gelu", "gelu_tanh", "--above", "1e30", "-t", "csv"]) == 0
    assert capfd.readouterr().out == "function,start,stop,points,max_ulp,max_ulp_at\n"


def test_a_rounded_result_is_within_half_an_ulp(capfd: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "silu", "x*sigmoid(x)", "-5", "5", "--dtype", "bfloat16", "--max-ulp"]
    assert run([*words, "0.5"]) == 0
    assert run([*words, "0.4999"]) == 1
    assert "x*sigmoid(x) is off by 0.5 ulp at x = " in capfd.readouterr().err


def test_tolerances_fail_with_the_worst_point(capfd: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "gelu", "silu", "--at", "0,1,2", "--atol", "0.1"]
    assert run(words) == 1
    assert capfd.readouterr().err == (
        "actcli: silu is off by 0.192906 at x = 2, where the reference is 1.9544997361036416; --atol is 0.1, --rtol 0\n"
    )
    assert run([*words, "--rtol", "0.1"]) == 0


def test_points_are_listed_read_or_every_value(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([[1.0, 2], [3, 4]]))
    (tmp_path / "x.txt").write_text("1 2\n3\n")
    e5m2 = ["--dtype", "float8_e5m2", "--every"]
    for words, count in (
        (["--at", "1,2"], 2),
        (["--input", str(tmp_path / "x.npy")], 4),
        (["--input", str(tmp_path / "x.txt")], 3),
        (e5m2, 248),
        (["1", "2", *e5m2], 5),
    ):
        assert compared(capfd, "relu", "gelu", "--diff", *words)["diff"][0]["points"] == count
        assert len(compared(capfd, "relu", "gelu", "--values", *words)["values"]) == count


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--at", "1", "--every"], "give points in one way only: --at or --every"),
        (["--at", "1", "0", "1"], "give points in one way only: START STOP or --at"),
        (["-", "--input", "f"], "give points in one way only: - or --input"),
        (["--at", "1,x"], "'x' is not a number"),
        (["--every", "--values"], "float64 has too many values to take every one"),
        (["--worst", "0"], "--worst is a whole number from 1 to 1000000, not 0"),
        (["--above", "-1"], "--above is a number of 0 or more, not -1"),
        (["--atol", "nan"], "--atol is a number of 0 or more, not 'nan'"),
    ],
)
def test_what_contradicts_itself_is_a_usage_error(
    words: list[str], message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", "relu", "gelu", *words]) == 2
    assert capfd.readouterr().err.startswith(f"actcli: {message}")


def test_the_reference_is_exact_in_float64() -> None:
    x = np.array([1 / 3, 0.1, 1.7, 2.5, 0.75])
    found = errors_between(value(resolve("x*x")), value(resolve("x*x")), x)
    squares = [Fraction(each) ** 2 for each in x.tolist()]
    wanted = [abs(Fraction(each * each) - square) / Fraction(math.ulp(float(square)))
              for each, square in zip(x.tolist(), squares, strict=True)]  # fmt: skip
    np.testing.assert_allclose(found.ulps, [float(each) for each in wanted], rtol=1e-12)
    assert 0 < found.ulps.max() <= 0.5
    slopes = errors_between(derivative(resolve("sigmoid")), derivative(resolve("sigmoid")), np.linspace(-9, 9, 50))
    assert 0 < slopes.ulps.max() < 8


def test_the_exact_reference_tells_a_kernel_from_a_rounded_one() -> None:
    x = np.linspace(-3, 3, 200)
    exact = errors_between(value(resolve("silu")), value(resolve("silu")), x)
    rounded = replace(exact, got=exact.wanted)
    assert summary(rounded).max_ulp <= 0.5 < summary(exact).max_ulp
    assert summary(rounded).share_exact == 1


def test_an_own_gradient_is_held_against_the_derivative(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("def f(x):\n    return x * x\n")
    (row,) = compared(capfd, "x*x'", f"{tmp_path}/mine.py:f'", "--diff", "-3", "3")["diff"]
    assert row["function"].endswith("mine.py:f'")
    assert row["max_abs"] < 1e-6


def test_ties_are_rounded_as_the_type_has_it() -> None:
    row = summary(
        errors_between(value(resolve("hard_sigmoid")), value(resolve("relu6(x+3)/6")), FLOAT16.every(), FLOAT16)
    )
    assert (row.max_ulp, row.share_exact) == (0.5, 1)


def test_many_points_are_as_exact_as_few(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    x = np.linspace(1, 2, 70_000)
    np.save(tmp_path / "x.npy", x)
    (row,) = compared(capfd, "x*x", "where(x == 2, 5, x*x)", "--diff", "--input", str(tmp_path / "x.npy"))["diff"]
    assert (row["points"], row["max_ulp_at"]) == (70_000, 2)
    assert 0.2 < row["mean_ulp"] - 2.0**50 / 70_000 < 0.3
    assert 0.2 < row["median_ulp"] < 0.3
    assert 0.49 < row["p99_ulp"] <= 0.5


def test_results_of_a_gated_function_are_a_column_of_values(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    x = np.linspace(-3, 3, 10)
    np.save(tmp_path / "x.npy", x)
    y = resolve("swiglu").compute(x)
    y[3] *= 2
    np.savetxt(tmp_path / "y.txt", y)
    found = compared(capfd, "swiglu", f"@{tmp_path}/y.txt", "--input", str(tmp_path / "x.npy"), "--worst", "1")
    (worst_row,) = found["worst"]
    assert (found["diff"][0]["points"], worst_row["x"]) == (5, x[3])
    assert float(worst_row["vector"].split()[3]) == x[3]
    assert run(["compare", "swiglu", "relu", "--diff"]) == 2
    assert "relu is a function of single numbers, swiglu of a vector" in capfd.readouterr().err
    assert run(["compare", "swiglu", "softmax", "--diff"]) == 2
    assert "softmax gives 34842 results, swiglu 17421" in capfd.readouterr().err


def test_gradients_of_vectors_are_compared_entry_by_entry(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([1.0, -2, 0.5, 3]))
    words = ["--grad", "--diff", "--input", str(tmp_path / "x.npy")]
    (row,) = compared(capfd, "swiglu", "silu(a)*b", *words)["diff"]
    assert (row["points"], row["share_within_1"]) == (8, 1)
    (row,) = compared(capfd, "softmax", "exp(x)/sum(exp(x))", *words)["diff"]
    assert (row["points"], row["max_ulp"] < 8) == (16, True)
