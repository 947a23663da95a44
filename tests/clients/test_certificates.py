"""Certificates, expiry and claims challenges before msal and azure-identity."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any

import jwt
import msal
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import CertificateCredential, ClientSecretCredential
from azure.identity.aio import CertificateCredential as AsyncCertificateCredential
from PowerPlatform.Dataverse.client import DataverseClient

from tests.clients.served import Served
from tests.fakes.entra.makers import a_key

KEY = a_key("client")


def _scope(served: Served) -> str:
    return f"{served.url}/.default"


def _registered(served: Served) -> str:
    """The client id of the seed's application, which has a certificate by now."""
    client_id = str(served.ready["client_id"])
    seed = {"applications": [{"client_id": client_id, "certificate": KEY.pem}]}
    assert served.plant(seed)["applications"] == [client_id]
    return client_id


def _said(token: str) -> dict[str, Any]:
    said: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return said


def _sent(served: Served) -> list[dict[str, Any]]:
    """The forms of sign-ins as the journal keeps them."""
    return [
        entry["request"]["body"]
        for entry in served.asked("entra")
        if entry["operations"][0]["name"] == "token"
    ]


def _msal(served: Served, credential: dict[str, str]) -> dict[str, Any]:
    application = msal.ConfidentialClientApplication(
        _registered(served),
        client_credential=credential,
        authority=served.ready["authority"],
        instance_discovery=False,
        verify=served.ready["ca_file"],
    )
    found: dict[str, Any] = application.acquire_token_for_client([_scope(served)])
    return found


def _by_sha256() -> dict[str, str]:
    return {"private_key": KEY.with_private, "public_certificate": KEY.pem}


def _by_sha1() -> dict[str, str]:
    octets = base64.urlsafe_b64decode(KEY.certificate.sha1 + "=")
    return {"private_key": KEY.with_private, "thumbprint": octets.hex().upper()}


@pytest.mark.parametrize("credential", [_by_sha256, _by_sha1])
def test_msal_signs_in_with_a_certificate(
    served: Served, credential: Callable[[], dict[str, str]]
) -> None:
    """PS256 with the newer thumbprint, RS256 with the older one."""
    found = _msal(served, credential())

    assert "access_token" in found, found
    assert _said(found["access_token"])["appidacr"] == "2"


def test_msal_reports_a_certificate_that_nobody_registered(served: Served) -> None:
    """As its error dictionary, with Entra's number; the journal keeps no assertion."""
    other = a_key("stranger")
    credential = {"private_key": other.with_private, "public_certificate": other.pem}

    found = _msal(served, credential)

    assert found["error"] == "invalid_client"
    assert found["error_codes"] == [700027]
    [form] = _sent(served)
    assert "client_assertion=(removed)" in form["text"]
    assert "eyJ" not in form["text"]


def _azure_settings(served: Served) -> dict[str, Any]:
    tenant = served.ready["tenant_id"]
    return {
        "authority": served.ready["authority"].removesuffix(f"/{tenant}"),
        "disable_instance_discovery": True,
        "connection_verify": served.ready["ca_file"],
    }


def test_azure_identity_signs_the_dataverse_client_in_with_a_certificate(
    served: Served,
) -> None:
    """Microsoft's own credential with Microsoft's own client."""
    with (
        CertificateCredential(
            served.ready["tenant_id"],
            _registered(served),
            certificate_data=KEY.with_private.encode(),
            **_azure_settings(served),
        ) as credential,
        DataverseClient(served.url, credential) as client,
    ):
        found = client.records.list("systemuser", select=["fullname"])

    assert set(served.users) <= {row["systemuserid"] for row in found}


def test_azure_identity_signs_in_with_asyncio(served: Served) -> None:
    """That client makes its assertion itself, and pads the thumbprint; once.

    Its cache goes by the first segment of the authority.
    """
    client_id = _registered(served)

    async def token() -> str:
        async with AsyncCertificateCredential(
            served.ready["tenant_id"],
            client_id,
            certificate_data=KEY.with_private.encode(),
            **_azure_settings(served),
        ) as credential:
            first = await credential.get_token(_scope(served))
            assert await credential.get_token(_scope(served)) == first
            return first.token

    assert _said(asyncio.run(token()))["appidacr"] == "2"
    assert len(_sent(served)) == 1


def test_azure_identity_raises_at_a_certificate_that_nobody_registered(
    served: Served,
) -> None:
    """With Entra's number in its text."""
    with (
        CertificateCredential(
            served.ready["tenant_id"],
            served.ready["client_id"],
            certificate_data=KEY.with_private.encode(),
            **_azure_settings(served),
        ) as credential,
        pytest.raises(ClientAuthenticationError, match="AADSTS700027"),
    ):
        credential.get_token(_scope(served))


def _with_secret(served: Served) -> ClientSecretCredential:
    return ClientSecretCredential(
        served.ready["tenant_id"],
        served.ready["client_id"],
        served.ready["client_secret"],
        **_azure_settings(served),
    )


def test_token_of_a_client_ends_in_virtual_time(served: Served) -> None:
    """The client believes in it, by its own clock; the service does not."""
    with _with_secret(served) as credential:
        token = credential.get_token("https://graph.microsoft.com/.default").token
        assert served.graph_status(token) == 200

        served.let_pass(seconds=3599)

        assert served.graph_status(token) == 401


def test_claims_of_a_challenge_pass_the_clients_cache(served: Served) -> None:
    """A revoked token is not given again, and the new one holds."""
    scope = "https://graph.microsoft.com/.default"
    with _with_secret(served) as credential:
        first = credential.get_token(scope, enable_cae=True).token
        served.revoke_tokens()
        assert served.graph_status(first) == 401
        assert credential.get_token(scope, enable_cae=True).token == first
        claims = {"access_token": {"nbf": {"essential": True, "value": "1772438400"}}}

        second = credential.get_token(
            scope, enable_cae=True, claims=json.dumps(claims)
        ).token

    assert served.graph_status(second) == 200
    assert _said(second)["xms_cc"] == ["CP1"]
