"""A fake Dataverse agrees with a dictionary, whatever is written in whatever order."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from fakes.dataverse import Limits
from fakes.dataverse.database import Snapshot
from tests.fakes.dataverse.makers import API, a_bench, error_of, header, json_of
from tests.fakes.dataverse.properties.model import KINDS, Kind, Model, Tables
from tests.fakes.examples import examples

_sets = st.sampled_from(tuple(KINDS))
_numbers = st.sampled_from((None, "A1", "a1", "B2", "C3"))
_words = st.sampled_from((None, "x", "y%", "O'Hara", "Ä"))
_sizes = st.sampled_from((None, 1, 2, 5))
_picks = st.integers(0, 10**6)
_writes = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("name", "subject"), _words.filter(bool)),
        **dict.fromkeys(("fax", "lastname", "nickname", "category"), _words),
        "accountnumber": _numbers,
        **dict.fromkeys(
            (column for kind in KINDS.values() for column in kind.lookups),
            st.one_of(st.none(), _picks),
        ),
    },
)


def _named(written: Mapping[str, Any]) -> dict[str, Any]:
    """With the names that new rows must have."""
    return {"name": "n", "subject": "s", **written}


@dataclass(frozen=True, slots=True)
class Link:
    """A delta link, and the rows that were there when it was made."""

    url: str
    entity_set: str
    rows: dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A state to come back to: of the fake, of the dictionary, and what was known."""

    snapshot: Snapshot
    model: Model
    etags: dict[tuple[str, str], int]
    links: int


class Machine(RuleBasedStateMachine):
    """Writes and reads through the service beside the same on dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = a_bench()
        organization = self.bench.organization
        organization.limits = Limits(requests=None, execution_time=None)
        organization.define_key("account", "number", ["accountnumber"])
        self.model = Model()
        self.etags: dict[tuple[str, str], int] = {}
        self.links: list[Link] = []
        self.kept: list[Kept] = []

    def _picked(self, entity_set: str, pick: int) -> str | None:
        ids = list(self.model.tables[entity_set])
        return ids[pick % len(ids)] if ids else None

    def _row(self, kind: Kind, written: Mapping[str, Any]) -> tuple[Any, Any]:
        """A body, and the values that it stands for."""
        body: dict[str, Any] = {}
        values: dict[str, Any] = {}
        for name in kind.texts:
            if name in written:
                body[name] = values[name] = written[name]
        for column, (link, target) in kind.lookups.items():
            if column not in written:
                continue
            pick = written[column]
            id = None if pick is None else self._picked(target, pick)
            body[f"{link}@odata.bind"] = None if id is None else f"/{target}({id})"
            values[column] = id
        return body, values

    @rule(entity_set=_sets, written=_writes)
    def create(self, entity_set: str, written: dict[str, Any]) -> None:
        """POST: a new row, or 412 when its alternate key is taken."""
        kind = KINDS[entity_set]
        body, values = self._row(kind, _named(written))
        response = self.bench.send("POST", f"/{entity_set}", body)
        if self.model.clashes(entity_set, None, values):
            assert error_of(response) == (412, "0x80060892")
            return
        assert response.status == 204, response.body
        address = header(response, "OData-EntityId")
        assert address is not None
        self.model.put(entity_set, address.rpartition("(")[2].rstrip(")"), values)

    @rule(
        entity_set=_sets,
        pick=_picks,
        written=_writes,
        match=st.sampled_from((None, "*", "now", "old")),
    )
    def update(
        self, entity_set: str, pick: int, written: dict[str, Any], match: str | None
    ) -> None:
        """PATCH with and without `If-Match`."""
        id = self._picked(entity_set, pick)
        if id is None:
            return
        body, values = self._row(KINDS[entity_set], written)
        etag = self.etags[entity_set, id]
        text = {"now": f'W/"{etag}"', "old": f'W/"{etag - 1}"'}.get(match or "", match)
        headers = {} if text is None else {"if-match": text}
        response = self.bench.send("PATCH", f"/{entity_set}({id})", body, headers)
        if match == "old":
            assert error_of(response) == (412, "0x80060882")
        elif self.model.clashes(entity_set, id, values):
            assert error_of(response) == (412, "0x80060892")
        else:
            assert response.status == 204, response.body
            self.model.put(entity_set, id, values)

    @rule(entity_set=_sets, number=_picks, written=_writes)
    def upsert(self, entity_set: str, number: int, written: dict[str, Any]) -> None:
        """PATCH on an id that may not be there yet (trap 1)."""
        id = str(uuid.UUID(int=number % 5 + 1, version=4))
        body, values = self._row(KINDS[entity_set], _named(written))
        response = self.bench.send("PATCH", f"/{entity_set}({id})", body)
        if self.model.clashes(entity_set, id, values):
            assert error_of(response) == (412, "0x80060892")
            return
        assert response.status == 204, response.body
        self.model.put(entity_set, id, values)

    @rule(text=_numbers.filter(bool), written=_writes)
    def upsert_by_key(self, text: str, written: dict[str, Any]) -> None:
        """PATCH on an alternate key; its columns in a body count for new rows (3.3)."""
        body, values = self._row(KINDS["accounts"], _named(written))
        id = self.model.holder("accounts", text)
        if id is not None:
            values.pop("accountnumber", None)
        else:
            values.setdefault("accountnumber", text)
        response = self.bench.send("PATCH", f"/accounts(accountnumber='{text}')", body)
        if self.model.clashes("accounts", id, values):
            assert error_of(response) == (412, "0x80060892")
            return
        assert response.status == 204, response.body
        if id is None:
            address = header(response, "OData-EntityId") or ""
            id = address.rpartition("(")[2].rstrip(")")
        self.model.put("accounts", id, values)

    @rule(entity_set=_sets, pick=_picks)
    def delete(self, entity_set: str, pick: int) -> None:
        """DELETE, then 404."""
        id = self._picked(entity_set, pick)
        if id is None:
            return
        assert self.bench.send("DELETE", f"/{entity_set}({id})").status == 204
        self.model.drop(entity_set, id)
        assert error_of(self.bench.send("DELETE", f"/{entity_set}({id})"))[0] == 404

    @rule(entity_set=_sets, size=_sizes)
    def take_delta_link(self, entity_set: str, size: int | None) -> None:
        """A first tracked read, in pages or in one, shows all rows."""
        kind = KINDS[entity_set]
        prefer = "odata.track-changes"
        prefer += "" if size is None else f",odata.maxpagesize={size}"
        target, seen = f"/{entity_set}?$select={','.join(kind.columns)}", []
        while True:
            page = self.bench.read(target, prefer=prefer)
            seen += page["value"]
            if "@odata.nextLink" not in page:
                break
            target = page["@odata.nextLink"].removeprefix(API)
        assert self._known(kind, seen) == self.model.tables[entity_set]
        rows = self.model.copy().tables[entity_set]
        self.links.append(Link(page["@odata.deltaLink"], entity_set, rows))

    @precondition(lambda self: self.links)
    @rule(pick=_picks)
    def follow_delta_link(self, pick: int) -> None:
        """What changed since, put upon what was there, is what is there."""
        link = self.links[pick % len(self.links)]
        self._replay(link)

    def _replay(self, link: Link) -> None:
        kind = KINDS[link.entity_set]
        changes = self.bench.read(link.url.removeprefix(API))["value"]
        rows = {id: dict(row) for id, row in link.rows.items()}
        ids = [one.get("id") or one[kind.key] for one in changes]
        assert len(dict.fromkeys(ids)) == len(ids), (
            "a row stands twice among the changes"
        )
        for one in changes:
            if "reason" in one:
                rows.pop(one["id"], None)
            else:
                rows |= self._known(kind, [one])
        assert rows == self.model.tables[link.entity_set]
        versions = [int(one["@odata.etag"][3:-1]) for one in changes if "id" not in one]
        assert versions == sorted(versions)
        counted = self.bench.send(
            "GET", link.url.removeprefix(API).replace("?", "/$count?", 1)
        )
        assert int(counted.body.decode("utf-8-sig")) == len(changes)

    @rule()
    def keep(self) -> None:
        """A snapshot."""
        self.kept.append(
            Kept(
                self.bench.organization.snapshot(),
                self.model.copy(),
                dict(self.etags),
                len(self.links),
            )
        )

    @precondition(lambda self: self.kept)
    @rule()
    def restore(self) -> None:
        """What was written since the last snapshot has not happened."""
        kept = self.kept.pop()
        self.bench.organization.restore(kept.snapshot)
        self.model, self.etags = kept.model, kept.etags
        del self.links[kept.links :]

    @precondition(lambda self: any(self.model.tables.values()))
    @rule(entity_set=_sets, pick=_picks, size=st.integers(1, 4))
    def read(self, entity_set: str, pick: int, size: int) -> None:
        """One row, pages, a count, and rows by one of their values."""
        id, kind = self._picked(entity_set, pick), KINDS[entity_set]
        columns = ",".join(kind.columns)
        if id is not None:
            row = self.bench.read(f"/{entity_set}({id})?$select={columns}")
            assert self._known(kind, [row])[id] == self.model.tables[entity_set][id]
        target, seen = f"/{entity_set}?$select={columns}", []
        while target:
            page = self.bench.read(target, prefer=f"odata.maxpagesize={size}")
            seen += page["value"]
            target = page.get("@odata.nextLink", "").removeprefix(API)
        assert len(seen) == len(self.model.tables[entity_set])
        assert self._known(kind, seen) == self.model.tables[entity_set]
        for column in kind.lookups:
            nulls = self.bench.read(
                f"/{entity_set}?$select={columns}&$filter={column} eq null"
            )
            wanted = {
                one: row
                for one, row in self.model.tables[entity_set].items()
                if row[column] is None
            }
            assert self._known(kind, nulls["value"]) == wanted

    @staticmethod
    def _known(kind: Kind, rows: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            row[kind.key]: {name: row[name] for name in kind.columns} for row in rows
        }

    @invariant()
    def agrees(self) -> None:
        """Lists and counts are the dictionary's; what was written is newer than all."""
        highest = max(self.etags.values(), default=0)
        found: Tables = {}
        etags: dict[tuple[str, str], int] = {}
        for entity_set, kind in KINDS.items():
            page = self.bench.read(
                f"/{entity_set}?$select={','.join(kind.columns)}&$count=true"
            )
            found[entity_set] = self._known(kind, page["value"])
            assert page["@odata.count"] == len(page["value"])
            etags |= {
                (entity_set, one[kind.key]): int(one["@odata.etag"][3:-1])
                for one in page["value"]
            }
        assert found == self.model.tables
        assert len({*etags.values()}) == len(etags), "two rows have one version"
        for id, etag in etags.items():
            assert etag == self.etags.get(id) or etag > highest, "a version went back"
        self.etags = etags

    def teardown(self) -> None:
        """Every delta link that was taken still leads to the present rows."""
        for link in self.links:
            self._replay(link)


TestState: Final = Machine.TestCase
TestState.settings = examples(120, steps=40)


def test_the_service_answers_a_key_that_nobody_has() -> None:
    """A read by an alternate key that no row has is 404 by its own code (3.3)."""
    bench = a_bench()
    bench.organization.define_key("account", "number", ["accountnumber"])

    response = bench.send("GET", "/accounts(accountnumber='A1')")

    assert error_of(response) == (404, "0x80060891")
    assert json_of(response)["error"]["message"]


def test_rows_of_two_tables_may_have_one_id() -> None:
    """What leads to a contact does not lead to the account of the same id."""
    bench = a_bench()
    id = "5f0e7c00-0000-4000-8000-000000000001"
    account = bench.organization.create("account", {"accountid": id, "name": "a"})
    contact = bench.organization.create("contact", {"contactid": id, "lastname": "c"})
    values = {"subject": "s", "regardingobjectid": ("contact", contact)}
    task = bench.organization.create("task", values)

    below = bench.read(f"/accounts({account})/Account_Tasks")["value"]
    some = "Account_Tasks/any(o:o/subject eq 's')"
    found = bench.read(f"/accounts?$select=name&$filter={some}")["value"]
    name = "regardingobjectid_account_task/name eq 'a'"
    led = bench.read(f"/tasks?$select=subject&$filter={name}")["value"]
    bench.send("DELETE", f"/accounts({account})")

    assert (below, found, led) == ([], [], [])
    assert bench.organization.row("task", task).values["regardingobjectid"] == contact
