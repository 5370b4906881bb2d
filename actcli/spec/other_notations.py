"""Formulas in other notations, as papers, Python and calculators write them, put into the formula language."""

from __future__ import annotations

import ast
import re
import unicodedata

from actcli.errors import UsageError
from actcli.formula.parse import FUNCTIONS, is_formula, parse
from actcli.formula.syntax_errors import with_products
from actcli.formula.trees import as_typed, filled, with_parts, written
from actcli.spec import registry
from actcli.spelling import nearest

_SIGNS = {"^": "**", "≤": "<=", "≥": ">=", "∞": "inf", "√": "sqrt", "λ": "lambd"} | dict.fromkeys("·⋅×∗", "*")
_SIGNS |= dict.fromkeys("÷∕", "/") | dict.fromkeys("−–", "-") | dict.fromkeys("′’", "'") | {"Φ": "Phi"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CALLS = {"ln": "log", "fabs": "abs", "sgn": "sign", "sigma": "sigmoid"}
_CALLS |= dict.fromkeys(["maximum", "fmax"], "max") | dict.fromkeys(["minimum", "fmin"], "min") | {"ndtr": "Phi"}
_CALLS |= {f"{ar}{name}h": f"a{name}h" for ar in ("ar", "arc") for name in ("sin", "cos", "tan")}
#: Calls of functions that the language lacks, in its operations.
_OPERATIONS = {("log2", 1): "log(x)/log(2)", ("log10", 1): "log(x)/log(10)", ("exp2", 1): "2**x", ("pow", 2): "x**y"}
_STEPS = frozenset({"ceil", "floor", "fmod", "mod", "rint", "round", "trunc"})

#: ``f(x) =`` or ``lambda x:`` before a formula.
_HEAD = re.compile(r"\A\s*(?:[^\W\d]\w*\s*(?:\([\w\s,]*\))?\s*=(?!=)|lambda\s[\w\s,]*:)\s*")
_MODULE = re.compile(r"\b(?:[^\W\d]\w*\.)+(?=[^\W\d]\w*\()")
_CALL = re.compile(r"\b([^\W\d]\w*)\s*\(")
#: A function before its argument; sin x**2 could mean two things.
_APPLIED = re.compile(r"\b([^\W\d]\w*)\s+(\w[\w.]*)(?!\s*\*\*|[\w.(])")


def rewritten(text: str) -> str:
    """Return a hint that writes a text in the formula language; empty where the result is not a formula either."""
    spec = _MODULE.sub("", _HEAD.sub("", "".join(map(_in_ascii, _powers(text)))))
    spec = re.sub(r"\|([^|]+)\|", r"abs(\1)", spec)
    spec = _CALL.sub(lambda call: f"{_CALLS.get(call[1], call[1])}(", spec)
    spec = _APPLIED.sub(lambda words: f"{words[1]}({words[2]})" if _is_function(words[1]) else words[0], spec)
    head, colon, tail = spec.partition(":")
    spec = f"{_in_operations(with_products(head))}{colon}{tail}"
    return f"write {spec}" if spec != text and _is_valid(spec) else ""


def unknown_call(text: str) -> str:
    """Return a hint for the first call in a formula whose function does not exist."""
    name = next((call[1] for call in _CALL.finditer(text) if not _is_function(call[1])), "")
    if not name or is_formula(name):
        return ""
    if name in _STEPS:
        return f"the language leaves {name} out: its derivative is 0 almost everywhere"
    known = nearest(name, [*FUNCTIONS, *registry.spellings()])
    return known or f"a formula can call {', '.join(FUNCTIONS)}, and the functions that actcli list shows"


def _in_operations(text: str) -> str:
    """Return an expression in which operations stand for calls that the language lacks; other text as it is."""

    def changed(node: ast.expr) -> ast.expr:
        node = with_parts(node, changed)
        match node:
            case ast.Call(func=ast.Name(id=name), args=args) if operation := _OPERATIONS.get((name, len(args))):
                return filled(ast.parse(operation, mode="eval").body, dict(zip("xy", args, strict=False)))
        return node

    if not {call[1] for call in _CALL.finditer(text)} & {name for name, _ in _OPERATIONS}:
        return text  # as it was typed
    try:
        return as_typed(written(changed(ast.parse(text, mode="eval").body)))
    except SyntaxError:
        return text


def _powers(text: str) -> str:
    return re.sub("⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: "**" + power[0].replace("⁻", "-").translate(_RAISED), text)


def _in_ascii(character: str) -> str:
    """Return how a formula spells a character: Greek letters by their names."""
    if character.isascii() and character != "^":
        return character
    name = unicodedata.name(character, "")
    letter = name.rpartition(" ")[2].lower() if name.startswith("GREEK SMALL LETTER") else character
    return _SIGNS.get(character, letter)


def _is_function(name: str) -> bool:
    return name in FUNCTIONS or registry.find(name) is not None


def _is_valid(spec: str) -> bool:
    head = spec.partition(":")[0].rstrip("'")
    if not is_formula(head):
        return False
    try:
        names = parse(head, _is_function).names
    except UsageError:
        return False
    return names.isdisjoint(FUNCTIONS)
