"""Stable forms: a formula rewritten by identities so that float64 evaluation loses few digits.

``x/2*(1+erf(x/sqrt(2)))`` cancels for negative x; its stable form ``x/2*(2*Phi(x))`` does not. The rewriting works on
the tree and never changes the function: each rule is an identity of real numbers, and the tests prove it at random
points. What a user reads, typesets and gets proven is always the formula as given.
"""

from __future__ import annotations

import ast
import itertools
from functools import cache
from typing import TYPE_CHECKING

from actcli.formula.parse import MAX_LENGTH, parse
from actcli.formula.trees import filled, key, with_parts, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from actcli.formula.parse import Formula

    Head = type[ast.AST] | str | None

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
    ("(1 + exp(z))**(-w)", "where(z < 0, exp(-w*softplus(z)), (1 + exp(z))**(0 - w))"),
    ("w*(1 + exp(z))**(-v - 1)*exp(z)", "w*where(z < 0, exp(-v*softplus(z)), (1 + exp(z))**(0 - v))*sigmoid(z)"),
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
    text = written(_rewrite(tree))
    return text if text != as_given and len(text) <= MAX_LENGTH else formula.text


def with_literals(formula: Formula) -> ast.expr:
    """Return a formula's tree in which every number is a name, spelled like it, so that unparsing keeps every digit."""

    def named(node: ast.expr) -> ast.expr:
        return ast.Name(formula.literal(node)) if isinstance(node, ast.Constant) else with_parts(node, named)

    return named(formula.tree)


def _rewrite(node: ast.expr) -> ast.expr:
    """Rewrite from the leaves up, again where a rule has made room for another."""
    node = with_parts(node, _rewrite)
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
    for pattern, replacement in _rules().get(_head(node), ()):
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
def _rules() -> Mapping[Head, list[tuple[ast.expr, ast.expr]]]:
    """Return the rules by the heads of their patterns."""
    rules: dict[Head, list[tuple[ast.expr, ast.expr]]] = {}
    for texts in RULES:
        pattern, replacement = (with_literals(parse(text, lambda _: True)) for text in texts)
        rules.setdefault(_head(pattern), []).append((pattern, replacement))
    return rules


def _head(node: ast.expr) -> Head:
    """Return the operator or the name of the function at the top of an expression, which a pattern shares."""
    match node:
        case ast.BinOp(op=op) | ast.UnaryOp(op=op):
            return type(op)
        case ast.Call(func=ast.Name(id=name)):
            return name
    return None


def _matches(  # noqa: C901  # a case for each kind of node
    pattern: ast.expr, node: ast.expr, found: dict[str, ast.expr]
) -> Iterator[dict[str, ast.expr]]:
    """Yield the ways in which a pattern fits a node, as expressions for its placeholders."""
    match pattern, node:
        case ast.Name(id=name), _ if name in _WILD:
            if name not in found:
                yield {**found, name: node}
            elif key(found[name]) == key(node):
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
