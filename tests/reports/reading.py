"""A page as a browser without JavaScript holds it, and what its chunks hold."""

import re
import zlib
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path

from reports import read_results
from reports.render import html_of
from tests.reports.makers import Line, write


class Reading(HTMLParser):
    """A page as a browser without JavaScript holds it: texts, ids, elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self._raw: str | None = None
        self.feed(html)
        self.text = re.sub(r"\s+", " ", "".join(self.texts))
        self.ids = [str(known["id"]) for _, known in self.tags if "id" in known]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The element is kept; script and style hold no text."""
        self.tags.append((tag, dict(attrs)))
        self._raw = tag if tag in {"script", "style"} else None

    def handle_data(self, data: str) -> None:
        """Text is kept, scripts apart."""
        if self._raw == "script":
            self.scripts.append((self.tags[-1][1], data))
        elif self._raw is None:
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        """What follows is text again."""
        self._raw = None


def page_of(folder: Path, lines: list[Line]) -> str:
    """The page made from these lines."""
    return html_of(read_results(write(folder, lines)))


def unpacked(html: str) -> list[list[str]]:
    """The texts of every chunk, the index first."""
    return [
        zlib.decompress(b64decode(data)).decode().split("\0")
        for known, data in Reading(html).scripts
        if known.get("type") == "text/plain"
    ]
