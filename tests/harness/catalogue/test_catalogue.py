"""The catalogue that we ship: complete, and as its generated documents say."""

from __future__ import annotations

import importlib

import pytest
from pytest_bdd.steps import step_function_context_registry

from harness.catalogue import Catalogue, read_catalogue
from harness.catalogue.documents import INDEX, VOCABULARY, index, vocabulary
from harness.paths import FEATURES
from harness.steps import MODULES

KINDS = {"Given": "given", "When": "when", "Then": "then"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(FEATURES)


def test_every_core_rule_of_the_two_profiles_is_there(catalogue: Catalogue) -> None:
    """116 and 12 core rules are documented."""
    core = [rule for rule in catalogue.rules.values() if rule.tier == "core"]

    assert sum(rule.profile == "bookings" for rule in core) == 116
    assert sum(rule.profile == "cadence" for rule in core) == 12


def test_rules_of_low_confidence_only_observe(catalogue: Catalogue) -> None:
    """A rule that the documents leave open fails nobody."""
    for rule in catalogue.rules.values():
        soft = rule.confidence == "low" or rule.strength in ("may", "informative")
        assert (rule.judgement == "observation") is soft


def test_every_ambiguous_rule_says_which_reading_was_taken(
    catalogue: Catalogue,
) -> None:
    """Contradictions of the documents are settled as data."""
    for rule in catalogue.rules.values():
        if rule.conflicts:
            assert rule.reading, rule.id


def test_every_step_fits_exactly_one_definition(catalogue: Catalogue) -> None:
    """Neither an unknown phrase nor an ambiguous one stands in a feature."""
    for name in MODULES:
        importlib.import_module(name)
    definitions = [
        context
        for context in step_function_context_registry.values()
        if context.step_func.__module__ in MODULES
    ]
    wrong = set()
    for case in catalogue.scenarios:
        kind = ""
        for step in case.steps:
            kind = KINDS.get(step.keyword, kind)
            fitting = [
                one
                for one in definitions
                if one.type == kind and one.parser.is_matching(step.text)
            ]
            if len(fitting) != 1:
                wrong.add(f"{case.file}:{step.line} {kind} {step.text}")

    assert wrong == set()


def test_titles_are_told_apart_when_filled_in(catalogue: Catalogue) -> None:
    """No two cases read the same."""
    titles = [case.title for case in catalogue.scenarios]

    assert len(set(titles)) == len(titles)


def test_no_scenario_is_longer_than_a_reader_can_hold(catalogue: Catalogue) -> None:
    """At most seven own steps, at most two of background."""
    for case in catalogue.scenarios:
        own = [step for step in case.steps if step.origin == "scenario"]
        assert len(own) <= 7, case.id
        assert len(case.steps) - len(own) <= 2, case.id


def test_generated_documents_are_true(catalogue: Catalogue) -> None:
    """`python -m harness.catalogue.documents` has been run."""
    assert INDEX.read_text("utf-8") == index(catalogue)
    assert VOCABULARY.read_text("utf-8") == vocabulary()


def test_every_phrase_is_used(catalogue: Catalogue) -> None:
    """The vocabulary is closed: what no feature says is not there."""
    texts = {step.text for case in catalogue.scenarios for step in case.steps}
    unused = {
        context.parser.name
        for context in step_function_context_registry.values()
        if context.step_func.__module__ in MODULES
        and not any(context.parser.is_matching(text) for text in texts)
    }

    assert unused == set()
