"""Makes foreign text fit to be shown, on terminals and pages: nothing of it acts."""

from __future__ import annotations

from typing import Final

# Control characters, the marks that turn the direction of text or hide within it, and
# lone surrogates, which JSON can spell and UTF-8 cannot.
_ACTING: Final = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x206A),
    0xFEFF,
    *range(0xD800, 0xE000),
)
# Spelled and not drawn: hardly a font has the pictures of control characters.
_TABLE: Final = {
    code: chr(code).encode("unicode_escape").decode("ascii") for code in _ACTING
}
_LINES: Final = {code: told for code, told in _TABLE.items() if chr(code) not in "\n\t"}
_LONGEST: Final = 4_000


def visible(text: str, *, lines: bool = False, at_most: int = _LONGEST) -> str:
    r"""The text with every acting character spelled, such as `\x1b`.

    With `lines`, tabs and line ends stay what they are. What is longer than `at_most`
    characters is cut, and ends in an ellipsis.
    """
    cut = text[:at_most]
    if lines:
        shown = cut.replace("\r\n", "\n").translate(_LINES)
    else:
        shown = cut.translate(_TABLE)
    return shown if len(text) <= at_most else f"{shown} …"
