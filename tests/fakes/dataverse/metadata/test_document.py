"""`$metadata`: the rules of OASIS CSDL 4.0 that no XML schema can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from lxml import etree

from fakes.dataverse.schema import TABLES
from tests.fakes.dataverse.makers import Bench, a_bench, header

EDM: Final = "{http://docs.oasis-open.org/odata/ns/edm}"
CAPABILITIES: Final = "Org.OData.Capabilities.V1.ChangeTracking"


class Model:
    """The document, with names resolved."""

    def __init__(self, body: bytes) -> None:
        self.root = etree.fromstring(body)
        self.types = {
            attribute(one, "Name"): one
            for kind in ("EntityType", "ComplexType", "EnumType")
            for one in self.root.iter(f"{EDM}{kind}")
        }
        self.entities = {
            name: one
            for name, one in self.types.items()
            if one.tag == f"{EDM}EntityType"
        }
        self.sets = {
            attribute(one, "Name"): one for one in self.root.iter(f"{EDM}EntitySet")
        }

    def lineage(self, name: str) -> Iterator[etree._Element]:
        """The type and its bases, from itself up."""
        seen: set[str] = set()
        while name:
            assert name not in seen, f"{name} is its own base"
            seen.add(name)
            one = self.entities[name]
            yield one
            name = plain(one.get("BaseType", ""))

    def members(self, name: str) -> dict[str, etree._Element]:
        """Properties and navigation properties by name, inherited ones too."""
        found: dict[str, etree._Element] = {}
        for one in self.lineage(name):
            for kind in ("Property", "NavigationProperty"):
                for member in one.iterfind(f"{EDM}{kind}"):
                    assert attribute(member, "Name") not in found, (name, member.attrib)
                    found[attribute(member, "Name")] = member
        return found

    def keys(self, name: str) -> list[str]:
        """The names of the key, wherever in the lineage it stands."""
        return [
            attribute(reference, "Name")
            for one in self.lineage(name)
            for reference in one.iterfind(f"{EDM}Key/{EDM}PropertyRef")
        ]


def attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute that must be there."""
    return str(element.attrib[name])


def plain(text: str) -> str:
    """The name in a type's spelling: of the namespace, or of a collection of it."""
    inner = text.removeprefix("Collection(").removesuffix(")")
    return inner.removeprefix("mscrm.")


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(a_bench().send("GET", "/$metadata").body)


def test_every_type_that_is_named_is_declared(model: Model) -> None:
    """Properties, parameters, bases, sets: nothing dangles."""
    named = {
        plain(attribute(one, name))
        for one in model.root.iter()
        for name in ("Type", "BaseType", "EntityType")
        if name in one.attrib
    }

    unknown = {name for name in named if not name.startswith("Edm.")} - set(model.types)

    assert unknown == set()
    assert len(named) > len(TABLES)


def test_names_are_unique_and_bases_make_no_circle(model: Model) -> None:
    """Within a type with what it inherits, and within the schema."""
    schema = next(model.root.iter(f"{EDM}Schema"))
    names = [attribute(one, "Name") for one in schema]

    assert len(names) == len(set(names))
    for name in model.entities:
        model.members(name)


def test_every_type_with_a_set_has_one_key_that_is_not_null(model: Model) -> None:
    for name, one in model.sets.items():
        kind = plain(attribute(one, "EntityType"))
        keys = model.keys(kind)
        assert len(keys) == 1, name
        assert model.members(kind)[keys[0]].get("Nullable") == "false", name


def test_partners_are_each_others_partner(model: Model) -> None:
    count = 0
    for name, one in model.entities.items():
        for link in one.iterfind(f"{EDM}NavigationProperty[@Partner]"):
            count += 1
            target = plain(attribute(link, "Type"))
            other = model.members(target)[attribute(link, "Partner")]
            assert plain(attribute(other, "Type")) == name, (name, link.attrib)
            assert other.get("Partner") == attribute(link, "Name"), (name, link.attrib)
    assert count > 100


def test_constraints_join_properties_of_the_same_type(model: Model) -> None:
    count = 0
    for name, one in model.entities.items():
        for link in one.iterfind(f"{EDM}NavigationProperty"):
            for constraint in link:
                count += 1
                own = model.members(name)[attribute(constraint, "Property")]
                there = plain(attribute(link, "Type"))
                other = attribute(constraint, "ReferencedProperty")
                assert [other] == model.keys(there), (name, link.attrib)
                kind = model.members(there)[other].attrib["Type"]
                assert attribute(own, "Type") == kind, (name, link.attrib)
    assert count > 300


def test_bindings_lead_to_sets_of_the_right_type(model: Model) -> None:
    for name, one in model.sets.items():
        members = model.members(plain(attribute(one, "EntityType")))
        for binding in one:
            link = members[attribute(binding, "Path")]
            target = model.sets[attribute(binding, "Target")]
            kind = plain(attribute(target, "EntityType"))
            assert plain(attribute(link, "Type")) == kind, (name, binding.attrib)


def test_imports_name_operations(model: Model) -> None:
    operations = {
        (kind, attribute(one, "Name"))
        for kind in ("Function", "Action")
        for one in model.root.iter(f"{EDM}{kind}")
        if one.get("IsBound") != "true"
    }

    imported = {
        (kind, plain(attribute(one, kind)))
        for kind in ("Function", "Action")
        for one in model.root.iter(f"{EDM}{kind}Import")
    }

    assert imported == operations
    assert ("Function", "WhoAmI") in imported


def test_every_table_is_there_with_every_column(model: Model) -> None:
    """What the wire writes, `$metadata` declares: section 11.2."""
    for table in TABLES.values():
        kind = plain(attribute(model.sets[table.entity_set], "EntityType"))
        assert set(table.by_wire) | set(table.navigations) <= set(model.members(kind))


def test_activities_and_principals_have_their_bases(model: Model) -> None:
    """Section 11.2; what all activities have is declared by their base alone."""
    bases = {name: one.get("BaseType") for name, one in model.entities.items()}

    assert bases["appointment"] == "mscrm.activitypointer"
    assert bases["systemuser"] == bases["team"] == "mscrm.principal"
    assert model.keys("systemuser") == ["ownerid"]
    assert model.keys("task") == ["activityid"]
    assert model.entities["crmbaseentity"].get("Abstract") == "true"
    own = {one.get("Name") for one in model.entities["task"]}
    assert "subject" not in own
    assert {"percentcomplete", "createdby_task"} <= own


def test_a_table_that_is_not_there_can_be_referred_to_but_has_no_set(
    model: Model,
) -> None:
    """Lookups to it resolve; its rows are a gap of this fake."""
    assert model.keys("territory") == ["territoryid"]
    assert "territories" not in model.sets


def test_the_document_says_what_it_is() -> None:
    response = a_bench().send(
        "GET", "/$metadata", headers={"accept": "application/xml"}
    )

    assert header(response, "Content-Type") == "application/xml"
    assert response.body.startswith(b"<?xml")
    assert b'Alias="mscrm"' in response.body


def test_the_plain_document_is_made_once() -> None:
    """The schema is the same for every organisation: so are the bytes."""
    one = a_bench().send("GET", "/$metadata").body
    other = a_bench(seed=2).send("GET", "/$metadata").body

    assert one is other


def _tracked(bench: Bench, headers: dict[str, str] | None = None) -> dict[str, str]:
    target = "/$metadata" if headers else "/$metadata?annotations=true"
    model = Model(bench.send("GET", target, headers=headers).body)
    values = {
        name: one.find(f"{EDM}Annotation[@Term='{CAPABILITIES}']/{EDM}Record/*")
        for name, one in model.sets.items()
    }
    return {
        name: attribute(value, "Bool")
        for name, value in values.items()
        if value is not None
    }


def test_annotations_tell_which_sets_track_changes() -> None:
    """Section 5.2; it is a matter of the organisation."""
    bench = a_bench()
    before = _tracked(bench)

    bench.organization.track_changes("mailbox", wanted=True)

    after = _tracked(bench)
    assert (before["contacts"], before["mailboxes"]) == ("true", "false")
    assert after == {**before, "mailboxes": "true"}
    assert _tracked(bench, {"prefer": 'odata.include-annotations="*"'}) == after


def test_annotations_tell_alternate_keys() -> None:
    """A lookup in a key is written `_x_value`: section 3.3."""
    bench = a_bench()
    columns = ("lastname", "parentcustomerid")
    bench.organization.define_key("contact", "new_key", columns)

    model = Model(bench.send("GET", "/$metadata?annotations=true").body)

    paths = [
        attribute(one, "PropertyPath")
        for one in model.entities["contact"].iter(f"{EDM}PropertyValue")
        if "PropertyPath" in one.attrib
    ]
    assert paths == ["lastname", "_parentcustomerid_value"]
