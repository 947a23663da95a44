"""A token service, its directory and clients with certificates."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from fakes.clock import VirtualClock
from fakes.entra import (
    GRAPH_RESOURCE,
    Application,
    Certificate,
    Directory,
    EntraService,
    read_certificate,
)
from fakes.wire import Request, Response

ROOT: Final = "http://127.0.0.1:8080/one/login"
TENANT: Final = "0f0e0d0c-0000-4000-8000-000000000001"
TOKEN: Final = f"/{TENANT}/oauth2/v2.0/token"
START: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Key:
    """A private key, and a certificate for it as a client holds them."""

    private: rsa.RSAPrivateKey
    pem: str  # of the certificate

    @property
    def with_private(self) -> str:
        """The private key and the certificate, as clients keep them in one file."""
        private = self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return private.decode() + self.pem

    @property
    def certificate(self) -> Certificate:
        """What is registered of it."""
        return read_certificate(self.pem)


@functools.cache
def a_key(
    name: str = "tests",
    *,
    valid_from: datetime = datetime(2020, 1, 1, tzinfo=UTC),
    valid_until: datetime = datetime(2040, 1, 1, tzinfo=UTC),
    bits: int = 2048,
) -> Key:
    """A key of that name, always the same one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(valid_from)
        .not_valid_after(valid_until)
        .sign(private, hashes.SHA256())
    )
    pem = built.public_bytes(serialization.Encoding.PEM).decode()
    return Key(private, pem)


def a_directory(*, seed: int = 1, tenant_id: str = TENANT) -> Directory:
    """A directory on a clock of its own."""
    return Directory(tenant_id=tenant_id, seed=seed, clock=VirtualClock(START))


def an_assertion(
    application: Application,
    *,
    key: Key | None = None,
    header: dict[str, object] | None = None,
    algorithm: str = "RS256",
    signed_at: datetime = START,
    lifetime: timedelta = timedelta(minutes=10),
    **changed: object,
) -> str:
    """A client's signed assertion; a claim that is None is left out."""
    key = key or a_key()
    claims = {
        "aud": f"{ROOT}{TOKEN}",
        "iss": application.client_id,
        "sub": application.client_id,
        "jti": "one",
        "iat": signed_at.timestamp(),
        "exp": (signed_at + lifetime).timestamp(),
        **changed,
    }
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None},
        key.private,
        algorithm=algorithm,
        headers={"x5t": key.certificate.sha1} if header is None else header,
    )


def a_form(application: Application, **changed: str) -> dict[str, str]:
    """A client-credentials form; an empty value removes a field."""
    form = {
        "client_id": application.client_id,
        "client_secret": application.client_secret,
        "grant_type": "client_credentials",
        "scope": f"{GRAPH_RESOURCE}/.default",
        **changed,
    }
    return {name: value for name, value in form.items() if value}


def a_signed_form(
    application: Application, assertion: str, **changed: str
) -> dict[str, str]:
    """The form of a client with a certificate."""
    return a_form(
        application,
        client_secret="",
        client_assertion_type=BEARER,
        client_assertion=assertion,
        **changed,
    )


def ask(
    service: EntraService,
    path: str,
    form: dict[str, str] | None = None,
    *,
    query: str = "",
    **headers: str,
) -> tuple[int, dict[str, Any]]:
    """Status and JSON of one request."""
    request = Request(
        method="GET" if form is None else "POST",
        path=path,
        query=query,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body=urlencode(form or {}).encode(),
        root_url=ROOT,
    )
    response = service.handle(request, never)
    return response.status, json.loads(response.body)


def never(request: Request) -> Response:
    """The token service has no batches."""
    raise AssertionError(request)
