"""msgraph-sdk, set up as its documentation shows: the only place that makes one."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

import httpx
from azure.identity import ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import options
from msgraph_core import GraphClientFactory

from tests.clients.served import Served

T = TypeVar("T")
NOTHING: Final[Mapping[str, object]] = {}
NO_HEADERS: Final[Mapping[str, str]] = {}
SCOPES: Final = ["https://graph.microsoft.com/.default"]


def a_credential(served: Served, kind: Any = ClientSecretCredential) -> Any:
    """The application of the seed, as a credential of azure-identity."""
    tenant = served.ready["tenant_id"]
    return kind(
        tenant,
        served.ready["client_id"],
        served.ready["client_secret"],
        authority=served.ready["authority"].removesuffix(f"/{tenant}"),
        disable_instance_discovery=True,
        connection_verify=served.ready["ca_file"],
    )


@dataclass(frozen=True)
class Sdk:
    """The client and the event loop that its connections belong to."""

    served: Served
    client: Any
    adapter: Any
    runner: asyncio.Runner

    def run(self, request: Coroutine[Any, Any, T]) -> T:
        """What the request answers."""
        return self.runner.run(request)

    def get(
        self, builder: Any, *, headers: Mapping[str, str] = NO_HEADERS, **query: object
    ) -> Any:
        """What a GET with these query parameters answers."""
        return self.run(builder.get(asking(builder, query, headers)))

    def asked_for(self, builder: Any, **query: object) -> Any:
        """The request of a GET with these query parameters, not sent yet."""
        return builder.to_get_request_information(asking(builder, query))

    def refusal(self, request: Coroutine[Any, Any, object]) -> Any:
        """The `ODataError` that the request ends with."""
        try:
            found = self.run(request)
        except ODataError as error:
            return error
        msg = f"the service has agreed: {found}"
        raise AssertionError(msg)

    def condition(self, row: Any) -> Any:
        """The configuration of a write that only this version may meet."""
        return asking(headers={"If-Match": row.additional_data["@odata.etag"]})

    def of(self, address: str) -> Any:
        """The request builder of a user."""
        return self.client.users.by_user_id(address)

    @cached_property
    def organiser(self) -> Any:
        """The request builder of the first person of the seed."""
        return self.of(self.served.mailboxes[0])

    @cached_property
    def attendee(self) -> Any:
        """The request builder of the second person of the seed."""
        return self.of(self.served.mailboxes[1])


@contextmanager
def an_sdk(served: Served, credential: Any, *, scopes: Any = None) -> Iterator[Sdk]:
    """A client with all of its middleware; afterwards its connections are closed."""
    trust = ssl.create_default_context(cafile=served.ready["ca_file"])
    connections = httpx.AsyncHTTPTransport(verify=trust, http2=True)
    http = GraphClientFactory.create_with_default_middleware(
        client=httpx.AsyncClient(transport=connections, timeout=30), options=options
    )
    provider = AzureIdentityAuthenticationProvider(
        credential, scopes=SCOPES if scopes is None else scopes
    )
    adapter = GraphRequestAdapter(provider, client=http)
    adapter.base_url = served.graph  # before the client is made: it copies it
    with asyncio.Runner() as runner:
        yield Sdk(
            served=served,
            client=GraphServiceClient(request_adapter=adapter),
            adapter=adapter,
            runner=runner,
        )
        runner.run(connections.aclose())  # the middleware around them does not


def asking(
    builder: Any = None,
    query: Mapping[str, object] = NOTHING,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Any:
    """A request's configuration: query parameters of its builder, and headers."""
    parameters = None
    if query:
        kind = getattr(builder, f"{type(builder).__name__}GetQueryParameters")
        parameters = kind(**query)
    configuration = RequestConfiguration(query_parameters=parameters)
    for name, value in headers.items():
        configuration.headers.add(name, value)
    return configuration


def a_time(text: str, zone: str = "UTC") -> Any:
    """A time in a zone."""
    return DateTimeTimeZone(date_time=text, time_zone=zone)


def an_attendee(address: str, type: AttendeeType = AttendeeType.Required) -> Any:
    """Somebody invited."""
    return Attendee(email_address=EmailAddress(address=address), type=type)


def an_event(
    subject: str = "Site visit",
    *,
    day: int = 3,
    hour: int = 9,
    attendees: tuple[str, ...] = (),
    **others: object,
) -> Any:
    """An hour of March 2026."""
    return Event(
        subject=subject,
        start=a_time(f"2026-03-{day:02}T{hour:02}:00:00"),
        end=a_time(f"2026-03-{day:02}T{hour + 1:02}:00:00"),
        attendees=[an_attendee(one) for one in attendees] or None,
        **others,
    )
