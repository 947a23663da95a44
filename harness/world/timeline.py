"""What happened in virtual time, in order: the story that a report tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "change", "time", "cycle", "write", "message", "fault", "alert"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened."""

    at: datetime
    kind: Kind
    text: str


class Timeline:
    """The happenings of one scenario and what was noted beside them."""

    def __init__(self) -> None:
        self.happenings: list[Happening] = []
        self.notes: list[str] = []
        self.freedom: str | None = None  # a documented freedom that was taken

    def tell(self, at: datetime, kind: Kind, text: str) -> None:
        """The happening stands at the end of the story."""
        self.happenings.append(Happening(at=at, kind=kind, text=text))

    def note(self, text: str) -> None:
        """The observation stands in the report; nothing is judged by it."""
        self.notes.append(text)
