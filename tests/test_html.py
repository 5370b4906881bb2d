"""Pages, in a real browser where there is one."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import numpy as np
import pytest

import actcli
import browser as browsers
from actcli.charts import knobs
from actcli.charts.compose import compose
from actcli.charts.curve import Curve, Discontinuity
from actcli.charts.model import Line, LineChart, PlotOptions, SampleRange
from actcli.cli.boundary import run
from actcli.compare.log_chart import LogChart, Trace
from actcli.numbers.formatting import format_float
from actcli.render.html import svg, views
from actcli.spec.resolve import resolve
from browser import Opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

PAGES = {
    "one": "swish one.html",
    "two": "scaled_tanh two.html",
    "several": "relu gelu silu -3 3 several.html",
    "long": "gelu gelu_tanh --diff --grad long.html",
    "wide": "srelu wide.html",
    "digits": "selu digits.html",
    "gated": "swiglu gated.html --title Gate",
    "turned": "min(a,L)*b:L=7 turned.html",
    "vector": "softmax vector.html",
    "shorter": "maxout:size=2 shorter.html",
    "formula": "a*tanh(b*x):a=1,b=2 formula.html --title <b>&",
    "family": "elu:alpha=0.5 elu:alpha=2 family.html",
    "dark": "binary_step dark.html --theme dark -n 5",
    "depth": "compare relu tanh --depth 5 depth.html",
    "train": "compare relu --train sine --epochs 1 --seeds 1 train.html",
    "errors": "compare gelu gelu_tanh --diff --dtype float8_e5m2 errors.html",
    "gallery": "--family swish gallery.html",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for words in PAGES.values():
        before = [] if words.startswith("compare ") else ["plot"]
        line = [*before, *(str(folder / word) if word.endswith(".html") else word for word in words.split())]
        assert run(line) == 0
    return {name: folder / f"{name}.html" for name in PAGES}


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    if browsers.CHROMIUM is None or browsers.DRIVER is None:
        pytest.skip("chromium and chromedriver are not installed")
    pytest.importorskip("selenium")
    found = browsers.start()
    yield found
    found.quit()


def numbers(path: Path) -> dict[str, object]:
    found = re.search(r'id="data">(.*?)</script>', path.read_text(encoding="utf-8"))
    assert found is not None
    return dict(json.loads(found[1]))


class Tags(HTMLParser):
    """The tags of a page that are open, and the words that it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "input", "br", "img", "source"}:
            self.open.append(tag)
        self.loads += [
            value or "" for name, value in attrs if name in {"src", "srcset"} or (tag == "link" and name == "href")
        ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_loads_nothing(pages: dict[str, Path], name: str) -> None:
    tags = Tags()
    tags.feed(pages[name].read_text(encoding="utf-8"))
    assert tags.open == []
    assert all(address.startswith("data:") for address in tags.loads)


def test_the_same_command_writes_the_same_bytes(pages: dict[str, Path], tmp_path: Path) -> None:
    assert run(["plot", "swish", str(tmp_path / "again.html")]) == 0
    assert (tmp_path / "again.html").read_bytes() == pages["one"].read_bytes()


def test_sizes(pages: dict[str, Path], tmp_path: Path) -> None:
    assert pages["two"].stat().st_size < 300_000
    assert run(["plot", "--all", str(tmp_path / "all.html")]) == 0
    assert (tmp_path / "all.html").stat().st_size < 3_000_000 * len(actcli.names()) / 190


def test_every_number_is_that_of_eval(pages: dict[str, Path]) -> None:
    data = numbers(pages["two"])
    x = np.array(list(map(float, str(data["x"]).split())))
    for i, name in enumerate(("alpha", "beta")):
        turn = data["turns"][i]  # type: ignore[index]  # a list
        assert len(turn["values"]) == len(turn["states"]) == 21
        for value, state in zip(turn["values"], turn["states"], strict=True):
            function = actcli.get(f"scaled_tanh:{name}={value}")
            for curve, y in zip(state["curves"], (function(x), function.grad(x)), strict=True):
                assert curve["y"] == ",".join(map(format_float, y.tolist()))


@pytest.mark.parametrize(
    ("words", "turns"),
    [
        ("situ swiglu", 3),  # beta and linear_beta of situ, alpha of swiglu
        ("hard_tanh:min_val=-inf", 1),  # an infinite parameter has no slider
        ("a*x:a=1e308 -1 1", 1),  # limits end at the largest number
        ("@data.csv", 0),
    ],
)
def test_pages_of_what_is_unusual(
    words: str, turns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.csv").write_text("1,2\n2,nan\n3,1\n")
    assert run(["plot", *words.split(), "page.html"]) == 0, capfd.readouterr().err
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert len(numbers(tmp_path / "page.html")["turns"]) == turns  # type: ignore[arg-type]  # a list
    assert ('class="mark"' in page) == (words == "@data.csv")


def test_limits_that_are_asked_for_are_kept_by_sliders() -> None:
    functions, where, options = [resolve("selu")], SampleRange(-5, 5, np.zeros(1)), PlotOptions(ylim=(-1, 1))
    chart = compose(functions, where, options)
    assert isinstance(chart, LineChart)
    shown = views.view(chart, knobs.knobs(functions, chart, where, options))
    assert shown.panels[0].box.ylim == (-1, 1)
    assert shown.panels[1].box.ylim != chart.panels[1].ylim


def test_errors_in_ulp_have_a_page(tmp_path: Path) -> None:
    assert run(["plot", "--diff", "--ulp", "hard_tanh", "relu", str(tmp_path / "page.html")]) == 0
    assert "Error of relu against hard_tanh" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_jump_to_infinity_is_drawn_at_its_finite_end() -> None:
    at = np.zeros(1)
    drawn = svg.line(Line("", "", Curve(at, at, (Discontinuity(0, 0, np.inf, 0),)), 0), svg.Box((-1, 1), (-1, 1)))
    assert [drawn.count(f'class="{kind}"') for kind in ("riser", "hole", "dot")] == [0, 0, 1]


def test_a_band_that_is_not_known_everywhere_is_left_out() -> None:
    y = np.array([1.0, 2.0])
    for low, bands in ((y / 2, 1), (y * [1, np.nan], 0)):
        chart = LogChart("", "", "", "", 0, (Trace("f", y, low=low, high=2 * y),), "")
        assert chart.names == "f"
        assert views.view(chart).panels[0].curves[0].markup.count('class="band"') == bands


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(400, False), (1600, True)])
def test_a_page_opens_without_complaint(
    browser: Chrome,
    pages: dict[str, Path],
    name: str,
    width: int,
    dark: bool,  # noqa: FBT001 - a parameter
) -> None:
    page = Opened(browser, pages[name], width, dark=dark)
    for place in (0, 10**6):
        for identifier in page.run("[...document.querySelectorAll('input[type=range]')].map(e => e.id)"):
            page.slide(identifier, place)
        assert page.run("document.documentElement.scrollWidth") <= page.run("innerWidth") == width
    assert page.complaints() == []
    assert page.requests() == [pages[name].as_uri()]
    ground = page.run("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == ("rgb(18, 22, 28)" if dark or name == "dark" else "rgb(255, 255, 255)")
    unnamed = page.run(
        "[...document.querySelectorAll('input, select, button, a, svg:not([aria-hidden])')].filter(e =>"
        " !(e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim())).map(e => e.outerHTML)"
    )
    assert unnamed == []


def test_a_slider_moves_the_curve_and_the_numbers(browser: Chrome, pages: dict[str, Path]) -> None:
    page = Opened(browser, pages["one"])
    before = page.run("document.querySelector('g[data-series] path').getAttribute('d')")
    page.slide("x", 150)
    page.slide("turn0", 3)
    value, x = page.text("output[for=turn0]"), float(page.text("#at"))
    function = actcli.get(f"swish:beta={value}")
    assert page.run("document.querySelector('g[data-series] path').getAttribute('d')") != before
    cells = page.run("[...document.querySelectorAll('td span')].map(e => e.textContent)")
    assert cells == [format_float(float(function(x))), format_float(float(function.grad(x)))]
    assert page.text(".name") == f"swish:beta={value}"
    page.run("document.getElementById('reset').click()")
    assert page.run("document.querySelector('g[data-series] path').getAttribute('d')") == before
    assert page.text(".name") == "swish"


def test_a_slider_moves_all_slices_of_a_gated_function(browser: Chrome, pages: dict[str, Path]) -> None:
    page = Opened(browser, pages["turned"])
    page.slide("x", 200)
    page.slide("turn0", 0)
    x, limit = float(page.text("#at")), page.text("output[for=turn0]")
    function = actcli.get(f"min(a,L)*b:L={limit}")
    cells = page.run("[...document.querySelectorAll('tbody tr')].map(e => e.querySelector('td').textContent)")
    assert cells == [format_float(float(function([x, b])[0])) for b in (-2.0, -1.0, 0.0, 1.0, 2.0)]


def test_the_pointer_and_the_keys_move_the_cursor(browser: Chrome, pages: dict[str, Path]) -> None:
    from selenium.webdriver import ActionChains, Keys
    from selenium.webdriver.common.by import By

    page = Opened(browser, pages["several"])
    box = browser.find_element(By.CSS_SELECTOR, ".area svg")
    ActionChains(browser).move_to_element_with_offset(box, box.size["width"] // 4, 0).perform()
    x = float(page.text("#at"))
    assert x == pytest.approx(1.5, abs=0.02)
    slider = browser.find_element(By.ID, "x")
    slider.send_keys(Keys.ARROW_RIGHT)
    assert float(page.text("#at")) > x
    slider.send_keys(Keys.HOME)
    assert page.text("#at") == "-3"
    cells = page.run("[...document.querySelectorAll('td span')].map(e => e.textContent)")
    functions = [actcli.get(name) for name in ("relu", "gelu", "silu")]
    assert cells == [format_float(float(y)) for f in functions for y in (f(-3.0), f.grad(-3.0))]
    assert "-3; relu 0, 0; gelu -0.004" in str(slider.get_attribute("aria-valuetext"))


def test_a_finger_moves_the_cursor(browser: Chrome, pages: dict[str, Path]) -> None:
    from selenium.webdriver import ActionChains
    from selenium.webdriver.common.actions import interaction
    from selenium.webdriver.common.actions.pointer_input import PointerInput
    from selenium.webdriver.common.by import By

    page = Opened(browser, pages["several"])
    box = browser.find_element(By.CSS_SELECTOR, ".area svg")
    chain = ActionChains(browser)
    chain.w3c_actions.add_pointer_input(interaction.POINTER_TOUCH, "finger")
    finger = chain.w3c_actions.pointer_inputs[-1]
    assert isinstance(finger, PointerInput)
    finger.create_pointer_move(x=-box.size["width"] // 4, y=0, origin=box)
    finger.create_pointer_down(button=0)  # type: ignore[no-untyped-call]  # of selenium
    finger.create_pointer_up(button=0)  # type: ignore[no-untyped-call]  # of selenium
    chain.perform()
    assert float(page.text("#at")) == pytest.approx(-1.5, abs=0.02)


def test_functions_can_be_hidden(browser: Chrome, pages: dict[str, Path]) -> None:
    page = Opened(browser, pages["several"])
    shown = "[...document.querySelectorAll('g[data-series=\"1\"]')].map(e => getComputedStyle(e).display)"
    page.run("document.querySelector('input[data-series=\"1\"]').click()")
    assert page.run(shown) == ["none", "none"]
    page.run("document.querySelector('input[data-series=\"1\"]').click()")
    assert page.run(shown) == ["inline", "inline"]


def test_the_gallery_can_be_searched_and_read(browser: Chrome, pages: dict[str, Path]) -> None:
    from selenium.webdriver import Keys
    from selenium.webdriver.common.by import By

    page = Opened(browser, pages["gallery"])
    visible = "[...document.querySelectorAll('.cell')].filter(e => e.checkVisibility()).map(e => e.id)"
    everything = page.run(visible)
    browser.find_element(By.ID, "search").send_keys("mish tensorflow")
    assert page.run(visible) == ["mish"]
    assert page.text("#count") == "1 function"
    page.run("document.getElementById('search').value = ''")
    browser.find_element(By.ID, "library").send_keys("MLX")
    some = page.run(visible)
    assert "silu" in some
    assert len(some) < len(everything)
    box = browser.find_element(By.CSS_SELECTOR, "#silu svg")
    box.send_keys(Keys.END)
    silu = actcli.get("silu")
    wanted = f"x = 5,f(x) = {format_float(float(silu(5.0)))},f′(x) = {format_float(float(silu.grad(5.0)))}"
    assert box.get_attribute("aria-valuetext") == wanted


def test_without_a_script_the_curves_and_numbers_are_there(browser: Chrome, pages: dict[str, Path]) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page = Opened(browser, pages["one"])
        assert page.run("document.querySelectorAll('.area path').length") > 10
        assert page.text("td span") == "0"
        assert page.run("getComputedStyle(document.querySelector('.turns')).display") == "none"
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
