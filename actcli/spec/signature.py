"""The parameters of a user's callable, read off its signature."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from actcli.errors import UsageError
from actcli.formula.constant_words import decimal_hint
from actcli.numbers.exact_float import parse_value
from actcli.numbers.grammar import parse_number
from actcli.spec.trial_calls import TRIED, TRIED_GATES
from actcli.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.numbers.array import Array

_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_POSITIONAL = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
)
_TRUTHS = {"true": True, "false": False, "1": True, "0": False}
_INTEGER = re.compile(r"[+-]?[0-9]+")


@dataclass(frozen=True)
class Signature:
    """The parameters of a callable besides x, or besides the halves a and b of a gated function.

    Attributes
    ----------
    label
        The callable's name in messages.
    numbers
        Parameters that are numbers, with their defaults; nan for none.
    required
        Those without a default.
    whole
        Those whose default is an integer: whole numbers are given as integers.
    options
        Parameters that are not numbers, with their defaults.
    open
        Whether any name is accepted: the callable has ``**kwargs``, or an unknown signature.
    gated
        Whether it takes two arrays: its second argument is required, and has no value.
    """

    label: str
    numbers: Mapping[str, float]
    required: frozenset[str]
    whole: frozenset[str]
    options: Mapping[str, Any]
    open: bool
    gated: bool = False

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the arrays that it takes."""
        return ("a", "b") if self.gated else ("x",)

    @property
    def tried(self) -> tuple[Array, ...]:
        """The arrays with which it is tried."""
        return (TRIED, TRIED_GATES) if self.gated else (TRIED,)

    @classmethod
    def of(cls, target: Callable[..., Any], label: str, words: str | None) -> Signature:
        """Read a signature; a class is a function whose parameters are those of its constructor.

        Parameters
        ----------
        target
            The callable.
        label
            Its name in messages.
        words
            The values of parameters, ``a=0.3,mode=fast``.

        Raises
        ------
        UsageError
            If the callable takes nothing.
        """
        try:
            parameters = list(inspect.signature(target).parameters.values())
        except (ValueError, TypeError):
            two = getattr(target, "nin", 1) == 2  # a ufunc has no signature before NumPy 2.4, but says what it takes
            return cls(label, {}, frozenset(), frozenset(), {}, open=True, gated=two)
        gated = False
        if not inspect.isclass(target):
            if not parameters or parameters[0].kind not in _POSITIONAL:
                raise UsageError(f"{label} takes no argument x")
            del parameters[: parameters[0].kind != inspect.Parameter.VAR_POSITIONAL]
            gated = bool(parameters) and _is_gate(parameters[0], words)
            del parameters[:gated]
        named = {p.name: p.default for p in parameters if p.kind in _NAMED}
        required = frozenset(name for name, default in named.items() if default is inspect.Parameter.empty)
        numbers = {name: float(value) for name, value in named.items() if _is_number(value)}
        return cls(
            label,
            {name: numbers.get(name, float("nan")) for name in named if name in numbers or name in required},
            required,
            frozenset(name for name in numbers if isinstance(named[name], int)),
            {name: value for name, value in named.items() if name not in numbers and name not in required},
            open=any(p.kind == inspect.Parameter.VAR_KEYWORD for p in parameters),
            gated=gated,
        )

    def read(self, words: str | None) -> tuple[dict[str, float], dict[str, str]]:
        """Read numbers and other arguments from text, ``a=0.3,mode=fast``; a single one may be unnamed.

        Raises
        ------
        UsageError
            If a parameter is unknown, is given twice, lacks a value, or has one of another kind.
        """
        values, others = dict(self.numbers), dict[str, str]()
        given: set[str] = set()
        for part in [] if words is None else re.split("[,:]", words):
            key, equals, word = part.partition("=")
            name = self._known(key.strip()) if equals else self._only(part)
            if name in given:
                raise UsageError(f"{self.label}: {name} is given twice")
            given.add(name)
            text = (word if equals else part).strip()
            value = parse_value(text)
            if name in self.required and value is None:
                del values[name]
            if name in self.numbers and (value is not None or name not in self.required):
                values[name] = self._number(name, text, value)
            else:
                others[name] = text
        missing = sorted(self.required - given)
        if missing:
            example = ",".join(f"{name}=..." for name in missing)
            raise UsageError(f"{self.label} needs {', '.join(missing)}", f"write {self.label}:{example}")
        return values, others

    def arguments(self, values: Mapping[str, float], others: Mapping[str, str]) -> dict[str, Any]:
        """Return the keyword arguments of a call."""
        numbers = {
            name: int(value) if name in self.whole and value.is_integer() else value for name, value in values.items()
        }
        return numbers | {name: self._typed(name, text) for name, text in others.items()}

    def _number(self, name: str, text: str, value: float | None) -> float:
        if value is None:
            raise UsageError(f"{self.label}: {name}='{text}' is not a number", decimal_hint(text))
        return float(value)

    def _typed(self, name: str, text: str) -> Any:
        if isinstance(self.options.get(name), bool):
            if text.lower() not in _TRUTHS:
                raise UsageError(f"{self.label}: {name} must be true or false, got {text}")
            return _TRUTHS[text.lower()]
        if self.options.get(name) is not None:
            return text
        if _INTEGER.fullmatch(text):
            return int(text)
        value = parse_number(text)
        return {"true": True, "false": False}.get(text.lower(), text) if value is None else value

    def _known(self, key: str) -> str:
        if self.open or key in self.numbers or key in self.options:
            return key
        known = [*self.numbers, *self.options]
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise UsageError(f"{self.label} has no parameter '{key}'; {has}", nearest(key, known))

    def _only(self, word: str) -> str:
        if len(self.numbers) == 1 and word.strip():
            return next(iter(self.numbers))
        if not self.numbers:
            raise UsageError(f"{self.label} has no parameter that is a number, got '{word}'")
        raise UsageError(f"{self.label}: name the parameter in '{word}'", f"it has {', '.join(self.numbers)}")


def _is_gate(second: inspect.Parameter, words: str | None) -> bool:
    """Tell whether the second argument of a callable is an array: it is required, and gets no value."""
    if second.kind not in _POSITIONAL[:2] or second.default is not inspect.Parameter.empty:
        return False
    given = [] if words is None else [part.partition("=") for part in re.split("[,:]", words)]
    return all(equals and key.strip() != second.name for key, equals, _ in given)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
