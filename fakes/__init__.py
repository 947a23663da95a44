"""In-memory Dataverse, Exchange and token service behind one HTTP server.

Usable alone: nothing here knows the harness, the reference or the reports.
"""

from fakes.assumptions import Assumption, assumptions
from fakes.clock import VirtualClock
from fakes.faults import Answer, Delay, Fault, Faults, Lost
from fakes.journal import Entry, Journal, Operation
from fakes.server import FakeServer, ServerUnavailable
from fakes.tenant import Connection, Tenant

__all__ = [
    "Answer",
    "Assumption",
    "Connection",
    "Delay",
    "Entry",
    "FakeServer",
    "Fault",
    "Faults",
    "Journal",
    "Lost",
    "Operation",
    "ServerUnavailable",
    "Tenant",
    "VirtualClock",
    "assumptions",
]
