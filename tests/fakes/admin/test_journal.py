"""The journal over the administration API: what clients did, without secrets."""

from __future__ import annotations

import base64

import pytest

from tests.fakes.admin.bench import Bench, talk


def test_the_journal_tells_what_clients_did() -> None:
    """Numbers, operations, bodies as text, and paging by number."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        body = {"lastname": "Gärtner"}
        await bench.dataverse("POST", "/contacts", token=token, body=body)
        await bench.dataverse("GET", "/WhoAmI", token=token)
        bench.tenant.journal.gaps.append("dataverse: GET /what/it/has/not")

        whole = (await bench.admin("GET", "/journal")).json
        one = (await bench.admin("GET", "/journal?since=1&limit=1")).json
        none = (await bench.admin("GET", "/journal?since=3")).json

        assert [entry["number"] for entry in whole["entries"]] == [1, 2, 3]
        (entry,) = one["entries"]
        assert entry == whole["entries"][1]
        assert [part["name"] for part in entry["operations"]] == ["contact.create"]
        assert entry["status"] == 204
        assert "lastname" in entry["request"]["body"]["text"]
        assert entry["response"]["body"] is None
        assert (none["entries"], none["last"]) == ([], 3)
        assert whole["gaps"] == ["dataverse: GET /what/it/has/not"]

    talk(conversation)


def test_a_body_that_is_no_text_is_told_in_base64() -> None:
    """Nothing is lost on the way."""

    async def conversation(bench: Bench) -> None:
        url = f"{bench.tenant.connection.graph_url}/me"
        async with bench.http.post(url, data=b"\xff\xfe\x00"):
            pass

        (entry,) = (await bench.admin("GET", "/journal")).json["entries"]

        assert base64.b64decode(entry["request"]["body"]["base64"]) == b"\xff\xfe\x00"

    talk(conversation)


def test_the_journal_never_tells_a_secret() -> None:
    """Wherever a client puts secret or token, parts of a batch and queries included."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        secret = bench.tenant.connection.client_secret
        bearer = {"Authorization": f"Bearer {token}"}
        item = {"id": "1", "method": "GET", "url": "/me", "headers": bearer}
        url = bench.tenant.connection.graph_url
        async with bench.http.post(f"{url}/$batch", json={"requests": [item]}):
            pass
        async with bench.http.get(f"{url}/me?a={secret}&b={token}", headers=bearer):
            pass
        await bench.admin("GET", "/connection")

        told = str((await bench.admin("GET", "/journal")).json)

        assert "/$batch" in told
        assert "(removed)" in told
        assert secret not in told
        assert token not in told
        assert token.rpartition(".")[2] not in told

    talk(conversation)


def test_numbers_go_on_when_the_journal_is_forgotten() -> None:
    """Who asks by number misses nothing and gets nothing twice."""

    async def conversation(bench: Bench) -> None:
        await bench.token()
        await bench.token()

        gone = await bench.admin("DELETE", "/journal")
        empty = (await bench.admin("GET", "/journal")).json
        await bench.token()
        later = (await bench.admin("GET", "/journal?since=2")).json

        assert gone.status == 204
        assert empty == {"entries": [], "last": 0, "gaps": [], "crashes": []}
        assert [entry["number"] for entry in later["entries"]] == [3]

    talk(conversation)


@pytest.mark.parametrize(
    "query",
    [
        *("since=-1", "since=x", "since=1e3", "since=", "since=99999999999999"),
        *("limit=0", "limit=1001", "since=1&since=2", "sinse=1", "since=%D9%A1"),
    ],
)
def test_a_query_that_is_none_is_refused(query: str) -> None:
    """A misspelt parameter is not ignored."""

    async def conversation(bench: Bench) -> None:
        answer = await bench.admin("GET", f"/journal?{query}")

        assert answer.status == 400

    talk(conversation)
