"""Table of numbers -> bytes for pipes and files, in any output format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.render.text.writer import TextTable, writer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.choices import OutputFormat
    from actcli.evaluation.compute import Table
    from actcli.numbers.style import Style


def encode(table: Table, form: OutputFormat, style: Style, *, header: bool) -> Iterator[bytes]:
    """Yield the bytes of a table of numbers in a format, block by block.

    Parameters
    ----------
    table
        x and results; those of functions of vectors are whole vectors in JSON and ``.npy``.
    form
        The format.
    style
        How numbers are written.
    header
        Whether columns have names above them.

    Raises
    ------
    ActcliError
        If vectors of different lengths don't fit into one array or one set of columns.
    """
    writer = writer_of(form)
    if writer.numbers is not None:
        return writer.numbers(table, style, header)
    if writer.records is not None:
        from actcli.render.text.json_text import table_records

        return writer.records(table_records(table, style))
    if writer.grid is None or not table.names:
        return iter(())
    keyed = table.names[0] == "x"
    blocks = (style.columns(columns, keyed=keyed) for columns in table.blocks)
    return writer.grid(TextTable(table.names, [True] * len(table.names), blocks, table.count), header)
