"""Vectors of numbers, for formulas that reduce over a whole vector: a number system made of another one."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from actcli.formula.flint import fmpq
from actcli.formula.system import System

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from actcli.formula.system import Operation


class Row(list[Any]):
    """A vector of numbers."""

    @classmethod
    def of(cls, value: Any, length: int) -> Row:
        """Return a vector as it is, a number as often as the vector is long."""
        return value if type(value) is Row else cls([value] * length)


def _elementwise(operation: Operation) -> Operation:
    """Return an operation on numbers that goes through vectors; numbers beside vectors are repeated."""

    def apply(*args: Any) -> Any:
        length = next((len(arg) for arg in args if type(arg) is Row), None)
        if length is None:
            return operation(*args)
        columns = [arg if type(arg) is Row else [arg] * length for arg in args]
        return Row(operation(*each) for each in zip(*columns, strict=True))

    return apply


def over_rows(system: System) -> System:
    """Return the number system of vectors over another one; sum, mean, min and max of one vector reduce it."""

    def add_up(x: Row) -> Any:
        return reduce(system.add, x)

    def extreme(name: str) -> Operation:
        of_two = _elementwise(system.functions[name])
        return lambda *args: reduce(system.first[name], args[0]) if len(args) == 1 else of_two(*args)

    def where(condition: Operation, yes: Operation, no: Operation) -> Operation:
        def choose(v: Any) -> Any:
            truth = condition(v)
            if type(truth) is not Row:
                return system.where(lambda _: truth, yes, no)(v)
            pick = _elementwise(lambda t, a, b: system.where(lambda _: t, lambda _: a, lambda _: b)(v))
            return pick(truth, yes(v), no(v))

        return choose

    def both(truths: Sequence[Operation]) -> Operation:
        def combined(*each: Any) -> Any:
            return system.both([lambda _, one=one: one for one in each])(None)

        return lambda v: _elementwise(combined)(*(truth(v) for truth in truths))

    def integer_power(a: Any, n: int) -> Any:
        return _elementwise(lambda each: system.integer_power(each, n))(a)

    return System(
        add=_elementwise(system.add),
        subtract=_elementwise(system.subtract),
        multiply=_elementwise(system.multiply),
        divide=_elementwise(system.divide),
        power=_elementwise(system.power),
        negate=_elementwise(system.negate),
        integer_power=integer_power,
        functions={
            **_each(system.functions),
            "sum": add_up,
            "mean": lambda x: system.divide(add_up(x), fmpq(len(x))),
            "min": extreme("min"),
            "max": extreme("max"),
        },
        activations=_each(system.activations),
        first=system.first,
        comparisons={operator: _elementwise(compare) for operator, compare in system.comparisons.items()},
        number=system.number,
        constant=system.constant,
        nearest_double=system.nearest_double,
        where=where,
        both=both,
    )


def _each(functions: Mapping[str, Operation]) -> dict[str, Operation]:
    return {name: _elementwise(function) for name, function in functions.items()}
