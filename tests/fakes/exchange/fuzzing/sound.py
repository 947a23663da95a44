"""Good requests, which the corpus and the generators spoil."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.fakes.exchange.fuzzing.bodies import an_event

# what is made, by where; what is changed, by what; what is done, by where
NEW: Final[Mapping[str, bytes]] = {
    "{user}/events": an_event(),
    "{user}/contacts": b'{"givenName":"x"}',
    "{user}/messages": b'{"subject":"x"}',
    "{taskList}/tasks": b'{"title":"x"}',
    "{user}/calendars": b'{"name":"x"}',
    "{user}/calendarGroups": b'{"name":"x"}',
    "{user}/contactFolders": b'{"displayName":"x"}',
    "{user}/mailFolders": b'{"displayName":"x"}',
    "{user}/todo/lists": b'{"displayName":"x"}',
    "{user}/outlook/masterCategories": b'{"displayName":"x"}',
    "{task}/checklistItems": b'{"displayName":"x"}',
    "{task}/linkedResources": b'{"displayName":"x"}',
    "{event}/extensions": b'{"extensionName":"x"}',
    "{task}/attachments": (
        b'{"@odata.type":"#microsoft.graph.taskFileAttachment","name":"x",'
        b'"contentBytes":"YQ=="}'
    ),
    "{task}/extensions": b'{"extensionName":"x"}',
    "{message}/attachments": (
        b'{"@odata.type":"#microsoft.graph.fileAttachment","name":"x",'
        b'"contentBytes":""}'
    ),
}
CHANGES: Final[Mapping[str, bytes]] = {
    "event": b'{"subject":"y"}',
    "series": b'{"subject":"y"}',
    "calendar": b'{"name":"y"}',
    "calendarGroup": b'{"name":"y"}',
    "category": b'{"color":"preset3"}',
    "contact": b'{"givenName":"y"}',
    "contactFolder": b'{"displayName":"y"}',
    "message": b'{"subject":"y"}',
    "mailFolder": b'{"displayName":"y"}',
    "taskList": b'{"displayName":"y"}',
    "task": b'{"title":"y"}',
    "step": b'{"isChecked":true}',
    "link": b'{"displayName":"y"}',
    "extension": b'{"count":2}',
    "settings": b'{"timeZone":"UTC"}',
}
_TO: Final = b'{"toRecipients":[{"emailAddress":{"address":"a@b.example"}}]}'
ACTIONS: Final[Mapping[str, bytes]] = {
    "{event}/forward": _TO,
    "{event}/snoozeReminder": (
        b'{"newReminderTime":{"dateTime":"2026-03-03T08:50:00","timeZone":"UTC"}}'
    ),
    "{event}/dismissReminder": b"",
    "{user}/calendar/getSchedule": (
        b'{"schedules":["bob@contoso.example"],'
        b'"startTime":{"dateTime":"2026-03-03T08:00:00","timeZone":"UTC"},'
        b'"endTime":{"dateTime":"2026-03-03T18:00:00","timeZone":"UTC"}}'
    ),
    "{copy}/tentativelyAccept": (
        b'{"proposedNewTime":{'
        b'"start":{"dateTime":"2026-03-03T11:00:00","timeZone":"UTC"},'
        b'"end":{"dateTime":"2026-03-03T12:00:00","timeZone":"UTC"}}}'
    ),
    "{copy}/decline": b'{"comment":"x"}',
    "{event}/cancel": b'{"comment":"x"}',
    "{message}/move": b'{"destinationId":"deleteditems"}',
    "{message}/copy": b'{"destinationId":"drafts"}',
    "{message}/forward": _TO,
    "{invitation}/createReply": b'{"comment":"x"}',
    "{invitation}/reply": b'{"comment":"x"}',
    "{mailFolder}/move": b'{"destinationId":"archive"}',
    "{mailFolder}/copy": b'{"destinationId":"drafts"}',
    "{user}/sendMail": b'{"message":{"subject":"x",%s}}' % _TO[1:-1],
    "{message}/send": b"",
    "{series}/permanentDelete": b"",
    "{message}/attachments/createUploadSession": (
        b'{"AttachmentItem":{"attachmentType":"file","name":"x","size":5000000}}'
    ),
    "{user}/translateExchangeIds": (
        b'{"inputIds":[],"sourceIdType":"ewsId","targetIdType":"restId"}'
    ),
}

# the body of a subscription that only nobody's listening spoils
SUBSCRIPTION: Final[Mapping[str, object]] = {
    "changeType": "created,updated",
    "notificationUrl": "http://127.0.0.1:1/x",
    "resource": "users/ann@contoso.example/events",
    "expirationDateTime": "2026-03-03T08:00:00Z",
    "clientState": "x",
    "lifecycleNotificationUrl": None,
    "latestSupportedTlsVersion": "v1_2",
}
