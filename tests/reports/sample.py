"""One results file with everything that can stand in one.

`python -m tests.reports.sample FOLDER` writes it and its page, for the eye.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from reports import read_results, render
from tests.reports.makers import (
    QUARTER_PAST,
    TUESDAY,
    Line,
    a_happening,
    a_listed_waiver,
    a_rule,
    a_scenario,
    a_step,
    a_waiver,
    an_exchange,
    lines_of,
    waivers_of,
    write,
)

LONG = (
    "A booking that is tied to a work order and lies inside the synchronisation window"
    " MUST become visible as a calendar item in the mailbox of the booked worker after"
    " a synchronisation cycle."
)
BATCH = (
    "--batch_1\r\nContent-Type: application/http\r\n\r\nPATCH /api/data/v9.2/"
    "bookableresourcebookings HTTP/1.1\r\n\r\n--batch_1--\r\n"
)
GAP = "The fake Exchange was asked for GET /v1.0/places, which it does not speak."
WAIVED = "“Site visit” shows 48214 in Outlook."
ISSUE = "https://issues.example.com/BRIDGE-118"
STALE = (
    "Stale waiver for BKG-041 “Überprüfung 点検 🛠” (owner R. Okafor, issue BRIDGE-118)."
    " Nothing that it covers fails; remove it."
)
EXPIRED = (
    "Expired waiver for BKG-013 “A visit tomorrow reaches the calendar” (owner"
    " R. Okafor, issue BRIDGE-118). It expired 3 days ago (on 2026-11-17)."
)
VERDICTS = (
    ("BKG-010", "error", GAP),
    ("BKG-011", "inconclusive", "The implementation was not idle within 30 s."),
    ("BKG-012", "crashed", "The implementation ended with exit code 139."),
    ("BKG-014", "not_testable", "The mailbox never became ready."),
    ("BKG-015", "waived", WAIVED),
    ("BKG-016", "deviation", "The subject was not refreshed after the second cycle."),
    ("BKG-017", "not_applicable", "The implementation does not claim it."),
    ("BKG-018", "observed", None),
)


def sample_lines(*, is_void: bool = True) -> list[Line]:
    """The whole sample; without the error and the undecided it is not conformant."""
    skipped = () if is_void else ("error", "inconclusive")
    scenarios = [*_failing(), *_outline(), *_table(), *_of_each_verdict(skipped)]
    scenarios += [
        a_scenario(f"Worker {n} sees the visit", rule="CAD-001", profile="cadence",
                   file="features/cadence/cycles.feature", feature="Cycles")
        for n in range(1, 4)
    ]  # fmt: skip
    end = {"waivers": _waivers(), "message": f"{STALE}\n{EXPIRED}"}
    return lines_of(*scenarios, rules=list(_rules()), run=_run(), end=end)


def _run() -> Line:
    run = lines_of()[0]
    return {
        "iut": run["iut"]
        | {
            "claims": ["bookings", "cadence"],
            "exceptions": {"BKG-017": "Recurring bookings arrive with version 3."},
        },
    }


def _rules() -> Iterator[Line]:
    yield a_rule(
        "BKG-013",
        title="Work-order booking reaches the worker's calendar",
        statement=LONG,
        why="The worker plans the day in Outlook and never opens the dispatch board.",
        conflicts=["C-08"],
        notes="The document promises one calendar; the folder is implied.",
        reading="“Within 15 minutes” includes the cycle that runs at its end.",
        derived_from=["BKG-040"],
        applies_when=["baseline", "booking start inside the window"],
    )
    yield a_rule(
        "BKG-040", title="The window is seven days back, and not a second more"
    )
    yield a_rule(
        "BKG-041", title="Unicode subjects arrive unchanged: Überprüfung 点検 🛠"
    )
    for id, verdict, _ in VERDICTS:
        yield a_rule(
            id,
            title=f"A rule whose scenario ends in {verdict.replace('_', ' ')}",
            strength="should" if verdict == "deviation" else "must",
            judgement="observation" if verdict == "observed" else "verdict",
        )
    yield a_rule("BKG-090", not_tested="Needs two Exchange organisations.")
    yield a_rule("BKG-091", title="A rule that was not selected", strength="may")
    yield a_rule("CAD-001", profile="cadence", title="A cycle runs every 15 minutes")
    yield a_rule("CON-001", profile="contacts", title="Contacts follow their owner")


def _failing() -> Iterator[Line]:
    created = {
        "subject": "Site visit",
        "start": {"dateTime": "2026-03-03T08:00:00", "timeZone": "UTC"},
        "body": {"contentType": "HTML", "content": "<script>alert(1)</script>"},
        "big": 9007199254740993,
    }
    yield a_scenario(
        "A visit tomorrow reaches the calendar",
        rule="BKG-013",
        verdict="fail",
        message="“Site visit” starts an hour early in the worker's calendar.",
        expected="one event “Site visit” from Tue 3 Mar 09:00 to 10:00",
        found="one event “Site visit” from Tue 3 Mar 08:00 to 09:00",
        looked="every event of the default calendar of worker@example.com",
        observations=["The event carries the category “Field Service”."],
        steps=[
            a_step("the worker has a ready mailbox", keyword="Given", origin="feature"),
            a_step("the window reaches seven days back", keyword="And", origin="rule"),
            a_step('a booking "Site visit" on Tuesday at 09:00', keyword="And"),
            a_step(until=QUARTER_PAST),
            a_step(
                'the worker\'s calendar has gained "Site visit" on Tuesday at 09:00',
                keyword="Then",
                at=QUARTER_PAST,
                until=QUARTER_PAST,
                outcome="failed",
            ),
            a_step(
                "nothing else has changed",
                keyword="And",
                outcome="not_run",
                at=None,
                until=None,
            ),
        ],
        timeline=[
            a_happening('the dispatcher books "Site visit"', kind="change"),
            a_happening("first cycle, 3 requests"),
            a_happening("15 minutes pass", kind="time", at=QUARTER_PAST),
            a_happening("connection reset before POST", kind="fault", at=QUARTER_PAST),
            a_happening('creates event "Site visit"', kind="write", at=QUARTER_PAST),
        ],
        exchanges=[
            an_exchange(1, step=3, service="entra", method="POST",
                        target="/0f3c5a52-9f6e-4f0e-8d2b-5a4c3b2a1f00/oauth2/v2.0/token",
                        request_body="grant_type=client_credentials&client_secret=hush",
                        response_body='{"access_token":"ey.secret","expires_in":3599}'),
            an_exchange(2, step=3,
                        request_headers=[["Authorization", "Bearer top-secret-token"]]),
            an_exchange(3, step=3, at=QUARTER_PAST, service="exchange", method="POST",
                        target="/v1.0/users/worker@example.com/calendar/events",
                        status=None, fault="connection reset", response_body=None),
            an_exchange(4, step=3, at=QUARTER_PAST, service="exchange", method="POST",
                        target="/v1.0/users/worker@example.com/calendar/events",
                        status=201, request_body=json.dumps(created),
                        response_body=json.dumps(created)),
            an_exchange(5, step=4, at=TUESDAY, method="POST", status=429,
                        target="/api/data/v9.2/$batch", request_body=BATCH,
                        response_body=None, truncated=True),
        ],
    )  # fmt: skip


def _outline() -> Iterator[Line]:
    rows = (("Seven days ago", "inside"), ("Seven days and a second ago", "outside"))
    for start, side in rows:
        yield a_scenario(
            f"{start} is {side}",
            id=f"bookings/window#BKG-040#{start}#{side}",
            row={"start": start, "side": side, "expected because": "the edge belongs"},
        )


def _table() -> Iterator[Line]:
    yield a_scenario(
        "Überprüfung 点検 🛠",
        rule="BKG-041",
        steps=[
            a_step(
                "these bookings:",
                keyword="Given",
                table=[["title", "starts"], ["点検", "Tuesday"], ["🛠 seal", "Friday"]],
            ),
            a_step("the note reads", keyword="And", docstring="Line one\n  line two"),
        ],
    )


def _of_each_verdict(skipped: tuple[str, ...]) -> Iterator[Line]:
    for rule, verdict, message in VERDICTS:
        if verdict not in skipped:
            yield a_scenario(
                f"This one is {verdict}",
                rule=rule,
                verdict=verdict,
                message=message,
                observations=[] if message else ["It wrote the subject in capitals."],
                **({"waiver": a_waiver(issue=ISSUE)} if verdict == "waived" else {}),
            )


def _waivers() -> Line:
    return waivers_of(
        a_listed_waiver(rule="BKG-015", scenario=None, issue=ISSUE),
        a_listed_waiver("stale", scenario="Überprüfung 点検 🛠", rule="BKG-041",
                        note="Nothing that it covers fails; remove it."),
        a_listed_waiver("expired", rule="BKG-013", expires="2026-11-17", days_left=-3,
                        scenario="A visit tomorrow reaches the calendar",
                        note="It expired 3 days ago (on 2026-11-17)."),
        a_listed_waiver("no_effect", rule="TSK-001", versions=["<4", "2026-*"],
                        note="Nothing that it covers ran."),
    )  # fmt: skip


def main() -> None:
    """The sample and its page stand in the folder that was named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    lines = sample_lines(is_void="void" in sys.argv)
    print(render(read_results(write(folder, lines)), folder))  # noqa: T201


if __name__ == "__main__":
    main()
