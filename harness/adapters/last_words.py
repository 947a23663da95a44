"""What is told of a process: how it ended, what it printed, that it is too big.

The only place that words it, for every process that the harness starts.
"""

from __future__ import annotations

from typing import Final

from harness.processes.process import Launched

_TAIL: Final = 600  # characters of output that a sentence quotes


def how_it_ended(process: Launched) -> str:
    """`with exit code 3`, or `by signal 9`."""
    code = process.returncode
    if code is not None and code < 0:
        return f"by signal {-code}"
    return f"with exit code {code}"


def last_words(process: Launched) -> str:
    """The end of its output, as a sentence that may follow another."""
    text = process.last_output().strip()
    if not text:
        return " It printed nothing."
    return f" Its last output: {text[-_TAIL:]}"


def too_big(process: Launched, limit: int) -> str | None:
    """Why it may not go on, if it holds more bytes of memory than `limit`."""
    used = process.memory_bytes()
    if used <= limit:
        return None
    return (
        f"The implementation holds {used >> 20} MB of memory, more than the "
        f"{limit >> 20} MB that it may; it will be started anew. Does it keep what "
        "belongs to sessions that are over? If it needs more, raise memory_mb in the "
        "descriptor."
    )
