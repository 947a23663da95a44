"""What Graph refuses: status, code and message. Section 8 of the fact sheet.

Codes are the service's; the messages are ours, since clients must not read them.
"""

from __future__ import annotations

from fakes.wire import Headers


class GraphError(Exception):
    """A request that is refused."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        headers: Headers = (),
        has_inner_error: bool = True,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
        self.has_inner_error = has_inner_error


def bad_request(message: str) -> GraphError:
    """Malformed query or path, or a property that the type does not have."""
    return GraphError(400, "BadRequest", message)


def no_such_property(name: str, of: str) -> GraphError:
    """A query names a property that the type does not have."""
    return bad_request(f"Could not find a property named '{name}' on type '{of}'.")


def body_read(message: str) -> GraphError:
    """The body is no JSON, or does not fit the type."""
    return GraphError(400, "RequestBodyRead", message)


def invalid_request(message: str) -> GraphError:
    """An operation that this event, calendar or window does not allow."""
    return GraphError(400, "ErrorInvalidRequest", message)


def invalid_parameter(message: str) -> GraphError:
    """A parameter of the request cannot be read."""
    return GraphError(400, "ErrorInvalidParameter", message)


def invalid_date(text: object) -> GraphError:
    """A date-time that is none."""
    return GraphError(400, "InvalidDateTime", f"'{text}' is not a valid date and time.")


def validation(message: str) -> GraphError:
    """A subscription that cannot be made (code inferred, section 2.5)."""
    return GraphError(400, "ValidationError", message)


def property_validation(message: str) -> GraphError:
    """The store refuses a value."""
    return GraphError(400, "ErrorPropertyValidationFailure", message)


def invalid_query(message: str) -> GraphError:
    """A query option that this collection does not take, or an odd value of one."""
    return GraphError(400, "ErrorInvalidUrlQuery", message)


def invalid_filter(message: str) -> GraphError:
    """A filter that the store cannot evaluate."""
    return GraphError(400, "ErrorInvalidUrlQueryFilter", message)


def malformed_id() -> GraphError:
    """The id cannot be an item's."""
    return GraphError(400, "ErrorInvalidIdMalformed", "Id is malformed.")


def unknown_zone(name: str) -> GraphError:
    """The time zone is not supported."""
    return GraphError(
        400,
        "TimeZoneNotSupportedException",
        f"A valid time zone must be given; '{name}' is not supported.",
    )


def invalid_recipients(message: str) -> GraphError:
    """An attendee without a usable address."""
    return GraphError(400, "ErrorInvalidRecipients", message)


def invalid_mime() -> GraphError:
    """The MIME content is not in base64."""
    return GraphError(
        400,
        "ErrorMimeContentInvalidBase64String",
        "The MIME content is no base64 text.",
    )


def inefficient_filter() -> GraphError:
    """`$orderby` names what `$filter` does not, or in another order (section 2.4)."""
    return GraphError(
        400, "InefficientFilter", "The restriction or sort order is too complex."
    )


def sent_already(name: str) -> GraphError:
    """The property can be written as long as the message is a draft."""
    return GraphError(
        400,
        "ErrorInvalidPropertyUpdateSentMessage",
        f"'{name}' of a message that is no draft cannot be updated.",
    )


def distinguished_folder(verb: str) -> GraphError:
    """A folder that every mailbox has cannot be moved, renamed or deleted."""
    return GraphError(
        400,
        f"Error{verb}DistinguishedFolder",
        "This can't be done to a distinguished folder.",
    )


def access_denied(message: str) -> GraphError:
    """The application may not do this in this mailbox."""
    return GraphError(403, "ErrorAccessDenied", message)


def send_as_denied(address: str) -> GraphError:
    """A message from somebody else than the mailbox's owner."""
    return GraphError(
        403, "ErrorSendAsDenied", f"The mailbox may not send as '{address}'."
    )


def folder_not_found() -> GraphError:
    """No folder or list of that id (section 8, inferred)."""
    return GraphError(
        404,
        "ErrorFolderNotFound",
        "The specified folder could not be found in the store.",
    )


def item_not_found() -> GraphError:
    """Unknown, moved, or another mailbox's id."""
    return GraphError(
        404, "ErrorItemNotFound", "The specified object was not found in the store."
    )


def no_such_user(user: str) -> GraphError:
    """The directory has no such user."""
    return GraphError(
        404, "Request_ResourceNotFound", f"Resource '{user}' does not exist."
    )


def invalid_user(user: str) -> GraphError:
    """No user of that name, or one without a mailbox."""
    return GraphError(
        404, "ErrorInvalidUser", f"The requested user '{user}' is invalid."
    )


def mailbox_not_enabled() -> GraphError:
    """The mailbox is inactive, unlicensed or on premises."""
    return GraphError(
        404,
        "MailboxNotEnabledForRESTAPI",
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    )


def no_such_route(path: str) -> GraphError:
    """The address is nobody's."""
    return GraphError(404, "ResourceNotFound", f"No resource was found for '{path}'.")


def method_not_allowed(method: str) -> GraphError:
    """The resource exists and does not take this method."""
    return GraphError(
        405, "Request_BadRequest", f"Specified HTTP method '{method}' is not allowed."
    )


def duplicate_name(name: str) -> GraphError:
    """A category of that name exists."""
    return GraphError(409, "nameAlreadyExists", f"'{name}' exists already.")


def folder_exists(name: str) -> GraphError:
    """A folder or list of that name exists there (section 8, inferred)."""
    return GraphError(
        409, "ErrorFolderExists", f"A folder with the name '{name}' already exists."
    )


def duplicate_transaction() -> GraphError:
    """The transaction id has been used (switch `transaction_repeat`)."""
    return GraphError(
        409,
        "ErrorDuplicateTransactionId",
        "Repeated transaction id: the corresponding event is already there.",
    )


def too_large(message: str) -> GraphError:
    """More octets than the store takes (the code is inferred)."""
    return GraphError(413, "ErrorMessageSizeExceeded", message)


def sync_state_not_found(location: str) -> GraphError:
    """The token is unknown or too old; `location` starts a full round."""
    return GraphError(
        410,
        "SyncStateNotFound",
        "The sync state generation is not found; a full synchronisation is needed.",
        headers=(("Location", location),),
    )


def conflict() -> GraphError:
    """The change key that the caller knows is not the present one."""
    return GraphError(
        412,
        "ErrorIrresolvableConflict",
        "The change key passed in the request does not match the current change key.",
    )


def sent_too_much(retry_after_s: int) -> GraphError:
    """The mailbox has sent as many messages as a minute allows (section 6)."""
    return GraphError(
        429,
        "TooManyRequests",
        "The mailbox has exceeded the number of messages that a minute allows.",
        headers=(("Retry-After", str(retry_after_s)),),
    )


def unsupported(what: str) -> GraphError:
    """501: Graph has it, this fake does not."""
    return GraphError(501, "NotImplemented", f"This fake does not support {what}.")
