"""Requests of samples of Graph and of its tokens: the only place that sends them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote, urlencode

from fakes.clock import VirtualClock
from fakes.entra import Application, Directory, EntraService
from fakes.exchange import ExchangeService, ExchangeTenant
from fakes.wire import Request, Response
from tests.fakes.differences import filled
from tests.fakes.samples import Json, Missing, in_lines

MONDAY: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOST: Final = "http://127.0.0.1:8080/t1"
ROOT: Final = f"{HOST}/graph"
API: Final = f"{ROOT}/v1.0"
LOGIN: Final = f"{HOST}/login"
DOMAIN: Final = "contoso.example"
PERMISSIONS: Final = (
    "Calendars.ReadWrite",
    "Contacts.ReadWrite",
    "Mail.ReadWrite",
    "Mail.Send",
    "MailboxSettings.ReadWrite",
    "Tasks.ReadWrite.All",
    "User.Read.All",
)
_ALLOWED_IN_URLS: Final = "%/:?#[]@!$&'()*+,;=~"
_JSON: Final = "application/json"


@dataclass(slots=True)
class Bench:
    """One tenant's mailboxes and directory, and the application that asks."""

    clock: VirtualClock
    directory: Directory
    application: Application
    exchange: ExchangeTenant
    graph: ExchangeService
    login: EntraService
    token: str

    def perform(self, request: Request) -> Response:
        """What the tenant does with a request, without faults."""
        if request.root_url == LOGIN:
            return self.login.handle(request, self.perform)
        return self.graph.handle(request, self.perform)


def a_bench(permissions: tuple[str, ...] = PERMISSIONS) -> Bench:
    """A tenant without mailboxes on Monday at 08:00 UTC."""
    clock = VirtualClock(MONDAY)
    directory = Directory(
        tenant_id="5f0e7c00-0000-4000-8000-00000000aaaa", seed=1, clock=clock
    )
    application = directory.register_application("samples", roles=permissions)
    exchange = ExchangeTenant(seed=1, clock=clock)
    token = directory.issue(application, lifetime=timedelta(days=400))
    return Bench(
        clock=clock,
        directory=directory,
        application=application,
        exchange=exchange,
        graph=ExchangeService(exchange, directory),
        login=EntraService(directory),
        token=f"Bearer {token}",
    )


@dataclass(slots=True)
class Known:
    """What the names in a sample stand for."""

    bench: Bench
    texts: dict[str, str]

    def __contains__(self, name: str) -> bool:
        return name.partition(".")[0] in self.texts

    def __getitem__(self, name: str) -> str:
        if name == "four_megabytes":
            return "AAAA" * (1024 * 1024)
        base, _, form = name.partition(".")
        text = self.texts[base]
        match form:
            case "":
                return text
            case "encoded":
                return quote(text, safe="")
            case "other_case":
                return text.swapcase()
            case _:
                raise KeyError(name)

    def __setitem__(self, name: str, value: str) -> None:
        self.texts[name] = value

    def frozen(self) -> Known:
        """The same as it is now, to add to."""
        return Known(self.bench, dict(self.texts))


def address_of(name: str) -> str:
    """The address of the mailbox that a sample calls so."""
    return f"{name}@{DOMAIN}"


def perform(known: Known, told: Json) -> Response:
    """The answer to a request."""
    bench = known.bench
    root, whole = _address(known, told)
    path, _, query = whole.removeprefix(root).partition("?")
    headers = {} if root == LOGIN else {"authorization": bench.token}
    body, content_type = _body(known, told)
    if content_type:
        headers["content-type"] = content_type
    for name, value in told.get("headers", {}).items():
        headers.pop(name.lower(), None)
        if value is not None:
            headers[name.lower()] = filled(value, known)
    request = Request(
        method=told["method"],
        path=path,
        query=query,
        headers=headers,
        body=body,
        root_url=root,
    )
    return bench.perform(request)


def _address(known: Known, told: Json) -> tuple[str, str]:
    """The service's root and the whole address."""
    template = told["target"]
    if template.startswith("~"):
        name = told.get("as", "nina")
        user = known[name] if name in known else address_of(name)
        template = f"/users/{user}{template[1:]}"
    target = quote(filled(template, known), safe=_ALLOWED_IN_URLS)
    if "to" in told:
        return LOGIN, f"{LOGIN}{target}"
    for root in (ROOT, LOGIN):
        if target.startswith(f"{root}/"):
            return root, target
    if not target.startswith("/"):
        msg = f"the bench does not reach {target}"
        raise Missing(msg)
    return ROOT, f"{API}{target}"


def _body(known: Known, told: Json) -> tuple[bytes, str]:
    """The octets and their type; a text has none unless its headers say so."""
    if "body" in told:
        return json.dumps(filled(told["body"], known)).encode(), _JSON
    if "form" in told:
        form = urlencode(filled(told["form"], known))
        return form.encode(), "application/x-www-form-urlencoded"
    if "filler" in told:
        return b"x" * int(told["filler"]), ""
    text = in_lines(told["lines"]) if "lines" in told else told.get("text", "")
    return filled(text, known).encode(), ""
