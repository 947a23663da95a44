"""Consent and revocation: which tokens hold, and what a refused client is told."""

from __future__ import annotations

import base64
import json
import re
from datetime import timedelta

import jwt
import pytest

from fakes.entra import (
    APPLICATION_PERMISSIONS,
    GRAPH_RESOURCE,
    Application,
    Directory,
    EntraService,
    TokenRefused,
)
from tests.fakes.entra.makers import START, TOKEN, a_directory, a_form, ask

GRAPH = (GRAPH_RESOURCE,)
CAPABLE = json.dumps({"access_token": {"xms_cc": {"values": ["CP1"]}}})


def a_token(service: EntraService, application: Application, claims: str = "") -> str:
    """The header of a client that asked with those claims."""
    status, body = ask(service, TOKEN, a_form(application, claims=claims))
    assert status == 200, body
    return f"Bearer {body['access_token']}"


def refusal(directory: Directory, header: str) -> TokenRefused:
    """Why a header does not hold."""
    with pytest.raises(TokenRefused) as caught:
        directory.verify(header, audiences=GRAPH)
    return caught.value


def test_token_says_that_its_client_takes_challenges(
    service: EntraService, application: Application
) -> None:
    """`xms_cc`, and only when the client has declared it."""
    said = [
        jwt.decode(
            a_token(service, application, claims)[7:],
            options={"verify_signature": False},
        )
        for claims in (CAPABLE, "")
    ]

    assert [one.get("xms_cc") for one in said] == [["CP1"], None]


def test_revoked_token_of_a_capable_client_is_challenged(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """With the claims of a token that was issued after the revocation."""
    header = a_token(service, application, CAPABLE)
    directory.verify(header, audiences=GRAPH)
    directory.clock.move_to(START + timedelta(minutes=1))

    directory.revoke(application)
    refused = refusal(directory, header)

    assert refused.reason == "revoked"
    assert "TokenIssuedBeforeRevocationTimestamp" in str(refused)
    assert re.match(
        r', error_description="[^"]+", error="insufficient_cl', refused.challenge
    )
    coded = re.search(r'claims="([^"]+)"', refused.challenge)
    assert coded is not None
    assert json.loads(base64.b64decode(coded[1])) == {
        "access_token": {
            "nbf": {"essential": True, "value": str(int(START.timestamp()) + 60)}
        }
    }


def test_token_asked_for_after_the_challenge_holds(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """At the same instant, with the claims of the challenge and its capabilities."""
    header = a_token(service, application, CAPABLE)
    directory.revoke(application)
    claims = json.loads(refusal(directory, header).claims or "{}")
    claims["access_token"]["xms_cc"] = {"values": ["CP1"]}

    renewed = a_token(service, application, json.dumps(claims))

    assert directory.verify(renewed, audiences=GRAPH).takes_challenges
    assert refusal(directory, header).reason == "revoked"


def test_client_that_takes_no_challenge_gets_none(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """It is refused without one."""
    header = a_token(service, application)
    directory.revoke()

    refused = refusal(directory, header)

    assert (refused.reason, refused.claims, refused.challenge) == ("revoked", None, "")


def test_revocation_is_of_one_application_or_of_all(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """Others go on."""
    other = directory.register_application("other")
    headers = [a_token(service, one) for one in (application, other)]

    directory.revoke(application)

    assert refusal(directory, headers[0]).reason == "revoked"
    directory.verify(headers[1], audiences=GRAPH)
    directory.revoke()
    assert refusal(directory, headers[1]).reason == "revoked"


def test_token_that_has_ended_is_expired_not_revoked(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """No challenge for what no longer held anyway."""
    header = a_token(service, application, CAPABLE)
    directory.revoke()
    directory.clock.move_to(START + timedelta(hours=1))

    assert refusal(directory, header).reason == "expired"


@pytest.mark.parametrize(
    "claims",
    [
        "x",
        "[]",
        '{"access_token": 1}',
        '{"access_token": {"xms_cc": "CP1"}}',
        "[" * 10**5,
    ],
)
def test_malformed_claims_are_refused(
    service: EntraService, application: Application, claims: str
) -> None:
    """400 `invalid_request`."""
    status, body = ask(service, TOKEN, a_form(application, claims=claims))

    assert (status, body["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    "claims",
    [
        '{"access_token": null}',
        '{"access_token": {"xms_cc": null}}',
        '{"access_token": {"xms_cc": {"values": ["CP2", 1]}}}',
        '{"id_token": {"auth_time": {"essential": true}}}',
    ],
)
def test_claims_that_declare_nothing_are_let_pass(
    service: EntraService, application: Application, claims: str
) -> None:
    """A token without capabilities."""
    token = a_token(service, application, claims)[7:]

    assert "xms_cc" not in jwt.decode(token, options={"verify_signature": False})


def test_consent_is_for_tokens_to_come(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """Those that are out say what they said, whoever keeps a former application."""
    before = a_token(service, application)

    directory.consent(application, ("Mail.Read", "Mail.Read"))
    after = [a_token(service, application), f"Bearer {directory.issue(application)}"]

    assert directory.verify(before, audiences=GRAPH).roles == APPLICATION_PERMISSIONS
    found = [directory.verify(one, audiences=GRAPH).roles for one in after]
    assert found == [("Mail.Read",)] * 2


def test_what_is_no_permission_cannot_be_consented_to(
    directory: Directory, application: Application
) -> None:
    """Nor given at the registration; nothing has changed."""
    with pytest.raises(ValueError, match="no application permission"):
        directory.consent(application, ("Calendar.Read",))
    with pytest.raises(ValueError, match="no application permission"):
        directory.register_application("x", roles=("Everything",))

    assert directory.applications == (application,)


def test_restored_directory_is_as_it_was() -> None:
    """Applications, consent, revocations, switches; tokens go on to hold."""
    directory = a_directory()
    application = directory.register_application("first")
    early = f"Bearer {directory.issue(application)}"
    directory.revoke()
    snapshot = directory.snapshot()
    late = f"Bearer {directory.issue(application)}"
    directory.revoke()
    directory.consent(application, ())
    directory.register_application("second")
    directory.switches.assertion_clock = "tenant"

    directory.restore(snapshot)

    assert directory.applications == (application,)
    assert directory.switches == a_directory().switches
    assert refusal(directory, early).reason == "revoked"
    directory.verify(late, audiences=GRAPH)


def test_two_applications_cannot_have_one_id(directory: Directory) -> None:
    """Whatever the letter case."""
    name = "AAAAAAAA-0000-4000-8000-000000000001"
    first = directory.register_application("first", client_id=name)

    with pytest.raises(ValueError, match="already"):
        directory.register_application("second", client_id=name.lower())

    assert directory.application(name) == first
