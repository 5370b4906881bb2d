"""Short forms of sums, products and powers, which make derivatives readable.

Trees here are those of :mod:`actcli.formula.parse` with every number as a name spelled like it, as ``with_literals``
makes them. Rewriting keeps the function wherever both sides are defined.
"""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import TYPE_CHECKING

from actcli.formula.parse import CONSTANTS
from actcli.formula.spelled_numbers import ONE, is_decimal, number, spelled
from actcli.formula.trees import key, with_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    #: A term with its coefficient, or a base with its exponent.
    Weighted = tuple[ast.expr, Fraction]

#: Sums and products are moved into the branches of choices up to this many different conditions.
_CONDITIONS = 3
#: The order of factors: numbers, parameters, x, anything else.
_VARIABLES = frozenset({"x", "a", "b", "x_j"})

#: Powers of more bits are left as they are written.
_MOST_BITS = 1000


def simplified(node: ast.expr, known: dict[ast.expr, ast.expr] | None = None) -> ast.expr:
    """Return an expression in its short form.

    Parameters
    ----------
    node
        Any expression.
    known
        The short forms of expressions that it may share with others, by identity; those found are added.
    """
    known = {} if known is None else known
    if node not in known:
        short = _simplified(node, lambda part: simplified(part, known))
        known |= {node: short, short: short}
    return known[node]


def _simplified(node: ast.expr, again: Callable[[ast.expr], ast.expr]) -> ast.expr:
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub() as op, left=left, right=right):
            return _sum([(again(left), ONE), (again(right), ONE if isinstance(op, ast.Add) else -ONE)])
        case ast.BinOp(op=ast.Mult() | ast.Div() as op, left=left, right=right):
            return _product([(again(left), ONE), (again(right), ONE if isinstance(op, ast.Mult) else -ONE)])
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            return _power(again(left), again(right))
        case ast.UnaryOp(op=op, operand=operand):
            return _product([(again(operand), ONE), (spelled(-ONE if isinstance(op, ast.USub) else ONE), ONE)])
        case ast.Call(func=ast.Name(id="where"), args=[ast.Compare() as condition, yes, no]):
            sides = [again(side) for side in (condition.left, *condition.comparators)]
            return _choice(ast.Compare(sides[0], condition.ops, sides[1:]), again(yes), again(no))
        case ast.Call(func=ast.Name(id=name) as func, args=args, keywords=keywords):
            within = [again(arg) for arg in args]
            return within[0] if name in {"sum", "mean"} and number(within[0]) == 0 else ast.Call(func, within, keywords)
    return node


def _branches(node: ast.expr) -> tuple[ast.Compare, ast.expr, ast.expr] | None:
    match node:
        case ast.Call(func=ast.Name(id="where"), args=[ast.Compare() as condition, yes, no]):
            return condition, yes, no
    return None


def _choice(condition: ast.Compare, yes: ast.expr, no: ast.expr) -> ast.expr:
    """Return ``where``, or one of its branches where both are the same."""
    yes, no = (_decided(_assumed(branch, condition, k), condition, k) for k, branch in enumerate((yes, no)))
    return yes if key(yes) == key(no) else ast.Call(ast.Name("where"), [condition, yes, no], [])


def _decided(node: ast.expr, condition: ast.Compare, which: int) -> ast.expr:
    """Return a branch of u > v or u < v, where it is known which of them is their max and min."""
    sides = [condition.left, *condition.comparators]
    if len(sides) != 2 or not isinstance(condition.ops[0], ast.Gt | ast.Lt):
        return node
    small, large = sides if isinstance(condition.ops[0], ast.Gt) == bool(which) else reversed(sides)

    def replaced(part: ast.expr) -> ast.expr:
        match part:
            case ast.Call(func=ast.Name(id="max" | "min" as name), args=[p, q]) if {key(p), key(q)} == both:
                return large if name == "max" else small
        return with_parts(part, replaced)

    both = {key(side) for side in sides}
    found = replaced(node)
    return node if key(found) == key(node) else simplified(found)


def _assumed(node: ast.expr, condition: ast.Compare, which: int) -> ast.expr:
    """Return an expression in the first or the second branch of a condition."""
    split = _branches(node)
    if split is None or key(split[0]) != key(condition):
        return node
    return _assumed(split[1 + which], condition, which)


def _in_branches(parts: Sequence[Weighted], join: Callable[[list[Weighted]], ast.expr]) -> ast.expr | None:
    """Return a sum or product with the first of its choices brought to the outside; None without any."""
    splits = [_branches(part) if weight == 1 or join is _sum else None for part, weight in parts]
    inside = (_branches(node) for part, _ in parts for node in ast.walk(part) if isinstance(node, ast.Call))
    conditions = {key(split[0]) for split in inside if split}
    at = next((i for i, split in enumerate(splits) if split), None)
    if at is None or len(parts) < 2 or len(conditions) > _CONDITIONS:
        return None
    condition = splits[at][0]  # type: ignore[index]  # it is one of those that are there
    return _choice(condition, *(join([(_assumed(p, condition, k), w) for p, w in parts]) for k in (0, 1)))


def _sum(terms: list[Weighted]) -> ast.expr:
    """Return the sum of terms times coefficients, equal terms together."""
    if (outside := _in_branches(terms, _sum)) is not None:
        return outside
    found: dict[Hashable, Weighted] = {}
    for term, coefficient in _flat(terms, ONE):
        before = found.get(key(term), (term, 0 * ONE))[1]
        found[key(term)] = term, before + coefficient
    kept = [(term, coefficient) for term, coefficient in found.values() if coefficient]
    kept.sort(key=lambda pair: (number(pair[0]) is not None, pair[1] < 0))
    if not kept:
        return spelled(0 * ONE)
    if len(kept) > 1 and kept[0][1] < 0 < kept[-1][1]:
        kept.insert(0, kept.pop())  # 1 - x, rather than -x + 1
    result = _rebuilt(kept[0][1], _factors([(kept[0][0], ONE)])[1])
    for term, coefficient in kept[1:]:
        size = _rebuilt(abs(coefficient), _factors([(term, ONE)])[1])
        result = ast.BinOp(result, ast.Add() if coefficient > 0 else ast.Sub(), size)
    return result


def _flat(terms: Sequence[Weighted], coefficient: Fraction) -> Iterator[Weighted]:
    """Yield the terms of nested sums, each with its coefficient."""
    for term, own in terms:
        match term:
            case ast.BinOp(op=ast.Add() | ast.Sub() as op, left=left, right=right):
                sign = -ONE if isinstance(op, ast.Sub) else ONE
                yield from _flat([(left, ONE), (right, sign)], coefficient * own)
            case _:
                share, factors = _factors([(term, ONE)])
                rest = _rebuilt(ONE, factors)
                if abs(share) == 1 and isinstance(rest, ast.BinOp) and isinstance(rest.op, ast.Add | ast.Sub):
                    yield from _flat([(rest, share)], coefficient * own)
                else:
                    yield rest, coefficient * own * share


def _product(parts: list[Weighted]) -> ast.expr:
    """Return the product of bases with exponents, equal bases together."""
    coefficient, factors = _factors(parts)
    if coefficient == 0:
        return spelled(coefficient)
    outside = _in_branches([(spelled(coefficient), ONE), *factors] if coefficient != 1 else factors, _product)
    return _rebuilt(coefficient, factors) if outside is None else outside


def _power(base: ast.expr, exponent: ast.expr) -> ast.expr:
    value = number(exponent)
    if value is None or (2 * value).denominator != 1:
        return ast.BinOp(base, ast.Pow(), exponent)
    return _product([(base, value)])


def _factors(parts: Sequence[Weighted]) -> tuple[Fraction, list[Weighted]]:
    """Return the number in a product, and its other factors, each base once."""
    coefficient = ONE
    found: dict[Hashable, Weighted] = {}
    todo = list(parts)
    while todo:
        node, exponent = todo.pop(0)
        value = number(node)
        if value is not None and _folds(value, exponent):
            coefficient *= value**exponent.numerator
        elif (inner := _taken_apart(node, exponent)) is not None:
            todo[:0] = inner
        else:
            before = found.get(key(node), (node, 0 * ONE))[1]
            found[key(node)] = node, before + exponent
    left = []
    for base, exponent in found.values():
        if (value := number(base)) and _folds(value, exponent):  # a square root that has been squared
            coefficient *= value**exponent.numerator
        elif exponent:
            left.append((base, exponent))
    return coefficient, left


def _folds(value: Fraction, exponent: Fraction) -> bool:
    """Tell whether a power of a number is a number that can be written."""
    size = max(value.numerator.bit_length(), value.denominator.bit_length())
    return exponent.denominator == 1 and bool(value or exponent >= 0) and abs(exponent) * size <= _MOST_BITS


def _taken_apart(node: ast.expr, exponent: Fraction) -> list[Weighted] | None:
    """Return the factors that make up a power of an expression, or None."""
    match node:
        case ast.Call(func=ast.Name(id="sqrt"), args=[inner]):
            return [(inner, exponent / 2)]
        case _ if exponent.denominator != 1:
            return None
        case ast.BinOp(op=ast.Mult() | ast.Div() as op, left=left, right=right):
            return [(left, exponent), (right, exponent if isinstance(op, ast.Mult) else -exponent)]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return [(spelled(-ONE) if exponent % 2 else spelled(ONE), ONE), (operand, exponent)]
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            value = number(right)
            return None if value is None or (2 * value).denominator != 1 else [(left, value * exponent)]
    return None


def _rebuilt(coefficient: Fraction, factors: Sequence[Weighted]) -> ast.expr:
    """Return a product: its sign in front, numbers first, and what divides it below one line."""
    if coefficient < 0:
        return _negated(_rebuilt(-coefficient, factors))
    ordered = sorted(_rooted(factors), key=lambda factor: _rank(factor[0]))
    above = [_raised(base, exponent) for base, exponent in ordered if exponent > 0]
    below = [_raised(base, -exponent) for base, exponent in ordered if exponent < 0]
    if is_decimal(coefficient):
        above.insert(0, spelled(coefficient))
    else:
        above[:0] = [spelled(Fraction(coefficient.numerator))] if coefficient.numerator != 1 else []
        below[:0] = [spelled(Fraction(coefficient.denominator))] if coefficient.denominator != 1 else []
    result = _multiplied(above)
    return ast.BinOp(result, ast.Div(), _multiplied(below)) if below else result


def _negated(product: ast.expr) -> ast.expr:
    """Return minus a product, written ``-x*y``: the sign belongs to its first factor."""
    match product:
        case ast.BinOp(op=ast.Mult() | ast.Div() as op, left=left, right=right):
            return ast.BinOp(_negated(left), op, right)
    return ast.UnaryOp(ast.USub(), product)


def _rooted(factors: Sequence[Weighted]) -> list[Weighted]:
    """Return factors with the square roots of constants below or above the line as one: ``sqrt(2*pi)``."""
    rest = list(factors)
    for half in (ONE / 2, -ONE / 2):
        roots = [pair for pair in rest if pair[1] == half and isinstance(pair[0], ast.Name) and _rank(pair[0]) == 0]
        if len(roots) > 1:
            numbers_first = sorted((base for base, _ in roots), key=lambda base: number(base) is None)
            rest = [*(pair for pair in rest if pair not in roots), (_multiplied(numbers_first), half)]
    return rest


def _rank(node: ast.expr) -> int:
    if not isinstance(node, ast.Name):
        return 3
    return 2 if node.id in _VARIABLES else 0 if node.id in CONSTANTS or number(node) is not None else 1


def _raised(base: ast.expr, exponent: Fraction) -> ast.expr:
    if exponent.denominator == 2:
        base, exponent = ast.Call(ast.Name("sqrt"), [base], []), 2 * exponent
    return base if exponent == 1 else ast.BinOp(base, ast.Pow(), spelled(exponent))


def _multiplied(factors: Sequence[ast.expr]) -> ast.expr:
    if not factors:
        return spelled(ONE)
    result = factors[0]
    for factor in factors[1:]:
        result = ast.BinOp(result, ast.Mult(), factor)
    return result
