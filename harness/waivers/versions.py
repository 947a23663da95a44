"""Which versions a waiver is for: the only place that reads a version pattern.

A pattern that begins with a comparison (`>=4.2,<5`, `~=4.2`, `==4.*`) is a PEP 440
specifier; pre-releases count as the versions that they are. Anything else is the
version as text, in which `*` stands for anything: `2026-11-build7`, `4.*`, `*`.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion

_COMPARISONS: Final = ("~", "=", "!", "<", ">")


def is_among(version: str, patterns: tuple[str, ...]) -> bool:
    """Whether any of the patterns, known to be sound, fits the version."""
    return any(_fits(version, pattern) for pattern in patterns)


def fault_of(pattern: str) -> str | None:
    """Why the pattern can fit no version, or None when it is sound."""
    if not pattern.startswith(_COMPARISONS):
        return None
    try:
        SpecifierSet(pattern)
    except InvalidSpecifier:
        return (
            f"{pattern!r} is no version specifier; write one as in PEP 440 "
            "(>=4.2,<5), the version itself, or *"
        )
    return None


def _fits(version: str, pattern: str) -> bool:
    if not pattern.startswith(_COMPARISONS):
        # only * is special: versions may hold the other signs of fnmatch
        plain = pattern.replace("[", "[[]").replace("?", "[?]")
        return fnmatchcase(version, plain)
    try:
        return SpecifierSet(pattern).contains(version, prereleases=True)
    except InvalidVersion:  # text such as build-7 is neither above nor below 4.2
        return False
