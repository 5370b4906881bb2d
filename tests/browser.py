"""A headless Chromium, for tests of pages."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

#: The programs that the tests of pages take.
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


def start() -> Chrome:
    """Return a browser that may use no network."""
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * 0.0.0.0"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return Chrome(options=options, service=Service(DRIVER))


class Opened:
    """A page that has been opened.

    Attributes
    ----------
    browser
        The browser.
    """

    def __init__(self, browser: Chrome, path: Path, width: int = 1280, *, dark: bool = False) -> None:
        self.browser = browser
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self._log("performance")
        browser.get(path.as_uri())

    def run(self, script: str, *args: Any) -> Any:  # noqa: ANN401  # what the script returns
        """Return what a script returns."""
        return self.browser.execute_script(f"return {script}", *args)

    def text(self, selector: str) -> str:
        """Return the text of an element."""
        return str(self.run("document.querySelector(arguments[0]).textContent", selector))

    def slide(self, identifier: str, value: int) -> None:
        """Move a slider as a reader does."""
        self.browser.execute_script(
            "const s = document.getElementById(arguments[0]); s.value = arguments[1];"
            "s.dispatchEvent(new Event('input', {bubbles: true}))",
            identifier,
            value,
        )

    def complaints(self) -> list[str]:
        """Return the messages on the console."""
        return self._log("browser")

    def _log(self, kind: str) -> list[str]:
        """Return the new messages of a log."""
        entries: Any = self.browser.get_log(kind)  # type: ignore[no-untyped-call]  # selenium has no types for it
        return [entry["message"] for entry in entries]

    def requests(self) -> list[str]:
        """Return the addresses that the page asked for, apart from what it holds itself."""
        events = (json.loads(line)["message"] for line in self._log("performance"))
        asked = [
            event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"
        ]
        return [address for address in asked if not address.startswith("data:")]
