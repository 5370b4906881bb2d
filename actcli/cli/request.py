"""Requests: the arguments and options of a command as one frozen object; options without effect are refused.

A command is a class of annotated names, its arguments and options, with its help as docstring.
Annotations are evaluated and not kept as text: every start would have to compile them again.
"""

import inspect
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Any, TypeVar

from actcli.errors import UsageError
from actcli.frozen import Frozen


class Fact(StrEnum):
    """A property of a command line that options depend on; the value is its name in errors."""

    RANGE = "START STOP"
    READ = "standard input or --input"
    VECTOR = "a function of a vector"
    ELEMENTWISE = "an elementwise function"
    DECIMALS = "numbers printed as decimals"
    ROUNDED = "a function that a formula defines, or results in another type than float64"
    TABLE = "a table, not a figure"
    TRAITS = "--traits"
    VALUES = "--values"
    DIFF = "--diff"
    ULP = "--ulp"
    DEPTH = "--depth"
    TRAIN = "--train"
    SPECS = "functions named one by one"
    CURVES = "curves, not errors"
    FIGURE = "a figure, such as out.svg"
    PICTURE = "a figure, such as out.svg, not a page"
    PNG = "a PNG figure, such as out.png"
    PROGRAM = "a program, cmd:PROGRAM"
    TERMINAL = "a plot in the terminal, without a figure"


class Needs:
    """An annotation of an option: it has an effect only if one of these facts holds.

    Several in one annotation must all be met.
    """

    def __init__(self, *facts: Fact) -> None:
        self.facts = facts


class Request(Frozen, kw_only=True):
    """The arguments and options of a command, one for each annotated name."""


R = TypeVar("R", bound=Request)


def as_function(request: type[R], work: Callable[[], Callable[[R], None]]) -> Callable[..., None]:
    """Return a command as Typer takes it: a function whose parameters are the names of a request.

    Parameters
    ----------
    request
        The class of requests; its docstring is the help.
    work
        Finds the function that does the work, when it is wanted: it imports what --help does without.
    """
    parameters = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=getattr(request, name, inspect.Parameter.empty),
            annotation=annotation,
        )
        for name, annotation in _annotations(request).items()
    ]

    def command(**words: Any) -> None:
        work()(request(**words))

    command.__doc__ = request.__doc__
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # read by Typer
    return command


def refuse_ignored(request: Request, facts: AbstractSet[str], hints: dict[str, str] | None = None) -> None:
    """Refuse options without effect: those whose annotated needs are not met.

    Parameters
    ----------
    request
        The options; one that was given its default value is accepted, since it changes nothing by intent.
    facts
        The facts that hold for the command as given.
    hints
        A second line for an option, where more can be said.
    """
    for name, option, needs in _conditions(type(request)):
        value = getattr(request, name)
        if value is not None and value != getattr(type(request), name):
            require(option, needs, facts, (hints or {}).get(option, ""))


def require(word: str, needs: tuple[Fact, ...], facts: AbstractSet[str], hint: str = "") -> None:
    """Refuse an option or operand unless one of the facts that it needs holds."""
    if not facts & {*needs}:
        raise UsageError(f"{word} needs {' or '.join(needs)}", hint)


def spellings(request: type[Request]) -> set[str]:
    """Return the options of a request as they are typed."""
    return {spelling for _, option, _ in _annotated(request) for spelling in _spellings(option)}


def _conditions(request: type[Request]) -> Iterator[tuple[str, str, tuple[Fact, ...]]]:
    """Yield the name of a field, its option, and facts one of which must hold, for every ``Needs``."""
    for name, option, more in _annotated(request):
        for needs in more:
            yield name, next(each for each in _spellings(option) if each.startswith("--")), needs.facts


def _annotations(request: type[Request]) -> dict[str, Any]:
    found = {name: each for base in reversed(request.__mro__) for name, each in inspect.get_annotations(base).items()}
    return {name: found[name] for name in request._fields}


def _annotated(request: type[Request]) -> Iterator[tuple[str, Any, list[Needs]]]:
    for name, annotation in _annotations(request).items():
        option, *more = annotation.__metadata__
        yield name, option, more


def _spellings(option: Any) -> list[str]:
    # Typer stores the first spelling as the default.
    given = (option.default, *(option.param_decls or ()))
    return [each for both in given if isinstance(both, str) for each in both.split("/")]
