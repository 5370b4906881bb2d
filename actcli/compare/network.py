"""A multilayer perceptron: dense layers with an activation function between them, and its gradient by backpropagation.

Activation functions, their slopes and their derivatives with respect to parameters are the registry's own.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.compare.meanfield import standard_gain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array


class Dense(NamedTuple):
    """A dense layer, ``x @ weights + bias``: views into the vector of all parameters, or of a gradient."""

    weights: Array
    bias: Array


class Signals(NamedTuple):
    """A batch on its way: what each dense layer gets, what each function is applied to, and the outputs."""

    inputs: Sequence[Array]
    preactivations: Sequence[Array]
    outputs: Array


class Network:
    """Hidden layers of the same function, whose learned parameters each layer has for itself, and a linear output.

    Attributes
    ----------
    parameters
        All that is trained, as one vector: weights and biases layer by layer, then learned parameters.
    functions
        The function of each hidden layer with its present parameters.
    learned
        The names of the parameters of the function that are trained.
    learned_values
        Their values, shape (hidden layers, names): a view into ``parameters``.
    """

    def __init__(self, function: BoundActivation, sizes: Sequence[int], rng: np.random.Generator) -> None:
        """Draw weights that keep the size of standard normal signals; biases are zero.

        Parameters
        ----------
        function
            An elementwise function.
        sizes
            Numbers of inputs, of units of each hidden layer, and of outputs.
        rng
            Where the weights come from.
        """
        self._sizes = sizes
        self.learned = [param.name for param in function.activation.params if param.learned]
        self.functions = [function] * (len(sizes) - 2)
        dense = sum((n + 1) * m for n, m in pairwise(sizes))
        self.parameters = np.zeros(dense + len(self.functions) * len(self.learned))
        self._layers, self.learned_values = self._views(self.parameters)
        gain = standard_gain(function)
        for i, layer in enumerate(self._layers):
            std = (gain if i and not math.isnan(gain) else 1.0) / math.sqrt(len(layer.weights))
            layer.weights[:] = rng.normal(scale=std, size=layer.weights.shape)
        self.learned_values[:] = [function.values[name] for name in self.learned]

    def _views(self, vector: Array) -> tuple[list[Dense], Array]:
        """Return the layers that a vector holds, and the learned parameters, a row for each hidden layer."""
        layers, start = [], 0
        for n, m in pairwise(self._sizes):
            middle, stop = start + n * m, start + (n + 1) * m
            layers.append(Dense(vector[start:middle].reshape(n, m), vector[middle:stop]))
            start = stop
        return layers, vector[start:].reshape(len(self.functions), len(self.learned))

    def outputs(self, x: Array) -> Array:
        """Return the outputs, shape (batch, outputs), for inputs of shape (batch, inputs)."""
        return self.signals(x).outputs

    def signals(self, x: Array) -> Signals:
        """Return what inputs of shape (batch, inputs) become on their way through the network."""
        inputs, preactivations = [x], []
        for layer, function in zip(self._layers, self.functions, strict=False):
            preactivations.append(inputs[-1] @ layer.weights + layer.bias)
            inputs.append(function.compute(preactivations[-1]))
        return Signals(inputs, preactivations, inputs[-1] @ self._layers[-1].weights + self._layers[-1].bias)

    def gradient(self, signals: Signals, output_gradient: Array) -> Array:
        """Return the gradient of a loss with respect to the parameters.

        Parameters
        ----------
        signals
            The result of :meth:`signals`.
        output_gradient
            The gradient of the loss with respect to the outputs, shape (batch, outputs).
        """
        result = np.empty_like(self.parameters)
        layers, rates = self._views(result)
        above = output_gradient
        for i in reversed(range(len(layers))):
            layers[i].weights[:] = signals.inputs[i].T @ above
            layers[i].bias[:] = above.sum(axis=0)
            if i:
                function, z = self.functions[i - 1], signals.preactivations[i - 1]
                back = above @ self._layers[i].weights.T
                rates[i - 1] = [np.vdot(back, function.slope(z, name)) for name in self.learned]
                above = back * function.slope(z)
        return result

    def move(self, step: Array) -> None:
        """Add a step to the parameters; learned ones that would leave their domain stay where they are."""
        self.parameters += step
        if not self.learned:
            return
        for i, function in enumerate(self.functions):
            values = {**function.values, **dict(zip(self.learned, self.learned_values[i].tolist(), strict=True))}
            if _allowed(function, values):
                self.functions[i] = function._replace(values=values)
            else:
                self.learned_values[i] = [function.values[name] for name in self.learned]

    def dead(self, x: Array) -> float:
        """Return the share of hidden units whose slope is zero for all inputs: nothing trains them any more."""
        preactivations = self.signals(x).preactivations
        alive = [function.slope(z).any(axis=0) for function, z in zip(self.functions, preactivations, strict=True)]
        return float(np.mean(~np.concatenate(alive)))


def _allowed(function: BoundActivation, values: dict[str, float]) -> bool:
    record = function.activation
    return all(values[p.name] in p.domain for p in record.params) and all(rule.holds(**values) for rule in record.rules)


class Adam:
    """Steps of a size that adapts to each parameter's gradients (Kingma and Ba, 2015), with their constants."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._count = 0
        self._mean: Array | float = 0.0
        self._square: Array | float = 0.0

    def step(self, gradient: Array) -> Array:
        """Return the step to add to the parameters."""
        self._count += 1
        self._mean = 0.9 * self._mean + 0.1 * gradient
        self._square = 0.999 * self._square + 0.001 * gradient**2
        mean = self._mean / (1 - 0.9**self._count)
        square = self._square / (1 - 0.999**self._count)
        return -self._rate * mean / (np.sqrt(square) + 1e-8)
