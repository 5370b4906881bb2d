"""``-t jsonl``: one JSON record per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.render.text.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.render.text.writer import Records


def _lines(records: Records) -> Iterator[bytes]:
    for run in records("\n"):
        yield f"{run}\n".encode()


WRITER = Writer(records=_lines)
