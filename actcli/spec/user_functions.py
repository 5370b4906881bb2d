"""Functions that a user brings: a formula, a callable in a Python file or module.

Each is returned as a :class:`actcli.evaluation.bound.BoundActivation` whose record is a
:class:`actcli.catalog.user_activation.UserActivation` with inferred traits. Functions of the registry do without it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.formula.parse import is_formula

if TYPE_CHECKING:
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.number_format import NumberFormat

_NAME = r"[^\W\d]\w*"
_MODULE = re.compile(rf"({_NAME}(?:\.{_NAME})*):({_NAME}(?:\.{_NAME})*)(?::(.*))?")
_CALLABLE = re.compile(rf"({_NAME}(?:\.{_NAME})*)(?::(.*))?")


def find(text: str, number_format: NumberFormat | None = None) -> BoundActivation | None:
    """Return the formula or Python function of a SPEC; None if the SPEC is neither.

    Parameters
    ----------
    text
        ``./mine.py:my_gelu:a=0.3``, ``mypackage.acts:my_gelu``, ``torch.nn.functional:gelu`` or a formula in x.
    number_format
        The type in which a callable computes; None for float64. Formulas compute in float64.

    Raises
    ------
    UsageError
        If it can't be imported, is not elementwise, is not a valid formula, or is not valid UTF-8.
    ActcliError
        If the function fails where it is tried.
    """
    if not text.isascii() and text.encode(errors="replace").decode() != text:
        raise UsageError(f"'{text}' is not UTF-8", "give the file another name")
    file, suffix, rest = text.rpartition(".py:")
    if suffix:
        from actcli.spec import python_function

        match = _CALLABLE.fullmatch(rest)
        if match is None:
            raise UsageError(f"'{rest}' is not a name in {file}.py", f"write {file}.py:NAME")
        return python_function.bound(
            python_function.load_file(f"{file}.py"), match[1], match[2], f"{file}.py:{match[1]}", number_format
        )
    if text.endswith(".py"):
        raise UsageError(f"{text}: which function?", f"write {text}:NAME")
    if match := _MODULE.fullmatch(text):
        from actcli.spec import python_function

        return python_function.bound(
            python_function.load_module(match[1]), match[2], match[3], f"{match[1]}:{match[2]}", number_format
        )
    if is_formula(text):
        from actcli.spec.formula_function import formula

        return formula(text)
    return None
