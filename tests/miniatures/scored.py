"""The miniatures that come to their scenarios, and what becomes of them.

`…` in a sentence stands for whatever differs from run to run.
"""

from __future__ import annotations

from typing import Final

from tests.miniatures.miniature import Miniature

_LANDS: Final = "A booking lands in the main calendar"
_OUTPUT: Final = r"\x1b[31mred\x07 \u202eevil\u2066 \x9b2J"  # spelled, not sent

SCORED: Final = (
    Miniature(
        name="looks-but-never-writes",
        does="signs in and reads, and writes nothing: not even the rule by which a "
        "booking stays out of the calendar holds",
        exit_code=1,
        rule="BKG-013",
        verdicts=("fail", "fail"),
        sentence="Expected one entry for 'Boiler repair' in the technician's main "
        "calendar; found none; the calendar is empty.",
    ),
    Miniature(
        name="behaves",
        does="nothing wrong: shows that what follows is to blame for what it comes to",
        exit_code=0,
        verdicts=("pass", "pass"),
    ),
    Miniature(
        name="hangs-on-advance",
        does="never answers an advance",
        exit_code=3,
        verdicts=("inconclusive", "inconclusive"),
        timeouts=(20, 4),
        sentence="Without any request to a service, POST /v1/sessions/…/advance was "
        "not answered to its end within 4 seconds. Is it stuck? If it needs longer, "
        "raise timeouts.call_s in the descriptor.",
    ),
    Miniature(
        name="hangs-once",
        does="does not answer one advance",
        exit_code=3,
        verdicts=("inconclusive", "pass"),
        timeouts=(20, 4),
        sentence="POST /v1/sessions/…/advance was not answered to its end within 4 "
        "seconds.",
    ),
    Miniature(
        name="wakes-in-the-past",
        does="answers with a `next_wake` that is over",
        exit_code=3,
        verdicts=("inconclusive",),
        title=_LANDS,
        sentence="The implementation does not get beyond 2026-03-02T08:00:00Z: 200 "
        "times in a row its next_wake was 2026-03-02T07:00:00Z. Once all is done that "
        "is due, next_wake must be later than `now`, or null.",
    ),
    Miniature(
        name="wakes-now",
        does="answers with a `next_wake` of this instant",
        exit_code=3,
        verdicts=("inconclusive",),
        title=_LANDS,
        sentence="The implementation does not get beyond 2026-03-02T08:00:00Z: 200 "
        "times in a row its next_wake was 2026-03-02T08:00:00Z. Once all is done that "
        "is due, next_wake must be later than `now`, or null.",
    ),
    Miniature(
        name="never-wakes",
        does="says that nothing is due, and does what is due when it is advanced: "
        "no rule forbids that",
        exit_code=0,
        verdicts=("pass", "pass"),
    ),
    Miniature(
        name="keeps-another-clock",
        does="answers with a `now` that it was not given",
        exit_code=3,
        verdicts=("inconclusive", "inconclusive"),
        sentence="After an advance to 2026-03-02T08:00:00Z the implementation says "
        "that its time is 2031-05-04T03:02:01Z. `now` must be the time that it was "
        "given; it may not read the clock of its system.",
    ),
    Miniature(
        name="goes-on-after-delete",
        does="goes on sending requests after DELETE",
        exit_code=1,
        verdicts=("pass", "pass"),
        sentence="The implementation did not fall silent after DELETE: for … over it "
        "went on sending requests, the first of them GET "
        "/dataverse/api/data/v9.2/WhoAmI. It must end what works for a session before "
        "it answers its DELETE.",
    ),
    Miniature(
        name="floods",
        does="repeats a request as fast as it can",
        exit_code=3,
        verdicts=("inconclusive",),
        title=_LANDS,
        timeouts=(20, 60),
        sentence="After … requests, the last of them GET /api/data/v9.2/WhoAmI, the "
        "implementation is still not done with one instant. Does it repeat a request "
        "without waiting? It was stopped before it flooded harness and services.",
    ),
    Miniature(
        name="eats-memory",
        does="keeps what belongs to sessions that are over",
        exit_code=1,
        verdicts=("pass", "crashed"),
        memory_mb=180,
        sentence="The implementation holds … MB of memory, more than the 180 MB that "
        "it may; it will be started anew. Does it keep what belongs to sessions that "
        "are over? If it needs more, raise memory_mb in the descriptor.",
    ),
    Miniature(
        name="dies-once",
        does="dies in the middle of the first scenario",
        exit_code=1,
        verdicts=("crashed", "pass"),
        sentence="POST /v1/sessions/…/advance was not answered: the connection was "
        "closed before the answer. The process ended by signal 11. Its last output: "
        f"Fatal: <script>alert(1)</script> {_OUTPUT}",
    ),
    Miniature(
        name="dies-at-every-advance",
        does="dies in every scenario",
        exit_code=1,
        verdicts=("crashed", "crashed"),
        sentence="The process ended by signal 11. Its last output: Fatal: …",
    ),
    Miniature(
        name="dies-in-the-canary",
        does="dies once, before the first scenario",
        exit_code=1,
        verdicts=("pass", "pass"),
        sentence="The implementation broke down before the first scenario, in the "
        "canary, with which every run begins: POST /v1/sessions/…/advance was not "
        "answered: the connection was closed before the answer. The process ended by "
        "signal 11.",
    ),
    Miniature(
        name="hangs-in-the-canary",
        does="hangs once, before the first scenario",
        exit_code=3,
        verdicts=("pass", "pass"),
        timeouts=(20, 4),
        sentence="The implementation broke down before the first scenario, in the "
        "canary, with which every run begins: Without any request to a service, POST "
        "/v1/sessions/…/advance was not answered to its end within 4 seconds.",
    ),
    Miniature(
        name="starts-only-once",
        does="dies, and leaves a lock behind that keeps it from starting again",
        exit_code=1,
        verdicts=("crashed", "crashed"),
        sentence="The command ended with exit code 1 before it opened port …; it is to "
        "serve the contract there until SIGTERM. Its last output: Error: the state "
        "folder is locked by another process.",
    ),
    Miniature(
        name="500-on-advance",
        does="fails at every advance, and says why",
        exit_code=1,
        verdicts=("crashed", "crashed"),
        sentence="POST /v1/sessions/…/advance answered 500 instead of 200 (Out of "
        "licences: Ask sales).",
    ),
    Miniature(
        name="500-on-delete",
        does="fails at every DELETE",
        exit_code=1,
        verdicts=("pass", "pass"),
        sentence="A session could not be deleted: DELETE /v1/sessions/… answered 500 "
        "instead of 204 (Not now).",
    ),
    Miniature(
        name="hangs-on-delete",
        does="never answers a DELETE",
        exit_code=1,
        verdicts=("pass", "pass"),
        timeouts=(20, 4),
        sentence="A session could not be deleted: DELETE /v1/sessions/… was not "
        "answered to its end within 4 seconds.",
    ),
    Miniature(
        name="script-and-control-characters",
        does="has mark-up, control characters and 10,000 characters in its names, "
        "problems, problem documents, diagnostics and output",
        exit_code=1,
        verdicts=("pass", "crashed"),
        sentence="POST /v1/sessions/…/advance answered 500 instead of 200 "
        "(<script>alert(1)</script> \\x1b[31mred\\x07 …",
    ),
    Miniature(
        name="prints-100-mb",
        does="prints 100 MB in each session",
        exit_code=0,
        verdicts=("pass", "pass"),
    ),
    Miniature(
        name="prints-no-utf-8",
        does="prints what is no UTF-8, and fails, so that the report shows it",
        exit_code=1,
        verdicts=("crashed", "crashed"),
        sentence="POST /v1/sessions/…/advance answered 500 instead of 200 (Out of "
        "licences: Ask sales). Its last output: \ufffd\ufffd \ufffd( … done",
    ),
    Miniature(
        name="unknown-members",
        does="has members that this version of the contract does not know",
        exit_code=0,
        verdicts=("pass", "pass"),
    ),
    Miniature(
        name="501-for-signals",
        does="knows no kind of signal",
        exit_code=0,
        rule="BKG-007",
        verdicts=("pass", "not_applicable"),
        sentence="The implementation does not offer the signal 'tracked' (Not "
        "implemented).",
    ),
    Miniature(
        name="501-without-a-word",
        does="the same, with an empty body",
        exit_code=0,
        rule="BKG-007",
        verdicts=("pass", "not_applicable"),
        sentence="The implementation does not offer the signal 'tracked'.",
    ),
    Miniature(
        name="nothing-optional",
        does="offers no optional call",
        exit_code=0,
        rule="BKG-007",
        verdicts=("pass", "not_applicable"),
        sentence="The implementation does not offer signals.",
    ),
    Miniature(
        name="ignores-sigterm",
        does="does not end when it is asked to",
        exit_code=0,
        verdicts=("pass", "pass"),
    ),
    Miniature(
        name="leaves-children",
        does="starts processes and forgets them, one in a session of its own",
        exit_code=0,
        verdicts=("pass", "pass"),
    ),
)
