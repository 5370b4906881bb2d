"""A delimited table in, the same table out with one more column: the results for the numbers of one of its columns."""

from __future__ import annotations

from functools import partial
from itertools import compress
from typing import TYPE_CHECKING

from actcli.errors import ActcliError, UsageError
from actcli.io.answers import Question, answers
from actcli.io.worker import Result
from actcli.numbers import delimited, table_rows
from actcli.numbers.grammar import quote
from actcli.render.text import as_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.io.filter_options import FilterOptions
    from actcli.io.source import Source
    from actcli.numbers.array import Array
    from actcli.numbers.delimited import Layout

_FORMS = {b",": "csv", b"\t": "tsv", b" ": "separated by blanks"}


def chunks(source: Source, job: FilterOptions, column: str) -> Iterator[bytes | memoryview]:
    """Yield the records of a table as they arrive, each with its result.

    Parameters
    ----------
    source
        The text of the table.
    job
        The operation on the numbers of the column.
    column
        Its name, or its number from 1.

    Raises
    ------
    ActcliError
        At a cell that is not a number; earlier records are yielded before.
    UsageError
        If the column does not exist, or another output format than that of the table is requested.
    """
    table = delimited.open_table(source.lines(), lambda _: [column], source.name)
    layout = table.layout
    form = _FORMS[layout.separator]
    if job.form is not None and job.form != form:
        raise UsageError(f"--column writes the table as it was read; {source.name} is {form}, not {job.form}")
    yield _head(table, job)
    line = 1 + table.head.count(b"\n")
    for answer in answers(table.runs, job, partial(_question, layout=layout, job=job)):
        yield answer.text
        if answer.bad is not None:
            where = f"{source.name}:{line + answer.bad.line}"
            raise ActcliError(f"{where}: {quote(answer.bad.word)} is not a number")
        line += answer.line_count
        source.invalid += answer.invalid


def _head(table: delimited.DelimitedTable, job: FilterOptions) -> bytes:
    """Return the lines before the first record, the header with one more name."""
    if table.layout.names is None:
        return table.head
    if not job.header:
        return table.comments
    separator = table.layout.separator.decode()
    return table.head[:-1] + table.layout.separator + as_csv.rows([[job.series.name]], separator)


def _question(run: bytes, layout: Layout, job: FilterOptions) -> Question:
    form = job.style.number_format if job.style.bits else None
    rows = table_rows.read_rows(run, layout, [form], job.invalid)

    def answer(y: Array) -> Result:
        return Result(_lengthened(rows, y, layout, job), run.count(b"\n"), rows.bad, rows.invalid)

    return Question(rows.values[0], answer, rows.bad is not None)


def _lengthened(rows: table_rows.Rows, y: Array, layout: Layout, job: FilterOptions) -> bytes:
    """Return the records with one more cell."""
    numbered = rows.records if rows.numbered is None else compress(rows.records, rows.numbered)
    texts = job.style.formatter(y).split(b",") if y.size else []
    lines = list(map(layout.separator.join, zip(numbered, texts, strict=True)))
    if rows.numbered is not None:
        answered = iter(lines)
        pairs = zip(rows.records, rows.numbered, strict=True)
        lines = [next(answered) if has_number else record for record, has_number in pairs]
    return b"\n".join([*lines, b""])
