"""What the token service refuses, with the numbers that clients look for.

Section 1.1 of the fact sheet (exchange-graph); the texts are ours.
"""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - reads as the outcome it reports
    """A sign-in that the token service turns down."""

    def __init__(self, *, status: int, error: str, number: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.number = number
        self.message = message


def unknown_tenant(tenant: str) -> Refused:
    """No directory of that name."""
    return Refused(
        status=400,
        error="invalid_request",
        number=90002,
        message=f"Tenant '{tenant}' not found.",
    )


def unknown_application(client_id: str) -> Refused:
    """No application of that id in the directory."""
    return Refused(
        status=400,
        error="unauthorized_client",
        number=700016,
        message=f"Application with identifier '{client_id}' was not found.",
    )


def wrong_secret(client_id: str) -> Refused:
    """The secret is not the application's."""
    return Refused(
        status=401,
        error="invalid_client",
        number=7000215,
        message=f"Invalid client secret provided for application '{client_id}'.",
    )


def missing_secret() -> Refused:
    """The client does not prove who it is."""
    return Refused(
        status=401,
        error="invalid_client",
        number=7000218,
        message="The request must contain 'client_secret'.",
    )


def missing_field(name: str) -> Refused:
    """A form field that the flow needs is not there."""
    return Refused(
        status=400,
        error="invalid_request",
        number=900144,
        message=f"The request body must contain the following parameter: '{name}'.",
    )


def unsupported_grant(grant: str) -> Refused:
    """The directory does not know this grant type at all."""
    return Refused(
        status=400,
        error="unsupported_grant_type",
        number=70003,
        message=f"The grant type '{grant}' is not supported.",
    )


def invalid_scope(scope: str) -> Refused:
    """Client credentials take one resource, suffixed with `/.default`."""
    return Refused(
        status=400,
        error="invalid_scope",
        number=1002012,
        message=f"The scope '{scope}' is not valid: it must end in '/.default'.",
    )


def unknown_resource(resource: str) -> Refused:
    """The resource is no address that a token can be for."""
    return Refused(
        status=400,
        error="invalid_resource",
        number=500011,
        message=f"The resource principal named '{resource}' was not found.",
    )
