"""Starts one miniature, as a harness would: `python -m tests.miniatures NAME`.

The only place that knows which module holds it: what has no need of the reference
starts without it, in a tenth of the time.
"""

from __future__ import annotations

import sys


def main(name: str) -> None:
    """The miniature runs until it is ended."""
    from tests.miniatures.bare import BARE, serve  # noqa: PLC0415 - one of the two

    if name in BARE:
        serve(BARE[name])
        return
    from tests.miniatures.syncing import serve as serve_syncing  # noqa: PLC0415 - other

    serve_syncing(name)


if __name__ == "__main__":
    main(sys.argv[1])
