"""What a process has written: the only place where its output is read and kept."""

from __future__ import annotations

import os
import threading
from typing import Final

from harness.visible import visible

KEPT_BYTES: Final = 64 * 1024


class Output:
    """The last 64 kB of what comes out of a pipe.

    A thread reads, so that a chatty process never blocks on a full pipe while the
    harness's loop stands still, and neither memory nor disk can be filled.
    """

    def __init__(self) -> None:
        reader, self.writer = os.pipe()
        self._kept = bytearray()
        self._total = 0
        self._lock = threading.Lock()
        self._thread = threading.Thread(
            target=self._drain, args=(reader,), name="output of a process", daemon=True
        )
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Nobody can write any more, and all has been read."""
        return not self._thread.is_alive()

    def close(self) -> None:
        """This end is closed: what inherited it may still write."""
        os.close(self.writer)

    def text(self) -> str:
        """What is kept, fit to be shown: no character of it acts on a terminal."""
        with self._lock:
            kept, left_out = bytes(self._kept), self._total - len(self._kept)
        if left_out:
            kept = kept.lstrip(bytes(range(0x80, 0xC0)))  # the rest of a cut character
        text = kept.decode("utf-8", errors="replace")
        text = visible(text, lines=True, at_most=KEPT_BYTES)
        return f"… ({left_out:,} bytes before)\n{text}" if left_out else text

    def _drain(self, reader: int) -> None:
        with open(reader, "rb", buffering=0) as pipe:
            while chunk := pipe.read(KEPT_BYTES):
                with self._lock:
                    self._total += len(chunk)
                    self._kept += chunk
                    del self._kept[:-KEPT_BYTES]
