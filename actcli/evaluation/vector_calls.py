"""Functions of vectors as the record, the gate or the formula computes them, along the last axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.catalog import gating
from actcli.evaluation import evaluate
from actcli.evaluation.function import PairKernels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from actcli.catalog.record import Kernel
    from actcli.evaluation.function import Function
    from actcli.numbers.array import Array


def values(function: Function, x: Array) -> Array:
    """Return the values (..., m) for vectors (..., n)."""
    record = function.vector
    if record.f is not None:
        return evaluate.whole(record.f, x, function.arguments)
    if record.gate is not None:
        a, b = function.halves(x.shape[-1]).split(x)
        return evaluate.whole(function.pairs.f, a, (b,))
    from actcli.evaluation import derived_rows

    return derived_rows.compute(function, x)


def jacobians(function: Function, x: Array) -> Array:
    """Return the Jacobians (..., m, n) for vectors (..., n)."""
    record = function.vector
    if record.jacobian is not None:
        return evaluate.whole(record.jacobian, x, function.arguments)
    if record.gate is not None:
        halves = function.halves(x.shape[-1])
        a, b = halves.split(x)
        kernels = function.pairs.grad_a, function.pairs.grad_b
        return halves.jacobian(*(evaluate.whole(kernel, a, (b,)) for kernel in kernels))
    from actcli.evaluation import derived_rows

    return derived_rows.compute(function, x, jacobian=True)


def pairs(function: Function) -> PairKernels:
    """Return the kernels of a gated function, with its parameters, those that its formula gives included."""
    gate = function.vector.gate
    if gate is None:
        raise AssertionError(function.name)
    if None in (gate.f, gate.grad_a, gate.grad_b):
        from actcli.evaluation import derived

        gate = derived.completed_pairs(function)
    given = gate.f, gate.grad_a, gate.grad_b
    arguments = gating.arguments(function.values)
    return PairKernels(*(_with_arguments(kernel, arguments) for kernel in given if kernel is not None))


def _with_arguments(kernel: Kernel, arguments: Sequence[float | Fraction]) -> Kernel:
    """Return the kernel of a and b alone."""
    return (lambda a, b: kernel(a, b, *arguments)) if arguments else kernel
