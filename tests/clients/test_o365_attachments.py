"""python-o365 attaches files to events."""

from __future__ import annotations

import base64
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from tests.clients.office import ZONE, an_account
from tests.clients.served import Served

HERE: Final = ZoneInfo(ZONE)
LARGE: Final = bytes(range(256)) * 256 * 55  # 3.4 MB: too large for a single POST


@pytest.fixture
def schedule(served: Served) -> Any:
    """The calendars of the first person of the seed."""
    return an_account(served, served.mailboxes[0]).schedule()


def _event(calendar: Any, subject: str = "Site visit") -> Any:
    """An event of an hour on 3 March, not stored."""
    event = calendar.new_event(subject)
    event.start = datetime(2026, 3, 3, 9, tzinfo=HERE)
    event.end = datetime(2026, 3, 3, 10, tzinfo=HERE)
    return event


@pytest.mark.parametrize("content", [b"\x00plan\xff", LARGE], ids=["small", "large"])
def test_a_file_is_attached_whatever_its_size(schedule: Any, content: bytes) -> None:
    """A large one goes to a session, without a token (section 3.9).

    The library saves the event once more afterwards, every file within it: nothing
    comes of that, or the attachment would be there twice.
    """
    event = _event(schedule)
    event.save()
    event.attachments.add([(BytesIO(content), "plan.bin")])
    saved = event.save()

    read = schedule.get_default_calendar().get_event(event.object_id)
    downloaded = read.attachments.download_attachments()

    assert saved
    assert downloaded
    (attachment,) = read.attachments
    assert attachment.name == "plan.bin"
    assert base64.b64decode(attachment.content) == content
