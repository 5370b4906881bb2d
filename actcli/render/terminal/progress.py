"""A progress bar on standard error, for slow work of known size."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

#: Seconds before a bar appears, and between its updates.
PATIENCE = 1.0
INTERVAL = 0.1


@contextmanager
def shown(total: int | None, *, wanted: bool = True) -> Iterator[Callable[[int], None]]:
    """Show the progress of work, if standard error is a terminal.

    Parameters
    ----------
    total
        The amount of work; None if it is not known, and nothing is shown.
    wanted
        False where results go to the same terminal and the bar would only be in their way.

    Yields
    ------
    Callable
        Takes the amount done since the last call.
    """
    if not (total and wanted and os.isatty(2) and os.environ.get("TERM") != "dumb"):
        yield lambda _amount: None
        return
    bar = _Bar(total)
    try:
        yield bar.advance
    finally:
        bar.close()


class _Bar:
    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._due = time.monotonic() + PATIENCE
        self._progress: Progress | None = None

    def advance(self, amount: int) -> None:
        self._done += amount
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + INTERVAL
        if self._progress is None:
            self._progress = _begun(self._total)
        self._progress.update(self._progress.task_ids[0], completed=self._done)
        self._progress.refresh()

    def close(self) -> None:
        """Erase the bar."""
        if self._progress is not None:
            self._progress.stop()


def _begun(total: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    progress = Progress(
        BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip
    progress.add_task("", total=total)
    progress.start()
    return progress
