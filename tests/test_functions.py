"""Every function of the registry before the judge."""

from __future__ import annotations

import numpy as np
import pytest

from actcli.catalog.record import Activation, Elementwise, Gate, Param, Vector
from actcli.evaluation import evaluate
from actcli.evaluation.bound import BoundActivation
from actcli.spec.resolve import resolve
from judge import DENSE, reports
from oracle import facts, goal
from oracle.points import parameter_sets
from oracle.verdict import Case, judge_at
from records import RECORDS, each_record


def _numbers(record: Activation) -> list[Param]:
    """Return the parameters that are numbers."""
    return [param for param in record.params if not param.choices]


def check(record: Activation, many: float) -> None:
    found = []
    for values in parameter_sets(record):
        judged = list(reports(record, values, many))
        found += [failure for report in judged for failure in report.failures]
        if isinstance(record, Elementwise) and goal.has_goal(record) and values == record.defaults:
            found += goal.misses(record, judged)
    if found:
        pytest.fail("\n".join(map(str, [f"{len(found)} wrong", *found[:15]])), pytrace=False)


def usual(record: Activation) -> float:
    """Return the share of points that a function is tried at in every run: a quarter where all comes from its formula.

    The evaluation of formulas is one piece of code, which every function without kernels tests. ``-m dense`` takes
    them all.
    """
    if not isinstance(record, Elementwise):
        return 1.0
    kernels = (record.f, record.grad, *(param.derivative for param in record.params))
    return 1.0 if any(kernels) else 0.25


@each_record
def test_value_and_derivatives_are_right(record: Activation) -> None:
    check(record, usual(record))


@pytest.mark.parametrize("record", [r for r in RECORDS if _numbers(r)], ids=lambda record: record.name)
def test_value_and_derivatives_are_right_where_a_parameter_is_zero_or_large(record: Activation) -> None:
    """Zero is where formulas degenerate; where a domain ends there, nothing is a derivative across it."""
    for param in _numbers(record):
        for value in {0.0, 8.0} - {param.default}:
            values = record.defaults | {param.name: value}
            if value not in param.domain or not all(rule.holds(**values) for rule in record.rules):
                continue
            across = f"d/d{param.name}" if -1e-9 not in param.domain and not value else ""
            judged = reports(record, values, usual(record))
            found = [f for report in judged if report.what != across for f in report.failures]
            assert not found, "\n".join(map(str, found[:15]))


#: Parameters that a library takes and that change what a function is like.
UNUSUAL = (
    "relu_general:max_value=5,threshold=5",
    "relu_general:max_value=5,threshold=7,negative_slope=0.5",
    "relu_general:threshold=1,negative_slope=-2",
    "hard_sigmoid:slope=0",
    "hard_sigmoid:slope=-1/6",
    "hard_tanh:min_val=-inf",
    "hard_tanh:min_val=0,max_val=inf",
    "hard_tanh:min_val=2,max_val=-1",
    "relu_general:threshold=-1",
    "relu_general:threshold=-1,negative_slope=0.5,max_value=2",
    "relu_general:threshold=-1,negative_slope=-0.5",
    "hardshrink:-1",
    "softshrink:-1",
    "shrink:lambd=-1",
    "shrink:lambd=-1,bias=0.25",
    "shrink:lambd=-1,bias=-1",
    "laplace:sigma=-0.5",
    "scaled_tanh:alpha=-1,beta=2",
    "scaled_tanh:beta=0",
    "elu:-2",
    "celu:-0.3",
    "selu:alpha=0,scale=-2",
    "selu:scale=0",
    "selu:alpha=-2,scale=-1",
    "xielu:beta=-1,alpha_n=-0.5",
    "sine:-2",
)


@pytest.mark.parametrize("spec", UNUSUAL)
def test_value_derivatives_and_facts_are_right_with_unusual_parameters(spec: str) -> None:
    function = resolve(spec)
    record, values = function.activation, function.values
    found = [failure for report in reports(record, values) for failure in report.failures]
    assert not [*found, *facts.check(record, values)]


def test_a_threshold_at_the_largest_value_is_a_step_to_it() -> None:
    step = resolve("relu_general:max_value=5,threshold=5")
    assert step([4, 5, 6]).tolist() == [0, 5, 5]
    assert step.grad([4, 5, 6]).tolist() == [0, 0, 0]
    x = [-10, -5, 0, 4, 10]
    assert resolve("relu_general:negative_slope=0.5,max_value=5,threshold=5")(x).tolist() == [-7.5, -5, -2.5, -0.5, 5]


@pytest.mark.parametrize("alpha", [0.3, -1.25, 3e3])
def test_snake_keeps_its_digits_where_its_wave_cancels_its_line(alpha: float) -> None:
    snake = resolve("snake").elementwise
    (f, *_) = judge_at(Case(snake, {"alpha": alpha}), np.linspace(-3.5, 1.5, 500) / alpha)
    assert f.worst is not None
    assert f.worst.ulps <= 4


@pytest.mark.parametrize(
    "spec",
    [
        "leaky_relu:-1.25",
        "elu:-2",
        "selu:alpha=0.3,scale=2.5",
        "hard_sigmoid:slope=8",
        "hard_swish",
        "relu_general:threshold=1,negative_slope=-2",
        "shrink:bias=0.25",
        "nlrelu:2.5",
        "squareplus:2.5",
        "penalized_tanh:-2",
    ],
)
def test_a_record_without_kernels_holds_the_bar(spec: str) -> None:
    """Flat pieces, kinks with a declared slope, limits and zeros of either sign come from the formula alone."""
    function = resolve(spec)
    params = tuple(param._replace(derivative=None) for param in function.activation.params)
    record = function.elementwise._replace(f=None, grad=None, params=params)
    found = [failure for report in reports(record, function.values) for failure in report.failures]
    assert not found, "\n".join(map(str, found[:15]))


@pytest.mark.parametrize("name", ["glu", "gtu"])
def test_a_gated_record_without_kernels_holds_the_bar(name: str) -> None:
    record = resolve(name).vector._replace(gate=Gate())
    found = [failure for report in reports(record, record.defaults) for failure in report.failures]
    assert not found, "\n".join(map(str, found[:15]))


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        ("softshrink:-1", [-4, -2.5, -2, 0.5, 1, 1.5, 2, 2.5, 4]),  # Keras 3.15.1
        ("shrink:lambd=-1,bias=-1", [-4, -2.5, -2, -1.5, -1, -0.5, 2, 2.5, 4]),  # ONNX 1.23.2, ONNX Runtime 1.32.0
        ("shrink:lambd=-1,bias=0.25", [-2.75, -1.25, -0.75, -0.25, 0.25, 0.75, 0.75, 1.25, 2.75]),
        ("hard_tanh:min_val=2,max_val=-1", [-1] * 9),
        ("relu_general:threshold=-1", [0, 0, 0, -0.5, 0, 0.5, 1, 1.5, 3]),  # Keras 3.15.1
        ("relu_general:threshold=-1,negative_slope=0.5", [-1, -0.25, 0, -0.5, 0, 0.5, 1, 1.5, 3]),
    ],
)
def test_parameters_that_only_some_libraries_take_have_their_results(spec: str, wanted: list[float]) -> None:
    assert resolve(spec)([-3, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 3]).tolist() == wanted


@pytest.mark.dense
@each_record
def test_value_and_derivatives_are_right_at_a_hundred_thousand_points(record: Activation) -> None:
    check(record, DENSE)


@pytest.mark.parametrize("record", [r for r in RECORDS if isinstance(r, Elementwise)], ids=lambda record: record.name)
def test_shape_and_blocks_do_not_change_a_result(record: Elementwise) -> None:
    """A value is the same alone, in a vector register and in the remainder of a block."""
    values = tuple(record.defaults.values())
    x = np.concatenate([np.linspace(-9, 9, 61), [-0.0, 0.0, np.inf, -np.inf, np.nan]])
    many = np.tile(x, evaluate.BLOCK // 64 + 1)
    for kernel in filter(None, (record.f, record.grad, *(param.derivative for param in record.params))):
        alone = np.array([evaluate.elementwise(kernel, np.array([each]), values)[0] for each in x])
        together = evaluate.elementwise(kernel, many, values).reshape(-1, x.size)
        assert together.shape[0] == evaluate.BLOCK // 64 + 1
        np.testing.assert_array_max_ulp(together, np.broadcast_to(alone, together.shape), 1)
        assert np.array_equal(
            np.signbit(together[:, np.isfinite(alone)]),
            np.broadcast_to(np.signbit(alone), together.shape)[:, np.isfinite(alone)],
        )


def rows(record: Vector) -> np.ndarray:
    k = record.multiple(**record.defaults)
    return np.random.default_rng(5).normal(0, 2, (40, 3 * k))


@pytest.mark.parametrize("record", [r for r in RECORDS if isinstance(r, Vector)], ids=lambda record: record.name)
def test_outputs_of_vector_functions_lie_in_the_range(record: Vector) -> None:
    y = BoundActivation(record, record.defaults).compute(rows(record))
    inside = [any(value in piece for piece in record.range) for value in y.ravel().tolist()]
    assert all(inside)
    sums = y.sum(axis=-1)
    assert record.sums_to_one == (bool((y >= 0).all()) and bool(np.allclose(sums, 1, rtol=1e-14)))
