"""Messages as what attachments and open extensions hang at."""

from __future__ import annotations

from typing import Final

from fakes.exchange.mail.endpoints import MESSAGES as COLLECTIONS
from fakes.exchange.mail.places import message_of
from fakes.exchange.owner import Owner
from fakes.exchange.permissions import READ_MAIL, WRITE_MAIL

MESSAGES: Final = Owner(
    paths=tuple(f"{where}/{{message}}" for where in COLLECTIONS),
    find=message_of,
    store=lambda mailbox: mailbox.stores.messages,
    address=lambda _, message_id: f"messages('{message_id}')",
    read=READ_MAIL,
    write=WRITE_MAIL,
)
