"""The fake's token service before msal and azure-identity, over https."""

from __future__ import annotations

from datetime import timedelta

import msal
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential
from PowerPlatform.Dataverse.client import DataverseClient

from tests.clients.served import Served
from tests.clients.signing_in import an_application


def _scopes(served: Served) -> list[str]:
    return [f"{served.url}/.default"]


def _asked_for_tokens(served: Served) -> int:
    return sum(
        operation["name"] == "token"
        for entry in served.asked("entra")
        for operation in entry["operations"]
    )


def test_msal_finds_the_token_endpoint_and_gets_a_token(served: Served) -> None:
    """Discovery by the authority, then the client's credentials (section 4)."""
    found = an_application(served).acquire_token_for_client(_scopes(served))

    assert found["token_type"] == "Bearer"
    assert found["expires_in"] == timedelta(minutes=60).total_seconds() - 1
    assert found["access_token"].count(".") == 2
    assert found["token_source"] == "identity_provider"


def test_msal_answers_the_second_call_from_its_cache(served: Served) -> None:
    """The token service is asked once."""
    application = an_application(served)
    first = application.acquire_token_for_client(_scopes(served))

    second = application.acquire_token_for_client(_scopes(served))

    assert second["access_token"] == first["access_token"]
    assert second["token_source"] == "cache"
    assert _asked_for_tokens(served) == 1


def test_msal_reports_a_wrong_secret(served: Served) -> None:
    """As its error dictionary, with Entra's number."""
    application = an_application(served, secret="wrong")

    found = application.acquire_token_for_client(_scopes(served))

    assert found["error"] == "invalid_client"
    assert found["error_codes"] == [7000215]
    assert found["error_description"].startswith("AADSTS7000215")
    assert {"correlation_id", "trace_id", "timestamp"} <= set(found)


def test_msal_reports_a_scope_that_is_none(served: Served) -> None:
    """The form of a client without a user is `{resource}/.default`."""
    application = an_application(served)

    found = application.acquire_token_for_client([f"{served.url}/user_impersonation"])

    assert found["error"] == "invalid_scope"
    assert found["error_codes"] == [1002012]


def test_msal_does_not_accept_an_unknown_tenant(served: Served) -> None:
    """Discovery fails, whether it is done at once or with the first token."""
    known = served.ready["authority"]
    unknown = known.replace(served.ready["tenant_id"], "fabrikam.example")

    with pytest.raises(ValueError, match="authority configuration"):
        an_application(served, authority=unknown).acquire_token_for_client(
            _scopes(served)
        )


def test_msal_in_its_generic_mode_accepts_the_issuer(served: Served) -> None:
    """`oidc_authority` looks below the authority itself and compares the issuer."""
    application = msal.ConfidentialClientApplication(
        served.ready["client_id"],
        client_credential=served.ready["client_secret"],
        oidc_authority=served.ready["authority"],
        verify=served.ready["ca_file"],
    )

    found = application.acquire_token_for_client(_scopes(served))

    assert "access_token" in found, found


def test_msal_must_be_kept_from_asking_elsewhere(served: Served) -> None:
    """Of an unknown host it asks the public discovery; here it meets our guard."""
    with pytest.raises(AssertionError, match="wants to leave this machine"):
        msal.ConfidentialClientApplication(
            served.ready["client_id"],
            client_credential=served.ready["client_secret"],
            authority=served.ready["authority"],
            verify=served.ready["ca_file"],
        )


def _azure(served: Served, *, secret: str | None = None) -> ClientSecretCredential:
    tenant = served.ready["tenant_id"]
    return ClientSecretCredential(
        tenant,
        served.ready["client_id"],
        secret or served.ready["client_secret"],
        authority=served.ready["authority"].removesuffix(f"/{tenant}"),
        disable_instance_discovery=True,
        connection_verify=served.ready["ca_file"],
    )


def test_azure_identity_signs_the_dataverse_client_in(served: Served) -> None:
    """Microsoft's own credential with Microsoft's own client, nothing in between."""
    with _azure(served) as credential, DataverseClient(served.url, credential) as one:
        found = one.records.list("systemuser", select=["fullname"])

    assert set(served.users) <= {row["systemuserid"] for row in found}


def test_azure_identity_raises_at_a_wrong_secret(served: Served) -> None:
    """With Entra's number in its text."""
    with (
        _azure(served, secret="wrong") as credential,
        pytest.raises(ClientAuthenticationError, match="AADSTS7000215"),
    ):
        credential.get_token(*_scopes(served))
