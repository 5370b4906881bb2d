"""Delimited tables: separators, headers, quotes, line ends, columns, and what is wrong with a table."""

from __future__ import annotations

import csv
import io
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcli.errors import ActcliError, UsageError
from actcli.numbers import delimited, table_rows
from actcli.numbers.formats import number_format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.numbers.delimited import DelimitedTable
    from actcli.numbers.invalid import Policy
    from actcli.numbers.number_format import NumberFormat


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def opened(data: bytes, *wanted: str, size: int = 1 << 18) -> DelimitedTable:
    return delimited.open_table(cut(data, size), lambda _: wanted or ("1", "2"), "t.csv")


def read(
    data: bytes, *wanted: str, size: int = 1 << 18, number_format: NumberFormat | None = None
) -> list[list[float]]:
    """Return the wanted columns, read in blocks of a size; both ways to read agree."""
    table = opened(data, *wanted, size=size)
    columns: list[list[float]] = [[] for _ in table.layout.columns]
    for run in table.runs:
        rows = table_rows.read_rows(run, table.layout, [number_format] * len(table.layout.columns))
        assert rows.bad is None
        quick = table_rows.read_columns(run, table.layout, [number_format] * len(table.layout.columns))
        for index, values in enumerate(rows.values):
            columns[index] += values.tolist()
            if quick is not None:
                np.testing.assert_array_equal(quick[index], values)
    return columns


TABLES = {
    "csv": b"x,y\n1,2\n3,4\n",
    "no header": b"1,2\n3,4\n",
    "no last line end": b"x,y\n1,2\n3,4",
    "tsv": b"x\ty\n1\t2\n3\t4\n",
    "blanks": b"  x  y\n  1  2\n  3\t4 \n",
    "single blanks": b"1 2\n3 4\n",
    "blanks around cells": b"x, y\n1, 2\n 3 ,\t4\n",
    "crlf": b"x,y\r\n1,2\r\n3,4\r\n",
    "bom": b"\xef\xbb\xbfx,y\n1,2\n3,4\n",
    "comments": b"# one\n\nx,y\n# two\n1,2\n\n  # three\n3,4\n",
    "quotes": b'"x","y"\n"1","2"\n3,"4"\n',
    "quotes and crlf": b'"x","y"\r\n"1",2\r\n3,"4"\r\n',
    "more cells": b'x,y,z\n1,2,"a, b"\n3,4,"c\n""d"""\n',
    "short records": b"x,y,z\n1,2\n3,4,5\n",
    "a quote in a cell": b'x,y,z\n1,2,5" pipe\n3,4,"a"b\n',
}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 18])
@pytest.mark.parametrize("name", TABLES)
def test_tables_are_read_however_they_are_cut(name: str, size: int) -> None:
    assert read(TABLES[name], size=size) == [[1, 3], [2, 4]]


def test_columns_are_given_by_name_or_number_in_any_order() -> None:
    data = b"a,b,c\n1,2,3\n4,5,6\n"
    assert read(data, "c", "a") == [[3, 6], [1, 4]]
    assert read(data, "3", "1") == [[3, 6], [1, 4]]
    assert read(data, "b", "2") == [[2, 5], [2, 5]]


def test_the_first_row_is_a_header_if_a_wanted_cell_of_it_is_no_number() -> None:
    assert read(b"gelu,1,2\nsilu,3,4\n", "2", "3") == [[1, 3], [2, 4]]
    assert read(b"n,x\nnan,1\n", "1", "2") == [[pytest.approx(float("nan"), nan_ok=True)], [1]]
    assert opened(b"0x3f80,1\n").layout.names is None


def test_encodings_are_read_beside_decimals() -> None:
    bfloat16 = number_format("bfloat16")
    assert read(b"x,y\n0x3f80,1\n0xBF80,-2\n", number_format=bfloat16) == [[1, -1], [1, -2]]
    assert read(b"0x3f80,0x4000\n1,0x4000\n", number_format=bfloat16) == [[1, 1], [2, 2]]
    assert read(b"0x3ff0000000000000,1\n", number_format=number_format("float64")) == [[1], [1]]


@pytest.mark.parametrize("word", ["0x3f8", "0x3f800", "0x3f8g", "3f80", "0x", "0x3f8,", "0y3f80"])
def test_an_encoding_is_written_in_full(word: str) -> None:
    table = opened(f"0,{word}\n0x3f80,1\n".encode(), "2")
    bad = [
        table_rows.read_rows(run, table.layout, [number_format("bfloat16")] * len(table.layout.columns)).bad
        for run in table.runs
    ]
    assert table.layout.names is not None or any(bad)


@pytest.mark.parametrize(
    ("data", "wanted", "message"),
    [
        (b"x,y\n1,2\n", "z", "t.csv has no column 'z'; it has x, y"),
        (b"x,y\n1,2\n", "3", "t.csv has no column '3'; it has x, y"),
        (b"1,2\n", "x", "t.csv has no column 'x'; it has 2 columns and no header"),
        (b"1\n", "2", "t.csv has no column '2'; it has 1 column and no header"),
        (b"x,x\n1,2\n", "x", "t.csv has 2 columns 'x'"),
        (b"x,y\n", "0", "t.csv has no column '0'; it has x, y"),
        (",".join(f"c{i}" for i in range(20)).encode(), "z",
         "t.csv has no column 'z'; it has c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, ..."),
    ],
)  # fmt: skip
def test_a_missing_column_is_told_with_those_that_there_are(data: bytes, wanted: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        opened(data, wanted)
    assert error.value.message == message


def test_a_semicolon_is_no_separator() -> None:
    with pytest.raises(UsageError) as error:
        opened(b"a;b\n1;2\n", "b")
    assert error.value.hint == "columns are separated by commas, tabs or blanks"


@pytest.mark.parametrize("data", [b"", b"\n", b"# x,y\n", b"  \n\n"])
def test_a_table_without_records_is_refused(data: bytes) -> None:
    with pytest.raises(ActcliError, match=r"^t\.csv: no records$"):
        opened(data)


def test_a_table_may_be_empty_below_its_header() -> None:
    assert read(b"x,y\n") == [[], []]
    assert read(b"x,y") == [[], []]


@pytest.mark.parametrize("data", [b'"x,y\n1,2\n', b'x,y\n1,"2\n3,4\n', b'x,y\n1,"2' + b"\n3,4" * 400_000])
def test_an_open_quote_ends_the_reading(data: bytes) -> None:
    with pytest.raises(ActcliError, match="a quoted cell does not end"):
        read(data)


def rows(data: bytes, invalid: Policy = "abort") -> table_rows.Rows:
    table = opened(data)
    (run,) = (run for run in table.runs if run)
    return table_rows.read_rows(run, table.layout, [None] * len(table.layout.columns), invalid)


def test_a_first_line_that_is_too_long_is_refused_and_comments_are_not() -> None:
    pieces = [b"1" * (1 << 18)] * 5
    with pytest.raises(ActcliError, match=r"^t:2: a line of more than 1048576 bytes$"):
        delimited.open_table([b"# c\n", *pieces], lambda _width: ["1"], "t")
    last = opened(b"x\n1\n" + b"1" * (1 << 20) + b"11", "x")
    with pytest.raises(ActcliError, match=r"^t.csv:3: a line of more than 1048576 bytes$"):
        list(last.runs)
    comments = [b"# c\n" * (1 << 16)] * 5
    assert delimited.open_table([*comments, b"1 2\n"], lambda _width: ["1"], "t").layout.width == 2


def test_a_bad_cell_ends_the_run_before_its_record() -> None:
    found = rows(b'x,y,z\n1,2,"a\nb"\n\n3,x\n5,6\n')
    assert found.bad == (3, b"x")
    assert found.values[1].tolist() == [2]
    assert found.records == [b'1,2,"a\nb"', b""]


def test_a_bad_or_missing_cell_is_nan_or_its_record_left_out() -> None:
    data = b"x,y\n1,2\n3\n# c\n,5\n6,7\n"
    skipped = rows(data, "skip")
    assert (skipped.values[0].tolist(), skipped.invalid) == ([1, 6], 2)
    assert (skipped.records, skipped.numbered) == ([b"1,2", b"# c", b"6,7"], [True, False, True])
    taken = rows(data, "nan")
    np.testing.assert_array_equal(taken.values, [[1, 3, np.nan, 6], [2, np.nan, 5, 7]])
    assert taken.numbered == [True, True, False, True, True]


CELLS = st.sampled_from(["1", "-2.5", "1e300", "nan", "inf", "+3", ".5"])
OTHERS = st.text(st.sampled_from('ab ,"\n\t#é0'), max_size=6)


@given(
    st.lists(st.tuples(OTHERS, CELLS, OTHERS, CELLS), min_size=1, max_size=8),
    st.integers(1, 40),
    st.sampled_from(",\t"),
)
def test_whatever_the_csv_module_writes_is_read(records: list[tuple[str, ...]], size: int, separator: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerows([("a", "x", "b", "y"), *(("r" + first, *rest) for first, *rest in records)])
    expected = [[float(record[index]) for record in records] for index in (1, 3)]
    np.testing.assert_array_equal(read(text.getvalue().encode(), "x", "y", size=size), expected)


@given(st.binary(max_size=60), st.integers(1, 20))
def test_any_bytes_are_read_or_refused(data: bytes, size: int) -> None:
    try:
        table = opened(data, "1", size=size)
        for run in table.runs:
            found = table_rows.read_rows(
                run, table.layout, [number_format("float16")] * len(table.layout.columns), "nan"
            )
            assert len(found.values[0]) == (len(found.records) if found.numbered is None else sum(found.numbered))
    except ActcliError:
        pass


def test_a_long_table_is_read_in_bounded_memory() -> None:
    block = b"".join(b"%d,%d.5,text\n" % (i, i) for i in range(20_000))
    table = delimited.open_table((block for _ in range(50)), lambda _: ["2"], "t.csv")
    tracemalloc.start()
    count = 0
    for run in table.runs:
        columns = table_rows.read_columns(run, table.layout, [None] * len(table.layout.columns))
        assert columns is not None
        count += columns[0].size
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1_000_000
    assert peak < 20 * len(block)
