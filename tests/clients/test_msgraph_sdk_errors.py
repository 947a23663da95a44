"""msgraph-sdk meets refusals: its error type, its retries, its way to tokens."""

from __future__ import annotations

import pytest
from azure.core.credentials import AccessToken
from azure.identity.aio import ClientSecretCredential
from msgraph.generated.models.event import Event

from tests.clients.graph_sdk import Sdk, a_credential, an_event, an_sdk
from tests.clients.served import Served

NOBODY = "nobody@contoso.example"


def _refuse(served: Served, operation: str, status: int, **others: object) -> None:
    effect = {"kind": "answer", "status": status, **others}
    served.let_fail(operation, effect, service="exchange")


def _statuses(served: Served) -> list[int]:
    return [one["status"] for one in served.asked("exchange")]


def test_an_error_carries_all_that_the_service_says(graph: Sdk) -> None:
    """Status, code, text, and ids to ask the service's people about."""
    refused = graph.refusal(graph.of(NOBODY).events.get())

    inner = refused.error.inner_error
    (asked,) = graph.served.asked("exchange")
    answered = dict(asked["response"]["headers"])
    assert refused.response_status_code == 404
    assert refused.error.code == "ErrorInvalidUser"
    assert NOBODY in refused.error.message
    assert inner.request_id == answered["request-id"]
    assert inner.client_request_id == answered["client-request-id"]
    assert refused.response_headers["request-id"] == inner.request_id


def test_an_event_without_times_is_refused(graph: Sdk) -> None:
    """400, with the code of the service."""
    refused = graph.refusal(graph.organiser.events.post(Event(subject="When?")))

    assert refused.response_status_code == 400
    assert refused.error.code == "ErrorPropertyValidationFailure"


@pytest.mark.parametrize(
    ("access", "status", "code"),
    [
        ("not_enabled", 404, "MailboxNotEnabledForRESTAPI"),
        ("denied", 403, "ErrorAccessDenied"),
    ],
)
def test_a_mailbox_may_be_out_of_reach(
    graph: Sdk, access: str, status: int, code: str
) -> None:
    """Neither means that its events are gone (trap 39)."""
    address = graph.served.mailboxes[0]
    graph.served.plant({"mailboxes": [{"address": address, "access": access}]})

    refused = graph.refusal(graph.organiser.events.get())

    assert (refused.response_status_code, refused.error.code) == (status, code)


def test_who_asks_too_much_has_to_wait(graph: Sdk) -> None:
    """As long as the window lasts; beyond three minutes the client does not (6)."""
    graph.served.plant({"exchange": {"throttle": {"requests": 1}}})
    graph.get(graph.organiser.events)

    refused = graph.refusal(graph.organiser.events.get())

    wait_s = int(refused.response_headers["retry-after"])
    assert (refused.response_status_code, refused.error.code) == (
        429,
        "TooManyRequests",
    )
    graph.served.let_pass(seconds=wait_s)
    assert graph.get(graph.organiser.events).value == []


def test_me_is_nobody_for_an_application(graph: Sdk) -> None:
    """400 (section 1.3); the client writes `/me` out of a placeholder."""
    refused = graph.refusal(graph.client.me.events.get())

    assert (refused.response_status_code, refused.error.code) == (400, "BadRequest")


def test_what_the_fake_has_not_is_said_clearly(graph: Sdk) -> None:
    """501, so that nobody takes it for an empty answer."""
    refused = graph.refusal(graph.organiser.people.get())

    assert refused.response_status_code == 501
    assert "people" in refused.error.message


@pytest.mark.parametrize("status", [429, 503])
def test_the_client_asks_again_after_the_time_told(graph: Sdk, status: int) -> None:
    """Once more, marked as such."""
    _refuse(graph.served, "event.list", status, retry_after_s=1)

    found = graph.get(graph.organiser.events)

    assert found.value == []
    assert _statuses(graph.served) == [status, 200]
    (_, again) = graph.served.asked("exchange")
    assert ["retry-attempt", "1"] in [
        [name.lower(), value] for name, value in again["request"]["headers"]
    ]


def test_the_client_repeats_writes_too(graph: Sdk) -> None:
    """The event is there once only thanks to its transaction (trap 3)."""
    lost = {"kind": "answer", "status": 503, "retry_after_s": 1}
    graph.served.let_fail("event.create", lost, service="exchange")

    made = graph.run(graph.organiser.events.post(an_event(transaction_id="once")))

    assert _statuses(graph.served) == [503, 201]
    assert [one.id for one in graph.get(graph.organiser.events).value] == [made.id]


def test_a_long_wait_is_left_to_the_caller(graph: Sdk) -> None:
    """Beyond three minutes the error is raised, with the time in its headers."""
    _refuse(graph.served, "event.list", 429, retry_after_s=200)

    refused = graph.refusal(graph.organiser.events.get())

    assert refused.response_status_code == 429
    assert refused.response_headers["retry-after"] == "200"
    assert _statuses(graph.served) == [429]


def test_other_failures_are_not_tried_again(graph: Sdk) -> None:
    """500 is the caller's affair."""
    _refuse(graph.served, "event.list", 500, code="ErrorInternalServerError")

    refused = graph.refusal(graph.organiser.events.get())

    assert refused.error.code == "ErrorInternalServerError"
    assert _statuses(graph.served) == [500]


def test_a_claims_challenge_is_met_with_a_new_token(served: Served) -> None:
    """The client repeats the request once with a token that has the claims."""
    with a_credential(served) as credential, an_sdk(served, credential) as one:
        one.get(one.organiser.calendar)
        served.revoke_tokens()

        found = one.get(one.organiser.calendar)

    assert found.name == "Calendar"
    assert _statuses(served) == [200, 401, 200]


def test_without_a_token_nothing_is_answered(served: Served) -> None:
    """401 as an `ODataError`."""

    class Nothing:
        def get_token(self, *_: str, **__: object) -> None:
            """No token."""

    with an_sdk(served, Nothing()) as anonymous:
        refused = anonymous.refusal(anonymous.organiser.events.get())

    assert refused.response_status_code == 401
    assert refused.error.code == "InvalidAuthenticationToken"


def test_a_client_without_scopes_is_served(served: Served) -> None:
    """Its token is for the bare host that it was pointed at (section 4)."""
    with (
        a_credential(served) as credential,
        an_sdk(served, credential, scopes=[]) as one,
    ):
        found = one.get(one.organiser.calendar)

    assert found.name == "Calendar"


def test_the_credential_with_asyncio_is_served(served: Served) -> None:
    """It asks for the token without discovery."""
    credential = a_credential(served, ClientSecretCredential)

    with an_sdk(served, credential) as one:
        found = one.get(one.organiser.calendar)
        one.run(credential.close())

    assert found.name == "Calendar"


def test_plain_http_is_served_on_loopback(plain_server: Served, served: Served) -> None:
    """Microsoft's middleware agrees to it there; the token must come by https."""
    del served  # the guard that keeps everybody on this machine

    class Token:
        def get_token(self, *scopes: str, **_: object) -> AccessToken:
            """A token of the server without TLS."""
            return AccessToken(plain_server.token(*scopes), 2**40)

    with an_sdk(plain_server, Token()) as one:
        found = one.get(one.organiser.calendar)

    assert found.name == "Calendar"
