"""What more than one command refuses, in one wording."""

from __future__ import annotations

from typing import NoReturn

from actcli.errors import UsageError


def two_outputs(out: str | None, output: str | None) -> None:
    """Refuse OUT among the words together with ``--output``."""
    if out is not None and output is not None:
        raise UsageError(f"one output file, not two: {out}, {output}")


def without_figure(option: str) -> NoReturn:
    """Refuse an option of figures where none is written."""
    raise UsageError(f"{option} is for figures, and none was named", "name one: out.svg")
