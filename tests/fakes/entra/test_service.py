"""The token service over HTTP: sign-in, refusals, discovery (section 1.1)."""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import urlencode

import jwt
import pytest

from fakes.entra import GRAPH_RESOURCE, Application, Directory, EntraService
from fakes.wire import Request
from tests.fakes.entra.makers import ROOT, TENANT, TOKEN, a_form, ask

DATAVERSE = "http://127.0.0.1:8080/one/dataverse"


def test_sign_in_gives_a_token_for_the_resource(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """Fields that clients add are ignored; the token holds on Graph."""
    form = a_form(application, client_info="1", claims="{}")

    status, body = ask(service, TOKEN, form)

    assert status == 200
    assert set(body) == {"token_type", "expires_in", "ext_expires_in", "access_token"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3599)
    header = f"Bearer {body['access_token']}"
    claims = directory.verify(header, audiences=(GRAPH_RESOURCE,))
    assert claims.roles == application.roles


def test_audience_is_the_resource_asked_for(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """For Dataverse the organisation's URL, without the roles on Graph."""
    form = a_form(application, scope=f"{DATAVERSE}/.default")

    _, body = ask(service, TOKEN, form)

    claims = directory.verify(f"Bearer {body['access_token']}", audiences=(DATAVERSE,))
    assert claims.roles == ()


def test_sdk_without_scopes_is_a_graph_client(
    service: EntraService, application: Application
) -> None:
    """The bare host as a resource carries the roles (client-expectations, 4)."""
    _, body = ask(
        service, TOKEN, a_form(application, scope="http://127.0.0.1/.default")
    )

    said = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert said["roles"] == list(application.roles)


def test_credentials_may_come_in_the_header(
    service: EntraService, application: Application
) -> None:
    """HTTP Basic, as OAuth libraries send it."""
    pair = f"{application.client_id}:{application.client_secret}".encode()
    form = a_form(application, client_id="", client_secret="")
    basic = f"Basic {base64.b64encode(pair).decode()}"

    assert ask(service, TOKEN, form, authorization=basic)[0] == 200
    assert ask(service, TOKEN, form, authorization="Basic ???")[0] == 400
    assert ask(service, TOKEN, form, authorization="Basic ü")[0] == 400


def test_tenant_may_be_called_by_its_domain(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """A GUID in any letter case, or a domain name."""
    for tenant in (TENANT.upper(), directory.domain):
        path = f"/{tenant}/oauth2/v2.0/token"
        assert ask(service, path, a_form(application))[0] == 200


@pytest.mark.parametrize(
    ("changed", "status", "error", "number"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215),
        ({"client_secret": "ü"}, 401, "invalid_client", 7000215),
        ({"client_secret": ""}, 401, "invalid_client", 7000216),
        ({"client_id": "nobody"}, 400, "unauthorized_client", 700016),
        ({"client_id": ""}, 400, "invalid_request", 900144),
        ({"grant_type": ""}, 400, "invalid_request", 900144),
        ({"grant_type": "magic"}, 400, "unsupported_grant_type", 70003),
        ({"scope": ""}, 400, "invalid_request", 900144),
        ({"scope": GRAPH_RESOURCE}, 400, "invalid_scope", 1002012),
        (
            {"scope": f"openid {GRAPH_RESOURCE}/.default"},
            400,
            "invalid_scope",
            1002012,
        ),
        ({"scope": "nonsense/.default"}, 400, "invalid_resource", 500011),
    ],
)
def test_refusals_have_their_numbers(
    service: EntraService,
    application: Application,
    changed: dict[str, str],
    status: int,
    error: str,
    number: int,
) -> None:
    """Error, number and text as clients expect them."""
    found, body = ask(service, TOKEN, a_form(application, **changed))

    assert (found, body["error"], body["error_codes"]) == (status, error, [number])
    assert body["error_description"].startswith(f"AADSTS{number}: ")
    assert body["timestamp"] == "2026-03-02 08:00:00Z"
    assert re.fullmatch(r"[0-9a-f-]{36}", body["trace_id"])
    assert re.fullmatch(r"[0-9a-f-]{36}", body["correlation_id"])


def test_secret_is_not_repeated(
    service: EntraService, application: Application
) -> None:
    """A refusal does not show what was sent."""
    _, body = ask(service, TOKEN, a_form(application, client_secret="hush"))

    assert "hush" not in json.dumps(body)


def test_correlation_id_is_the_clients(
    service: EntraService, application: Application
) -> None:
    """The caller's request id comes back."""
    form = a_form(application, client_secret="wrong")

    _, body = ask(service, TOKEN, form, client_request_id="mine")

    assert body["correlation_id"] == "mine"


def test_unknown_tenant(service: EntraService, application: Application) -> None:
    """Another tenant is not found here."""
    status, body = ask(service, "/other/oauth2/v2.0/token", a_form(application))

    assert (status, body["error_codes"]) == (400, [90002])


@pytest.mark.parametrize(
    "changed",
    [
        {"grant_type": "authorization_code"},
        {
            "client_secret": "",
            "client_assertion": "x",
            "client_assertion_type": (
                "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"
            ),
        },
    ],
)
def test_gaps_are_named(
    service: EntraService, application: Application, changed: dict[str, str]
) -> None:
    """What the real service can and the fake cannot is 501."""
    status, body = ask(service, TOKEN, a_form(application, **changed))

    assert status == 501
    assert "does not support" in body["error_description"]


@pytest.mark.parametrize(
    "rest",
    ["v2.0/.well-known/openid-configuration", ".well-known/openid-configuration"],
)
def test_discovery_stays_on_this_server(service: EntraService, rest: str) -> None:
    """Every endpoint begins with the address that the client used."""
    status, body = ask(service, f"/{TENANT}/{rest}")

    assert status == 200
    for name in (
        "token_endpoint",
        "authorization_endpoint",
        "device_authorization_endpoint",
        "issuer",
        "jwks_uri",
    ):
        assert body[name].startswith(f"{ROOT}/{TENANT}/"), name


def test_instance_discovery_knows_the_host(service: EntraService) -> None:
    """Clients that ask whether the authority is known get a yes."""
    _, body = ask(service, "/common/discovery/instance")

    assert body["metadata"] == []
    assert body["tenant_discovery_endpoint"].startswith(f"{ROOT}/{TENANT}/")


def test_discovery_for_any_tenant_names_none(service: EntraService) -> None:
    """At `common` and `organizations` the issuer is a template, as the real one's."""
    for tenant in ("common", "Organizations"):
        _, body = ask(service, f"/{tenant}/v2.0/.well-known/openid-configuration")

        assert body["issuer"] == f"{ROOT}/{{tenantid}}/v2.0"
        assert body["token_endpoint"] == f"{ROOT}/{tenant}/oauth2/v2.0/token"


def test_application_must_name_its_tenant(
    service: EntraService, application: Application
) -> None:
    """Without a user nobody can tell whose `common` is (50059)."""
    status, body = ask(service, "/common/oauth2/v2.0/token", a_form(application))

    assert (status, body["error"]) == (400, "invalid_request")
    assert body["error_codes"] == [50059]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f"https://any.example/{TENANT}/oauth2/v2.0/authorize", TENANT),
        ("https://any.example/common/oauth2/v2.0/authorize", "common"),
        ("https://any.example/organizations", "organizations"),
        ("nonsense", TENANT),
    ],
)
def test_instance_discovery_leads_to_the_authority_asked_about(
    service: EntraService, asked: str, found: str
) -> None:
    """It stands in the query."""
    query = urlencode({"api-version": "1.1", "authorization_endpoint": asked})

    _, body = ask(service, "/common/discovery/instance", query=query)

    endpoint = f"{ROOT}/{found}/v2.0/.well-known/openid-configuration"
    assert body["tenant_discovery_endpoint"] == endpoint


def test_permissions_go_to_their_own_resource(
    service: EntraService, directory: Directory
) -> None:
    """Those of Exchange itself are not in a token for Graph, nor the reverse."""
    roles = ("Calendars.Read", "full_access_as_app")
    application = directory.register_application("both", roles=roles)
    found = {}

    for resource in (GRAPH_RESOURCE, "https://outlook.office365.com", DATAVERSE):
        form = a_form(application, scope=f"{resource}/.default")
        header = f"Bearer {ask(service, TOKEN, form)[1]['access_token']}"
        found[resource] = directory.verify(header, audiences=(resource,)).roles

    assert list(found.values()) == [("Calendars.Read",), ("full_access_as_app",), ()]


def test_published_key_verifies_tokens(
    service: EntraService, directory: Directory, application: Application
) -> None:
    """The key set is the key that signs."""
    _, keys = ask(service, f"/{TENANT}/discovery/v2.0/keys")
    token = directory.issue(application)

    key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]]

    said = jwt.decode(
        token,
        key,
        algorithms=["RS256"],
        audience=GRAPH_RESOURCE,
        options={"verify_exp": False, "verify_iat": False, "verify_nbf": False},
    )
    assert said["appid"] == application.client_id


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        (TOKEN, "token"),
        (f"/{TENANT}/v2.0/.well-known/openid-configuration", "discovery"),
        ("/common/discovery/instance", "discovery"),
        (f"/{TENANT}/oauth2/v2.0/authorize", "other"),
    ],
)
def test_operations_have_their_names(
    service: EntraService, path: str, operation: str
) -> None:
    """Faults and journal know requests by these names."""
    request = Request(
        method="POST", path=path, query="", headers={}, body=b"", root_url=ROOT
    )

    assert service.operation(request) == operation


def test_faults_answer_in_shape(service: EntraService) -> None:
    """A refusal on purpose looks like any other."""
    response = service.refusal(503, "", "Busy.")

    body = json.loads(response.body)
    assert (response.status, body["error"]) == (503, "temporarily_unavailable")
    assert body["error_description"].startswith("AADSTS")
