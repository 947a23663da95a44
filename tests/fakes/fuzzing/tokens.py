"""Tokens that must not open a door: forged, foreign, untimely, or none at all."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from fakes.clock import VirtualClock
from fakes.entra import Application, Directory
from fakes.entra.tokens import Claims, sign

NOBODY: Final = "5f0e7c00-0000-4000-8000-00000000dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A service, and a token that opens it."""

    directory: Directory
    application: Application
    audience: str
    token: str
    clock: VirtualClock


def _encoded(value: object) -> str:
    text = json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def authorizations(door: Door) -> Iterator[str]:
    """Values of `Authorization` that do not open this door."""
    yield from (
        "",
        " ",
        "Bearer",
        "Bearer ",
        "bearer x",
        "Basic x",
        "Bearer\t",
        "\udcff",
    )
    yield from ("Bearer x", "Bearer x.y", "Bearer x.y.z", "Bearer ..", "Bearer ....")
    yield from (
        "Bearer \udcff",
        "Bearer \ud800.\ud800.\ud800",
        "Bearer ä.ö.ü",
        "Bearer \0",
    )
    yield from ("Bearer " + "a" * 100_000, "Bearer " + "." * 100_000, "Bearer a b c")
    token = door.token
    head, payload, signature = token.split(".")
    yield from (token, f"Basic {token}", f"Bearer {token}x", f"Bearer {token[:-4]}")
    yield from (f"Bearer {head}.{payload}.", f"Bearer {head}..{signature}")
    yield from (f"Bearer {payload}.{head}.{signature}", f"Bearer {token}.{token}")
    claims = jwt.decode(token, options={"verify_signature": False})
    names: tuple[object, ...] = (
        "none",
        "None",
        "HS256",
        "RS512",
        "",
        None,
        1,
        {},
        "x" * 1000,
    )
    for name in names:
        yield f"Bearer {_encoded({'alg': name, 'typ': 'JWT'})}.{payload}.{signature}"
        yield f"Bearer {_encoded({'alg': name})}.{_encoded(claims)}."
    values: tuple[object, ...] = (None, [], 1, "x", {})
    for value in values:
        yield f"Bearer {_encoded(value)}.{_encoded(value)}.{_encoded(value)}"
    yield "Bearer " + jwt.encode(claims, "x" * 32, algorithm="HS256")
    foreign = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    yield "Bearer " + jwt.encode(claims, foreign, algorithm="RS256")
    yield from (f"Bearer {one}" for one in _untimely(door))


def _untimely(door: Door) -> Iterator[str]:
    """Tokens of the right key for another door, another house or another time."""
    issue, application, root = door.directory.issue, door.application, door.audience
    now = door.clock.now()
    for audience in ("", "x", "https://elsewhere.example", f"{root}/x", root.upper()):
        yield issue(application, audience=audience)
    yield issue(application, audience=root, lifetime=timedelta())
    yield issue(application, audience=root, lifetime=timedelta(days=-1))
    late = VirtualClock(now + timedelta(days=1))
    tomorrow = Directory(tenant_id=door.directory.tenant_id, seed=9, clock=late)
    yield tomorrow.issue(application, audience=root)
    elsewhere = Directory(tenant_id=NOBODY, seed=9, clock=door.clock)
    yield elsewhere.issue(application, audience=root)
    house = door.directory.tenant_id
    for tenant, issuer in ((NOBODY, house), (house, NOBODY), (NOBODY, NOBODY)):
        claims = Claims(
            client_id=application.client_id,
            object_id=application.object_id,
            tenant_id=tenant,
            issuer=f"https://sts.windows.net/{issuer}/",
            audience=root,
            roles=(),
            issued_at=now,
            expires_at=now + timedelta(hours=1),
        )
        yield sign(claims, name="x", identifier="x")
