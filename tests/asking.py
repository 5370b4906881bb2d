"""Commands within the process of the tests: what those that succeed print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from actcli.cli.boundary import run

if TYPE_CHECKING:
    import pytest


def printed(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what a command prints."""
    assert run([*words]) == 0
    return capfd.readouterr().out


def asked(capfd: pytest.CaptureFixture[str], *words: str) -> Any:  # noqa: ANN401  # whatever JSON holds
    """Return what a command answers in JSON."""
    return json.loads(printed(capfd, *words, "-t", "json"))


def compared(capfd: pytest.CaptureFixture[str], *words: str) -> Any:  # noqa: ANN401  # the same
    """Return the sections of a comparison."""
    return asked(capfd, "compare", *words)
