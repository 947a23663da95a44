"""A model of how Dataverse bookings reach Exchange calendars, usable alone.

`reference_impl.rules` states the documented rules; read `rules/bookings.py` first.
`reference_impl.shell` reads, writes and remembers.
"""

from reference_impl.errors import (
    InvalidSession,
    ReferenceError,  # noqa: A004  the name that callers were promised
    UnknownSession,
    UnsupportedSignal,
)
from reference_impl.implementation import ReferenceImplementation

__all__ = [
    "InvalidSession",
    "ReferenceError",
    "ReferenceImplementation",
    "UnknownSession",
    "UnsupportedSignal",
]
