"""Every declared fact of a record, checked against the function itself."""

from __future__ import annotations

import math
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from actcli.catalog.record import LIBRARIES, Elementwise, Vector
from actcli.evaluation.bound import BoundActivation
from actcli.formula.rationals import precision, rational
from oracle import balls, breaks
from oracle.points import LARGEST
from oracle.proofs import over_intervals, prove, tends
from oracle.ranges import Ranges
from oracle.report import Failure
from oracle.sample import CLOSE
from oracle.verdict import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actcli.catalog.record import Activation
    from oracle.proofs import Finding
    from oracle.sample import Wrong

#: How near the largest slope that is found comes to the declared Lipschitz constant.
LIPSCHITZ = 1e-6
#: So many of the steepest places are looked at more closely.
_PEAKS = 20
#: How far out a tail may still turn.
_TAIL = 40.0


def check(record: Activation, values: Mapping[str, float]) -> list[Failure]:
    """Return the declared facts that are wrong with these parameters."""
    wrong: Iterator[Wrong] = _formula(record)
    if isinstance(record, Elementwise):
        facts = Facts(Case(record, values))
        found = [*wrong, *(each for part in facts.parts() for each in part)]
        name = facts.case.name
    else:
        found, name = [*wrong], record.name
    return [Failure(name, "fact", "", None, wanted, sentence) for sentence, wanted in found]


def unproven(record: Elementwise, values: Mapping[str, float]) -> list[str]:
    """Return which declared facts only samples support within reach."""
    return [name for name, finding in Facts(Case(record, values)).proven.items() if not finding.proven]


def _formula(record: Activation) -> Iterator[Wrong]:
    """The formula parses and uses its argument and every parameter, and nothing else."""
    parameters = {p.name for p in record.params if not p.choices}
    for key, other in record.libraries.items():
        if not other.defaults.keys() <= record.defaults.keys():
            yield f"defaults in {key} name parameters that do not exist", sorted(other.defaults)
    if isinstance(record, Vector) and record.display_only:
        return
    argument = {"a", "b"} if isinstance(record, Vector) and record.gate is not None else {"x"}
    names = BoundActivation(record, record.defaults).definition.names
    if names != argument | parameters:
        yield f"the formula uses {sorted(names)}", sorted(argument | parameters)


def relative(a: float, b: float) -> float:
    """Return the difference, relative to the larger where that is above 1; 0 for equal infinities."""
    if a == b:
        return 0.0
    return abs(a - b) / max(1.0, abs(a), abs(b))


class Facts(Ranges):
    """The checks of everything that the traits declare."""

    def parts(self) -> list[Iterator[Wrong]]:
        return [
            self.proofs(),
            self.range_is_reached(),
            self.monotone(),
            self.symmetry(),
            self.kinks(),
            self.breaks(),
            self.dead(),
            self.lipschitz(),
            self.asymptotes(),
        ]

    def proofs(self) -> Iterator[Wrong]:
        """Declared facts that balls over intervals find wrong; where they prove it, no sample could."""
        for name, finding in self.proven.items():
            if finding.wrong is not None:
                at = finding.wrong
                yield (
                    f"{name} is declared {getattr(self.traits, name, None)!r}",
                    f"{at.value_inside}, slope {at.slope_inside} between {at.low!r} and {at.high!r}",
                )

    @cached_property
    def proven(self) -> Mapping[str, Finding]:
        """Declared facts that are proven over intervals."""
        return prove(self.case, {**over_intervals(self.traits), "limits": tends(*self.ends_by_side())})

    def ends_by_side(self) -> tuple[float, float]:
        left, right = self.compute(np.array([-math.inf, math.inf])).tolist()
        return left, right

    def monotone(self) -> Iterator[Wrong]:
        declared = self.traits.monotone
        inner, outer = self.x[np.abs(self.x) < self.reach], self.x[np.abs(self.x) < _TAIL]
        pairs = list(pairwise(self.numbers(inner[:: max(1, inner.size // 300)])))
        stays = any(a == b for a, b in pairs)
        pairs += pairwise(self.numbers(outer[:: max(1, outer.size // 60)]))
        rises, falls = any(a < b for a, b in pairs), any(a > b for a, b in pairs)
        found = (
            "no"
            if falls and (rises or stays)
            else "decreasing"
            if falls
            else "non-decreasing"
            if stays
            else "increasing"
        )
        if found != declared:
            yield f"monotone is declared {declared}", found

    def symmetry(self) -> Iterator[Wrong]:
        odd = even = True
        for x in (1e-3, 0.21, 0.7, 1.3, 2.9, 6.2, 30.5):
            if x in self.traits.domain and -x in self.traits.domain:
                right, left = map(balls.ball, self.numbers([x, -x]))
                odd &= (right + left).contains(0)
                even &= (right - left).contains(0)
            else:
                odd = even = False
        found = "odd" if odd and not even else "even" if even and not odd else "none"
        if found != self.traits.symmetry:
            yield f"symmetry is declared {self.traits.symmetry}", found

    def kinks(self) -> Iterator[Wrong]:
        """One-sided slopes and values are those of the neighbouring doubles."""
        ats = [kink.at for kink in self.traits.kinks]
        if ats != sorted(set(ats)):
            yield "kinks ascend", ats
        for kink in self.traits.kinks:
            sides = [math.nextafter(kink.at, way) for way in (-math.inf, math.inf)]
            declared = (kink.left, kink.right)
            slopes = [self.true(side, 1) for side in sides]
            for side, found, said in zip(("left", "right"), slopes, declared, strict=True):
                if math.isinf(said) and abs(found) > 1e100 and found * said > 0:
                    continue
                if not relative(found, said) <= CLOSE:
                    yield f"the slope {side} of the kink at {kink.at!r} is declared {said!r}", found
            y = [self.true(side) for side in sides]
            said_y = kink.jump or (self.true(kink.at),) * 2
            if not all(relative(found, said) <= CLOSE for found, said in zip(y, said_y, strict=True)):
                yield f"the values beside {kink.at!r} are declared {said_y}", tuple(y)
            continuous = kink.jump is None or kink.jump[0] == kink.jump[1]
            if continuous and kink.left == kink.right and math.isfinite(kink.left):
                yield f"nothing breaks at {kink.at!r}", "no kink"
            if not min(kink.left, kink.right, 0) <= kink.subgradient <= max(kink.left, kink.right, 0):
                yield f"the slope at {kink.at!r} is outside the one-sided ones", declared
            if not kink.libraries.keys() <= LIBRARIES.keys():
                yield "libraries of a kink", sorted(kink.libraries)

    def breaks(self) -> Iterator[Wrong]:
        """Smoothness is what the first broken derivative says; what breaks is declared as a kink."""
        declared = [kink.at for kink in self.traits.kinks]
        found = math.inf
        for order in (2, 1, 0):
            broken = breaks.broken(self.case, order)
            if broken:
                found = order - 1
            unknown = [x for x in broken if not any(abs(x - at) <= 1e-6 * max(1.0, abs(at)) for at in declared)]
            if unknown and order < 2:
                yield f"the {('function', 'slope')[order]} jumps at {unknown[0]!r}", "a declared kink"
        if any(math.isinf(kink.left) or math.isinf(kink.right) for kink in self.traits.kinks):
            found = min(found, 0)  # no bisection meets a pole; kinks() has looked at the slopes beside it
        if min(self.traits.smoothness, 2) != min(found, 2):
            yield f"smoothness is declared {self.traits.smoothness}", found

    def dead(self) -> Iterator[Wrong]:
        """The gradient is exactly zero within the dead intervals, and on no other stretch."""
        inside = np.zeros(self.x.shape, dtype=bool)
        for piece in self.traits.dead:
            within = (self.x > piece.low) & (self.x < piece.high)
            inside |= (self.x >= piece.low) & (self.x <= piece.high)
            alive = within & (self.grad != 0)
            if alive.any() or not within.any():
                yield f"dead in {piece}", f"slope {self.grad[alive][:1]} at {self.x[alive][:1]}"
        stretch = np.flatnonzero((self.grad == 0) & ~inside & (np.abs(self.x) < 6))
        neighbours = [i for i in stretch if i + 1 in stretch and abs(self.x[i]) > 1e-3]
        for i in neighbours[:1]:
            if not any(map(balls.sign_of, self.numbers(self.x[i : i + 2], 1))):
                yield f"not declared dead around {self.x[i]!r}", "slope 0"

    def lipschitz(self) -> Iterator[Wrong]:
        """The largest slope is the declared constant: approached, never exceeded."""
        declared = self.traits.lipschitz
        ends = self.slopes(np.array([-math.inf, math.inf, -LARGEST, LARGEST]))
        kinks = [abs(slope) for kink in self.traits.kinks for slope in (kink.left, kink.right)]
        largest = max([self._steepest(declared * (1 - LIPSCHITZ)), *np.abs(ends[~np.isnan(ends)]), *kinks])
        jumps = any(kink.jump is not None and kink.jump[0] != kink.jump[1] for kink in self.traits.kinks)
        if jumps or largest > 1e10:
            largest = math.inf
        if not (declared == largest or declared * (1 - LIPSCHITZ) <= largest <= declared * (1 + 1e-12)):
            yield f"the Lipschitz constant is declared {declared!r}", largest

    def _steepest(self, wanted: float) -> float:
        """Return the largest slope near the steepest points of the sample, the steepest first, up to the wanted one."""
        slopes = np.nan_to_num(np.abs(self.grad), nan=-1.0)
        padded = np.concatenate([[-1.0], slopes, [-1.0]])
        peaks = np.flatnonzero((slopes >= padded[:-2]) & (slopes > padded[2:]))
        largest = float(slopes.max())
        for at in peaks[np.argsort(-slopes[peaks])][:_PEAKS]:
            largest = max(largest, self.refined(lambda x: np.abs(self.slopes(x)), int(at))[1])
            if largest >= wanted:
                break
        return largest

    def asymptotes(self) -> Iterator[Wrong]:
        for line in self.traits.asymptotes:
            for side in (-1, 1) if line.side == 0 else (line.side,):
                x = side * balls.FAR[0]
                with precision(12000):
                    near, far = map(balls.ball, map(self.case.exactly().at(), (x, 2 * x)))
                    slope = (far - near) / rational(x)
                    intercept = near - slope * rational(x)
                if relative(float(slope), line.slope) > CLOSE or relative(float(intercept), line.intercept) > CLOSE:
                    yield f"{line} is missed at {'+' if side > 0 else '-'}infinity", (float(slope), float(intercept))
