"""A check of the published files: ``python tests/tools/wheel.py WHEEL SDIST``.

``python tests/tools/wheel.py --lowest pyproject.toml`` prints the lowest versions of what it depends on.
"""

from __future__ import annotations

import re
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

DATA = (
    "share/man/man1/actcli.1",
    "share/bash-completion/completions/actcli",
    "share/zsh/site-functions/_actcli",
    "share/fish/vendor_completions.d/actcli.fish",
)
FILES = ("actcli/py.typed", "actcli/LICENSE", "actcli/completions/actcli.ps1", "actcli/completions/actcli.bash")


def check(wheel: Path, sdist: Path) -> list[str]:
    """Return what is wrong with a wheel and its sdist."""
    with zipfile.ZipFile(wheel) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(sdist) as archive:
        sources = {name.partition("/")[2] for name in archive.getnames()}
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    stem = wheel.name.removesuffix("-py3-none-any.whl")
    about = message_from_bytes(members[f"{stem}.dist-info/METADATA"])
    modules = {name for name in sources if name.startswith("actcli/") and name.endswith(".py")}
    wanted = {*FILES, *modules, *(f"{stem}.data/data/{name}" for name in DATA)}
    wrong = [f"the wheel lacks {name}" for name in sorted(wanted - members.keys())]
    wrong += [f"the wheel has {name}" for name in members if name.startswith("tests/") or "__pycache__" in name]
    wrong += [f"the sdist lacks {name}" for name in ("README.md", "pyproject.toml") if name not in sources]
    wrong += [f"the sdist has {name}" for name in sources if "__pycache__" in name or "/.hypothesis" in name]
    entries = members[f"{stem}.dist-info/entry_points.txt"].decode()
    version = re.search(r'__version__ = "(.*)"', members["actcli/__init__.py"].decode())
    wrong += (
        [] if version and stem == f"{project['name']}-{version[1]}" else [f"the version of {stem} is not the code's"]
    )
    wrong += [] if "actcli = actcli.cli:main" in entries else ["no entry point"]
    for field, value in (
        ("License-Expression", project["license"]),
        ("Requires-Python", project["requires-python"]),
        ("Summary", project["description"]),
        ("Description-Content-Type", "text/markdown"),
    ):
        wrong += [] if about[field] == value else [f"{field} is {about[field]!r}, not {value!r}"]
    minors = {line.rpartition(" ")[2] for line in about.get_all("Classifier", []) if "Python :: 3." in line}
    wrong += [] if minors == {"3.11", "3.12", "3.13"} else [f"classifiers name Python {sorted(minors)}"]
    return wrong


def lowest(pyproject: Path) -> list[str]:
    """Return the lowest version of each dependency, as a requirement."""
    required = tomllib.loads(pyproject.read_text())["project"]["dependencies"]
    return [re.sub(r"([\w-]+)>=([\w.]+).*", r"\1==\2", line) for line in required]


if __name__ == "__main__":
    if sys.argv[1] == "--lowest":
        print(*lowest(Path(sys.argv[2])), sep="\n")
    else:
        found = check(Path(sys.argv[1]), Path(sys.argv[2]))
        print(*(found or ["the wheel is complete"]), sep="\n")
        sys.exit(bool(found))
