"""SPEC -> a bound function: ``elu:alpha=0.5``, ``leaky_relu:0.2``, ``./mine.py:f``, ``x*sigmoid(1.702*x)``."""

from __future__ import annotations

import copyreg
import re
from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.evaluation import parameters
from actcli.evaluation.bound import BoundActivation
from actcli.formula.parse import is_formula
from actcli.formula.syntax_errors import with_products
from actcli.numbers.grammar import parse_number
from actcli.spec import registry
from actcli.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.numbers.narrow import NumberType

#: What tells a formula that is none from a misspelt name.
_FORMULA = re.compile(r"^\d|[+*()]|\w\s*-\s*\d")


def _reduce(function: BoundActivation) -> tuple[Callable[[str], BoundActivation], tuple[str]]:
    """Travel to another process as the SPEC, which is resolved there: kernels and lambdas cannot be pickled."""
    return resolve, (function.name,)


copyreg.pickle(BoundActivation, _reduce)


def resolve(
    text: str, number_type: NumberType | None = None, *, bits: bool = False, timeout: float | None = None
) -> BoundActivation:
    """Return the function that a SPEC names, with its parameters.

    Parameters
    ----------
    text
        ``name`` or ``name:param=value,...``, where a single parameter may stand unnamed; a callable as
        ``./file.py:callable`` or ``module:callable``, with parameters after another colon; a formula; a program, as
        ``cmd:PROGRAM ARGS``; or measured values, as ``@FILE``. Primes at the end of a name, a formula or a callable
        mean the derivative: ``relu'``, ``tanh''``.
    number_type
        The type in which a user's callable computes; everything else computes in float64, whatever the type.
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
        from actcli.spec.measured import measured  # noqa: PLC0415  # other functions do without

        return measured(text[1:], number_type)
    if head == "cmd" and colon:
        from actcli.spec.program import TIMEOUT, program  # noqa: PLC0415  # other functions do without

        return program(tail, number_type, bits=bits, timeout=TIMEOUT if timeout is None else timeout)
    base = text.rstrip("'")
    if base != text:
        from actcli.analysis.derivative import derivative_of  # noqa: PLC0415  # most SPECs are no derivatives

        return derivative_of(resolve(base, number_type), len(text) - len(base))
    record = registry.find(head)
    if record is not None:
        return BoundActivation(record, parameters.read(record, tail if colon else None))
    from actcli.spec import user_functions  # noqa: PLC0415  # functions of the registry do without

    brought = user_functions.find(text, number_type)
    if brought is not None:
        return brought
    raise UsageError(f"'{text}' is not a function", _hint(text))


def _hint(text: str) -> str:
    """Return what may have been meant by a word that names no function."""
    if parse_number(text) is not None:
        return "the function comes first, then the points: relu -5 5"
    name, mark, rest = text.partition("(" if "(" in text else "=")
    if mark and (record := registry.find(name)) and record.params:
        return f"parameters stand behind a colon: {name}:{rest.removesuffix(')')}"
    if _FORMULA.search(text):
        product = with_products(text)
        return f"write {product}" if is_formula(product) else "formulas use the variable x and an explicit *: 2*x + 1"
    return nearest(text.partition(":")[0], registry.spellings()) or "actcli list shows them all"


def resolve_all(
    texts: Sequence[str], number_type: NumberType | None = None, *, timeout: float | None = None
) -> list[BoundActivation]:
    """Resolve several SPECs, which must differ."""
    functions: dict[str, BoundActivation] = {}
    for text in texts:
        function = resolve(text, number_type, timeout=timeout)
        if function.name in functions:
            before = texts[list(functions).index(function.name)]
            raise UsageError(
                f"{text} is given twice" if before == text else f"{before} and {text} are the same function"
            )
        functions[function.name] = function
    return list(functions.values())
