"""What an application proves its name with: secrets and certificates."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

_FEWEST_BITS: Final = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A client secret; None never ends."""

    value: str = field(repr=False)
    expires_at: datetime | None = None

    def is_(self, text: str) -> bool:
        """Whether the text is this secret."""
        return hmac.compare_digest(text.encode(), self.value.encode())

    def holds(self, at: datetime) -> bool:
        """Whether it can be used at that instant."""
        return self.expires_at is None or at < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate as it was uploaded: the public half alone."""

    key: rsa.RSAPublicKey = field(repr=False, compare=False)
    sha1: str  # thumbprints as `x5t` and `x5t#S256` spell them, without padding
    sha256: str
    valid_from: datetime
    valid_until: datetime

    def holds(self, at: datetime) -> bool:
        """Whether it can be used at that instant."""
        return self.valid_from <= at < self.valid_until


def read_certificate(pem: str) -> Certificate:
    """The first certificate of a PEM text; a private key beside it is not looked at.

    Raises:
        ValueError: there is none, or its key is not RSA of 2048 bits and more.
    """
    try:
        found = x509.load_pem_x509_certificate(pem.encode())
        key = found.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        msg = "the text holds no certificate in PEM form"
        raise ValueError(msg) from error
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < _FEWEST_BITS:
        msg = f"the certificate's key is not RSA of {_FEWEST_BITS} bits or more"
        raise ValueError(msg)
    return Certificate(
        key=key,
        sha1=_spelled(found.fingerprint(hashes.SHA1())),  # noqa: S303 - `x5t` is SHA-1
        sha256=_spelled(found.fingerprint(hashes.SHA256())),
        valid_from=found.not_valid_before_utc.astimezone(UTC),
        valid_until=found.not_valid_after_utc.astimezone(UTC),
    )


def _spelled(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
