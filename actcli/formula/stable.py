"""Stable forms: a formula rewritten by identities so that float64 evaluation loses few digits.

``x/2*(1+erf(x/sqrt(2)))`` cancels for negative x; its stable form ``x/2*(2*Phi(x))`` does not. The rewriting works on
the tree and never changes the function: each rule is an identity of real numbers, and the tests prove it at random
points. What a user reads, typesets and gets proven is always the formula as given.
"""

from __future__ import annotations

import ast
import copy
import itertools
from functools import cache
from typing import TYPE_CHECKING

from actcli.formula.parse import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.formula.parse import Formula

#: Pattern -> replacement; v, w and z match any expression, sums and products match in either order.
RULES = (
    ("1 + erf(z)", "erfc(-z)"),
    ("1 - erf(z)", "erfc(z)"),
    ("erf(z) - 1", "-erfc(z)"),
    ("erfc(z/sqrt(2))", "2*Phi(-z)"),
    ("erfc(-(z/sqrt(2)))", "2*Phi(z)"),
    ("1 - Phi(z)", "Phi(-z)"),
    ("exp(z) - 1", "expm1(z)"),
    ("1 - exp(z)", "-expm1(z)"),
    ("log(1 + z)", "log1p(z)"),
    ("log(1 - z)", "log1p(-z)"),
    ("log1p(exp(z))", "softplus(z)"),
    ("log(sigmoid(z))", "-softplus(-z)"),
    ("1/(1 + exp(z))", "sigmoid(-z)"),
    ("exp(z)/(1 + exp(z))", "sigmoid(z)"),
    ("w/(1 + exp(z))", "w*sigmoid(-z)"),
    ("(1 + exp(z))**(-w)", "exp(-w*softplus(z))"),
    ("w*(1 + exp(z))**(-v - 1)*exp(z)", "w*exp(-v*softplus(z))*sigmoid(z)"),
    ("1 - sigmoid(z)", "sigmoid(-z)"),
    ("2*sigmoid(z) - 1", "tanh(z/2)"),
    ("1 - 2*sigmoid(z)", "-tanh(z/2)"),
    ("1 - tanh(z)**2", "4*sigmoid(2*z)*sigmoid(-2*z)"),
    ("1 - tanh(z)*tanh(z)", "4*sigmoid(2*z)*sigmoid(-2*z)"),
    ("1 + tanh(z)", "2*sigmoid(2*z)"),
    ("1 - tanh(z)", "2*sigmoid(-2*z)"),
    ("tanh(z) - 1", "-2*sigmoid(-2*z)"),
    ("1/cosh(z)", "sech(z)"),
    ("(exp(z) - exp(-z))/(exp(z) + exp(-z))", "tanh(z)"),
    ("2/(exp(z) + exp(-z))", "sech(z)"),
    ("(exp(z) - exp(-z))/2", "sinh(z)"),
    ("(exp(z) + exp(-z))/2", "cosh(z)"),
    ("log(cosh(z))", "where(abs(z) < 1, log1p(2*sinh(z/2)**2), abs(z) + log1p(expm1(-2*abs(z))/2))"),
    ("1 - cos(z)", "2*sin(z/2)**2"),
    ("cos(z) - 1", "-2*sin(z/2)**2"),
    ("atan(z)/pi + 1/2", "where(z < 0, -atan(1/z)/pi, (pi + 2*atan(z))/(2*pi))"),
    ("sqrt(1 + z) - 1", "z/(sqrt(1 + z) + 1)"),
    ("1 - sqrt(1 + z)", "-z/(sqrt(1 + z) + 1)"),
    ("-(-z)", "z"),
    ("z - z", "0*abs(z)"),
)

_WILD = frozenset("vwz")


def stable_text(formula: Formula) -> str:
    """Return the text of the stable form; that of the formula itself where no rule applies or it would be too long."""
    tree = with_literals(formula)
    as_given = ast.unparse(tree)
    text = ast.unparse(_rewrite(tree))
    return text if text != as_given and len(text) <= MAX_LENGTH else formula.text


class _Literals(ast.NodeTransformer):
    """Turns numbers into names spelled like them, so that unparsing keeps every digit."""

    def __init__(self, formula: Formula) -> None:
        self.formula = formula

    def visit_Constant(self, node: ast.Constant) -> ast.Name:  # the name that ast dispatches to
        return ast.Name(self.formula.literal(node))


def with_literals(formula: Formula) -> ast.expr:
    """Return a copy of a formula's tree in which every number is a name, spelled like it."""
    return _Literals(formula).visit(copy.deepcopy(formula.tree))  # type: ignore[no-any-return]  # an expression stays one


def _rewrite(node: ast.expr) -> ast.expr:
    """Rewrite from the leaves up, again where a rule has made room for another."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.expr):
            setattr(node, name, _rewrite(value))
        elif isinstance(value, list):
            setattr(node, name, [_rewrite(item) if isinstance(item, ast.expr) else item for item in value])
    replaced = _replaced(node)
    if replaced is not None:
        return _rewrite(replaced)
    terms = list(_terms(node))
    for i, j in itertools.combinations(range(len(terms)), 2) if len(terms) > 2 else ():
        replaced = _replaced(_sum([terms[i], terms[j]]))
        if replaced is not None:
            rest = [term for k, term in enumerate(terms) if k not in {i, j}]
            return _rewrite(_sum([*rest, (1, replaced)]))
    return node


def _replaced(node: ast.expr) -> ast.expr | None:
    """Return what the first rule that fits makes of an expression; None where none fits."""
    for pattern, replacement in _rules():
        for found in _matches(pattern, node, {}):
            return filled(replacement, found)
    return None


def _terms(node: ast.expr, sign: int = 1) -> Iterator[tuple[int, ast.expr]]:
    """Yield the terms of a sum with their signs."""
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            yield from _terms(left, sign)
            yield from _terms(right, sign if isinstance(op, ast.Add) else -sign)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            yield from _terms(inner, -sign)
        case _:
            yield sign, node


def _sum(terms: Sequence[tuple[int, ast.expr]]) -> ast.expr:
    """Return a sum of terms, one with a plus sign first where there is one."""
    (sign, first), *others = sorted(terms, key=lambda term: -term[0])
    total = first if sign > 0 else ast.UnaryOp(ast.USub(), first)
    for sign, term in others:
        total = ast.BinOp(total, ast.Add() if sign > 0 else ast.Sub(), term)
    return total


@cache
def _rules() -> list[tuple[ast.expr, ast.expr]]:
    return [(_expression(pattern), _expression(replacement)) for pattern, replacement in RULES]


class _Spelled(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Name:  # the name that ast dispatches to
        return ast.Name(str(node.value))


def _expression(text: str) -> ast.expr:
    return _Spelled().visit(ast.parse(text, mode="eval").body)  # type: ignore[no-any-return]  # an expression stays one


def filled(template: ast.expr, found: dict[str, ast.expr]) -> ast.expr:
    """Return a copy of an expression in which some names are replaced by expressions."""

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:  # the name that ast dispatches to
            return copy.deepcopy(found[node.id]) if node.id in found else node

    return Fill().visit(copy.deepcopy(template))  # type: ignore[no-any-return]  # an expression stays one


def _matches(  # noqa: C901  # a case for each kind of node
    pattern: ast.expr, node: ast.expr, found: dict[str, ast.expr]
) -> Iterator[dict[str, ast.expr]]:
    """Yield the ways in which a pattern fits a node, as expressions for its placeholders."""
    match pattern, node:
        case ast.Name(id=name), _ if name in _WILD:
            if name not in found:
                yield {**found, name: node}
            elif ast.dump(found[name]) == ast.dump(node):
                yield found
        case ast.Name(id=wanted), ast.Name(id=name):
            if _same(wanted, name):
                yield found
        case ast.UnaryOp(op=ast.USub(), operand=inner), ast.UnaryOp(op=ast.USub(), operand=operand):
            yield from _matches(inner, operand, found)
        case ast.BinOp(op=wanted_op), ast.BinOp(op=op) if type(wanted_op) is type(op):
            yield from _pairs((pattern.left, pattern.right), (node.left, node.right), found)
            if isinstance(op, ast.Add | ast.Mult):
                yield from _pairs((pattern.left, pattern.right), (node.right, node.left), found)
        case ast.Call(func=ast.Name(id=wanted), args=[inner]), ast.Call(func=ast.Name(id=name), args=[arg]):
            if wanted == name and not node.keywords:
                yield from _matches(inner, arg, found)


def _pairs(
    patterns: tuple[ast.expr, ast.expr], nodes: tuple[ast.expr, ast.expr], found: dict[str, ast.expr]
) -> Iterator[dict[str, ast.expr]]:
    for first in _matches(patterns[0], nodes[0], found):
        yield from _matches(patterns[1], nodes[1], first)


def _same(wanted: str, name: str) -> bool:
    """Tell whether two names are one, or two spellings of one number."""
    if wanted == name:
        return True
    return wanted[0].isdigit() and name[0] in "0123456789." and float(wanted) == float(name)
