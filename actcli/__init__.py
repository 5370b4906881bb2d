"""Activation functions of neural networks: values, derivatives, plots and comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actcli.errors import ActcliError

if TYPE_CHECKING:
    from fractions import Fraction

    from actcli.compare.checking import check, diff
    from actcli.evaluation.bound import BoundActivation

__version__ = "0.2.0"
__all__ = ["check", "diff", "get", "names"]


def get(spec: str, **params: float | Fraction | str) -> BoundActivation:
    """Return the function that a SPEC names, such as ``"elu:alpha=0.5"``.

    Parameters
    ----------
    spec
        ``name`` or ``name:param=value,...``; spelled with or without ``_``, ``-`` and capitals.
    params
        Parameters by name, in place of those that the SPEC does not give: ``get("elu", alpha=0.5)``.

    Returns
    -------
    BoundActivation
        Callable on anything array-like of real numbers; keeps shape and floating dtype. It has ``.grad``,
        ``.exact``, ``.formula``, ``.latex``, ``.range``, ``.traits``, and notebooks show its card and figure.

    Raises
    ------
    actcli.errors.UsageError
        If the SPEC names no function, or a parameter is refused.
    TypeError
        If it is not text.

    Examples
    --------
    >>> import actcli
    >>> actcli.get("relu")([-1, 0, 2]).tolist()
    [0.0, 0.0, 2.0]
    """
    if not isinstance(spec, str):
        raise TypeError(f"a SPEC is text, not {type(spec).__name__}; diff and check take callables")
    from actcli.render.html import notebook  # noqa: F401  # it teaches functions how notebooks show them
    from actcli.spec.resolve import resolve, with_parameters

    try:
        return resolve(with_parameters(spec, params))
    except ActcliError as error:
        if error.hint:
            error.add_note(f"hint: {error.hint}")  # Python prints it below the message
        raise


def __getattr__(name: str) -> Any:  # noqa: ANN401  # a function; type checkers see the import above
    if name in {"check", "diff"}:
        from actcli.compare import checking

        return getattr(checking, name)
    raise AttributeError(f"module 'actcli' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


def names() -> list[str]:
    """Return the names of all functions, in the order of families."""
    from actcli.spec import registry

    return registry.names()
