"""Tokens: what they say, and when they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import jwt
import pytest

from fakes.entra import (
    APPLICATION_PERMISSIONS,
    GRAPH_RESOURCE,
    Application,
    Directory,
    TokenRefused,
    tokens,
)
from fakes.entra.tokens import Refusal
from tests.fakes.entra.makers import START, TENANT, a_directory

GRAPH = (GRAPH_RESOURCE,)


def refused(directory: Directory, header: str | None, audience: str) -> str:
    """The reason why a header does not hold."""
    with pytest.raises(TokenRefused) as caught:
        directory.verify(header, audiences=(audience,))
    return caught.value.reason


def test_token_has_the_documented_claims(
    directory: Directory, application: Application
) -> None:
    """An application-only token of version 1.0 (exchange-graph, section 1.2)."""
    token = directory.issue(application)

    said = jwt.decode(token, options={"verify_signature": False})

    issued = int(START.timestamp())
    assert said["aud"] == GRAPH_RESOURCE
    assert said["iss"] == f"https://sts.windows.net/{TENANT}/"
    assert said["tid"] == TENANT
    assert said["appid"] == application.client_id
    assert said["oid"] == said["sub"] == application.object_id
    assert (said["idtyp"], said["appidacr"], said["ver"]) == ("app", "1", "1.0")
    assert (said["iat"], said["nbf"], said["exp"]) == (issued, issued, issued + 3599)
    assert said["roles"] == list(APPLICATION_PERMISSIONS)
    assert "scp" not in said
    assert jwt.get_unverified_header(token)["alg"] == "RS256"


def test_verified_token_gives_its_claims(
    directory: Directory, application: Application
) -> None:
    """The same claims the first time and from memory."""
    header = f"Bearer {directory.issue(application, roles=('Calendars.Read',))}"

    first = directory.verify(header, audiences=GRAPH)

    assert first.client_id == application.client_id
    assert first.roles == ("Calendars.Read",)
    assert first.expires_at - first.issued_at == timedelta(seconds=3599)
    assert directory.verify(header, audiences=GRAPH) is first


def test_every_refusal_has_its_reason(
    directory: Directory, application: Application
) -> None:
    """Missing, malformed, signature, issuer, early, expired, audience, revoked."""
    token = directory.issue(application)
    other = a_directory(seed=2, tenant_id="00000000-0000-4000-8000-000000000002")
    foreign = other.issue(other.register_application("x"))
    found = {
        refused(directory, None, GRAPH_RESOURCE),
        refused(directory, "Bearer ", GRAPH_RESOURCE),
        refused(directory, "Bearer abc", GRAPH_RESOURCE),
        refused(directory, f"Basic {token}", GRAPH_RESOURCE),
        refused(directory, f"Bearer {token[:-8]}AAAAAAAA", GRAPH_RESOURCE),
        refused(directory, f"Bearer {token}", "https://other.example"),
    }
    claims = directory.verify(f"Bearer {token}", audiences=GRAPH)
    for wrong in (
        replace(claims, issuer="https://login.example/"),
        replace(claims, issued_at=START + timedelta(seconds=1)),
    ):
        signed = tokens.sign(wrong, name="x", identifier="1")
        found.add(refused(directory, f"Bearer {signed}", GRAPH_RESOURCE))
    assert refused(directory, f"Bearer {foreign}", GRAPH_RESOURCE) == "audience"
    directory.revoke()
    found.add(refused(directory, f"Bearer {token}", GRAPH_RESOURCE))
    directory.clock.move_to(START + timedelta(seconds=3599))
    found.add(refused(directory, f"Bearer {token}", GRAPH_RESOURCE))

    assert found == set(get_args(Refusal))


def test_token_ends_by_the_tenants_clock(
    directory: Directory, application: Application
) -> None:
    """Good to the last second, cached or not."""
    header = f"Bearer {directory.issue(application)}"
    directory.clock.move_to(START + timedelta(seconds=3598))
    directory.verify(header, audiences=GRAPH)

    directory.clock.move_to(START + timedelta(seconds=3599))

    assert refused(directory, header, GRAPH_RESOURCE) == "expired"


def test_tokens_can_be_withdrawn(
    directory: Directory, application: Application
) -> None:
    """What was issued before is expired, what is issued after holds."""
    header = f"Bearer {directory.issue(application)}"
    directory.verify(header, audiences=GRAPH)

    directory.expire_tokens()

    assert refused(directory, header, GRAPH_RESOURCE) == "expired"
    directory.verify(f"Bearer {directory.issue(application)}", audiences=GRAPH)


def test_applications_repeat_with_the_seed() -> None:
    """Ids and secrets are the same for the same seed, and hidden in prints."""
    first = a_directory().register_application("x")

    assert first == a_directory().register_application("x")
    assert first != a_directory(seed=2).register_application("x")
    assert first.client_secret not in repr(first)
