"""Reading, computing and writing at the same time: threads of their own, which do not keep the process alive."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_Result = TypeVar("_Result")
_Item = TypeVar("_Item")


class _Background(Generic[_Result]):
    """A call in a thread."""

    def __init__(self, call: Callable[[], _Result]) -> None:
        self._call = call
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._call()
            self._error = None
        except BaseException as error:  # noqa: BLE001  # it is raised where the result is wanted
            self._error = error

    def result(self) -> _Result:
        """Wait for the result, or raise the error of the call."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result


def read_ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """Yield items, while a thread gets the next one; two exist at a time."""
    end = object()
    coming = _Background(lambda: next(items, end))
    while (item := coming.result()) is not end:
        coming = _Background(lambda: next(items, end))
        yield item  # type: ignore[misc]  # the end is not yielded


def write_behind(chunks: Iterable[_Item], write: Callable[[_Item], object]) -> None:
    """Write chunks in a thread, each while the next one is made; all that were made are written if one fails."""
    last = _Background[object](lambda: None)
    try:
        for chunk in chunks:
            last.result()
            last = _Background(partial(write, chunk))
    except Exception:
        last.result()
        raise
    last.result()
