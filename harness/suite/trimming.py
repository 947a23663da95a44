"""Parts of pytest that a run has no use for; each costs time per scenario."""

from typing import Final

WITHOUT: Final = (
    "terminal",
    "cacheprovider",
    "doctest",
    "junitxml",
    "logging",
    "pastebin",
    "stepwise",
    "faulthandler",
    "unraisableexception",
    "threadexception",
    "setuponly",
    "setupplan",
    "debugging",
    "legacypath",
)
