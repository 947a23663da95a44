"""Rows by their keys, and an id that no row has."""

from __future__ import annotations

from tests.fakes.dataverse.makers import Bench

MISSING = "6d1b2a4e-0000-4000-8000-00000000dead"


def name_by(bench: Bench, key: str) -> str:
    """The name of the account with this key, written as in an address."""
    found: str = bench.read(f"/accounts({key})?$select=name")["name"]
    return found
