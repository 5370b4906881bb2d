"""Options of the test run; tests with a marker of ON_DEMAND run only when it is asked for: ``pytest -m dense``."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ON_DEMAND = ("dense", "exhaustive")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the transcripts that come out now")
    parser.addoption("--fuzz", type=int, default=1, metavar="N", help="N times as many random commands and faults")


def pytest_configure() -> None:
    # A run in the background or under nohup inherits them ignored, and so would every tool that a test interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("markexpr"):
        return
    left_out = [item for item in items if any(map(item.get_closest_marker, ON_DEMAND))]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
