"""Change tracking: initial reads, delta links, what has been removed (section 5)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fakes.dataverse import errors, reading, rendering, tokens, wire
from fakes.dataverse.query import Query, parse, without
from fakes.dataverse.rights import Depth

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Table
    from fakes.wire import Response


def changes(call: Call, table: Table, *, counting: bool = False) -> Response:
    """All rows with a first delta link, or what has changed since one."""
    query = parse(call.request.query)
    _check(call, table, query)
    if query.delta_token is not None:
        return _delta(call, table, query, counting=counting)
    return _initial(call, table, query)


def _check(call: Call, table: Table, query: Query) -> None:
    for option, asked_for in (
        ("$filter", query.filter is not None),
        ("$orderby", query.orderby),
        ("$expand", query.expand),
        ("$top", query.top is not None),
    ):
        if asked_for:
            raise errors.bad_query(
                f"The {option} query parameter isn't supported when Change Tracking is "
                "enabled."
            )
    if not call.organization.customization.tracks(table):
        raise errors.bad_value(
            f"Change tracking is not enabled for {table.name}.", errors.NOT_TRACKED
        )
    if call.caller.demand("Read", table) is not Depth.GLOBAL:
        privilege = f"prvRead{table.privilege_name} (organization level)"
        raise errors.denied(call.caller.user, privilege, table.name)


def _delta_link(call: Call, version: int) -> str:
    kept = without(call.request.query, "$deltatoken", "$skiptoken")
    joined = f"{kept}&" if kept else ""
    token = tokens.delta_token(version, call.organization.clock.now())
    path = call.request.path.removesuffix("/$count")
    return f"{call.request.root_url}{path}?{joined}$deltatoken={token}"


def _initial(call: Call, table: Table, query: Query) -> Response:
    """Every row; the delta link stands on the last page and reaches to the first."""
    shape = wire.shape_of(table, query.select)
    held = call.organization.rows_of(table.name)
    size = call.prefer.page_size or rendering.MOST
    page, last, version = 1, "", call.organization.version
    if query.skip_token is not None:
        cookie = tokens.read_skip_token(query.skip_token)
        page, last, version = cookie.page, cookie.last, cookie.version
    rows, more = held.page(last, size)
    head: dict[str, object] = {
        "@odata.context": f"{call.api}/$metadata#{table.entity_set}{shape.context}"
    }
    if more:
        cookie = tokens.Cookie(
            page=page + 1, last=rows[-1].id, version=version, tracking=True
        )
        head["@odata.nextLink"] = reading.next_link(call, tokens.skip_token(cookie))
    else:
        head["@odata.deltaLink"] = _delta_link(call, version)
    body = wire.collection(head, rendering.render_all(call, rows, shape))
    applied = call.applied(
        "odata.track-changes", "odata.maxpagesize", "odata.include-annotations"
    )
    return wire.json_response(body, headers=applied)


def _delta(call: Call, table: Table, query: Query, *, counting: bool) -> Response:
    """Rows changed since the token, by version, then what has been deleted.

    More than fit into one answer go on behind a link, which reaches no further than
    the first page did (inferred).
    """
    version, at = tokens.read_delta_token(query.delta_token or "")
    _check_age(call, version, tokens_age=call.organization.clock.now() - at)
    page, last, upper = 1, "", call.organization.version
    if query.skip_token is not None:
        cookie = tokens.read_skip_token(query.skip_token)
        page, last, upper = cookie.page, cookie.last, cookie.version
    latest = _latest(call, table, version, upper)
    if counting:
        return reading.count_response(len(latest))
    ids = [id for id, row in latest.items() if row is not None]
    ids += [id for id, row in latest.items() if row is None]
    if last:
        ids = ids[ids.index(last) + 1 :] if last in latest else []
    base = f"{call.api}/$metadata#{table.entity_set}"
    shape = wire.shape_of(table, query.select)
    head: dict[str, object] = {"@odata.context": f"{base}{shape.context}/$delta"}
    if len(ids) > rendering.MOST:
        ids = ids[: rendering.MOST]
        cookie = tokens.Cookie(
            page=page + 1, last=ids[-1], version=upper, tracking=True
        )
        head["@odata.nextLink"] = reading.next_link(call, tokens.skip_token(cookie))
    else:
        head["@odata.deltaLink"] = _delta_link(call, upper)
    found = (latest[id] for id in ids)
    changed = [row for row in found if row is not None]
    items = rendering.render_all(call, changed, shape)
    items += [_removed(base, id) for id in ids if latest[id] is None]
    return wire.json_response(
        wire.collection(head, items),
        headers=call.applied("odata.track-changes", "odata.include-annotations"),
    )


def _latest(
    call: Call, table: Table, version: int, upper: int
) -> dict[str, Row | None]:
    """What became of each row that changed after `version`, up to `upper`.

    Nearly always empty: nothing has happened.
    """
    latest: dict[str, Row | None] = {}
    for logged in call.organization.rows_of(table.name).since(version):
        if logged.version > upper:
            break
        latest.pop(logged.change.id, None)  # the last change decides, and its place
        latest[logged.change.id] = logged.after
    return latest


def _removed(base: str, id: str) -> str:
    """A deleted row: its id alone (trap 19)."""
    context = f"{base}/$deletedEntity"
    return wire.encode({"@odata.context": context, "id": id, "reason": "deleted"})


def _check_age(call: Call, version: int, *, tokens_age: timedelta) -> None:
    """The token is not older than the organisation keeps deletions (5.2)."""
    kept = call.organization.organization_row["expirechangetrackingindays"]
    if tokens_age > timedelta(days=int(str(kept))):
        raise errors.bad_value(
            "The delta token has expired, a full synchronization is required.",
            errors.DELTA_EXPIRED,
        )
    if version > call.organization.version or tokens_age < timedelta():
        raise errors.bad_value("The delta token is malformed.")
