"""`$batch`, byte by byte: section 6 of the fact sheet."""

from __future__ import annotations

import json
import re

import pytest

from fakes.wire import Request, Response
from tests.fakes.dataverse.makers import API, Bench, error_of, header, json_of

BOUNDARY = "batch_01"
TYPE = {"content-type": f'multipart/mixed; boundary="{BOUNDARY}"'}
MIME = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
GUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def a_part(method: str, url: str, body: object = None, *, id: int | None = None) -> str:
    """One request as a part, up to the next delimiter."""
    tag = "" if id is None else f"Content-ID: {id}\r\n"
    text = "" if body is None else json.dumps(body)
    kind = "" if body is None else "Content-Type: application/json; type=entry\r\n"
    return f"{MIME}{tag}\r\n{method} {url} HTTP/1.1\r\n{kind}\r\n{text}\r\n"


def a_change_set(*parts: str) -> str:
    """A change set as a part."""
    inner = "".join(f"--cs_1\r\n{part}" for part in parts)
    return f"Content-Type: multipart/mixed; boundary=cs_1\r\n\r\n{inner}--cs_1--\r\n"


def a_batch(*parts: str) -> bytes:
    """The body of a batch."""
    inner = "".join(f"--{BOUNDARY}\r\n{part}" for part in parts)
    return f"{inner}--{BOUNDARY}--\r\n".encode()


def send(bench: Bench, *parts: str, prefer: str = "") -> Response:
    """The answer to a batch of these parts."""
    return bench.send(
        "POST", "/$batch", a_batch(*parts), headers={**TYPE, "prefer": prefer}
    )


def statuses(response: Response) -> list[int]:
    """The status of every part, in order."""
    found = re.findall(rb"HTTP/1\.1 (\d{3}) [A-Za-z ]+\r\n", response.body)
    return [int(one) for one in found]


def test_the_answer_has_the_documented_bytes(bench: Bench) -> None:
    """The sample of section 6.2, with this service's address and set."""
    response = send(
        bench,
        a_change_set(a_part("POST", f"{API}/tasks", {"subject": "a"}, id=1)),
        a_part("GET", f"{API}/accounts?$select=name"),
    )

    (task,) = bench.organization.rows("task")
    url = f"{API}/tasks({task['activityid']})"
    first, second = GUID.findall(response.body)[:2]
    batch, change_set = first.decode(), second.decode()
    lines = [
        f"--batchresponse_{batch}",
        "Content-Type: multipart/mixed; boundary=changesetresponse_" + change_set,
        "",
        f"--changesetresponse_{change_set}",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "Content-ID: 1",
        "",
        "HTTP/1.1 204 No Content",
        "OData-Version: 4.0",
        f"Location: {url}",
        f"OData-EntityId: {url}",
        "",
        "",
        f"--changesetresponse_{change_set}--",
        f"--batchresponse_{batch}",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "",
        "HTTP/1.1 200 OK",
        "Content-Type: application/json; odata.metadata=minimal; odata.streaming=true",
        "OData-Version: 4.0",
        "",
        f'{{"@odata.context":"{API}/$metadata#accounts(name)","value":[]}}',
        f"--batchresponse_{batch}--",
        "",
    ]
    assert response.body == "\r\n".join(lines).encode()
    assert response.status == 200
    assert header(response, "Content-Type") == (
        f"multipart/mixed; boundary=batchresponse_{batch}"
    )
    assert header(response, "OData-Version") == "4.0"


def test_an_error_part_has_the_documented_bytes(bench: Bench) -> None:
    """Section 6.2, "Error part"; the outer status is 400."""
    response = send(bench, a_part("POST", "accounts", {"name": "x" * 161}))

    pattern = (
        r"--batchresponse_(?P<batch>\S+)\r\n"
        r"Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        r"HTTP/1\.1 400 Bad Request\r\nREQ_ID: [0-9a-f-]{36}\r\n"
        r"Content-Type: application/json; odata\.metadata=minimal\r\n"
        r"OData-Version: 4\.0\r\n\r\n"
        r'\{"error":\{"code":"0x80044331","message":"[^\r]+"\}\}\r\n'
        r"--batchresponse_(?P=batch)--\r\n"
    )
    assert response.status == 400
    assert re.fullmatch(pattern, response.body.decode())


@pytest.mark.parametrize(
    "url",
    [
        "accounts",
        "/api/data/v9.2/accounts",
        "/t1/dataverse/api/data/v9.2/accounts",
        f"{API}/accounts",
        f"{API}/accounts?$filter=name eq 'a b'",
    ],
)
def test_addresses_are_taken_in_every_form(bench: Bench, url: str) -> None:
    """Section 6.1, raw blanks included (client-expectations 6.1)."""
    response = send(bench, a_part("GET", url))

    assert statuses(response) == [200]
    assert bench.performed == ["batch", "account.list"]


@pytest.mark.parametrize("url", ["/accounts", "https://other.example/api/data/v9.2/a"])
def test_an_address_without_the_version_is_refused(bench: Bench, url: str) -> None:
    """Section 6.1: 0x80060888."""
    response = send(bench, a_part("GET", url))

    assert response.status == 400
    assert b'"code":"0x80060888"' in response.body


def test_references_work_in_addresses_bindings_and_ids(bench: Bench) -> None:
    """Section 6.1: `$1` in a URL, in @odata.bind and in @odata.id."""
    contact = {"lastname": "X", "parentcustomerid_account@odata.bind": "$1"}
    response = send(
        bench,
        a_change_set(
            a_part("POST", "accounts", {"name": "Fabrikam"}, id=1),
            a_part("POST", f"{API}/contacts", contact, id=2),
            a_part("PATCH", "$1", {"primarycontactid@odata.bind": "$2"}, id=3),
            a_part("PUT", "$1/parentaccountid/$ref", {"@odata.id": "$1"}, id=4),
        ),
    )

    assert statuses(response) == [204, 204, 204, 204]
    (account,) = bench.organization.rows("account")
    (person,) = bench.organization.rows("contact")
    assert person["parentcustomerid"] == account["accountid"]
    assert account["primarycontactid"] == person["contactid"]
    assert account["parentaccountid"] == account["accountid"]


def test_an_unknown_reference_is_refused(bench: Bench) -> None:
    """Section 6.1: references reach back inside their change set only."""
    response = send(bench, a_change_set(a_part("PATCH", "$7", {"name": "X"}, id=1)))

    assert response.status == 400
    assert b"Content-ID Reference" in response.body


def test_a_failed_change_set_leaves_nothing_and_shows_the_failing_part(
    bench: Bench,
) -> None:
    """Section 6.1 and trap 33."""
    version = bench.organization.version

    response = send(
        bench,
        a_change_set(
            a_part("POST", "accounts", {"name": "Fabrikam"}, id=1),
            a_part("POST", "accounts", {"nome": "x"}, id=2),
            a_part("POST", "accounts", {"name": "Never"}, id=3),
        ),
    )

    assert response.status == 400
    assert statuses(response) == [400]
    assert b"Content-ID: 2" in response.body
    assert bench.organization.version == version
    assert bench.performed == ["batch", "account.create", "account.create"]


def test_a_fault_inside_a_change_set_undoes_it(bench: Bench) -> None:
    """A connection that breaks between two parts leaves nothing behind."""

    class Broken(Exception):  # noqa: N818 - a signal
        """The connection is gone."""

    def perform(request: Request) -> Response:
        if b"Second" in request.body:
            raise Broken
        return bench.service.handle(request, perform)

    request = Request(
        method="POST",
        path="/api/data/v9.2/$batch",
        query="",
        headers={"authorization": bench.token, **TYPE},
        body=a_batch(
            a_change_set(
                a_part("POST", "accounts", {"name": "First"}, id=1),
                a_part("POST", "accounts", {"name": "Second"}, id=2),
            )
        ),
        root_url=API.removesuffix("/api/data/v9.2"),
    )

    with pytest.raises(Broken):
        bench.service.handle(request, perform)

    assert bench.organization.rows("account") == ()


def test_the_first_failure_stops_the_rest(bench: Bench) -> None:
    """Section 6.1 and trap 32: what succeeded before stays."""
    response = send(
        bench,
        a_part("POST", "accounts", {"name": "First"}),
        a_part("GET", "nosuch"),
        a_part("POST", "accounts", {"name": "Last"}),
    )

    assert response.status == 400
    assert statuses(response) == [204, 404]
    assert [row["name"] for row in bench.organization.rows("account")] == ["First"]


def test_a_client_may_ask_to_go_on_after_failures(bench: Bench) -> None:
    """Section 6.1: outer 200, every part answered."""
    response = send(
        bench,
        a_part("GET", "nosuch"),
        a_part("POST", "accounts", {"name": "Last"}),
        prefer="odata.continue-on-error",
    )

    assert response.status == 200
    assert statuses(response) == [404, 204]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (TYPE, a_batch(a_part("GET", "accounts")).replace(b"\r\n", b"\n")),
        (TYPE, a_batch(a_part("GET", "accounts").replace("\r\n\r\nGET", "\n\nGET"))),
        (TYPE, b"nonsense"),
        (TYPE, a_batch()),
        (TYPE, a_batch(a_change_set(a_part("GET", "accounts", id=1)))),
        (TYPE, a_batch(a_change_set(a_part("POST", "accounts", {"name": "X"})))),
        ({"content-type": "application/json"}, b"{}"),
        (TYPE, a_batch(*[a_part("GET", "accounts")] * 1001)),
    ],
)
def test_a_malformed_batch_is_refused_as_a_whole(
    bench: Bench, headers: dict[str, str], body: bytes
) -> None:
    """Section 6.1: plain JSON, 400; bare line feeds are 0x80048d19."""
    response = bench.send("POST", "/$batch", body, headers=headers)

    assert error_of(response) == (400, "0x80048d19")
    assert "error" in json_of(response)


def test_headers_of_a_part_count_for_that_part(bench: Bench) -> None:
    """Section 6.1, last row: preferences belong on the parts."""
    part = a_part("POST", "accounts?$select=name", {"name": "Fabrikam"})
    shown = part.replace(
        "Content-Type: application/json",
        "Prefer: return=representation\r\nContent-Type: application/json",
    )

    response = send(bench, shown)

    assert statuses(response) == [201]
    assert b'"name":"Fabrikam"' in response.body
