"""The functions of the registry by kind, for tests that hold for each of them."""

from __future__ import annotations

import pytest

from actcli.catalog.record import Elementwise, Vector
from actcli.spec import registry

RECORDS = list(registry.records().values())
ELEMENTWISE = [record for record in RECORDS if isinstance(record, Elementwise)]
VECTORS = [record for record in RECORDS if isinstance(record, Vector)]
each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
each_elementwise = pytest.mark.parametrize("record", ELEMENTWISE, ids=lambda record: record.name)
