"""SPEC -> a bound function: ``elu:alpha=0.5``, ``leaky_relu:0.2``, ``./mine.py:f``, ``x*sigmoid(1.702*x)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli import registry
from actcli.bound import Bound, format_number, parameter
from actcli.errors import UsageError
from actcli.numbers.grammar import parse_number
from actcli.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.activation import Activation, Param
    from actcli.numbers.narrow import NumberType


def resolve(text: str, number_type: NumberType | None = None) -> Bound:
    """Return the function that a SPEC names, with its parameters.

    Parameters
    ----------
    text
        ``name`` or ``name:param=value,...``, where a single parameter may stand unnamed; a callable as
        ``./file.py:callable`` or ``module:callable``, with parameters after another colon; or a formula in x.
    number_type
        The type in which a user's callable computes; everything else computes in float64, whatever the type.

    Raises
    ------
    UsageError
        If it names nothing, or a value is refused; the hint suggests what was meant.
    """
    head, colon, tail = text.partition(":")
    record = registry.find(head)
    if record is not None:
        return bind(record, tail if colon else None)
    from actcli import doors  # noqa: PLC0415  # functions of the registry do without

    brought = doors.find(text, number_type)
    if brought is not None:
        return brought
    raise UsageError(f"'{text}' is not a function", nearest(head, registry.spellings()) or "actcli list shows them all")


def resolve_all(texts: Sequence[str], number_type: NumberType | None = None) -> list[Bound]:
    """Resolve several SPECs, which must differ."""
    functions = [resolve(text, number_type) for text in texts]
    seen: set[str] = set()
    for function in functions:
        if function.name in seen:
            raise UsageError(f"{function.name} stands twice")
        seen.add(function.name)
    return functions


def bind(record: Activation, parameters: str | None) -> Bound:
    """Give a record its parameters, from the text after the colon; None where there is no colon."""
    values = dict(record.defaults)
    if parameters is not None:
        given: set[str] = set()
        for part in parameters.split(","):
            key, equals, word = part.partition("=")
            param = parameter(record, key.strip()) if equals else _only_param(record, parameters)
            if param.name in given:
                raise UsageError(f"{record.name}: {param.name} is given twice")
            given.add(param.name)
            values[param.name] = _value(record, param, word if equals else part)
    for rule in record.rules:
        if not rule.holds(**values):
            got = ", ".join(f"{key}={format_number(value)}" for key, value in values.items())
            raise UsageError(f"{record.name} needs {rule.text}, got {got}")
    return Bound(record, values)


def _only_param(record: Activation, text: str) -> Param:
    if len(record.params) == 1 and "," not in text and text.strip():
        return record.params[0]
    if not record.params:
        raise UsageError(f"{record.name} has no parameters, got '{text}'")
    example = ",".join(f"{p.name}={format_number(p.default)}" for p in record.params)
    raise UsageError(f"{record.name}: '{text}' does not say which parameter is meant", f"write {record.name}:{example}")


def _value(record: Activation, param: Param, word: str) -> float:
    value = parse_number(word.strip())
    if value is None:
        raise UsageError(f"{record.name}: {param.name}='{word}': '{word}' is not a number")
    if value not in param.domain:
        raise UsageError(f"{record.name}: {param.name} must be {param.domain.rule}, got {format_number(value)}")
    return value
