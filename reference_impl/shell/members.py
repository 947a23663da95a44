"""Members of documents that strangers wrote: the only place that checks their form."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from reference_impl.errors import InvalidSession

A_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z"
)
AN_ADDRESS: Final = re.compile(r"https?://[^\s]+")
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
SHOWN: Final = 80  # characters of what was found


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a JSON object, and where it stands in its document."""

    values: Mapping[str, Any]
    place: str = ""

    def inside(self, name: str) -> "Members":
        """Return the members of a member.

        Raises:
            InvalidSession: it is missing or no object.
        """
        value = self._there(name, "an object")
        if not isinstance(value, Mapping):
            raise self._wrong(name, "an object")
        return Members(value, f"{self.place}{name}.")

    def text(
        self,
        name: str,
        *,
        longest: int,
        form: re.Pattern[str] | None = None,
        wanted: str = "",
    ) -> str:
        """Return a text that has a form, any text if none is given.

        Raises:
            InvalidSession: it is missing, empty, too long, of another form or type.
        """
        wanted = wanted or f"a text of 1 to {longest} characters"
        value = self._there(name, wanted)
        is_text = isinstance(value, str) and 0 < len(value) <= longest
        if not is_text or not _is_unicode(value):
            raise self._wrong(name, wanted)
        if form is not None and not form.fullmatch(value):
            raise self._wrong(name, wanted)
        return str(value)

    def address(
        self, name: str, form: re.Pattern[str] = AN_ADDRESS, wanted: str = ""
    ) -> str:
        """Return an address of HTTP.

        Raises:
            InvalidSession: it is missing or none.
        """
        wanted = wanted or "an address that begins with http:// or https://"
        value = self.text(name, longest=2000, form=form, wanted=wanted)
        try:
            has_host = bool(urlsplit(value).hostname) and urlsplit(value).port != 0
        except ValueError:  # brackets without an end, ports beyond the last
            has_host = False
        if not has_host:
            raise self._wrong(name, wanted)
        return value

    def time(self, name: str) -> datetime:
        """Return the instant of an RFC 3339 time in UTC.

        Raises:
            InvalidSession: it is missing or none, or beyond the times in use.
        """
        wanted = "a time in UTC as RFC 3339 writes it with Z, from 2000 to 2100"
        value = self._there(name, wanted)
        if not isinstance(value, str) or not A_TIME.fullmatch(value):
            raise self._wrong(name, wanted)
        try:
            at = datetime.fromisoformat(value).astimezone(UTC)
        except ValueError as error:  # 30 February
            raise self._wrong(name, wanted) from error
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise self._wrong(name, wanted)
        return at

    def whole_number(self, name: str) -> int:
        """Return a whole number that is not negative.

        Raises:
            InvalidSession: it is missing or none.
        """
        value = self._there(name, "a whole number from 0")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or value < 0 or value != value // 1:
            raise self._wrong(name, "a whole number from 0")
        return int(value)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false, the default where there is nothing.

        Raises:
            InvalidSession: it is something else.
        """
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def has(self, name: str) -> bool:
        """Tell whether there is such a member."""
        return name in self.values

    def _there(self, name: str, wanted: str) -> Any:
        if name not in self.values:
            raise InvalidSession(f"{self.place}{name} is missing; expected {wanted}.")
        return self.values[name]

    def _wrong(self, name: str, wanted: str) -> InvalidSession:
        found = _told(self.values[name])
        return InvalidSession(f"{self.place}{name} is {found}; expected {wanted}.")


def _told(value: Any) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text)
