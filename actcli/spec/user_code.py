"""Running what users wrote: whatever it raises becomes one line."""

from __future__ import annotations

import os
import sysconfig
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from actcli.errors import ActcliError, Terminated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Prefixes of paths of code that the user did not write: actcli, Python and installed packages.
_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100,PTH120  # prefixes of text
_LIBRARIES = tuple({_OURS, *(sysconfig.get_path(key) for key in ("stdlib", "platstdlib", "purelib", "platlib"))})


@contextmanager
def user_errors(what: str | Callable[[], str], error: type[ActcliError] = ActcliError) -> Iterator[None]:
    """Run user code; an exception in it becomes one line.

    Parameters
    ----------
    what
        The beginning of the error message, or a function that returns it, called on failure.
    error
        The exception to raise.

    Raises
    ------
    ActcliError
        For any exception, ``sys.exit`` included, with the user's file and line.
    """
    try:
        # Prints and warnings are not captured: streams and filters are process-wide, so threads would mix them up.
        with np.errstate(all="ignore"):
            yield
    except (KeyboardInterrupt, Terminated, ActcliError):
        raise
    except BaseException as failure:  # noqa: BLE001  # whatever a user's code raises, SystemExit included
        raise error(f"{what if isinstance(what, str) else what()}: {described(failure)}") from None


def described(failure: BaseException) -> str:
    """Return the kind and text of an exception, and where in the user's code it arose."""
    kind = type(failure).__name__
    if isinstance(failure, SyntaxError):
        return f"{kind}: {failure.msg} ({_place(failure.filename or '?', failure.lineno or 0)})"
    text = str(failure).strip().partition("\n")[0]
    frames = [frame for frame in traceback.extract_tb(failure.__traceback__) if _is_user(frame.filename)]
    where = f" ({_place(frames[-1].filename, frames[-1].lineno or 0)})" if frames else ""
    return f"{kind}: {text}{where}" if text else f"{kind}{where}"


def _is_user(file: str) -> bool:
    return not file.startswith(("<", *_LIBRARIES))


def _place(file: str, line: int) -> str:
    try:
        near = os.path.relpath(file)
    except ValueError:  # pragma: no cover  # on another drive of Windows
        near = ".."
    return f"{file if near.startswith('..') else near}, line {line}"
