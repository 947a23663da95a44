"""Open extensions and several values at contacts. Section 3.10."""

from __future__ import annotations

from fakes.exchange import Mailbox
from tests.fakes.exchange.contacts.makers import a_folder, contacts_of, path_of, post
from tests.fakes.exchange.extensions.test_extensions import NAME, an_extension
from tests.fakes.exchange.extensions.test_several_values import EXPAND, MULTI, crew
from tests.fakes.exchange.graph import Graph


def test_an_extension_comes_with_a_contact(graph: Graph, ann: Mailbox) -> None:
    """The answer has it; expanded and alone it is there, in every spelling."""
    folder = a_folder(graph, ann)
    body = {"givenName": "Zoe", "extensions": [an_extension(row="R-1")]}

    made = graph.post(contacts_of(ann, folder), body).json

    assert [one["row"] for one in made["extensions"]] == ["R-1"]
    for where in (path_of(ann, made["id"]), f"{contacts_of(ann, folder)}/{made['id']}"):
        assert graph.get(f"{where}/extensions/{NAME}").json["row"] == "R-1"
    (row,) = graph.get(contacts_of(ann, folder), "$expand=extensions").rows
    assert row["extensions"][0]["row"] == "R-1"


def test_an_extension_does_not_change_a_contact(graph: Graph, ann: Mailbox) -> None:
    """Delta says nothing of it."""
    made = post(graph, ann)
    link = graph.get(f"{contacts_of(ann)}/delta").json["@odata.deltaLink"]

    graph.post(f"{path_of(ann, made['id'])}/extensions", an_extension(row="R-1"))

    assert graph.follow(link).rows == []
    assert graph.get(path_of(ann, made["id"])).json["changeKey"] == made["changeKey"]


def test_a_contact_has_properties_of_several_values(graph: Graph, ann: Mailbox) -> None:
    """A PATCH of one replaces its values."""
    made = post(graph, ann, **crew("Zoe", "Max"))
    path = path_of(ann, made["id"])

    graph.patch(path, crew("Eve"))

    assert graph.get(path, EXPAND).json[MULTI][0]["value"] == ["Eve"]


def test_extensions_in_an_update_are_a_gap(graph: Graph, ann: Mailbox) -> None:
    """They have their own address."""
    path = path_of(ann, post(graph, ann)["id"])

    assert graph.patch(path, {"extensions": [an_extension()]}).status == 501
