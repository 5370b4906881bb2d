"""Grids sit on the doubles nearest to their exact decimal positions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcli.errors import UsageError
from actcli.evaluation.compute import vector
from actcli.evaluation.points import MAX_NUM, Grid, grid, listed, number


def values(g: Grid) -> list[float]:
    return [float(x) for block in g.blocks(7) for x in block]


decimals = st.builds(
    lambda digits, exponent: f"{digits}e{exponent}", st.integers(-(10**17), 10**17), st.integers(-30, 30)
) | st.decimals(-1000, 1000, places=3).map(str)


@given(decimals, decimals, st.integers(2, 40))
def test_every_point_is_the_double_nearest_to_its_position(start: str, stop: str, num: int) -> None:
    first, last = Fraction(start), Fraction(stop)
    wanted = [float(first + (last - first) * i / (num - 1)) for i in range(num)]
    assert values(grid(start, stop, num=num)) == wanted


@given(decimals, decimals, st.integers(1, 30))
def test_a_step_stops_before_stop(start: str, stop: str, parts: int) -> None:
    first, last = Fraction(start), Fraction(stop)
    if first == last:
        return
    step = (last - first) / parts
    got = values(grid(start, stop, step=f"{float(step):.17g}"))
    exact = Fraction(f"{float(step):.17g}")
    assert got == [float(first + exact * i) for i in range(len(got))]
    assert abs(first + exact * (len(got) - 1) - first) <= abs(last - first) < abs(exact * len(got))


def test_positions_that_floats_miss() -> None:
    assert values(grid("-1", "1", num=11))[3] == -0.4
    assert values(grid("-1", "1.1", step="0.1"))[10] == 0.0
    assert values(grid("0", "1", step="0.3")) == [0.0, 0.3, 0.6, 0.9]
    assert values(grid("-1e308", "1e308", num=3)) == [-1e308, 0.0, 1e308]
    assert values(grid("5", "-5", num=3)) == [5.0, 0.0, -5.0]
    assert values(grid("3", "7", num=1)) == [3.0]
    assert str(values(grid("-1", "1", num=3))[1]) == "0.0"


def test_the_fast_and_the_exact_path_agree() -> None:
    fast = grid("-5", "5", num=1001)
    slow = Grid(fast.first * 2**60, fast.step * 2**60, fast.scale * 2**60, fast.count)
    assert values(fast) == values(slow)


def test_a_long_grid_comes_in_blocks() -> None:
    blocks = grid("-5", "5", num=MAX_NUM).blocks(1000)
    np.testing.assert_array_equal(next(blocks)[:2], [-5.0, -5 + 10 / (MAX_NUM - 1)])


def test_the_default_number_of_points_is_raised_to_a_multiple() -> None:
    assert grid("0", "1").count == 11
    assert grid("0", "1", multiple=2).count == 12
    assert grid("0", "1", multiple=2, num=3).count == 3


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("pi", "write 3.141592653589793"),
        ("-pi", "write -3.141592653589793"),
        ("2*pi", "write 6.283185307179586"),
        ("1/3", "write 0.3333333333333333"),
        ("1/0", ""),
        ("two", ""),
        ("mean(3)", ""),
        ("tanh(1)", ""),
        ("2^3", ""),
        ("\u22125", "a minus sign is typed as a hyphen: -5"),
    ],
)
def test_an_expression_is_refused_with_its_number(word: str, hint: str) -> None:
    with pytest.raises(UsageError, match="is not a number") as caught:
        number(word)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("words", "options", "complaint"),
    [
        (("0", "1"), {"num": MAX_NUM + 1}, "--num"),
        (("0", "1"), {"step": "nan"}, "finite"),
        (("nan", "1"), {}, "finite"),
        (("0", "1e400"), {}, "finite"),
    ],
)
def test_what_makes_no_grid_is_refused(words: tuple[str, str], options: dict[str, object], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        grid(*words, **options)  # type: ignore[arg-type]  # bad ones on purpose


def test_a_vector_of_points_has_an_end() -> None:
    with pytest.raises(UsageError, match=r"up to 10\*\*7 points is computed, got 10000001"):
        vector(grid("0", "1", num=10**7 + 1))


def test_tiny_exponents_do_not_make_giant_integers() -> None:
    assert values(grid("1e-999999999", "1", num=2)) == [0.0, 1.0]


def test_listed_points_keep_the_sign_of_zero_and_refuse_empty_words() -> None:
    assert [str(x) for x in listed("1,-0,nan,-inf").values] == ["1.0", "-0.0", "nan", "-inf"]
    with pytest.raises(UsageError, match="'' is not a number"):
        listed("1,,2")
