"""Networks that learn: their gradients against differences, their numbers, and what the article says of them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.catalog.record import Elementwise
from actcli.compare import train_section, training
from actcli.compare.network import Adam, Network
from actcli.compare.tasks import TASKS, Sample
from actcli.compare.training import Run, TrainConfig, TrainingResult
from actcli.evaluation.bound import BoundActivation
from actcli.spec import registry
from actcli.spec.resolve import resolve
from asking import compared
from records import ELEMENTWISE, each_elementwise

if TYPE_CHECKING:
    from actcli.compare.tasks import Task
    from actcli.compare.train_section import TrainRow
    from actcli.numbers.array import Array

LEARNED = [record for record in ELEMENTWISE if any(param.learned for param in record.params)]
task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
STEP = 1e-6


def learned(text: str, config: TrainConfig) -> TrainRow:
    return train_section.table(training.study([resolve(text)], config), config).rows[0]


# Gradients


def _loss(network: Network, task: Task, sample: Sample, parameters: Array) -> float:
    """Return the loss of the same network with other parameters."""
    kept = network.parameters.copy()
    network.move(parameters - kept)
    loss = task.score(network.outputs(sample.x), sample.targets).loss
    network.move(kept - parameters)
    return loss


def _check(network: Network, task: Task, sample: Sample) -> None:
    """Compare the gradient with differences: along random directions, and for each learned parameter alone."""
    signals = network.signals(sample.x)
    gradient = network.gradient(signals, task.score(signals.outputs, sample.targets).gradient)
    size = network.parameters.size
    rng = np.random.default_rng(5)
    alone = np.eye(size)[size - network.learned_values.size :]
    for direction in (*rng.normal(size=(6, size)) / math.sqrt(size), *alone):
        here = network.parameters.copy()
        far, low, high, wide = (_loss(network, task, sample, here + s * STEP * direction) for s in (-2, -1, 1, 2))
        difference = (8 * (high - low) - (wide - far)) / (12 * STEP)  # of order 4: the waves of finer are short
        scale = np.abs(gradient * direction).sum()
        assert difference == pytest.approx(gradient @ direction, rel=1e-6, abs=1e-7 * (1 + scale))


@each_elementwise
def test_the_backward_pass_is_the_derivative_of_the_forward_pass(record: Elementwise) -> None:
    function = BoundActivation(record, record.defaults)
    rng = np.random.default_rng(2)
    network = Network(function, [2, 5, 4, 1], rng)
    network.move(0.1 * rng.normal(size=network.parameters.shape))
    _check(network, TASKS["spirals"], TASKS["spirals"].draw(rng, 7))


@task
@pytest.mark.parametrize("name", ["tanh", "prelu", "srelu", "linear"])
def test_so_it_is_for_every_task(task: Task, name: str) -> None:
    rng = np.random.default_rng(3)
    network = Network(resolve(name), [task.inputs, 6, 6, task.outputs], rng)
    _check(network, task, task.draw(rng, 9))


def test_a_wrong_derivative_is_caught() -> None:
    prelu = registry.records()["prelu"]
    assert isinstance(prelu, Elementwise)
    rng = np.random.default_rng(3)
    slope = prelu.params[0]._replace(derivative=lambda x, *_: np.minimum(x, 0) * 1.01)
    wrong = prelu._replace(params=(slope,))
    for record in (wrong, prelu._replace(grad=lambda x, alpha: np.where(x > 0, 1.01, alpha))):
        network = Network(BoundActivation(record, record.defaults), [2, 5, 4, 1], rng)
        with pytest.raises(AssertionError):
            _check(network, TASKS["spirals"], TASKS["spirals"].draw(rng, 7))


# The parts


def test_weights_keep_the_size_of_signals() -> None:
    for name in ("relu", "tanh", "sigmoid", "gelu"):
        network = Network(resolve(name), [50, 400, 400, 400, 1], np.random.default_rng(0))
        sums = network.signals(np.random.default_rng(1).normal(size=(200, 50))).preactivations
        for z in sums:
            assert np.sqrt(np.square(z).mean()) == pytest.approx(1, rel=0.15)


@pytest.mark.parametrize("record", LEARNED, ids=lambda record: record.name)
def test_learned_parameters_are_trained_and_reported(record: Elementwise) -> None:
    names = [param.name for param in record.params if param.learned]
    found = learned(record.name, TrainConfig(TASKS["spirals"], layers=2, width=8, epochs=2, seeds=1)).learned
    assert isinstance(found, dict)
    assert list(found) == names
    for name in names:
        assert len(found[name]) == 2
        assert all(0 < abs(value - record.defaults[name]) < 1 for value in found[name])


def test_fixed_parameters_stay() -> None:
    network = Network(resolve("leaky_relu:0.3"), [2, 3, 1], np.random.default_rng(0))
    network.move(np.ones_like(network.parameters))
    assert network.functions[0].values == {"negative_slope": 0.3}
    assert learned("leaky_relu", TrainConfig(TASKS["sine"], layers=1, width=2, epochs=1, seeds=1)).learned is None


def test_a_learned_parameter_does_not_leave_its_domain() -> None:
    # xielu's alpha_p is positive, and its beta is less than alpha_n.
    network = Network(resolve("xielu"), [1, 2, 2, 1], np.random.default_rng(0))
    step = np.zeros_like(network.parameters)
    step[-4:] = [-0.5, 0.1, -0.9, 0.0]
    network.move(step)
    assert network.learned_values.ravel().tolist() == pytest.approx([0.3, 0.9, 0.8, 0.8])
    assert [f.values["alpha_p"] for f in network.functions] == pytest.approx([0.3, 0.8])
    step[-4:] = [0.0, -0.5, 0.0, 0.0]
    network.move(step)
    assert network.functions[0].values["alpha_n"] == pytest.approx(0.9)


@each_elementwise
def test_sampled_results_are_right_to_seven_digits(record: Elementwise) -> None:
    function, x = BoundActivation(record), np.random.default_rng(3).standard_normal(50)
    for quantity in ("compute", "slope"):
        got, wanted = getattr(function.sampled, quantity)(x), getattr(function, quantity)(x)
        np.testing.assert_allclose(got, wanted, rtol=2e-6, atol=1e-9)


def test_a_function_with_changed_parameters_is_sampled_and_calls_what_it_called() -> None:
    function = resolve("a*silu(x):a=1")._replace(find=lambda call: resolve({"silu": "sin(x)"}[call]))
    network = Network(function.sampled, [1, 2, 1], np.random.default_rng(0))
    step = np.zeros_like(network.parameters)
    step[-1] = 1.0
    network.move(step)
    (moved,) = network.functions
    assert moved.ulps == function.sampled.ulps > function.ulps
    assert moved.compute(np.array([0.5])).item() == pytest.approx(2 * math.sin(0.5))


def test_steps_of_adam_by_hand() -> None:
    adam = Adam(0.1)
    assert adam.step(np.array([3.0, -0.002])) == pytest.approx([-0.1, 0.1], rel=1e-4)
    # Means of 3 and 1 with weights 0.09, 0.1; of their squares with weights 0.000999, 0.001; both over their sums.
    wanted = (0.09 * 3 + 0.1 * 1) / 0.19 / math.sqrt((0.000999 * 9 + 0.001 * 1) / 0.001999)
    assert adam.step(np.array([1.0, 0.0]))[0] == pytest.approx(-0.1 * wanted, rel=1e-6)


@task
def test_examples_are_as_declared(task: Task) -> None:
    sample = task.draw(np.random.default_rng(0), 4000)
    assert sample.x.shape == (4000, task.inputs)
    assert sample.targets.shape == (4000, task.outputs)
    assert np.sqrt(np.square(sample.x).mean()) == pytest.approx(1, abs=0.3)
    again = task.draw(np.random.default_rng(0), 4000)
    assert (sample.x == again.x).all()
    if task.classifies:
        share = sample.targets.mean(axis=0)
        assert share == pytest.approx(np.full(task.outputs, 0.5 if task.outputs == 1 else 1 / task.outputs), abs=0.03)
        assert set(np.unique(sample.targets)) == {0, 1}


def test_verdicts_by_hand() -> None:
    sine = TASKS["sine"].score(np.array([[1.0], [3.0]]), np.array([[0.0], [1.0]]))
    assert (sine.loss, sine.gradient.ravel().tolist()) == (2.5, [1.0, 2.0])
    assert math.isnan(sine.accuracy)
    spirals = TASKS["spirals"].score(np.array([[math.log(3)], [-1000.0]]), np.array([[1.0], [1.0]]))
    assert spirals.loss == pytest.approx((math.log(4 / 3) + 1000) / 2)
    assert spirals.gradient.ravel() == pytest.approx([-1 / 8, -1 / 2])
    assert spirals.accuracy == 0.5
    outputs = np.zeros((2, 10))
    outputs[0, 4], outputs[1, 2] = 1000, 1000
    blobs = TASKS["blobs"].score(outputs, np.eye(10)[[4, 3]])
    assert blobs.loss == pytest.approx(500)
    assert blobs.accuracy == 0.5
    assert blobs.gradient.sum() == pytest.approx(0)


# What is found


def test_numbers_of_a_section_by_hand() -> None:
    config = TrainConfig(TASKS["spirals"], layers=2, epochs=3, seeds=3)
    curves = ([0.5, 0.96, 1.0], [0.95, 0.94, 0.9], [0.5, 0.5, 0.8])
    runs = tuple(Run(np.array([3.0, 2.0, i]), np.array(a), 0.1 * i, np.array([[i], [2.0 * i]]))
                 for i, a in enumerate(curves))  # fmt: skip
    record = train_section.table([TrainingResult(resolve("prelu"), runs, 1.234)], config).rows[0]
    assert (record.loss, record.loss_std) == (1, 1)
    assert record.accuracy == pytest.approx(0.9)
    assert record.accuracy_std == pytest.approx(0.1)
    assert (record.epochs, record.reached, record.seeds, record.diverged) == (2, 2, 3, 0)
    assert record.dead == pytest.approx(0.1)
    assert record.learned == {"alpha": [1, 2]}
    assert record.seconds is None
    assert (
        train_section.table([TrainingResult(resolve("prelu"), runs, 1.234)], config, cost=True).rows[0].seconds == 1.23
    )


def test_the_curves_are_median_and_range() -> None:
    config = TrainConfig(TASKS["sine"], epochs=2, seeds=3)
    runs = tuple(Run(np.array(loss), np.zeros(2), 0.0, np.zeros((6, 0))) for loss in ([3, 1], [9, 4], [5, math.inf]))
    (trace,) = train_section.curves([TrainingResult(resolve("relu"), runs, 0)], config).traces
    assert trace.low is not None
    assert trace.high is not None
    assert (trace.low.tolist(), trace.y.tolist(), trace.high.tolist()) == ([3, 1], [5, 4], [9, math.inf])


def test_the_figure_tells_what_its_band_is() -> None:
    plans = [TrainConfig(TASKS["sine"], epochs=1, seeds=seeds, seed=7) for seeds in (1, 2)]
    runs = (Run(np.ones(1), np.zeros(1), 0.0, np.zeros((6, 0))),)
    ends = [
        train_section.curves([TrainingResult(resolve("relu"), runs, 0)], config).subtitle.split("; ")[-1]
        for config in plans
    ]
    assert ends == ["seed 7", "median and range of 2 seeds"]


def test_what_the_article_says_of_learning() -> None:
    config = TrainConfig(TASKS["spirals"], epochs=20, seeds=2)
    functions = [resolve(name) for name in ("sigmoid", "tanh", "relu", "leaky_relu", "prelu")]
    found = {row.function: row for row in train_section.table(training.study(functions, config), config).rows}
    assert [name for name, record in found.items() if record.reached == 2] == ["tanh", "relu", "leaky_relu", "prelu"]
    assert found["sigmoid"].reached == 0
    assert [name for name, record in found.items() if record.dead] == ["relu"]
    slopes = found["prelu"].learned
    assert isinstance(slopes, dict)
    assert max(abs(alpha - 0.25) for alpha in slopes["alpha"]) > 0.05


@task
def test_every_task_can_be_learned(task: Task) -> None:
    record = learned("gelu", TrainConfig(task, epochs=40, seeds=1))
    assert record.reached == 1
    assert record.loss_std is None


def test_a_network_that_overflows_is_counted(capfd: pytest.CaptureFixture[str]) -> None:
    words = ("exp(exp(x))", "relu", "--train", "sine", "--epochs", "2", "--seeds", "2", "--width", "4")
    wild, tame = compared(capfd, *words)["train"]
    assert (wild["diverged"], wild["loss"], wild["loss_std"], wild["epochs"]) == (2, None, None, None)
    assert (tame["diverged"], tame["accuracy"]) == (0, None)
    assert tame["loss"] > 0


def test_the_options_arrive(capfd: pytest.CaptureFixture[str]) -> None:
    config = TrainConfig(TASKS["blobs"], layers=2, width=5, epochs=2, seeds=2, seed=3)
    words = [
        "relu",
        "--train",
        "blobs",
        "--layers",
        "2",
        "--width",
        "5",
        "--epochs",
        "2",
        "--seeds",
        "2",
        "--seed",
        "3",
    ]
    (record,) = compared(capfd, *words)["train"]
    assert record == learned("relu", config)._asdict()
    assert (record["task"], record["layers"], record["width"], record["seeds"]) == ("blobs", 2, 5, 2)
    for other in ({"layers": 3}, {"width": 6}, {"epochs": 3}, {"seed": 4}, {"task": TASKS["spirals"]}):
        assert learned("relu", replace(config, **other)).loss != record["loss"]


def test_a_seed_means_the_same_numbers_whatever_else_is_compared() -> None:
    config = TrainConfig(TASKS["spirals"], layers=2, width=4, epochs=2, seeds=2)
    both = training.study([resolve("tanh"), resolve("relu")], config)
    alone = training.study([resolve("relu")], config)[0]
    second = training.study([resolve("relu")], replace(config, seeds=1, seed=1))[0]
    assert (both[1].runs[0].loss == alone.runs[0].loss).all()
    assert (both[1].runs[1].loss == second.runs[0].loss).all()
    assert (alone.runs[0].loss != alone.runs[1].loss).any()


def test_progress_is_told_and_complete() -> None:
    told: list[int] = []
    config = TrainConfig(TASKS["sine"], layers=1, width=2, epochs=3, seeds=2)
    training.study([resolve("tanh"), resolve("exp(exp(x*x))")], config, told.append)
    assert sum(told) == 2 * 2 * 3


def test_seconds_are_for_those_who_ask(capfd: pytest.CaptureFixture[str]) -> None:
    words = ("relu", "--train", "sine", "--epochs", "1", "--seeds", "1", "--width", "2")
    assert compared(capfd, *words)["train"][0]["seconds"] is None
    assert compared(capfd, *words, "--cost")["train"][0]["seconds"] >= 0
