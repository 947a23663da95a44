"""Shares of rows: the only place that asks for them and looks at them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import Bench

NAMESPACE = "Microsoft.Dynamics.CRM"
BASIC = {f"prv{verb}Contact": Depth.BASIC for verb in ("Read", "Write", "Share")}


def a_target(contact: str) -> dict[str, str]:
    """A contact as the parameter of an action."""
    return {"contactid": contact, "@odata.type": f"{NAMESPACE}.contact"}


def a_principal(user: str, kind: str = "systemuser") -> dict[str, str]:
    """A user or a team as the parameter of an action."""
    return {f"{kind}id": user, "@odata.type": f"{NAMESPACE}.{kind}"}


def a_grant(contact: str, user: str, mask: str, kind: str = "systemuser") -> Any:
    """The body of GrantAccess and ModifyAccess."""
    return {
        "Target": a_target(contact),
        "PrincipalAccess": {"Principal": a_principal(user, kind), "AccessMask": mask},
    }


def mask_of(bench: Bench, contact: str) -> object:
    """The rights that one principal has by a share; None when nobody has."""
    shares = bench.organization.rows("principalobjectaccess", objectid=contact)
    assert len(shares) <= 1
    return shares[0]["accessrightsmask"] if shares else None


def shares_of(bench: Bench, contact: str) -> list[dict[str, Any]]:
    """The principals of a contact's shares, as the function tells them."""
    target = quote(json.dumps({"@odata.id": f"contacts({contact})"}))
    found = bench.read(f"/RetrieveSharedPrincipalsAndAccess(Target=@t)?@t={target}")
    accesses: list[dict[str, Any]] = found["PrincipalAccesses"]
    return accesses
