"""Charts, before any drawing: every function of the registry, on both sides of its kinks."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from actcli.analysis import inferred_traits
from actcli.catalog.record import FAMILIES
from actcli.charts import compose, curve, gallery_chart, gated_chart, labels, line_chart, model
from actcli.charts.model import BarChart, LineChart, PlotOptions, SampleRange
from actcli.charts.numerals import rounded, rounded_alike
from actcli.charts.ticks import Ticks, log_ticks, ticks
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import compute
from actcli.numbers.formats import number_format
from actcli.numbers.style import Style
from actcli.spec.resolve import resolve, resolve_all
from records import ELEMENTWISE, RECORDS, VECTORS

if TYPE_CHECKING:
    from actcli.evaluation.bound import BoundActivation

every = pytest.mark.parametrize("function", [resolve(record.name) for record in ELEMENTWISE], ids=lambda f: f.name)
USUAL = SampleRange(-5, 5)
#: Ends of ranges from the smallest to the largest that people draw, none of them symmetric about a kink.
RANGES = ((-5.0, 5.0), (-1e-3, 1e-3), (-1e6, 1e6), (0.0, 1e-300), (-1e308, 1e308), (0.5, 3.0))


def functions(*texts: str) -> list[BoundActivation]:
    return resolve_all(texts)


def drawn(*texts: str, where: SampleRange = USUAL, options: PlotOptions = PlotOptions()) -> LineChart:  # noqa: B008  # frozen
    made = compose.compose(functions(*texts), where, options)
    assert isinstance(made, LineChart)
    return made


def bars(*texts: str, where: SampleRange) -> BarChart:
    made = compose.compose(functions(*texts), where, PlotOptions())
    assert isinstance(made, BarChart)
    return made


def quantities(function: BoundActivation) -> tuple[curve.CurveFunction, curve.CurveFunction]:
    return curve.value(function), curve.slope(function)


def poles(quantity: curve.CurveFunction) -> set[float]:
    """Return where a quantity is declared to grow without bound."""
    return {b.at for b in quantity.breaks if math.isinf(b.value)}


def ranges(function: BoundActivation) -> tuple[tuple[float, float], ...]:
    """Return where curves are drawn: of a formula without a kernel not on the whole line, where tails take long."""
    return RANGES if function.elementwise.f else tuple(r for r in RANGES if r[1] < 1e300)


@every
def test_a_curve_lies_on_its_function_and_in_its_range(function: BoundActivation) -> None:
    pieces = function.traits.range
    value, slope = quantities(function)
    for quantity, (start, stop) in product((value, slope), ranges(function)):
        line = curve.sample(quantity, start, stop)
        assert (np.diff(line.x) >= 0).all()
        assert (line.x[0], line.x[-1]) == (start, stop)
        plain = ~np.isin(line.x, [b.at for b in quantity.breaks])
        for at in poles(quantity):
            plain &= np.abs(line.x - at) > 1e-6
        wanted = quantity.compute(line.x[plain])
        np.testing.assert_array_equal(line.y[plain], np.where(np.isfinite(wanted), wanted, np.nan))
        y = line.y[np.isfinite(line.y)]
        if y.size and quantity is value:
            # In float64 what approaches the end of an open range arrives there.
            assert min(p.low for p in pieces) <= y.min()
            assert y.max() <= max(p.high for p in pieces)


@every
def test_both_sides_of_every_kink_are_drawn(function: BoundActivation) -> None:
    for quantity in quantities(function):
        for b in quantity.breaks:
            assert b.value == quantity.compute(np.array([b.at], dtype=np.float64))[0]
            start, stop = b.at - 2.0, b.at + 3.0
            line = curve.sample(quantity, start, stop)
            here = np.flatnonzero(line.x == b.at)
            if b.jumps:
                np.testing.assert_array_equal(line.y[here], [b.left, np.nan, b.right])
                assert b in line.jumps
            elif b.at in poles(quantity):
                assert np.isnan(line.y[here]).all()
                continue
            else:
                assert line.y[here] == [b.value]
            before, after = here[0] - 1, here[-1] + 1
            assert 0 < b.at - line.x[before] <= 2e-6
            assert 0 < line.x[after] - b.at <= 2e-6
            # The limits are those of the function: no point beside a jump is on the wrong branch.
            near = 1e-4 if b.at not in poles(curve.slope(function)) else 2e-3
            assert line.y[before] == pytest.approx(b.left, abs=near)
            assert line.y[after] == pytest.approx(b.right, abs=near)


def turns(quantity: curve.CurveFunction, start: float, stop: float) -> int:
    """Return how often a quantity turns between ascending and descending."""
    y = quantity.compute(np.linspace(start, stop, 20 * curve.COLUMNS))
    return int(np.count_nonzero(np.diff(np.sign(np.diff(y)))))


@every
def test_a_curve_has_points_enough_where_it_bends(function: BoundActivation) -> None:
    """No point of the function is farther from the line than a fifth of its width, 0.36 points, on a panel of 180."""
    for quantity, (start, stop) in product(quantities(function), [(-5.0, 5.0), (-1e-3, 1e-3), (-20.0, 20.0)]):
        line = curve.sample(quantity, start, stop)
        height = np.nanmax(line.y) - np.nanmin(line.y)
        x = np.random.default_rng(1).uniform(start, stop, 5000)
        if turns(quantity, start, stop) > curve.COLUMNS / 4:
            continue  # waves of a few columns fill their height instead
        for piece in np.split(np.arange(len(line.x)), np.flatnonzero(np.isnan(line.y))):
            xs, ys = (values[piece][np.isfinite(line.y[piece])] for values in (line.x, line.y))
            if not xs.size:
                assert poles(quantity)  # between its two gaps
                continue
            within = x[(x > xs[0]) & (x < xs[-1])]
            for at in poles(quantity):  # beside which the line leaves the panel
                within = within[np.abs(within - at) > 2 * (stop - start) / curve.COLUMNS]
            error = np.abs(np.interp(within, xs, ys) - quantity.compute(within))
            assert error.max(initial=0.0) <= 2e-3 * max(height, 1e-12)


@pytest.mark.parametrize(
    "stop", [1e3, 1e4, 1e6, 2 * math.pi * curve.COLUMNS * curve.DEPTH, 2 * math.pi * curve.COLUMNS]
)
def test_fast_oscillations_fill_their_height_and_never_alias(stop: float) -> None:
    line = curve.sample(curve.value(functions("sine")[0]), 0.0, stop)
    column = np.minimum((line.x / stop * curve.COLUMNS).astype(int), curve.COLUMNS - 1) // 20
    lowest = [line.y[column == i].min() for i in range(curve.COLUMNS // 20)]
    highest = [line.y[column == i].max() for i in range(curve.COLUMNS // 20)]
    assert max(lowest) < -0.99
    assert min(highest) > 0.99


@every
def test_limits_hold_the_curves_and_little_more(function: BoundActivation) -> None:
    made = line_chart.compose([function], USUAL, PlotOptions())
    assert [panel.label for panel in made.panels] == ["activations", "derivative"]
    for panel in made.panels:
        low, high = panel.ylim
        y = panel.lines[0].curve.y
        assert low < np.nanmin(y)
        if panel.label == "derivative" and poles(curve.slope(function)):
            assert np.nanquantile(y, 0.75) < high
            continue
        assert np.nanmax(y) < high
        assert high - low <= 2.1 * (np.nanmax(y) - np.nanmin(y)) or np.ptp(y[np.isfinite(y)]) < 1e-12


@every
def test_finite_limits_and_asymptotes_are_asymptotes(function: BoundActivation) -> None:
    """An asymptote on the left or right is what the function comes to a million away."""
    asymptotes = line_chart.compose([function], SampleRange(-20, 20), PlotOptions()).panels[0].asymptotes
    limits = function.compute(np.array([-math.inf, math.inf])).tolist()
    for end, limit in zip((-20.0, 20.0), limits, strict=True):
        if math.isfinite(limit):
            assert any(end in {x0, x1} and (y0, y1) == (limit, limit) for x0, y0, x1, y1 in asymptotes)
    for x0, y0, x1, y1 in asymptotes:
        slope = (y1 - y0) / (x1 - x0)
        for end, y in ((x0, y0), (x1, y1)):
            if abs(end) == 20.0:
                far = math.copysign(1e6, end)
                gap = function.compute(np.array([far]))[0] - (y + slope * (far - end))
                assert abs(gap) <= 1e-4 * max(1.0, abs(slope) * 20)


def test_an_asymptote_that_the_curve_lies_on_is_not_drawn() -> None:
    assert drawn("softshrink").panels[0].asymptotes == ()
    assert drawn("gelu").panels[0].asymptotes == ((-5, 0, 0, 0), (0, 0, 5, 5))


@every
def test_a_marked_minimum_is_the_lowest_point(function: BoundActivation) -> None:
    line = line_chart.compose([function], USUAL, PlotOptions()).panels[0].lines[0]
    for x, y in line.minima:
        assert y <= np.nanmin(line.curve.y)
        assert function.compute(np.array([x]))[0] == pytest.approx(y, rel=1e-12)
        left, right = function.compute(np.array([x - 1e-3, x + 1e-3]))
        assert left >= y <= right


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("gelu", [(-0.75179, -0.169971)]),
        ("silu", [(-1.27846, -0.278465)]),
        ("mish", [(-1.19243, -0.308843)]),
        ("sinc", [(-4.49341, -0.217234), (4.49341, -0.217234)]),
        ("logcosh", [(0, 0)]),
        ("relu", []),
        ("tanh", []),
        ("hard_elish", [(-0.442854, -0.099673)]),
    ],
)
def test_minima_that_are_known(text: str, places: list[tuple[float, float]]) -> None:
    found = drawn(text).panels[0].lines[0].minima
    assert [x for pair in found for x in pair] == pytest.approx([x for pair in places for x in pair], abs=2e-5)


def test_a_pole_does_not_flatten_the_rest() -> None:
    low, high = drawn("1/x").panels[0].ylim
    assert [low, high] == pytest.approx([-5.5, 5.5], abs=0.3)
    assert drawn("exponential").panels[0].ylim[1] > math.exp(5)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("sin(x)/cos(x)", [-3 * math.pi / 2, -math.pi / 2, math.pi / 2, 3 * math.pi / 2]),
        ("1/(x**2-2)", [-math.sqrt(2), math.sqrt(2)]),
        ("1/sqrt(abs(x-1.2345))", [1.2345]),
        ("1/(1e-9+(x-1.2345)**2)", []),
        ("exp(-(1e4*(x-1.2345))**2)", []),
        ("log(abs(x-1.2345))", []),
        ("0*x", []),
    ],
)
def test_poles_between_samples_part_the_line(text: str, places: list[float]) -> None:
    (function,) = functions(text)
    line = curve.sample(curve.value(function), -5, 5)
    assert line.x[np.isnan(line.y)] == pytest.approx(places, abs=1e-6)


def test_a_plot_of_a_second_derivative_needs_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(inferred_traits, "traits")
    ((at, lowest),) = drawn("mish''").panels[0].lines[0].minima
    assert (at, lowest) == pytest.approx((2.114842563, -0.0590333570), rel=1e-8)


def test_a_riser_joins_finite_limits_only() -> None:
    assert curve.Discontinuity(0, 1, -1, 0).jump_segment == (-1, 1)
    assert curve.Discontinuity(0, 0, math.inf, 0).jump_segment == ()


def test_a_difference_breaks_where_either_function_does() -> None:
    one, other = map(resolve, ("hard_tanh", "hard_sigmoid"))
    breaks = curve.difference(curve.value(one), curve.value(other)).breaks
    assert [each.at for each in breaks] == [-3, -1, 1, 3]
    for each in breaks:
        assert each.value == each.left == each.right == one(each.at) - other(each.at)


@pytest.mark.parametrize("spec", ["swiglu", "softmax"])
def test_the_label_of_results_is_the_one_asked_for(spec: str) -> None:
    where = SampleRange(-1, 1, np.array([0.0, 1.0]))
    panels = compose.compose([resolve(spec)], where, PlotOptions(ylabel="mine")).panels
    assert [panel.label for panel in panels][spec == "softmax" :][0] == "mine"
    assert [panel.label for panel in panels].count("mine") == 1


def test_values_of_one_parameter_are_in_order() -> None:
    made = drawn("elu:alpha=2", "elu:alpha=0.5", "elu")
    assert made.ramp
    assert [line.label for line in made.panels[0].lines] == ["α = 0.5", "α = 1", "α = 2"]
    assert made.title == "elu"
    assert not drawn("elu", "celu:alpha=2").ramp


def test_names_of_one_function_show_the_parameters_that_differ() -> None:
    made = drawn("srelu:t_left=-2,a_left=0.5", "srelu:t_left=-3,a_left=0.5,t_right=3")
    assert not made.ramp
    assert [line.label for line in made.panels[0].lines] == ["t_left = −2, t_right = 1", "t_left = −3, t_right = 3"]
    assert (made.title, made.subtitle) == ("srelu", "a_left = 0.5,  a_right = 0.4")


def test_derivatives_are_shown_as_asked() -> None:
    def shown(*texts: str, grad: bool | None) -> list[str]:
        return [panel.label for panel in drawn(*texts, options=PlotOptions(grad=grad)).panels]

    assert shown("gelu", grad=None) == ["activations", "derivative"]
    assert shown("gelu", grad=False) == ["activations"]
    assert shown("gelu", "relu", grad=None) == ["activations"]
    assert shown("gelu", "relu", grad=True) == ["activations", "derivatives"]


def test_differences_are_from_the_first() -> None:
    made = drawn("relu", "gelu", "binary_step", options=PlotOptions(diff=True, grad=True))
    assert [line.label for line in made.panels[0].lines] == ["gelu − relu", "binary_step − relu"]
    relu, gelu, step = functions("relu", "gelu", "binary_step")
    line = made.panels[0].lines[0].curve
    np.testing.assert_array_equal(line.y, gelu.compute(line.x) - relu.compute(line.x))
    (jump,) = made.panels[0].lines[1].curve.jumps
    assert (jump.at, jump.left, jump.right, jump.value) == (0, 0, 1, 1)
    # gelu'(0) is 1/2, relu' jumps from 0 to 1 and is 0 at the kink itself, which is the integer 0 in its record.
    (turn,) = made.panels[1].lines[0].curve.jumps
    assert (turn.left, turn.right, turn.value) == (0.5, -0.5, 0.5)
    slope = made.panels[1].lines[1].curve
    plain = slope.x != 0
    np.testing.assert_array_equal(slope.y[plain], step.slope(slope.x[plain]) - relu.slope(slope.x[plain]))


def test_dots_are_the_points_asked_for() -> None:
    dots = np.array([-1.0, 0.0, 1.0])
    line = drawn("gelu", where=SampleRange(-1, 1, dots)).panels[0].lines[0]
    assert line.dots is not None
    np.testing.assert_array_equal(line.dots[1], functions("gelu")[0].compute(dots))


def test_bars_are_a_vector_and_what_becomes_of_it() -> None:
    vector = np.arange(-5.0, 6.0)
    given, softmax, softmin = bars("softmax", "softmin", where=SampleRange(-5, 5, vector)).panels
    np.testing.assert_array_equal(given.values, vector)
    assert softmax.values.sum() == pytest.approx(1)
    np.testing.assert_array_equal(softmax.values, softmin.values[::-1])


@pytest.mark.parametrize("function", [resolve(v.name) for v in VECTORS if v.gate is not None], ids=lambda f: f.name)
def test_gates_are_curves_over_the_half_that_bends_them(function: BoundActivation) -> None:
    gate = function.pairs
    for panel, slope in zip(gated_chart.compose([function], USUAL, PlotOptions()).panels, (False, True), strict=True):
        for line, held in zip(panel.lines, gated_chart.SLICE_VALUES, strict=True):
            x = line.curve.x[line.curve.x != 0]
            y = line.curve.y[line.curve.x != 0]
            other = np.full_like(x, held)
            pair = (x, other) if gated_chart.slice_axis(gate) == "a" else (other, x)
            kernel = (gate.grad_a if gated_chart.slice_axis(gate) == "a" else gate.grad_b) if slope else gate.f
            np.testing.assert_array_equal(y, kernel(*pair))


@pytest.mark.parametrize(
    ("texts", "options", "complaint"),
    [
        (["relu", "softmax"], PlotOptions(), "they cannot share a plot"),
        (["glu", "softmax"], PlotOptions(), "they cannot share a plot"),
        (["relu"], PlotOptions(diff=True), "--diff needs two functions"),
        (["softmax", "softmin"], PlotOptions(diff=True), "softmax takes a vector"),
        (["softmax"], PlotOptions(grad=True), "softmax takes a vector"),
        (["glu", "swiglu"], PlotOptions(diff=True), "glu takes a vector"),
    ],
)
def test_options_that_do_not_suit_the_functions(texts: list[str], options: PlotOptions, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        compose.compose(functions(*texts), SampleRange(-5, 5, np.arange(4.0)), options)


def test_gates_side_by_side_have_their_other_half_at_one() -> None:
    one, other = functions("glu", "swiglu")
    values, slopes = gated_chart.compose([one, other], USUAL, PlotOptions(grad=True)).panels
    assert [line.name for line in (*values.lines, *slopes.lines)] == ["glu", "swiglu", "glu'", "swiglu'"]
    for line, gate in zip(values.lines, (one.pairs, other.pairs), strict=True):
        x, held = line.curve.x, np.ones_like(line.curve.x)
        np.testing.assert_array_equal(
            line.curve.y, gate.f(x, held) if gated_chart.slice_axis(gate) == "a" else gate.f(held, x)
        )
    assert len(gated_chart.compose([one], USUAL, PlotOptions(grad=False)).panels) == 1


def test_a_constant_has_no_minimum() -> None:
    (constant,) = functions("3+0*x")
    quantity = curve.value(constant)
    assert curve.minima(quantity, curve.sample(quantity, -5, 5)) == ()


def test_where_all_is_zero_a_panel_still_has_a_height() -> None:
    (section,) = gallery_chart.compose("rectifier", SampleRange(-3, -1), PlotOptions()).sections
    for cell in section.cells:
        assert cell.ylim[0] <= 0 < cell.ylim[1]


def test_nothing_finite_is_no_chart() -> None:
    with pytest.raises(ActcliError, match=r"^log\(x\): nothing finite in this range$"):
        drawn("log(x)", where=SampleRange(-3, -1))


def test_the_gallery_shows_every_function_once() -> None:
    made = gallery_chart.compose(None, USUAL, PlotOptions())
    shown = [cell.name for section in made.sections for cell in section.cells]
    assert sorted(shown) == sorted(record.name for record in RECORDS)
    for section in made.sections:
        for cell in section.cells:
            low, high = cell.ylim
            assert low <= 0 <= high
            assert len(cell.lines) == (0 if cell.bars is not None else 5 if section.keys else 2)
    for record in RECORDS:
        assert record.summary
        assert record.name in made.description


@pytest.mark.parametrize("key", dict.fromkeys(record.family for record in RECORDS))
def test_a_family_answers_to_its_key_and_heading(key: str) -> None:
    made = [gallery_chart.compose(name, USUAL, PlotOptions(grad=False)) for name in (key, FAMILIES[key])]
    assert [g.title for g in made] == [FAMILIES[key]] * 2
    assert [cell.name for cell in made[0].sections[0].cells] == [r.name for r in RECORDS if r.family == key]


def test_panels_of_a_family_have_the_same_limits_where_that_flattens_none() -> None:
    (section,) = gallery_chart.compose("sigmoid", USUAL, PlotOptions()).sections
    limits = [cell.ylim for cell in section.cells if cell.name in {"sigmoid", "bipolar_sigmoid", "laplace", "cloglog"}]
    assert len(set(limits)) <= 2


finite = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def axes(draw: st.DrawFn) -> tuple[float, float]:
    """Return the ends of an axis: of any magnitude, and down to a few doubles wide, anywhere."""
    low, high = sorted([draw(finite), draw(finite)])
    if draw(st.booleans()):
        width = abs(low) * 10.0 ** draw(st.floats(-17, 2))
        high = low + width
    assume(math.isfinite(high) and low < high)
    return low, high


LABEL = re.compile(r"([+−]?)(?:([\d.]+)(?:×(?=10[⁻⁰¹²³⁴-⁹]))?)?(?:10([⁻⁰¹²³⁴-⁹]+))?")
NOTE = re.compile(r"(?: \(×(10[⁻⁰¹²³⁴-⁹]+)\))?(?: ([+−]) (\S+))?")


def read(label: str) -> Fraction:
    """Return the number that a reader sees in a label: ``−1.5×10⁻⁷``."""
    match = LABEL.fullmatch(label)
    assert match, label
    sign, digits, power = match.groups()
    raised = (power or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert power != ""
    return (-1 if sign == "−" else 1) * Fraction(digits or "1") * Fraction(10) ** int(raised)


def shown(made: Ticks) -> list[float]:
    """Return the doubles nearest to what the labels of an axis say, its note included."""
    match = NOTE.fullmatch(made.note)
    assert match, made.note
    scale, sign, offset = match.groups()
    shift = read(offset) * (-1 if sign == "−" else 1) if offset else 0
    return [float(read(text) * (read(scale) if scale else 1) + shift) for text in made.texts]


@given(ends=axes(), most=st.integers(2, 12))
@example(ends=(1507692903986.0, 1507693002268.0), most=5)
@example(ends=(1.00000001e-13, 1.00000002e-13), most=5)
@example(ends=(-1000001.0, -999999.0), most=5)
@example(ends=(1.0, 1.0000000000000004), most=5)
@example(ends=(0.0, 5e-324), most=12)
@example(ends=(-4e16, 4e16), most=2)
def test_every_label_says_where_its_tick_is(ends: tuple[float, float], most: int) -> None:
    made = ticks(*ends, most)
    assert shown(made) == list(made.values)
    assert [float(read(text)) for text in made.full] == list(made.values)
    assert 2 <= len(made.values) <= max(5, most + 2)  # where steps of 5 leave a single tick, steps of 2 give up to five
    assert len(set(made.texts)) == len(made.values)
    assert ends[0] <= made.values[0]
    assert made.values[-1] <= ends[1]
    steps = [Fraction(b) - Fraction(a) for a, b in pairwise(made.values)]
    assert min(steps) > 0
    assert max(steps) <= 2 * min(steps)  # a double may be an eighth of a step away from its round number


@given(low=st.floats(-330, 300), decades=st.floats(1, 600), most=st.integers(2, 12))
@example(low=-4.2, decades=5, most=8)
@example(low=5e-324, decades=3.0, most=2)
def test_every_label_of_a_logarithmic_axis_says_where_its_tick_is(low: float, decades: float, most: int) -> None:
    made = log_ticks(low, low + decades, most)
    assert made.values
    assert len(made.values) <= 3 * most
    for value, text in zip(made.values, made.texts, strict=True):
        assert low <= value <= low + decades
        exponent = math.floor(value + 1e-9)
        assert read(text) / Fraction(10) ** exponent == round(10 ** (value - exponent))


@given(value=finite, digits=st.integers(1, 9))
def test_a_rounded_number_has_so_many_digits(value: float, digits: int) -> None:
    assert read(rounded(value, digits)) == Fraction(f"{value:.{digits - 1}e}")


@given(values=st.lists(finite, min_size=1, max_size=6))
def test_numbers_that_are_rounded_alike_are_right_to_a_thousandth_of_the_largest(values: list[float]) -> None:
    largest = max(map(abs, values))
    for value, text in zip(values, rounded_alike(values), strict=True):
        assert abs(read(text) - Fraction(value)) <= Fraction(largest) / 190


@pytest.mark.parametrize(
    ("low", "high", "texts", "note"),
    [
        (-5, 5, ("−4", "−2", "0", "2", "4"), ""),
        (0, 1, ("0", "0.2", "0.4", "0.6", "0.8", "1"), ""),
        (-1e6, 1e6, ("−1", "−0.5", "0", "0.5", "1"), " (×10⁶)"),
        (0, 1e-300, ("0", "0.5", "1"), " (×10⁻³⁰⁰)"),
        (999999, 1000001, ("+0", "+0.5", "+1", "+1.5", "+2"), " + 999999"),
        (-1000001, -999999, ("+0", "+0.5", "+1", "+1.5", "+2"), " − 1000001"),
        (-0.45, 0.45, ("−0.4", "−0.2", "0", "0.2", "0.4"), ""),
    ],
)
def test_the_texts_of_ticks(low: float, high: float, texts: tuple[str, ...], note: str) -> None:
    made = ticks(low, high, 5)
    assert (made.texts, made.note) == (texts, note)


def test_a_scale_has_two_ticks_however_little_room_there_is() -> None:
    assert ticks(-0.45, 0.45, 2).texts == ("−0.4", "−0.2", "0", "0.2", "0.4")


def test_limits_of_a_constant_differ() -> None:
    assert model.widened(0, 0) == (-1, 1)
    assert model.widened(3, 3) == (0, 6)


def test_derivatives_of_a_higher_order() -> None:
    where = SampleRange(-2.0, 2.0, columns=50, depth=4)
    chart = compose.compose([resolve("gelu"), resolve("relu")], where, PlotOptions(grad=True, order=2))
    assert isinstance(chart, LineChart)
    assert chart.panels[1].label == "second derivatives"
    gelu, relu = (line.curve for line in chart.panels[1].lines)
    np.testing.assert_array_equal(gelu.y, resolve("gelu").grad(gelu.x, order=2))
    assert not relu.y[np.isfinite(relu.y)].any()


@pytest.mark.parametrize(
    ("formula", "cases"),
    [
        ("x*-2", [(r"x\,(-2)", "")]),
        ("+x", [("x", "")]),
        ("3 - -x", [("3 - (-x)", "")]),
        ("zeta*x + p1:zeta=2,p1=3", [(r"\zeta\,x + p_{1}", "")]),
        ("-(x - 1)/2", [(r"-\dfrac{x - 1}{2}", "")]),
        ("x*(-x/2)", [(r"x\,\left(-\dfrac{x}{2}\right)", "")]),
        ("atan(x)", [(r"\arctan(x)", "")]),
        ("1 + where(x > 0, x, 2)", [("1 + x", "x > 0"), ("1 + 2", r"x \leq 0")]),
        ("where(x < inf, x, 2)", [("x", r"x < \infty"), ("2", r"x = \infty")]),
        (
            "*".join(["where(x > 0, 1, 2)"] * 2 + ["where(x > 1, 3, 4)", "where(x > 2, 5, 6)", "where(x > 3, 7, 8)"]),
            [(r"\,".join(rf"\left({yes}\ \mathrm{{if}}\ x > {at}\ \mathrm{{else}}\ {no}\right)"
                         for yes, at, no in [(1, 0, 2), (1, 0, 2), (3, 1, 4), (5, 2, 6), (7, 3, 8)]), "")],
        ),
    ],
)  # fmt: skip
def test_formulas_are_typeset(formula: str, cases: list[tuple[str, str]]) -> None:
    typeset = labels.definition(resolve(formula).activation)
    assert typeset is not None
    assert list(typeset.cases) == cases


# Number formats


@pytest.mark.parametrize(
    ("name", "start", "stop"),
    [
        ("q1.3", -3.0, 3.0),
        ("int8:scale=1/3,zero_point=100", -90.0, 5.0),
        ("float8_e4m3fn", -1000.0, 1000.0),
        ("float8_e5m2", -9.0, 1e6),
        ("float8_e8m0fnu", -5.0, 5.0),
        ("float4_e2m1fn", 1.1, 1.2),
    ],
)
@pytest.mark.parametrize("spec", ["gelu", "sigmoid"])
def test_a_curve_in_a_type_is_a_staircase(spec: str, name: str, start: float, stop: float) -> None:
    style = Style(number_format(name))
    (function,) = functions(spec)
    (panel, _) = drawn(spec, where=SampleRange(start, stop), options=PlotOptions(style=style)).panels
    line = panel.lines[0].curve
    assert (line.x[0], line.x[-1]) == (start, stop)
    assert np.array_equal(line.y[::2], line.y[1::2], equal_nan=True)
    x = np.linspace(start, stop, 1999)[1:-1]
    x = x[~np.isin(x, line.x)]
    tread = (np.searchsorted(line.x, x) - 1) // 2
    wanted = compute.apply([compute.value(function)], x, style.number_format, style.results)[1]
    assert np.array_equal(line.y[::2][tread], np.where(np.isfinite(wanted), wanted, np.nan), equal_nan=True)


def test_a_type_of_many_values_is_sampled() -> None:
    options = PlotOptions(style=Style(number_format("float16")), diff=True, grad=True)
    made = drawn("gelu", "silu", options=options)
    assert made.subtitle == "float16"
    for panel in made.panels:
        y = panel.lines[0].curve.y
        assert 500 < np.unique(y).size < y.size
