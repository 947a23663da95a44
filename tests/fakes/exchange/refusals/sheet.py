"""The rows of sections 6 and 8 of the fact sheet; which of them only a fault brings.

Whatever a fault names as its code is answered so: nothing of the sheet is out of reach
of a scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

Refusal: TypeAlias = tuple[int, str]  # status and code; none where the sheet has none

SHEET: Final[tuple[Refusal, ...]] = (
    (400, "BadRequest"),
    (400, "RequestBodyRead"),
    (400, "UnableToDeserializePostBody"),
    (400, "ErrorInvalidIdMalformed"),
    (400, "ErrorInvalidRequest"),
    (400, "ErrorPropertyValidationFailure"),
    (400, "ErrorOccurrenceCrossingBoundary"),
    (400, "ErrorRecurrenceEndDateTooBig"),
    (400, "TimeZoneNotSupportedException"),
    (400, "InvalidDateTime"),
    (400, "ErrorInvalidParameter"),
    (400, "InefficientFilter"),
    (400, "ErrorInvalidUrlQueryFilter"),
    (400, "ErrorInvalidUrlQuery"),
    (400, "ErrorInvalidRecipients"),
    (400, "ErrorMimeContentInvalidBase64String"),
    (400, "ErrorIncorrectRoutingHint"),
    (401, "InvalidAuthenticationToken"),
    (403, "ErrorAccessDenied"),
    (403, "Authorization_RequestDenied"),
    (403, "extensionError"),
    (404, "ErrorItemNotFound"),
    (404, "ErrorInvalidUser"),
    (404, "MailboxNotEnabledForRESTAPI"),
    (404, "ErrorNonExistentMailbox"),
    (404, "Request_ResourceNotFound"),
    (404, "ErrorFolderNotFound"),
    (404, "ResourceNotFound"),
    (405, "Request_BadRequest"),
    (405, "ErrorInvalidRequest"),
    (409, "nameAlreadyExists"),
    (409, "ErrorFolderExists"),
    (410, "SyncStateNotFound"),
    (410, "resyncRequired"),
    (411, ""),
    (412, "ErrorIrresolvableConflict"),
    (413, ""),
    (415, ""),
    (424, "FailedDependency"),
    (429, "ApplicationThrottled"),
    (429, "TooManyRequests"),
    (429, "UnknownError"),
    (500, "ErrorInternalServerError"),
    (500, "ErrorInternalServerTransientError"),
    (501, "NotImplemented"),
    (503, "serviceNotAvailable"),
    (503, "UnknownError"),
    (504, "UnknownError"),
    (507, ""),
    (509, ""),
)
_SICK: Final = "The fake is never unwell by itself."
_NO_LIMIT: Final = "The fake has neither quota nor bandwidth."
ONLY_BY_FAULT: Final[Mapping[Refusal, str]] = {
    (400, "UnableToDeserializePostBody"): "RequestBodyRead says it already.",
    (400, "ErrorIncorrectRoutingHint"): "Of the Outlook REST API, which is gone.",
    (403, "extensionError"): "ErrorAccessDenied is documented for the same case.",
    (404, "ErrorNonExistentMailbox"): "ErrorInvalidUser says it already.",
    (410, "resyncRequired"): "Of the generic list; Outlook says SyncStateNotFound.",
    (411, ""): "A body without a length comes in chunks, which the fake reads.",
    (429, "UnknownError"): "An older form of the other two.",
    (500, "ErrorInternalServerError"): _SICK,
    (500, "ErrorInternalServerTransientError"): _SICK,
    (503, "serviceNotAvailable"): _SICK,
    (503, "UnknownError"): _SICK,
    (504, "UnknownError"): _SICK,
    (507, ""): _NO_LIMIT,
    (509, ""): _NO_LIMIT,
}
# what a fault says that names no code
DEFAULTS: Final[Mapping[int, str]] = {
    400: "BadRequest",
    401: "InvalidAuthenticationToken",
    403: "ErrorAccessDenied",
    404: "ErrorItemNotFound",
    410: "SyncStateNotFound",
    412: "ErrorIrresolvableConflict",
    429: "TooManyRequests",
    500: "ErrorInternalServerError",
    503: "serviceNotAvailable",
    504: "UnknownError",
    507: "UnknownError",
    509: "UnknownError",
}
