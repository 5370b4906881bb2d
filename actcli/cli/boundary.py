"""The error boundary: every failure becomes one line on standard error and an exit status."""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import redirect_stdout, suppress
from typing import Any

import typer

from actcli.errors import ActcliError, UsageError

INTERRUPTED = 130
#: Typer's copy of click is private; the base of its exceptions is reached through the one that it exports.
_ClickError: Any = typer.BadParameter.__mro__[2]


def main() -> None:
    """Run the command line and exit with its status."""
    # OpenBLAS would start threads: 50 ms of processor time that only --depth and --train could use.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Warnings are for developers, who enable them with PYTHONWARNINGS; users don't need them.
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    status = run(sys.argv[1:])
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    if "actcli.spec.user_code" in sys.modules:
        # User code ran: exit normally, so that its files are flushed and its exit handlers run, with output to stderr.
        sys.stdout = sys.stderr
        sys.exit(status)
    # Everything is written and closed; finalizing the interpreter would take another 19 ms.
    os._exit(status)


def run(words: list[str]) -> int:
    """Run one command.

    Returns
    -------
    int
        0 done (a closed pipe too), 1 bad data or an I/O error, 2 usage, 130 interrupted.
    """
    try:
        # Results are written to the descriptor; what user functions print must not be mixed with them.
        with redirect_stdout(sys.stderr):
            return _command(words)
    except ActcliError as error:
        return _report(error.message, error.hint, error.status)
    except BrokenPipeError:
        _silence(1)
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _report(f"{where}{error.strerror or error}", "", 1)
    except MemoryError:
        return _report("out of memory", "", 1)
    except Exception as error:  # a bug of ours is still one line for the user
        if os.environ.get("ACTCLI_TRACEBACK"):
            raise
        return _report(f"internal error: {type(error).__name__}: {error}", "ACTCLI_TRACEBACK=1 shows where", 1)


def _command(words: list[str]) -> int:
    from actcli.cli import app  # an error while the commands are made is caught here too

    try:
        status = app.run(words)
    except _ClickError as error:
        from actcli.cli.usage_errors import usage

        raise UsageError(*usage(error, words)) from None
    except SystemExit as end:
        # Typer turns a closed pipe into a failure.
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    return status if isinstance(status, int) else 0


def _report(message: str, hint: str, status: int) -> int:
    with suppress(OSError, ValueError, AttributeError):
        text = f"actcli: {message}\n" + (f"hint: {hint}\n" if hint else "")
        if not text.isascii():
            from actcli.render.text.encoding import encode

            text = encode(text, sys.stderr.encoding).decode(sys.stderr.encoding)
        sys.stderr.write(text)
        sys.stderr.flush()
    return status


def _silence(descriptor: int) -> None:
    """Point a descriptor whose reader is gone at nothing, so that the flush at exit is quiet."""
    with suppress(OSError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, descriptor)
        os.close(nothing)
