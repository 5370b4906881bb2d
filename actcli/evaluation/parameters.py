"""The parameters of a function: which one a name means, and their values from the text after the colon of a SPEC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.numbers.exact_float import parse_value
from actcli.numbers.formatting import format_float, format_settings
from actcli.spelling import nearest, normalize

if TYPE_CHECKING:
    from actcli.catalog.record import Activation, Param


def read(record: Activation, text: str | None) -> dict[str, float]:
    """Return a value for every parameter, from text such as ``alpha=0.5,beta=2``; others have their defaults.

    Raises
    ------
    UsageError
        If a parameter does not exist, or a value is outside its domain, by itself or together with others.
    """
    values = dict(record.defaults)
    given: set[str] = set()
    for part in [] if text is None else text.split(","):
        key, equals, word = part.partition("=")
        param = find(record, key.strip()) if equals else _only(record, text or "")
        if param.name in given:
            raise UsageError(f"{record.name}: {param.name} is given twice")
        given.add(param.name)
        values[param.name] = _value(record, param, word if equals else part)
    for rule in record.rules:
        if not rule.holds(**values):
            raise UsageError(f"{record.name} needs {rule.text}, got {format_settings(values, ', ')}")
    return values


def find(record: Activation, key: str) -> Param:
    """Return the parameter of a record that answers to a name, whatever its case, ``_`` and ``-``.

    Raises
    ------
    UsageError
        If it does not exist.
    """
    for param in record.params:
        if key == param.name:
            return param
    for param in record.params:
        if normalize(key) in map(normalize, (param.name, *param.aliases)):
            return param
    known = [param.name for param in record.params]
    has = f"it has {', '.join(known)}" if known else "it has none"
    raise UsageError(f"{record.name} has no parameter '{key}'; {has}", nearest(key, known))


def _only(record: Activation, text: str) -> Param:
    if len(record.params) == 1 and "," not in text and text.strip():
        return record.params[0]
    if not record.params:
        raise UsageError(f"{record.name} has no parameters, got '{text}'")
    if len(record.params) == 1:
        raise UsageError(f"{record.name} takes one value, got '{text}'", f"write {_example(record)}")
    raise UsageError(
        f"{record.name}: name the parameter in '{text}'", f"write {_with_choice(record, text) or _example(record)}"
    )


def _with_choice(record: Activation, word: str) -> str:
    """Return the SPEC that a word meant if it is a choice of a parameter, else nothing."""
    for param in record.params:
        for choice in param.choices:
            if normalize(word) == normalize(str(choice)):
                return f"{record.name}:{param.name}={choice}"
    return ""


def _example(record: Activation) -> str:
    """Return a SPEC with all parameters."""
    return f"{record.name}:{format_settings(record.defaults)}"


def _value(record: Activation, param: Param, word: str) -> float:
    if param.choices:
        return _choice(record, param, word)
    value = parse_value(word.strip())
    if value is None:
        from actcli.formula.constant_words import decimal_hint

        raise UsageError(f"{record.name}: {param.name}='{word}' is not a number", decimal_hint(word))
    if value not in param.domain:
        raise UsageError(f"{record.name}: {param.name} must be {param.domain.rule}, got {format_float(value)}")
    return value


def _choice(record: Activation, param: Param, word: str) -> float:
    for choice in param.choices:
        if normalize(word) == normalize(str(choice)):
            return choice
    hint = nearest(word, map(str, param.choices))
    raise UsageError(f"{record.name}: {param.name} must be {param.domain.rule}, got '{word}'", hint)
