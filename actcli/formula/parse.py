"""The one-line language in which functions are defined.

A formula is a Python expression in ``x`` (``a`` and ``b`` for gated functions), the parameters, numbers, a few
constants and functions, and the names of other activation functions. It is parsed once, checked against a whitelist,
and evaluated in any number system: NumPy arrays, dual numbers, arbitrary precision, typeset text. Nothing is ever
given to ``eval``.
"""

from __future__ import annotations

import ast
import operator
import re
import warnings
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeGuard, TypeVar

from actcli.errors import UsageError
from actcli.formula.syntax_errors import CHOICE, explain, missing_operator
from actcli.numbers.grammar import parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_LENGTH = 500
MAX_DEPTH = 50
MAX_EXPONENT = 1000

CONSTANTS = frozenset({"pi", "e", "inf"})
#: Functions that take one argument over a whole vector.
REDUCTIONS = frozenset({"sum", "mean", "min", "max"})
#: Function -> the numbers of arguments it takes.
FUNCTIONS: Mapping[str, range] = {
    **dict.fromkeys(["exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "sech"], range(1, 2)),
    **dict.fromkeys(
        ["atan", "asinh", "acosh", "atanh", "erf", "erfc", "Phi", "abs", "sign", "sum", "mean"], range(1, 2)
    ),
    "min": range(1, 3),
    "max": range(1, 3),
    "clip": range(3, 4),
    "where": range(3, 4),
}

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}

_HUGE_EXPONENT = re.compile("[eE][+-]?0*[1-9][0-9]{4}")

#: Warning filters are process-wide: two threads that change them at once would not restore them.
_WARNINGS = Lock()


T = TypeVar("T")


class NumberSystem(Protocol[T]):
    """The interface of a number system: numbers, operators and named functions."""

    def number(self, text: str) -> T:
        """Turn a literal, such as ``0.044715``, or the name of a constant into a number."""

    def call(self, name: str, args: list[T]) -> T:
        """Apply a function of FUNCTIONS (``where`` gets a truth value first) or an activation function."""


@dataclass(frozen=True)
class Formula:
    """A checked formula.

    Attributes
    ----------
    text
        The expression as written.
    tree
        Its syntax tree, holding whitelisted nodes only.
    names
        The free names: the argument and the parameters.
    calls
        The activation functions it refers to, with parameters where they are given: ``silu``, ``elu:0.5``.
    """

    text: str
    tree: ast.expr
    names: frozenset[str]
    calls: frozenset[str]

    def literal(self, node: ast.Constant) -> str:
        """Return a number as spelled in the text, so that no digit is lost to binary."""
        return self.text[node.col_offset : node.end_col_offset]

    def evaluate(self, system: NumberSystem[T], env: Mapping[str, T]) -> T:
        """Compute the formula in a number system, with a value for every free name."""
        return _Evaluation(self, system, env).value(self.tree)


def parse(text: str, is_activation: Callable[[str], bool]) -> Formula:
    """Parse and check a formula.

    Parameters
    ----------
    text
        The expression, at most 500 characters of ASCII.
    is_activation
        Tells whether a name is an activation function that the formula may call.

    Raises
    ------
    UsageError
        If the text is not a formula; the message names the character.
    """
    if len(text) > MAX_LENGTH:
        raise UsageError(f"a formula has at most {MAX_LENGTH} characters, this one has {len(text)}")
    if not text.isascii() or not text.isprintable():
        at = next(i for i, c in enumerate(text) if not c.isascii() or not c.isprintable())
        raise _refused(at, f"'{text[at]}' is not ASCII")
    try:
        with _WARNINGS, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise _refused(*explain(text, max((error.offset or 1) - 1, 0))) from None
    checker = _Checker(text, is_activation)
    checker.check(tree)
    return Formula(text, tree, frozenset(checker.names), frozenset(checker.calls))


def is_formula(text: str) -> bool:
    """Tell whether a text contains the variables of a formula: ``x``, or both ``a`` and ``b``."""
    names = set(re.findall(r"\b[A-Za-z_]\w*", text.partition(":")[0]))
    return "x" in names or {"a", "b"} <= names


def reduces(node: ast.AST) -> TypeGuard[ast.Call]:
    """Tell whether a node is a sum, a mean or an extreme over a vector."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in REDUCTIONS and len(node.args) == 1


def _refused(at: int, why: str, hint: str = "") -> UsageError:
    return UsageError(f"invalid formula: {why} (character {at + 1})", hint)


def _foreign(node: ast.expr, text: str) -> tuple[int, str, str]:
    """Return the position of syntax outside the language, the reason, and the replacement to suggest."""
    at = node.col_offset
    source = text[at : node.end_col_offset]
    match node:
        case ast.BinOp(op=ast.BitXor(), left=left):
            power = text.index("^", left.end_col_offset or 0)
            return power, "^ is not in the language", ""
        case ast.IfExp() | ast.Compare() | ast.BoolOp():
            return at, f"{source} is not in the language", CHOICE
        case ast.Call() if missing := missing_operator(text):
            return missing
    return at, f"{source} is not in the language", "a formula has numbers, names, + - * / ** and functions"


def called(text: str, node: ast.Call, name: str) -> str:
    """Return the function that a call means: its name, or with parameters ``elu:0.5`` or ``elu:alpha=0.5``."""
    words = [text[arg.col_offset : arg.end_col_offset] for arg in node.args[1:]]
    words += [
        f"{keyword.arg}={text[keyword.value.col_offset : keyword.value.end_col_offset]}" for keyword in node.keywords
    ]
    return name + (":" + ",".join(words) if words else "")


def _is_number(node: ast.expr) -> bool:
    """Tell whether a node is a number with or without a sign, or a fraction of two."""
    match node:
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return all(_is_number(part) and not isinstance(part, ast.BinOp) for part in (left, right))
        case ast.UnaryOp(operand=operand):
            return isinstance(operand, ast.Constant)
    return isinstance(node, ast.Constant)


class _Checker:
    """Walks a tree without recursion, refuses nodes outside the language and collects names."""

    def __init__(self, text: str, is_activation: Callable[[str], bool]) -> None:
        self.text = text
        self.is_activation = is_activation
        self.names: set[str] = set()
        self.calls: set[str] = set()

    def check(self, tree: ast.expr) -> None:
        todo: list[tuple[ast.expr, int]] = [(tree, 1)]
        while todo:
            node, depth = todo.pop()
            if depth > MAX_DEPTH:
                raise UsageError(f"a formula may be nested {MAX_DEPTH} deep, this one is deeper")
            todo.extend((child, depth + 1) for child in self.children(node))

    def children(self, node: ast.expr) -> list[ast.expr]:
        match node:
            case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
                self.check_literal(node)
                return []
            case ast.Name(id=name):
                if name not in CONSTANTS:
                    self.names.add(name)
                return []
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                return [operand]
            case ast.BinOp(op=ast.Pow(), left=left, right=right):
                self.check_exponent(right)
                return [left, right]
            case ast.BinOp(op=op, left=left, right=right) if type(op) in _BINARY:
                return [left, right]
            case ast.Call(func=ast.Name(id=name), args=[x, *_]) if name not in FUNCTIONS:
                return [x, *self.parameters(node, name)]
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self.arguments(node, name, args)
        raise _refused(*_foreign(node, self.text))

    def check_literal(self, node: ast.Constant) -> None:
        literal = self.text[node.col_offset : node.end_col_offset]
        if parse_number(literal) is None:
            raise _refused(node.col_offset, f"{literal} is not a decimal number")
        if _HUGE_EXPONENT.search(literal):  # its exact value would fill the memory
            raise _refused(node.col_offset, "the exponent of a number has at most four digits")

    def check_exponent(self, node: ast.expr) -> None:
        # Exponents of other types get an error of their own.
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not node.value <= MAX_EXPONENT:
            raise _refused(node.col_offset, f"an exponent is at most {MAX_EXPONENT}")

    def parameters(self, node: ast.Call, name: str) -> list[ast.expr]:
        """Collect a call of an activation function; return the literals that are its parameters."""
        if not self.is_activation(name):
            end = node.func.end_col_offset or 0
            hint = f"write {self.text[:end]}*{self.text[end:]}" if name == "x" else ""
            raise _refused(node.col_offset, f"'{name}' is not a function", hint)
        given = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
        for value in given:
            if not _is_number(value):
                raise _refused(value.col_offset, f"a parameter of {name} is a number")
        self.calls.add(called(self.text, node, name))
        return given

    def arguments(self, node: ast.Call, name: str, args: list[ast.expr]) -> list[ast.expr]:
        if len(args) not in FUNCTIONS.get(name, range(1, 2)):
            raise _refused(node.col_offset, f"{name} does not take {len(args)} arguments")
        if name != "where":
            return args
        condition, *branches = args
        if not isinstance(condition, ast.Compare) or any(type(op) not in _COMPARE for op in condition.ops):
            raise _refused(condition.col_offset, "where begins with a comparison", "such as x > 0 or 0 < x < 1")
        return [condition.left, *condition.comparators, *branches]


@dataclass(frozen=True)
class _Evaluation(Generic[T]):
    formula: Formula
    system: NumberSystem[T]
    env: Mapping[str, T]

    def value(self, node: ast.expr) -> T:
        match node:
            case ast.Constant():
                return self.system.number(self.formula.literal(node))
            case ast.Name(id=name):
                return self.system.number(name) if name in CONSTANTS else self.env[name]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.value(operand)  # type: ignore[operator,no-any-return]  # a number system has arithmetic
            case ast.UnaryOp(operand=operand):
                return self.value(operand)
            case ast.BinOp(op=op, left=left, right=right):
                return _BINARY[type(op)](self.value(left), self.value(right))  # type: ignore[no-any-return]  # the same
            case ast.Call(func=ast.Name(id="where"), args=[ast.Compare() as condition, yes, no]):
                return self.system.call("where", [self.truth(condition), self.value(yes), self.value(no)])
            case ast.Call(func=ast.Name(id=name), args=args) if name in FUNCTIONS:
                return self.system.call(name, [self.value(arg) for arg in args])
            case ast.Call(func=ast.Name(id=name), args=[x, *_]):
                return self.system.call(called(self.formula.text, node, name), [self.value(x)])
        raise AssertionError(ast.dump(node))

    def truth(self, node: ast.Compare) -> T:
        sides = [self.value(side) for side in (node.left, *node.comparators)]
        truths = [_COMPARE[type(op)](*pair) for op, pair in zip(node.ops, pairwise(sides), strict=True)]
        result = truths[0]
        for truth in truths[1:]:
            result = result & truth
        return result  # type: ignore[no-any-return]  # the same
