"""Functions that a user brings, good and bad, and short ways to ask one."""

from __future__ import annotations

import numpy as np

from actcli.catalog.user_activation import UserActivation
from actcli.spec.resolve import resolve

MINE = '''
import math
import sys
import numpy as np

print("printed while importing")
PI = 3.0

def leak(x, a=0.1):
    """Leaks below zero."""
    return np.where(x > 0, x, a * x)

def needs(x, a):
    return a * x

def single(x):
    return x if x > 0 else 0.1 * math.tanh(x)

def logistic(x):
    return 1 / (1 + math.exp(-x))

def logarithm(x):
    return math.log(x)

def chatty(x):
    print("printed while computing")
    return x

def constant(x):
    return 1

def mask(x):
    return x > 0

def inplace(x):
    x *= 2
    return x

def typed(x):
    return np.array([x.dtype.itemsize] * x.size, dtype=float) if x.size > 1 else np.array([float(x.dtype.itemsize)])

def power(x, kind="tanh", n=2, flag=False):
    return x**n if kind == "pow" else np.tanh(x) if not flag else -np.tanh(x)

def anything(x, **more):
    return x * more.get("by", 1)

class Swish:
    def __init__(self, beta=1.0):
        self.beta = beta

    def __call__(self, x):
        return x / (1 + np.exp(-self.beta * x))

class Holder:
    twice = staticmethod(lambda x: 2 * x)

def fails(x):
    raise ValueError("first line\\nsecond line")

def nothing(x):
    return None

def imaginary(x):
    return x * 1j

def short(x):
    return x[:1]

def endless(x):
    return endless(x)

def leaves(x):
    sys.exit(3)

def together(x):
    return np.exp(x) / np.exp(x).sum()

def noise(x):
    return x + np.random.rand()

def no_argument():
    return 1

def swiglu(a, b, beta=1.0):
    return a / (1 + np.exp(-beta * a)) * b

def gate_of_numbers(a, b):
    return a / (1 + math.exp(-a)) * b

def pairs(x):
    return np.maximum(x[::2], x[1::2])

def both_signs(x):
    return np.concatenate([np.maximum(x, 0), np.maximum(-x, 0)])

def nobody(x):
    return x[:0]

def large(x):
    return x[x > 1]

def table(x):
    return np.outer(x, x)

def mixed(a, b):
    return a + b.mean()

def three(a, b, c):
    return a + b * c

def undefined(x):
    return np.tanh(x) + missing_name

def both(x, a=1.0, b=2.0):
    return a * x + b

def named(x, kind):
    return x if kind == "same" else -x

def bent(x):
    return np.where(x > 0, np.tanh(x), 0.25 * np.expm1(x))

def narrow(x):
    return np.maximum(np.abs(x) - 0.01, 0)

def steps(x):
    return np.where(x >= 0, 1.0, 0.0) + np.maximum(x - 0.001, 0)

def near(x):
    if np.abs(x).max() > 6:
        raise OverflowError
    return x * x
'''


def at(text: str, *x: float) -> list[float]:
    return list(resolve(text).compute(np.array(x, dtype=np.float64)))


def slope(text: str, *x: float) -> list[float]:
    return list(resolve(text).slope(np.array(x, dtype=np.float64)))


def is_exact(text: str) -> bool:
    record = resolve(text).activation
    assert isinstance(record, UserActivation)
    return record.exact
