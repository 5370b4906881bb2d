"""Functions by the names that libraries give them, as cards print them: ``nn.ReLU``, ``gelu(approximate='tanh')``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from actcli.catalog.libraries import library_key
from actcli.numbers.formatting import format_settings
from actcli.spec import registry
from actcli.spelling import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from actcli.catalog.record import Activation, LibraryEntry

#: Prefixes of a library's names in code, besides its key and its name.
_ROOTS: Mapping[str, str] = {"nn": "torch", "F": "torch", "jnp": "jax", "mx": "mlx", "np": "numpy"}
#: Commas and semicolons between names, not those between arguments.
_BETWEEN = re.compile(r"[,;]\s*(?![^(]*\))")


class _Printed(NamedTuple):
    """A name on a card: its library, the name without its module, its arguments, and the SPEC that it means."""

    library: str
    text: str
    base: str
    arguments: str
    spec: str


def meant(text: str) -> list[str]:
    """Return the SPECs that a library's name may mean; empty for names that no card prints.

    Parameters
    ----------
    text
        A name as a card prints it, or with the module that it is in: ``torch.relu``, ``F.gelu``, ``jax.nn.gelu``.
    """
    exact = _unique(each.spec for each in _printed() if each.text == _squeezed(text))
    if exact:
        return exact
    head, arguments = _call(text)
    root, dot, _ = head.partition(".")
    library = _ROOTS.get(root) or library_key(root)
    named = [each for each in _printed() if dot and each.library == library and each.base == _base(head)]
    named = [each for each in named if _last(_call(each.text)[0]) == _last(_squeezed(head))] or named
    return _unique(each.spec for each in named if each.arguments == arguments) or _unique(each.spec for each in named)


def with_arguments(record: Activation, text: str) -> list[str]:
    """Return the SPECs that a function means in libraries with arguments: gelu and ``approximate=tanh``."""
    names = {normalize(name) for name in (record.name, *record.aliases)}
    return _unique(each.spec for each in _printed() if each.base in names and each.arguments == _squeezed(text))


@cache
def _printed() -> Sequence[_Printed]:
    return [
        _Printed(library, _squeezed(name), _base(_call(name)[0]), _call(name)[1], _spec(record, entry, name))
        for record in registry.records().values()
        for library, entry in record.libraries.items()
        for name in names(library, entry.name)
    ]


def names(library: str, text: str) -> list[str]:
    """Return each name; of those elsewhere, which follow the name of their library."""
    names = _BETWEEN.split(text)
    return names if library != "other" else [name.partition(" ")[2] for name in names if " " in name]


def _call(text: str) -> tuple[str, str]:
    """Return a name, and the arguments that it is called with."""
    head, _, arguments = text.partition("(")
    return head, _squeezed(arguments.removesuffix(")"))


def _base(head: str) -> str:
    return normalize(_last(head))


def _last(head: str) -> str:
    return head.rpartition(".")[2]


def _squeezed(text: str) -> str:
    """Return text in lower case without blanks and quotes, for comparison."""
    return re.sub(r"[\s'\"]", "", text).lower()


def _spec(record: Activation, entry: LibraryEntry, name: str) -> str:
    given = entry.variants.get(name) or format_settings(entry.defaults)
    return f"{record.name}:{given}" if given else record.name


def _unique(specs: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(specs))
