"""All miniatures as a table; `python -m tests.miniatures.table` writes it anew."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.miniatures.miniature import Miniature
from tests.miniatures.scored import SCORED
from tests.miniatures.turned_away import TURNED_AWAY

README: Final = Path(__file__).with_name("README.md")
MINIATURES: Final = (*TURNED_AWAY, *SCORED)
_CODES: Final = {0: "0 conformant", 1: "1 not conformant", 3: "3 inconclusive"}
_HEAD: Final = """# Miniatures

Deliberately broken implementations. Each is run through the command line by
`tests/harness/test_miniatures.py`, which holds it to this table; `…` stands for what
differs from run to run. Written by `python -m tests.miniatures.table`.

| it | what it does | exit code | verdicts | what its vendor reads |
| --- | --- | --- | --- | --- |
"""


def readme() -> str:
    """The table for people."""
    return _HEAD + "".join(map(_row, MINIATURES))


def _row(one: Miniature) -> str:
    code = _CODES.get(one.exit_code, "2 unusable")
    verdicts = ", ".join(one.verdicts) or "–"
    said = "–" if one.sentence is None else f"`` {one.sentence} ``"
    cells = (f"`{one.name}`", one.does, code, verdicts, said.replace("|", "\\|"))
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    README.write_text(readme(), "utf-8")
