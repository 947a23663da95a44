"""Messages and mail folders: where they are, and what may be done there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fakes.exchange.endpoint import Answerer, Endpoint
from fakes.exchange.mail import answers, delta, folders, sending, views
from fakes.exchange.permissions import READ_MAIL, SEND_MAIL, WRITE_MAIL, Permission

_FOLDER: Final = "{U}/mailFolders/{folder}"
_CHILD: Final = f"{_FOLDER}/childFolders/{{child}}"
# where messages are addressed: in the mailbox, in a folder, in a child of one
MESSAGES: Final = ("{U}/messages", f"{_FOLDER}/messages", f"{_CHILD}/messages")
_ON_MESSAGE: Final[tuple[tuple[str, Answerer, str, Permission], ...]] = (
    ("send", sending.send, "message.send", SEND_MAIL),
    ("reply", sending.reply, "message.reply", SEND_MAIL),
    ("replyAll", sending.reply_all, "message.reply", SEND_MAIL),
    ("forward", sending.forward, "message.forward", SEND_MAIL),
    ("createReply", sending.create_reply, "message.create", WRITE_MAIL),
    ("createReplyAll", sending.create_reply_all, "message.create", WRITE_MAIL),
    ("createForward", sending.create_forward, "message.create", WRITE_MAIL),
    ("move", answers.move, "message.move", WRITE_MAIL),
    ("copy", answers.copy, "message.copy", WRITE_MAIL),
    ("permanentDelete", answers.permanent_delete, "message.delete", WRITE_MAIL),
)


def _of_messages(where: str) -> Iterator[Endpoint]:
    one = f"{where}/{{message}}"
    yield Endpoint("GET", where, views.messages, "message.list", READ_MAIL)
    yield Endpoint("POST", where, answers.create, "message.create", WRITE_MAIL)
    yield Endpoint("GET", f"{where}/$count", views.count, "message.list", READ_MAIL)
    yield Endpoint("GET", f"{where}/delta", delta.messages, "messages.delta", READ_MAIL)
    yield Endpoint("GET", one, answers.read, "message.read", READ_MAIL)
    yield Endpoint("PATCH", one, answers.update, "message.update", WRITE_MAIL)
    yield Endpoint("DELETE", one, answers.delete, "message.delete", WRITE_MAIL)
    for action, answer, operation, needed in _ON_MESSAGE:
        yield Endpoint("POST", f"{one}/{action}", answer, operation, needed)


def _of_list(where: str) -> Iterator[Endpoint]:
    yield Endpoint("GET", where, folders.folders, "mailFolder.list", READ_MAIL)
    yield Endpoint("POST", where, folders.create, "mailFolder.create", WRITE_MAIL)
    yield Endpoint(
        "GET", f"{where}/$count", folders.count, "mailFolder.list", READ_MAIL
    )


def _of_folder(one: str) -> Iterator[Endpoint]:
    yield Endpoint("GET", one, folders.read, "mailFolder.read", READ_MAIL)
    yield Endpoint("PATCH", one, folders.update, "mailFolder.update", WRITE_MAIL)
    yield Endpoint("DELETE", one, folders.delete, "mailFolder.delete", WRITE_MAIL)
    yield Endpoint("POST", f"{one}/move", folders.move, "mailFolder.move", WRITE_MAIL)
    yield Endpoint("POST", f"{one}/copy", folders.copy, "mailFolder.copy", WRITE_MAIL)
    yield from _of_list(f"{one}/childFolders")


def _endpoints() -> Iterator[Endpoint]:
    yield Endpoint("POST", "{U}/sendMail", sending.send_mail, "mail.send", SEND_MAIL)
    for where in MESSAGES:
        yield from _of_messages(where)
    yield from _of_list("{U}/mailFolders")
    yield Endpoint(
        "GET", "{U}/mailFolders/delta", delta.folders, "mailFolders.delta", READ_MAIL
    )
    for one in (_FOLDER, _CHILD):
        yield from _of_folder(one)


ENDPOINTS: Final = tuple(_endpoints())
# what Graph has there, and below, and the fake has not
MISSING: Final = (
    *(f"{where}/{{message}}/$value" for where in MESSAGES),
    f"{_FOLDER}/messageRules",
    f"{_CHILD}/messageRules",
    f"{_CHILD}/childFolders/{{grandchild}}",
    f"{_FOLDER}/childFolders/delta",
    f"{_CHILD}/childFolders/delta",
)
