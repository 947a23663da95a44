"""Recurrence: what a series means, without a mailbox. Section 3.5 of the fact sheet.

`values` says what may be asked for, `expansion` on which days a series takes place,
`timing` at which instants; `refusals` names what Exchange refuses.
"""

from __future__ import annotations

from fakes.exchange.recurrence.timing import Slot, Timing
from fakes.exchange.recurrence.values import Pattern, Range, Recurrence

__all__ = ["Pattern", "Range", "Recurrence", "Slot", "Timing"]
