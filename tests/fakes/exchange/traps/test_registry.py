"""Every trap of section 11 is proven by a test, or it is said why it cannot be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from fakes.exchange import Switches

HERE: Final = Path(__file__).parent
TRAPS: Final[list[dict[str, Any]]] = yaml.safe_load(
    (HERE / "traps.yaml").read_text(encoding="utf-8")
)
SAYS: Final = {f"{one['trap']:02} {one['says']}": one for one in TRAPS}


@cache
def names_in(path: Path) -> frozenset[str]:
    """The names of the tests in a file; none where there is no file."""
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = (one.name for one in tree.body if isinstance(one, ast.FunctionDef))
    return frozenset(name for name in names if name.startswith("test_"))


def proofs() -> Iterator[tuple[str, str]]:
    """File and name of every test that the table names."""
    for one in TRAPS:
        for proof in one.get("proven_by", ()):
            path, _, name = proof.partition("::")
            yield path, name


def test_every_trap_stands_in_the_table_once() -> None:
    assert [one["trap"] for one in TRAPS] == list(range(1, 42))


def test_every_proof_is_a_test() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in proofs()
        if name not in names_in(HERE.parent / path)
    ]

    assert missing == []


def test_every_test_here_proves_a_trap() -> None:
    registered = set(proofs())

    idle = [
        f"{path.name}::{name}"
        for path in HERE.glob("test_*.py")
        if path != Path(__file__)
        for name in names_in(path)
        if (f"traps/{path.name}", name) not in registered
    ]

    assert idle == []


@pytest.mark.parametrize("trap", SAYS.values(), ids=SAYS)
def test_a_trap_bites_and_is_proven_or_has_a_reason(trap: dict[str, Any]) -> None:
    switches = trap.get("switches", [])
    assert set(switches) <= {one.name for one in fields(Switches)}
    match trap["bites"]:
        case "never":
            assert trap["because"]
            assert "proven_by" not in trap
        case "by_switch":
            assert switches
            assert trap["proven_by"]
        case bites:
            assert bites in {"by_default", "by_fault"}
            assert trap["proven_by"]
