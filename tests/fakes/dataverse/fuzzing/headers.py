"""Hand-made nonsense in headers, tokens among them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from fakes.clock import VirtualClock
from fakes.entra import Directory
from fakes.entra.tokens import Claims, sign
from tests.fakes.dataverse.fuzzing.addresses import NOBODY
from tests.fakes.dataverse.makers import MONDAY, ROOT, Bench

_TEXTS: Final = (
    *(
        "",
        " ",
        ",",
        ";",
        "=",
        "*",
        '"',
        '"*',
        "\udcff",
        "ä",
        "\u2028",
        "x" * 8000,
        "\t",
    ),
    *("null", NOBODY, f"{{{NOBODY}}}", NOBODY[:-1], NOBODY.upper(), "'; drop", "%00"),
    *("W/", 'W/"', 'W/""', 'W/"x"', 'W/"1"', 'W/"1", W/"2"', '"1"', "W/*", 'w/"1"'),
    *(
        f'W/"{"9" * 5000}"',
        "application/json;odata.metadata=full",
        "text/xml",
        "*/*;q=x",
    ),
)
NAMES: Final = (
    *("if-match", "if-none-match", "mscrmcallerid", "callerobjectid", "content-type"),
    *("accept", "prefer", "odata-version", "odata-maxversion", "consistency", "host"),
    *("mscrm.suppressduplicatedetection", "mscrm.bypasscustompluginexecution"),
    *("x-ms-client-request-id", "content-length", "transfer-encoding", "x-http-method"),
)
HEADERS: Final = (
    *((name, text) for name in NAMES for text in _TEXTS),
    *(
        ("prefer", text)
        for text in (
            *(
                "return",
                "return=",
                "return=x",
                'return="representation"',
                "return=minimal",
            ),
            *("odata.maxpagesize", "odata.maxpagesize=", "odata.maxpagesize=0"),
            *("odata.maxpagesize=-1", "odata.maxpagesize=x", "odata.maxpagesize=²"),
            *("odata.maxpagesize=\u0663", f"odata.maxpagesize={'9' * 5000}"),
            *("odata.maxpagesize=1.5", "odata.maxpagesize=1, odata.maxpagesize=2"),
            *('odata.include-annotations="', "odata.include-annotations=", "odata.*"),
            *('odata.include-annotations="-*"', 'odata.include-annotations="**,-,--x"'),
            *('odata.include-annotations="\udcff"', "odata.include-annotations=\u2028"),
            *("odata.track-changes=x", "odata.track-changes,odata.track-changes"),
            *("odata.continue-on-error=x", "respond-async", "respond-async; wait=x"),
            *("a" * 8000 + "!", "a=" * 4000, " " * 8000 + "!", ";" * 8000, "," * 8000),
            "return=representation," * 300,
        )
    ),
)


def _encoded(value: object) -> str:
    text = json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def authorizations(bench: Bench) -> Iterator[str]:
    """Values of `Authorization` that do not open this organisation's door."""
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
    token = bench.token.removeprefix("Bearer ")
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
    yield from (f"Bearer {one}" for one in _untimely(bench))


def _untimely(bench: Bench) -> Iterator[str]:
    """Tokens of the right key for another door, another house or another time."""
    issue, application = bench.directory.issue, bench.application
    for audience in ("", "x", "https://graph.microsoft.com", f"{ROOT}/x", ROOT.upper()):
        yield issue(application, audience=audience)
    yield issue(application, audience=ROOT, lifetime=timedelta())
    yield issue(application, audience=ROOT, lifetime=timedelta(days=-1))
    late = VirtualClock(MONDAY + timedelta(days=1))
    tomorrow = Directory(tenant_id=bench.directory.tenant_id, seed=9, clock=late)
    yield tomorrow.issue(application, audience=ROOT)
    elsewhere = Directory(tenant_id=NOBODY, seed=9, clock=bench.clock)
    yield elsewhere.issue(application, audience=ROOT)
    house = bench.directory.tenant_id
    for tenant, issuer in ((NOBODY, house), (house, NOBODY), (NOBODY, NOBODY)):
        claims = Claims(
            client_id=application.client_id,
            object_id=application.object_id,
            tenant_id=tenant,
            issuer=f"https://sts.windows.net/{issuer}/",
            audience=ROOT,
            roles=(),
            issued_at=MONDAY,
            expires_at=MONDAY + timedelta(hours=1),
        )
        yield sign(claims, name="x", identifier="x")
