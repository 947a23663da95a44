"""Reads Dataverse: everything that one cycle asks for travels in one $batch.

The order of the parts matters: changes are read before the views, so that a row that
vanishes from a view in between was already told as changed, or is asked for by name.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from reference_impl.errors import CallFailed, PartRefused
from reference_impl.rules.appointments import TrackedItem
from reference_impl.rules.model import Mailbox, Settings, UserId
from reference_impl.shell import dataverse_rows as rows
from reference_impl.shell import multipart, org_settings
from reference_impl.shell.dataverse_queries import Queries, Table, View
from reference_impl.shell.http import retry_after
from reference_impl.shell.last import Last
from reference_impl.shell.multipart import Part, PartAnswer
from reference_impl.shell.service import Service

PARTS_PER_BATCH: Final = 1000
EXPIRED_TOKEN: Final = 0x80044352
DUPLICATE: Final = 412
BATCH_HEADERS: Final = {
    "Content-Type": multipart.CONTENT_TYPE,
    "Accept": "application/json",
    "OData-Version": "4.0",
    "OData-MaxVersion": "4.0",
    "Prefer": "odata.continue-on-error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed in a table since the last look; `is_full` tells a first reading."""

    changed: tuple[rows.Row, ...]
    deleted: tuple[str, ...]
    delta_link: str
    is_full: bool

    @property
    def tells_anything(self) -> bool:
        """Tell whether there is more in it than a new token."""
        return self.is_full or bool(self.changed) or bool(self.deleted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """The organisation's settings; `fault` says why they could not be read."""

    settings: Settings
    fault: str | None


Outcome = rows.Row | None | PartRefused


class DataverseClient:
    """The bookings of one organisation, as its application user sees them."""

    def __init__(self, service: Service, *, base_url: str, api_version: str) -> None:
        self._service = service
        self._api = f"{base_url}/api/data/v{api_version}"
        self.queries = Queries(self._api)
        # Most answers are those of the cycle before, and are not read again.
        self._organization: Last[Organization] = Last()
        self._mailboxes: Last[tuple[Mailbox, ...]] = Last()
        self._views: dict[UserId, Last[tuple[rows.Row, ...]]] = defaultdict(Last)
        self._sent: tuple[Sequence[Part], bytes] = ((), b"")

    async def send(self, parts: Sequence[Part], *, now: datetime) -> list[PartAnswer]:
        """Return the answers to all parts, in order.

        Raises:
            CallFailed: the batch as a whole was not answered.
        """
        answers: list[PartAnswer] = []
        for first in range(0, len(parts), PARTS_PER_BATCH):
            answers += await self._batch(parts[first : first + PARTS_PER_BATCH], now)
        for answer in answers:
            if answer.status not in {429, 503}:
                continue
            wait = retry_after(answer.headers)
            if wait is not None:
                reason = f"status {answer.status} inside a batch"
                raise CallFailed("Dataverse", reason, retry_after=wait)
        return answers

    def organization(self, answer: PartAnswer) -> Organization:
        """Return the settings; unreadable ones count as defaults and are a fault."""
        known = self._organization.of(answer)
        if known is not None:
            return known
        found = self._list(answer)["value"]
        row = found[0] if found else {}
        switch = row.get("isresourcebookingexchangesyncenabled") is True
        try:
            text = row.get("orgdborgsettings")
            settings = org_settings.parse(text, resource_booking_sync=switch)
        except ValueError as error:
            settings = Settings(resource_booking_sync=switch)
            return Organization(settings=settings, fault=str(error))
        organization = Organization(settings=settings, fault=None)
        return self._organization.keep(answer, organization)

    async def mailboxes(
        self, answer: PartAnswer, *, now: datetime
    ) -> tuple[Mailbox, ...]:
        """Return every mailbox."""
        known = self._mailboxes.of(answer)
        if known is not None:
            return known
        found, _ = await self._pages(answer, now=now)
        mailboxes = tuple(rows.mailbox(row) for row in found)
        return self._mailboxes.keep(answer, mailboxes) if _is_all(answer) else mailboxes

    async def changes(
        self,
        answer: PartAnswer,
        table: Table,
        *,
        delta_link: str | None,
        now: datetime,
    ) -> Changes:
        """Return the changes; an expired token leads to a full reading."""
        try:
            found, delta = await self._pages(answer, now=now)
        except PartRefused as refusal:
            if delta_link is None or not _is_code(refusal.code, EXPIRED_TOKEN):
                raise
            [fresh] = await self.send([self.queries.changes(table, None)], now=now)
            return await self.changes(fresh, table, delta_link=None, now=now)
        if delta is None:
            raise CallFailed(service="Dataverse", reason="a change feed without end")
        return Changes(
            changed=tuple(row for row in found if "reason" not in row),
            deleted=tuple(row["id"] for row in found if "reason" in row),
            delta_link=delta,
            is_full=delta_link is None,
        )

    async def view(
        self, answer: PartAnswer, view: View, *, now: datetime
    ) -> tuple[rows.Row, ...]:
        """Return the rows of a view.

        Raises:
            PartRefused: the user may not read the table at all.
        """
        last = self._views[view.user_id]
        known = last.of(answer)
        if known is not None:
            return known
        found, _ = await self._pages(answer, now=now, MSCRMCallerID=view.user_id)
        return last.keep(answer, tuple(found)) if _is_all(answer) else tuple(found)

    def row(self, answer: PartAnswer) -> Outcome:
        """Return a row that was asked for by name, None if it does not exist."""
        if answer.status == 404:
            return None
        try:
            return self._document(answer)
        except PartRefused as refusal:
            return refusal

    async def create_appointment(
        self,
        item: TrackedItem,
        *,
        appointment_id: str,
        owner_id: UserId | None,
        now: datetime,
    ) -> None:
        """Make sure that the appointment row of a tracked item exists.

        Raises:
            PartRefused: Dataverse would not have it.
        """
        document: dict[str, Any] = {
            "activityid": appointment_id,
            "subject": item.subject,
            "scheduledstart": rows.literal(item.start_at),
            "scheduledend": rows.literal(item.end_at),
            "isalldayevent": item.is_all_day,
            "location": item.location,
            "globalobjectid": item.ical_uid,
        }
        if owner_id is not None:
            document["ownerid@odata.bind"] = f"/systemusers({owner_id})"
        await self.create("appointments", document, now=now)

    async def create(
        self, entity_set: str, document: dict[str, Any], *, now: datetime
    ) -> None:
        """Create a row; one that carries its own key may exist already."""
        await self._write("POST", f"{self._api}/{entity_set}", document, now=now)

    async def update(
        self, entity_set: str, row_id: str, document: dict[str, Any], *, now: datetime
    ) -> None:
        """Change an existing row; never used for bookings, which go one way."""
        url = f"{self._api}/{entity_set}({row_id})"
        await self._write("PATCH", url, document, now=now)

    async def _write(
        self, method: str, url: str, document: dict[str, Any], *, now: datetime
    ) -> None:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "OData-Version": "4.0",
            "OData-MaxVersion": "4.0",
        }
        if method == "PATCH":
            headers["If-Match"] = "*"  # a PATCH must not create
        body = json.dumps(document).encode()
        answer = await self._service.call(
            method, url, now=now, headers=headers, body=body
        )
        if answer.status >= 400 and answer.status != DUPLICATE:
            raise _refusal(answer.status, {}, answer.body)

    async def _batch(self, parts: Sequence[Part], now: datetime) -> list[PartAnswer]:
        answer = await self._service.call(
            "POST",
            f"{self._api}/$batch",
            now=now,
            headers=BATCH_HEADERS,
            body=self._encoded(parts),
        )
        try:
            answers = multipart.decode(
                answer.headers.get("content-type", ""), answer.body
            )
        except ValueError as error:
            reason = f"status {answer.status}, {error}"
            raise CallFailed(service="Dataverse", reason=reason) from error
        if len(answers) != len(parts):
            raise CallFailed(service="Dataverse", reason="a batch answer cut short")
        return answers

    def _encoded(self, parts: Sequence[Part]) -> bytes:
        known, body = self._sent
        if parts != known:
            body = multipart.encode(parts)
            self._sent = (parts, body)
        return body

    async def _pages(
        self, answer: PartAnswer, *, now: datetime, **headers: str
    ) -> tuple[list[rows.Row], str | None]:
        document = self._list(answer)
        found: list[rows.Row] = list(document["value"])
        while "@odata.nextLink" in document:
            part = Part(url=document["@odata.nextLink"], headers=headers)
            [answer] = await self.send([part], now=now)
            document = self._list(answer)
            found += document["value"]
        return found, document.get("@odata.deltaLink")

    def _document(self, answer: PartAnswer) -> dict[str, Any]:
        if answer.status != 200:
            raise _refusal(answer.status, answer.headers, answer.body)
        document = _json(answer.body)
        if not isinstance(document, dict):
            raise CallFailed(service="Dataverse", reason="an unreadable answer")
        return document

    def _list(self, answer: PartAnswer) -> dict[str, Any]:
        document = self._document(answer)
        if not isinstance(document.get("value"), list):
            raise CallFailed(service="Dataverse", reason="a list without rows")
        return document


def _refusal(status: int, headers: Any, body: bytes) -> PartRefused:
    document = _json(body)
    error = document.get("error") if isinstance(document, dict) else None
    code = error.get("code", "") if isinstance(error, dict) else ""
    return PartRefused(status=status, code=code, retry_after=retry_after(headers))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _is_all(answer: PartAnswer) -> bool:
    return b"@odata.nextLink" not in answer.body


def _is_code(text: str, expected: int) -> bool:
    try:
        return int(text, 16) == expected
    except ValueError:
        return False
