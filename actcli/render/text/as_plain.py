"""``-t plain``: results only, one per line, or a row of a Jacobian; of words the aligned columns without a header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.evaluation.compute import in_blocks
from actcli.render.text.as_csv import lines
from actcli.render.text.as_table import aligned
from actcli.render.text.result_arrays import result_blocks
from actcli.render.text.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.evaluation.compute import Table
    from actcli.numbers.style import Style
    from actcli.render.text.writer import TextTable


def _results(table: Table, style: Style, header: bool) -> Iterator[bytes]:
    if table.vectors is not None:
        for _, y in table.vectors.batches:
            for (rows,) in in_blocks([y.reshape(-1, y.shape[2] if y.ndim == 3 else 1)]):
                yield lines(rows, style, " ")
        return
    for matrix in result_blocks(table):
        yield lines(matrix, style, " ")


def _words(grid: TextTable, header: bool) -> Iterator[bytes]:
    return aligned(grid, header=False)


WRITER = Writer(grid=_words, numbers=_results)
