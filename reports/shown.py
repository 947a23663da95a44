"""The only way text of a run reaches the page: visible, and without secrets.

Names, messages and bodies come from the implementation under test and are not trusted.
Escaping for HTML is Jinja's work; here control characters become visible pictures, so
that nothing can hide, reorder or end the text, and secrets that the harness might have
missed are masked.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

MASK: Final = "•••"

# C0 but tab and newline, DEL, C1, line and paragraph separators, marks that reorder
# text (as in "Trojan Source"), byte order mark, halves of surrogate pairs.
_HIDDEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
)
_FIELDS: Final = "access_token|refresh_token|id_token|client_secret|client_assertion"
_HEADERS: Final = "(?:proxy-)?authorization|(?:set-)?cookie"
_SECRETS: Final = re.compile(
    rf"""(?P<field>(?:{_FIELDS})(?:\\*"\s*:\s*\\*"|\s*=\s*))[^"\\&\s]+
    |(?P<bearer>\bBearer\s+)[\w.~+/=-]{{20,}}
    |(?P<header>^[ \t]*(?:{_HEADERS})[ \t]*:[ \t]*)[^\r\n]+""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

Headers = Sequence[Sequence[str]]


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """The text as the page shows it."""
    return visible(masked(text))


def visible(text: str) -> str:
    """The text with every hidden character replaced by one that can be seen."""
    return _HIDDEN.sub(_picture, text) if not text.isprintable() else text


def masked(text: str) -> str:
    """The text without tokens and client secrets."""
    folded = text.lower()
    # Every secret that the pattern finds has one of these beside it; looking for them
    # costs a tenth of the pattern, and most texts have none.
    if (
        "_token" in folded
        or "authorization" in folded
        or "bearer" in folded
        or "client_" in folded
        or "cookie" in folded
    ):
        return _SECRETS.sub(_mask, text)
    return text


def web_address(text: str | None) -> str | None:
    """The text if it may become a link: an address of the web, nothing that runs."""
    is_of_web = text is not None and text.lower().startswith(("https://", "http://"))
    return text if is_of_web else None


def header_lines(headers: Headers) -> str:
    """One `name: value` line per header; secrets are still to be masked."""
    return "\n".join(map(": ".join, headers))


@lru_cache(maxsize=4096)
def moment(at: str, *, besides: str = "") -> str:
    """A virtual time for people, `Mon 2 Mar 08:15`; seconds only when there are any.

    The day is left out when it is that of `besides`.
    """
    try:
        time = datetime.fromisoformat(at)
    except ValueError:  # the schema lets 30 February through
        return at
    if time.microsecond:
        clock = f"{time:%H:%M:%S.%f}".rstrip("0")
    else:
        clock = f"{time:%H:%M:%S}" if time.second else f"{time:%H:%M}"
    if at[:10] == besides[:10]:
        return clock
    return f"{_DAYS[time.weekday()]} {time.day} {_MONTHS[time.month - 1]} {clock}"


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    return f"⟨U+{code:04X}⟩"


def _mask(match: re.Match[str]) -> str:
    kept = match["field"] or match["bearer"] or match["header"]
    return f"{kept}{MASK}"
