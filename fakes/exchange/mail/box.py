"""The mail of one mailbox, as its owner and the fixtures handle it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from fakes.exchange import errors
from fakes.exchange.items import Person, Writer
from fakes.exchange.mail.folder import is_below
from fakes.exchange.mail.letters import Letter, letter_of, person_of
from fakes.exchange.mail.message import Message
from fakes.exchange.mail.post import SentMail

if TYPE_CHECKING:
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant


class MailBox:
    """What lies in the mail folders. Its methods are the owner's acts."""

    def __init__(self, tenant: ExchangeTenant, mailbox: Mailbox) -> None:
        self._tenant = tenant
        self._mailbox = mailbox

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message, in the order of their coming."""
        return self._mailbox.stores.messages.live

    def lying_in(self, well_known: str) -> tuple[Message, ...]:
        """What lies in `inbox`, `sentitems`, `drafts`, and so on; latest last.

        Raises:
            KeyError: no mailbox has a folder of that name.
        """
        folder_id = self._mailbox.stores.mail_folder_ids[well_known]
        return tuple(self._mailbox.stores.messages.in_folder(folder_id))

    def message(self, message_id: str) -> Message | None:
        """The message of a default or immutable id; None if there is none."""
        return self._mailbox.stores.messages.find_live(message_id)

    def send(
        self, to: Iterable[str | Person], *, save: bool = True, **letter: Unpack[Letter]
    ) -> SentMail:
        """The owner's mail lies in the inboxes of those who have one here.

        Raises:
            GraphError: nobody is named, or no address.
        """
        fields = letter_of(to, letter)
        return self._tenant.post.send(self._mailbox, fields, by="owner", save=save)

    def receive(
        self,
        sender: str | Person,
        *,
        to: Iterable[str | Person] = (),
        **letter: Unpack[Letter],
    ) -> Message:
        """A fixture: a mail from outside of the tenant lies in the inbox."""
        fields = letter_of(to or (self._mailbox.owner,), letter)
        return self._tenant.post.receive(self._mailbox, person_of(sender), fields)

    def move(self, message_id: str, well_known: str) -> Message:
        """The message lies in another folder, under another default id.

        Raises:
            GraphError: there is no such message.
        """
        folder_id = self._mailbox.stores.mail_folder_ids[well_known]
        message = self._required(message_id)
        return self._mailbox.stores.messages.move(message, folder_id, by="owner")

    def mark_read(self, message_id: str, *, is_read: bool = True) -> Message:
        """The owner has read the message, or wants it to look unread.

        Raises:
            GraphError: there is no such message.
        """
        message = self._required(message_id)
        store = self._mailbox.stores.messages
        return store.rewrite(message, by="owner", is_read=is_read)

    def delete(self, message_id: str) -> None:
        """The message lies in Deleted Items; if it lay there, it is gone.

        Raises:
            GraphError: there is no such message.
        """
        discard(self._mailbox, self._required(message_id), by="owner")

    def _required(self, message_id: str) -> Message:
        message = self.message(message_id)
        if message is None:
            raise errors.item_not_found()
        return message


def discard(mailbox: Mailbox, message: Message, *, by: Writer) -> None:
    """The message lies in Deleted Items under a new default id; from there it is gone.

    Section 3.8, inferred. Recoverable Items are not filled.
    """
    stores = mailbox.stores
    bin_id = stores.mail_folder_ids["deleteditems"]
    if is_below(stores.mail_folders, message.folder_id, bin_id):
        stores.messages.purge(message, by=by)
    else:
        stores.messages.move(message, bin_id, by=by)
