"""What failed last: the only place that remembers it from one run to the next.

As with pytest's option of that name, a scenario stays on the list until it has run
again and held; a run of a part, or one that ended early, forgets nothing. A deviation
and what a waiver covers have not failed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from harness.errors import Unwritable, UsageError
from harness.verdicts import FAILED, Verdict

NAME: Final = "last-failed.json"
_REMEDY: Final = "run once without --last-failed"


def recall(out: Path) -> tuple[str, ...]:
    """The ids of the scenarios that failed in earlier runs into `out`, if any did.

    Raises:
        UsageError: there was no earlier run, or its list cannot be used.
    """
    path = out / NAME
    try:
        return _read(path)
    except FileNotFoundError:
        raise UsageError(f"There is no earlier run in {out}: {_REMEDY}.") from None


def remember(out: Path, verdicts: Mapping[str, Verdict]) -> None:
    """What failed in this run is on the list of `out`, and what held is off it.

    Raises:
        Unwritable: the list cannot be written.
    """
    path = out / NAME
    try:
        before = _read(path)
    except (FileNotFoundError, UsageError):
        before = ()  # a list that cannot be used is replaced
    failed = [one for one in before if one not in verdicts]
    failed += [one for one, verdict in verdicts.items() if verdict in FAILED]
    text = json.dumps({"failed": failed}, ensure_ascii=False, indent=1) + "\n"
    new = path.with_suffix(".new")
    try:
        new.write_text(text, "utf-8")
        new.replace(path)
    except OSError as error:
        raise Unwritable(path=out, reason=error.strerror or str(error)) from error


def _read(path: Path) -> tuple[str, ...]:
    try:
        document = json.loads(path.read_text("utf-8"))
        failed = document["failed"]
    except FileNotFoundError:
        raise
    except (OSError, ValueError, TypeError, KeyError):
        failed = None
    if isinstance(failed, list) and all(isinstance(one, str) for one in failed):
        return tuple(failed)
    raise UsageError(
        f"{path} does not list what failed: delete it and {_REMEDY}."
    ) from None
