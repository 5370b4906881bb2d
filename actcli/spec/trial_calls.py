"""Trial calls, which find out how to call a user's callable."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.errors import ActcliError
from actcli.spec.adapters import Adapter, Arrays, ShapeError
from actcli.spec.user_code import user_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.numbers.array import Array

#: Points of the trial call; far enough apart that an effect of neighbours shows.
TRIED = np.array([-1.5, -0.5, 0.5, 1.5])
#: Those of the second argument of a gated function.
TRIED_GATES = np.array([0.75, -1.25, 1.75, -0.25])
#: Parts of the errors that functions of single numbers raise for arrays.
_NO_ARRAYS = ("truth value of an array", "only length-1", "only 0-dimensional", "must be real number")


def adapter(label: str, call: Callable[..., Any], likely: Arrays, dtype: str, tried: Sequence[Array]) -> Adapter:
    """Find out how to call a callable, by trying.

    Parameters
    ----------
    label
        The SPEC, for messages.
    call
        The callable, parameters filled in.
    likely
        The kind of arguments that it seems to take.
    dtype
        The name of the number type.
    tried
        The arguments of the trial: `TRIED`, and `TRIED_GATES` for a gated function.

    Raises
    ------
    ActcliError
        If nothing works, with the message of the likeliest try.
    """
    loaded: list[Arrays] = [name for name in ("torch", "jax") if name in sys.modules]
    failures: list[ActcliError] = []
    for arrays in dict.fromkeys([likely, "numpy", *loaded]):
        found = Adapter(label, call, arrays, dtype)
        try:
            found.value(*tried)
        except ShapeError as failure:
            resizing = replace(found, resizes=True)
            if len(tried) > 1:
                raise failure from None
            resizing.value(*tried)
            return resizing
        except ActcliError as failure:
            failures.append(failure)
            continue
        if arrays == "numpy" and _returns_jax(found, tried):  # pragma: no cover  # tested where jax is installed
            return replace(found, arrays="jax")
        return found
    one_by_one = Adapter(label, call, "numbers", dtype)
    for i in range(len(tried[0])):
        try:
            one_by_one.value(*(each[i : i + 1] for each in tried))
        except ActcliError as failure:
            failures.append(failure)
        else:
            return one_by_one
    # A scalar function's complaint about arrays is not the user's error: report the one of the last trial.
    raise failures[-1 if any(words in failures[0].message for words in _NO_ARRAYS) else 0]


def elementwise(label: str, call: Callable[[Any], Any], dtype: str) -> Adapter:
    """Return the way to call an elementwise function of NumPy arrays.

    Raises
    ------
    ActcliError
        If it can't be called, or a result depends on other elements.
    """
    found = adapter(label, call, "numpy", dtype, [TRIED])
    if found.depends_on_neighbours(TRIED):
        raise ActcliError(f"{label} is not elementwise: its result changes with the neighbouring inputs")
    return found


def _returns_jax(found: Adapter, tried: Sequence[Array]) -> bool:
    """Tell whether a function that takes NumPy arrays returns jax's."""
    if "jax" not in sys.modules:
        return False
    with user_errors(found.label):  # pragma: no cover  # tested where jax is installed
        return type(found.call(*tried)).__module__.partition(".")[0] in {"jax", "jaxlib"}
