"""Instances of series: the only place that makes them and keeps them alike (9.5).

That instances are appointments with `seriesid`, and exceptions once somebody changes
them, is documented (trap 42); which writes of the platform bring that about is
inferred, and that it writes changes of existing ones as its own user. An exception
names its own columns in `modifiedfieldsmask`; the format of that and of
`deletedexceptionslist` (local days) is inferred.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors
from fakes.dataverse.plugins import activities
from fakes.dataverse.plugins.series import (
    CLOSED,
    MASTER,
    due,
    series_of,
    window,
)
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from fakes.dataverse.database import Database
    from fakes.dataverse.plugins.draft import Draft
    from fakes.dataverse.rows import Row

_APPOINTMENT: Final = "appointment"
_PARTY: Final = "activityparty"
_INSTANCE: Final = 2  # instancetypecode
_EXCEPTION: Final = 3
_SHARED: Final = (  # what an instance has from its master
    *("subject", "location", "description", "category", "prioritycode"),
    *("isalldayevent", "ismapiprivate", "isonlinemeeting", "onlinemeetingid"),
    *("onlinemeetingchatid", "onlinemeetingjoinurl", "onlinemeetingtype"),
    *("ownerid", "regardingobjectid", "statecode", "statuscode"),
)
_STATE: Final = frozenset({"statecode", "statuscode"})
_PARTIES: Final = "parties"  # in the mask: attendees are no columns
_OF_PARTY: Final = (
    *("participationtypemask", "partyid", "unresolvedpartyname", "addressused"),
    *("exchangeentryid", "effort"),
)
_FOLLOWING: Final = frozenset({8, 9})  # regarding row and owner: parties by themselves


def instance(draft: Draft) -> None:
    """An instance that somebody has changed is an exception."""
    activities.appointment(draft)
    values, before = draft.values, draft.before
    if before is None or not _of_series(before):
        return
    changed = [name for name in draft.given if values[name] != before.values[name]]
    if changed:
        values.update(_exception(before, changed))


def _of_series(row: Row) -> bool:
    typed = row.values["instancetypecode"] in {_INSTANCE, _EXCEPTION}
    return typed and row.values["seriesid"] is not None


def _exception(row: Row, changed: Iterable[str]) -> dict[str, object]:
    mask = dict.fromkeys([*_own(row), *changed])
    return {"instancetypecode": _EXCEPTION, "modifiedfieldsmask": ",".join(mask)}


def _own(row: Row) -> list[str]:
    """The columns in which an exception differs on purpose."""
    mask = row.values["modifiedfieldsmask"]
    return str(mask).split(",") if mask else []


def master_has_followed(organization: Database, before: Row | None, row: Row) -> None:
    """Instances exist as far as the master says, and are like it."""
    activities.has_followed(organization, before, row)
    if before is None:
        _make(organization, row, window(organization).low)
        return
    anew = series_of(before.values) != series_of(row.values)
    if anew:
        for one in _future(organization, row):
            if one.values["instancetypecode"] == _INSTANCE:
                organization.erase(one, by=str(row.values["modifiedby"]))
    _share(organization, before, row)
    last = before.values["lastexpandedinstancedate"]
    if anew:
        _make(organization, row, organization.now())
    elif row.values["lastexpandedinstancedate"] != last:
        _make(organization, row, _after(last, row))


def _after(last: object, row: Row) -> datetime:
    start: datetime = row.values["effectivestartdate"] if last is None else last  # type: ignore[assignment]  # both columns are instants
    return start if last is None else start + timedelta(seconds=1)


def _instances(organization: Database, master: Row) -> list[Row]:
    return organization.rows_of(_APPOINTMENT).equal("seriesid", master.id)


def _future(organization: Database, master: Row) -> list[Row]:
    now = organization.now()
    return [
        one
        for one in _instances(organization, master)
        if one.values["scheduledstart"] >= now  # type: ignore[operator]  # instants
    ]


def _make(organization: Database, master: Row, low: datetime) -> None:
    """The instances from `low` to the end of the expansion exist.

    Days that were deleted or have an instance already are left out. The master's owner
    creates them; when a team owns it, its author.
    """
    values, series = master.values, series_of(master.values)
    high: datetime | None = values["lastexpandedinstancedate"]  # type: ignore[assignment]  # an instant
    if high is None:
        return
    taken = set(_deleted(master))
    for one in _instances(organization, master):
        taken.add(str(series.day_of(one.values["originalstartdate"])))
    author = str(values["owninguser"] or values["createdby"])
    shared = {name: values[name] for name in _SHARED}
    parties = _parties(organization, master)
    for day in series.between(low, high):
        if day.isoformat() in taken:
            continue
        start, end = series.span(day)
        made = {
            **shared,
            "seriesid": Reference(MASTER, master.id),
            "instancetypecode": _INSTANCE,
            "originalstartdate": start,
            "scheduledstart": start,
            "scheduledend": end,
        }
        id = organization.create(_APPOINTMENT, made, by=author)
        for party in parties.elements():
            _add_party(organization, id, party)


def _deleted(master: Row) -> list[str]:
    found = master.values["deletedexceptionslist"]
    return str(found).split(",") if found else []


def _share(organization: Database, before: Row, row: Row) -> None:
    """What changed on the master has changed on its instances.

    Columns in which an exception differs stay. A state reaches future instances only;
    when the series is closed, its exceptions too, unless they are closed already.
    """
    changed = {
        name: row.values[name]
        for name in _SHARED
        if row.values[name] != before.values[name]
    }
    if not changed:
        return
    for one in _instances(organization, row):
        kept = _kept(organization, one, closing=row.values["statecode"] in CLOSED)
        news = _news(one, changed, kept)
        if news:
            organization.amend(_APPOINTMENT, one.id, news)


def _kept(organization: Database, row: Row, *, closing: bool) -> set[str]:
    """The columns that an instance does not take over from its master."""
    exception = row.values["instancetypecode"] == _EXCEPTION
    kept = set(_own(row)) if exception else set()
    started = row.values["scheduledstart"] < organization.now()  # type: ignore[operator]  # instants
    closed = row.values["statecode"] in CLOSED
    if started or (exception and closed):
        return kept | _STATE
    if closing:
        return kept - _STATE
    return kept | _STATE if kept & _STATE else kept


def _news(row: Row, changed: Mapping[str, object], kept: set[str]) -> dict[str, object]:
    found = {
        name: value
        for name, value in changed.items()
        if name not in kept and row.values[name] != value
    }
    if _STATE & set(found):
        found.update({name: changed[name] for name in _STATE & set(changed)})
    return found


def instance_is_gone(organization: Database, row: Row) -> None:
    """The day of a deleted instance stands in `deletedexceptionslist`: no new one."""
    if not _of_series(row):
        return
    master = organization.rows_of(MASTER).by_id.get(str(row.values["seriesid"]))
    day = row.values["originalstartdate"]
    if master is None or day is None:
        return
    free = {*_deleted(master), str(series_of(master.values).day_of(day))}
    changes = {"deletedexceptionslist": ",".join(sorted(free))}
    organization.amend(MASTER, master.id, changes)


def master_leaves(organization: Database, row: Row, author: str) -> None:
    """All instances go with their series."""
    for one in _instances(organization, row):
        organization.erase(one, by=author)


def party_has_followed(organization: Database, before: Row | None, row: Row) -> None:
    """A party that joins a series joins its instances.

    One that joins an instance alone makes an exception of it.
    """
    activity = row.values["activityid"]
    if before is not None or not isinstance(activity, Reference):
        return
    if row.values["participationtypemask"] in _FOLLOWING:
        return
    if activity.table in {MASTER, _APPOINTMENT}:
        parties_have_followed(organization, organization.row(activity.table, activity))


def parties_have_followed(
    organization: Database, activity: Row, *, replaced: bool = False
) -> None:
    """The parties of a series are those of its instances.

    When those of an instance were `replaced`, missing ones count as a change, too.
    """
    wanted = _parties(organization, activity)
    if activity.table.name == MASTER:
        for one in _instances(organization, activity):
            if _PARTIES not in _own(one):
                _level(organization, one, wanted)
    elif activity.table.name == _APPOINTMENT and _of_series(activity):
        master = organization.row(MASTER, str(activity.values["seriesid"]))
        usual = _parties(organization, master)
        if wanted - usual or (replaced and usual - wanted):
            changes = _exception(activity, [_PARTIES])
            organization.amend(_APPOINTMENT, activity.id, changes)


def _identity(party: Row) -> tuple[object, ...]:
    return tuple(party.values[name] for name in _OF_PARTY)


def _parties(organization: Database, activity: Row) -> Counter[tuple[object, ...]]:
    found = organization.rows_of(_PARTY).equal("activityid", activity.id)
    return Counter(
        _identity(one)
        for one in found
        if one.values["participationtypemask"] not in _FOLLOWING
    )


def _level(
    organization: Database, row: Row, wanted: Counter[tuple[object, ...]]
) -> None:
    """The appointment has exactly these parties."""
    missing = wanted.copy()
    for one in organization.rows_of(_PARTY).equal("activityid", row.id):
        if one.values["participationtypemask"] in _FOLLOWING:
            continue
        if missing[_identity(one)] > 0:
            missing[_identity(one)] -= 1
        else:
            organization.remove(one)
    for party in missing.elements():
        _add_party(organization, row.id, party)


def _add_party(organization: Database, id: str, party: tuple[object, ...]) -> None:
    values = dict(zip(_OF_PARTY, party, strict=True))
    activity = Reference(_APPOINTMENT, id)
    organization.create(_PARTY, {**values, "activityid": activity})


def time_has_passed(organization: Database) -> None:
    """Every open series is expanded up to the end of the window.

    A series that cannot be stays as it is, as a system job that fails would leave it.
    """
    masters = organization.rows_of(MASTER).by_id
    if not masters:
        return
    high = window(organization).high
    for id, row in tuple(masters.items()):
        changes = due(row.values, high)
        if changes is None:
            continue
        before = organization.snapshot()
        try:
            organization.amend(MASTER, id, changes)
        except errors.DataverseError:
            organization.restore(before)
