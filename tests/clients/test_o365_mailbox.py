"""python-o365 sets a mailbox up: categories, automatic replies."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from O365.category import CategoryColor

from tests.clients.office import ZONE, an_account
from tests.clients.served import Served

HERE: Final = ZoneInfo(ZONE)


def _at(day: int) -> datetime:
    return datetime(2026, 3, day, 9, tzinfo=HERE)


def test_categories_are_kept_in_the_master_list(served: Served) -> None:
    """Made, coloured anew, removed."""
    categories = an_account(served, served.mailboxes[0]).outlook_categories()
    made = categories.create_category("Field", "yellow")

    coloured = made.update_color("blue")
    (read,) = (one for one in categories.get_categories() if one.name == "Field")
    removed = read.delete()

    assert coloured
    assert removed
    assert read.color is CategoryColor.BLUE
    assert "Field" not in [one.name for one in categories.get_categories()]


def test_an_automatic_reply_is_scheduled(served: Served) -> None:
    """Among the settings of the mailbox, in its zone."""
    mailbox = an_account(served, served.mailboxes[0]).mailbox()

    saved = mailbox.set_automatic_reply("Away", "Away, too", _at(3), _at(5))

    replies = mailbox.get_settings().automaticrepliessettings
    assert saved
    assert (replies.status.value, replies.internal_reply_message) == (
        "scheduled",
        "Away",
    )
    assert (replies.scheduled_startdatetime, replies.scheduled_enddatetime) == (
        _at(3),
        _at(5),
    )
