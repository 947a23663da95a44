"""The miniatures of which nothing comes: exit code 2, before anything is scored.

`…` in a sentence stands for whatever differs from run to run.
"""

from __future__ import annotations

from typing import Final

from tests.miniatures.miniature import Miniature

TURNED_AWAY: Final = (
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
)
