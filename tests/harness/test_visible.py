"""Foreign text is shown as it is, but for what would act on terminals and pages."""

from __future__ import annotations

import pytest

from harness.visible import visible


@pytest.mark.parametrize(
    "text",
    ["", "Termin für Øre", "予約", "📅", "<b>&amp;", "a\\x1b", "e\u0301", "\u00a0"],
)
def test_what_is_only_seen_stays(text: str) -> None:
    """Mark-up is the page's to mask, and letters are letters."""
    assert visible(text) == text
    assert visible(text, lines=True) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b2J", "\\x9b2J"),
        ("\0\x07\x08\x7f", "\\x00\\x07\\x08\\x7f"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("a\u200bb\u200fc\u061cd", "a\\u200bb\\u200fc\\u061cd"),
        ("\ufeffa\u2060", "\\ufeffa\\u2060"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("\ud800a\udfff", "\\ud800a\\udfff"),
        ("a\rb", "a\\rb"),
    ],
)
@pytest.mark.parametrize("lines", [False, True])
def test_what_acts_is_spelled(text: str, shown: str, *, lines: bool) -> None:
    """Whatever is made of it can be written as UTF-8."""
    told = visible(text, lines=lines)

    assert told == shown
    assert told.encode().decode() == shown


@pytest.mark.parametrize(
    ("lines", "shown"), [(False, "a\\tb\\nc\\r\\nd"), (True, "a\tb\nc\nd")]
)
def test_lines_are_kept_where_there_are_any(*, lines: bool, shown: str) -> None:
    """Output has lines, and a name has none."""
    assert visible("a\tb\nc\r\nd", lines=lines) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("abc", "abc"), ("abcd", "abc …"), ("\x1b\x1b\x1b\x1b", "\\x1b\\x1b\\x1b …")],
)
def test_what_is_too_long_is_cut(text: str, shown: str) -> None:
    """Counted as it was written, and marked as cut."""
    assert visible(text, at_most=3) == shown


def test_nobody_fills_a_page_with_one_text() -> None:
    """Though nobody has said how long it may be."""
    assert len(visible("\x00" * 10**7)) < 20_000
