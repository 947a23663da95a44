"""The body of an event, a message or a task: the only place that turns HTML to text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final, Literal

_TAGS: Final = re.compile(r"<[^<>]*>")
_HIDDEN: Final = re.compile(r"(?i)<(style|script|head)\b")
_ENDS: Final = {
    name: re.compile(f"(?i)</{name}>") for name in ("style", "script", "head")
}
# far beyond Unicode: Python reads no number of so many digits
_NO_CHARACTER: Final = re.compile(r"&#[0-9]{9,};?")
_BREAKS: Final = re.compile(r"(?i)<br\s*/?>|</p>|</div>|</tr>|</li>")
_PREVIEW: Final = 255


def _visible(content: str) -> str:
    """The content without styles, scripts and head: those that come to an end.

    One pass, however many begin: a pattern for the whole would look for each end anew.
    """
    kept, at = list[str](), 0
    endless: set[str] = set()
    while opening := _HIDDEN.search(content, at):
        name = opening[1].lower()
        end = None if name in endless else _ENDS[name].search(content, opening.end())
        if end is None:
            endless.add(name)
            kept.append(content[at : opening.end()])
            at = opening.end()
        else:
            kept.append(content[at : opening.start()])
            at = end.end()
    return "".join([*kept, content[at:]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body as its writer wrote it."""

    content_type: Literal["text", "html"] = "html"
    content: str = ""

    @property
    def text(self) -> str:
        """The body as plain text."""
        if self.content_type == "text":
            return self.content
        broken = _BREAKS.sub("\n", _visible(self.content))
        plain = _NO_CHARACTER.sub("\ufffd", _TAGS.sub("", broken))
        return html.unescape(plain).strip()

    @property
    def preview(self) -> str:
        """The beginning of the plain text in one line."""
        return " ".join(self.text.split())[:_PREVIEW]

    @property
    def html(self) -> str:
        """The body as an HTML document; empty when there is nothing in it."""
        if not self.content:
            return ""
        if self.content_type == "text":
            inner = html.escape(self.content, quote=False).replace("\n", "<br>\n")
        elif "<html" in self.content.lower():
            return self.content
        else:
            inner = self.content
        return f"<html><head></head><body>{inner}</body></html>"
