"""What is wrong with a document by its schema, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jsonschema.exceptions import best_match

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_LONGEST: Final = 200


class Violation(NamedTuple):
    """Where (`users[0].email`; empty for the whole), and why."""

    place: str
    reason: str


def worst(validator: Validator, document: Any) -> Violation | None:
    """The violation that tells most; None when there is none."""
    error = best_match(validator.iter_errors(document))
    if error is None:
        return None
    reason = error.message
    if len(reason) > _LONGEST:
        reason = f"{reason[: _LONGEST - 40]} … {reason[-40:]}"
    return Violation(error.json_path.removeprefix("$").removeprefix("."), reason)
