"""Frozen objects: what a dataclass of the same fields would do."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from actcli.frozen import Frozen, Value


class Point(Value):
    x: float
    y: float = 0.0


class Named(Point, kw_only=True):
    name: str
    shown: Any = len


def test_fields_are_set_once() -> None:
    point = Point(1.0)
    with pytest.raises(AttributeError, match=r"Point\.x cannot be changed"):
        point.x = 2.0  # type: ignore[misc]  # refused by type checkers too
    with pytest.raises(AttributeError, match=r"Point\.x cannot be deleted"):
        del point.x
    assert (point.x, point.y, repr(point)) == (1.0, 0.0, "Point(x=1.0, y=0.0)")


def test_copies_differ_in_what_they_are_told() -> None:
    point = Point(1.0, y=2.0)._replace(x=3.0)
    assert point == Point(3.0, 2.0) == copy.deepcopy(point) == pickle.loads(pickle.dumps(point))  # noqa: S301  # ours
    assert point == Point(1.0, 2.0).__replace__(x=3.0)  # what copy.replace calls
    assert point != Point(3.0, 1.0)
    assert len({point, Point(3.0, 2.0)}) == 1


def test_objects_of_other_classes_and_those_without_values_differ() -> None:
    class Other(Frozen):
        x: float

    assert Other(1.0) != Other(1.0)
    assert Point(1.0) != Named(x=1.0, name="")
    assert Named(x=1.0, name="").shown is len


@pytest.mark.parametrize(
    ("cls", "positional", "named", "complaint"),
    [
        (Point, (), {}, "missing a required argument: 'x'"),
        (Point, (1, 2, 3), {}, "too many positional"),
        (Point, (1,), {"z": 2, "w": 3}, "unexpected keyword argument 'z'"),
        (Point, (1,), {"x": 2}, "multiple values for argument 'x'"),
        (Named, (1,), {"name": ""}, "too many positional"),
        (Named, (), {"x": 1}, "missing a required.* 'name'"),
    ],
)
def test_wrong_arguments_are_refused(
    cls: type[Frozen], positional: tuple[Any, ...], named: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(TypeError, match=complaint):
        cls(*positional, **named)
