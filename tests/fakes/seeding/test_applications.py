"""Applications in a seed: registered, changed, refused as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from fakes import Tenant
from fakes.entra import APPLICATION_PERMISSIONS, Application
from fakes.instants import MONDAY, read_instant
from tests.fakes.entra.makers import a_key
from tests.fakes.seeding.makers import GUID, NINA, a_tenant, planted, refusal


def seeded(tenant: Tenant, **one: Any) -> Application:
    """The application after a seed that speaks of it alone."""
    [client_id] = planted({"applications": [one]}, tenant).applications
    found = tenant.directory.application(client_id)
    assert found is not None
    return found


def test_application_is_registered_as_described() -> None:
    """With its own id, credentials and permissions, and no others."""
    found = seeded(
        a_tenant(),
        name="Connector",
        client_id=GUID.upper(),
        client_secret="open sesame",
        client_secret_expires="2026-03-03T08:00:00Z",
        certificate=a_key().pem,
        roles=["Calendars.Read"],
    )

    assert (found.client_id, found.display_name) == (GUID, "Connector")
    assert found.roles == ("Calendars.Read",)
    assert [one.value for one in found.secrets] == ["open sesame"]
    assert found.secrets[0].expires_at == read_instant("2026-03-03T08:00:00Z")
    assert found.certificates == (a_key().certificate,)


def test_application_without_credentials_has_a_secret_of_its_own() -> None:
    """And the permissions of every area."""
    found = seeded(a_tenant(), name="Connector")

    assert len(found.client_secret) == 40
    assert found.roles == APPLICATION_PERMISSIONS


def test_application_that_is_there_is_changed() -> None:
    """By its name or its id: credentials are added, permissions replaced."""
    tenant = a_tenant()
    first = tenant.application

    seeded(tenant, name=first.display_name, client_secret="a second one")
    seeded(tenant, client_id=first.client_id, certificate=a_key().pem, roles=[])
    found = seeded(tenant, client_id=first.client_id, name="Renamed")

    assert tenant.directory.applications == (found,)
    assert [one.value for one in found.secrets] == [first.client_secret, "a second one"]
    assert (len(found.certificates), found.roles) == (1, ())
    assert found.display_name == "Renamed"


@pytest.mark.parametrize(
    ("one", "place"),
    [
        ({"client_id": GUID}, "applications[0]"),
        ({"name": "x", "certificate": "x"}, "applications[0]"),
        ({"name": "x", "roles": ["Everything"]}, "applications[0]"),
        ({"name": "x", "client_id": "x"}, "applications[0].client_id"),
        ({"name": "x", "client_secret": "short"}, "applications[0].client_secret"),
        ({"name": "x", "client_secret_expires": "soon"}, "applications[0]"),
        (
            {
                "name": "x",
                "client_secret": "long enough",
                "client_secret_expires": "soon",
            },
            "applications[0]",
        ),
        ({}, "applications[0]"),
    ],
)
def test_refused_application_says_where(one: dict[str, str], place: str) -> None:
    """And is not registered."""
    tenant = a_tenant()

    assert refusal({"applications": [one]}, tenant).place == place
    assert tenant.directory.applications == (tenant.application,)


def test_two_of_one_name_must_be_told_apart() -> None:
    """By their ids."""
    tenant = a_tenant()
    for client_id in (GUID, GUID.replace("1", "9")):
        seeded(tenant, name="Twin", client_id=client_id)

    reason = refusal({"applications": [{"name": "Twin", "roles": []}]}, tenant).reason

    assert "more than one" in reason


def test_seed_that_fails_later_registers_nobody() -> None:
    """As a whole or not at all."""
    tenant = a_tenant()

    refusal({"applications": [{"name": "x"}], "users": [NINA, NINA]}, tenant)

    assert tenant.directory.applications == (tenant.application,)
    assert tenant.clock.now() == MONDAY
