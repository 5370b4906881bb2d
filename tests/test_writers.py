"""Formats of tables: what a reader of Markdown, LaTeX and JSON gets back, and that a fact has one spelling."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcli.choices import OutputFormat
from actcli.cli.boundary import run
from actcli.numbers.formatting import format_brief, format_float, format_percent
from actcli.render.text import json_text
from actcli.render.text.writer import writer_of
from actcli.spec import registry
from asking import printed

if TYPE_CHECKING:
    from pathlib import Path

CALLS = [
    ["eval", "relu", "--at", "-1e-7,0.5,inf,nan,-0,-1e300"],
    ["grad", "softmax", "0", "1", "-n", "3"],
    ["compare", "gelu", "leaky_relu", "x*sigmoid(1.702*x)", "softmax", "--traits"],
    ["compare", "relu", "gelu", "--diff", "-1", "1"],
    ["list"],
]


def rows_of_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_markdown_has_the_cells_of_csv(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    header, alignment, *rows = printed(capfd, *words, "-t", "markdown").splitlines()
    assert set(alignment.strip("| ").split(" | ")) <= {"---:", ":---"}
    cells = [re.split(r" (?<!\\)\| ", f" {line.removeprefix('| ').removesuffix('|')}") for line in (header, *rows)]
    plain = [[re.sub(r"\\(.)", r"\1", cell).strip() for cell in row][: header.count(" | ") + 1] for row in cells]
    assert plain == rows_of_csv(printed(capfd, *words, "-t", "csv"))


@pytest.mark.parametrize("form", ["csv", "tsv", "markdown", "latex"])
@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_all_but_the_header_is_written_without_it(
    form: str, words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    whole, part = (printed(capfd, *words, "-t", form, *more).splitlines() for more in ([], ["--no-header"]))
    skipped = [line for line in whole if line not in part]
    assert len(skipped) == 1


def test_latex_compiles(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("no pdflatex")
    tables = "\n\n".join(printed(capfd, *words, "-t", "latex") for words in CALLS)
    page = "\\documentclass{article}\n\\begin{document}\n" + tables + "\\end{document}\n"
    (tmp_path / "page.tex").write_text(page, encoding="utf-8")
    words = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout[-1000:]
    assert b"Missing character" not in done.stdout


def test_latex_sets_numbers_in_mathematics_and_words_as_they_are(capfd: pytest.CaptureFixture[str]) -> None:
    text = printed(capfd, "eval", "relu_squared", "--at", "-1e-7,inf,nan,0.0005", "-t", "latex")
    assert text.splitlines() == [
        r"\begin{tabular}{rr}",
        r"\hline",
        r"x & relu\_squared \\",
        r"\hline",
        r"$-1 \times 10^{-7}$ & $0$ \\",
        r"$\infty$ & $\infty$ \\",
        r"nan & nan \\",
        r"$0.0005$ & $2.5 \times 10^{-7}$ \\",
        r"\hline",
        r"\end{tabular}",
    ]


@pytest.mark.parametrize(("name", "form"), [("t.md", "markdown"), ("t.tex", "latex")])
def test_a_suffix_picks_the_format(name: str, form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    printed(capfd, "compare", "relu", "gelu", "--values", "-o", str(tmp_path / name))
    assert (tmp_path / name).read_text(encoding="utf-8") == printed(
        capfd, "compare", "relu", "gelu", "--values", "-t", form
    )


@pytest.mark.parametrize("form", OutputFormat)
def test_every_format_writes_something_or_is_refused(form: OutputFormat, capfd: pytest.CaptureFixture[str]) -> None:
    writer = writer_of(form)
    assert run(["list", "-t", form]) == (0 if writer.grid or writer.records else 2)
    assert run(["eval", "relu", "1", "-t", form]) == 0
    capfd.readouterr()


# JSON


def strict(text: str) -> Any:  # noqa: ANN401  # JSON
    def refuse(word: str) -> None:
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("name", registry.names())
def test_a_card_and_a_comparison_spell_a_range_alike(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    card = strict(printed(capfd, "show", name, "-t", "json"))
    (traits,) = strict(printed(capfd, "compare", name, "--traits", "-t", "json"))["traits"]
    assert (card["range"], card.get("dead")) == (traits["range"], traits["dead"])
    for low, high in re.findall(r"[\[(]([^,]+),([^\])]+)[\])]", card["range"]):
        assert [format_float(float(end)) for end in (low, high)] == [low, high]


def test_numbers_of_a_card_are_exact_and_what_json_lacks_is_null(capfd: pytest.CaptureFixture[str]) -> None:
    text = printed(capfd, "show", "elu:alpha=1e-7", "-t", "json")
    assert '"value": 1e-7,' in text
    assert '"range": "(-1e-7,inf)"' in text
    assert '"limits": {"-inf": -1e-7, "inf": null}' in text
    assert '"max_value": null' in printed(capfd, "list", "--search", "relu_general", "-t", "jsonl")


@pytest.mark.parametrize("section", ["--values", "--traits", "--diff", "--depth=2"])
@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_digits_hold_in_every_section_and_format(section: str, form: str, capfd: pytest.CaptureFixture[str]) -> None:
    text = printed(capfd, "compare", "gelu", "elu", section, "--digits", "3", "-t", form)
    numbers = re.findall(r"-?\d+\.\d+(?:e[-+]?\d+)?", re.sub(r'"?formula.*|x/2\S+|[a-z]+\(.*', "", text))
    assert all(format_float(float(number), 3) == number for number in numbers)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_reads_back(value: object) -> None:
    def known(item: object) -> object:
        if isinstance(item, float):
            return item if math.isfinite(item) else None
        if isinstance(item, list):
            return [known(each) for each in item]
        return {key: known(each) for key, each in item.items()} if isinstance(item, dict) else item

    assert strict(json_text.encode(value)) == known(value)


def test_no_json_for_other_things() -> None:
    with pytest.raises(TypeError):
        json_text.encode({1, 2})


def test_short_numbers() -> None:
    assert [format_brief(v, 3) for v in (1234567, 0.5, -1e-7, 1e100, math.inf)] == [
        "1.23e6", "0.5", "-1e-7", "1e100", "inf"
    ]  # fmt: skip
    assert [format_percent(v, 3) for v in (0, 1e-5, 0.001, 0.12345, 1)] == ["0%", "<0.1%", "0.1%", "12.3%", "100%"]
