"""The sections of ``compare``: the modules ``NAME_section`` of this folder, each imported when it is requested."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import actcli.compare

if TYPE_CHECKING:
    from types import ModuleType

_SUFFIX = "_section"


@cache
def names() -> frozenset[str]:
    """Return the names of all sections, which are those of the options that ask for them."""
    modules = (module.name for module in iter_modules(actcli.compare.__path__))
    return frozenset(name.removesuffix(_SUFFIX) for name in modules if name.endswith(_SUFFIX))


def module_of(name: str) -> ModuleType:
    """Return the module of a section."""
    return import_module(f"actcli.compare.{name}{_SUFFIX}")
