"""``list`` finds functions by their libraries, as cards name them, and by words."""

from __future__ import annotations

import pytest

from actcli.analysis import describe
from actcli.catalog.libraries import LIBRARIES, VERSIONS, library_key, split_libraries
from actcli.errors import UsageError
from actcli.spec import registry
from records import RECORDS


def found(search: str) -> set[str]:
    return {record.name for record in RECORDS if describe.matches(record, search)}


def in_library(key: str) -> set[str]:
    return {record.name for record in RECORDS if key in record.libraries}


@pytest.mark.parametrize(
    ("search", "key"),
    [
        *((key, key) for key in LIBRARIES if key != "other"),
        *((shown, key) for key, shown in LIBRARIES.items() if key != "other"),
        *((shown.lower().replace(" ", ""), key) for key, shown in LIBRARIES.items() if key != "other"),
        ("PYTORCH", "torch"),
        ("tensorflow", "tf"),
        ("huggingface", "hf"),
        ("hugging face", "hf"),
        ("transformers", "hf"),
        ("llama.cpp", "ggml"),
        ("tensorflow addons", "tfa"),
        ("onnx runtime", "ort"),
        ("scikit learn", "sklearn"),
    ],
)
def test_a_library_finds_what_it_has_and_nothing_else(search: str, key: str) -> None:
    assert found(search) == in_library(key) != set()
    assert registry.library(search) == key


@pytest.mark.parametrize("search", ["gpt_oss", "GPT-OSS", "gptoss"])
def test_a_search_ignores_case_and_joints(search: str) -> None:
    assert found(search) == found("gpt-oss") != set()
    assert "clamped_swiglu" in found(search)


def test_notes_of_what_a_library_lacks_are_no_finds() -> None:
    assert "PyTorch" in " ".join(registry.records()["swiglu"].notes)
    assert not {"swiglu", "geglu", "bilinear"} & found("pytorch")
    assert {"relu", "sigmoid", "tanh", "selu"} <= found("pytorch")


def test_libraries_and_words_are_met_together() -> None:
    assert found("tanh keras") <= in_library("keras")
    assert {"tanh", "gelu_tanh", "tanhshrink"} <= found("tanh keras")
    assert found("onnx keras") == in_library("onnx") & in_library("keras")
    assert split_libraries("hugging face gelu tensorflow addons") == ({"hf", "tfa"}, ["gelu"])
    assert split_libraries("face hugging") == (set(), ["face", "hugging"])


def test_other_words_are_looked_for_everywhere() -> None:
    assert found("torch_activation") >= {"logish", "sqnl"}
    assert found("Theano") == {"hard_sigmoid"}
    assert found("1606.08415") >= {"gelu", "silu"}
    assert found("periodic") >= {"snake"}


@pytest.mark.parametrize(("name", "hint"), [("pytroch", "torch"), ("kears", "keras"), ("other", "aiter")])
def test_what_is_no_library_is_refused(name: str, hint: str) -> None:
    assert library_key(name) is None
    with pytest.raises(UsageError) as caught:
        registry.library(name)
    assert hint in caught.value.hint


def test_every_library_says_in_which_version_it_was_seen() -> None:
    assert [key for key, version in VERSIONS.items() if not version] == ["other"]
