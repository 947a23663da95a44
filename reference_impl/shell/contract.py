"""The documents of the contract between harness and implementation, version 1."""

import ssl as tls
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from reference_impl.errors import InvalidSession, UnsupportedSignal
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
        InvalidSession: something is missing or of the wrong type.
    """
    dataverse = _member(document, "dataverse")
    exchange = _member(document, "exchange")
    identity = _member(document, "identity")
    return SessionDocument(
        now=instant(document.get("now")),
        resume=document.get("resume", False) is True,
        base_url=_text(dataverse, "base_url").rstrip("/"),
        api_version=_text(dataverse, "api_version"),
        graph_url=_text(exchange, "graph_url").rstrip("/"),
        dataverse_identity=_identity(identity, "scope_dataverse"),
        exchange_identity=_identity(identity, "scope_exchange"),
        ssl=_trust(identity.get("ca_pem")),
    )


def signal_of(signal: Mapping[str, Any]) -> TrackedSignal | SettingsSignal:
    """Return the checked signal.

    Raises:
        UnsupportedSignal: its kind is not understood.
        InvalidSession: something is missing or of the wrong type.
    """
    kind = signal.get("kind")
    if kind == "tracked":
        return TrackedSignal(
            mailbox=_text(signal, "mailbox"),
            item_id=_text(_member(signal, "item"), "id"),
            at=instant(signal.get("at")),
        )
    if kind == "settings_published":
        return SettingsSignal(at=instant(signal.get("at")))
    raise UnsupportedSignal(f"Signals of the kind {kind!r} are not understood.")


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


def instant(text: Any) -> datetime:
    """Return the UTC instant of an RFC 3339 time with an offset.

    Raises:
        InvalidSession: it is none.
    """
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise InvalidSession(f"{text!r} is no RFC 3339 time.") from error
    if at.tzinfo is None:
        raise InvalidSession(f"{text!r} has no offset from UTC.")
    return at.astimezone(UTC)


def timestamp(at: datetime) -> str:
    """Return an instant as the contract writes it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _identity(identity: Mapping[str, Any], scope: str) -> Identity:
    return Identity(
        token_url=_text(identity, "token_url"),
        client_id=_text(identity, "client_id"),
        client_secret=_text(identity, "client_secret"),
        scope=_text(identity, scope),
    )


def _trust(ca_pem: Any) -> tls.SSLContext | bool:
    if not ca_pem:
        return True
    try:
        return tls.create_default_context(cadata=ca_pem)
    except (tls.SSLError, TypeError, ValueError) as error:
        raise InvalidSession("identity.ca_pem holds no certificate.") from error


def _member(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = document.get(name)
    if not isinstance(value, Mapping):
        raise InvalidSession(f"The member {name!r} is missing or no object.")
    return value


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise InvalidSession(f"The member {name!r} is missing or no text.")
    return value
