"""SPEC -> a bound function: ``elu:alpha=0.5``, ``leaky_relu:0.2``, ``./mine.py:f``, ``x*sigmoid(1.702*x)``."""

from __future__ import annotations

import copyreg
from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.evaluation import parameters
from actcli.evaluation.bound import BoundActivation
from actcli.spec import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from actcli.catalog.record import Activation
    from actcli.numbers.number_format import NumberFormat


def _reduce(function: BoundActivation) -> tuple[Callable[[str], BoundActivation], tuple[str]]:
    """Pickle a function as its SPEC, which is resolved when loaded, since kernels and lambdas can't be pickled."""
    return resolve, (function.name,)


copyreg.pickle(BoundActivation, _reduce)


def resolve(
    text: str,
    number_format: NumberFormat | None = None,
    *,
    results: NumberFormat | None = None,
    bits: bool = False,
    timeout: float | None = None,
) -> BoundActivation:
    """Return the function that a SPEC names, with its parameters.

    Parameters
    ----------
    text
        ``name`` or ``name:param=value,...``, where a single parameter may be unnamed; a callable as
        ``./file.py:callable`` or ``module:callable``, with parameters after another colon; a formula; a program, as
        ``cmd:PROGRAM ARGS``; or measured values, as ``@FILE``. Primes at the end of a name, a formula or a callable
        mean the derivative: ``relu'``, ``tanh''``.
    number_format
        The type in which a user's callable computes; everything else computes in float64, whatever the type.
    results
        The type whose encodings are read as measured results; None for the same.
    bits
        Whether a program is given encodings of the type, and prints them.
    timeout
        Seconds without an answer after which a program has failed; None for the default.

    Raises
    ------
    UsageError
        If it names nothing, or a value is refused; the hint suggests what was meant.
    """
    head, colon, tail = text.partition(":")
    if text.startswith("@"):
        from actcli.spec.measured import measured

        return measured(text[1:], number_format, results)
    if head == "cmd" and colon:
        from actcli.spec.program import TIMEOUT, program

        return program(tail, number_format, bits=bits, timeout=TIMEOUT if timeout is None else timeout)
    base = text.rstrip("'")
    if base != text:
        from actcli.analysis.derivative import derivative_of

        return derivative_of(resolve(base, number_format), len(text) - len(base))
    record = registry.find(head)
    if record is not None:
        return BoundActivation(record, _parameters(record, tail if colon else None))
    from actcli.spec import user_functions

    try:
        brought = user_functions.find(text, number_format)
    except UsageError as error:
        from actcli.spec import hints

        raise UsageError(error.message, hints.for_formula(text, error.hint)) from None
    if brought is not None:
        return brought
    from actcli.spec import hints

    raise UsageError(f"'{text}' is not a function", hints.for_spec(text))


def with_parameters(spec: str, params: Mapping[str, float | Fraction | str]) -> str:
    """Return a SPEC with further parameters, which come before the primes of a derivative.

    Raises
    ------
    UsageError
        If it is a program or a file of values, which have none.
    """
    if not params:
        return spec
    from actcli.formula.parse import is_formula

    base = spec.rstrip("'")
    head, colon, tail = base.partition(":")
    if spec.startswith("@") or (head == "cmd" and colon):
        raise UsageError(f"{spec} has no parameters, got {', '.join(params)}")
    if registry.find(head) is None and not is_formula(head):  # a colon of its own parts a callable from its module
        colon = ":" if ":" in tail.rpartition(".py:")[2] else ""
    words = ",".join(f"{name}={value if isinstance(value, str) else _number(value)}" for name, value in params.items())
    return f"{base}{',' if colon else ':'}{words}{spec[len(base) :]}"


def _number(value: float | Fraction) -> str:
    from fractions import Fraction

    return str(value) if isinstance(value, Fraction) else repr(float(value))


def _parameters(record: Activation, text: str | None) -> dict[str, float]:
    try:
        return parameters.read(record, text)
    except UsageError as error:
        from actcli.spec import hints

        raise UsageError(error.message, hints.for_parameters(record, text or "") or error.hint) from None


def resolve_all(
    texts: Sequence[str],
    number_format: NumberFormat | None = None,
    *,
    results: NumberFormat | None = None,
    timeout: float | None = None,
) -> list[BoundActivation]:
    """Resolve several SPECs, which must differ."""
    functions: dict[str, BoundActivation] = {}
    for text in texts:
        function = resolve(text, number_format, results=results, timeout=timeout)
        if function.name in functions:
            before = texts[list(functions).index(function.name)]
            raise UsageError(_twice(before, text, function.name), "name each function once")
        functions[function.name] = function
    return list(functions.values())


def _twice(first: str, second: str, name: str) -> str:
    """Return the error that two SPECs are the same function; it shows both spellings."""
    if first == second:
        return f"{first} is given twice"
    if name in {first, second}:
        return f"{second if name == first else first} is {name}"
    return f"{first} and {second} are both {name}"
