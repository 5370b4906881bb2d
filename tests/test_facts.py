"""Every declared fact of the registry against the functions themselves."""

from __future__ import annotations

from collections import Counter

import pytest

import actcli
from actcli import functions
from actcli.catalog.record import FAMILIES, Activation
from actcli.spelling import normalize
from oracle import facts
from oracle.points import parameter_sets
from records import RECORDS, each_record


@each_record
def test_declared_facts_hold(record: Activation) -> None:
    found = [failure for values in parameter_sets(record) for failure in facts.check(record, values)]
    if found:
        pytest.fail("\n".join(map(str, found)), pytrace=False)


@each_record
def test_every_parameter_name_and_alias_means_one_parameter(record: Activation) -> None:
    spellings = Counter(normalize(name) for p in record.params for name in (p.name, *p.aliases))
    assert [name for name, count in spellings.items() if count > 1] == []


def test_every_record_of_a_family_module_is_registered_once() -> None:
    assert len(functions.built_in()) == len(RECORDS) == len({record.name for record in functions.built_in()})


def test_a_function_is_found_by_every_name_in_its_module_alone() -> None:
    for name, record in functions.by_name().items():
        assert functions.find(name) is record
    assert functions.find("no such function") is functions.find("torch.relu") is functions.find("PyTorch") is None


def test_every_family_has_members_or_is_yours() -> None:
    assert {record.family for record in RECORDS} == FAMILIES.keys() - {"user"}


@pytest.mark.parametrize("name", ["symlog", "uaf", "elliott"])
def test_a_constant_that_a_search_finds_ends_where_its_rounding_begins(name: str) -> None:
    assert len(repr(actcli.get(name).traits.lipschitz)) <= 3
