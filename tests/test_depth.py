"""Signal and gradient on their way through layers: theory, measurement, and that they agree."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.cli.boundary import run
from actcli.compare import depth, depth_section
from actcli.compare.depth import DepthConfig
from actcli.compare.meanfield import factors, mean_square, standard_gain
from actcli.evaluation.bound import BoundActivation
from actcli.spec.resolve import resolve
from asking import compared
from records import each_elementwise

if TYPE_CHECKING:
    from actcli.catalog.record import Elementwise
    from actcli.compare.depth import PropagationResult
    from actcli.numbers.array import Array


@lru_cache
def through(text: str, layers: int = 20, gain: float | None = None, seed: int = 0) -> PropagationResult:
    return depth.study([resolve(text)], DepthConfig(layers, gain, seed=seed))[0]


# Theory


def test_known_mean_squares() -> None:
    assert mean_square(lambda x: x) == pytest.approx(1, rel=1e-13)
    assert mean_square(lambda x: np.maximum(x, 0), [0]) == pytest.approx(1 / 2, rel=1e-13)
    assert mean_square(np.exp) == pytest.approx(math.e**2, rel=1e-12)
    assert mean_square(resolve("gelu").compute) == pytest.approx(1 / 3 + 1 / (2 * math.pi * math.sqrt(3)), rel=1e-9)
    assert mean_square(lambda x: np.exp(-((1000 * x) ** 2))) == pytest.approx(1 / math.sqrt(1 + 4e6), rel=1e-9)
    assert mean_square(lambda x: np.exp(x * x / 2)) == math.inf
    assert math.isnan(mean_square(lambda x: np.where(x > 0, x, math.nan)))


def test_known_gains() -> None:
    assert standard_gain(resolve("relu")) == pytest.approx(math.sqrt(2), rel=1e-13)
    assert standard_gain(resolve("leaky_relu:0.5")) == pytest.approx(math.sqrt(2 / 1.25), rel=1e-13)
    assert standard_gain(resolve("linear")) == pytest.approx(1, rel=1e-13)
    # What selu was made for.
    assert standard_gain(resolve("selu")) == pytest.approx(1, rel=1e-12)
    assert math.isnan(standard_gain(resolve("exp(x*x)")))


def test_known_factors() -> None:
    assert factors(resolve("relu"), 3) == pytest.approx([1, 1, 1], rel=1e-12)
    assert factors(resolve("relu"), 3, gain=1) == pytest.approx([0.5, 0.5, 0.5], rel=1e-12)
    assert factors(resolve("linear"), 2, gain=3) == pytest.approx([9, 9], rel=1e-12)
    # The second layer of x**2 with gain 1 gets the variance E Z**4 = 3; its slope is 2x.
    assert factors(resolve("x**2"), 2, gain=1) == pytest.approx([4, 12], rel=1e-9)
    assert factors(resolve("exponential"), 6, gain=2)[-1] == math.inf


def test_the_standard_gain_is_the_one_that_a_signal_keeps_its_size_with() -> None:
    for name in ("sigmoid", "tanh", "relu", "gelu"):
        function = resolve(name)
        assert factors(function, 5, standard_gain(function)) == pytest.approx(factors(function, 5), rel=1e-9)


# Theory and measurement


def relative_error(function: BoundActivation, config: DepthConfig) -> float:
    """Return the standard error of the mean squared gradient before one layer, as a share of it.

    Each of its batch * width terms is (G s)**2: s is the slope at a normal input, G normal, of a variance that the
    weights of the unit give. Of one input's G the squares are correlated by 1/width.
    """
    kinks = [kink.at for kink in function.declared.kinks]
    fourth = mean_square(lambda x: np.square(function.slope(x)), kinks)
    kurtosis = fourth / mean_square(function.slope, kinks) ** 2
    return math.sqrt((3 * kurtosis + 1) / (config.batch * config.width) + 2 / config.width**2)


@each_elementwise
def test_one_layer_does_what_theory_says(record: Elementwise) -> None:
    function, config = BoundActivation(record, record.defaults), DepthConfig(1)
    result = depth.study([function], config)[0]
    # What all inputs have in common is a sum over the units of one layer: 256 random numbers.
    assert result.size == pytest.approx(1, abs=3 * math.sqrt(2 / 256) / 2)
    assert result.measured[-1] == result.expected[-1] == 1
    bound = 3 * relative_error(function, config) if result.expected[0] else 0
    assert result.measured[0] == pytest.approx(result.expected[0], rel=bound, abs=0)


@pytest.mark.parametrize("gain", [None, 1.0])
@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu", "prelu", "selu"])
def test_ten_layers_do_what_theory_says(name: str, gain: float | None) -> None:
    ratios = []
    for seed in range(3):
        result = through(name, 10, gain, seed)
        ratios.append(np.log(result.measured / result.expected))
    assert np.abs(np.mean(ratios, axis=0)).max() < 0.1
    assert np.abs(ratios).max() < 0.3


def test_the_gradient_is_the_derivative_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: dict[str, Array] = {}
    rng = np.random.default_rng(3)

    class Recorder:
        def __init__(self, purpose: str) -> None:
            self.purpose = purpose

        def normal(self, size: tuple[int, ...]) -> Array:
            drawn[self.purpose] = rng.normal(size=size)
            return drawn[self.purpose]

    monkeypatch.setattr(depth, "generator", lambda _seed, purpose: Recorder(purpose))
    result = depth.study([resolve("tanh")], DepthConfig(3, gain=1.3, width=5, batch=4))[0]

    def loss(x: Array) -> float:
        for i in range(3):
            x = np.tanh(x) @ drawn[f"weights {i}"] * 1.3 / math.sqrt(5)
        return float((x * drawn["gradient"]).sum())

    steps = np.eye(20).reshape(20, 4, 5) * 1e-6
    gradient = [(loss(drawn["inputs"] + s) - loss(drawn["inputs"] - s)) / 2e-6 for s in steps]
    assert result.measured[0] == pytest.approx(np.square(gradient).mean() / np.square(drawn["gradient"]).mean())


# What the article says


@pytest.mark.parametrize("gain", [None, 1.0, 3.0])
def test_the_gradient_of_sigmoid_vanishes(gain: float | None) -> None:
    result = through("sigmoid", gain=gain)
    assert result.expected[0] < 1e-9
    assert result.measured[0] < 1e-9
    assert (np.diff(result.measured) > 0).all()


def test_the_gradient_of_tanh_vanishes_where_nothing_makes_up_for_it() -> None:
    result = through("tanh", gain=1)
    assert result.expected[0] < 0.04
    assert result.measured[0] < 0.05
    assert (np.diff(result.measured) > 0).all()
    assert through("tanh", 40, gain=1).measured[0] < 0.75 * result.measured[0]
    # With weights large enough to keep the signal it does not.
    assert through("tanh").measured[0] > 1


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "prelu", "selu"])
def test_the_gradient_of_rectifiers_and_selu_holds(name: str) -> None:
    result = through(name)
    assert ((result.measured > 0.5) & (result.measured < 5)).all()
    assert 0.5 < result.size < 2


def test_units_of_relu_die_and_those_of_leaky_relu_live() -> None:
    assert through("relu").dead > through("relu", 5).dead > 0
    assert through("relu").dead > 0.1
    for name in ("leaky_relu", "prelu", "selu"):
        assert through(name).dead == 0


def test_dead_and_saturated_units_are_counted() -> None:
    assert through("where(x > 100, x, 0*x)", 1, gain=1).dead == 1
    assert through("binary_step", 1).dead == 1
    # Below 1 % of the largest slope: |z| > 2.9932 for tanh.
    assert through("tanh", 1).saturated == pytest.approx(math.erfc(2.9932 / math.sqrt(2)), rel=0.1)
    assert through("relu", 1).saturated == pytest.approx(0.5, abs=0.01)
    assert through("linear", 1).saturated == 0


def test_what_all_inputs_have_in_common_is_no_spread() -> None:
    result = through("sigmoid")
    assert result.size == pytest.approx(1, rel=0.1)
    assert result.spread < 1e-6
    constant = through("1 + 0*x", 2, gain=1)
    assert constant.size == pytest.approx(1, rel=0.2)
    assert constant.spread < 1e-12


# The numbers do not depend on anything but the seed


def test_a_seed_means_the_same_numbers_whatever_else_is_compared() -> None:
    functions = [resolve(name) for name in ("relu", "tanh")]
    both, reverse = (depth.study(order, DepthConfig(3)) for order in (functions, functions[::-1]))
    for result, again in zip(both, reverse[::-1], strict=True):
        assert (result.measured == again.measured).all()
        assert (result.size, result.spread, result.dead) == (again.size, again.spread, again.dead)
    assert through("tanh", 3, seed=1).measured[0] != both[1].measured[0]


def test_more_layers_begin_with_the_same_weights() -> None:
    short, long = through("relu", 2), through("relu", 3)
    assert long.gain == short.gain
    inner = depth.study([resolve("relu")], DepthConfig(2))[0]
    assert (inner.measured == short.measured).all()


# The section


def test_the_options_arrive(capfd: pytest.CaptureFixture[str]) -> None:
    (plain,) = compared(capfd, "tanh", "--depth", "3")["depth"]
    assert plain["layers"] == 3
    assert plain["gain"] == standard_gain(resolve("tanh"))
    assert plain["measured"] == through("tanh", 3).measured[0]
    (other,) = compared(capfd, "tanh", "--depth", "3", "--gain", "0.5", "--seed", "7")["depth"]
    assert other["gain"] == 0.5
    assert other["measured"] == through("tanh", 3, 0.5, 7).measured[0]


def test_a_function_without_a_gain_has_nothing_to_measure(capfd: pytest.CaptureFixture[str]) -> None:
    wild, tame = compared(capfd, "exp(x*x)", "relu", "--depth", "3")["depth"]
    assert [key for key, value in wild.items() if value is None] == [
        "gain", "chi", "predicted", "measured", "verdict", "size", "spread", "dead", "saturated"
    ]  # fmt: skip
    assert tame["measured"] > 0
    assert compared(capfd, "exp(x*x)", "--depth", "1", "--gain", "1")["depth"][0]["gain"] == 1


def test_a_signal_that_overflows_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    (record,) = compared(capfd, "exponential", "--depth", "9")["depth"]
    assert record["size"] is None
    assert run(["compare", "exponential", "--depth", "9", "-t", "csv"]) == 0
    out, err = capfd.readouterr()
    assert ",inf,inf," in out
    assert err == ""


def test_a_signal_that_does_not_keep_its_size_is_noted() -> None:
    config = DepthConfig(20)
    functions = [resolve(name) for name in ("tanh", "exponential")]
    assert "with exponential the size did not stay" in " ".join(
        depth_section.table(depth.study(functions, config), config).notes
    )
    assert "did not stay" not in " ".join(depth_section.table(depth.study(functions[:1], config), config).notes)


def test_the_chart_runs_from_the_output_to_the_input() -> None:
    result = through("sigmoid", 4)
    (trace,) = depth_section.curves([result], DepthConfig(4)).traces
    assert trace.y.tolist() == result.measured[::-1].tolist()
    assert trace.expected is not None
    assert trace.y[0] == trace.expected[0] == 1
    assert trace.y[4] == result.measured[0] < 1e-2
