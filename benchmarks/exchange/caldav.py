"""The peer Radicale: a CalDAV server, with the same events as files.

Installed by hand (`pip install radicale`). Its files lie in memory where the system has
such a place, so that it need not wait for a disk.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from side_by_side.ask import SERIAL, Ask
from side_by_side.load import once

from exchange.events import (
    APART,
    HITS,
    IN_BATCH,
    LASTS,
    OWN_PROPERTY,
    WEEK,
    body_of,
    made_at,
    sampled,
    start_of,
    subject_of,
    windows,
)

HEADERS: Final = {"Authorization": "Basic bmluYTpuaW5h"}  # nina:nina, unchecked
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a place, nothing is written by name
_PLACE: Final = "/nina/calendar"
_MADE: Final = "/nina/made"  # a calendar for new events: the other one stays quiet
_CALENDAR: Final = (("Content-Type", "text/calendar; charset=utf-8"),)
_XML: Final = (("Content-Type", "application/xml; charset=utf-8"), ("Depth", "1"))
_SPACES: Final = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
_WHOLE: Final = "<prop><getetag/><C:calendar-data/></prop>"
_TOKEN: Final = re.compile(rb"<(?:\w+:)?sync-token>([^<]+)<")
_SETTINGS: Final = """\
[auth]
type = none
[storage]
filesystem_folder = {folder}
[logging]
level = error
"""


def is_installed() -> bool:
    """Whether it can be measured here."""
    return importlib.util.find_spec("radicale") is not None


def fill(folder: Path, events: int) -> None:
    """The events that it begins with."""
    root = folder / "collection-root"
    place = root / _PLACE[1:]
    for one in (place, root / _MADE[1:]):
        one.mkdir(parents=True)
        (one / ".Radicale.props").write_text(json.dumps({"tag": "VCALENDAR"}))
    for number in range(events):
        text = _text(f"event-{number}", number, start_of(number))
        (place / f"{number}.ics").write_text(text, newline="")
    (folder / "settings").write_text(_SETTINGS.format(folder=folder))


def command(folder: Path, port: int) -> list[str]:
    """What starts it."""
    where = ["--server-hosts", f"127.0.0.1:{port}"]
    settings = ["--config", str(folder / "settings")]
    return [sys.executable, "-m", "radicale", *settings, *where]


def _text(uid: str, number: int, start: datetime) -> str:
    lines = (
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN", "BEGIN:VEVENT"),
        f"UID:{uid}",
        "DTSTAMP:20260302T080000Z",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{start + LASTS:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{subject_of(number)}",
        f"DESCRIPTION:{body_of(number)}".replace(",", "\\,"),
        "LOCATION:Workshop",
        "CATEGORIES:Field Service",
        f"X-BENCH-{OWN_PROPERTY.rpartition(' ')[2].upper()}:booking-{uid}",
        *("END:VEVENT", "END:VCALENDAR", ""),
    )
    return "\r\n".join(lines)


def reads(events: int) -> list[Ask]:
    """One whole event."""
    return [Ask(method="GET", target=f"{_PLACE}/{one}.ics") for one in windows(events)]


def lists(events: int) -> list[Ask]:
    """The fifty events from an instant on."""
    return [
        _between(start_of(one), start_of(one) + HITS * APART) for one in windows(events)
    ]


def weeks(events: int) -> list[Ask]:
    """The events of a week."""
    return [_between(start_of(one), start_of(one) + WEEK) for one in windows(events)]


def _between(start: datetime, end: datetime) -> Ask:
    window = f'start="{start:%Y%m%dT%H%M%SZ}" end="{end:%Y%m%dT%H%M%SZ}"'
    body = (
        f"<C:calendar-query {_SPACES}>{_WHOLE}<C:filter>"
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f"<C:time-range {window}/></C:comp-filter></C:comp-filter></C:filter>"
        "</C:calendar-query>"
    )
    return _report(body)


def batches(events: int) -> list[Ask]:
    """Twenty events by their names."""
    names = sampled(range(events))
    found = []
    for first in range(len(names)):
        chosen = [names[(first + one) % len(names)] for one in range(IN_BATCH)]
        hrefs = "".join(f"<href>{_PLACE}/{one}.ics</href>" for one in chosen)
        body = f"<C:calendar-multiget {_SPACES}>{_WHOLE}{hrefs}</C:calendar-multiget>"
        found.append(_report(body))
    return found


def creations() -> list[Ask]:
    """New events, each under a name of its own."""
    return [
        Ask(
            method="PUT",
            target=f"{_MADE}/new-{SERIAL}.ics",
            body=_text(f"new-{SERIAL}", number, made_at(number)).encode(),
            expected=201,
            headers=_CALENDAR,
        )
        for number in sampled(range(64))
    ]


def quiet_round(url: str) -> Sequence[Ask]:
    """What is new since now: nothing, unless something is made."""
    _, _, answer = once(url, _sync(""), **HEADERS)
    token = _TOKEN.search(answer)
    assert token is not None, answer[:500]
    return [_sync(token[1].decode())]


def _sync(token: str) -> Ask:
    body = (
        f"<sync-collection {_SPACES}><sync-token>{token}</sync-token>"
        "<sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"
    )
    return _report(body)


def _report(body: str) -> Ask:
    return Ask(
        method="REPORT",
        target=f"{_PLACE}/",
        body=f'<?xml version="1.0"?>{body}'.encode(),
        expected=207,
        headers=_XML,
    )
