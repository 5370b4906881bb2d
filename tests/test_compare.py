"""compare: every trait against the function itself, differences against arithmetic by hand, and what is written."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import actcli.compare
import processes
from actcli.analysis import search
from actcli.analysis.max_slope import max_slope
from actcli.catalog.record import Elementwise, Vector
from actcli.cli.boundary import run
from actcli.compare import diff_points, diff_section, limits, measured_traits, traits_section
from actcli.compare.quadrature import normal_mean
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.compute import value
from actcli.numbers.float_format import FloatFormat
from actcli.numbers.formats import FLOAT64, FLOAT_FORMATS, number_format
from actcli.spec import registry
from actcli.spec.resolve import resolve
from asking import compared
from differing import errors_between, judged, opaque, summary
from records import each_elementwise

if TYPE_CHECKING:
    from actcli.compare.section import Section
    from actcli.compare.traits_section import TraitsRow
    from actcli.compare.value_diff import DiffRow
    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array


def facts(text: str) -> TraitsRow:
    return traits_section.table([resolve(text)]).rows[0]


@each_elementwise
def test_the_largest_slope_that_is_found_is_the_declared_one(record: Elementwise) -> None:
    function = BoundActivation(record, record.defaults)
    x, _, slopes = search.samples(function)
    peak = max_slope(function.slope, function.traits.kinks, x, slopes)
    assert peak is not None
    assert peak.size == pytest.approx(function.traits.lipschitz, rel=1e-12)
    if math.isfinite(peak.low) and peak.low == peak.high and math.isfinite(peak.size):
        beside = np.abs(function.slope(peak.low + np.array([-1e-6, 0, 1e-6]))).max()
        sides = [max(abs(k.left), abs(k.right)) for k in function.traits.kinks if k.at == peak.low]
        assert max(beside, *sides, 0) == pytest.approx(peak.size, rel=1e-4)


@each_elementwise
def test_beyond_its_saturation_a_function_stays_flat_and_before_it_does_not(record: Elementwise) -> None:
    function = BoundActivation(record, record.defaults)
    x, _, slopes = search.samples(function)
    peak = max_slope(function.slope, function.declared.kinks, x, slopes)
    assert peak is not None
    below, above = measured_traits.saturation(function, peak, x, slopes)
    level = peak.size
    if math.isinf(level):
        slopes = np.abs(function.slope(measured_traits.MIDDLE))
        level = slopes[np.isfinite(slopes)].max()
    for edge, side in ((below, -1.0), (above, 1.0)):
        if edge is not None:
            outside = edge + side * np.geomspace(1e-3, 1e5, 400)
            # Far out an oscillation is searched with few points a period.
            room = 1.0001 if abs(edge) < search.MIDDLE else 1.05
            assert (np.abs(function.slope(outside)) <= 0.01 * room * level).all()
            if level > 0 and edge != 0:
                assert abs(function.slope(np.array([edge - side * 1e-2]))[0]) > 0.0099 * level


#: The middles of twenty thousand parts of the normal distribution that are equally likely: exacter than random numbers.
NORMAL = np.array([NormalDist().inv_cdf((i + 0.5) / 20_000) for i in range(20_000)])


@each_elementwise
def test_the_mean_for_normal_input_is_that_of_samples(record: Elementwise) -> None:
    function = BoundActivation(record, record.defaults)
    got = measured_traits.mean(function, function.traits)
    y = function.compute(NORMAL)
    if got is None:
        assert np.isnan(y).any()
    else:
        assert abs(got - y.mean()) < 1e-3 * y.std() + 1e-12


def test_known_means() -> None:
    assert normal_mean(lambda x: np.maximum(x, 0), [0.0]) == pytest.approx(1 / math.sqrt(2 * math.pi), rel=1e-14)
    assert normal_mean(lambda x: x**4) == pytest.approx(3, rel=1e-12)
    assert facts("gelu").mean == pytest.approx(1 / (2 * math.sqrt(math.pi)), rel=1e-13)
    assert facts("tanh").mean == 0


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        ("relu", "max_slope", 1),
        ("relu", "saturates_below", 0),
        ("relu", "saturates_above", None),
        ("leaky_relu", "saturates_below", None),
        ("leaky_relu:0.005", "saturates_below", 0),
        ("sigmoid", "max_slope", 0.25),
        ("sigmoid", "saturates_above", 5.98645),
        ("binary_step", "max_slope", math.inf),
        ("tanh", "symmetry", "odd"),
        ("relu", "smoothness", "C0"),
        ("gelu", "smoothness", "C∞"),
        ("binary_step", "smoothness", "jump"),
        ("x*sigmoid(x)", "smoothness", "≥C1"),
        ("x*sigmoid(x)", "measured", True),
        ("silu", "measured", False),
        ("softmax", "sum_to_one", True),
        ("softmax", "mean", None),
        ("glu", "sum_to_one", False),
        ("srelu:a_left=-1", "monotone", "no"),
        ("3+0*x", "saturates_below", 0),
        ("3+0*x", "saturates_above", 0),
    ],
)
def test_traits_that_are_known(text: str, field: str, wanted: object) -> None:
    got = getattr(facts(text), field)
    assert got == (pytest.approx(wanted, rel=1e-5) if isinstance(wanted, float) else wanted)


def test_tails_begin_at_the_origin_where_all_is_small_and_nowhere_where_nothing_is() -> None:
    x = search.points()
    cases = ((np.abs(x) < 1e9, (0, 0)), (np.abs(x) > 1e9, (None, None)))
    for holds, found in cases:
        assert search.tails(lambda t: t > 2, x, holds) == found
    assert search.tails(lambda t: t > 2, x, x > 2) == (None, 2)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("exp(x)", "inf"),
        ("exp(-x)", "-inf"),
        ("1/x", "0"),
        ("gelu", "1.41421"),
        ("relu", "(0,inf)"),
        ("relu6", "(0,6)"),
        ("softplus", "inf"),
        ("log_sigmoid", "-inf"),
        ("linear", "(-inf,inf)"),
        ("sine", "0"),
        ("hard_swish", "3"),
        ("binary_step", "0"),
        ("relu_squared", "inf"),
        ("snake", "0.785398"),
    ],
)
def test_where_functions_are_steepest(text: str, where: str, capfd: pytest.CaptureFixture[str]) -> None:
    got = compared(capfd, text, "--traits")["traits"][0]["max_slope_at"]
    assert str(got) == where


def test_cost_is_measured_on_demand_only(capfd: pytest.CaptureFixture[str]) -> None:
    assert compared(capfd, "relu", "gelu", "--traits")["traits"][1]["cost"] is None
    cost = [record["cost"] for record in compared(capfd, "relu", "gelu", "softmax", "maxout", "--cost")["traits"]]
    assert all(c > 0 for c in cost)


# Differences


def series(name: str, *values: float) -> Series:
    return opaque(name, lambda x: np.array(values[: x.size], dtype=np.float64))


def differences(got: list[float], wanted: list[float], dtype: str = "float64") -> DiffRow:
    x = np.arange(len(got), dtype=np.float64)
    return summary(errors_between(series("a", *wanted), series("b", *got), x, number_format(dtype)))


def test_differences_by_hand() -> None:
    record = differences([1 + 2**-52, -3.0, 0.0, 5.0], [1.0, -3.0 - 2**-50, -0.0, 4.0])
    assert record.function == "b"
    assert (record.max_abs, record.max_abs_at) == (1.0, 3.0)
    assert (record.max_rel, record.max_rel_at) == (0.25, 3.0)
    assert (record.max_ulp, record.max_ulp_at) == (2.0**50, 3.0)
    assert (record.value, record.reference) == (5.0, 4.0)
    assert record.mean_ulp == (1 + 2 + 0 + 2.0**50) / 4
    assert (record.sign_of_zero, record.nan_mismatches, record.inf_mismatches) == (1, 0, 0)
    assert record.points == 4


def test_the_ulp_is_that_of_the_reference_in_the_type() -> None:
    assert differences([1 + 2**-10], [1.0], "float16").max_ulp == 1
    assert differences([1 + 2**-12], [1.0], "float16").max_ulp == 0
    assert differences([1 + 2**-7], [1.0], "bfloat16").max_ulp == 1
    assert differences([1.0], [1 - 2**-24], "float32").max_ulp == 1
    assert differences([1 + 2**-23], [1.0], "float32").max_ulp == 1
    assert differences([5e-324], [0.0]).max_ulp == 1


def test_mismatches_are_counted_not_subtracted() -> None:
    inf, nan = math.inf, math.nan
    record = differences([nan, 1, inf, -inf, inf, nan, 7], [nan, nan, inf, inf, 3, 1, 7])
    assert record.nan_mismatches == 2
    assert record.inf_mismatches == 2
    assert record.mismatch_at == 1
    assert (record.max_abs, record.max_ulp, record.max_abs_at) == (0, 0, None)


@pytest.mark.parametrize(
    ("got", "wanted", "most", "fails"),
    [
        ([1 + 2**-52], [1], 1, False),
        ([1 + 2**-52], [1], 0.5, True),
        ([1], [1], 0, False),
        ([math.nan], [1], 1e300, True),
        ([math.inf], [1], 1e300, True),
        ([-0.0], [0.0], 0, False),
        ([1], [0], 1e300, True),
    ],
)
def test_exceeding(got: list[float], wanted: list[float], most: float, fails: bool) -> None:  # noqa: FBT001  # a column
    x = np.zeros(1)
    row = summary(errors_between(series("a", *wanted), series("b", *got), x))
    assert (limits.beyond_ulp(row, most) is not None) == fails


@each_elementwise
def test_no_function_differs_from_itself(record: Elementwise) -> None:
    function = BoundActivation(record, record.defaults)
    x = diff_points.default([kink.at for kink in function.declared.kinks])
    given = opaque("its values, not the exact ones", function.compute)
    row = summary(errors_between(given, value(function), x))
    assert limits.beyond_ulp(row, 0) is None
    assert row.sign_of_zero == 0


@pytest.mark.parametrize("name", [*FLOAT_FORMATS, "int8:scale=1/3,zero_point=-3", "uq0.8", "q7.24"])
def test_the_default_points_cover_all_magnitudes_and_both_sides_of_kinks(name: str) -> None:
    form = number_format(name)
    x = diff_points.default([0.5], form)
    finite = x[np.isfinite(x)]
    assert math.isnan(x[-1]) == form.has_nan
    assert (form.round(finite) == finite).all()
    assert (np.diff(finite) >= 0).all()
    codes = form.encode(x)
    assert np.unique(codes).size == x.size
    half, spacing = form.round(np.array(0.5)), form.ulp(np.array(0.5))
    assert {float(half), float(half + spacing)} <= set(finite.tolist())
    assert form.max in finite
    assert (math.inf in x) == math.isinf(form.round(np.array(math.inf)))
    if form.bits <= 16:
        assert finite.size == form.every().size
    elif isinstance(form, FloatFormat):
        assert np.signbit(finite[finite == 0]).tolist() == [True, False]
        exponents = np.frexp(finite[finite > 0])[1]
        assert set(range(form.min_exponent, form.max_exponent)) <= set((exponents - 1).tolist())


def test_a_range_limits_the_points() -> None:
    x = diff_points.between(3, -2, [0.5])
    assert (x[0], x[-1]) == (-2, 3)
    assert {0.5, float(np.nextafter(0.5, 1)), 0.0} <= set(x.tolist())
    assert x.size > diff_points.IN_RANGE


def test_max_ulp_makes_a_check(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "relu", "relu_general", "--max-ulp", "0"]) == 0
    capfd.readouterr()
    assert run(["compare", "gelu", "gelu_tanh", "--diff", "--max-ulp", "4", "-t", "csv"]) == 1
    out, err = capfd.readouterr()
    assert out.startswith("function,max_ulp,")
    assert re.fullmatch(r"actcli: gelu_tanh is off by \S+ ulp at x = \S+; --max-ulp is 4\n", err)


def test_differences_of_derivatives(capfd: pytest.CaptureFixture[str]) -> None:
    record = compared(capfd, "relu", "x*(1 + abs(x)/x)/2", "-2", "2", "--diff", "--grad")["diff"][0]
    assert record["function"] == "x*(1+abs(x)/x)/2'"
    assert record["nan_mismatches"] == 2
    assert record["max_abs"] == 0


def test_points_from_standard_input() -> None:
    words = ["compare", "relu", "elu", "-", "--values", "--diff", "-t", "json"]
    done = processes.run(words, input=b"-1 0\n# no\n2\n")
    result = json.loads(done.stdout)
    assert [row["x"] for row in result["values"]] == [-1, 0, 2]
    assert result["diff"][0]["points"] == 3
    assert result["diff"][0]["max_abs"] == pytest.approx(1 - math.exp(-1))


# What is written


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["relu", "elu"], ["traits", "values"]),
        (["relu", "elu", "--diff"], ["diff"]),
        (["relu", "elu", "--values", "--diff", "--traits"], ["traits", "values", "diff"]),
        (["relu", "--cost"], ["traits"]),
        (["relu", "elu", "--max-ulp", "inf"], ["diff"]),
        (["relu", "elu", "--depth", "1", "--diff", "--traits"], ["traits", "diff", "depth"]),
        (["relu", "glu"], ["traits"]),
    ],
)
def test_json_has_the_sections_asked_for(words: list[str], keys: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert list(compared(capfd, *words)) == keys


@pytest.mark.parametrize("name", ["traits", "diff", "depth", "train"])
def test_the_documented_fields_are_the_written_ones(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    text = (Path(actcli.compare.__file__).parent / "FIELDS.md").read_text()
    section = text.partition(f"## {name}\n")[2].partition("\n## ")[0]
    documented = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    small = ["--train", "blobs", "--layers", "1", "--width", "2", "--epochs", "1", "--seeds", "1"]
    for words in (
        ["relu", "prelu", "--cost", "--diff", "--traits", "--depth", "1", *small],
        ["softmax", "x*x", "--traits"],
    ):
        for record in compared(capfd, *words).get(name, []):
            assert list(record) == documented
    assert documented


def test_columns_in_a_pipe_have_no_blanks_but_in_the_last(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "relu", "hard_tanh", "x*relu(x)", "softmax", "glu", "--traits"]) == 0
    header, *rows = capfd.readouterr().out.splitlines()
    count = len(header.split())
    assert header.split()[-1] == "formula"
    assert all(len(row.split(None, count - 1)) == count for row in rows)


@pytest.mark.parametrize("columns", [80, 100, 160])
def test_tables_for_reading_fit(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from actcli.numbers.style import Style
    from actcli.render.terminal import rich_tables

    monkeypatch.setenv("COLUMNS", str(columns))
    names = ("sigmoid", "relu", "selu", "softmax", "binary_step", "x*sigmoid(1.702*x)", "elu:alpha=0.5", "snake")
    functions = [resolve(name) for name in names]
    pair = [value(functions[0]), value(functions[1])]
    parts: dict[str, Section[Any]] = {
        "traits": traits_section.table(functions, cost=True),
        "diff": diff_section.table([judged(pair[0], pair[1], np.linspace(-3, 3, 50))], "sigmoid", FLOAT64),
    }
    lines = b"".join(rich_tables.sections(parts, Style(), color="never")).decode().splitlines()
    assert all(len(line) <= columns for line in lines)
    text = " ".join(lines)
    for shown in ("relu", "snake", "cost", "Σ=1", "5.986", "of sigmoid's value"):
        assert shown in text
    if columns == 160:
        rows = [line for line in lines if line.strip().startswith(("elu:alpha=0.5", "x*sigmoid"))]
        assert any("≈[-0.1636, ∞)" in row for row in rows)


@pytest.mark.parametrize("columns", [40, 50, 80])
def test_names_and_numbers_stay_whole_on_a_narrow_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from actcli.evaluation.compute import Table
    from actcli.numbers.style import Style
    from actcli.render.terminal import rich_tables

    monkeypatch.setenv("COLUMNS", str(columns))
    functions = [resolve(name) for name in ("leaky_relu", "softmax", "quick_gelu")]
    section = traits_section.table(functions)
    formula = "x*sigmoid(x)+" * 5 + "x"
    table = Table(("x", formula), iter([(np.array([-0.5]), np.array([-0.118403]))]))
    parts = rich_tables.sections({"traits": section, "values": table}, Style(), color="never")
    lines = b"".join(parts).decode().splitlines()
    assert all(len(line) <= columns for line in lines)
    assert {"leaky_relu", "quick_gelu", "-0.118403"} <= {word for line in lines for word in line.split()}


def test_a_listing_for_reading_has_parameters_of_six_digits() -> None:
    from actcli.analysis.describe import entry
    from actcli.render.terminal import rich_tables

    text = rich_tables.listing(
        [entry(resolve(name).activation) for name in ("relu_general", "rrelu", "selu")], color="never"
    )
    assert b"negative_slope=0, max_value=inf, threshold=0\n" in text
    assert b"lower=0.125, upper=1/3\n" in text
    assert b"alpha=1.67326, scale=1.0507\n" in text


def test_the_same_command_writes_the_same_bytes(capfd: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "relu", "gelu", "--traits", "--diff"]
    assert run(words) == run(words) == 0
    out = capfd.readouterr().out
    assert out[: len(out) // 2] == out[len(out) // 2 :]


def test_arrays_are_left_alone() -> None:
    x: Array = np.array([1.0, 2.0])
    errors_between(value(resolve("relu")), value(resolve("elu")), x, number_format("float16"), flush=True)
    assert x.tolist() == [1.0, 2.0]


def test_options_choose_the_functions(capfd: pytest.CaptureFixture[str]) -> None:
    names = [name for name, record in registry.records().items() if record.family == "swish"]
    rows = compared(capfd, "--family", "swish")
    assert list(rows) == ["traits"]
    assert [row["function"] for row in rows["traits"]] == names


def test_other_sections_take_the_elementwise_functions_of_all() -> None:
    heads = (
        processes.run(["compare", "--all", "--values", "0", "1", "-t", "csv"])
        .stdout.decode()
        .split("\n", 1)[0]
        .split(",")
    )
    assert heads == ["x", *(n for n, r in registry.records().items() if not isinstance(r, Vector))]


@pytest.mark.parametrize("sign", [1, -1])
def test_rows_are_sorted_by_a_field_and_absent_values_are_last(sign: int) -> None:
    field = "-mean" if sign < 0 else "mean"
    names = ["softmax", "elu", "glu", "tanh", "linear", "relu", "maxout", "gelu"]
    words = ["compare", *names, "--sort", field, "-t", "json"]
    rows = json.loads(processes.run(words).stdout)["traits"]
    means = [row["mean"] for row in rows if row["mean"] is not None]
    assert len(rows) == 8
    assert len(means) == 5
    assert means == sorted(means, reverse=sign < 0)
    assert [row["mean"] for row in rows[len(means) :]] == [None] * (len(rows) - len(means))


@pytest.mark.parametrize(
    ("field", "order"), [("range", "tanh gelu relu"), ("dead", "relu gelu tanh"), ("max_slope_at", "tanh relu gelu")]
)
def test_intervals_are_sorted_by_their_ends(field: str, order: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "gelu", "relu", "tanh", "--sort", field, "--traits", "-t", "json"]) == 0
    assert [row["function"] for row in json.loads(capfd.readouterr().out)["traits"]] == order.split()


def test_depth_can_be_sorted_too() -> None:
    words = ["compare", "exp(exp(x))", "relu", "--depth", "9", "--sort", "-measured", "-t", "json"]
    assert [row["function"] for row in json.loads(processes.run(words).stdout)["depth"]] == ["relu", "exp(exp(x))"]
    words = ["compare", "sigmoid", "relu", "tanh", "--depth", "3", "--sort", "measured", "-t", "json"]
    rows = json.loads(processes.run(words).stdout)["depth"]
    assert [row["function"] for row in rows] == ["sigmoid", "relu", "tanh"]
    assert rows[0]["verdict"] == "vanishes"


@pytest.mark.parametrize(
    "words",
    [
        ["relu", "--all"],
        ["--all", "--family", "swish"],
        ["--family", "swishes"],
        ["--family", "gated", "--depth", "2"],
        ["relu", "--sort", "colour"],
    ],
)
def test_contradictory_choices_are_refused(words: list[str]) -> None:
    done = processes.run(["compare", *words])
    assert (done.returncode, done.stdout) == (2, b"")
