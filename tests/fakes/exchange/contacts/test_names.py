"""What contacts are called: `displayName` and `fileAs` rewrite themselves (9.1)."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.contacts.makers import path_of, post
from tests.fakes.exchange.graph import Graph


def called(contact: dict[str, Any]) -> tuple[str, str]:
    """Both names."""
    return contact["displayName"], contact["fileAs"]


@pytest.mark.parametrize(
    ("body", "display_name", "file_as"),
    [
        ({}, "Garth Fort", "Fort, Garth"),
        (
            {"middleName": "Lee", "generation": "Jr."},
            "Garth Lee Fort Jr.",
            "Fort, Garth Lee",
        ),
        ({"surname": None}, "Garth", "Garth"),
        (
            {"givenName": None, "surname": ""},
            "garth@fabrikam.example",
            "garth@fabrikam.example",
        ),
        (
            {"givenName": "", "surname": "", "companyName": "Fabrikam"},
            "Fabrikam",
            "Fabrikam",
        ),
        ({"displayName": "G", "fileAs": "F"}, "G", "F"),
    ],
)
def test_new_contact_is_called_by_its_parts(
    graph: Graph, ann: Mailbox, body: dict[str, Any], display_name: str, file_as: str
) -> None:
    """Unless the client says how."""
    assert called(post(graph, ann, **body)) == (display_name, file_as)


def test_changed_part_rewrites_both_names(graph: Graph, ann: Mailbox) -> None:
    """A display name that a client set before is lost (trap 35)."""
    contact = post(graph, ann, displayName="G", fileAs="F")

    answer = graph.patch(path_of(ann, contact["id"]), {"givenName": "Gert"})

    assert called(answer.json) == ("Gert Fort", "Fort, Gert")


@pytest.mark.parametrize("body", [{"nickName": "X"}, {"givenName": "Garth"}])
def test_names_stay_while_their_parts_do(
    graph: Graph, ann: Mailbox, body: dict[str, str]
) -> None:
    """Something else, or the same part again, changes no name."""
    contact = post(graph, ann, displayName="G", fileAs="F")

    answer = graph.patch(path_of(ann, contact["id"]), body)

    assert called(answer.json) == ("G", "F")


def test_name_sent_along_is_kept(graph: Graph, ann: Mailbox) -> None:
    """As the documentation advises; each of the two for itself."""
    contact = post(graph, ann)

    answer = graph.patch(
        path_of(ann, contact["id"]), {"givenName": "Gert", "displayName": "G"}
    )

    assert called(answer.json) == ("G", "Fort, Gert")


def test_switch_keeps_names(graph: Graph, ann: Mailbox) -> None:
    """The documentation says that names may be rewritten, not that they are."""
    graph.exchange.switches.contact_names = "kept"
    contact = post(graph, ann)

    answer = graph.patch(path_of(ann, contact["id"]), {"givenName": "Gert"})

    assert called(answer.json) == ("Garth Fort", "Fort, Garth")
