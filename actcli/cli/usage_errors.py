"""What the parser complains about, in our words, and what was meant by words that fit nowhere."""

from __future__ import annotations

import shlex
from typing import Any

from actcli.numbers.grammar import parse_number
from actcli.spelling import nearest

#: Suffixes of files that hold numbers.
DATA = (".txt", ".csv", ".tsv", ".json", ".jsonl", ".npy", ".dat")


def no_number(spec: str, word: str) -> str:
    """Return a hint for a word that stands where a number should."""
    if "=" in word:
        return f"parameters stand with the function: {spec}{',' if ':' in spec else ':'}{word}"
    if word.lower().endswith(DATA):
        return f"--input {word} reads it, -o {word} writes it"
    for mark, hint in ((",", f"--at {word}"), (":", f"a range is two words: {word.replace(':', ' ')}")):
        if mark in word and all(parse_number(part) is not None for part in word.split(mark)):
            return hint
    return ""


def usage(error: Any) -> tuple[str, str]:  # noqa: ANN401  # the classes are private to Typer
    """Return the message and the hint for a usage error of the parser."""
    message = error.format_message().rstrip(".")
    message, hint = _known(error, message) or (message[:1].lower() + message[1:], "")
    return message, hint or (f"see {error.ctx.command_path} --help" if error.ctx else "")


def _known(error: Any, message: str) -> tuple[str, str] | None:  # noqa: ANN401  # the same
    match type(error).__name__:
        case "NoSuchOption":
            return f"no such option: {error.option_name}", _option(error.option_name, error.ctx)
        case "MissingParameter":
            return f"{_name(error.param)} is missing{_choice(error.param)}", ""
        case "BadParameter":
            return refused(error.param, error.message.partition(" is not ")[0])
        case "BadOptionUsage":
            return f"{error.option_name} {'needs a' if 'requires' in message else 'takes no'} value", ""
    if message.startswith("Got unexpected"):
        words = message.partition(" (")[2].removesuffix(")")
        searches = error.ctx and any("--search" in param.opts for param in error.ctx.command.params)
        return f"too many words: {words}", f"{error.ctx.command_path} --search {shlex.quote(words)}" if searches else ""
    if message.startswith("No such command"):
        word = message.removeprefix("No such command ").partition(". Did you mean")[0][1:-1]
        return f"no such command: {word or repr(word)}", _command(word, error.ctx)
    return None  # pragma: no cover  # whatever else Typer's parser may find one day


def _option(word: str, ctx: Any) -> str:  # noqa: ANN401  # the same
    known = [opt for param in ctx.command.params for opt in (*param.opts, *param.secondary_opts)]
    from actcli.functions import BUILT_IN  # noqa: PLC0415  # for mistakes only

    for record in BUILT_IN:
        for param in record.params:
            if word.replace("-", "_") == f"__{param.name}":
                return f"parameters stand with the function, such as {record.name}:{param.name}={param.default:g}"
    return nearest(word, known) or next((f"did you mean {opt}?" for opt in known if opt.lower() == word.lower()), "")


def _command(word: str, ctx: Any) -> str:  # noqa: ANN401  # the same
    if f"--{word}" in {opt for param in ctx.command.get_params(ctx) for opt in param.opts}:
        return f"actcli --{word}"
    from actcli.spec import registry  # noqa: PLC0415  # for mistakes only

    if registry.find(word.partition(":")[0]):
        return f"actcli eval {word}, or grad, plot, show"
    return nearest(word, ctx.command.list_commands(ctx))


def refused(param: Any, given: str) -> tuple[str, str]:  # noqa: ANN401  # the same
    """Say what a parameter takes, and what it got instead."""
    kind = param.type
    if hasattr(kind, "choices"):
        return f"{_name(param)} is{_choice(param)[1:]}, not {given}", nearest(given.strip("'"), kind.choices)
    number = "a whole number" if "int" in kind.name else "a number"
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is not None:
        number += f" of {low} or more" if high is None else f" from {low} to {high}"
    return f"{_name(param)} is {number}, not {given}", ""


def _choice(param: Any) -> str:  # noqa: ANN401  # the same
    words = getattr(param.type, "choices", ())
    return f": {', '.join(words[:-1])} or {words[-1]}" if words else ""


def _name(param: Any) -> str:  # noqa: ANN401  # the same
    """Return a parameter as help has it: an option's long spelling, or what stands for an operand."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return next((opt for opt in param.opts if opt.startswith("--")), str(param.opts[0]))
