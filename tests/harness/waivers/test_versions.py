from __future__ import annotations

import pytest

from harness.waivers.versions import fault_of, is_among


@pytest.mark.parametrize(
    ("version", "pattern", "fits"),
    [
        ("4.2", ">=4.2,<5", True),
        ("4.10.3", ">=4.2,<5", True),
        ("4.1.9", ">=4.2,<5", False),
        ("5.0", ">=4.2,<5", False),
        ("4.3rc1", ">=4.2,<5", True),
        ("4.2.0", "==4.2", True),
        ("4.2.0", "==4.*", True),
        ("4.2.0", "4.2", False),
        ("4.2", "4.2", True),
        ("4.10", "4.*", True),
        ("40.1", "4.*", False),
        ("build-7 (ünstable)", "build-7 (ünstable)", True),
        ("build-7", "build-*", True),
        ("build-7", "build-?", False),
        ("build-[7]", "build-[7]", True),
        ("build-7", "*", True),
        ("build-7", ">=4", False),
        ("", "*", True),
    ],
)
def test_a_version_is_compared_as_a_release_or_as_text(
    version: str, pattern: str, *, fits: bool
) -> None:
    """A comparison reads it as PEP 440, anything else as text."""
    assert is_among(version, (pattern,)) is fits


def test_one_pattern_of_several_is_enough() -> None:
    """A list is read as *or*."""
    assert is_among("7", ("<4", "7"))
    assert not is_among("5", ("<4", "7"))


@pytest.mark.parametrize("pattern", [">=x", ">=4.2 <5", "<", "~=4", "==4.2.*.1"])
def test_a_specifier_that_is_none_is_told(pattern: str) -> None:
    """Otherwise it would silently fit nothing."""
    assert pattern in str(fault_of(pattern))


@pytest.mark.parametrize("pattern", ["*", "4.2", "build-7", ">=4.2,<5", "!=4.3"])
def test_a_sound_pattern_has_no_fault(pattern: str) -> None:
    """Text is never refused."""
    assert fault_of(pattern) is None
