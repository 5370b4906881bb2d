"""Callables in Python files and modules as functions, their parameters from the signature."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import os
import sys
from typing import TYPE_CHECKING, Any

from actcli.catalog.record import Activation
from actcli.errors import UsageError
from actcli.evaluation import parameters
from actcli.evaluation.bound import BoundActivation
from actcli.spec.adapters import computed_in
from actcli.spec.python_records import Parts, record
from actcli.spec.signature import Signature
from actcli.spec.trial_calls import adapter
from actcli.spec.user_code import user_errors
from actcli.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from actcli.numbers.number_format import NumberFormat
    from actcli.spec.adapters import Arrays

_FRAMEWORKS: tuple[Arrays, ...] = ("torch", "jax")


def load_file(path: str) -> ModuleType:
    """Run a Python file as a separate module; its folder is searched last for its imports.

    Raises
    ------
    UsageError
        If the file does not exist, or running it fails.
    """
    return _load_file(os.path.abspath(path), path)


@functools.cache
def _load_file(absolute: str, path: str) -> ModuleType:
    if not os.path.isfile(absolute):
        raise UsageError(f"{path}: no such file")
    _search(os.path.dirname(absolute))
    name = f"actcli user {absolute}"
    spec = importlib.util.spec_from_file_location(name, absolute)
    if spec is None or spec.loader is None:
        raise AssertionError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with user_errors(f"{path} can't be imported", UsageError):
        spec.loader.exec_module(module)
    return module


def load_module(name: str) -> ModuleType:
    """Import a module; the current folder is searched last.

    Raises
    ------
    UsageError
        If the module does not exist, or importing it fails.
    """
    _search(os.getcwd())
    with user_errors(f"{name} can't be imported", UsageError):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if not f"{name}.".startswith(f"{error.name}."):
                raise
            raise UsageError(
                f"no module named {error.name}", "the current folder is searched too; a file is ./FILE.py:NAME"
            ) from None


def _search(folder: str) -> None:
    # Appended, so that a random.py of the user does not shadow the one that a later import needs.
    if folder not in sys.path:
        sys.path.append(folder)


def bound(
    module: ModuleType, name: str, words: str | None, label: str, number_format: NumberFormat | None
) -> BoundActivation:
    """Return a callable of a module, with parameters from text, as a function.

    Parameters
    ----------
    module
        Where it is.
    name
        Its name there, dots for attributes.
    words
        ``param=value,...``, or a single value; None for defaults.
    label
        Its name: the SPEC without parameters.
    number_format
        The type in which it computes; None for float64.

    Raises
    ------
    UsageError
        If it is not there, no callable, or a parameter is refused.
    ActcliError
        If it fails where it is tried.
    """
    target = _attribute(module, name, label)
    if isinstance(target, Activation):
        return BoundActivation(target, parameters.read(target, words))
    if not callable(target):
        raise UsageError(f"{label} is of type {type(target).__name__}, no function")
    signature = Signature.of(target, label, words)
    values, others = signature.read(words)
    spelled = label + ":" * bool(others) + ",".join(f"{key}={word}" for key, word in others.items())
    dtype = computed_in(number_format) if number_format else "float64"

    @functools.cache
    def call(*numbers: float) -> Callable[[Any], Any]:
        arguments = signature.arguments(dict(zip(values, numbers, strict=True)), others)
        return _ready(target, arguments, dtype, label)

    found = adapter(spelled, call(*values.values()), _likely(target, module), dtype, signature.tried)
    summary = (inspect.getdoc(target) or f"from {label.rpartition(':')[0]}").partition("\n")[0]
    formula = f"{name}({', '.join([*signature.inputs, *values])})"
    parts = Parts(found, call, summary, formula, {key: signature.numbers[key] for key in values}, signature.tried)
    return BoundActivation(record(parts), values)


def _attribute(module: ModuleType, name: str, label: str) -> Any:
    target: Any = module
    for part in name.split("."):
        if not hasattr(target, part):
            place = label.rpartition(":")[0]
            raise UsageError(f"{place} has no {name}", nearest(part, [n for n in dir(target) if n[0] != "_"]))
        target = getattr(target, part)
    return target


def _ready(target: Any, arguments: Mapping[str, Any], dtype: str, label: str) -> Callable[[Any], Any]:
    """Return a callable of x alone; classes are instantiated, torch modules set to evaluation mode and cast."""
    if not inspect.isclass(target):
        _cast(target, dtype)
        return functools.partial(target, **arguments) if arguments else target
    with user_errors(label):
        instance = target(**arguments)
    if not callable(instance):
        raise UsageError(f"{label} makes a {type(instance).__name__}, no function")
    _cast(instance, dtype)
    return instance


def _cast(target: Any, dtype: str) -> None:
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(target, torch.nn.Module):  # pragma: no cover  # tested where torch is installed
        target.eval().to(getattr(torch, dtype))


def _likely(target: Any, module: ModuleType) -> Arrays:
    """Guess the arrays that a callable takes, from its module, its annotations and the modules it refers to."""
    function = target.forward if hasattr(target, "forward") else target
    function = inspect.unwrap(function) if not inspect.isclass(function) else function
    code = getattr(function, "__code__", None)
    names = getattr(function, "__globals__", {})
    used = [names.get(name) for name in code.co_names] if code else []
    said = str(next(iter(getattr(function, "__annotations__", {}).values()), ""))
    roots = [module.__name__, said.strip("<'").removeprefix("class '"), *(_home(thing) for thing in used)]
    found = [root.partition(".")[0] for root in roots]
    return next((name for name in _FRAMEWORKS if name in found), "numpy")


def _home(thing: object) -> str:
    return thing.__name__ if inspect.ismodule(thing) else str(getattr(thing, "__module__", ""))
