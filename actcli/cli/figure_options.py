"""Options of commands that draw figures; their values are checked in ``figure_style``."""

from typing import Annotated

from typer import Option

from actcli.choices import Theme
from actcli.cli.options import FIGURE
from actcli.cli.request import Fact, Needs

ThemeOption = Annotated[
    Theme | None,
    Option("--theme", help="Colours of the figure. Default: light; for pages, the reader's.", rich_help_panel=FIGURE),
    Needs(Fact.FIGURE),
]
Size = Annotated[
    str | None,
    Option(
        "--size",
        metavar="WxH",
        help="Size in inches or pixels, such as 6.4x5 or 1280x720px; text and lines scale with it.",
        rich_help_panel=FIGURE,
    ),
    Needs(Fact.PICTURE),
]
Dpi = Annotated[
    int | None,
    Option(
        "--dpi", min=20, max=1200, metavar="DOTS", help="Dots per inch of a PNG. Default: 200.", rich_help_panel=FIGURE
    ),
    Needs(Fact.PNG),
]
Transparent = Annotated[
    bool, Option("--transparent", help="Leave out the background.", rich_help_panel=FIGURE), Needs(Fact.PICTURE)
]
