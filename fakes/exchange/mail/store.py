"""Messages of one mailbox, those about one meeting found together."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Final

from fakes.exchange.mail.message import Message
from fakes.exchange.store import ItemStore, Ledger

_CONVERSATION_MARK: Final = b"\x00\x04\x24\x00"


class MessageStore(ItemStore[Message]):
    """Messages by id, and by the meeting that they are about."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger, resource="message", kind=Message)
        self._by_meeting: dict[str, dict[str, None]] = {}  # immutable ids

    def about(self, ical_uid: str) -> tuple[Message, ...]:
        """The messages about that meeting, in the order of their coming."""
        known = self._by_meeting.get(ical_uid, ())
        return tuple(self._live[one] for one in known if one in self._live)

    def fresh_internet_message_id(self) -> str:
        """An `internetMessageId` that no other message has."""
        domain = self._ledger.address.rpartition("@")[2]
        return f"<{self._ledger.identifiers.guid()}@{domain}>"

    def _put(self, item: Message) -> None:
        super()._put(item)
        if item.meeting is not None:
            uid = item.meeting.event.ical_uid
            self._by_meeting.setdefault(uid, {})[item.immutable_id] = None

    def _forget(self) -> None:
        self._by_meeting = {}


def conversation_id(topic: str) -> str:
    """The id of the conversation about a topic: the same in every mailbox."""
    digest = hashlib.sha256(topic.encode()).digest()
    return base64.urlsafe_b64encode(_CONVERSATION_MARK + digest).decode()


def conversation_index(topic: str, at: datetime) -> str:
    """Where a first message stands in the conversation: 22 octets."""
    digest = hashlib.sha256(topic.encode()).digest()[:16]
    seconds = int(at.timestamp()).to_bytes(5, "big")
    return base64.b64encode(b"\x01" + seconds + digest).decode()
