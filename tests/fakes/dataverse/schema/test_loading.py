"""Tables are data: what a description gives, and what is said of a broken one."""

from __future__ import annotations

import json
from typing import Final

import pytest
from lxml import etree

from fakes.dataverse.customization import Customization
from fakes.dataverse.metadata.document import edmx
from fakes.dataverse.metadata.entities import entity
from fakes.dataverse.metadata.shapes import shown
from fakes.dataverse.query import Query
from fakes.dataverse.rows import Row
from fakes.dataverse.schema import ColumnType
from fakes.dataverse.schema.load import schema_of
from fakes.dataverse.wire import shape_of, text_of

USERS: Final = """
systemuser: {set: systemusers, code: 8, ownership: business, columns: {fullname: text}}
team: {set: teams, code: 9, ownership: business, columns: {name: text}}
businessunit: {set: businessunits, code: 10, ownership: business, columns: {name: text}}
organization: {set: organizations, code: 1019, ownership: none, columns: {name: text}}
"""
TOOL: Final = """
new_tool:
  schema: new_Tool
  label: Tool
  set: new_tools
  code: 10999
  name: new_name
  ownership: user
  states: active
  change_tracking: true
  columns:
    new_name: text 40 required
    new_kind: {choice: {1: Hammer, 2: Saw}, default: 2}
    new_weight: decimal
    new_boughton: date
  lookups:
    new_keeper: {nav: new_Keeper, to: systemuser, partner: new_systemuser_new_tool}
    new_shop: {nav: new_Shop, to: new_shop}
"""
SHOPS: Final = "new_shop: new_shops"


def test_a_table_that_is_only_data_is_written_for_the_wire() -> None:
    """Adding a table needs no code: rows and JSON follow from the description."""
    table = schema_of([USERS, TOOL], SHOPS).tables["new_tool"]
    values = {**table.blank, "new_toolid": "t1", "new_name": "Old one", "new_kind": 1}
    row = Row(table=table, id="t1", number=1, version=7, values=values)

    found = json.loads(text_of(row, shape_of(table, None)))

    assert found["@odata.etag"] == 'W/"7"'
    assert (found["new_name"], found["new_kind"], found["statecode"]) == (
        *("Old one", 1, 0),
    )
    assert found["_new_keeper_value"] is None
    assert {"createdon", "versionnumber", "_ownerid_value"} <= set(found)


def test_a_table_that_is_only_data_stands_in_the_document() -> None:
    schema = schema_of([USERS, TOOL], SHOPS)

    text = etree.tostring(edmx(schema.tables, schema.elsewhere)).decode()

    assert '<EntityType Name="new_tool" BaseType="mscrm.crmbaseentity">' in text
    assert '<EntitySet Name="new_tools" EntityType="mscrm.new_tool">' in text
    assert 'Name="new_Keeper" Type="mscrm.systemuser"' in text
    assert 'Partner="new_systemuser_new_tool"' in text
    assert '<EntityType Name="new_shop"' in text
    assert "new_shops" not in text


def test_a_table_that_is_only_data_has_a_definition() -> None:
    tables = schema_of([USERS, TOOL], SHOPS).tables
    definition = entity(tables, tables["new_tool"], Customization())

    found = shown(definition, definition.base, Query())
    columns = definition.links["Attributes"].follow()

    assert found["SchemaName"] == "new_Tool"
    assert (found["EntitySetName"], found["ObjectTypeCode"]) == ("new_tools", 10999)
    assert found["ChangeTrackingEnabled"] is True
    assert isinstance(columns, tuple)
    kinds = {one.values["LogicalName"]: one.values["AttributeType"] for one in columns}
    assert kinds["new_kind"] == "Picklist"
    assert kinds["new_boughton"] == "DateTime"
    assert kinds["ownerid"] == "Owner"


def test_both_ends_of_a_lookup_know_each_other() -> None:
    tables = schema_of([USERS, TOOL], SHOPS).tables

    own = tables["new_tool"].navigations["new_Keeper"]
    other = tables["systemuser"].navigations["new_systemuser_new_tool"]

    assert (own.partner, other.partner) == (other.name, own.name)
    assert other.collection
    assert (other.target, other.column) == ("new_tool", "new_keeper")


def test_words_of_a_column_have_their_effect() -> None:
    words = """
    new_tool:
      set: new_tools
      code: 1
      ownership: none
      columns:
        one: text 40 required equal email
        two: integer -5..5 default=3 createonly
        three: instant range dayformat readonly
        four: boolean default=true updateonly business
    """
    columns = schema_of([USERS, words]).tables["new_tool"].columns

    assert (columns["one"].max_length, columns["one"].format) == (40, "Email")
    assert (columns["one"].required, columns["one"].index) == (True, "equal")
    assert (columns["two"].bounds, columns["two"].default) == ((-5, 5), 3)
    assert (columns["two"].creatable, columns["two"].updatable) == (True, False)
    assert (columns["three"].index, columns["three"].format) == ("range", "DateOnly")
    assert columns["three"].readonly
    assert (columns["four"].default, columns["four"].creatable) == (True, False)
    assert columns["four"].business
    assert columns["four"].type is ColumnType.BOOLEAN


HEAD: Final = "new_tool: {set: new_tools, code: 1, ownership: none, "


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + "columns: {a: text nice}}", "new_tool, column a: unknown word"),
        (HEAD + "columns: {a: txt 5}}", "new_tool, column a: unknown type 'txt'"),
        (HEAD + "columns: {a: integer x..5}}", "new_tool, column a: no bounds"),
        (HEAD + "columns: {a: integer default=b}}", "new_tool, column a: no default"),
        (HEAD + "columns: {a: 5}}", "new_tool, column a: a column is a text"),
        (HEAD + "columns: {a: {choose: {}}}}", "new_tool, column a: a choice has"),
        (
            HEAD + "columns: {a: {choice: {1: One}, default: 2}}}",
            "new_tool, column a: the default 2",
        ),
        (
            HEAD + "columns: {a: {choice: {1: Yes}}}}",
            "new_tool, column a: its labels are texts",
        ),
        (HEAD + "columns: {a: text, a: text}}", "the name 'a' stands twice"),
        (
            HEAD + "columns: {a: text}, lookups: {a: {to: team}}}",
            "new_tool, column a: a second column",
        ),
        (
            HEAD + "lookups: {a: {to: nowhere}}}",
            "new_tool, column a: a lookup to nowhere, 'nowhere'",
        ),
        (HEAD + "lookups: {a: {}}}", "new_tool, column a: a lookup needs 'to'"),
        (
            HEAD + "lookups: {a: {to: team, tpyo: 1}}}",
            "new_tool, column a: unknown key 'tpyo'",
        ),
        (
            HEAD + "lookups: {a: {to: team, partner: name}}}",
            "new_tool, column a: partner 'name' clashes",
        ),
        (
            HEAD + "lookups: {a: {to: team, partner: p}, b: {to: team, partner: p}}}",
            "new_tool, column b: partner 'p' clashes",
        ),
        (
            HEAD + "lookups: {a: {to: team, nav: n}, b: {to: team, nav: n}}}",
            "new_tool, column b: a second property 'n'",
        ),
        (
            HEAD + "lookups: {a: {to: team, partner: {systemuser: p}}}}",
            "new_tool, column a: partner of systemuser",
        ),
        (HEAD + "name: b}", "new_tool, column b: unknown"),
        (HEAD + "keys: {k: [b]}}", "new_tool, column b: unknown"),
        (HEAD + "colour: red}", "table new_tool: unknown key 'colour'"),
        (HEAD + "intersect: {team: teamid}}", "table new_tool: it joins two tables"),
        ("new_tool: {set: a, code: 1}", "table new_tool: 'ownership' missing"),
        ("new_tool: 5", "table new_tool: it has no keys"),
        ("new_tool: {set: a, code: 1, ownership: his}", "table new_tool: no ownership"),
        ("a: {set: teams, code: 1, ownership: none}", "table a: team has the set"),
        ("team: {set: a, code: 1, ownership: none}", "table team: it is described"),
        ("[1, 2", "no YAML"),
        ("- one", "tables stand under their names"),
    ],
)
def test_a_broken_description_is_told_in_one_sentence(text: str, sentence: str) -> None:
    """Table and column are named, so that the line can be found."""
    with pytest.raises(ValueError, match=sentence.replace("(", "\\(")) as raised:
        schema_of([USERS, text])

    assert "\n" not in str(raised.value) or sentence == "no YAML"
