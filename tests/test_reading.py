"""Numbers as text: the grammar, the reading of blocks of lines, the spelling of results."""

from __future__ import annotations

import itertools
import math
import re
import struct
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import numpy as np
import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from actcli.numbers.block import Block, parse_block, write_block
from actcli.numbers.formatting import digits_formatter, each_formatter, float_texts, format_floats
from actcli.numbers.grammar import looks_like_number, parse_number, quote
from actcli.numbers.invalid import BadWord, Policy
from actcli.numbers.reading import read_joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The reference: slow, line by line, on float() and repr() alone.

NUMBER = re.compile(
    r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf|infinity|nan)", re.IGNORECASE | re.ASCII
)


def reference_number(word: str) -> float | None:
    return float(word) if NUMBER.fullmatch(word) else None


def reference_spelling(value: float) -> str:
    if not math.isfinite(value):
        return repr(value)
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    power = exponent + len(text) - 1
    if value == 0:
        spelled = "0"
    elif not -5 <= power < 16:
        spelled = text[0] + ("." + text[1:] if len(text) > 1 else "") + f"e{power:+d}"
    elif exponent >= 0:
        spelled = text + "0" * exponent
    elif power >= 0:
        spelled = text[: power + 1] + "." + text[power + 1 :]
    else:
        spelled = "0." + "0" * (-power - 1) + text
    return "-" * sign + spelled


class Reference:
    """The lines that reading and writing back must give."""

    def __init__(self, data: bytes, invalid: Policy) -> None:
        text = data.decode("latin-1")
        text += "" if text.endswith("\n") or not text else "\n"
        lines = text.replace("\r\n", "\n").split("\n")[:-1]
        self.out: list[str] = []
        self.values: list[float] = []
        self.rows: list[tuple[int, int]] = []  # line, numbers on it
        self.bad: tuple[int, str] | None = None
        self.dropped: list[int] = []
        self.lines = 0
        for index, line in enumerate(lines):
            core = line.strip(" \t")
            if not core or core.startswith("#"):
                self.out.append(line)
                self.lines += 1
                continue
            words = re.split(r"([ \t]*,[ \t]*|[ \t]+)", core)
            read = [reference_number(word) for word in words[::2]]
            if None in read:
                if invalid == "abort":
                    self.bad = index, words[2 * read.index(None)]
                    return
                if invalid == "skip":
                    self.dropped.append(index)
                    self.lines += 1
                    continue
            row = [math.nan if value is None else value for value in read]
            words[::2] = [reference_spelling(value) for value in row]
            lead = len(line) - len(line.lstrip(" \t"))
            self.out.append(line[:lead] + "".join(words) + line[lead + len(core) :])
            self.values += row
            self.rows.append((index, len(row)))
            self.lines += 1

    def check(self, block: Block) -> None:
        assert same(block.values, self.values)
        assert write_block(block, block.values).decode("latin-1") == "".join(line + "\n" for line in self.out)
        assert (block.bad and (block.bad.line, block.bad.word.decode("latin-1"))) == self.bad
        assert block.dropped == tuple(self.dropped)
        assert block.line_count == self.lines
        assert block.row_lengths.tolist() == [length for _, length in self.rows]
        for row in {0, 1, len(self.rows) // 2, len(self.rows) - 1} & set(range(len(self.rows))):
            assert block.line_of(row) == self.rows[row][0]


def same(a: NDArray[np.float64], b: list[float]) -> bool:
    """Equal to the bit, all nans alike."""
    wanted = np.array(b, dtype=np.float64)
    signs = np.isnan(wanted) | (np.signbit(a) == np.signbit(wanted)) if a.shape == wanted.shape else np.False_
    return np.array_equal(a, wanted, equal_nan=True) and bool(signs.all())


GOOD_WORDS = r"""
0 -0 -0.0 -0.00 +0 00 -00 007 1 -1 +1 .5 -.5 +.5 5. -5. 5.e3 1e5 1E5 1e+05 1e-05 1e-0 -0e0 -0E+3 0e5
inf -inf +inf INF Inf infinity -Infinity +INFINITY nan NaN NAN -nan +nan 1e400 -1e400 1e-400 5e-324 2.5e-324 2.4e-324
2.2250738585072011e-308 1.7976931348623157e308 1.7976931348623159e308 9007199254740993 -9007199254740993
18446744073709551615 18446744073709551616 -9223372036854775808 -9223372036854775809 36893488147419103233
0.1 0.30000000000000004 123456789.123456789e-5 1e22 1e23 8.41e21 9.5e-5 0.00001 0.000001 1e15 1e16 9999999999999998
"""
LONG_WORDS = ["1" * 400, "1" + "0" * 308, "0." + "3" * 900, "0." + "0" * 400 + "1", "-" + "0" * 3000 + "1"]
GOOD = GOOD_WORDS.split() + LONG_WORDS

BAD_WORDS = r"""
x 1x x1 + - . +. -. e e5 .e5 1e 1e+ 1e+- -.e5 +-1 -+1 ++1 --1 +-.5 1_000 0x10 0X1p3 1.2.3 1..2 1-1 1-.5 1e-.5 1e5.5
in infi infinit infinityx nann 1nan nan1 naninf infinf inf5 +-inf --inf true false null True None NA [1] [1 1] [] {}
"1" "1 1" 'x' # 1# 1:2 1;2 1} \ \n $1 1e١ ١ １ − −1 ½ ∞ é 1d5 1f 1L 1j 0b1 0o7 *
"""
BAD_BYTES = ["\0", "1\0", "\1", "\2", "\3", "1\r", "\r1", "1\r2", "1\v2", "\f", "1\x1c2", "\x85", "1\xa0", "\ufeff1"]
BAD = BAD_WORDS.split() + BAD_BYTES + ["1" * 5000 + "x"]

LAYOUTS = """
|1|1~|1^~2^~|1^|^~|~|~~| ~|# only~|#|1~~2~|~1~| 1~|1 ~|1 2@3,4~|1,2~3~4,5,6~|1 , 2~|1,  2@,@3~|  # c~1~|# a#b~#~1 2~#x
|@1@@2@~~~3|1,,2~|,1~|1,~|,~|, ,~|,,~|1, ~|1 ,~ ,2~|1~,2~|1 # note~|#c~1 #~|1~2,~3~|nan,,1~|+1,~|+~|+1~+~|_1~2 1~
"""


@pytest.mark.parametrize("word", GOOD)
def test_a_number_is_read_like_float_and_nothing_is_lost(word: str) -> None:
    wanted = float(word)
    got = parse_number(word)
    assert got is not None
    assert struct.pack("d", got) == struct.pack("d", wanted)
    for data in (word, f"{word}\n", f"1,{word} 2\n", f"\n {word}\r\n"):
        Reference(data.encode(), "abort").check(parse_block(data.encode()))
    assert looks_like_number(word)


@pytest.mark.parametrize("word", BAD)
@pytest.mark.parametrize(
    "frame", ["{}", "1\n{}\n2\n", "1,{},2\n", "1 2\n# c\n\n3  {}\n4", "+1\n.5\n{}\n", "nan\n{}\ninf\n"]
)
def test_a_bad_word_is_refused_wherever_it_stands(word: str, frame: str) -> None:
    assert parse_number(word) is None
    data = frame.replace("{}", word).encode()
    wanted = Reference(data, "abort")
    # A carriage return at the end of a line and a word that begins with # as a line are lines' business.
    assert wanted.bad is not None or word[:1] == "#" or "\r" in word
    for invalid in get_args(Policy):
        Reference(data, invalid).check(parse_block(data, invalid))


def test_the_empty_word_is_no_number() -> None:
    assert parse_number("") is None
    assert not looks_like_number("")


def test_every_short_word_is_judged_as_the_reference_judges_it() -> None:
    alphabets = {"+-.0e1,": 5, "naifty+-1": 4, 'nulre[]"{}:1,': 3, "inf.e0": 5}
    for alphabet, longest in alphabets.items():
        for length in range(1, longest + 1):
            for letters in itertools.product(alphabet, repeat=length):
                text = "".join(letters)
                wanted = [reference_number(word) for word in text.split(",")]
                got = read_joined(text.encode())
                if None in wanted:
                    assert got is None, text
                else:
                    assert got is not None, text
                    assert same(got, [value for value in wanted if value is not None]), text


@pytest.mark.parametrize(
    "word", ["-5", "-.5", "-1e-3", "-inf", "-nan", "-Infinity", "-1_000", "-1,2", "-1x", "+1", "5", "-0x1"]
)
def test_words_meant_as_numbers_are_told_from_options(word: str) -> None:
    assert looks_like_number(word)


@pytest.mark.parametrize(
    "word", ["-n", "--num", "-", "--", "relu", "-info", "--inf", "-o", "-.", "nano", "e5", "x", "-x-1", "-i", "\udcff"]
)
def test_options_and_names_are_not_taken_for_numbers(word: str) -> None:
    assert not looks_like_number(word)


def test_the_grammar_is_at_hand_without_numpy() -> None:
    code = "import sys, actcli.numbers.grammar; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("x", "'x'"),
        (b"", "''"),
        (b"\0\x1b[31m", r"'\x00\x1b[31m'"),
        (b"\xff\xfe", r"'\xff\xfe'"),
        (rb"\xff", r"'\\xff'"),
        (rb"\udcff", r"'\\udcff'"),
        ("é".encode(), r"'\xe9'"),
        (b"it's", '"it\'s"'),
        ("x" * 40, f"'{'x' * 40}'"),
        ("x" * 41, f"'{'x' * 39}…'"),
        (b"y" * 10**6, f"'{'y' * 39}…'"),
        ("\udcff", r"'\xff'"),
    ],
)
def test_a_bad_word_is_shown_on_one_short_line(word: str | bytes, shown: str) -> None:
    assert quote(word) == shown


@pytest.mark.parametrize("word", ["€" * 100, "\0" * 100, "\U0001f600" * 39, b"\xff" * 100])
def test_escapes_do_not_make_it_longer(word: str | bytes) -> None:
    assert len(quote(word)) <= 42


# Blocks


# In the layouts ~ is LF, ^ is CR, @ is a tab.
SHORT = [layout.translate(str.maketrans("~^@", "\n\r\t")).encode() for layout in LAYOUTS.replace("\n", "").split("|")]
ODD = [b"\1\n", b"1 \2 2\n#c\n", b"#\0\xff\n1\n", b"1\v2 3  4\n", b"\xef\xbb\xbf1\n", b"1\n \r\n2\r\r\n"]
LONG = [b"1,2,\n" + b"3,4\n" * 2000, b"+1,2\n" * 2000 + b"5,\n", b"inf\n" * 2000 + b"\n", b"inf\n" * 2000 + b"x"]


@pytest.mark.parametrize("data", SHORT + ODD + LONG)
@pytest.mark.parametrize("invalid", ["abort", "nan", "skip"])
def test_lines_come_back_as_they_were(data: bytes, invalid: Policy) -> None:
    Reference(data, invalid).check(parse_block(data, invalid))


finite = st.floats(allow_nan=False, allow_infinity=False)
numbers = st.one_of(
    st.sampled_from(GOOD),
    finite.map(repr),
    st.builds(
        lambda form, value: form % value, st.sampled_from(["%.17g", "%+.3e", "%.6f", "%+g", "%.0f", "%#.0f"]), finite
    ),
    st.integers(-(2**70), 2**70).map(str),
)
words = st.one_of(numbers, numbers, st.sampled_from([*BAD, ""]), st.text(max_size=5), st.text("+-.0e1nif", max_size=5))
separators = st.sampled_from([" ", ",", "\t", "  ", ", ", " ,", " , ", " \t "])
blanks = st.sampled_from(["", "", "", " ", "\t "])


@st.composite
def lines(draw: st.DrawFn, word: st.SearchStrategy[str]) -> str:
    kind = draw(st.sampled_from(["numbers"] * 6 + ["blank", "comment"]))
    if kind == "blank":
        return draw(blanks)
    if kind == "comment":
        return draw(blanks) + "#" + draw(st.text("ab# ,1\x01\x03", max_size=8))
    parts = draw(st.lists(st.tuples(word, separators), min_size=1, max_size=4))
    return draw(blanks) + "".join(w + g for w, g in parts)[: -len(parts[-1][1])] + draw(blanks)


@st.composite
def blocks(draw: st.DrawFn) -> bytes:
    """A block, often long enough to be cut, with clean stretches and uniform styles as real files have."""
    simple = st.one_of(finite.map(repr), st.integers(-9, 9).map(str))
    style = draw(st.sampled_from([lines(words), lines(numbers), simple, numbers, words]))
    clean = draw(st.lists(style, max_size=6)) * draw(st.sampled_from([1, 1, 1, 1, 1, 1, 100]))
    text = draw(st.sampled_from(["\n", "\n", "\r\n"])).join(clean + draw(st.lists(style, max_size=6)))
    return (text + draw(st.sampled_from(["", "\n", "\r\n"]))).encode("utf-8", "surrogatepass")


@settings(max_examples=500)
@given(blocks(), st.sampled_from(["abort", "nan", "skip"]))
@example(b"1\n" * 3000 + b"-0\n", "abort")
@example(b"+1\n" * 3000 + b"+-1\n", "nan")
def test_any_block_agrees_with_the_reference(data: bytes, invalid: Policy) -> None:
    Reference(data, invalid).check(parse_block(data, invalid))


@settings(max_examples=500)
@given(st.binary(max_size=60), st.sampled_from(["abort", "nan", "skip"]))
def test_arbitrary_bytes_agree_with_the_reference(data: bytes, invalid: Policy) -> None:
    Reference(data, invalid).check(parse_block(data, invalid))


def test_a_bad_word_leaves_the_lines_before_it() -> None:
    block = parse_block(b"1\n# c\n\n2 3\n4 5 6 x y\n7\n")
    assert block.bad == BadWord(4, b"x")
    assert block.line_count == 4
    assert write_block(block, block.values + 10) == b"11\n# c\n\n12 13\n"


def test_dropped_lines_still_count() -> None:
    block = parse_block(b"x\n1\n\ny\nz\n2,3\n", "skip")
    assert (block.line_count, block.dropped) == (6, (0, 3, 4))
    assert [block.line_of(0), block.line_of(1)] == [1, 5]
    assert write_block(block, block.values) == b"1\n\n2,3\n"


def test_an_empty_field_becomes_nan_in_its_place() -> None:
    block = parse_block(b"1,,2\n,\n3,x\n", "nan")
    assert write_block(block, block.values) == b"1,nan,2\nnan,nan\n3,nan\n"


@pytest.mark.parametrize("style", ["%.17g\n", "%+.17g\n", "%.17g  ", "%.17g,"])
def test_a_large_block_is_read_exactly(style: str) -> None:
    bits = np.random.default_rng(7).integers(0, 2**64, 30_000, dtype=np.uint64, endpoint=False)
    values = bits.view(np.float64)
    data = "".join([style % value for value in values.tolist()]).rstrip(",").encode()
    assert same(parse_block(data).values, values.tolist())


@pytest.mark.parametrize(
    "data",
    [
        b"1" * 10**6,
        b" " * 10**6 + b"1",
        b"1" + b" " * 10**6,
        b"," * 10**5,
        b"-" * 10**6,
        b"1 x " * 10**5,
        b"." * 10**6 + b"\n1,",
    ],
)
def test_hostile_lines_take_linear_time(data: bytes) -> None:
    # Quadratic time would take minutes.
    block = parse_block(data, "nan")
    assert write_block(block, block.values).count(b"\n") == block.line_count


# Spelling


def test_the_spelling_of_landmarks() -> None:
    values = [
        5.0, -0.0, 0.0, 0.1, 1e-5, 1e-6, 1e-7, 1e15, 1e16, 1e22, 123456789012345.0, -1.5e300, 5e-324, math.nan,
        math.inf, -math.inf,
    ]  # fmt: skip
    wanted = b"5,-0,0,0.1,0.00001,1e-6,1e-7,1000000000000000,1e+16,1e+22,123456789012345,-1.5e+300,5e-324,nan,inf,-inf"
    assert format_floats(np.array(values)) == wanted
    assert format_floats(np.array(values * 9)) == b",".join([wanted] * 9)  # many at once
    assert format_floats(np.array([], dtype=np.float64)) == b""
    assert format_floats(np.array([[1.0, 2.0], [3.0, 4.0]]).T) == b"1,3,2,4"
    assert format_floats(np.array([1.0, 2.0, 3.0], dtype=">f8")[::2]) == b"1,3"


@settings(max_examples=300)
@given(st.lists(st.one_of(st.floats(), st.integers(-(2**60), 2**60).map(float), st.floats(-1e-3, 1e-3)), min_size=1))
def test_numbers_are_spelled_shortest_and_read_back(values: list[float]) -> None:
    texts = float_texts(np.array(values))
    assert texts == [reference_spelling(value) for value in values]
    assert float_texts(np.array(values * 33)) == texts * 33  # many at once
    back = parse_block(("\n".join(texts) + "\n").encode()).values
    assert same(back, values)


def test_finite_fractions_are_spelled_as_in_json() -> None:
    bits = np.random.default_rng(3).integers(0, 2**64, 20_000, dtype=np.uint64, endpoint=False)
    values = bits.view(np.float64)
    values = values[np.isfinite(values)]
    wanted = orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].replace(b".0,", b",")
    assert format_floats(values) == wanted


@settings(max_examples=300)
@given(st.integers(1, 17), st.one_of(st.floats(), st.integers(-(2**60), 2**60).map(float), st.floats(-1e-3, 1e-3)))
@example(3, 1.7976931348623157e308)
@example(17, 12345678901234568.0)
@example(17, 0.1)
@example(1, 9.99e-6)
@example(2, -9.99e15)
@example(4, -0.0)
def test_digits_round_once_and_keep_the_spelling(digits: int, value: float) -> None:
    text = digits_formatter(digits)(np.array([value])).decode()
    rounded = f"{value:.{digits}g}"
    if not math.isfinite(value):
        assert text == rounded
        return
    assert Decimal(text) == Decimal(rounded)
    assert text.startswith("-") == rounded.startswith("-")
    bare = text.lstrip("-")
    if digits <= 15 and (value == 0 or 1e-300 < abs(float(text)) < math.inf):
        assert text == reference_spelling(float(text))
    else:
        assert re.fullmatch(
            r"0|[1-9]\d{0,15}(\.\d*[1-9])?|0\.0{0,4}[1-9](\d*[1-9])?|[1-9](\.\d*[1-9])?e[+-][1-9]\d*", bare
        )


def test_digits_of_a_vector() -> None:
    assert digits_formatter(3)(np.array([1234567.0, 1e-9, 0.5, math.nan, -math.inf])) == b"1230000,1e-9,0.5,nan,-inf"
    assert float_texts(np.empty(0), digits_formatter(3)) == []


def test_distinct_values_are_spelled_once() -> None:
    seen: list[float] = []

    def to_texts(values: NDArray[np.float64]) -> list[str]:
        seen.extend(values.tolist())
        return [f"<{value!r}>" for value in values.tolist()]

    values = np.array([2.0, 0.0, -0.0, 2.0, 2.0])
    assert each_formatter(to_texts)(values) == b"<2.0>,<0.0>,<-0.0>,<2.0>,<2.0>"
    assert len(seen) == 3


def test_results_may_be_spelled_otherwise() -> None:
    block = parse_block(b"# x\n1 2\n3\n")
    assert write_block(block, block.values / 3, digits_formatter(2)) == b"# x\n0.33 0.67\n1\n"


@pytest.mark.parametrize(
    ("gap", "odd"), [(b" ", b""), (b", ", b"+5. "), (b",", b"x,"), (b"\t\t", b"\n#c\n"), (b" ", b" # ")]
)
def test_a_line_of_megabytes_is_read_in_pieces(gap: bytes, odd: bytes) -> None:
    data = gap.join([b"0.25"] * 60_000) + gap + odd + gap.join([b"-3"] * 60_000) + b"\n"
    for invalid in get_args(Policy):
        Reference(data, invalid).check(parse_block(data, invalid))
