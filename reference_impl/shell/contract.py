"""The documents of the contract between harness and implementation, version 1."""

import re
import ssl as tls
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from reference_impl.errors import InvalidSession, UnsupportedSignal
from reference_impl.shell.members import Members
from reference_impl.shell.service import Identity
from reference_impl.shell.state import SessionState

IMPLEMENTATION: Final[dict[str, Any]] = {
    "name": "fieldsync reference",
    "version": "0.1.0",
    "vendor": "fieldsync",
    "contract": 1,
    "profiles": ["bookings", "cadence"],
    "clock": "virtual",
    "exchange": ["graph"],
    "optional": ["signals", "diagnostics", "delete"],
    "parallel_sessions": 8,
    "durable": True,
}

A_VERSION: Final = re.compile(r"[0-9]+\.[0-9]+")
A_KIND: Final = re.compile(r"[a-z][a-z_]*")
A_ROOT: Final = (
    re.compile(r"https?://[^\s]*[^\s/]"),
    "an address that begins with http:// or https:// and does not end in a slash",
)
A_GRAPH: Final = (
    re.compile(r"https?://[^\s]+/v1\.0"),
    "an address that begins with http:// or https:// and ends in /v1.0",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDocument:
    """A `Session`, checked."""

    now: datetime
    resume: bool
    base_url: str
    api_version: str
    graph_url: str
    dataverse_identity: Identity
    exchange_identity: Identity
    ssl: tls.SSLContext | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedSignal:
    """Somebody tracked an item with the add-in."""

    mailbox: str
    item_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsSignal:
    """An administrator published new settings; every cycle reads them anyway."""

    at: datetime


def session_of(document: Mapping[str, Any]) -> SessionDocument:
    """Return the checked session.

    Raises:
        InvalidSession: something is missing, or of the wrong type or form.
    """
    members = Members(document)
    dataverse = members.inside("dataverse")
    identity = members.inside("identity")
    members.whole_number("seed")  # nothing is drawn by lot here
    identity.address("authority")
    identity.text("tenant_id", longest=200)
    return SessionDocument(
        now=members.time("now"),
        resume=members.flag("resume", default=False),
        base_url=dataverse.address("base_url", *A_ROOT),
        api_version=dataverse.text(
            "api_version", longest=20, form=A_VERSION, wanted="a version like 9.2"
        ),
        graph_url=members.inside("exchange").address("graph_url", *A_GRAPH),
        dataverse_identity=_identity(identity, "scope_dataverse"),
        exchange_identity=_identity(identity, "scope_exchange"),
        ssl=_trust(identity),
    )


def time_of(document: Mapping[str, Any]) -> datetime:
    """Return the checked time to advance to.

    Raises:
        InvalidSession: it is missing or no time.
    """
    return Members(document).time("to")


def signal_of(document: Mapping[str, Any]) -> TrackedSignal | SettingsSignal:
    """Return the checked signal.

    Raises:
        UnsupportedSignal: its kind is not understood.
        InvalidSession: something is missing, or of the wrong type or form.
    """
    signal = Members(document)
    kind = signal.text(
        "kind", longest=100, form=A_KIND, wanted="a kind of signal, like tracked"
    )
    at = signal.time("at")
    mailbox = signal.text("mailbox", longest=400) if signal.has("mailbox") else ""
    if signal.has("record"):
        signal.inside("record").text("table", longest=200)
        signal.inside("record").text("id", longest=200)
    if signal.has("item"):
        signal.inside("item").text("id", longest=1000)
    match kind:
        case "tracked":
            mailbox = mailbox or signal.text("mailbox", longest=400)
            item_id = signal.inside("item").text("id", longest=1000)
            return TrackedSignal(mailbox=mailbox, item_id=item_id, at=at)
        case "settings_published":
            return SettingsSignal(at=at)
        case _:
            raise UnsupportedSignal(f"Signals of the kind {kind} are not understood.")


def progress_of(state: SessionState) -> dict[str, Any]:
    """Return the `Progress` of a session."""
    return {
        "now": timestamp(state.now),
        "next_wake": timestamp(state.next_wake),
        "problems": [
            {"code": problem.code, "message": problem.message}
            | ({"mailbox": problem.mailbox} if problem.mailbox else {})
            | ({"record": problem.record} if problem.record else {})
            for problem in state.problems
        ],
    }


def timestamp(at: datetime) -> str:
    """Return an instant as the contract writes it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _identity(identity: Members, scope: str) -> Identity:
    return Identity(
        token_url=identity.address("token_url"),
        client_id=identity.text("client_id", longest=200),
        client_secret=identity.text("client_secret", longest=500),
        scope=identity.text(scope, longest=2000),
    )


def _trust(identity: Members) -> tls.SSLContext | bool:
    if not identity.has("ca_pem"):
        return True
    wanted = "certificates in PEM form"
    ca_pem = identity.text("ca_pem", longest=200_000, wanted=wanted)
    try:
        return tls.create_default_context(cadata=ca_pem)
    except (tls.SSLError, TypeError, ValueError) as error:
        raise InvalidSession(
            f"identity.ca_pem is broken; expected {wanted}."
        ) from error
