"""Generated nonsense: good requests bent out of shape, and rows full of odd values."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from fakes.dataverse.schema import TABLES
from fakes.wire import Response
from tests.fakes.dataverse.fuzzing import bodies
from tests.fakes.dataverse.fuzzing.addresses import API
from tests.fakes.dataverse.fuzzing.target import Target, a_target
from tests.fakes.examples import examples
from tests.fakes.fuzzing.bending import bent

_ANNOTATED: Final = {"prefer": 'odata.include-annotations="*",return=representation'}
_GOOD_FILTERS: Final = (
    "name eq 'O''Hara' and (revenue gt 12.5 or not contains(name,'[a-f]%'))",
    "createdon ge 2026-03-02T08:00:00Z and primarycontactid/lastname ne null",
    "contact_customer_accounts/any(x:x/lastname eq 'a' and x/fullname ne null)",
    'Microsoft.Dynamics.CRM.In(PropertyName=\'name\',PropertyValues=["a","b"])',
    "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7)",
    'Microsoft.Dynamics.CRM.Between(PropertyName=\'revenue\',PropertyValues=["1","2"])',
)
_GOOD_QUERIES: Final = (
    "$select=name,revenue&$orderby=name desc,createdon&$top=3&$count=true",
    "$expand=primarycontactid($select=fullname;$expand=parentcustomerid_account)",
    "$expand=contact_customer_accounts($filter=lastname eq 'a';$top=1;$orderby=suffix)",
    "$filter=name eq @p1 and revenue gt @p2&@p1='a'&@p2=1",
    "$deltatoken=1000001%2103%2f02%2f2026%2008%3a00%3a00&$select=name",
)
_GOOD_BODY: Final = (
    b'{"name":"x","revenue":1.5,"primarycontactid@odata.bind":"/contacts(%s)",'
    b'"contact_customer_accounts":[{"lastname":"y","birthdate":"2000-02-29"}]}'
)


@functools.cache
def the_target() -> Target:
    """One organisation for all examples; each leaves it as it was."""
    return a_target()


@examples(250)
@given(text=bent(_GOOD_FILTERS))
def test_bent_filters_are_answered(text: str) -> None:
    """Section 4.2 and 4.3, with mistakes."""
    target = the_target()
    encoded = text.replace("%", "%25").replace("&", "%26")

    target.send("GET", f"{API}/accounts", f"$filter={encoded}")
    target.send("GET", f"{API}/accounts/$count", f"$filter={text}")


@examples(200)
@given(text=bent(_GOOD_QUERIES))
def test_bent_queries_are_answered(text: str) -> None:
    """Section 4.1, with mistakes; on lists, rows and counts."""
    target = the_target()

    target.send("GET", f"{API}/accounts", text, headers=_ANNOTATED)
    target.send("GET", f"{API}/accounts({target.ids['account']})", text)
    target.send("GET", f"{API}/accounts/$count", text)


@examples(200)
@given(data=st.data())
def test_bent_paths_are_answered(data: st.DataObject) -> None:
    """Keys, navigation, messages, with mistakes and any method."""
    target = the_target()
    ids = target.ids
    good = (
        f"{API}/accounts({ids['account']})/primarycontactid/$ref",
        f"{API}/contacts({ids['contact']})/contact_customer_contacts/$count",
        f"{API}/contacts(emailaddress1='nina%40contoso.example',lastname='O''Hara')",
        f"{API}/bookableresources(_userid_value={ids['systemuser']})/userid",
        f"{API}/systemusers({ids['systemuser']})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()",
        f"{API}/RetrieveTotalRecordCount(EntityNames=%5B%22contact%22%5D)",
    )
    path = data.draw(bent(good))
    method = data.draw(
        st.sampled_from(("GET", "POST", "PATCH", "PUT", "DELETE", "FOO"))
    )

    with target.fresh():
        target.send(method, path, body=b'{"value":"x"}')


@examples(200)
@given(data=st.data())
def test_bent_bodies_are_answered(data: st.DataObject) -> None:
    """JSON and multipart with mistakes: in letters, then in bytes."""
    target = the_target()
    row = (_GOOD_BODY % target.ids["contact"].encode()).decode()
    kind, batch = next(
        (kind, body)
        for kind, body in bodies.batches()
        if b"changeset" in body or b"boundary=c" in body
    )
    body = data.draw(bent((row,))).encode("utf-8", "surrogatepass")
    parts = data.draw(bent((batch.decode(),))).encode("utf-8", "surrogatepass")
    at = data.draw(st.integers(0, len(parts)))
    parts = parts[:at] + data.draw(st.binary(max_size=3)) + parts[at:]

    with target.fresh():
        target.send("POST", f"{API}/accounts", body=body, headers=_ANNOTATED)
        target.send("POST", f"{API}/$batch", body=parts, headers={"content-type": kind})


def _values(target: Target) -> st.SearchStrategy[object]:
    addresses = [f"/{TABLES[name].entity_set}({id})" for name, id in target.ids.items()]
    return st.one_of(
        st.sampled_from(bodies.VALUES),
        st.sampled_from(addresses),
        st.integers(-5, 5),
        st.text(max_size=5),
        st.booleans(),
        st.none(),
    )


def _one_of_all(target: Target) -> Callable[[st.DrawFn], tuple[str, str, bytes]]:
    """Draws a write to a row of any table, of a few columns and links."""
    tables = [TABLES[name] for name in target.ids]

    def drawn(draw: st.DrawFn) -> tuple[str, str, bytes]:
        table = draw(st.sampled_from(tables))
        names = [*table.by_wire, *(f"{name}@odata.bind" for name in table.navigations)]
        row: dict[str, Any] = draw(
            st.dictionaries(st.sampled_from(names), _values(target), max_size=4)
        )
        method = draw(st.sampled_from(("PATCH", "PATCH", "PATCH", "POST", "DELETE")))
        key = "" if method == "POST" else f"({target.ids[table.name]})"
        return method, f"{API}/{table.entity_set}{key}", json.dumps(row).encode()

    return drawn


@st.composite
def writes(draw: st.DrawFn) -> list[tuple[str, str, bytes]]:
    """A few writes, one after the other."""
    one = _one_of_all(the_target())
    return [one(draw) for _ in range(draw(st.integers(1, 12)))]


def _read_everything(target: Target) -> None:
    """Every table, row and message that reads has a documented answer."""
    tracked = {"prefer": "odata.track-changes"}
    token = "$deltatoken=1000001%2103%2f02%2f2026%2008%3a00%3a00"
    for name in target.ids:
        table = TABLES[name]
        target.send("GET", f"{API}/{table.entity_set}", headers=_ANNOTATED)
        target.send("GET", f"{API}/{table.entity_set}", headers=tracked)
        target.send("GET", f"{API}/{table.entity_set}", token)
    account, user = target.ids["account"], target.ids["systemuser"]
    days = "Microsoft.Dynamics.CRM.Today(PropertyName='createdon')"
    target.send("GET", f"{API}/accounts", f"$filter={days}")
    shared = f"{{'@odata.id':'accounts({account})'}}"
    for path in (
        f"RetrieveSharedPrincipalsAndAccess(Target={shared})",
        f"systemusers({user})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()",
        f"systemusers({user})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target={shared})",
        "RetrieveCurrentOrganization()",
        "WhoAmI",
    ):
        target.send("GET", f"{API}/{path}")
    own = {"callerobjectid": user, "mscrmcallerid": user}
    for name, id in own.items():
        target.send("GET", f"{API}/accounts", headers={name: id})


@examples(60)
@given(steps=writes())
def test_no_write_leaves_rows_that_cannot_be_read(
    steps: list[tuple[str, str, bytes]],
) -> None:
    """Whatever a client may write, every later read is answered."""
    target = the_target()

    with target.fresh():
        for method, path, body in steps:
            target.send(method, path, body=body, headers=_ANNOTATED)
        _read_everything(target)
    target.check_alive()


def test_the_generator_writes_something() -> None:
    """The steps above succeed often enough to change rows."""
    target = the_target()
    done: list[Response] = []

    @examples(40)
    @given(steps=writes())
    def play(steps: list[tuple[str, str, bytes]]) -> None:
        with target.fresh():
            done.extend(target.send(one, path, body=body) for one, path, body in steps)

    play()

    assert sum(one.status < 300 for one in done) > len(done) / 20
