"""Nonsense before the token service: refused in its own shape, never a crash."""

from __future__ import annotations

import base64
import json
from typing import Final
from urllib.parse import quote, urlencode

import jwt
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.entra import EntraService
from fakes.wire import Request
from tests.fakes.entra.makers import (
    BEARER,
    ROOT,
    START,
    TENANT,
    TOKEN,
    a_directory,
    a_form,
    a_key,
    an_assertion,
    never,
)

DIRECTORY: Final = a_directory()
APPLICATION: Final = DIRECTORY.register_application(
    "fuzzed", certificates=(a_key().certificate,)
)
SERVICE: Final = EntraService(DIRECTORY)
RIGHT: Final = jwt.decode(
    an_assertion(APPLICATION), options={"verify_signature": False}
)
STATUSES: Final = {200, 400, 401, 501}

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["CP1", APPLICATION.client_id, a_key().certificate.sha1]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["access_token", "xms_cc", "values", "value", "nbf", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def coded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


# Parts that are nearly a JWT; signed ones with claims that nobody expects.
PARTS = JSON.map(lambda value: coded(json.dumps(value).encode())) | st.binary(
    max_size=30
).map(coded)
UNSIGNED = st.lists(PARTS, min_size=1, max_size=5).map(".".join)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "alg": st.sampled_from(["RS256", "PS256", "none", "HS256", ""]) | JSON,
        "x5t": st.just(a_key().certificate.sha1) | JSON,
        "x5t#S256": st.just(a_key().certificate.sha256) | JSON,
        "crit": JSON,
        "b64": JSON,
        "kid": JSON,
    },
)
NEARLY = st.builds(
    lambda header, rest: f"{coded(json.dumps(header).encode())}.{rest}",
    HEADERS,
    st.tuples(PARTS, PARTS).map(".".join),
)
ANYTHING = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("aud", "iss", "sub", "exp", "iat", "nbf"), JSON)
)
CLAIMS = st.one_of(JSON, ANYTHING, ANYTHING.map(lambda changed: {**RIGHT, **changed}))
SIGNED = CLAIMS.map(
    lambda claims: jwt.PyJWS().encode(
        json.dumps(claims).encode(),
        a_key().private,
        headers={"x5t": a_key().certificate.sha1},
        algorithm="PS256",
    )
)
ASSERTIONS = st.text(max_size=40) | UNSIGNED | NEARLY | SIGNED
FORMS = st.fixed_dictionaries(
    {},
    optional={
        "grant_type": st.sampled_from(["client_credentials", "password", ""])
        | st.text(max_size=8),
        "client_id": st.just(APPLICATION.client_id) | st.text(max_size=8),
        "client_secret": st.just(APPLICATION.client_secret) | st.text(max_size=8),
        "client_assertion_type": st.just(BEARER) | st.text(max_size=8),
        "client_assertion": ASSERTIONS,
        "scope": st.text(max_size=12).map(lambda text: f"{text}/.default")
        | st.sampled_from(["https://[x/.default", "https://x/.default", "\0"]),
        "claims": JSON.map(json.dumps) | st.text(max_size=20),
    },
)


def answered(
    body: bytes,
    *,
    path: str = TOKEN,
    query: str = "",
    headers: dict[str, str] | None = None,
    method: str = "POST",
) -> None:
    """The service has answered in its shape, with one of its statuses."""
    DIRECTORY.client_clocks.clear()
    request = Request(
        method=method,
        path=path,
        query=query,
        headers=headers or {},
        body=body,
        root_url=ROOT,
    )

    response = SERVICE.handle(request, never)

    assert response.status in STATUSES
    said = json.loads(response.body)
    if response.status in {400, 401}:
        assert said["error_description"].startswith("AADSTS")
        assert said["timestamp"] == f"{START:%Y-%m-%d %H:%M:%S}Z"


@given(form=FORMS)
@settings(deadline=None, max_examples=150)
def test_any_form_is_answered(form: dict[str, str]) -> None:
    """Fields missing, empty, of the wrong kind, twice encoded."""
    answered(urlencode(form, errors="replace").encode())


@given(assertion=ASSERTIONS)
@settings(deadline=None, max_examples=300)
def test_any_assertion_is_answered(assertion: str) -> None:
    """In a form that is right otherwise."""
    form = a_form(
        APPLICATION,
        client_secret="",
        client_assertion_type=BEARER,
        client_assertion=assertion,
    )

    answered(urlencode(form, errors="replace").encode())


@given(
    body=st.binary(max_size=80),
    authorization=st.text(max_size=30)
    | st.text(max_size=30).map(lambda text: f"Basic {text}")
    | st.binary(max_size=30).map(
        lambda octets: f"Basic {base64.b64encode(octets).decode()}"
    ),
    correlation=st.text(max_size=20),
)
@settings(deadline=None, max_examples=150)
def test_any_body_and_headers_are_answered(
    body: bytes, authorization: str, correlation: str
) -> None:
    """Bytes that are no form, credentials that are none."""
    headers = {"authorization": authorization, "client-request-id": correlation}

    answered(body, headers=headers)


@given(
    segments=st.lists(
        st.text(max_size=8).map(quote)
        | st.sampled_from(
            [TENANT, "common", "oauth2", "v2.0", "token", "%ff", "discovery", "keys"]
        ),
        max_size=5,
    ),
    query=st.text(max_size=30),
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
)
@settings(deadline=None, max_examples=150)
def test_any_address_is_answered(segments: list[str], query: str, method: str) -> None:
    """Whatever stands in place of tenant and endpoint."""
    answered(b"", path="/" + "/".join(segments), query=query, method=method)


@given(query=st.text(max_size=40))
@settings(deadline=None, max_examples=100)
def test_any_instance_discovery_is_answered(query: str) -> None:
    """Whatever authority is asked about."""
    asked = urlencode({"authorization_endpoint": query}, errors="replace")

    answered(b"", path="/common/discovery/instance", query=asked, method="GET")
