"""Signing in with a certificate: which assertions are taken, which refused, and how."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fakes.entra import Application, Directory, EntraService, read_certificate
from tests.fakes.entra.makers import (
    ROOT,
    START,
    TENANT,
    TOKEN,
    a_form,
    a_key,
    a_signed_form,
    an_assertion,
    ask,
)

MINUTE = timedelta(minutes=1)
FAR_AWAY = datetime(2031, 7, 1, tzinfo=UTC)  # what a process's own clock may show


@pytest.fixture
def signer(directory: Directory) -> Application:
    """An application with a certificate and no secret."""
    return directory.register_application(
        "signer", secrets=(), certificates=(a_key().certificate,)
    )


def signed_in(
    service: EntraService, application: Application, assertion: str
) -> tuple[int, list[int]]:
    """Status and numbers of the answer."""
    status, body = ask(service, TOKEN, a_signed_form(application, assertion))
    return status, body.get("error_codes", [])


def padded(thumbprint: str) -> str:
    return thumbprint + "=" * (-len(thumbprint) % 4)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
@pytest.mark.parametrize("named", ["x5t", "x5t#S256"])
@pytest.mark.parametrize("spelled", [str, padded])
def test_certificate_signs_in_by_either_thumbprint(
    service: EntraService,
    signer: Application,
    algorithm: str,
    named: str,
    spelled: Callable[[str], str],
) -> None:
    """With and without the padding that some clients leave on; the token says how."""
    certificate = a_key().certificate
    thumbprint = certificate.sha1 if named == "x5t" else certificate.sha256
    assertion = an_assertion(
        signer, algorithm=algorithm, header={named: spelled(thumbprint)}
    )

    status, body = ask(service, TOKEN, a_signed_form(signer, assertion))

    assert status == 200, body
    said = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert (said["appid"], said["appidacr"]) == (signer.client_id, "2")


def test_secret_and_certificate_of_one_application_both_sign_in(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """Two secrets and two certificates, each as good as the other."""
    second = a_key("second")
    changed = application.with_secret("another", None)
    for key in (a_key(), second):
        changed = changed.with_certificate(key.certificate)
    directory.change(changed)

    forms = [
        a_form(application),
        a_form(application, client_secret="another"),
        a_signed_form(application, an_assertion(application)),
        a_signed_form(application, an_assertion(application, key=second)),
    ]

    assert [ask(service, TOKEN, form)[0] for form in forms] == [200] * 4


def test_secret_ends_by_the_tenants_clock(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """7000222, not the number of a wrong one."""
    directory.change(application.with_secret("short", START + MINUTE))
    form = a_form(application, client_secret="short")
    assert ask(service, TOKEN, form)[0] == 200

    directory.clock.move_to(START + MINUTE)
    status, body = ask(service, TOKEN, form)

    assert (status, body["error"]) == (401, "invalid_client")
    assert body["error_codes"] == [7000222]


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"key": a_key("stranger")}, 700027),  # of a certificate nobody registered
        ({"header": {"x5t": a_key().certificate.sha1}, "key": a_key("other")}, 700027),
        ({"header": {}}, 5002723),
        ({"header": {"x5t": 1}}, 5002723),
        ({"algorithm": "RS512"}, 50027),
        ({"iss": "somebody"}, 700021),
        ({"sub": None}, 700021),
        ({"aud": "https://login.example/token"}, 700023),
        ({"aud": f"{ROOT}/other/oauth2/v2.0/token"}, 700023),
        ({"aud": f"{ROOT}/{TENANT}/oauth2/v2.0/authorize"}, 700023),
        ({"aud": None}, 700023),
        ({"aud": [1, {}]}, 700023),
        ({"exp": None}, 50027),
        ({"exp": "tomorrow"}, 50027),
        ({"exp": 1e300}, 50027),
        ({"iat": 253402300798, "exp": 253402300799}, 50027),  # the calendar's end
        ({"lifetime": -MINUTE}, 700024),
        ({"lifetime": timedelta()}, 700024),
    ],
)
def test_refused_assertions_have_their_numbers(
    service: EntraService, signer: Application, changed: dict[str, Any], number: int
) -> None:
    """Each is 401 `invalid_client`."""
    assertion = an_assertion(signer, **changed)

    status, body = ask(service, TOKEN, a_signed_form(signer, assertion))

    assert (status, body["error"]) == (401, "invalid_client")
    assert body["error_codes"] == [number]
    assert assertion not in body["error_description"]


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "a.b.c",
        "ü.ü.ü",
        base64.urlsafe_b64encode(b"[" * 50_000).decode() + ".e30.AA",
        f"{base64.urlsafe_b64encode(b'[]').decode()}.e30.AA",
    ],
)
def test_what_is_no_assertion_is_malformed(
    service: EntraService, signer: Application, text: str
) -> None:
    """50027, however wild it is."""
    assert signed_in(service, signer, text) == (401, [50027])


def test_signature_of_nothing_is_no_signature(
    service: EntraService, signer: Application
) -> None:
    """Neither the algorithm `none` nor the public key as a secret."""
    claims = jwt.decode(an_assertion(signer), options={"verify_signature": False})
    header = {"x5t": a_key().certificate.sha1}
    forged = [
        jwt.encode(claims, "", algorithm="none", headers=header),
        jwt.encode(claims, "x" * 40, algorithm="HS256", headers=header),
    ]

    found = [signed_in(service, signer, one) for one in forged]

    assert found == [(401, [50027])] * 2


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"client_assertion": ""}, 900144),
        ({"client_assertion_type": ""}, 900144),
        ({"client_assertion_type": "urn:something"}, 50027),
    ],
)
def test_both_fields_of_an_assertion_are_needed(
    service: EntraService, signer: Application, fields: dict[str, str], number: int
) -> None:
    """The type and the text."""
    form = {
        name: value
        for name, value in (
            a_signed_form(signer, an_assertion(signer)) | fields
        ).items()
        if value
    }

    assert ask(service, TOKEN, form)[1]["error_codes"] == [number]


def test_assertion_of_another_application_does_not_help(
    service: EntraService, directory: Directory, signer: Application
) -> None:
    """Its certificate is not among one's own."""
    other = directory.register_application("other")

    assert signed_in(service, other, an_assertion(signer)) == (401, [700027])


@pytest.mark.parametrize(
    "audience",
    [
        f"{ROOT}/{TENANT.upper()}/oauth2/v2.0/token",
        f"{ROOT}/{TENANT}/v2.0",
        f"{ROOT}/{TENANT}/oauth2/token",
        f"{ROOT}/{TENANT}",
        ["https://elsewhere.example", f"{ROOT}/{TENANT}/oauth2/v2.0/token"],
    ],
)
def test_authority_may_be_named_in_several_ways(
    service: EntraService, signer: Application, audience: object
) -> None:
    """The documented one is the token endpoint; the rest is inferred."""
    assert signed_in(service, signer, an_assertion(signer, aud=audience))[0] == 200


def test_clients_sign_by_a_clock_of_their_own(
    service: EntraService, directory: Directory, signer: Application
) -> None:
    """However far it is from the tenant's, and however much time passes there."""
    assertion = an_assertion(signer, signed_at=FAR_AWAY)
    first = signed_in(service, signer, assertion)

    directory.clock.move_to(START + timedelta(days=30))

    assert first == signed_in(service, signer, assertion) == (200, [])


def test_assertion_ends_when_the_clients_clock_has_passed_it(
    service: EntraService, signer: Application
) -> None:
    """A later one has shown what time it is there; five minutes are let pass."""
    old = an_assertion(signer, signed_at=FAR_AWAY)
    within = an_assertion(signer, signed_at=FAR_AWAY + 14 * MINUTE)
    past = an_assertion(signer, signed_at=FAR_AWAY + 15 * MINUTE)

    found = [signed_in(service, signer, one) for one in (old, within, old, past, old)]

    assert found == [(200, [])] * 4 + [(401, [700024])]


def test_refused_assertion_does_not_move_the_clients_clock(
    service: EntraService, signer: Application
) -> None:
    """Somebody else's clock shows nothing."""
    good = an_assertion(signer, signed_at=FAR_AWAY)
    signed_in(service, signer, good)
    late = FAR_AWAY + timedelta(days=1)

    refused = [
        signed_in(service, signer, an_assertion(signer, signed_at=late, iss="x")),
        signed_in(
            service, signer, an_assertion(signer, signed_at=late, lifetime=-MINUTE)
        ),
    ]

    assert [status for status, _ in refused] == [401, 401]
    assert signed_in(service, signer, good) == (200, [])


def test_restored_directory_forgets_the_clients_clocks(
    service: EntraService, directory: Directory, signer: Application
) -> None:
    """A client that lives by virtual time goes back with it."""
    early = an_assertion(signer)
    snapshot = directory.snapshot()
    signed_in(service, signer, an_assertion(signer, signed_at=FAR_AWAY))
    assert signed_in(service, signer, early) == (401, [700024])

    directory.restore(snapshot)

    assert signed_in(service, signer, early) == (200, [])


def test_assertion_goes_before_a_secret(
    service: EntraService, application: Application
) -> None:
    """A wrong one is refused although the secret is right."""
    form = a_form(application) | a_signed_form(application, an_assertion(application))

    assert ask(service, TOKEN, form)[1]["error_codes"] == [700027]


def test_switch_judges_by_the_tenants_clock(
    service: EntraService, directory: Directory, signer: Application
) -> None:
    """For clients that live by virtual time; early, in time, late."""
    directory.switches.assertion_clock = "tenant"
    assertion = an_assertion(signer, signed_at=START + 6 * MINUTE)

    found = []
    for minutes in (0, 1, 20, 21):
        directory.clock.move_to(START + minutes * MINUTE)
        found.append(signed_in(service, signer, assertion))

    assert found == [(401, [700024]), (200, []), (200, []), (401, [700024])]


def test_certificate_ends(service: EntraService, directory: Directory) -> None:
    """By the clock that the assertion was signed by: 700027."""
    key = a_key("short", valid_from=START, valid_until=START + timedelta(days=1))
    signer = directory.register_application(
        "short", secrets=(), certificates=(key.certificate,)
    )

    found = [
        signed_in(service, signer, an_assertion(signer, key=key, signed_at=at))
        for at in (START - MINUTE, START, START + timedelta(days=1))
    ]

    assert found == [(401, [700027]), (200, []), (401, [700027])]


def test_certificates_that_cannot_be_registered() -> None:
    """No PEM, a weak key, and one that is not RSA's."""
    weak = a_key("weak", bits=1024).pem
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    bare = curve.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()

    for pem, reason in (("x", "PEM"), (bare, "PEM"), (weak, "2048")):
        with pytest.raises(ValueError, match=reason):
            read_certificate(pem)


def test_certificate_is_registered_once(application: Application) -> None:
    """Another time it takes the place of itself; so does a secret."""
    for _ in range(2):
        application = application.with_certificate(a_key().certificate)
        application = application.with_secret("again", START)

    assert len(application.certificates) == 1
    assert [one.expires_at for one in application.secrets] == [None, START]
    assert "again" not in repr(application)
