"""Applications over the administration API: shown, changed, their tokens revoked."""

from __future__ import annotations

from tests.fakes.admin.bench import Bench, talk
from tests.fakes.entra.makers import a_key


def test_applications_are_shown_with_their_credentials() -> None:
    """That of the connection first, then those of seeds."""

    async def conversation(bench: Bench) -> None:
        seed = {
            "applications": [
                {"name": "Connector", "certificate": a_key().pem, "roles": []}
            ]
        }
        planted = await bench.admin("POST", "/seed", seed)

        shown = await bench.admin("GET", "/applications")

        first, second = shown.json["applications"]
        connection = bench.tenant.connection
        assert first["client_id"] == connection.client_id
        assert first["client_secrets"] == [
            {"value": connection.client_secret, "expires": None}
        ]
        assert [second["client_id"]] == planted.json["applications"]
        assert (second["name"], second["roles"]) == ("Connector", [])
        assert second["certificates"][0]["x5t"] == a_key().certificate.sha1

    talk(conversation)


def test_revoked_tokens_are_refused_and_new_ones_hold() -> None:
    """Of one application, and of all."""

    async def conversation(bench: Bench) -> None:
        for body in ({"client_id": bench.tenant.application.client_id}, {}, None):
            token = await bench.token()
            assert (await bench.dataverse("GET", "/WhoAmI", token=token)).status == 200

            assert (
                await bench.admin("POST", "/applications/revoke", body)
            ).status == 204

            assert (await bench.dataverse("GET", "/WhoAmI", token=token)).status == 401
            token = await bench.token()
            assert (await bench.dataverse("GET", "/WhoAmI", token=token)).status == 200

    talk(conversation)


def test_nobody_knows_an_unknown_application() -> None:
    """404, and no token is revoked."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()

        answer = await bench.admin(
            "POST", "/applications/revoke", {"client_id": "nobody"}
        )

        assert (answer.status, answer.code) == (404, "NotFound")
        assert (await bench.dataverse("GET", "/WhoAmI", token=token)).status == 200

    talk(conversation)


def test_reset_takes_applications_back() -> None:
    """Those that came after the snapshot are gone; revoked tokens hold again."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        await bench.admin("POST", "/seed", {"applications": [{"name": "Late"}]})
        await bench.admin("POST", "/applications/revoke")

        await bench.admin("POST", "/reset")

        shown = await bench.admin("GET", "/applications")
        assert len(shown.json["applications"]) == 1
        assert (await bench.dataverse("GET", "/WhoAmI", token=token)).status == 200

    talk(conversation)


def test_the_journal_tells_no_secret_of_any_application() -> None:
    """Those of seeds, too, wherever a client puts them."""

    async def conversation(bench: Bench) -> None:
        secret = "open-sesame"
        seed = {"applications": [{"name": "x", "client_secret": secret}]}
        await bench.admin("POST", "/seed", seed)
        async with bench.http.get(f"{bench.tenant.connection.graph_url}/me?a={secret}"):
            pass

        told = str((await bench.admin("GET", "/journal")).json)

        assert "/me?a=(removed)" in told
        assert secret not in told

    talk(conversation)
