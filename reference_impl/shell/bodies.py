"""Bodies of requests: the only place that turns octets of strangers into documents."""

import json
from typing import Any, NoReturn

from reference_impl.errors import InvalidSession, UnreadableBody


def document_of(octets: bytes) -> dict[str, Any]:
    """Return the JSON object that a body holds.

    Raises:
        UnreadableBody: it is no JSON in UTF-8.
        InvalidSession: it is JSON, but no object.
    """
    try:
        document = json.loads(octets.decode("utf-8"), parse_constant=_refuse)
    except RecursionError as error:
        raise UnreadableBody("The body is nested too deeply.") from error
    except ValueError as error:
        raise UnreadableBody(f"The body is no JSON in UTF-8: {error}.") from error
    if not isinstance(document, dict):
        raise InvalidSession("The body is no JSON object.")
    return document


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
