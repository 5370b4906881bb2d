"""``-t tsv``: as csv, with tabs."""

from actcli.render.text.as_csv import separated

WRITER = separated("\t")
