"""``-t markdown``: a table as GitHub, CommonMark extensions and notebooks read it, numbers aligned to the right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actcli.render.text.writer import Writer, one_after_another

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.render.text.writer import TextTable

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#~|$]")


def _table(grid: TextTable, header: bool) -> Iterator[bytes]:
    """Yield the header (required by Markdown, maybe empty), the alignment and the rows."""
    yield _row([escaped(name) if header else "" for name in grid.names])
    yield _row(["---:" if numeric else ":---" for numeric in grid.numeric])
    for columns in grid.blocks:
        cells = [
            column if numeric else list(map(escaped, column))
            for column, numeric in zip(columns, grid.numeric, strict=True)
        ]
        yield b"".join(map(_row, zip(*cells, strict=True)))


def _row(cells: Sequence[str]) -> bytes:
    return f"| {' | '.join(cells)} |\n".encode()


def escaped(text: str) -> str:
    """Escape a text so that it shows as it is: the ``*`` of ``x*sigmoid(x)`` must not start emphasis."""
    return _SPECIAL.sub(r"\\\g<0>", text)


WRITER = Writer(grid=_table, join=one_after_another, blank="")
