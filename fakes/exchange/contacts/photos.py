"""The picture of a contact: octets in, the same octets out (section 2.3)."""

from __future__ import annotations

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.contacts.contact import Photo
from fakes.exchange.contacts.places import contact_of
from fakes.exchange.errors import GraphError
from fakes.exchange.wire.envelope import Reply


def read(call: Call) -> Reply:
    """The picture.

    Raises:
        GraphError: the contact has none (the code is inferred).
    """
    photo = contact_of(call).photo
    if photo is None:
        raise errors.item_not_found()
    return Reply(body=photo.octets, content_type=photo.content_type)


def write(call: Call) -> Reply:
    """The contact has the picture, and a new change key (inferred).

    Raises:
        GraphError: what is sent is not announced as a picture, or is nothing.
    """
    contact = contact_of(call)
    kind = call.request.headers.get("content-type", "").partition(";")[0].strip()
    if not kind.lower().startswith("image/"):
        raise GraphError(
            415, "UnsupportedMediaType", "A photo must be announced as an image."
        )
    if not call.request.body:
        raise errors.invalid_request("A photo needs its octets.")
    photo = Photo(content_type=kind, octets=call.request.body)
    call.mailbox.contacts.update(contact.immutable_id, by="api", photo=photo)
    return Reply()


def delete(call: Call) -> Reply:
    """The contact has no picture.

    Raises:
        GraphError: it had none.
    """
    contact = contact_of(call)
    if contact.photo is None:
        raise errors.item_not_found()
    call.mailbox.contacts.update(contact.immutable_id, by="api", photo=None)
    return Reply(status=204)
