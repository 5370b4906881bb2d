"""A formula compiled to nested closures over a number system: the tree is walked once, not for every point.

Whatever does not depend on a variable is computed once, at the precision of the moment: compile again for another one.
"""

from __future__ import annotations

import ast
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from actcli.formula.flint import fmpq
from actcli.formula.parse import called
from actcli.formula.rationals import Singular, Undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from actcli.formula.parse import Formula
    from actcli.formula.system import System

    #: A part of a formula as a function of the values of its variables.
    Closure = Callable[[Sequence[Any]], Any]

#: A number that is a whole operand of one of these is rounded to a double, so that kinks are doubles.
_KINKED = frozenset({"min", "max", "clip"})
_OPERATIONS = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide"}


class Part(NamedTuple):
    """A part of a formula: a closure, or the value of one that depends on no variable."""

    run: Closure
    constant: bool = False
    value: Any = None


def compiled(
    formula: Formula,
    system: System,
    variables: Sequence[str],
    constants: Mapping[str, Any],
    function: Callable[[str], Callable[[Any], Any]],
) -> Closure:
    """Return a formula as a function of the values of its variables.

    Parameters
    ----------
    formula
        A checked formula.
    system
        The numbers to compute in.
    variables
        The names whose values the result takes, in this order.
    constants
        Values of the other names.
    function
        Returns an activation function of the registry as a function of numbers of the system.
    """
    return _Compiler(formula, system, variables, constants, function).part(formula.tree).run


class _Compiler:
    def __init__(
        self,
        formula: Formula,
        system: System,
        variables: Sequence[str],
        constants: Mapping[str, Any],
        function: Callable[[str], Callable[[Any], Any]],
    ) -> None:
        self.formula = formula
        self.system = system
        self.variables = list(variables)
        self.constants = constants
        self.function = function

    def part(self, node: ast.expr) -> Part:
        better = self.identity(node)
        if better is not None:
            return better
        match node:
            case ast.Constant():
                return _constant(self.system.number(self.formula.literal(node)))
            case ast.Name(id=name):
                return self.name(name)
            case ast.UnaryOp(op=op, operand=operand):
                part = self.part(operand)
                return _apply(self.system.negate, [part]) if isinstance(op, ast.USub) else part
            case ast.BinOp(op=op, left=left, right=right):
                return self.binary(op, self.part(left), self.part(right))
            case ast.Call(func=ast.Name(id="where"), args=[ast.Compare() as condition, yes, no]):
                return self.where(self.truth(condition), self.part(yes), self.part(no))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.call(node, name, args)
        raise AssertionError(ast.dump(node))

    def identity(self, node: ast.expr) -> Part | None:
        """Return the same function computed another way, where balls would lose digits or an exact result; or None."""
        match node:
            case ast.BinOp(op=ast.Add(), left=ast.Constant(value=1), right=ast.Call(func=ast.Name(id="erf"), args=[z])):
                return _apply(self.system.functions["erfc"], [_apply(self.system.negate, [self.part(z)])])
            case ast.BinOp(op=ast.Sub(), left=ast.Constant(value=1), right=ast.Call(func=ast.Name(id="erf"), args=[z])):
                return _apply(self.system.functions["erfc"], [self.part(z)])
            case ast.BinOp(op=ast.Div(), left=ast.Call(func=ast.Name(id="atan"), args=[z]), right=ast.Name(id="pi")):
                return _apply(self.half_turns, [self.part(z)])
            case ast.Call(func=ast.Name(id="log"), args=[ast.BinOp(op=ast.Div(), left=left, right=right)]):
                above, below = self.softplus(left), self.softplus(right)
                return _apply(self.system.subtract, [above, below]) if above and below else None
            case ast.Call(func=ast.Name(id="log"), args=[arg]):
                return self.softplus(arg)
        return None

    def softplus(self, node: ast.expr) -> Part | None:
        """Return the logarithm of 1+exp(z), or None for anything else."""
        match node:
            case ast.BinOp(op=ast.Add(), left=ast.Constant(value=1), right=ast.Call(func=ast.Name(id="exp"), args=[z])):
                return _apply(self.system.activations["softplus"], [self.part(z)])
        return None

    def half_turns(self, z: Any) -> Any:
        """Return atan(z)/pi, of rational numbers rational at 0, 1 and -1 alone: a tie of some types."""
        if type(z) is fmpq and abs(z) == 1:
            return z / 4
        return self.system.divide(self.system.functions["atan"](z), self.system.number("pi"))

    def name(self, name: str) -> Part:
        if name in self.variables:
            return Part(itemgetter(self.variables.index(name)))
        return _constant(self.constants[name] if name in self.constants else self.system.number(name))

    def binary(self, op: ast.operator, left: Part, right: Part) -> Part:
        if not isinstance(op, ast.Pow):
            return _apply(getattr(self.system, _OPERATIONS[type(op)]), [left, right])
        n = _whole(right.value) if right.constant else None
        if n is None:
            return _apply(self.system.power, [left, right])
        power = self.system.integer_power
        return _apply(lambda a: power(a, n), [left])

    def call(self, node: ast.Call, name: str, args: list[ast.expr]) -> Part:
        if name in self.system.functions:
            alone = name in _KINKED and len(args) > 1
            return _apply(self.system.functions[name], [self.side(arg) if alone else self.part(arg) for arg in args])
        return _apply(self.function(called(self.formula.text, node, name)), [self.part(args[0])])

    def where(self, condition: Part, yes: Part, no: Part) -> Part:
        if condition.constant and isinstance(condition.value, bool):
            return yes if condition.value else no
        return Part(self.system.where(condition.run, yes.run, no.run))

    def truth(self, node: ast.Compare) -> Part:
        sides = [self.side(side) for side in (node.left, *node.comparators)]
        truths = [
            _apply(self.system.comparisons[type(op)], list(pair))
            for op, pair in zip(node.ops, pairwise(sides), strict=True)
        ]
        if len(truths) == 1:
            return truths[0]
        return Part(self.system.both([truth.run for truth in truths]))

    def side(self, node: ast.expr) -> Part:
        """Return one side of a comparison; a number by itself is rounded to the nearest double."""
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() | ast.Name() as operand):
                return _apply(self.system.negate, [self.side(operand)])
            case ast.Constant() | ast.Name():
                part = self.part(node)
                return _constant(self.system.nearest_double(part.value)) if part.constant else part
        return self.part(node)


def _constant(value: Any) -> Part:
    return Part(lambda _: value, constant=True, value=value)


def _apply(operation: Callable[..., Any], parts: list[Part]) -> Part:
    """Return an operation on parts, done at once where all are constant."""
    if all(part.constant for part in parts):
        try:
            return _constant(operation(*(part.value for part in parts)))
        except (Singular, Undecided):
            pass  # it may be in a branch that is not taken
    match [part.run for part in parts]:
        case [a]:
            return Part(lambda v: operation(a(v)))
        case [a, b] if parts[1].constant:
            right = parts[1].value
            return Part(lambda v: operation(a(v), right))
        case [a, b] if parts[0].constant:
            left = parts[0].value
            return Part(lambda v: operation(left, b(v)))
        case [a, b]:
            return Part(lambda v: operation(a(v), b(v)))
        case runs:
            return Part(lambda v: operation(*(run(v) for run in runs)))


def _whole(value: Any) -> int | None:
    """Return a constant exponent as a whole number of bearable size, or None."""
    if type(value) is fmpq and value.q == 1 and abs(value.p) <= 1 << 16:
        return int(value.p)
    return None
