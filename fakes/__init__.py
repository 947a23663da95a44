"""In-memory Dataverse, Exchange and token service behind one HTTP server.

Usable alone: nothing here knows the harness, the reference or the reports.
"""

from fakes.assumptions import Assumption, assumptions
from fakes.clock import VirtualClock
from fakes.faults import (
    Answer,
    Cut,
    Delay,
    DeltaTokensExpired,
    Duplicated,
    Fault,
    Faults,
    Lost,
    Malformed,
    Mistyped,
    Redirected,
    Stale,
    TokensExpired,
    TokensRevoked,
    Trickled,
    Where,
)
from fakes.journal import Entry, Journal, Operation
from fakes.server import FakeServer, ServerUnavailable
from fakes.tenant import Connection, Tenant

__all__ = [
    "Answer",
    "Assumption",
    "Connection",
    "Cut",
    "Delay",
    "DeltaTokensExpired",
    "Duplicated",
    "Entry",
    "FakeServer",
    "Fault",
    "Faults",
    "Journal",
    "Lost",
    "Malformed",
    "Mistyped",
    "Operation",
    "Redirected",
    "ServerUnavailable",
    "Stale",
    "Tenant",
    "TokensExpired",
    "TokensRevoked",
    "Trickled",
    "VirtualClock",
    "Where",
    "assumptions",
]
