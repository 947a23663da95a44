"""What can go wrong, told apart by whose fault it is.

ReferenceError            the caller asked for something impossible
UnknownSession          no session of that name
UnreadableBody          a body that is no JSON
InvalidSession          a document or a time that breaks the contract
UnsupportedSignal       a signal of a kind that is not understood
CallFailed                a service could not be reached or would not answer
PartRefused               one request inside a batch was refused
"""

from dataclasses import dataclass
from datetime import timedelta


class ReferenceError(Exception):  # noqa: A001  the name that callers were promised
    """The caller asked for something impossible; the text says what."""


class UnknownSession(ReferenceError):  # noqa: N818  a condition, not a failure
    """There is no session of that name."""


class UnreadableBody(ReferenceError):  # noqa: N818  a condition, not a failure
    """A body that is no JSON."""


class InvalidSession(ReferenceError):  # noqa: N818  a condition, not a failure
    """A document, or a time, that breaks the contract."""


class UnsupportedSignal(ReferenceError):  # noqa: N818  a condition, not a failure
    """A signal of a kind that is not understood."""


@dataclass(eq=False)
class CallFailed(Exception):  # noqa: N818  it names what happened
    """A service did not answer usefully; whether it acted is unknown."""

    service: str
    reason: str
    retry_after: timedelta | None = None

    def __str__(self) -> str:
        return f"{self.service}: {self.reason}"


@dataclass(eq=False)
class PartRefused(Exception):  # noqa: N818  it names what happened
    """One request inside a batch was refused."""

    status: int
    code: str
    retry_after: timedelta | None = None

    def __str__(self) -> str:
        return f"status {self.status}, code {self.code or 'none'}"
