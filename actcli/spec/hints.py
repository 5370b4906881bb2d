"""Hints at what was meant by a SPEC that names nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actcli.formula.constant_words import decimal_hint
from actcli.formula.parse import FUNCTIONS, is_formula
from actcli.formula.syntax_errors import with_products
from actcli.numbers.grammar import parse_number
from actcli.spec import library_names, other_notations, registry
from actcli.spelling import minus_hint, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.catalog.record import Activation

#: Looks like a formula rather than a misspelt name.
_FORMULA = re.compile(r"^\d|[+*()]|\w\s*-\s*\d")
#: Begins like a path: ``./gelu``, ``../a.out``, ``/usr/bin/gelu``, ``~/gelu``.
_PATH = re.compile(r"(\.{1,2}|~)?/")
#: So many functions are named in a hint.
_FEW = 3
_DOTTED = re.compile(r"([^\W\d]\w*(?:\.[^\W\d]\w*)*)\.([^\W\d]\w*)")


def for_spec(text: str) -> str:
    """Return a hint for a word that does not name a function."""
    number = "the function comes first, then the points: relu -5 5" if parse_number(text) is not None else ""
    head, colon, tail = text.partition(":")
    if hint := number or other_notations.rewritten(text) or minus_hint(text) or _prime_last(head, tail):
        return hint
    if spec := _without_blanks(head):
        return f"names have no blanks: {spec}{colon}{tail}"
    if hint := _called(library_names.meant(text)) or _applied(text):
        return hint
    name, mark, rest = text.partition("(" if "(" in text else "=")
    if mark and (record := registry.find(name)) and record.params:
        return f"parameters go after a colon: {name}:{rest.removesuffix(')')}"
    if _PATH.match(text):
        return f"Python functions are written FILE.py:NAME, measured values @FILE, programs cmd:{text}"
    if _FORMULA.search(text):
        product = with_products(text)
        explicit = f"write {product}" if is_formula(product) else decimal_hint(text)
        return explicit or "formulas use the variable x and an explicit *: 2*x + 1"
    if match := _DOTTED.fullmatch(head):
        return f"a function of a Python module is written {match[1]}:{match[2]}{colon}{tail}"
    return nearest(head, registry.spellings()) or "actcli list shows them all"


def for_formula(text: str, own: str) -> str:
    """Return a hint for a word that reads like a formula and can't be parsed; ``own`` is the hint of its error."""
    head, _, tail = text.partition(":")
    rewritten = _called(library_names.meant(text)) or other_notations.rewritten(text)
    return rewritten or minus_hint(text) or _prime_last(head, tail) or own or other_notations.unknown_call(head)


def for_parameters(record: Activation, text: str) -> str:
    """Return a hint for parameters that a function lacks, or for several values of its only parameter."""
    if text and (specs := library_names.with_arguments(record, text)):
        return _called(specs)
    name, _, values = text.rpartition("=")
    words = values.split(",")
    if len(record.params) == 1 and len(words) > 1 and all(parse_number(word.strip()) is not None for word in words):
        specs = [f"{record.name}:{name}{'=' * bool(name)}{word.strip()}" for word in words]
        return f"a parameter has one value; to draw several: actcli plot {' '.join(specs)}"
    wanted = text.partition("=")[0].strip()
    others = [other.name for other in registry.records().values() if record.name in other.name and _has(other, wanted)]
    if _has(record, wanted) or not 0 < len(others) <= _FEW:
        return ""
    return f"{wanted} is a parameter of {', '.join(others)}"


def _has(record: Activation, parameter: str) -> bool:
    return any(parameter in {p.name, *p.aliases} for p in record.params)


def _called(specs: Sequence[str]) -> str:
    return f"here it is called {' or '.join(specs)}" if specs else ""


def _applied(name: str) -> str:
    """Return the formula that a function of the formula language gives."""
    count = FUNCTIONS.get(name, range(0))
    return f"write it as a formula: '{name}(x{', 0' * (2 in count)})'" if 1 in count else ""


def _prime_last(head: str, tail: str) -> str:
    name = head.rstrip("'")
    return f"a prime comes last: {name}:{tail}{head[len(name) :]}" if tail and name != head else ""


def _without_blanks(name: str) -> str:
    words = name.split()
    record = registry.find("_".join(words)) if len(words) > 1 else None
    return record.name if record is not None else ""
