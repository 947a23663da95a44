"""Descriptors for tests, as small as the schema allows."""

from __future__ import annotations

import json
from pathlib import Path


def a_descriptor(folder: Path, file: str = "iut.yaml", /, **members: object) -> Path:
    """A descriptor with these members, and a name, a version and a vendor.

    JSON is YAML, and what a member says is told by nothing but its value.
    """
    path = folder / file
    said = {"name": "Box", "version": "1.0", "vendor": "Boxes Ltd", **members}
    path.write_text(json.dumps(said), "utf-8")
    return path
