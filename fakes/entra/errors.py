"""What the token service refuses, with the numbers that clients look for.

Section 1.1 of the fact sheet (exchange-graph); numbers beyond it as operators meet
them, their statuses inferred. The texts are ours.
"""

from __future__ import annotations

from datetime import datetime


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


def expired_secret(client_id: str) -> Refused:
    """The secret was the application's; its time is over."""
    return Refused(
        status=401,
        error="invalid_client",
        number=7000222,
        message=f"The client secret of application '{client_id}' has expired.",
    )


def missing_credential() -> Refused:
    """The client does not prove who it is."""
    return Refused(
        status=401,
        error="invalid_client",
        number=7000216,
        message=(
            "'client_assertion' or 'client_secret' is required for the "
            "'client_credentials' grant type."
        ),
    )


def malformed_assertion() -> Refused:
    """What should be a signed JWT is none, or one of another kind."""
    return Refused(
        status=401,
        error="invalid_client",
        number=50027,
        message="The client assertion is no JWT signed by RS256 or PS256 with an end.",
    )


def unnamed_key() -> Refused:
    """The assertion's header does not say which certificate signed it."""
    return Refused(
        status=401,
        error="invalid_client",
        number=5002723,
        message="The client assertion's header names no key: 'x5t' or 'x5t#S256'.",
    )


def invalid_signature(reason: str) -> Refused:
    """No certificate of the application that holds has signed the assertion."""
    return Refused(
        status=401,
        error="invalid_client",
        number=700027,
        message=f"Client assertion contains an invalid signature. [Reason - {reason}.]",
    )


def other_client(client_id: str) -> Refused:
    """The assertion's issuer or subject is not the client."""
    return Refused(
        status=401,
        error="invalid_client",
        number=700021,
        message=(
            "Client assertion application identifier doesn't match the 'client_id' "
            f"'{client_id}'."
        ),
    )


def other_audience() -> Refused:
    """The assertion is not for this token endpoint."""
    return Refused(
        status=401,
        error="invalid_client",
        number=700023,
        message="Client assertion audience claim doesn't match the token endpoint.",
    )


def untimely_assertion(*, now: datetime, ends_at: datetime) -> Refused:
    """The assertion does not hold yet, or no longer."""
    return Refused(
        status=401,
        error="invalid_client",
        number=700024,
        message=(
            "Client assertion is not within its valid time range. Current time: "
            f"{now:%Y-%m-%dT%H:%M:%SZ}, expiry time of assertion: "
            f"{ends_at:%Y-%m-%dT%H:%M:%SZ}."
        ),
    )


def malformed_claims() -> Refused:
    """The field `claims` holds no claims request."""
    return Refused(
        status=400,
        error="invalid_request",
        number=9002313,
        message="Invalid request. The parameter 'claims' is malformed.",
    )


def no_tenant_named() -> Refused:
    """Client credentials at `common` or `organizations`: no directory is meant."""
    return Refused(
        status=400,
        error="invalid_request",
        number=50059,
        message="No tenant-identifying information found in the request.",
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
