"""What the organisation refuses: status, code and words (section 8).

Clients branch on status and code; the words are ours.
"""

from __future__ import annotations

from typing import Final

NOT_FOUND: Final = "0x80040217"
NOT_FOUND_BY_KEY: Final = "0x80060891"
DUPLICATE: Final = "0x80040237"
DUPLICATE_KEY: Final = "0x80060892"
DUPLICATE_DETECTED: Final = "0x80040333"
SEVERAL_BY_KEY: Final = "0x8006089d"
ASSOCIATED: Final = "0x80040227"
COLUMN_CREATE_DENIED: Final = "0x8004f502"
COLUMN_UPDATE_DENIED: Final = "0x8004f507"
COLUMN_READ_DENIED: Final = "0x8004f506"
COLUMN_NOT_SECURED: Final = "0x8004f508"
PRIVILEGE_DENIED: Final = "0x80040220"
CANNOT_ACT_ON_BEHALF: Final = "0x8004a110"
NOT_A_USER: Final = "0x80072560"
NO_ROLE: Final = "0x80042f09"
USER_DISABLED: Final = "0x80040225"
VERSION_MISMATCH: Final = "0x80060882"
NO_CONCURRENCY: Final = "0x8006088d"
UNKNOWN_SEGMENT: Final = "0x8006088a"
REFUSED: Final = "0x80060888"
PARSER: Final = "0x0"
PAYLOAD: Final = "0x80048d19"
INVALID_ARGUMENT: Final = "0x80040203"
TOO_LONG: Final = "0x80044331"
OUT_OF_RANGE: Final = "0x8004431a"
INVALID_STATE: Final = "0x80048408"
INVALID_DATE: Final = "0x80040239"
INVALID_CHARACTERS: Final = "0x80040278"
NOT_SUPPORTED: Final = "0x80040315"
NOT_IMPLEMENTED: Final = "0x80040219"
NOT_TRACKED: Final = "0x80072491"
DELTA_EXPIRED: Final = "0x80044352"
TOO_MANY_CONDITIONS: Final = "0x8004430c"
BAD_COOKIE: Final = "0x80041129"
BAD_PAGE: Final = "0x8004112a"
TOO_MANY_PAGES: Final = "0x8004430a"
NO_SUCH_TABLE: Final = "0x80041102"
NO_SUCH_COLUMN: Final = "0x80041103"
BAD_OPERATOR: Final = "0x80041120"
WRONG_TABLE: Final = "0x80041128"
TOO_MANY_AGGREGATED: Final = "0x8004e023"  # not in the fact sheet: known from practice
MAILBOX_STAYS: Final = "0x8005e200"
MAILBOX_ADDRESS_FIXED: Final = "0x8005e208"
TOO_LARGE: Final = "0x8004418a"
APPLICATION_USER: Final = "0x80041d48"
NO_SCHEDULE: Final = "0x80040275"
BAD_RECURRENCE: Final = "0x8004e100"
DUPLICATE_APPLICATION: Final = "0x8004f511"


class DataverseError(Exception):
    """A request that the organisation refuses."""

    def __init__(self, *, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def missing_row(table: str, id: str) -> DataverseError:
    """No row has that id."""
    return DataverseError(
        status=404, code=NOT_FOUND, message=f"{table} With Id = {id} Does Not Exist"
    )


def duplicate_row(table: str) -> DataverseError:
    """A row has that id already."""
    return DataverseError(
        status=412,
        code=DUPLICATE,
        message=f"A record of {table} with matching key values already exists.",
    )


def denied(user: str, privilege: str, table: str) -> DataverseError:
    """The caller lacks a privilege on the table, or on the row."""
    return DataverseError(
        status=403,
        code=PRIVILEGE_DENIED,
        message=f"Principal user (Id={user}, type=8) is missing {privilege} privilege "
        f"for entity '{table}'.",
    )


def unknown_segment(segment: str) -> DataverseError:
    """A set, function or navigation property in the path that nobody knows."""
    return DataverseError(
        status=404,
        code=UNKNOWN_SEGMENT,
        message=f"Resource not found for the segment '{segment}'.",
    )


def unknown_property(name: str, type_name: str) -> DataverseError:
    """A property in a query option that the type does not have."""
    return DataverseError(
        status=400,
        code=PARSER,
        message=f"Could not find a property named '{name}' on type '{type_name}'.",
    )


def bad_query(message: str) -> DataverseError:
    """A query that the service refuses."""
    return DataverseError(status=400, code=REFUSED, message=message)


def bad_payload(message: str) -> DataverseError:
    """A body that the service cannot take."""
    return DataverseError(status=400, code=PAYLOAD, message=message)


def bad_value(message: str, code: str = INVALID_ARGUMENT) -> DataverseError:
    """A value that the column does not take."""
    return DataverseError(status=400, code=code, message=message)


def not_allowed(message: str) -> DataverseError:
    """A verb that the resource does not know."""
    return DataverseError(status=405, code=NOT_SUPPORTED, message=message)


def too_long() -> DataverseError:
    """An address that is longer than the service takes."""
    return DataverseError(
        status=413, code=TOO_LARGE, message="The request URL is too long."
    )


def unsupported(what: str) -> DataverseError:
    """The fake does not do this: a gap, never a silent wrong answer."""
    return DataverseError(
        status=501,
        code=NOT_IMPLEMENTED,
        message=f"This fake of Dataverse does not support {what}.",
    )
