"""Every miniature, what it comes to, and what its vendor reads: data.

`…` in a sentence stands for whatever differs from run to run.
`python -m tests.miniatures.table` writes README.md anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

README: Final = Path(__file__).with_name("README.md")
UNUSABLE: Final = ()  # nothing was scored
_LANDS: Final = "A booking lands in the main calendar"
_OUTPUT: Final = r"\x1b[31mred\x07 \u202eevil\u2066 \x9b2J"  # spelled, not sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Miniature:
    """One broken implementation, and how a run against it must end."""

    name: str
    does: str
    exit_code: int
    verdicts: tuple[str, ...] = UNUSABLE
    sentence: str | None = None  # what its vendor reads; None: nothing is wrong
    rule: str = "BKG-002"
    title: str | None = None  # only this scenario: for the slow ones
    timeouts: tuple[float, float] = (20, 20)  # of start and call, in seconds
    memory_mb: int = 512

    def is_told_in(self, text: str) -> bool:
        """Whether the sentence stands there."""
        parts = (self.sentence or "").split("…")
        pattern = ".*?".join(map(re.escape, parts))
        return re.search(pattern, text, re.DOTALL) is not None


MINIATURES: Final = (
    # Nothing comes of these: exit code 2, before anything is scored.
    Miniature(
        name="exits-at-once",
        does="prints an error and ends",
        exit_code=2,
        sentence="The command ended with exit code 3 before it opened port …; it is "
        "to serve the contract there until SIGTERM. Its last output: Error: no licence "
        r"found.\x1b[31m",
    ),
    Miniature(
        name="goes-into-the-background",
        does="forks, and ends while its child goes on",
        exit_code=2,
        sentence="The command ended with exit code 0 before it opened port …; it is to "
        "serve the contract there until SIGTERM. If it goes on in the background, have "
        "it stay in the foreground. It printed nothing.",
    ),
    Miniature(
        name="opens-no-port",
        does="runs, and listens nowhere",
        exit_code=2,
        timeouts=(1, 20),
        sentence="The command did not open port … within 1 seconds. It is to serve the "
        "contract on 127.0.0.1 at the port that FIELDSYNC_PORT names; if it needs "
        "longer, raise timeouts.start_s in the descriptor. Its last output: Starting",
    ),
    Miniature(
        name="answers-html",
        does="answers everything with a page",
        exit_code=2,
        sentence="GET /v1/implementation answered 200 with a body that is no JSON: "
        "'<html><h1>It works!</h1><script>x()</script>'.",
    ),
    Miniature(
        name="answers-no-json",
        does="answers with what is almost JSON",
        exit_code=2,
        sentence="GET /v1/implementation answered 200 with a body that is no JSON: "
        "\"{'name': 'Miniature',}\".",
    ),
    Miniature(
        name="answers-wrong-types",
        does="gives members other types",
        exit_code=2,
        sentence="What GET /v1/implementation answered breaks the contract: "
        "`version`: found 1.0, expected a text of 1 to 100 characters (schema "
        'implementation). `profiles`: found "bookings", expected a list …',
    ),
    Miniature(
        name="answers-500",
        does="fails at PUT, and says why with mark-up",
        exit_code=2,
        sentence="PUT /v1/sessions/… answered 500 instead of 201 (Database down: No "
        "connection. <script>alert(1)</script> \\x1b[31mred\\x07 …",
    ),
    Miniature(
        name="answers-100-mb",
        does="answers with 100 MB",
        exit_code=2,
        sentence="GET /v1/implementation was not answered: the answer is longer than "
        "1048576 bytes.",
    ),
    Miniature(
        name="answers-a-bomb",
        does="answers with 250 kB that unpack to 256 MB",
        exit_code=2,
        sentence="GET /v1/implementation was not answered: the answer is longer than "
        "1048576 bytes.",
    ),
    Miniature(
        name="answers-byte-by-byte",
        does="answers byte by byte, for ever",
        exit_code=2,
        timeouts=(20, 1),
        sentence="GET /v1/implementation was not answered to its end within 1 seconds. "
        "Is it stuck? If it needs longer, raise timeouts.call_s in the descriptor.",
    ),
    Miniature(
        name="hangs-up",
        does="closes each connection without an answer",
        exit_code=2,
        sentence="GET /v1/implementation was not answered: the connection was closed "
        "before the answer.",
    ),
    Miniature(
        name="resets-connections",
        does="tears each connection down",
        exit_code=2,
        sentence="GET /v1/implementation was not answered: the connection was closed "
        "before the answer.",
    ),
    Miniature(
        name="redirects",
        does="sends callers somewhere else",
        exit_code=2,
        sentence="GET /v1/implementation answered 302 instead of 200. Redirects are "
        "not followed.",
    ),
    Miniature(
        name="speaks-another-protocol",
        does="greets like a mail server",
        exit_code=2,
        sentence="GET /v1/implementation was not answered: what came is no HTTP/1.1 "
        "(…220 miniature ESMTP …",
    ),
    Miniature(
        name="half-a-character-in-its-name",
        does="has a lone surrogate in its name",
        exit_code=2,
        sentence="What GET /v1/implementation answered breaks the contract: `name`: "
        r'found "Half a \ud83d", expected text in Unicode, no lone surrogate '
        "(schema implementation).",
    ),
    Miniature(
        name="a-name-of-10000-characters",
        does="has a very long name",
        exit_code=2,
        sentence="What GET /v1/implementation answered breaks the contract: `name`: "
        'found "xxx…, expected a text of 1 to 200 characters (schema implementation).',
    ),
    Miniature(
        name="speaks-version-2",
        does="speaks a later version of the contract",
        exit_code=2,
        sentence="The implementation speaks version 2 of the contract, and this "
        "harness version 1. `fieldsync contract` prints what is meant.",
    ),
    Miniature(
        name="lives-by-the-system-clock",
        does='says `"clock": "system"`',
        exit_code=2,
        sentence="Miniature says that it lives by the clock of its system … Start it "
        "as a black box (blackbox: COMMAND) in the clock mode jump or rate.",
    ),
    Miniature(
        name="is-somebody-else",
        does="has another name and version than its descriptor says",
        exit_code=2,
        sentence="The implementation is not what its descriptor says: name is "
        "'Maxiature', not 'Miniature'. version is '2.0', not '1.0'. Mend the "
        "descriptor, or start the implementation that it means.",
    ),
    Miniature(
        name="200-for-put",
        does="answers 200 to PUT",
        exit_code=2,
        sentence="PUT /v1/sessions/… answered 200 instead of 201",
    ),
    Miniature(
        name="201-for-advance",
        does="answers 201 to an advance",
        exit_code=2,
        sentence="POST /v1/sessions/…/advance answered 201 instead of 200",
    ),
    Miniature(
        name="times-without-zone",
        does="leaves out the `Z` of a time",
        exit_code=2,
        sentence="What PUT /v1/sessions/… answered breaks the contract: "
        '`now`: found "2026-03-02T08:00:00", expected a time in UTC as RFC 3339 writes '
        "it with Z, like 2026-03-02T08:00:00Z (schema progress).",
    ),
    Miniature(
        name="does-nothing",
        does="claims all, keeps the form, and calls nobody",
        exit_code=2,
        sentence="Within a day the implementation made no successful reading of "
        "Dataverse rows.",
    ),
    # These come to their scenarios.
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
_CODES: Final = {0: "0 conformant", 1: "1 not conformant", 3: "3 inconclusive"}
_HEAD: Final = """# Miniatures

Deliberately broken implementations. Each is run through the command line by
`tests/harness/test_miniatures.py`, which holds it to this table; `…` stands for what
differs from run to run. Written by `python -m tests.miniatures.table`.

| it | what it does | exit code | verdicts | what its vendor reads |
| --- | --- | --- | --- | --- |
"""


def readme() -> str:
    """The table for people."""
    return _HEAD + "".join(map(_row, MINIATURES))


def _row(one: Miniature) -> str:
    code = _CODES.get(one.exit_code, "2 unusable")
    verdicts = ", ".join(one.verdicts) or "–"
    said = "–" if one.sentence is None else f"`` {one.sentence} ``"
    cells = (f"`{one.name}`", one.does, code, verdicts, said.replace("|", "\\|"))
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    README.write_text(readme(), "utf-8")
