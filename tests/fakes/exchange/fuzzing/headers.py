"""Hand-made nonsense in headers."""

from __future__ import annotations

from typing import Final

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
        "x" * 8_000,
        "\t",
    ),
    *("null", "%00", "'; drop", "W/", 'W/"', 'W/""', 'W/"x"', '"1"', "W/*", "a\x01b"),
    *('W/"1", W/"2"', f'W/"{"9" * 5_000}"', "," * 60_000, "*/*;q=x", "text/xml"),
    *("application/json;odata.metadata=full", "JSON", "5f0e7c00-0000-4000-8000-0000"),
)
NAMES: Final = (
    *("if-match", "content-type", "accept", "prefer", "client-request-id"),
    *("consistencylevel", "content-length", "transfer-encoding", "x-http-method"),
)
_ZONES: Final = (
    *(
        "UTC",
        "utc",
        "",
        " ",
        "x",
        "Europe/Berlin",
        "W. Europe Standard Time",
        "Etc/GMT+12",
    ),
    *(
        "Nowhere/City",
        "\udcff",
        "tzone://Microsoft/Custom",
        "a" * 8_000,
        "Kamchatka \0",
    ),
    *("Line Islands Standard Time", "Dateline Standard Time", "+01:00", "UTC-11"),
)
_PREFERRED: Final = (
    *(f'outlook.timezone="{one}"' for one in _ZONES),
    *(
        "outlook.timezone",
        "outlook.timezone=",
        'outlook.timezone="',
        "outlook.timezone=UTC",
    ),
    *('outlook.timezone="UTC", outlook.timezone="x"', "OUTLOOK.TIMEZONE=utc"),
    *('outlook.body-content-type="x"', "outlook.body-content-type=text", 'IdType="x"'),
    *('idtype="IMMUTABLEID"', "IdType", 'IdType=ImmutableId,IdType="x"', "a=\n"),
    *(
        f"odata.maxpagesize={one}"
        for one in (
            "",
            "0",
            "-1",
            "x",
            "²",
            "\u0663",
            "1.5",
            "9" * 30,
            "9" * 5_000,
            "1",
        )
    ),
    *(
        "a" * 60_000 + "!",
        "a=" * 30_000,
        " " * 60_000 + "!",
        ";" * 60_000,
        '"' * 60_001,
    ),
    *("a" + " " * 60_000 + "!", "a=" + " " * 60_000 + "!", 'a="' + "x" * 60_000),
    "respond-async; wait=x",
    "return=minimal," * 3_000,
)
HEADERS: Final = (
    *((name, text) for name in NAMES for text in _TEXTS),
    *(("prefer", text) for text in _PREFERRED),
)
# of the chunk "a" of a file of four million octets
RANGES: Final = (
    *("", "bytes", "bytes 0-0", "bytes 0-0/*", "bytes */4000000", "0-0/4000000"),
    *("bytes 0-0/1", "bytes 1-1/4000000", "bytes 0-1/4000000", "bytes 1-0/4000000"),
    *("bytes -1-0/4000000", "bytes 0-0/4000001", "bytes \u0660-\u0660/4000000"),
    *(
        "bytes \xb2-\xb2/4000000",
        f"bytes 0-{'9' * 5_000}/4000000",
        "bytes 0-0/" + "9" * 5_000,
    ),
    *("bytes 0-0/4000000, bytes 1-1/4000000", "x" * 60_000, "bytes " + " " * 60_000),
    "BYTES 0-0/4000000",
)
