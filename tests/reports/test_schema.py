import copy
from collections.abc import Iterator
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from reports.lines import end_of, run_of, scenario_of
from reports.schema import complaint, fits, published
from tests.reports.makers import Line, a_listed_waiver, a_waiver, waivers_of
from tests.reports.sample import sample_lines

STRANGE: Final[tuple[Any, ...]] = (
    None,
    True,
    7,
    7.0,
    0.5,
    "",
    "word",
    "200",
    [],
    [1],
    {},
    {"a": 1},
    ...,
)
VALUES_OF: Final = {"run": run_of, "scenario": scenario_of, "end": end_of}


def a_line(kind: str) -> Line:
    """The richest line of its kind, made short."""
    line = next(line for line in sample_lines() if line["kind"] == kind)
    if kind == "run":
        return line | {"rules": line["rules"][:1]}
    if kind == "scenario":
        keys = ("steps", "timeline", "exchanges")
        step = line["steps"][0] | {"table": [["a", "b"]], "docstring": "text"}
        short = line | {key: line[key][:1] for key in keys} | {"row": {"column": "x"}}
        return short | {"steps": [step], "waiver": a_waiver()}
    return line | {"waivers": waivers_of(a_listed_waiver())}


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value within."""
    children: Any = ()
    if isinstance(value, dict):
        children = value.items()
    if isinstance(value, list):
        children = enumerate(value)
    for key, child in children:
        yield (*way, key)
        yield from places(child, (*way, key))


def changed(line: Line, way: tuple[Any, ...], value: Any) -> Line:
    """The line with one value replaced, or removed for `...`."""
    line = copy.deepcopy(line)
    at: Any = line
    for key in way[:-1]:
        at = at[key]
    if value is ...:
        del at[way[-1]]
    else:
        at[way[-1]] = value
    return line


def test_the_schema_is_a_valid_schema() -> None:
    """By the meta-schema of its own draft."""
    Draft202012Validator.check_schema(published())


def test_everything_in_the_schema_is_described_or_named_by_itself() -> None:
    """It is published: each kind of line says what it is."""
    kinds = ("run", "scenario", "end", "rule", "step", "happening", "exchange")
    for kind in (*kinds, "waiver", "waivers", "listed_waiver"):
        assert published()["$defs"][kind]["description"].endswith(".")


def test_every_sample_line_fits_at_once_and_by_the_schema() -> None:
    """The fast answer is the one that is normally given."""
    whole_schema = Draft202012Validator(published())

    for line in sample_lines():
        assert fits(line["kind"])(line)
        assert complaint(line["kind"], line) is None
        assert whole_schema.is_valid(line)


@pytest.mark.parametrize("kind", ["run", "scenario", "end"])
def test_reader_and_schema_agree_on_every_single_change(kind: str) -> None:
    """What fits is valid; what is valid can be read; what is not is complained about.

    Every value of a line is replaced by every strange value, and removed.
    """
    line = a_line(kind)
    definitions = published()["$defs"]
    schema = Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": definitions})
    tried = 0
    for way in places(line):
        for value in STRANGE:
            if value is ... and isinstance(way[-1], int):
                continue
            variant = changed(line, way, value)
            is_valid = schema.is_valid(variant)
            tried += 1
            assert not fits(kind)(variant) or is_valid, (way, value)
            if is_valid:
                VALUES_OF[kind](variant)
            else:
                assert complaint(kind, variant) is not None, (way, value)
    assert tried > 50
