"""A record's entry of a library: its names, called with the library's defaults or with parameters of ours."""

from __future__ import annotations

import ast
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import actcli
from actcli.evaluation.bound import BoundActivation
from conformance_calls import CALLS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actcli.catalog.record import Activation
    from conformance_library import Call, Library

#: The points of functions of a vector.
VECTORS = np.stack([np.sin(np.arange(1.0, 9.0) * k) * k for k in range(1, 5)])


class Entry(NamedTuple):
    """A record's entry of a library: the library and its key, and the function."""

    key: str
    library: Library
    record: Activation

    @property
    def names(self) -> list[ast.expr]:
        """The names of the function, as expressions."""
        tree = ast.parse(self.record.libraries[self.key].name, mode="eval").body
        return tree.elts if isinstance(tree, ast.Tuple) else [tree]

    @property
    def there(self) -> BoundActivation:
        """Our function with the library's defaults."""
        return BoundActivation(self.record, self.record.libraries[self.key].defaults)

    @property
    def spec(self) -> str:
        """The SPEC of what the library computes: the formula in the note, such as sin(pi*x)/(pi*x), if it has one."""
        note = self.record.libraries[self.key].note
        return next((part for part in note.split("; ") if "(pi*x)" in part), self.there.name)

    def called(self, name: ast.expr) -> Call:
        """Return the function that a name means, of one array."""
        text = CALLS.get(self.key, {}).get(self.record.name, "")
        target = eval(ast.unparse(_head(name)), {}, self.library.names)  # noqa: S307  # names of our own records
        needs = {p.name for p in self.record.params} & used(ast.parse(text))
        if text and not needs:
            return self.with_parameters({})
        if isinstance(target, type):
            return self._instance(target, name)
        more = used(name) > used(_head(name))
        if text and (more or self._lacks_defaults(name) or _fails(target, self.library)):
            return self.with_parameters({})
        call: Call = partial(target, **_keywords(name))
        return call

    def _lacks_defaults(self, name: ast.expr) -> bool:
        """Tell whether the note says that a name has no defaults, which not every library enforces."""
        return bool(
            re.search(rf"(?:^|; )(?:{ast.unparse(name)} has )?no default", self.record.libraries[self.key].note)
        )

    def of(self, name: ast.expr) -> Entry:
        """Return the entry of one of the names, with its own parameters."""
        listed = self.record.libraries[self.key]
        parameters = listed.variants.get(ast.unparse(name))
        if parameters is None:
            return self
        changed = listed._replace(defaults=actcli.get(f"{self.record.name}:{parameters}").values)
        return self._replace(record=self.record._replace(libraries={self.key: changed}))

    def _instance(self, made: type, name: ast.expr) -> Call:
        """Return an instance of a class with its own defaults, or the words that ``GELU('tanh')`` gives, or ours."""
        given = name.args if isinstance(name, ast.Call) else []
        words = [word.value for word in given if isinstance(word, ast.Constant)]
        try:
            layer = made(*words)
        except TypeError:
            layer = made(*self.there.values.values())
        # Layers of PyTorch have float32 weights, and draw numbers until they are told to evaluate.
        settled: Call = layer.double().eval() if hasattr(layer, "double") else layer
        return settled

    def with_parameters(self, values: Mapping[str, float]) -> Call:
        """Return the function with some parameters of ours; the others have the library's defaults."""
        text = CALLS[self.key][self.record.name]
        code = compile(text, text, "eval")
        given = {name: float(value) for name, value in ({**self.there.values, **values}).items()}
        return lambda x: eval(code, {}, _Scope({**given, "x": x}, self.library.names))  # noqa: S307  # our own table

    @property
    def first(self) -> Call:
        """The first name, as a function of one array."""
        return self.called(self.names[0])

    @property
    def number_type(self) -> str:
        """The widest type."""
        return self.library.types[0]


class _Scope(dict[str, Any]):
    """Local names before those of a library."""

    def __init__(self, local: Mapping[str, Any], names: Mapping[str, Any]) -> None:
        super().__init__(local)
        self._names = names

    def __missing__(self, name: str) -> Any:  # noqa: ANN401  # anything that a library has
        return self._names[name]


def _head(name: ast.expr) -> ast.expr:
    return name.func if isinstance(name, ast.Call) else name


def used(tree: ast.AST) -> set[str]:
    """Return the names in an expression."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _keywords(name: ast.expr) -> dict[str, Any]:
    """Return the keywords of a name such as ``gelu(approximate=True)`` whose values are given."""
    given = name.keywords if isinstance(name, ast.Call) else []
    return {str(k.arg): k.value.value for k in given if isinstance(k.value, ast.Constant)}


def _fails(target: Call, library: Library) -> bool:
    try:
        library.run(target, np.ones(2), "float32")
    except Exception:  # noqa: BLE001  # libraries raise anything where an argument is missing
        return True
    return False
