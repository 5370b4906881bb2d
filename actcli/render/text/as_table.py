"""``-t table`` in a pipe or file: columns aligned by spaces, numbers to the right and words to the left."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from actcli.errors import ActcliError
from actcli.evaluation.compute import ROWS
from actcli.render.text.writer import Writer, interleaved, one_after_another

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.render.text.writer import TextTable

#: The longest text of a double: -2.2250738585072014e-308.
WIDEST = 24


def aligned(grid: TextTable, header: bool) -> Iterator[bytes]:
    """Yield the lines of a table; the widths of the first rows are those of all."""
    names = grid.names if header else [""] * len(grid.names)
    template = ""
    for columns in grid.blocks if grid.count else _together(iter(grid.blocks)):
        if not template:
            long = max(grid.count, len(columns[0])) > ROWS
            widths = [
                max(len(name), WIDEST if long else max(map(len, column), default=0))
                for name, column in zip(names, columns, strict=True)
            ]
            template = "  ".join(
                f"%{'' if right else '-'}{width}s" for right, width in zip(grid.numeric, widths, strict=True)
            )
            if header:
                yield f"{(template % tuple(names)).rstrip()}\n".encode()
        text = (template + "\n") * len(columns[0]) % interleaved(columns)
        yield (text if grid.numeric[-1] else _stripped(text)).encode()


def _stripped(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _together(blocks: Iterator[Sequence[Sequence[str]]]) -> Iterator[Sequence[Sequence[str]]]:
    """Join the first blocks, over which widths are measured; an error is raised after the rows before it."""
    first: list[Sequence[Sequence[str]]] = []
    rows = 0
    error = None
    try:
        while rows <= ROWS and (block := next(blocks, None)) is not None:
            first.append(block)
            rows += len(block[0])
    except ActcliError as failure:
        error = failure
    if first:
        yield [list(chain.from_iterable(parts)) for parts in zip(*first, strict=True)]
    if error is not None:
        raise error
    yield from blocks


WRITER = Writer(grid=aligned, join=one_after_another)
