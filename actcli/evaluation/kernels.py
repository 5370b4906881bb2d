"""The kernels of elementwise functions: those of the record, and for the others those that its formula gives."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from actcli.evaluation.function import Function, Kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.catalog.record import Kernel
    from actcli.numbers.array import Array


def completed(function: Function) -> Kernels:
    """Return all kernels of a function. Those that its formula gives are made at their first use."""

    @cache
    def by_formula() -> Callable[[Mapping[str, Array], str | None], Array]:
        from actcli.evaluation import derived

        return derived.kernel(function)

    def derived_kernel(by: str | None) -> Kernel:
        return lambda x, *_: by_formula()({"x": x}, by)

    record = function.elementwise
    by = {param.name: param.derivative or derived_kernel(param.name) for param in record.params}
    return Kernels(record.f or derived_kernel(None), record.grad or derived_kernel("x"), by)
