"""Good texts bent out of shape: the only place that mutates what clients send."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

_PIECES: Final = (
    *(
        "'",
        '"',
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        "/",
        ":",
        "$",
        "@",
        "&",
        "=",
        "%",
    ),
    *(
        "%00",
        "%27",
        "\0",
        "\r\n",
        "\n",
        " ",
        "+",
        "-",
        ".",
        "_",
        "\\",
        "\ud800",
        "ä",
        "9" * 30,
    ),
    *(
        "null",
        " and ",
        " or ",
        "not ",
        " eq ",
        "/any(",
        "--b",
        "$1",
        "Content-ID: 1\r\n",
    ),
)


@st.composite
def bent(draw: st.DrawFn, texts: tuple[str, ...]) -> str:
    """A good text with a few pieces cut out, put in, doubled or moved."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, len(text)))
        last = min(len(text), first + draw(st.integers(0, 12)))
        other = draw(
            st.one_of(
                st.sampled_from(_PIECES),
                st.sampled_from(texts).map(lambda one: one[: len(one) // 2]),
                st.just(text[first:last] * 2),
                st.text(max_size=4),
            )
        )
        text = text[:first] + other + text[last:]
    return text
