"""The commands: their names, and the request class and run function of each, found in the modules of its name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from actcli.termination import held

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.cli.request import Request

#: The commands in the order of help, with their headings there.
COMMANDS: Mapping[str, str] = {
    "eval": "Numbers",
    "grad": "Numbers",
    "compare": "Numbers",
    "plot": "Figures",
    "list": "Reference",
    "show": "Reference",
    "completion": "Reference",
    "help": "Reference",
}


def request_of(command: str) -> type[Request]:
    """Return the class of a command's requests: ``eval.EvalRequest``."""
    return cast("type[Request]", getattr(import_module(f"actcli.cli.{command}"), f"{command.title()}Request"))


def work_of(command: str) -> Callable[[Request], None]:
    """Return the function that does a command's work: ``eval_run.run``."""
    with held():
        module = import_module(f"actcli.cli.{command}_run")
    return cast("Callable[[Request], None]", module.run)
