"""MAP.md leads where it says."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "MAP.md",
    "README.md",
    "benchmarks",
    "docs",
    "examples",
    "fakes",
    "features",
    "harness",
    "pyproject.toml",
    "reference_impl",
    "reports",
    "tests",
    "tox.ini",
}


def test_every_path_of_the_map_exists() -> None:
    """A moved folder shows here."""
    text = (PROJECT / "MAP.md").read_text("utf-8")
    named = {one for one in re.findall(r"`([\w./]+/[\w./]*)`", text) if "<" not in one}

    assert named
    for path in named:
        assert (PROJECT / path).exists(), path


def test_every_package_stands_on_the_map() -> None:
    """A new folder asks for its line."""
    text = (PROJECT / "MAP.md").read_text("utf-8")
    folders = {
        path.parent.relative_to(PROJECT).as_posix()
        for package in ("harness", "fakes", "reference_impl", "reports")
        for path in (PROJECT / package).glob("*/__init__.py")
    }

    for folder in folders:
        assert f"`{folder}/`" in text, folder


def test_the_top_level_is_what_the_design_names() -> None:
    """Nothing else lies in the root of a clean checkout."""
    ignored = (PROJECT / ".gitignore").read_text("utf-8").split()
    found = {
        path.name
        for path in PROJECT.iterdir()
        if path.name != ".git"
        and not any(path.match(one.strip("/")) for one in ignored)
    }

    assert found == TOP_LEVEL
