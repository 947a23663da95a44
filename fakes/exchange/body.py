"""The body of an event, a message or a task: the only place that turns HTML to text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final, Literal

_TAGS: Final = re.compile(r"<[^>]*>")
_HIDDEN: Final = re.compile(r"(?is)<(style|script|head)\b.*?</\1>")
_BREAKS: Final = re.compile(r"(?i)<br\s*/?>|</p>|</div>|</tr>|</li>")
_PREVIEW: Final = 255


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
        broken = _BREAKS.sub("\n", _HIDDEN.sub("", self.content))
        return html.unescape(_TAGS.sub("", broken)).strip()

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
