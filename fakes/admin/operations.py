"""What each operation of the administration API does to the tenant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from fakes.admin import applications, faults, journal
from fakes.admin.document import DOCUMENT
from fakes.admin.refusals import Refused
from fakes.instants import NoInstant, later, read_duration, read_instant, spelt
from fakes.seeding import SeedRefused, plant
from fakes.snapshots import START, UnknownSnapshot

if TYPE_CHECKING:
    from fakes.admin.connection import Announcement
    from fakes.snapshots import Snapshots
    from fakes.tenant import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that obeys the document."""

    query: Mapping[str, int]
    body: dict[str, Any]  # empty when there is none


@dataclass(frozen=True, slots=True)
class Told:
    """An answer; None is no body."""

    status: int
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrated:
    """What is administered: a tenant, its states, the number that names its people."""

    announcement: Announcement
    snapshots: Snapshots
    seed: int

    @property
    def tenant(self) -> Tenant:
        """The tenant."""
        return self.announcement.tenant


def _connection(what: Administrated, _: Asked) -> Told:
    return Told(200, what.announcement.document())


def _document(_: Administrated, __: Asked) -> Told:
    return Told(200, DOCUMENT)


def _seed(what: Administrated, asked: Asked) -> Told:
    try:
        planted = plant(what.tenant, asked.body, seed=what.seed)
    except SeedRefused as refused:
        raise Refused(400, str(refused), code="SeedRefused") from refused
    return Told(
        200,
        {
            "applications": planted.applications,
            "users": planted.users,
            "mailboxes": planted.mailboxes,
            "rows": planted.rows,
        },
    )


def _applications(what: Administrated, _: Asked) -> Told:
    return Told(200, applications.shown(what.tenant.directory))


def _revoke(what: Administrated, asked: Asked) -> Told:
    directory, client_id = what.tenant.directory, asked.body.get("client_id")
    application = None if client_id is None else directory.application(client_id)
    if client_id is not None and application is None:
        raise Refused(404, f"There is no application '{client_id}'.")
    directory.revoke(application)
    return Told(204)


def _snapshot(what: Administrated, _: Asked) -> Told:
    return Told(201, {"snapshot": what.snapshots.take()})


def _reset(what: Administrated, asked: Asked) -> Told:
    try:
        what.snapshots.reset(asked.body.get("snapshot", START))
    except UnknownSnapshot as unknown:
        raise Refused(404, str(unknown)) from unknown
    return _clock(what, asked)


def _clock(what: Administrated, _: Asked) -> Told:
    tenant = what.tenant
    alarm = tenant.clock.next_alarm
    return Told(
        200,
        {
            "now": spelt(tenant.clock.now()),
            "held": tenant.held,
            "next_alarm": None if alarm is None else spelt(alarm),
        },
    )


def _set_clock(what: Administrated, asked: Asked) -> Told:
    try:
        at = read_instant(asked.body["now"])
    except NoInstant as error:
        raise Refused(400, f"now: {error}.") from error
    if at < what.tenant.clock.now():
        now = spelt(what.tenant.clock.now())
        message = f"Time runs forwards: it is {now}. A reset goes back."
        raise Refused(409, message)
    return _moved(what, at, asked)


def _advance(what: Administrated, asked: Asked) -> Told:
    try:
        if "seconds" in asked.body:
            by = timedelta(seconds=asked.body["seconds"])
        else:
            by = read_duration(asked.body["duration"])
        at = later(what.tenant.clock.now(), by)
    except NoInstant as error:
        raise Refused(400, f"{error}.") from error
    return _moved(what, at, asked)


def _moved(what: Administrated, at: datetime, asked: Asked) -> Told:
    what.tenant.clock.move_to(at)
    return _clock(what, asked)


def _journal(what: Administrated, asked: Asked) -> Told:
    tenant = what.tenant
    page = journal.page(
        tenant.journal,
        since=asked.query["since"],
        limit=asked.query["limit"],
        secrets=applications.secrets(tenant.directory),
    )
    return Told(200, page)


def _forget_journal(what: Administrated, _: Asked) -> Told:
    what.tenant.journal.forget()
    return Told(204)


def _faults(what: Administrated, _: Asked) -> Told:
    return Told(200, faults.shown(what.tenant.faults))


def _add_fault(what: Administrated, asked: Asked) -> Told:
    what.tenant.faults.add(faults.read(asked.body))
    return Told(201, faults.shown(what.tenant.faults))


def _clear_faults(what: Administrated, _: Asked) -> Told:
    what.tenant.faults.clear()
    return Told(204)


Operation: TypeAlias = Callable[[Administrated, Asked], Told]
OPERATIONS: Final[Mapping[str, Mapping[str, Operation]]] = {
    "/connection": {"GET": _connection},
    "/seed": {"POST": _seed},
    "/applications": {"GET": _applications},
    "/applications/revoke": {"POST": _revoke},
    "/snapshot": {"POST": _snapshot},
    "/reset": {"POST": _reset},
    "/clock": {"GET": _clock, "PUT": _set_clock},
    "/clock/advance": {"POST": _advance},
    "/journal": {"GET": _journal, "DELETE": _forget_journal},
    "/faults": {"GET": _faults, "POST": _add_fault, "DELETE": _clear_faults},
    "/openapi.json": {"GET": _document},
}
