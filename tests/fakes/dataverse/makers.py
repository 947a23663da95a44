"""A tenant's Dataverse with the few rows that most tests need."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from fakes.clock import VirtualClock
from fakes.dataverse import DataverseService, Organization
from fakes.dataverse.rights import Depth
from fakes.entra import Application, Directory
from fakes.wire import Request, Response

MONDAY: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
ROOT: Final = "http://127.0.0.1:8080/t1/dataverse"
API: Final = f"{ROOT}/api/data/v9.2"
SCHEDULED: Final = 690970000


@dataclass(slots=True)
class Bench:
    """One organisation, its service, and a client that signs in as the application."""

    clock: VirtualClock
    directory: Directory
    application: Application
    organization: Organization
    service: DataverseService
    token: str
    performed: list[str] = field(default_factory=list)

    def send(
        self,
        method: str,
        target: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The answer to a request below the API root; the body is JSON or bytes."""
        path, _, query = target.partition("?")
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = Request(
            method=method,
            path=f"/api/data/v9.2{path}",
            query=query,
            headers={"authorization": self.token, **(headers or {})},
            body=b"" if body is None else payload,
            root_url=ROOT,
        )
        return self.perform(request)

    def perform(self, request: Request) -> Response:
        """What the tenant does with a request, without faults."""
        self.performed.append(self.service.operation(request))
        return self.service.handle(request, self.perform)

    def read(self, target: str, **headers: str) -> dict[str, Any]:
        """The JSON of a successful GET; `prefer_` style names become header names."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.send("GET", target, headers=named)
        assert response.status == 200, response.body
        return json_of(response)


def json_of(response: Response) -> dict[str, Any]:
    """The JSON object of an answer."""
    found = json.loads(response.body)
    assert isinstance(found, dict)
    return found


def header(response: Response, name: str) -> str | None:
    """The value of an answer's header; None when it has none."""
    return dict(response.headers).get(name)


def error_of(response: Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return response.status, json_of(response)["error"]["code"]


def a_bench(*, seed: int = 1) -> Bench:
    """A fresh organisation on Monday at 08:00 UTC."""
    clock = VirtualClock(MONDAY)
    directory = Directory(
        tenant_id="5f0e7c00-0000-4000-8000-00000000aaaa", seed=seed, clock=clock
    )
    application = directory.register_application("implementation under test")
    organization = Organization(
        seed=seed, clock=clock, tenant_id=directory.tenant_id, application=application
    )
    token = directory.issue(application, audience=ROOT, lifetime=timedelta(days=400))
    return Bench(
        clock=clock,
        directory=directory,
        application=application,
        organization=organization,
        service=DataverseService(organization, directory),
        token=f"Bearer {token}",
    )


def a_user(bench: Bench, name: str = "Nina Example", **more: Any) -> str:
    """The id of a user with a mailbox."""
    email = f"{name.partition(' ')[0].lower()}@contoso.example"
    return bench.organization.add_user(name=name, email=email, **more)


def a_resource(bench: Bench, user: str, name: str = "Nina") -> str:
    """The id of a bookable resource that is a user."""
    values = {"name": name, "resourcetype": 3, "userid": user}
    return bench.organization.create("bookableresource", values)


def a_booking_status(bench: Bench, name: str = "Scheduled") -> str:
    """The id of a committed booking status."""
    values = {"name": name, "status": 2, "msdyn_fieldservicestatus": SCHEDULED}
    return bench.organization.create("bookingstatus", values)


def a_work_order(bench: Bench, **more: Any) -> str:
    """The id of a work order with account, type and price list."""
    create = bench.organization.create
    values = {
        "msdyn_serviceaccount": create("account", {"name": "Fabrikam"}),
        "msdyn_workordertype": create("msdyn_workordertype", {"msdyn_name": "Repair"}),
        "msdyn_pricelist": create("pricelevel", {"name": "Standard"}),
    }
    return create("msdyn_workorder", {**values, **more})


def a_booking(bench: Bench, resource: str, **more: Any) -> str:
    """The id of a booking of one hour at 10:00."""
    start = more.pop("starttime", MONDAY + timedelta(hours=2))
    values = {
        "name": "Site visit",
        "starttime": start,
        "endtime": start + timedelta(hours=1),
        "resource": resource,
        "bookingstatus": more.pop("bookingstatus", None) or a_booking_status(bench),
    }
    return bench.organization.create("bookableresourcebooking", {**values, **more})


def an_account(bench: Bench, name: str = "Fabrikam", **more: Any) -> str:
    """The id of an account."""
    return bench.organization.create("account", {"name": name, **more})


def a_contact(bench: Bench, lastname: str = "Example", **more: Any) -> str:
    """The id of a contact."""
    return bench.organization.create("contact", {"lastname": lastname, **more})


def as_a_user_with(
    bench: Bench, privileges: Mapping[str, Depth], name: str = "Clerk Example"
) -> dict[str, str]:
    """The headers of requests that act as a new user with just these privileges."""
    role = bench.organization.add_role(f"role of {name}", privileges)
    return {"mscrmcallerid": a_user(bench, name, roles=[role])}


def from_an_application_with(
    bench: Bench, privileges: Mapping[str, Depth], name: str = "Sender"
) -> dict[str, str]:
    """The headers of requests that another application sends as its own user."""
    application = bench.directory.register_application(name)
    user = as_a_user_with(bench, privileges, f"{name} Example")["mscrmcallerid"]
    bench.organization.update(
        "systemuser", user, {"applicationid": application.client_id}
    )
    token = bench.directory.issue(application, audience=ROOT)
    return {"authorization": f"Bearer {token}"}


@contextmanager
def nothing_is_written(bench: Bench) -> Iterator[None]:
    """What happens inside leaves the organisation's version and log as they were."""
    organization = bench.organization
    version = organization.version
    yield
    assert organization.version == version
    assert organization.changed_since(version) == ()


def row_of(bench: Bench, table: str, id: str) -> Mapping[str, object]:
    """The columns of a row that is there."""
    found = bench.organization.get(table, id)
    assert found is not None, f"no {table} {id}"
    return found


def new_id(response: Response) -> str:
    """The id in the address of a row that has just been written."""
    address = header(response, "OData-EntityId")
    assert address is not None, response.body
    return address.rpartition("(")[2].rstrip(")")
