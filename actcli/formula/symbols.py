r"""Names of parameters as symbols: alpha as α in text, and as ``\alpha`` in mathtext and LaTeX."""

from __future__ import annotations

import re

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "kappa": "κ", "lambd": "λ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
}  # fmt: skip
_COMMANDS = {"lambd": r"\lambda", "epsilon": r"\varepsilon", "phi": r"\varphi"}
#: Subscripts that are variables.
_INDICES = {"i", "j", "ij"}


def parameter(name: str) -> str:
    """Return the name of a parameter as plain text: ``α``, ``a_left``."""
    head, _, tail = name.partition("_")
    return _GREEK.get(head, head) + (f"_{tail}" if tail else "")


def symbol(name: str) -> str:
    r"""Return the name of a parameter in mathematics: ``\alpha``, ``a_{\mathrm{left}}``, ``p_{1}``."""
    if numbered := re.fullmatch(r"([A-Za-z])(\d+)", name):
        return f"{numbered[1]}_{{{numbered[2]}}}"
    head, _, tail = name.partition("_")
    if head in _GREEK:
        head = _COMMANDS.get(head, "\\" + head)
    elif len(head) > 1:
        escaped = name.replace("_", r"\_")
        return rf"\mathrm{{{escaped}}}"
    subscript = tail.replace("_", r"\_")
    return head + (rf"_{{{tail}}}" if tail in _INDICES else rf"_{{\mathrm{{{subscript}}}}}" if tail else "")
