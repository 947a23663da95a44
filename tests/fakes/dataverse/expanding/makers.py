"""Accounts read with what is expanded."""

from __future__ import annotations

from typing import Any

from tests.fakes.dataverse.makers import (
    API,
    Bench,
)

BOOKINGS = "bookableresource_bookableresourcebooking_Resource"


def follow(bench: Bench, link: str, **headers: str) -> dict[str, Any]:
    """What stands behind a link of an answer."""
    assert link.startswith(API)
    return bench.read(link.removeprefix(API), **headers)


def account_with(
    bench: Bench, account: str, expand: str, **headers: str
) -> dict[str, Any]:
    """The account, read from a list with that `$expand`."""
    target = f"/accounts?$select=name&$filter=accountid eq {account}&$expand={expand}"
    (found,) = bench.read(target, **headers)["value"]
    assert isinstance(found, dict)
    return found
