"""How many threads or processes compute at once."""

from __future__ import annotations

import os
import threading

from actcli.errors import UsageError

#: The variable that says how many.
OWN = "ACTCLI_NUM_THREADS"


def available() -> int:
    """Return how many threads a call may use: as many as cores, or as ACTCLI_NUM_THREADS or OMP_NUM_THREADS says.

    It is one where the caller is a thread itself, as in a worker of dask: the other threads have the other cores.

    Raises
    ------
    UsageError
        If ACTCLI_NUM_THREADS is not a whole number above 0.
    """
    if threading.current_thread() is not threading.main_thread():
        return 1
    own = os.environ.get(OWN, "")
    if own and _count(own) is None:
        raise UsageError(f"{OWN} is a whole number above 0, got '{own}'")
    return _count(own) or _count(os.environ.get("OMP_NUM_THREADS", "").partition(",")[0]) or _cores()


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) else None


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover  # of systems that cannot bind a process to cores
