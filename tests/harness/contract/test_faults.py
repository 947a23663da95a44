"""Documents of the contract: the examples pass, and what is broken is told."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.contract import KINDS, faults, schema

EXAMPLES = [(kind, one) for kind in KINDS for one in schema(kind)["examples"]]
A_TIME = "a time in UTC as RFC 3339 writes it with Z, like 2026-03-02T08:00:00Z"
NOTHING = object()
MISTAKES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "mistakes.yaml").read_text("utf-8")
)


def broken(kind: str, path: str, value: object, *, example: int = 0) -> dict[str, Any]:
    """An example with one member replaced, or removed by NOTHING."""
    document: dict[str, Any] = copy.deepcopy(schema(kind)["examples"][example])
    *way, last = path.split(".")
    place: Any = document
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    if value is NOTHING:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return document


@pytest.mark.parametrize(("kind", "document"), EXAMPLES)
def test_the_example_keeps_its_schema(kind: str, document: dict[str, Any]) -> None:
    """What a vendor copies is right."""
    assert faults(kind, document) == ()


@pytest.mark.parametrize(("kind", "document"), EXAMPLES)
def test_an_unknown_member_is_refused_in_a_descriptor_alone(
    kind: str, document: dict[str, Any]
) -> None:
    """Version 1 grows in what implementations and harness say to each other."""
    grown = {**document, "x-later": {"anything": [1, None]}}

    assert bool(faults(kind, grown)) == (kind == "iut")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one["told"])
def test_a_mistake_is_told_with_what_was_found_and_what_belongs_there(
    mistake: dict[str, Any],
) -> None:
    """One mistake, one sentence."""
    kind = mistake["kind"]
    value = mistake.get("value", NOTHING)
    told = mistake["told"].replace("TIME", A_TIME)

    found = faults(kind, broken(kind, mistake["member"], value))

    assert found == (f"{told} (schema {kind}).",)


def test_a_black_box_must_say_what_it_claims() -> None:
    """Nobody else says it."""
    document = broken("iut", "profiles", NOTHING, example=1)

    assert faults("iut", document) == (
        (
            "`profiles`: found nothing, expected a list of 1 to 50 entries, each the "
            "name of a profile, like bookings, which goes with `blackbox` (schema iut)."
        ),
    )


@pytest.mark.parametrize("document", [None, "", 7, [], [{}], True])
def test_what_is_no_object_is_told(document: object) -> None:
    """Whatever the kind."""
    for kind in KINDS:
        (sentence,) = faults(kind, document)
        assert sentence.endswith(f"expected an object (schema {kind}).")


def test_a_number_too_long_to_write_is_told_all_the_same() -> None:
    """Python refuses to turn it into text; YAML can hold it in hexadecimal."""
    document = broken("iut", "memory_mb", 2**40_000)

    assert faults("iut", document) == (
        (
            "`memory_mb`: found a number of very many digits, expected a number "
            "of fewer digits (schema iut)."
        ),
    )


def test_what_json_cannot_say_is_told() -> None:
    """Python's readers let NaN and half characters pass, YAML's names of all kinds."""
    half = broken("progress", "problems", [{"code": "late", "message": "\ud800"}])
    nan = {**EXAMPLES[0][1], "later": float("nan")}
    number = {**EXAMPLES[0][1], 5: "five"}

    assert faults("implementation", nan) == (
        (
            "`later`: found NaN, expected a number that JSON can write "
            "(schema implementation)."
        ),
    )
    assert faults("progress", half) == (
        (
            '`problems[0].message`: found "\\ud800", expected text in Unicode, no lone '
            "surrogate (schema progress)."
        ),
    )
    assert faults("implementation", number) == (
        (
            "The document: found the member 5, expected names that are text "
            "(schema implementation)."
        ),
    )


def test_a_document_that_holds_itself_is_read_once() -> None:
    """YAML's anchors can make one."""
    document: dict[str, Any] = dict(EXAMPLES[0][1])
    document["itself"] = [document]
    document["name"] = document["itself"]

    (sentence,) = faults("implementation", document)

    assert sentence.startswith("`name`: found [")


def test_a_document_that_is_too_deep_to_show_is_refused() -> None:
    """Whoever prints it would run out of stack."""
    deep: list[Any] = []
    for _ in range(2000):
        deep = [deep]

    (sentence,) = faults("progress", {**EXAMPLES[3][1], "later": deep})

    assert "found [[[…]]], expected at most 50 levels" in sentence


def test_ten_sentences_are_enough() -> None:
    """Whoever has made more mistakes mends these first."""
    document = {**EXAMPLES[3][1], "problems": [1] * 500}

    assert len(faults("progress", document)) == 10


def test_hostile_text_arrives_cut_and_without_what_a_terminal_obeys() -> None:
    """Escapes, bidirectional marks and megabytes come from vendors too."""
    nasty = "\x1b[31m\u202e<script>" + "x" * 1_000_000
    document = {**EXAMPLES[0][1], "clock": nasty, "rules": {nasty: 1}}

    sentences = faults("implementation", document)

    assert sentences[0].startswith(r'`clock`: found "\u001b[31m\u202e<script>xxx')
    for sentence in sentences:
        assert sentence.isprintable()
        assert len(sentence) < 400
