"""Functions of PyTorch and JAX, called with tensors and differentiated by their own means."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.cli.boundary import run
from actcli.numbers.formats import number_format
from actcli.spec.resolve import resolve
from user_functions import at, is_exact

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("mine")


def assert_silu(text: str) -> None:
    function, silu, x = resolve(text), resolve("silu"), np.linspace(-5, 5, 101)
    assert function.compute(x) == pytest.approx(silu.compute(x), rel=1e-14)
    assert function.slope(x) == pytest.approx(silu.slope(x), rel=1e-13, abs=1e-15)
    assert is_exact(text)


class TestTorch:
    """With PyTorch, where it is installed."""

    @pytest.fixture(autouse=True)
    def torch(self) -> None:
        pytest.importorskip("torch")

    @pytest.mark.parametrize("text", ["torch.nn.functional:silu", "torch.nn:SiLU", "./framework.py:swish"])
    def test_functions_and_modules_are_called_with_tensors_and_differentiated(self, text: str, mine: Path) -> None:
        (mine / "framework.py").write_text("import torch\ndef swish(x): return x * torch.sigmoid(x)")
        assert_silu(text)

    def test_tensors_come_in_the_type_that_was_asked_for(self) -> None:
        torch = pytest.importorskip("torch")
        x = np.linspace(-6, 6, 101)
        for name in ("float32", "bfloat16"):
            ours = resolve("torch.nn.functional:gelu", number_format(name)).compute(x)
            theirs = torch.nn.functional.gelu(torch.tensor(x).to(getattr(torch, name)))
            assert ours.tolist() == theirs.double().tolist()

    def test_traits_depth_and_reversed_arrays(self, capfd: pytest.CaptureFixture[str]) -> None:
        text = "torch.nn.functional:silu"
        function, x = resolve(text), np.linspace(-3, 2, 6)
        assert function.compute(x[::-1]).tolist() == function.compute(x)[::-1].tolist()
        assert function.slope(x[::-1]).tolist() == function.slope(x)[::-1].tolist()
        assert run(["compare", "silu", text, "--traits", "--depth", "2", "-t", "json"]) == 0
        result = json.loads(capfd.readouterr().out)
        for section, fields in {"traits": ("mean", "max_slope"), "depth": ("gain", "measured")}.items():
            ours, theirs = ([record[field] for field in fields] for record in result[section])
            assert theirs == pytest.approx(ours, rel=1e-9)

    def test_other_parameters_are_words(self) -> None:
        text = "torch.nn.functional:gelu:approximate=tanh"
        assert at(text, 1.0) == pytest.approx(at("gelu_tanh", 1.0), rel=1e-14)
        assert resolve(text).name == text

    def test_the_error_in_the_tail_is_seen(self, capfd: pytest.CaptureFixture[str]) -> None:
        status = run(["compare", "gelu", "torch.nn.functional:gelu", "-38", "-36", "--diff", "--max-ulp", "1e6"])
        assert status == 1
        assert "torch.nn.functional:gelu is off by" in capfd.readouterr().err


class TestJax:
    """With JAX, where it is installed."""

    @pytest.fixture(autouse=True)
    def jax(self) -> None:
        pytest.importorskip("jax")

    @pytest.mark.parametrize("text", ["jax.nn:silu", "./framework.py:swish"])
    def test_functions_compute_in_float64_and_are_differentiated(self, text: str, mine: Path) -> None:
        (mine / "framework.py").write_text("import jax\ndef swish(x): return x * jax.nn.sigmoid(x)")
        assert_silu(text)
