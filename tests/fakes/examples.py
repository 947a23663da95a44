"""How many examples generated tests try: the same ones each time, unless more is asked.

`FIELDSYNC_EXAMPLES=50 pytest tests/fakes` tries fifty times as
many of them, chosen anew in each run.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

TIMES: Final = int(os.environ.get("FIELDSYNC_EXAMPLES", "1"))


def examples(count: int, *, steps: int = 50) -> settings:
    """Settings for `count` examples; those of a machine have at most so many steps."""
    return settings(
        max_examples=count * TIMES,
        stateful_step_count=steps,
        derandomize=TIMES == 1,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        print_blob=True,
    )
