"""The XML text of `organization.orgdborgsettings` (section 9.3, trap 39)."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

_EMPTY: Final = "<OrgSettings></OrgSettings>"
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def with_setting(text: str | None, name: str, value: str | None) -> str:
    """The settings with one element set, every other one kept byte for byte.

    None takes the element out, which means its default.

    Raises:
        ValueError: `name` is no element name.
    """
    if not _NAME.fullmatch(name):
        msg = f"no name of a setting: {name!r}"
        raise ValueError(msg)
    whole = (text or "").strip() or _EMPTY
    whole = re.sub(r"<OrgSettings\s*/>", _EMPTY, whole)
    element = "" if value is None else f"<{name}>{escape(value)}</{name}>"
    present = re.compile(rf"<{name}(?:\s*/>|>.*?</{name}>)", re.DOTALL)
    if present.search(whole):
        return present.sub(lambda _: element, whole, count=1)
    return whole.replace("</OrgSettings>", f"{element}</OrgSettings>")
