"""Makes foreign text fit to be shown, on terminals and pages: nothing of it acts."""

from __future__ import annotations

from typing import Final

_PICTURES: Final = 0x2400  # the Unicode block that draws control characters
_C0_END: Final = 0x20
# C1 controls, and the marks that turn the direction of text or hide within it
_ACTING: Final = (
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x206A),
    0xFEFF,
    *range(0xD800, 0xE000),  # lone surrogates, which JSON can spell and UTF-8 cannot
)
_TABLE: Final = {code: _PICTURES + code for code in range(_C0_END)} | dict.fromkeys(
    _ACTING, 0xFFFD
)
_LINES: Final = {code: shown for code, shown in _TABLE.items() if code != ord("\n")}
_LONGEST: Final = 4_000


def visible(text: str, *, lines: bool = False, at_most: int = _LONGEST) -> str:
    """The text with every control character drawn, cut to so many characters.

    With `lines`, line ends stay what they are.
    """
    shown = text[:at_most].translate(_LINES if lines else _TABLE)
    return shown if len(text) <= at_most else f"{shown} …"
