"""Hand-made nonsense in headers."""

from __future__ import annotations

from typing import Final

from tests.fakes.dataverse.fuzzing.addresses import NOBODY

_TEXTS: Final = (
    *(
        "",
        " ",
        ",",
        ";",
        "=",
        "*",
        '"',
        '"*',
        "\udcff",
        "ä",
        "\u2028",
        "x" * 8000,
        "\t",
    ),
    *("null", NOBODY, f"{{{NOBODY}}}", NOBODY[:-1], NOBODY.upper(), "'; drop", "%00"),
    *("W/", 'W/"', 'W/""', 'W/"x"', 'W/"1"', 'W/"1", W/"2"', '"1"', "W/*", 'w/"1"'),
    *(
        f'W/"{"9" * 5000}"',
        "application/json;odata.metadata=full",
        "text/xml",
        "*/*;q=x",
    ),
)
NAMES: Final = (
    *("if-match", "if-none-match", "mscrmcallerid", "callerobjectid", "content-type"),
    *("accept", "prefer", "odata-version", "odata-maxversion", "consistency", "host"),
    *("mscrm.suppressduplicatedetection", "mscrm.bypasscustompluginexecution"),
    *("x-ms-client-request-id", "content-length", "transfer-encoding", "x-http-method"),
)
HEADERS: Final = (
    *((name, text) for name in NAMES for text in _TEXTS),
    *(
        ("prefer", text)
        for text in (
            *(
                "return",
                "return=",
                "return=x",
                'return="representation"',
                "return=minimal",
            ),
            *("odata.maxpagesize", "odata.maxpagesize=", "odata.maxpagesize=0"),
            *("odata.maxpagesize=-1", "odata.maxpagesize=x", "odata.maxpagesize=²"),
            *("odata.maxpagesize=\u0663", f"odata.maxpagesize={'9' * 5000}"),
            *("odata.maxpagesize=1.5", "odata.maxpagesize=1, odata.maxpagesize=2"),
            *('odata.include-annotations="', "odata.include-annotations=", "odata.*"),
            *('odata.include-annotations="-*"', 'odata.include-annotations="**,-,--x"'),
            *('odata.include-annotations="\udcff"', "odata.include-annotations=\u2028"),
            *("odata.track-changes=x", "odata.track-changes,odata.track-changes"),
            *("odata.continue-on-error=x", "respond-async", "respond-async; wait=x"),
            *("a" * 8000 + "!", "a=" * 4000, " " * 8000 + "!", ";" * 8000, "," * 8000),
            "return=representation," * 300,
        )
    ),
)
