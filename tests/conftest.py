"""Options of the test run; tests with a marker of ON_DEMAND run only when it is asked for: ``pytest -m dense``."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import hypothesis
import pytest

from user_functions import MINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ON_DEMAND = ("dense", "exhaustive")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the transcripts that come out now")
    parser.addoption("--fuzz", type=int, default=1, metavar="N", help="N times as many random commands and faults")


def pytest_configure(config: pytest.Config) -> None:
    # The same code gets the same verdict, on a loaded machine too; new random examples come with --fuzz.
    hypothesis.settings.register_profile("actcli", derandomize=config.getoption("fuzz") == 1, deadline=None)
    hypothesis.settings.load_profile("actcli")
    # A run in the background or under nohup inherits them ignored, and so would every tool that a test interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(autouse=True)
def _search_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the folders of user functions after each test: the modules of the next have the same names."""
    monkeypatch.setattr(sys, "path", sys.path.copy())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("markexpr"):
        return
    left_out = [item for item in items if any(map(item.get_closest_marker, ON_DEMAND))]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in a folder where mine.py holds the functions of a user."""
    (tmp_path / "mine.py").write_text(MINE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield tmp_path
    sys.modules.pop("mine", None)
