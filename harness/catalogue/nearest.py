"""Which name was meant: the only place that guesses."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def guess(name: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """The known names that resemble `name`, best first; letter case does not count."""
    by_folded = {one.casefold(): one for one in known}
    close = get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)
    return tuple(by_folded[one] for one in close)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`Did you mean 'a' or 'b'? `, with the space; nothing when none resembles."""
    close = [repr(one) for one in guess(name, known)]
    return f"Did you mean {' or '.join(close)}? " if close else ""
