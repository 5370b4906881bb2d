"""``-t hex``: the encoding of each result, one per line without a prefix, as Verilog's ``$readmemh`` reads a memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.evaluation.compute import in_blocks
from actcli.numbers.formats import FLOAT64
from actcli.numbers.target import Target
from actcli.render.text.result_arrays import only_series, result_blocks
from actcli.render.text.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.evaluation.compute import Table
    from actcli.numbers.style import Style


def _hex(table: Table, style: Style, header: bool) -> Iterator[bytes]:
    only_series(table, "memory file")
    style = style._replace(bits=True, target=style.results or Target(FLOAT64))
    if table.vectors is None:
        parts = result_blocks(table)
    else:
        parts = (part for _, y in table.vectors.batches for (part,) in in_blocks([y]))
    for values in parts:
        yield "".join(f"{text[2:]}\n" for text in style.texts(values)).encode()


WRITER = Writer(numbers=_hex)
