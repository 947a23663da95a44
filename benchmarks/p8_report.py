"""P8: the report of 1,000 scenarios with 12 exchanges each.

Prints the size of the page, the time to make it (read, check, judge, render, write;
median of three) and, where a Chromium is found, the time until its text is visible.
Compared with Cucumber HTML: 25.5 MB, 0.7 s, 0.6-1.0 s. Aim: 3 MB, 0.7 s, 0.5 s.

    python benchmarks/p8_report.py [SCENARIOS]
"""

import asyncio
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import aiohttp

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reports import read_results, render

SCENARIOS_PER_RULE: Final = 4
ROUNDS: Final = 3
SWITCHES: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    "--remote-debugging-port=0",
)
STARTS_AT: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
PROFILES: Final = ("bookings", "cadence", "appointments", "contacts", "fields")
UNUSUAL: Final = ("fail", "fail", "deviation", "observed", "waived", "not_applicable")
VERDICTS: Final = ("pass",) * 94 + UNUSUAL
SIGN_IN: Final = "/0f3c5a52-9f6e-4f0e-8d2b-5a4c3b2a1f00/oauth2/v2.0/token"


def main() -> None:
    """The figures are printed."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder, "results.jsonl")
        results.write_text(
            "".join(f"{json.dumps(line)}\n" for line in lines(number)), encoding="utf-8"
        )
        seconds = [_seconds_to_make(results, Path(folder)) for _ in range(ROUNDS)]
        page = Path(folder, "index.html")
        print(f"scenarios        {number:,} x {EXCHANGES} exchanges")
        print(f"results.jsonl    {results.stat().st_size / 1e6:.2f} MB")
        print(f"index.html       {page.stat().st_size / 1e6:.2f} MB")
        print(f"made in          {statistics.median(seconds):.2f} s")
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if chromium is None:
            print("text visible     not measured: no Chromium found")
            return
        visible = [_seconds_until_visible(chromium, page) for _ in range(ROUNDS)]
        print(f"text visible in  {statistics.median(visible):.2f} s")


def _seconds_to_make(results: Path, folder: Path) -> float:
    began = time.perf_counter()
    render(read_results(results), folder)
    return time.perf_counter() - began


def _seconds_until_visible(chromium: str, page: Path) -> float:
    """First contentful paint after navigation, as the browser itself measures it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(
            [chromium, *SWITCHES, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            return asyncio.run(_first_paint(_port(browser), page.as_uri()))
        finally:
            browser.terminate()
            browser.wait()


def _port(browser: subprocess.Popen[str]) -> str:
    for line in browser.stderr or ():
        if "DevTools listening on" in line:
            return line.split("127.0.0.1:")[1].split("/")[0]
    message = "the browser ended before it listened"
    raise RuntimeError(message)


PAINT: Final = """
new Promise(done => new PerformanceObserver(list =>
  list.getEntriesByName("first-contentful-paint").forEach(
    entry => done(entry.startTime))).observe({type: "paint", buffered: true}))
"""


async def _first_paint(port: str, url: str) -> float:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/json") as response:
            tab = next(one for one in await response.json() if one["type"] == "page")
        async with session.ws_connect(tab["webSocketDebuggerUrl"]) as socket:
            await _ask(socket, "Page.enable", until="id")
            await _ask(socket, "Page.navigate", until="Page.loadEventFired", url=url)
            answer = await _ask(
                socket,
                "Runtime.evaluate",
                until="id",
                expression=PAINT,
                awaitPromise=True,
                returnByValue=True,
            )
            return float(answer["result"]["result"]["value"]) / 1000


async def _ask(
    socket: aiohttp.ClientWebSocketResponse,
    method: str,
    *,
    until: str,
    **params: Any,
) -> dict[str, Any]:
    """The browser's answer, or the event that was waited for."""
    await socket.send_json({"id": 1, "method": method, "params": params})
    while True:
        said: dict[str, Any] = await socket.receive_json()
        if until == said.get("method") or until in said:
            return said


RUN: Final = json.loads("""{
  "kind": "run", "schema": 1, "fieldsync": "0.1.0", "seed": 0,
  "iut": {"name": "Outlook Bridge", "version": "2.3.1", "vendor": "Example Field Tools",
    "homepage": "https://bridge.example", "contract": 1, "clock_mode": "virtual",
    "claims": ["bookings", "cadence"], "exceptions": {}},
  "starts_at": "2026-03-02T08:00:00Z", "command": "fieldsync run",
  "selection": {"profiles": [], "rules": []}
}""")


def lines(number: int) -> Iterator[dict[str, Any]]:
    """A whole run, always the same: words of real length, ids of real entropy."""
    dice = random.Random(8)  # noqa: S311 - test data
    rules = [_rule(n) for n in range(number // SCENARIOS_PER_RULE or 1)]
    of = [rules[n * len(rules) // number] for n in range(number)]
    scenarios = [_scenario(dice, n, rule) for n, rule in enumerate(of)]
    counts = Counter(scenario["verdict"] for scenario in scenarios)
    planned = [scenario["id"] for scenario in scenarios]
    yield RUN | {"planned": planned, "rules": rules}
    yield from scenarios
    yield {
        "kind": "end",
        "verdict": "not_conformant" if counts["fail"] else "conformant",
        "counts": counts,
        "canary": "failed as it must",
        "smoke": "one record out, one event in",
        "message": None,
        "duration_ms": 61234.5,
    }


def _at(minutes: float) -> str:
    return f"{STARTS_AT + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"


def _guid(dice: random.Random) -> str:
    return str(UUID(int=dice.getrandbits(128)))


def _rule(n: int) -> dict[str, Any]:
    profile = PROFILES[n % len(PROFILES)]
    words = {
        "title": f"Work-order booking number {n} reaches the worker calendar",
        "statement": "A booking that is tied to a work order and lies inside the"
        " synchronisation window MUST become visible as a calendar item in the mailbox"
        " of the booked worker after a synchronisation cycle.",
        "why": "The worker plans the day in Outlook and sees no dispatch board.",
        "observable": "Create a work order and a booking for the worker that starts"
        " tomorrow; advance by 15 minutes; the mailbox holds exactly one new item.",
    }
    standing = {"strength": "must" if n % 7 else "should", "confidence": "high"}
    page = "Integrate Field Service bookings with Outlook calendars"
    source = {"document": page, "file": "000_seed.txt", "section": "Create and edit"}
    absent = dict.fromkeys(("notes", "not_tested", "reading"))
    return {
        "id": f"{profile[:3].upper()}-{n:03}",
        "profile": profile,
        **words,
        **standing,
        "tier": "core",
        "origin": "seed",
        "sync_method": "sss",
        "source": source,
        "parameters": {"deadline_minutes": 15},
        "applies_when": ["baseline", "booking start inside the window"],
        "derived_from": [],
        "conflicts": [],
        "judgement": "verdict",
        **absent,
    }


def _scenario(dice: random.Random, n: int, rule: dict[str, Any]) -> dict[str, Any]:
    verdict = VERDICTS[dice.randrange(len(VERDICTS))]
    is_passed = verdict == "pass"
    title = f"Visit {n} that starts exactly seven days ago is inside"
    phrases = (
        ("Given", "the worker has a ready mailbox", 0, 0),
        ("And", f'a booking "Visit {n}" for the worker on Tuesday at 09:00', 0, 0),
        ("When", "15 minutes pass", 0, 15),
        ("Then", f'the worker\'s calendar has gained "Visit {n}"', 15, 15),
        ("And", "nothing else has changed", 15, 15),
    )
    return {
        "kind": "scenario",
        "id": f"{rule['profile']}/window#{rule['id']}#{title}#",
        "profile": rule["profile"],
        "feature": "The synchronisation window",
        "file": f"features/{rule['profile']}/window.feature",
        "line": 12 + n % 90,
        "rule": rule["id"],
        "title": title,
        "row": None,
        "verdict": verdict,
        **{key: None if is_passed else text for key, text in FINDING.items()},
        "observations": [],
        "repeat": f"fieldsync run --rule {rule['id']} --seed 0",
        "steps": [_step(index, *phrase) for index, phrase in enumerate(phrases)],
        "timeline": [
            {"at": _at(0), "kind": "change", "text": f'dispatcher books "Visit {n}"'},
            {"at": _at(0), "kind": "cycle", "text": "first cycle"},
            {"at": _at(15), "kind": "cycle", "text": "cycle, 6 requests"},
            {"at": _at(15), "kind": "write", "text": f'creates the event "Visit {n}"'},
        ],
        "exchanges": list(_exchanges(dice, n)),
        "duration_ms": 12.25,
    }


FINDING: Final = json.loads("""{
  "message": "The calendar item is missing.", "expected": "one calendar item",
  "found": "none", "looked": "all items of the default calendar"
}""")


def _step(index: int, keyword: str, text: str, at: int, until: int) -> dict[str, Any]:
    origin = "rule" if index == 0 else "scenario"
    spent = {"at": _at(at), "until": _at(until), "duration_ms": 1.5}
    said = {"keyword": keyword, "text": text, "table": None, "docstring": None}
    return said | spent | {"outcome": "passed", "origin": origin, "line": 14 + index}


# What an engine that polls every 15 minutes says: sign in, ask what changed, read,
# write. (minutes, service, method, target, status); {0} to {4} are the scenario's ids.
QUERY: Final = "?$select=name,starttime,endtime,duration,statecode&$expand=Resource"
CALLS: Final = (
    (0, "entra", "POST", SIGN_IN, 200),
    (0, "entra", "POST", SIGN_IN, 200),
    (0, "dataverse", "GET", "/api/data/v9.2/mailboxes" + QUERY, 200),
    (0, "dataverse", "GET", "/api/data/v9.2/bookableresourcebookings" + QUERY, 200),
    (15, "dataverse", "GET", "/api/data/v9.2/bookableresourcebookings" + QUERY, 200),
    (15, "dataverse", "GET", "/api/data/v9.2/bookableresources({1})" + QUERY, 200),
    (15, "dataverse", "GET", "/api/data/v9.2/msdyn_workorders({2})" + QUERY, 200),
    (15, "exchange", "POST", "/v1.0/users/worker@example.com/calendar/events", 201),
    (15, "exchange", "GET", "/v1.0/users/worker@example.com/events/AAMk{3}=", 200),
    (15, "dataverse", "PATCH", "/api/data/v9.2/bookableresourcebookings({0})", 204),
    (30, "dataverse", "GET", "/api/data/v9.2/bookableresourcebookings" + QUERY, 200),
    (30, "exchange", "GET", "/v1.0/users/worker@example.com/calendarView/delta", 200),
)
EXCHANGES: Final = len(CALLS)


SENT: Final = json.loads("""[
  ["Host", "127.0.0.1"], ["Authorization", "Bearer ***"], ["OData-Version", "4.0"],
  ["Accept", "application/json"], ["User-Agent", "OutlookBridge/2.3.1 aiohttp/3.14"],
  ["Prefer", "odata.include-annotations=\\"*\\",odata.maxpagesize=500"],
  ["Content-Type", "application/json; charset=utf-8"]
]""")


def _exchanges(dice: random.Random, n: int) -> Iterator[dict[str, Any]]:
    ids = [_guid(dice) for _ in range(5)]
    for i, (minutes, service, method, target, status) in enumerate(CALLS):
        date = f"{STARTS_AT + timedelta(minutes=minutes):%a, %d %b %Y %H:%M:%S GMT}"
        is_list = method == "GET" and "(" not in target and "AAMk" not in target
        yield {
            "n": i + 1,
            "at": _at(minutes),
            "step": 2,
            "service": service,
            "method": method,
            "target": target.format(*ids),
            "status": status,
            "fault": None,
            "request_headers": SENT,
            "request_body": None if method == "GET" else json.dumps(_record(n, i, ids)),
            "response_headers": [
                ["Content-Type", "application/json; odata.metadata=minimal"],
                ["OData-Version", "4.0"],
                ["ETag", f'W/"{1000000 + n * EXCHANGES + i}"'],
                ["Date", date],
                ["request-id", _guid(dice)],
                ["Cache-Control", "no-cache"],
            ],
            "response_body": _answer(n, i, ids, status=status, is_list=is_list),
            "truncated": False,
        }


def _answer(n: int, i: int, ids: list[str], *, status: int, is_list: bool) -> Any:
    """A list of three, one record, or nothing."""
    if status == 204:
        return None
    if not is_list:
        return json.dumps(_record(n, i, ids))
    context = "https://org.example/api/data/v9.2/$metadata#bookableresourcebookings"
    listed = [_record(n, i + k, ids) for k in range(3)]
    return json.dumps({"@odata.context": context, "value": listed})


def _record(n: int, i: int, ids: list[str]) -> dict[str, Any]:
    return {
        "@odata.etag": f'W/"{1000000 + n * EXCHANGES + i}"',
        "bookableresourcebookingid": ids[i % 5],
        "_resource_value": ids[(i + 1) % 5],
        "_msdyn_workorder_value": ids[(i + 2) % 5],
        "_bookingstatus_value": ids[(i + 3) % 5],
        "name": f"Visit {n}",
        "starttime": _at(1500),
        "endtime": _at(1560),
        "duration": 60,
        "bookingtype": 1,
        "statecode": 0,
        "statuscode": 1,
        "msdyn_estimatedtravelduration": 20 + i,
        "createdon": _at(0),
        "modifiedon": _at(i),
        "description": "Check the pump, replace the seal, sign the protocol.",
    }


if __name__ == "__main__":
    main()
