"""The fake reproduces every documented example of `tests/wire_samples`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pytest

from fakes.dataverse import Depth
from fakes.dataverse.schema import TABLES
from tests.fakes.answers import check_supported, exchange
from tests.fakes.dataverse.exchanges import Known, perform
from tests.fakes.dataverse.makers import API, MONDAY, ROOT, Bench, a_bench
from tests.fakes.differences import filled, keep
from tests.fakes.samples import (
    FOLDER,
    Different,
    Json,
    Missing,
    Sample,
    load,
)

SAMPLES: Final = load("dataverse")
# Not 1.2, a service of another host, 9, tables, nor 11.3, traits of clients.
SECTIONS: Final = (
    *("1.1", "1.3", "1.4", "1.5", "1.6", "2.1", "2.2", "2.3", "2.4"),
    *("3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7"),
    *("4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8"),
    *("5.1", "5.2", "6.1", "6.2", "7", "8", "10", "11.1", "11.2"),
)


def arrange(bench: Bench, given: Json) -> Known:
    """The organisation is as the sample has it; the names of what it holds."""
    organization = bench.organization
    known = Known(bench, {"api": API, "root": ROOT, "tenant": organization.tenant_id})
    known.rows["application"] = ("systemuser", organization.application_user)
    known.rows["unit"] = ("businessunit", organization.root_business_unit)
    known.rows["organization"] = ("organization", organization.organization_id)
    if "organization" in given:
        id = organization.organization_id
        organization.update("organization", id, given["organization"])
    for role in given.get("roles", ()):
        depths = {name: Depth[one.upper()] for name, one in role["privileges"].items()}
        made = organization.add_role(role["as"], depths)
        known.rows[role["as"]] = ("role", made)
    for user in given.get("users", ()):
        email = f"{user['as']}@contoso.example"
        roles = [known[role] for role in user.get("roles", ())]
        made = organization.add_user(name=user["name"], email=email, roles=roles)
        known.rows[user["as"]] = ("systemuser", made)
    for key in given.get("alternate_keys", ()):
        organization.define_key(key["table"], key["name"], key["columns"])
    rules = given.get("duplicate_rules", {})
    if rules:
        customization = replace(organization.customization, duplicate_rules=rules)
        organization.customize(customization)
    for row in given.get("rows", ()):
        create(known, row)
    for column in given.get("secured_columns", ()):
        organization.secure_column(column["table"], column["column"])
    if "caller_roles" in given:
        roles = [known[role] for role in given["caller_roles"]]
        organization.set_roles(organization.application_user, roles)
    if "limits" in given:
        limit(bench, given["limits"])
    return known


def limit(bench: Bench, given: Mapping[str, int]) -> None:
    """The organisation has these limits, and the usual ones besides."""
    wanted: dict[str, Any] = dict(given)
    if "execution_time" in wanted:
        wanted["execution_time"] = timedelta(seconds=wanted["execution_time"])
    bench.organization.limits = replace(bench.organization.limits, **wanted)


def create(known: Known, row: Json) -> None:
    """The row is there, and known by its name."""
    table = row["table"]
    if table not in TABLES:
        msg = f"there is no table {table}"
        raise Missing(msg)
    values = filled(row.get("values", {}), known)
    made = known.bench.organization.create(table, values)
    if "as" in row:
        known.rows[row["as"]] = (table, made)


def take(known: Known, step: Json) -> None:
    """One thing that happens before the request."""
    bench = known.bench
    if "send" in step:
        response = perform(known, step["send"])
        check_supported(response)
        if response.status >= 300:
            msg = f"before: {response.status} {response.body[:500]!r}"
            raise Different(msg)
        answer = json.loads(response.body) if response.body else {}
        keep(known, step.get("keep", {}), answer)
    if "create" in step:
        create(known, step["create"])
    if "update" in step:
        table, id = known.rows[step["update"]["row"]]
        values = filled(step["update"]["values"], known)
        bench.organization.update(table, id, values)
    if "delete" in step:
        bench.organization.delete(*known.rows[step["delete"]])
    if "wait" in step:
        bench.clock.move_to(bench.clock.now() + timedelta(**step["wait"]))


@pytest.mark.parametrize("sample", SAMPLES, ids=[one.id for one in SAMPLES])
def test_the_fake_reproduces_the_documented_example(sample: Sample) -> None:
    """Request and answer are those that the document shows, in our own words."""
    known = arrange(a_bench(), sample.told.get("given", {}))
    for step in sample.told.get("before", ()):
        take(known, step)

    exchange(known, sample.told, perform)

    for told in sample.told.get("after", ()):
        exchange(known, told, perform)


def test_every_sample_names_its_document_and_the_day_it_was_read() -> None:
    """Tag and name as section 0 of the sheet has them, and a day."""
    for sample in SAMPLES:
        tag, _, document = sample.told["source"].partition("] ")
        assert tag.startswith("["), sample.id
        assert document, sample.id
        assert date.fromisoformat(sample.told["read"]), sample.id


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_the_sheet_has_samples(section: str) -> None:
    """No section on requests and answers goes without."""
    assert any(section in sample.told["sheet"] for sample in SAMPLES)


def test_the_readme_stands_by_the_schema() -> None:
    """The clock that the samples speak of is the bench's."""
    text = (FOLDER / "README.md").read_text("utf-8")

    assert "sample.schema.json" in text
    assert f"{MONDAY:%Y-%m-%d}" in text
