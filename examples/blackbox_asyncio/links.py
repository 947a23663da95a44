"""The only place that remembers which booking has which calendar entry."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

Trigger = list[str | float | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One booking in one mailbox.

    An empty ``item`` means that an entry was about to be made and nobody knows
    whether it was: the calendar has to be asked.
    """

    booking: str
    mailbox: str
    item: str
    start: str
    trigger: Trigger
    tagged: bool = True
    cancelled: bool = False
    unlinked: bool = False


class Links:
    """Every link, kept in a file so that a restart goes on where it was."""

    def __init__(self, file: Path | None) -> None:
        """Read the file if it is there; None keeps the links in memory only."""
        self._file = file
        self._links: dict[tuple[str, str], Link] = {}
        if file is not None and file.exists():
            for members in json.loads(file.read_text("utf-8")):
                link = Link(**members)
                self._links[link.mailbox, link.booking] = link

    def of(self, mailbox: str) -> dict[str, Link]:
        """Return the links of a mailbox by the id of the booking."""
        return {link.booking: link for link in self._all() if link.mailbox == mailbox}

    def keep(self, link: Link) -> Link:
        """Return the link, which survives a restart from now on."""
        self._links[link.mailbox, link.booking] = link
        self._save()
        return link

    def forget(self, link: Link) -> None:
        """Leave no trace of the link."""
        self._links.pop((link.mailbox, link.booking), None)
        self._save()

    def _all(self) -> Iterator[Link]:
        yield from self._links.values()

    def _save(self) -> None:
        if self._file is None:
            return
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps([asdict(link) for link in self._all()]), "utf-8")
        draft.replace(self._file)  # atomic: a kill leaves the old file or the new one
