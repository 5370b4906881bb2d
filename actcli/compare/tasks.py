"""Toy problems to train on: a regression and two classifications in the plane, drawn anew from a generator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.numbers.array import Array


class Sample(NamedTuple):
    """Inputs, shape (n, inputs), and the targets of the network: numbers (n, outputs), or one-hot classes."""

    x: Array
    targets: Array


class Score(NamedTuple):
    """Mean loss, its gradient with respect to the outputs, and the share of right answers (nan in regressions)."""

    loss: float
    gradient: Array
    accuracy: float


@dataclass(frozen=True)
class Task:
    """A problem.

    Attributes
    ----------
    name, summary
        Its name, and a description.
    inputs, outputs
        Their numbers.
    draw
        Returns n examples.
    score
        Outputs and targets, arrays of one shape -> Score.
    level
        The accuracy, in regressions the loss, that counts as learned.
    loss
        The name of the loss.
    classifies
        Whether there is an accuracy.
    """

    name: str
    summary: str
    inputs: int
    outputs: int
    draw: Callable[[np.random.Generator, int], Sample]
    score: Callable[[Array, Array], Score]
    level: float
    loss: str
    classifies: bool = True

    def reached(self, loss: float, accuracy: float) -> bool:
        """Tell whether it is learned."""
        return accuracy >= self.level if self.classifies else loss <= self.level


#: Half the side of a centred square, or the range of a variable, of unit variance.
_SIDE = np.sqrt(3.0)
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5.0))
_CLASSES = 10


def _sine(rng: np.random.Generator, n: int) -> Sample:
    x = rng.uniform(-_SIDE, _SIDE, size=(n, 1))
    return Sample(x, np.sin(4 * x))


def _spirals(rng: np.random.Generator, n: int) -> Sample:
    """Return points of two interleaved spirals of one and a half turns."""
    arm = rng.integers(2, size=n)
    turn = np.sqrt(rng.uniform(0.02, 1.0, size=n))
    angle = 3 * np.pi * turn + np.pi * arm
    points = 2 * turn[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return Sample(points + rng.normal(scale=0.05, size=(n, 2)), arm[:, None].astype(np.float64))


def _blobs(rng: np.random.Generator, n: int) -> Sample:
    """Return points around ten centres that are spread evenly over a disc, like seeds of a sunflower."""
    classes = np.arange(_CLASSES)
    radius, angle = 2 * np.sqrt((classes + 0.5) / _CLASSES), _GOLDEN_ANGLE * classes
    centres = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    drawn = rng.integers(_CLASSES, size=n)
    return Sample(centres[drawn] + rng.normal(scale=0.25, size=(n, 2)), np.eye(_CLASSES)[drawn])


def squared_error(outputs: Array, targets: Array) -> Score:
    """Score numbers by the mean squared error."""
    error = outputs - targets
    return Score(float(np.mean(error**2)), 2 * error / error.size, float("nan"))


def binary_cross_entropy(outputs: Array, targets: Array) -> Score:
    """Score the sigmoid of one output as the probability of the second class."""
    losses = resolve("softplus").compute(outputs) - targets * outputs
    gradient = (resolve("sigmoid").compute(outputs) - targets) / len(outputs)
    return Score(float(np.mean(losses)), gradient, float(np.mean((outputs > 0) == (targets > 0))))


def cross_entropy(outputs: Array, targets: Array) -> Score:
    """Score the softmax of the outputs as the probabilities of the classes."""
    losses = -(targets * resolve("log_softmax").compute(outputs)).sum(axis=1)
    gradient = (resolve("softmax").compute(outputs) - targets) / len(outputs)
    right = outputs.argmax(axis=1) == targets.argmax(axis=1)
    return Score(float(np.mean(losses)), gradient, float(np.mean(right)))


TASKS = {
    task.name: task
    for task in (
        Task("sine", "sin 4x for x from −√3 to √3", 1, 1, _sine, squared_error, 0.01,
             "mean squared error", classifies=False),
        Task("spirals", "which of two spirals a point is on", 2, 1, _spirals, binary_cross_entropy, 0.95,
             "binary cross-entropy of a sigmoid output"),
        Task("blobs", "which of ten heaps a point is from", 2, _CLASSES, _blobs, cross_entropy, 0.9,
             "cross-entropy of a softmax output"),
    )
}  # fmt: skip
