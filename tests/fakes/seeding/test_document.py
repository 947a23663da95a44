"""Seed files: YAML and JSON, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fakes.seeding import SCHEMA, SeedRefused, default, read_file


def written(folder: Path, text: str | bytes, *, name: str = "seed.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_schema_is_one() -> None:
    """And the default obeys it."""
    Draft202012Validator.check_schema(SCHEMA)

    assert default()["people"] == 2


def test_instants_in_yaml_stay_as_they_are_written(tmp_path: Path) -> None:
    """YAML would make other things of them."""
    text = "now: 2026-03-02T08:00:00Z\nrows: {contact: [{birthdate: 1990-01-01}]}"
    path = written(tmp_path, text)

    found = read_file(path)

    assert found["now"] == "2026-03-02T08:00:00Z"
    assert found["rows"]["contact"][0]["birthdate"] == "1990-01-01"


def test_json_and_yaml_say_the_same(tmp_path: Path) -> None:
    """Which it is tells the name of the file."""
    text = '{"people": 3, "rows": {"contact": [{"lastname": "Ito"}]}}'

    found = [
        read_file(written(tmp_path, text, name=name)) for name in ("a.JSON", "b.yml")
    ]

    assert found[0] == found[1]
    assert found[0]["people"] == 3


def test_an_empty_file_is_an_empty_seed(tmp_path: Path) -> None:
    """Nothing but what every organisation has."""
    assert read_file(written(tmp_path, "# nothing yet\n")) == {}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("s.yaml", "people: [1", "line 1, column 11"),
        ("s.yaml", "a: 1\nb: {\n", "line"),
        ("s.yaml", "people: 1\npeople: 2\n", "line 2, column 1: 'people' stands twice"),
        ("s.yaml", "rows:\n  1: []\n", "line 2, column 3: the key '1' is no text"),
        ("s.yaml", "organization: {a: .nan}", "JSON compliant"),
        ("s.yaml", "organization: {a: !!binary aGk=}", "bytes"),
        ("s.yaml", "organization: {a: !!python/object:os.system x}", "line 1"),
        ("s.yaml", "organization: &a {b: *a}", "Circular"),
        ("s.yaml", "- 1\n", "is not of type 'object'"),
        ("s.yaml", b"\xff\xfe\xfd", "UTF-8"),
        ("s.yaml", "a: \x07", "special characters"),
        ("s.yaml", "[" * 5000, "nested too deeply"),
        ("s.json", '{"people": 1,}', "line 1, column"),
        ("s.json", '{"people": 1, "people": 2}', "'people' stands twice"),
        ("s.json", '{"organization": {"a": NaN}}', "JSON compliant"),
        ("s.json", "", "line 1, column 1"),
        ("s.json", "[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_seed_is_told(
    name: str, text: str | bytes, told: str, tmp_path: Path
) -> None:
    """Where it is known, with line and column."""
    with pytest.raises(SeedRefused, match=told):
        read_file(written(tmp_path, text, name=name))
