"""What the administration API refuses: status, code and a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_CODES: Final = {
    400: "BadRequest",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    409: "Conflict",
    413: "PayloadTooLarge",
    415: "UnsupportedMediaType",
}


class Refused(Exception):  # noqa: N818 - reads as the outcome it reports
    """A request that is turned down; nothing has happened."""

    def __init__(
        self, status: int, message: str, *, code: str = "", allow: Iterable[str] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code or _CODES[status]
        self.message = message
        self.allow = tuple(allow)
