r"""Typeset formulas: a definition as mathtext, with fractions, cases and Greek letters."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from actcli.formula.differentiate import DELTA
from actcli.formula.parse import REDUCTIONS, reduces
from actcli.formula.symbols import symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.formula.parse import Formula

_NAMED = {"sin", "cos", "tan", "sinh", "cosh", "tanh", "min", "max"}
_LETTERS = {"sigmoid": r"\sigma", "Phi": r"\Phi"}
_COMPARE = {ast.Lt: "<", ast.LtE: r"\leq", ast.Gt: ">", ast.GtE: r"\geq", ast.Eq: "="}
_OPPOSITE = {ast.Lt: r"\geq", ast.LtE: ">", ast.Gt: r"\leq", ast.GtE: "<"}
#: Numbers with more characters than this are cut off with an ellipsis.
_LONG, _SHOWN = 10, 6
#: A definition with more cases than this is shown as it is written.
MAX_CASES = 6
SUM, PRODUCT, SIGN, POWER, ATOM = range(5)


@dataclass(frozen=True)
class Typeset:
    """A typeset definition.

    Attributes
    ----------
    left
        The left-hand side with its equals sign, in mathtext without dollars.
    cases
        Right-hand sides, each with its condition; one with an empty condition where there are no cases.
    """

    left: str
    cases: tuple[tuple[str, str], ...]


def definition(formula: Formula, *, vector: bool = False) -> Typeset:
    """Typeset a definition.

    Parameters
    ----------
    formula
        The checked formula.
    vector
        Whether x is a vector, whose elements then carry an index.
    """
    left = "f(a, b) =" if "a" in formula.names and "x" not in formula.names else "f(x)_i =" if vector else "f(x) ="
    return equation(formula, left, index="i" if vector else "")


def equation(formula: Formula, left: str, *, index: str = "") -> Typeset:
    """Typeset a formula with a left-hand side, and an index for x where it is an element of a vector."""
    writer = _Writer(formula, index)
    cases = list(islice(_cases(formula.tree), MAX_CASES + 1))  # there may be millions
    if len(cases) == 1 or len(cases) > MAX_CASES:
        return Typeset(left, ((writer.text(formula.tree)[0], ""),))
    rows = [(writer.text(tree)[0], writer.conditions(conditions)) for tree, conditions in cases]
    return Typeset(left, (*rows[:-1], (rows[-1][0], writer.last(cases))))


Condition = ast.Compare


def _cases(tree: ast.expr) -> Iterator[tuple[ast.expr, tuple[Condition, ...]]]:
    """Yield the branches of a definition with ``where`` brought to the outside, each with its conditions."""
    call = next((n for n in ast.walk(tree) if _is_where(n)), None)
    if call is None:
        yield tree, ()
        return
    condition = call.args[0]  # type: ignore[attr-defined]  # a call, as _is_where found
    for which, conditions in ((1, (condition,)), (2, ())):
        for inner, more in _cases(_chosen(tree, ast.dump(condition), which)):
            yield inner, (*conditions, *more)


def _is_where(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "where"


def _chosen(node: Any, condition: str, which: int) -> Any:
    """Return a tree with a branch in place of every choice by a condition: 1 where it holds, 2 where not."""
    if _is_where(node) and ast.dump(node.args[0]) == condition:
        return _chosen(node.args[which], condition, which)
    if not isinstance(node, ast.AST):
        return node
    clone = copy.copy(node)
    for field, child in ast.iter_fields(node):
        many = isinstance(child, list)
        setattr(
            clone, field, [_chosen(c, condition, which) for c in child] if many else _chosen(child, condition, which)
        )
    return clone


class _Writer:
    """Writes nodes as mathtext, with parentheses by precedence."""

    def __init__(self, formula: Formula, index: str) -> None:
        self.formula = formula
        self.index = index
        taken = {"j"} if formula.names & {"x_j", DELTA} else set()
        self.bound = next(letter for letter in "jklmnpqr" if letter not in formula.names | taken)
        self.small = False

    def text(self, node: ast.expr) -> tuple[str, int]:
        """Return the text of a node and its precedence."""
        match node:
            case ast.Constant():
                return _number(self.formula.literal(node)), ATOM
            case ast.Name(id=name):
                return self.name(name), ATOM
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return "-" + self.after_sign(operand), SIGN
            case ast.UnaryOp(operand=operand):
                return self.text(operand)
            case ast.BinOp():
                return self.binary(node)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.call(name, args)
        raise AssertionError(ast.dump(node))

    def held(self, node: ast.expr, needed: int) -> str:
        """Return the text of a node, in parentheses if its precedence is too low."""
        text, holds = self.text(node)
        return text if holds >= needed else _bracketed(text)

    def after_sign(self, node: ast.expr) -> str:
        """Return the text of a factor or of a term with a minus before it, in parentheses if it has a sign itself."""
        text, holds = self.text(node)
        return text if holds >= PRODUCT and not text.startswith("-") else _bracketed(text)

    def smaller(self, node: ast.expr) -> str:
        """Return the text of a node in a fraction or an exponent."""
        outer, self.small = self.small, True
        text = self.text(node)[0]
        self.small = outer
        return text

    def numerator(self, node: ast.expr) -> tuple[str, str]:
        """Return the sign of a fraction, and its numerator: -x/2 is minus a fraction."""
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return "-", self.smaller(operand)
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return "", self.smaller(node)
        text = self.smaller(node)
        return ("-", text[1:]) if text.startswith("-") else ("", text)

    def name(self, name: str) -> str:
        if name == "x" and self.index:
            return f"x_{self.index}"
        return r"\infty" if name == "inf" else symbol(name)

    def binary(self, node: ast.BinOp) -> tuple[str, int]:
        match node.op:
            case ast.Add():
                right = self.text(node.right)[0]
                return f"{self.held(node.left, SUM)} + {_bracketed(right) if right.startswith('-') else right}", SUM
            case ast.Sub():
                return f"{self.held(node.left, SUM)} - {self.after_sign(node.right)}", SUM
            case ast.Div():
                style = r"\frac" if self.small else r"\dfrac"
                sign, above = self.numerator(node.left)
                return rf"{sign}{style}{{{above}}}{{{self.smaller(node.right)}}}", SIGN if sign else POWER
            case ast.Pow():
                return self.power(node.left, self.smaller(node.right)), POWER
        left, right = self.held(node.left, PRODUCT), self.after_sign(node.right)
        if left == "1":  # a branch of a choice that is multiplied
            return self.text(node.right)
        if right == "1":
            return self.text(node.left)
        if reduces(node.left):
            left = _bracketed(left)
        numbers = right[0].isdigit() or (right.startswith((r"\frac", r"\dfrac")) and left[-1].isdigit())
        return left + (r" \cdot " if numbers else r"\,") + right, PRODUCT

    def power(self, base: ast.expr, exponent: str) -> str:
        if isinstance(base, ast.Call) and isinstance(base.func, ast.Name) and base.func.id in _NAMED | set(_LETTERS):
            function, argument = self.function(base.func.id), self.text(base.args[0])[0]
            if len(base.args) == 1 and not (self.index and base.func.id in {"min", "max"}):
                return f"{function}^{{{exponent}}}{_bracketed(argument)}"
        text, holds = self.text(base)
        return (text if holds == ATOM else _bracketed(text)) + f"^{{{exponent}}}"

    def function(self, name: str) -> str:
        if name in _NAMED:
            return "\\" + name
        escaped = name.replace("_", r"\_")
        return _LETTERS.get(name, rf"\mathrm{{{escaped}}}")

    def call(self, name: str, args: list[ast.expr]) -> tuple[str, int]:  # noqa: PLR0911 - a case for each notation
        if name in REDUCTIONS and len(args) == 1:
            return self.reduced(name, args[0])
        inner = [self.text(arg)[0] for arg in args if not isinstance(arg, Condition)]
        match name:
            case "exp":
                return self.exponential(args[0], inner[0])
            case "expm1":
                return f"{self.exponential(args[0], inner[0])[0]} - 1", SUM
            case "log":
                return rf"\ln{_bracketed(inner[0])}", POWER
            case "log1p":
                return rf"\ln{_bracketed(_one_plus(inner[0]))}", POWER
            case "sqrt":
                return rf"\sqrt{{{inner[0]}}}", ATOM
            case "abs":
                tall = _is_tall(inner[0])
                return (rf"\left|{inner[0]}\right|" if tall else f"|{inner[0]}|"), ATOM  # \left| is too short for x
            case "atan":
                return rf"\arctan{_bracketed(inner[0])}", POWER
            case "where":
                condition = self.conditions((args[0],))  # type: ignore[arg-type]  # a comparison, as parse checked
                yes, no = (self.text(arg)[0] for arg in args[1:])
                return rf"\left({yes}\ \mathrm{{if}}\ {condition}\ \mathrm{{else}}\ {no}\right)", ATOM
        return self.function(name) + _bracketed(", ".join(inner)), POWER

    def exponential(self, argument: ast.expr, text: str) -> tuple[str, int]:
        if any(isinstance(n, ast.Div) for n in ast.walk(argument)):
            return rf"\exp{_bracketed(text)}", POWER
        return f"e^{{{text}}}", POWER

    def reduced(self, name: str, argument: ast.expr) -> tuple[str, int]:
        outer, self.index = self.index, self.bound
        text = self.held(argument, PRODUCT)
        self.index = outer
        sign = rf"\sum_{self.bound}" if name == "sum" else rf"{self.function(name)}_{self.bound}"
        return rf"{sign}\,{_bracketed(text) if text.startswith('-') else text}", PRODUCT

    def conditions(self, conditions: tuple[Condition, ...]) -> str:
        return r",\ ".join(self.comparison(c, _COMPARE) for c in conditions)

    def comparison(self, node: Condition, signs: dict[type[ast.cmpop], str]) -> str:
        parts = [self.text(node.left)[0]]
        for op, side in zip(node.ops, node.comparators, strict=True):
            parts += [signs[type(op)], self.text(side)[0]]
        return " ".join(parts)

    def last(self, cases: list[tuple[ast.expr, tuple[Condition, ...]]]) -> str:
        """Return the condition of the last case: the opposite of the other one, where there is one."""
        first = cases[0][1]
        if len(cases) == 2 and len(first) == 1 and len(first[0].ops) == 1 and type(first[0].ops[0]) in _OPPOSITE:
            endless = getattr(first[0].comparators[0], "id", "") == "inf"  # nothing is larger
            return self.comparison(first[0], _OPPOSITE | {ast.Lt: "="} if endless else _OPPOSITE)
        return r"\mathrm{otherwise}"


def _bracketed(text: str) -> str:
    return rf"\left({text}\right)" if _is_tall(text) else f"({text})"


def _one_plus(text: str) -> str:
    return f"1 - {text[1:]}" if text.startswith("-") else f"1 + {text}"


def _is_tall(text: str) -> bool:
    return "frac{" in text or r"\sum" in text


def _number(literal: str) -> str:
    mantissa, e, exponent = literal.lower().partition("e")
    if len(mantissa) > _LONG:
        mantissa = mantissa[:_SHOWN] + r"\ldots"
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if e else mantissa
