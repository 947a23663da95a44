"""PowerPlatform-Dataverse-Client maps refusals to its own exceptions; asyncio, too."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import aiohttp
import pytest
from azure.core.credentials import AccessToken
from PowerPlatform.Dataverse.aio.async_client import AsyncDataverseClient
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.config import DataverseConfig
from PowerPlatform.Dataverse.core.errors import HttpError, ValidationError
from requests.exceptions import SSLError

from tests.clients.served import Served
from tests.clients.signing_in import AsyncMsalCredential, MsalCredential


def test_plain_http_is_refused_by_the_client(served: Served) -> None:
    """Hence TLS in the fake."""
    with pytest.raises(ValueError, match="HTTPS"):
        DataverseClient("http://127.0.0.1:8080", MsalCredential(served))


def test_who_does_not_trust_the_authority_gets_no_answer(
    served: Served, credential: MsalCredential, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its file the certificate is worth nothing."""
    credential.get_token(f"{served.url}/.default")
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    config = DataverseConfig(http_retries=1)

    with (
        DataverseClient(served.url, credential, config) as client,
        pytest.raises(SSLError),
    ):
        client.records.list("account")


def test_an_error_carries_all_that_the_service_says(
    client: DataverseClient, served: Served
) -> None:
    """Status, category, the service's code, its text and its request id."""
    with pytest.raises(HttpError) as refused:
        client.records.create("account", {"name": "x" * 5000})

    error = refused.value
    excerpt = error.details["body_excerpt"]
    answer = dict(served.asked("dataverse")[-1]["response"]["headers"])
    assert (error.status_code, error.subcode) == (400, "http_400")
    assert error.code == "http_error"
    assert error.source == "server"
    assert not error.is_transient
    assert error.details["service_error_code"] == "0x80044331"
    assert error.details["service_request_id"] == answer["x-ms-service-request-id"]
    assert excerpt.startswith('{"error":{')
    assert error.message[:40] in excerpt


def test_throttling_is_transient_and_says_for_how_long(
    client: DataverseClient, served: Served
) -> None:
    """429 with whole seconds; the client itself does not try again (trap 34)."""
    client.records.create("account", {"name": "Warm"})
    served.limit_requests(0)
    served.forget()

    with pytest.raises(HttpError) as refused:
        client.records.list("account", select=["name"])

    error = refused.value
    assert (error.status_code, error.subcode) == (429, "http_429")
    assert error.is_transient
    assert error.details["service_error_code"] == "0x80072322"
    assert 0 < error.details["retry_after"] <= 300
    assert [entry["status"] for entry in served.asked("dataverse")] == [429]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_failures_of_the_service_are_raised(
    client: DataverseClient, served: Served, status: int
) -> None:
    """Made by a fault; what may pass is called transient."""
    effect = {"kind": "answer", "status": status, "retry_after_s": 7}
    served.let_fail("account.create", effect)

    with pytest.raises(HttpError) as refused:
        client.records.create("account", {"name": "Fabrikam"})

    assert refused.value.status_code == status
    assert refused.value.is_transient == (status != 500)
    assert refused.value.details["retry_after"] == 7


def test_a_token_that_is_not_the_services_is_refused(served: Served) -> None:
    """401 without a JSON error (section 1.1) is an error all the same."""

    class Forged(MsalCredential):
        def get_token(self, *scopes: str, **more: Any) -> AccessToken:
            token = super().get_token(*scopes, **more)
            return token._replace(token=f"{token.token[:-8]}AAAAAAAA")

    with (
        DataverseClient(served.url, Forged(served)) as client,
        pytest.raises(HttpError) as refused,
    ):
        client.records.list("account")

    assert refused.value.status_code == 401


def test_a_disabled_user_is_forbidden(client: DataverseClient, served: Served) -> None:
    """403 with the code of it (section 1.1)."""
    (own,) = client.records.list(
        "systemuser",
        filter=f"applicationid eq {served.ready['client_id']}",
        select=["isdisabled"],
    )
    client.records.update("systemuser", own["systemuserid"], {"isdisabled": True})

    with pytest.raises(HttpError) as refused:
        client.records.create("account", {"name": "Fabrikam"})

    assert (refused.value.status_code, refused.value.subcode) == (403, "http_403")
    assert refused.value.details["service_error_code"] == "0x80040225"


def test_duplicates_by_an_alternate_key_are_a_failed_precondition(
    client: DataverseClient,
) -> None:
    """412 with the code of the key (trap 2)."""
    client.records.create("account", {"name": "A", "accountnumber": "1"})

    with pytest.raises(HttpError) as refused:
        client.records.create("account", {"name": "B", "accountnumber": "1"})

    assert refused.value.status_code == 412
    assert refused.value.details["service_error_code"] == "0x80060892"


def test_a_lost_answer_is_asked_for_again(
    client: DataverseClient, served: Served
) -> None:
    """The client repeats after network errors, and only after them."""
    client.records.list("account", select=["name"])
    served.forget()
    served.let_fail("account.list", {"kind": "lost", "after_effect": False})

    found = client.records.list("account", select=["name"])

    assert len(found) == 0
    assert [entry["status"] for entry in served.asked("dataverse")] == [None, 200]


def test_what_is_wrong_before_sending_is_a_validation_error(
    client: DataverseClient,
) -> None:
    """The client's own type for it."""
    with pytest.raises(ValidationError):
        client.query.fetchxml("<fetch>")


def test_the_client_with_asyncio_does_the_same(served: Served) -> None:
    """Create, read, page, batch, delete, fail."""

    async def talked() -> None:
        context = ssl.create_default_context(cafile=served.ready["ca_file"])
        connector = aiohttp.TCPConnector(ssl=context)
        session = aiohttp.ClientSession(connector=connector)
        client = AsyncDataverseClient(served.url, AsyncMsalCredential(served))
        client._session = session  # it offers no setting for trust
        async with client:
            ids = await client.records.create(
                "account", [{"name": f"Account {number}"} for number in range(5)]
            )
            rows = await client.records.list("account", select=["name"], page_size=2)
            assert {row["accountid"] for row in rows} == set(ids)
            batch = client.batch.new()
            batch.records.delete("account", ids[0])
            assert not (await batch.execute()).has_errors
            assert await client.records.retrieve("account", ids[0]) is None
            with pytest.raises(HttpError) as refused:
                await client.records.delete("account", ids[0])
            assert refused.value.status_code == 404

    asyncio.run(talked())
