"""The organisation that is fuzzed, and what must be true of each of its answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fakes.dataverse import Limits
from fakes.wire import Request, Response
from tests.fakes.dataverse.makers import (
    MONDAY,
    ROOT,
    Bench,
    a_bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
    a_work_order,
)
from tests.fakes.fuzzing.tokens import Door

# Section 8, and the ways to succeed of section 3.1.
SUCCESSES: Final = frozenset({200, 201, 204, 304})
REFUSALS: Final = frozenset({400, 403, 404, 405, 412, 413, 501})
LONGEST_S: Final = 4.0  # of processor time: more is a hang


@dataclass(frozen=True, slots=True)
class Target:
    """A bench with a few rows, and their ids by table."""

    bench: Bench
    ids: Mapping[str, str]

    @property
    def door(self) -> Door:
        """What an application needs to be let in."""
        bench = self.bench
        return Door(
            directory=bench.directory,
            application=bench.application,
            audience=ROOT,
            token=bench.token.removeprefix("Bearer "),
            clock=bench.clock,
        )

    @contextmanager
    def fresh(self) -> Iterator[Bench]:
        """The bench; what is done to its rows inside has not happened afterwards."""
        organization = self.bench.organization
        before = organization.snapshot()
        try:
            yield self.bench
        finally:
            organization.restore(before)

    def send(
        self,
        method: str,
        path: str,
        query: str = "",
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        signed: bool = True,
    ) -> Response:
        """The documented answer to a request with a path below the service's root."""
        own = {"authorization": self.bench.token} if signed else {}
        request = Request(
            method=method,
            path=path,
            query=query,
            headers={**own, **(headers or {})},
            body=body,
            root_url=ROOT,
        )
        started = time.process_time()
        response = self.bench.perform(request)
        assert time.process_time() - started < LONGEST_S, "it took too long"
        check(response)
        return response

    def check_alive(self) -> None:
        """An ordinary request is still served."""
        response = self.bench.send("GET", "/WhoAmI")
        assert response.status == 200, response


def check(response: Response) -> None:
    """The answer is one that the fact sheet documents, in its shape (section 8)."""
    for name, value in response.headers:
        f"{name}: {value}".encode()
        assert not {"\r", "\n", "\0"} & set(value), (name, value)
    headers = {name.lower(): value for name, value in response.headers}
    if response.status == 401:
        assert headers["www-authenticate"].startswith("Bearer authorization_uri=")
        return
    kind = headers.get("content-type", "")
    if kind.startswith("multipart/mixed"):
        assert response.status in {200, 400}
        assert response.body.endswith(b"--\r\n")
        return
    if kind.startswith("application/json"):
        found = json.loads(response.body, parse_constant=_no_constant)
        assert response.status in SUCCESSES or is_error(found), response
    assert response.status in SUCCESSES | REFUSALS, response
    if response.status in REFUSALS:
        assert kind.startswith("application/json"), response


def is_error(found: object) -> bool:
    """Whether that is an error object: code and message, both text."""
    match found:
        case {"error": {"code": str(), "message": str()}}:
            return True
    return False


def _no_constant(name: str) -> object:
    raise AssertionError(f"{name} is no JSON")


def a_target() -> Target:
    """A fresh organisation with a row of each kind that matters."""
    bench = a_bench()
    organization = bench.organization
    organization.limits = Limits(requests=None, execution_time=None)
    user = a_user(bench)
    resource, status = a_resource(bench, user), a_booking_status(bench)
    order = a_work_order(bench)
    account = organization.create("account", {"name": "Fabrikam", "revenue": 12.5})
    contact = organization.create(
        "contact",
        {
            "firstname": "Nina",
            "lastname": "O'Hara",
            "parentcustomerid": ("account", account),
            "emailaddress1": "nina@contoso.example",
        },
    )
    organization.update("account", account, {"primarycontactid": contact})
    organization.define_key("contact", "email", ("emailaddress1", "lastname"))
    organization.define_key("account", "number", ("numberofemployees",))
    organization.define_key("contact", "born", ("birthdate",))
    organization.define_key("bookableresource", "user", ("userid",))
    appointment = organization.create(
        "appointment",
        {
            "subject": "Visit",
            "regardingobjectid": ("contact", contact),
            "scheduledstart": MONDAY,
            "scheduledend": MONDAY + timedelta(hours=1),
        },
    )
    task = organization.create("task", {"subject": "Call"})
    booking = a_booking(bench, resource, bookingstatus=status, msdyn_workorder=order)
    ids = {
        "account": account,
        "contact": contact,
        "appointment": appointment,
        "task": task,
        "bookableresource": resource,
        "bookableresourcebooking": booking,
        "bookingstatus": status,
        "msdyn_workorder": order,
        "systemuser": user,
        "usersettings": user,
        "organization": organization.organization_id,
        "mailbox": str(organization.mailbox_of(user)["mailboxid"]),
        "team": organization.add_team("Crew", members=[user]),
        "businessunit": organization.root_business_unit,
    }
    organization.share("account", account, user)
    share = organization.rows("principalobjectaccess")[0]
    ids["principalobjectaccess"] = str(share["principalobjectaccessid"])
    return Target(bench, ids)
