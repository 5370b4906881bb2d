"""Trees of expressions: compared by their structure, and copied with parts replaced.

A tree is never changed once it is made, so trees share what they have in common.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping


def key(node: ast.expr) -> Hashable:
    """Return what is equal for equal expressions, in a sixth of the time that ``ast.dump`` takes."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.BinOp(left=left, op=op, right=right):
            return type(op), key(left), key(right)
        case ast.UnaryOp(op=op, operand=operand):
            return type(op), key(operand)
        case ast.Call(func=func, args=args, keywords=keywords):
            named = tuple((keyword.arg, key(keyword.value)) for keyword in keywords)
            return key(func), tuple(map(key, args)), named
        case ast.Compare(left=left, ops=ops, comparators=others):
            return tuple(map(type, ops)), key(left), tuple(map(key, others))
    raise AssertionError(ast.dump(node))  # literals are names here


def with_parts(node: ast.expr, change: Callable[[ast.expr], ast.expr]) -> ast.expr:
    """Return an expression whose direct parts are changed; names and numbers have none."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return ast.BinOp(change(left), op, change(right))
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, change(operand))
        case ast.Call(func=func, args=args, keywords=keywords):
            named = [ast.keyword(keyword.arg, change(keyword.value)) for keyword in keywords]
            return ast.Call(func, [change(arg) for arg in args], named)
        case ast.Compare(left=left, ops=ops, comparators=others):
            return ast.Compare(change(left), ops, [change(other) for other in others])
    return node


def written(node: ast.expr) -> str:
    """Return the text of an expression: of a copy, since ``ast.unparse`` keeps the precedence of each node."""

    def apart(part: ast.expr) -> ast.expr:
        return with_parts(part, apart)

    return ast.unparse(apart(node))


def as_typed(text: str) -> str:
    """Return the text of an expression as records spell it, without blanks around ``*``, ``/`` and ``**``."""
    for operator in ("**", "*", "/"):
        text = text.replace(f" {operator} ", operator)
    return text


def filled(template: ast.expr, found: Mapping[str, ast.expr]) -> ast.expr:
    """Return an expression in which some names are replaced by expressions."""
    if isinstance(template, ast.Name):
        return found.get(template.id, template)
    return with_parts(template, lambda part: filled(part, found))
