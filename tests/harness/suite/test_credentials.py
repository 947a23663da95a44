"""Is it the implementation that was meant? Each difference is told, in its words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from harness.adapters.iut import Implementation
from harness.adapters.target import Declared, Target, Way
from harness.errors import IutUnusable, UsageError
from harness.suite.credentials import check_credentials

FOUND = Implementation(
    name="Bridge",
    version="2.3",
    vendor="Tools",
    homepage="https://tools.example",
    contract=1,
    profiles=("bookings", "cadence"),
    clock="virtual",
    parallel_sessions=2,
    exceptions={"BKG-061": "later"},
)
MEANT = Declared(
    name="Bridge",
    version="2.3",
    vendor="Tools",
    homepage="https://tools.example",
    profiles=("cadence", "bookings"),
    exceptions={"BKG-061": "in other words"},
)


def check(
    found: Implementation = FOUND,
    *,
    meant: Declared = MEANT,
    way: Way = Way.EXEC,
    workers: int = 1,
) -> None:
    """The implementation is held against what was declared."""
    check_credentials(found, Target(way=way, declared=meant), workers=workers)


def test_who_is_what_was_declared_may_be_scored() -> None:
    """Profiles in any order, and the reason of an exception in other words."""
    check()


def test_who_was_not_declared_may_be_anybody() -> None:
    """A descriptor need not say anything, and an address says nothing."""
    check(meant=Declared())


@pytest.mark.parametrize(
    ("member", "value", "sentence"),
    [
        ("name", "Brigde", "name is 'Bridge', not 'Brigde'."),
        ("version", "2.4", "version is '2.3', not '2.4'."),
        ("vendor", "Others", "vendor is 'Tools', not 'Others'."),
        (
            "homepage",
            "https://others.example",
            "homepage is 'https://tools.example', not 'https://others.example'.",
        ),
        (
            "profiles",
            ("bookings",),
            "it claims cadence, and its descriptor does not.",
        ),
        (
            "profiles",
            ("bookings", "mail", "tasks"),
            (
                "it claims cadence, and its descriptor does not. "
                "it does not claim mail, tasks, and its descriptor does."
            ),
        ),
        ("exceptions", {}, "it excepts BKG-061, and its descriptor does not."),
        (
            "exceptions",
            {"BKG-061": "", "BKG-062": ""},
            "it does not except BKG-062, and its descriptor does.",
        ),
    ],
)
@pytest.mark.parametrize("way", [Way.EXEC, Way.HTTP])
def test_who_differs_from_its_descriptor_is_not_scored(
    member: str, value: Any, sentence: str, way: Way
) -> None:
    """What differs is named, and nothing else."""
    with pytest.raises(IutUnusable) as told:
        check(meant=replace(MEANT, **{member: value}), way=way)

    assert str(told.value) == (
        f"The implementation is not what its descriptor says: {sentence} "
        "Mend the descriptor, or start the implementation that it means."
    )


def test_all_that_differs_is_told_at_once() -> None:
    """Nobody mends one by one."""
    with pytest.raises(IutUnusable, match=r"name is .* version is .* vendor is "):
        check(meant=Declared(name="A", version="B", vendor="C"))


def test_a_homepage_that_is_not_told_is_missing() -> None:
    """A vendor need not know what None is."""
    with pytest.raises(IutUnusable, match=r"homepage is missing, not 'https://tools\."):
        check(replace(FOUND, homepage=None))


def test_a_hundred_exceptions_are_one_short_sentence() -> None:
    """The first five are named: what is alike on both sides would hide them."""
    many = {f"BKG-{number:03}": "" for number in range(100)}

    with pytest.raises(IutUnusable, match=r"excepts BKG-000, .*004 and 95 more, and"):
        check(replace(FOUND, exceptions=many), meant=Declared(exceptions={}))


def test_a_name_agrees_as_it_is_shown() -> None:
    """What acts on terminals is spelled on both sides."""
    check(replace(FOUND, name="\\x07Bridge"), meant=replace(MEANT, name="\x07Bridge"))


@pytest.mark.parametrize("way", [Way.EXEC, Way.HTTP])
def test_who_lives_by_the_clock_of_its_system_is_sent_to_another_way(way: Way) -> None:
    """The contract cannot turn that clock."""
    with pytest.raises(IutUnusable, match=r"black box \(blackbox: COMMAND\)"):
        check(replace(FOUND, clock="system"), way=way)


@pytest.mark.parametrize("way", [Way.REFERENCE, Way.MUTANT, Way.BLACKBOX])
def test_who_does_not_speak_for_itself_is_not_asked(way: Way) -> None:
    """A black box says what its descriptor says, and lives by its system's clock."""
    check(replace(FOUND, name="Other", clock="system"), way=way, workers=8)


def test_a_server_is_not_given_more_sessions_than_it_serves() -> None:
    """Side by side, one for each worker; the sentence says how many may be."""
    check(way=Way.HTTP, workers=2)
    with pytest.raises(UsageError, match=r"serves 2 sessions .* Use --workers 2\."):
        check(way=Way.HTTP, workers=3)


def test_a_command_is_started_for_each_worker() -> None:
    """So it serves one session at a time, whatever it says."""
    check(replace(FOUND, parallel_sessions=1), way=Way.EXEC, workers=8)


def test_one_session_is_told_in_the_singular() -> None:
    """As nobody says one sessions."""
    with pytest.raises(UsageError, match=r"serves one session at a time"):
        check(replace(FOUND, parallel_sessions=1), way=Way.HTTP, workers=2)
