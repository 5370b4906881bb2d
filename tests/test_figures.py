"""Figures as files: what is in an SVG, its colours by the numbers of WCAG, the same bytes everywhere; mistakes."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import images
from actcli.catalog.record import Elementwise
from actcli.charts import gallery_chart
from actcli.charts.model import PlotOptions, SampleRange
from actcli.cli import boundary
from actcli.render.figure import page, theme
from actcli.render.figure.gallery import pack
from actcli.render.figure.line_labels import apart
from actcli.render.figure.theme import GRAPHICS, TEXT, THEMES, contrast
from processes import run
from records import RECORDS, each_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from actcli.catalog.record import Activation

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
MANY = [
    "relu", "gelu", "silu", "mish", "elu", "selu", "softplus", "tanh", "sigmoid", "hard_swish", "softsign", "arctan",
    "sine", "gaussian", "lisht", "sinc", "celu:alpha=2", "telu",
]  # fmt: skip
ROOT = Path(__file__).parent.parent
each_theme = pytest.mark.parametrize("theme", THEMES)


class Drawn:
    """An SVG that the tool wrote."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = ET.fromstring(text)  # noqa: S314  # our own

    def texts(self) -> list[str]:
        return [element.text or "" for element in self.root.iter(f"{SVG}text")]

    def place(self, text: str) -> tuple[float, float]:
        (element,) = (e for e in self.root.iter(f"{SVG}text") if e.text == text)
        return float(element.get("x", "")), float(element.get("y", ""))

    def styles(self, tag: str) -> Iterator[dict[str, str]]:
        for element in self.root.iter(SVG + tag):
            yield style(element)

    def curve(self, name: str) -> ET.Element:
        (group,) = (g for g in self.root.iter(f"{SVG}g") if g.get("id") == name)
        path = group.find(f"{SVG}path")
        assert path is not None
        return path

    def strokes(self, name: str) -> list[list[tuple[float, float]]]:
        """Return the points of a curve, stroke by stroke."""
        commands = re.findall(r"([ML]) ([-\d.]+) ([-\d.]+)", self.curve(name).get("d", ""))
        strokes: list[list[tuple[float, float]]] = []
        for command, x, y in commands:
            if command == "M":
                strokes.append([])
            strokes[-1].append((float(x), float(y)))
        return strokes


def style(element: ET.Element) -> dict[str, str]:
    return dict(re.findall(r"([\w-]+): ([^;]+)", element.get("style", "")))


@pytest.fixture
def plot(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Drawn]:
    """Return a function that draws an SVG."""

    def draw(*words: str) -> Drawn:
        path = tmp_path / "out.svg"
        assert boundary.run(["plot", *words, str(path)]) == 0
        assert capfd.readouterr() == ("", "")
        return Drawn(path.read_text(encoding="utf-8"))

    return draw


@pytest.fixture
def terminal(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return a function that draws into a pipe."""
    for key in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(key, raising=False)

    def draw(*words: str) -> list[str]:
        assert boundary.run(["plot", *words]) == 0
        out, err = capfd.readouterr()
        assert err == ""
        return out.splitlines()

    return draw


def assert_stands_alone(svg: Drawn, title: str) -> None:
    assert svg.root.tag == f"{SVG}svg"
    assert svg.root.get("role") == "img"
    for part, wanted in zip(svg.root.get("aria-labelledby", "").split(), (title, None), strict=True):
        (element,) = (e for e in svg.root.iter() if e.get("id") == part)
        assert element.text
        assert wanted is None or element.text == wanted
    assert "<!DOCTYPE" not in svg.text
    kinds = {element.tag.removeprefix(SVG) for element in svg.root.iter()}
    assert not kinds & {"image", "script", "foreignObject", "iframe", "a"}
    links = [value for e in svg.root.iter() for key, value in e.attrib.items() if key.endswith("href")]
    links += re.findall(r"url\(([^)]*)\)", svg.text)
    assert all(link.startswith("#") for link in links)
    names = [e.get("id") for e in svg.root.iter() if e.get("id")]
    assert {link[1:] for link in links} <= set(names)
    assert len(set(names)) == len(names)
    words = re.sub(r'xmlns(:\w+)?="[^"]*"', "", svg.text)
    assert not re.search(r"https?:|matplotlib|\d{4}-\d\d-\d\d", words)


@each_record
def test_every_function_has_a_figure(record: Activation, plot: Callable[..., Drawn]) -> None:
    svg = plot(record.name)
    assert_stands_alone(svg, record.name)
    assert {"activations", record.name} <= set(svg.texts())
    assert any(text.startswith("values") for text in svg.texts())
    description = svg.root.findtext(f"{SVG}desc") or ""
    assert record.name in description
    if isinstance(record, Elementwise):
        assert record.formula in description
        assert svg.strokes(record.name)
        assert svg.strokes(f"{record.name}'")


def test_the_gallery_names_every_function_and_is_small(plot: Callable[..., Drawn]) -> None:
    svg = plot("--all")
    assert_stands_alone(svg, "Activation functions")
    assert {record.name for record in RECORDS} <= set(svg.texts())
    assert len(svg.text) < 1.5e6
    width, height = map(float, svg.root.get("viewBox", "").split()[2:])
    assert height / width == pytest.approx(math.sqrt(2), rel=0.01)  # an upright sheet of the A series


def test_families_fill_the_rows_of_the_gallery() -> None:
    sections = gallery_chart.compose(None, SampleRange(-5, 5), PlotOptions()).sections
    for columns in range(3, 17):
        rows = pack(sections, columns)
        cells = [cell.name for row in rows for run in row for cell in run.cells]
        assert sorted(cells) == sorted(record.name for record in RECORDS)
        for row in rows:
            assert all(a.column + len(a.cells) == b.column for a, b in pairwise(row))
            assert row[-1].column + len(row[-1].cells) <= columns
        headed = [run.section.heading for row in rows for run in row if run.first]
        assert sorted(headed) == sorted(section.heading for section in sections)


def test_a_jump_is_no_slope(plot: Callable[..., Drawn]) -> None:
    svg = plot("binary_step", "relu", "--grad")
    for name in ("binary_step", "relu'"):
        left, right = svg.strokes(name)
        assert len({y for _, y in left}) == len({y for _, y in right}) == 1
        assert left[-1][0] == right[0][0]
        assert left[0][1] != right[0][1]
    (slope,) = svg.strokes("relu")
    corner = svg.strokes("binary_step")[0][-1][0]
    assert any(x == pytest.approx(corner, abs=0.1) for x, _ in slope)


@each_theme
def test_the_ends_at_a_jump_are_open_and_closed(theme: str, plot: Callable[..., Drawn]) -> None:
    svg = plot("binary_step", "--no-grad", "--theme", theme)
    (left, right) = svg.strokes("binary_step")
    marks = {round(float(e.get("y", "")), 3): style(e) for e in svg.root.iter(f"{SVG}use") if "stroke-width" in style(e)
             and style(e)["stroke-width"] == "1.2"}  # fmt: skip
    ground, color = THEMES[theme].ground, THEMES[theme].line(0).lower()
    assert marks[round(left[-1][1], 3)]["fill"] == ground
    assert marks[round(right[0][1], 3)]["fill"] == color
    # The riser of a step: dotted, upright, between the two ends.
    risers = [p.get("d") for p in svg.root.iter(f"{SVG}path") if style(p).get("stroke-dasharray") == "1,1.6"]
    (ends,) = (re.findall(r"[ML] ([-\d.]+) ([-\d.]+)", jump_segment or "") for jump_segment in risers)
    assert [(float(x), float(y)) for x, y in ends] == [left[-1], right[0]]


def test_all_functions_are_drawn_alike_and_named_beside_their_ends(plot: Callable[..., Drawn]) -> None:
    svg = plot(*MANY)
    styles = [style(svg.curve(name)) for name in MANY]
    assert len({s["stroke-width"] for s in styles}) == 1
    assert len({(s["stroke"], s.get("stroke-dasharray")) for s in styles}) == len(MANY)
    assert len({s["stroke"] for s in styles[:7]}) == 7
    right = max(x for name in MANY for stroke in svg.strokes(name) for x, _ in stroke)
    places = [svg.place(name) for name in MANY]
    assert all(x > right for x, _ in places)
    heights = sorted(y for _, y in places)
    assert all(b - a > 9.5 for a, b in pairwise(heights))
    width, height = map(float, svg.root.get("viewBox", "").split()[2:])
    assert heights[0] > 0
    assert heights[-1] < height
    assert right < width


def test_a_ramp_is_ordered(plot: Callable[..., Drawn]) -> None:
    names = [f"elu:alpha={alpha}" for alpha in ("0.25", "0.5", "2", "4")]
    for style_name in THEMES:
        svg = plot(*reversed(names), "--theme", style_name)
        shades = [contrast(style(svg.curve(name))["stroke"], THEMES[style_name].ground) for name in names]
        assert shades in (sorted(shades), sorted(shades, reverse=True))
        assert min(shades) >= GRAPHICS
        assert {"α = 0.25", "α = 0.5", "α = 2", "α = 4"} <= set(svg.texts())


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@each_theme
@pytest.mark.parametrize("words", [MANY, ["softmax"], ["glu"], ["--all"], ["gelu", "-n", "5"]], ids=" ".join)
def test_what_is_drawn_can_be_seen(words: list[str], theme: str, plot: Callable[..., Drawn]) -> None:
    """Text has 4.5:1 against its ground and curves have 3:1; zero lines and dotted risers only accompany them."""
    svg = plot(*words, "--theme", theme)
    look = THEMES[theme]
    grounds = [look.ground, look.panel] if "--all" in words else [look.ground]
    inks = {found.get("fill", "#000000") for found in svg.styles("text")}
    assert min(contrast(ink, look.ground) for ink in inks) >= TEXT
    assert contrast(look.muted, look.panel) >= TEXT
    curves = [svg.curve(name) for name in images.structure(svg.text).curves]
    strokes = {style(path).get("stroke", "#000000") for path in curves}
    assert len(strokes) > 1
    assert min(contrast(stroke, ground) for stroke in strokes for ground in grounds) >= GRAPHICS


def test_a_colour_that_nothing_can_make_readable_is_black_or_white() -> None:
    assert theme.readable("#0072b2", "#ffffff", 22) == "#000000"
    assert theme.readable("#0072b2", "#000000", 22) == "#ffffff"


def test_palettes_begin_with_okabe_and_itos() -> None:
    assert THEMES["light"].palette[:2] == ("#0072b2", "#d55e00")
    assert len(theme.OKABE_ITO) == 7
    assert [THEMES["light"].dash(i) for i in range(7)] == ["solid"] * 7
    # A second palette has colours like some of the first: its lines are dashed.
    assert "solid" not in [THEMES["light"].dash(i) for i in range(7, 17)]
    assert len({str(THEMES["print"].dash(i)) for i in range(4)}) == 4


def test_the_line_before_a_name_tells_its_style(tmp_path: Path) -> None:
    out = tmp_path / "out.svg"
    assert boundary.run(["plot", "sigmoid", "tanh", "relu", "gelu", "--theme", "print", str(out)]) == 0
    seen = []
    for path in Drawn(out.read_text(encoding="utf-8")).root.iter(f"{SVG}path"):
        ends = re.findall(r"-?[\d.]+", path.get("d", ""))
        if len(ends) == 4 and ends[1] == ends[3] and float(style(path)["stroke-width"]) == page.LINE:
            dashes = style(path).get("stroke-dasharray")
            pattern = [float(part) for part in dashes.split(",")] if dashes else [1e9, 0]
            at, pieces = -float(style(path).get("stroke-dashoffset", 0)), []
            for i in range(20):
                start, at = at, at + pattern[i % len(pattern)]
                drawn = min(at, float(ends[2]) - float(ends[0])) - max(start, 0)
                pieces += [round(drawn, 1)] if i % 2 == 0 and drawn > 0.5 else []
            seen.append(pieces)
    assert sorted(map(len, seen)) == [1, 2, 3, 4], seen


heights = st.lists(st.floats(0, 100), min_size=1, max_size=10)


@given(places=heights)
def test_labels_keep_apart_and_move_no_farther_than_they_must(places: list[float]) -> None:
    moved = apart(places, 10, 0, 100)
    order = sorted(moved)
    assert all(b - a >= 10 - 1e-9 for a, b in pairwise(order))
    assert order[0] >= -1e-9
    assert order[-1] <= 100 + 1e-9
    for (a, x), (b, y) in pairwise(sorted(zip(places, moved, strict=True))):
        assert a == b or x < y
    if all(b - a >= 10 for a, b in pairwise(sorted(places))):
        assert moved == pytest.approx(places)


def test_a_title_is_shown_and_told_as_it_is_written(plot: Callable[..., Drawn]) -> None:
    svg = plot("relu", "gelu", "--title", "α & <β> $x$")
    assert "α & <β> $x$" in svg.texts()
    assert svg.root.findtext(f"{SVG}title") == "α & <β> $x$"


@pytest.mark.parametrize("title", ["many short words " * 12, "x" * 300])
def test_a_title_keeps_within_its_page(title: str, plot: Callable[..., Drawn]) -> None:
    from actcli.render.figure.canvas import width

    svg = plot("gelu", "--title", title)
    rows = [e for e in svg.root.iter(f"{SVG}text") if len(e.text or "") > 20]
    assert rows
    for row in rows:
        (size,) = re.findall(r"([\d.]+)px", row.get("style", ""))
        assert float(row.get("x", "")) + width(row.text or "", float(size), bold=True) <= 460.8


def test_a_title_of_one_long_word_is_made_smaller_before_it_is_cut(plot: Callable[..., Drawn]) -> None:
    assert "x" * 60 in plot("gelu", "--title", "x" * 60).texts()


def test_size_and_limits_are_those_asked_for(plot: Callable[..., Drawn]) -> None:
    svg = plot("gelu", "--size", "10x4", "--ylim", "-1,1", "--no-grad")
    assert svg.root.get("viewBox") == "0 0 720 288"
    assert {"−1", "1"} <= set(svg.texts())


def boxes(svg: Drawn) -> list[tuple[str, float, float, float, float]]:
    """Return the upright texts of a figure with their left, right, top and bottom."""
    from actcli.render.figure.canvas import width

    found = []
    for element in svg.root.iter(f"{SVG}text"):
        if "rotate(-90 " not in element.get("transform", ""):
            text, (size,) = element.text or "", re.findall(r"([\d.]+)px", element.get("style", ""))
            w, x, y = width(text, float(size)), float(element.get("x", "")), float(element.get("y", ""))
            anchor = style(element).get("text-anchor", "start")
            left = x - {"start": 0.0, "middle": w / 2, "end": w}[anchor]
            found.append((text, left, left + w, y - 0.7 * float(size), y))
    return found


@pytest.mark.parametrize("size", ["2x2", "3.3x2.5", "13.33x7.5", "1280x720px", "2x8", "12x2"])
@pytest.mark.parametrize(
    "words", [["gelu"], ["hardshrink"], ["relu", "leaky_relu", "--grad"], ["softmax", "-n", "4"], ["glu"]], ids=" ".join
)
def test_texts_of_any_page_lie_on_it_and_not_on_each_other(
    words: list[str], size: str, plot: Callable[..., Drawn]
) -> None:
    svg = plot(*words, "--size", size)
    width, height = map(float, svg.root.get("viewBox", "").split()[2:])
    texts = boxes(svg)
    assert len(texts) > 5
    for i, (text, left, right, top, bottom) in enumerate(texts):
        assert left >= 0 <= top, text
        assert right <= width * 1.001, text
        assert bottom <= height, text
        for other in texts[:i]:
            assert right < other[1] or other[2] < left or bottom < other[3] or other[4] < top, (text, other[0])


def test_text_and_lines_follow_the_page(plot: Callable[..., Drawn]) -> None:
    usual, slide, column = (plot("hardshrink", "--size", size) for size in ("6.4x5", "12.8x10", "3.2x2.5"))
    sizes = [float(re.findall(r"([\d.]+)px", svg.text)[0]) for svg in (usual, slide, column)]
    assert [sizes[1] / sizes[0], sizes[2] / sizes[0]] == pytest.approx([2, math.sqrt(0.5)], rel=1e-3)
    widths = [float(style(svg.curve("hardshrink"))["stroke-width"]) for svg in (usual, slide, column)]
    assert [widths[1] / widths[0], widths[2] / widths[0]] == pytest.approx([2, math.sqrt(0.5)], rel=1e-3)


def test_a_size_in_pixels_is_that_of_the_image(tmp_path: Path) -> None:
    for text in ("640x480px", "1001x777px"):
        out = tmp_path / "out.png"
        assert boundary.run(["plot", "relu", "--size", text, str(out)]) == 0
        head = out.read_bytes()[16:24]
        assert f"{int.from_bytes(head[:4], 'big')}x{int.from_bytes(head[4:], 'big')}px" == text


def test_texts_are_those_asked_for(plot: Callable[..., Drawn], terminal: Callable[..., list[str]]) -> None:
    words = ["leaky_relu", "relu", "--labels", "Leaky ReLU, $R$", "--xlabel", "input", "--ylabel", "output", "--grad"]
    texts = plot(*words).texts()
    assert {"Leaky ReLU", "$R$", "input", "output", "Leaky ReLU′", "derivatives"} <= set(texts)
    assert not {"relu", "values", "activations"} & set(texts)
    for option in ([], ["--ascii"]):
        text = "\n".join(terminal(*words, *option))
        assert all(word in text for word in ("Leaky ReLU", "$R$", "input", "output"))
    ramp = plot("elu:alpha=2", "elu", "--labels", "two,one")
    assert ramp.place("one")[1] > ramp.place("two")[1] - 20
    bars = ["softmax", "hardmax", "--labels", "softly,most", "--xlabel", "number"]
    assert {"softly", "most", "number"} <= set(plot(*bars).texts())
    assert {"softly", "most", "number"} <= set(" ".join(terminal(*bars)).split())


def test_a_figure_without_its_formula_or_ground(plot: Callable[..., Drawn]) -> None:
    usual, bare, clear = plot("gelu"), plot("gelu", "--no-formula"), plot("gelu", "--transparent")
    assert usual.text.count("<path") > bare.text.count("<path") + 1
    ground = THEMES["light"].ground
    assert ground in {found.get("fill") for found in usual.styles("path")}
    assert ground not in {found.get("fill") for found in clear.styles("path")}


@pytest.mark.parametrize(("words", "title"), [(["relu", "gelu"], "relu, gelu"), (["gelu", "--title", ""], "gelu")])
def test_a_figure_without_a_heading_is_titled_for_those_who_hear_it(
    words: list[str], title: str, plot: Callable[..., Drawn], tmp_path: Path
) -> None:
    assert_stands_alone(plot(*words), title)
    assert boundary.run(["plot", *words, str(tmp_path / "out.pdf")]) == 0
    assert b"/Title (" + title.encode() + b")" in (tmp_path / "out.pdf").read_bytes()


@pytest.mark.parametrize(
    ("words", "dashed"),
    [
        (["relu", "leaky_relu"], ["leaky_relu"]),
        (["leaky_relu", "relu"], ["relu"]),
        (["gelu", "gelu_tanh"], ["gelu_tanh"]),
        (["relu", "leaky_relu", "prelu"], ["leaky_relu", "prelu"]),
        (["relu", "gelu", "silu", "mish"], []),
        (["sigmoid", "tanh"], []),
        (["elu:alpha=0.5", "elu", "elu:alpha=2"], []),
    ],
    ids=" ".join,
)
def test_a_line_on_another_lets_it_show_through(
    words: list[str], dashed: list[str], plot: Callable[..., Drawn]
) -> None:
    svg = plot(*words)
    names = images.structure(svg.text).curves
    assert [name for name in names if "stroke-dasharray" in style(svg.curve(name))] == dashed
    dashes = [style(svg.curve(name))["stroke-dasharray"] for name in dashed]
    assert len(set(dashes)) == len(dashes)


def test_gated_figures_say_which_half_is_drawn(plot: Callable[..., Drawn], terminal: Callable[..., list[str]]) -> None:
    for words, sentence in {
        ("swiglu", "glu"): "along the gate: a of swiglu, b of glu; the other half is 1",
        ("swiglu", "geglu"): "along the gate a; b is 1",
        ("glu",): "along the gate b, one curve for each a",
    }.items():
        assert sentence in plot(*words).texts()
        assert sentence in "\n".join(terminal(*words))


def test_labels_of_the_gallery_need_no_note(plot: Callable[..., Drawn]) -> None:
    texts = plot("--family", "shrink", "-1e7", "1e7").texts()
    assert "10⁷" in texts
    assert "1" not in texts


@pytest.mark.parametrize(
    "words",
    [
        ["gelu", "-1e-3", "1e-3"],
        ["gelu", "-1e6", "1e6"],
        ["gelu", "-1e308", "1e308"],
        ["relu", "0", "1e-300"],
        ["gelu", "2", "2"],
        ["sine", "-1000", "1000"],
        ["3+0*x"],
        ["1/x"],
        ["softmax", "0", "0"],
        ["softmax", "-1e9", "1e9"],
        ["relu", "-n", "100000"],
        ["hardshrink", "--ylim", "0.1,0.2"],
        ["gelu", "--ylim", "1,2"],
        ["e_swish", "-1.7e308", "1.7e308"],
        ["glu", "swiglu", "--grad"],
        ["glu", "--no-grad"],
        ["where(x > 0, 1/x, 0)"],
        ["--family", "shrink", "-0.1", "0.1"],
        ["--family", "shrink", "1", "5", "--ylim", "1,2"],
        ["--family", "gated", "-1.7e308", "1.7e308"],
        ["--family", "vector", "-1.7e308", "1.7e308"],
        ["sin(x)/cos(x)", "-1.7e308", "1.7e308"],
        ["exponential", "0", "709"],
        ["gelu", "--size", "2x2"],
        ["softmax", "--size", "2x2"],
        ["silu(x)*1.2345e-9", "-1e-7", "1e-7", "--size", "2x2", "--grad"],  # no room for the label and its note
        ["silu(x)*1.234567891e-99", "--size", "2x2"],  # nor for that of the minimum
    ],
    ids=" ".join,
)
def test_odd_ranges_have_figures(words: list[str], plot: Callable[..., Drawn]) -> None:
    svg = plot(*words)
    assert not re.search(r"\b(nan|inf)\b", re.sub(r"<desc.*?</desc>", "", svg.text))


ODD = {
    "MPLBACKEND": "nonsense",
    "SOURCE_DATE_EPOCH": "86400",
    "PYTHONHASHSEED": "7",
    "LC_ALL": "tr_TR.UTF-8",
    "TZ": "Asia/Tokyo",
}
SCRIPT = """
from actcli.cli import boundary
boundary.run(["plot", "relu", "gelu", "--title", "Iı", "a.svg"])
boundary.run(["plot", "--family", "gated", "--dpi", "50", "b.png"])
boundary.run(["plot", "hardshrink", "c.pdf"])
"""
SETTINGS = "font.size: 40\nsvg.fonttype: path\nsvg.hashsalt: other\nlines.linewidth: 9\naxes.facecolor: red\n"


def test_the_same_command_writes_the_same_bytes_whatever_surrounds_it(tmp_path: Path) -> None:
    plain, odd = tmp_path / "plain", tmp_path / "odd"
    for folder, env in ((plain, {"PYTHONHASHSEED": "1"}), (odd, ODD)):
        folder.mkdir()
        if folder is odd:
            (folder / "matplotlibrc").write_text(SETTINGS)
            (folder / "home" / ".config" / "matplotlib").mkdir(parents=True)
            (folder / "home" / ".config" / "matplotlib" / "matplotlibrc").write_text(SETTINGS)
            env = env | {"HOME": str(folder / "home"), "MATPLOTLIBRC": str(folder)}  # noqa: PLW2901  # two of them
        env = os.environ | {"PYTHONPATH": str(ROOT)} | env  # noqa: PLW2901  # as above
        done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=folder, env=env, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    for name in ("a.svg", "b.png", "c.pdf"):
        assert (plain / name).read_bytes() == (odd / name).read_bytes()


def test_the_figures_of_the_readme_show_what_is_drawn_now() -> None:
    """Else: ``python tests/tools/images.py``."""
    assert list(images.drifted()) == []


def test_structure_sees_what_changes_and_not_how_it_is_written(plot: Callable[..., Drawn]) -> None:
    one, same, title, color, curve = (
        images.structure(plot(*words).text)
        for words in (["gelu"], ["gelu"], ["gelu", "--title", "x"], ["gelu", "--theme", "dark"], ["gelu", "--no-grad"])
    )
    assert one == same
    assert len({one, title, color, curve}) == 4
    text = plot("gelu").text
    assert images.structure(text.replace("\n", " ").replace("line2d_1", "line2d_7")) == one


@pytest.mark.parametrize(
    ("words", "offending"),
    [
        (["out.svg"], "functions"),
        (["relu", "out.svg", "--size", "big"], "--size"),
        (["relu", "out.svg", "--size", "100x100px"], "--size"),
        (["relu", "out.svg", "--size", "640.5x480px"], "--size"),
        (["relu", "out.png", "--size", "640x480px", "--dpi", "90"], "--size"),
        (["relu", "gelu", "--labels", "A"], "--labels"),
        (["relu", "gelu", "--labels", "A,"], "--labels"),
        (["softmax", "softmin", "--ylabel", "y"], "--ylabel"),
        (["relu", "--ylim", "0,inf"], "--ylim"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistakes_are_named(
    words: list[str], offending: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert boundary.run(["plot", *words]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert offending in err.splitlines()[0]
    assert len(err.splitlines()) <= 2
    assert list(tmp_path.iterdir()) == []


def test_a_broken_matplotlib_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "matplotlib.py").write_text("raise ImportError('no\\nlibrary')")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    done = run(["plot", "relu", str(tmp_path / "out.svg")], env=env, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "actcli: matplotlib can't be imported: no library\n"
    assert not (tmp_path / "out.svg").exists()


@pytest.mark.parametrize(
    ("words", "given", "status", "complaint"),
    [
        (["relu", "-", "-n", "3"], "1 2", 2, "--num needs START STOP"),
        (["relu", "-"], "1\n" * 1_000_001, 2, "plot takes up to 10**6 points, got 1000001"),
        (["relu", "-"], "nan inf", 1, "no finite points to plot"),
        (["softmax", "-"], "nan 1", 1, "softmax: no finite number to plot"),
    ],
)
def test_numbers_that_make_no_figure(words: list[str], given: str, status: int, complaint: str) -> None:
    done = run(["plot", *words], input=given, text=True)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.splitlines()[0] == f"actcli: {complaint}"


def test_a_figure_goes_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for form, magic in (("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
        assert boundary.run(["plot", "relu", "-o", "-", "-t", form]) == 0
        assert capfdbinary.readouterr().out.startswith(magic)


TERMINAL = [
    ["relu"],
    ["binary_step"],
    ["3+0*x"],
    ["gelu", "2", "2"],
    ["log(x)"],
    ["tanh", "-1e308", "1e308"],
    ["sine", "-1000", "1000"],
    ["glu"],
    ["softmax"],
    ["elu:alpha=0.5", "elu:alpha=2"],
    MANY[:8],
    ["--diff", "gelu", "gelu_tanh"],
]


@pytest.mark.parametrize("words", TERMINAL, ids=" ".join)
def test_plots_of_characters_fit(words: list[str], terminal: Callable[..., list[str]]) -> None:
    for width, height in ((80, 24), (40, 12)):
        lines = terminal(*words, "--width", str(width), "--height", str(height))
        assert max(map(len, lines)) <= width
        assert len(lines) <= height or words == ["softmax"]
        assert not any("\x1b" in line for line in lines)
    plain = terminal(*words, "--ascii")
    assert all(line.isascii() and "?" not in line for line in plain)
    assert max(map(len, plain)) <= 80
    assert len(plain) <= 24
    assert any("*" in line or "#" in line for line in plain)


def test_a_plot_of_characters_shows_the_function(terminal: Callable[..., list[str]]) -> None:
    """The marks of the line, read off its rows and columns, lie on it."""
    rows = [line for line in terminal("x", "-1", "1", "--no-grad", "--ascii", "--ylim", "-1,1") if line.endswith("|")]
    inside = [re.split(r"[|+]", row, maxsplit=1)[1][:-1] for row in rows]
    height, width = len(inside), len(inside[0])
    marks = [(i, j) for i, row in enumerate(inside) for j, mark in enumerate(row) if mark == "*"]
    assert len(marks) >= width - 2
    for i, j in marks:
        assert (height - 0.5 - i) / height == pytest.approx((j + 0.5) / width, abs=1.1 / height)


@pytest.mark.parametrize(
    ("env", "colored"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colours_in_a_pipe(
    env: dict[str, str], colored: bool, terminal: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch  # noqa: FBT001  # a column
) -> None:  # fmt: skip
    for key, value in env.items():
        monkeypatch.setenv(key, value)
    assert ("\x1b[" in "".join(terminal("relu", "gelu"))) is colored
    assert "\x1b[" in "".join(terminal("relu", "--color", "always"))
    assert "\x1b[" not in "".join(terminal("relu", "--color", "never"))


def test_columns_and_lines_are_honoured(terminal: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("LINES", "15")
    lines = terminal("relu")
    assert max(map(len, lines)) in {49, 50}
    assert len(lines) <= 14
    assert max(map(len, terminal("relu", "--width", "60"))) in {59, 60}


def test_names_in_the_terminal_tell_values_from_derivatives(terminal: Callable[..., list[str]]) -> None:
    text = "\n".join(terminal("glu"))
    assert "glu, a = −2" in text
    assert "glu′, a = −2" in text
