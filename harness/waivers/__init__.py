"""Waivers: failures that a vendor knows, owns and has promised to mend by a date."""

from harness.waivers.ledger import Ledger
from harness.waivers.reading import read_waivers
from harness.waivers.standing import Standing, State, complaints, standings
from harness.waivers.verdicts import with_waiver
from harness.waivers.waiver import Waiver, Waivers

__all__ = [
    "Ledger",
    "Standing",
    "State",
    "Waiver",
    "Waivers",
    "complaints",
    "read_waivers",
    "standings",
    "with_waiver",
]
