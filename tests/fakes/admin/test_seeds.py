"""Seeds over the administration API: on top of what is there, or not at all."""

from __future__ import annotations

from fakes.instants import MONDAY
from tests.fakes.admin.bench import Bench, talk


def test_a_seed_is_planted_on_top() -> None:
    """Its rows are there, and the answer says under which ids."""

    async def conversation(bench: Bench) -> None:
        token = await bench.token()
        seed = {
            "users": [{"name": "Nina Example", "email": "nina@contoso.example"}],
            "rows": {"contact": [{"lastname": "Ito"}]},
        }

        planted = await bench.admin("POST", "/seed", seed)

        assert planted.status == 200
        assert planted.json["mailboxes"] == ["nina@contoso.example"]
        (contact,) = planted.json["rows"]["contact"]
        row = await bench.dataverse("GET", f"/contacts({contact})", token=token)
        assert row.json["lastname"] == "Ito"
        told = (await bench.admin("GET", "/connection")).json
        assert told["users"][2:] == planted.json["users"]
        assert told["mailboxes"][2:] == ["nina@contoso.example"]

    talk(conversation)


def test_a_seed_that_is_refused_leaves_nothing() -> None:
    """Not the user before the mistake, nor the time that it asked for."""

    async def conversation(bench: Bench) -> None:
        before = (await bench.admin("GET", "/connection")).json
        seed = {
            "now": "2026-04-01T00:00:00Z",
            "users": [{"name": "Nina Example", "email": "nina@contoso.example"}],
            "org_settings": {"Anything": "true"},
            "rows": {"contact": [{"lastname": "Ito"}, {"lastnam": "Ito"}]},
        }

        answer = await bench.admin("POST", "/seed", seed)

        assert (answer.status, answer.code) == (400, "SeedRefused")
        assert answer.message.startswith("rows.contact[1]: 'lastnam' is no column")
        assert (await bench.admin("GET", "/connection")).json == before
        assert bench.tenant.dataverse.rows("contact") == ()
        assert bench.tenant.clock.now() == MONDAY
        setting = bench.tenant.dataverse.organization_row["orgdborgsettings"]
        assert "Anything" not in str(setting)

    talk(conversation)
