"""Bodies as text: what a reader sees of HTML, however odd it is."""

from __future__ import annotations

import time

import pytest

from fakes.exchange.body import Body

LONG = 100_000


def text(content: str) -> str:
    """The plain text of some HTML."""
    return Body(content_type="html", content=content).text


def test_styles_scripts_and_head_are_not_read() -> None:
    """In any letter case, and the text between them is."""
    html = "<HEAD>a</head>b<style>c</STYLE>d<script x>e</script>f<script>g"

    assert text(html) == "bdfg"


def test_a_letter_that_grows_in_lower_case_moves_nothing() -> None:
    """The Turkish İ has two code points then."""
    assert text("İİ<style>x</style>y") == "İİy"


@pytest.mark.parametrize(
    "content",
    ["<" * LONG, "<head>" * LONG, "<style " * LONG, "<br" + " " * LONG, "&" * LONG],
)
def test_time_grows_with_length_only(content: str) -> None:
    """What begins and never ends is looked for once."""
    started = time.process_time()

    assert text(content) is not None

    assert time.process_time() - started < 2


def test_a_reference_to_no_character_is_a_replacement() -> None:
    """However many digits it has."""
    assert text(f"a&#{'9' * 5_000};b") == "a\ufffdb"
