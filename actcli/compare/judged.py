"""The requested facts about the errors of one function, gathered in one pass over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actcli.compare.envelope import Envelope
from actcli.compare.errors_by_block import errors_by_block
from actcli.compare.limits import Tolerance
from actcli.compare.stretches import Stretches
from actcli.compare.value_diff import Summary
from actcli.compare.worst_points import Worst

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from actcli.compare.errors_by_block import Points
    from actcli.compare.pointwise_errors import Errors
    from actcli.evaluation.compute import Series
    from actcli.numbers.number_format import NumberFormat
    from actcli.numbers.target import Target


class Judged:
    """The requested facts about the errors of one function.

    Parameters
    ----------
    name
        The function.
    where
        Its points in words.
    options
        ``worst``, ``above``, ``atol`` and ``rtol`` as the command has them; ``figure``: whether a figure is drawn.

    Attributes
    ----------
    summary
        Always.
    worst, stretches, tolerance, envelope
        Where an option asks for them.
    """

    def __init__(self, name: str, where: str, options: Mapping[str, Any]) -> None:
        worst, above, atol, rtol = map(options.get, ("worst", "above", "atol", "rtol"))
        self.name, self.where = name, where
        self.summary = Summary(name)
        self.worst = None if worst is None else Worst(worst)
        self.stretches = None if above is None else Stretches(name, above)
        self.tolerance = None if atol is None and rtol is None else Tolerance(atol or 0.0, rtol or 0.0)
        self.envelope = Envelope() if options.get("figure") else None

    def add(self, errors: Errors) -> None:
        """Take the errors at more points."""
        for part in (self.summary, self.worst, self.stretches, self.tolerance, self.envelope):
            if part is not None:
                part.add(errors)


def judge(  # noqa: PLR0913  # two functions, where, in which type, and what is asked
    reference: Series,
    others: Sequence[Series],
    points: Points,
    number_format: NumberFormat,
    target: Target | None = None,
    *,
    options: Mapping[str, Any],
    advance: Callable[[int], None] = lambda _: None,
) -> list[Judged]:
    """Measure the errors of functions against a reference at the same points; see `errors_by_block`.

    Parameters
    ----------
    reference, others, points, number_format, target
        As `errors_by_block` takes them.
    options
        The requests, as for `Judged`, and ``ftz``.
    advance
        Called with the number of points compared.
    """
    judged = [Judged(series.name, points.where, options) for series in others]
    for errors in errors_by_block(reference, others, points, number_format, target, flush=bool(options.get("ftz"))):
        for each, found in zip(judged, errors, strict=True):
            each.add(found)
        advance(errors[0].x.size)
    return judged
