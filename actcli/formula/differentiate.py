"""Symbolic derivatives of formulas, for display and as the slopes that records evaluate in a stable form.

A derivative is a formula of the same language. It holds away from kinks; at them functions declare their slopes.
"""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.formula.parse import Formula, reduces
from actcli.formula.simplify import simplified
from actcli.formula.spelled_numbers import ONE, spelled
from actcli.formula.stable import with_literals
from actcli.formula.trees import filled, key, with_parts, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    #: Returns the derivative of the function that a call means, as a formula in x.
    Slope = Callable[[str], Formula]

#: The derivative of a function of one argument, as an expression in z.
_SLOPES = {
    "exp": "exp(z)",
    "expm1": "exp(z)",
    "log": "1/z",
    "log1p": "1/(1 + z)",
    "sqrt": "1/(2*sqrt(z))",
    "sin": "cos(z)",
    "cos": "-sin(z)",
    "tan": "1/cos(z)**2",
    "sinh": "cosh(z)",
    "cosh": "sinh(z)",
    "sech": "-sech(z)*tanh(z)",
    "atan": "1/(1 + z**2)",
    "asinh": "1/sqrt(1 + z**2)",
    "acosh": "1/sqrt(z**2 - 1)",
    "atanh": "1/(1 - z**2)",
    "erf": "2/sqrt(pi)*exp(-z**2)",
    "erfc": "-2/sqrt(pi)*exp(-z**2)",
    "Phi": "exp(-z**2/2)/sqrt(2*pi)",
    "abs": "sign(z)",
    "sign": "0",
}
#: The derivative of a function of several arguments u, v, w with derivatives p, q, r.
_BRANCHES = {"max": "where(u > v, p, q)", "min": "where(u < v, p, q)"}
_CLIP = "where(v < u < w, p, q)"
_CLIP_WITH_ENDS = "where(u <= v, q, where(u < w, p, r))"
_POWER = "u**v*(q*log(u) + v*p/u)"
_OPERATIONS = {ast.Add: "p + q", ast.Sub: "p - q", ast.Mult: "p*v + u*q", ast.Div: "p/v - u*q/v**2"}
#: The name of the Kronecker delta, which is 1 where the derivative is by the element's own input.
DELTA = "delta_ij"
#: The largest expression that is differentiated, and the largest derivative, in nodes of the tree.
_LARGEST = 500
_ZERO = spelled(0 * ONE)


def derivative(formula: Formula, by: str, slope: Slope) -> Formula:
    """Return the derivative of a formula with respect to one of its names.

    Parameters
    ----------
    formula
        A checked formula.
    by
        The name: x only where no function reduces a vector.
    slope
        Returns the derivative of an activation function that it calls.

    Raises
    ------
    TooLongError
        If the derivative, or a part of it, is too long to be read.
    """
    return as_formula(_Differentiation({by: spelled(ONE)}, slope).of(with_literals(formula)))


def jacobian(formula: Formula, slope: Slope) -> Formula:
    """Return the derivative of element i of a function of a vector with respect to element j of its input.

    The names are x for element i, x_j for element j, and ``delta_ij``.
    """
    return as_formula(_Differentiation({"x": ast.Name(DELTA)}, slope).of(with_literals(formula)))


def of_element(formula: Formula) -> Formula:
    """Return the formula of element i of a vector with its x, outside sums and the like, written x_i."""
    return as_formula(_at("x_i", formula.tree))


class TooLongError(UsageError):
    """A symbolic derivative is too long to read, takes too long to find, or needs other symbols."""


class _Differentiation:
    """The derivative of expressions, given those of names.

    Attributes
    ----------
    seeds
        The derivatives of names; 0 for the others.
    slope
        As of ``derivative``.
    reduces
        Whether sums and the like over the vector are differentiated; else they count as constants.
    """

    def __init__(self, seeds: Mapping[str, ast.expr], slope: Slope, *, reduces: bool = True) -> None:
        self.seeds = seeds
        self.slope = slope
        self.reduces = reduces
        self._known: dict[ast.expr, ast.expr] = {}

    def of(self, node: ast.expr) -> ast.expr:
        """Return the derivative of an expression, simplified."""
        result = self.rule(node)
        if max(_size(node), _size(result)) > _LARGEST:
            raise TooLongError("the derivative is too long to be written in symbols")
        return result

    def simplified(self, node: ast.expr) -> ast.expr:
        """Return an expression in its short form; its parts mostly are."""
        return simplified(node, self._known)

    def rule(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Name(id=name):
                return self.seeds.get(name, _ZERO)
            case ast.UnaryOp(op=op, operand=operand):
                return self.simplified(ast.UnaryOp(op, self.of(operand)))
            case ast.BinOp(op=op, left=left, right=right):
                return self.operation(op, left, right)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.call(node, name, args)
        raise AssertionError(ast.dump(node))

    def call(self, node: ast.Call, name: str, args: list[ast.expr]) -> ast.expr:
        match name, args:
            case "where", [ast.Compare() as condition, yes, no]:
                return self.choice(condition, yes, no)
            case _, [argument] if reduces(node):
                return self.reduction(name, argument) if self.reduces else _ZERO
            case ("clip", [x, low, high]) | (
                ("min", [ast.Call(func=ast.Name(id="max"), args=[x, low]), high])
                | ("max", [ast.Call(func=ast.Name(id="min"), args=[x, high]), low])
            ):
                return self.clip(x, low, high)
            case "max" | "min", [_, _]:
                return self.simplified(filled(_expression(_BRANCHES[name]), self.named(args)))
            case "log", [ast.BinOp(op=ast.Div(), left=left, right=right)]:
                return self.simplified(filled(_expression("p/u - q/v"), self.named([left, right])))
        outer = filled(self.outer(node, name), {"z": args[0], "x": args[0]})
        return self.simplified(ast.BinOp(outer, ast.Mult(), self.of(args[0])))

    def choice(self, condition: ast.Compare, yes: ast.expr, no: ast.expr) -> ast.expr:
        """Return the derivatives of the branches, without that of a branch that holds at one point only."""
        if isinstance(condition.ops[0], ast.Eq):
            return self.of(no)
        match no:
            case ast.Call(func=ast.Name(id="where"), args=[ast.Compare() as other, rest, _]) if _are_opposite(
                condition, other
            ):
                no = rest
        return self.simplified(ast.Call(ast.Name("where"), [condition, self.of(yes), self.of(no)], []))

    def operation(self, op: ast.operator, left: ast.expr, right: ast.expr) -> ast.expr:
        found = self.named([left, right])
        if not isinstance(op, ast.Pow):
            return self.simplified(filled(_expression(_OPERATIONS[type(op)]), found))
        if _is_zero(found["q"]):
            return self.simplified(filled(_expression("v*u**(v - 1)*p"), found))
        return self.simplified(filled(_expression("u**v*log(u)*q" if _is_zero(found["p"]) else _POWER), found))

    def clip(self, x: ast.expr, low: ast.expr, high: ast.expr) -> ast.expr:
        found = self.named([x, low, high])
        same = key(found["q"]) == key(found["r"])
        return self.simplified(filled(_expression(_CLIP if same else _CLIP_WITH_ENDS), found))

    def named(self, args: list[ast.expr]) -> dict[str, ast.expr]:
        return dict(zip("uvwpqr", [*args, *[spelled(ONE)] * (3 - len(args)), *map(self.of, args)], strict=False))

    def outer(self, node: ast.Call, name: str) -> ast.expr:
        """Return the derivative of the function that a call means: an expression in z, or in x."""
        if name in _SLOPES:
            return _expression(_SLOPES[name])
        return with_literals(self.slope(_spelling(node)))

    def reduction(self, name: str, argument: ast.expr) -> ast.expr:
        """Return the derivative of a sum, a mean or an extreme over the vector by element j, or by a parameter."""
        if self.seeds.keys() - {"x"}:
            return self.reduction_by_parameter(name, argument)
        own = _Differentiation({"x": spelled(ONE)}, self.slope, reduces=False).of(argument)
        rest = _Differentiation({}, self.slope).of(argument)
        at_j = _at("x_j", own)
        if name in {"max", "min"}:
            first = ast.Compare(_at("x_j", argument), [ast.Eq()], [ast.Call(ast.Name(name), [argument], [])])
            return self.simplified(ast.Call(ast.Name("where"), [first, at_j, _ZERO], []))
        if name == "mean":
            at_j = ast.BinOp(at_j, ast.Div(), ast.Name("n"))
        if _is_zero(rest):
            return self.simplified(at_j)
        return self.simplified(ast.BinOp(at_j, ast.Add(), ast.Call(ast.Name(name), [rest], [])))

    def reduction_by_parameter(self, name: str, argument: ast.expr) -> ast.expr:
        slope = self.of(argument)
        if _is_zero(slope):
            return slope
        if name in {"max", "min"}:
            raise TooLongError("the slope of an extreme is that of one element, which formulas do not name")
        return ast.Call(ast.Name(name), [slope], [])


def _at(element: str, node: ast.expr) -> ast.expr:
    """Return an expression at an element, x_j; the x of a sum and the like inside it runs over all elements."""
    if reduces(node):
        return node
    if isinstance(node, ast.Name):
        return ast.Name(element) if node.id == "x" else node
    return with_parts(node, lambda part: _at(element, part))


def as_formula(tree: ast.expr) -> Formula:
    """Return an expression, with numbers as names spelled like them, as a formula."""
    text = written(tree)
    parsed = ast.parse(text, mode="eval").body
    names = frozenset(node.id for node in ast.walk(parsed) if isinstance(node, ast.Name))
    return Formula(text, parsed, names, frozenset())


def _spelling(node: ast.Call) -> str:
    """Return the function that a call means, as ``called`` spells it."""
    words = [ast.unparse(arg) for arg in node.args[1:]]
    words += [f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in node.keywords]
    return ast.unparse(node.func) + (":" + ",".join(words) if words else "")


def _are_opposite(one: ast.Compare, other: ast.Compare) -> bool:
    """Tell whether two comparisons are z < w and z > w, so that neither holds at one point only."""
    signs = {type(op) for op in (*one.ops, *other.ops)}
    sides = [[key(side) for side in (each.left, *each.comparators)] for each in (one, other)]
    return signs == {ast.Lt, ast.Gt} and len(one.ops) == len(other.ops) == 1 and sides[0] == sides[1]


def _size(node: ast.expr) -> int:
    return sum(isinstance(each, ast.expr) for each in ast.walk(node))


def _is_zero(node: ast.expr) -> bool:
    return key(node) == key(_ZERO)


@cache
def _expression(text: str) -> ast.expr:
    return with_literals(Formula(text, ast.parse(text, mode="eval").body, frozenset(), frozenset()))
