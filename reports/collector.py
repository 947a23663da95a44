"""Rest for the garbage collector while a report is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """The cyclic collector sleeps meanwhile, and is as it was afterwards.

    Reading and rendering make a million containers and no cyclic garbage; searching
    them again and again takes a quarter of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
