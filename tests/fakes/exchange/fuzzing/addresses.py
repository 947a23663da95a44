"""Hand-made nonsense in paths."""

from __future__ import annotations

from typing import Final

API: Final = "/v1.0"
ANN: Final = f"{API}/users/ann@contoso.example"
NOBODY: Final = "5f0e7c00-0000-4000-8000-00000000dead"
# well formed, and nobody's
NO_ITEM: Final = "AAMkAGZha2UtaXRlbS1vZi1ub2JvZHk="
_ENDS: Final = (
    *("", "/", "//", "/..", "/../..", "/./", "/%2e%2e", "/%00", "/%", "/%zz", "/%ff"),
    *("/%ed%a0%80", "/ä", "/\udcff", "/\ud800", "/\u2028", "/\U0001f600", "/'", "/''"),
    *("()", "(", ")", "('')", "(')", "('x", "(x)", "('a','b')", "/$count", "/$ref"),
    *("/$value", "/$count/$count", "/delta", "/delta()", "/delta(", "/delta(x=1)"),
    *("/microsoft.graph.delta", "/microsoft.graph.", "/microsoft.graph.delta()/x"),
    *("/Microsoft.Graph.Delta()", "/DELTA", "/instances", "/attachments", "/cancel"),
    *(f"/{NOBODY}", f"('{NOBODY}')", f"/{NO_ITEM}", f"/{NO_ITEM[:-1]}", "/AAMkA==="),
    *(f"/{'A' * 30_000}", f"/{'%41' * 10_000}", f"/{'(' * 20_000}", "/x" * 15_000),
    *(
        f"('{chr(39) * 20_001}')",
        f"({'x,' * 9_000})",
        "/Zm9v",
        "/=",
        "/ ",
        "/+",
        "/a b",
    ),
)
_LISTS: Final = (
    *("events", "calendar", "calendars", "calendar/events", "calendarView", "contacts"),
    *("contactFolders", "outlook", "outlook/masterCategories", "mailboxSettings"),
    *("outlook/supportedTimeZones", "calendars/x/events", "calendarGroups/x/calendars"),
    *("todo/lists", "messages", "mailFolders", "mailFolders/inbox", "sendMail"),
)
PATHS: Final = (
    *("", "/", "//", "/v1.0", "/v1.0/", "/v1.0//", "/V1.0/users", "/v2.0/users"),
    *("/beta/me", "/beta", "/beta/users/x/events", "/v1.0/me", "/v1.0/me/events"),
    *("/v1.0users", "/v1.0%2Fusers", "/v1.0/$batch/", "/v1.0/%24batch", "/v1.0/$BATCH"),
    *("/v1.0/$metadata", "/v1.0/$entity", "/v1.0/$crossjoin(users,groups)", "/v1.0/$"),
    *(f"{API}/users{end}" for end in _ENDS),
    *(f"{API}/users/\udcff/events", f"{API}/users/%00/events", f"{API}/users//events"),
    *(f"{API}/users/{'x' * 20_000}/events", f"{API}/users('')/events"),
    *(f"{API}/users('ann@contoso.example')/events('x')/instances",),
    *(f"{API}/subscriptions{end}" for end in _ENDS[:20]),
    f"{API}/subscriptions/{NOBODY}/reauthorize",
    *(f"{ANN}{end}" for end in _ENDS),
    *(f"{ANN}/{one}" for one in _LISTS),
    *(f"{ANN}/events{end}" for end in _ENDS),
    *(f"{ANN}/contacts{end}" for end in _ENDS[11:30]),
    *(f"{ANN}/contactFolders{end}" for end in _ENDS[11:30]),
    *(f"{ANN}/calendars{end}" for end in _ENDS[11:30]),
    *(f"{ANN}/outlook/masterCategories{end}" for end in _ENDS[11:30]),
    *(f"{ANN}/mailboxSettings{end}" for end in _ENDS[7:22]),
    f"{ANN}/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')",
    f"{ANN}/outlook/supportedTimeZones(TimeZoneStandard='x')",
    f"{ANN}/outlook/supportedTimeZones(",
    f"{ANN}/outlook/supportedTimeZones({'x' * 20_000})",
)
