"""Change notifications about contacts and tasks (section 2.5)."""

from __future__ import annotations

from tests.fakes.exchange.subscriptions.listening import Subscriber, listen


def test_changes_of_contacts_are_told() -> None:
    async def story(one: Subscriber) -> None:
        await one.subscribe(resource=f"users/{one.ann.id}/contacts")
        contact = one.ann.contacts.create(given_name="Zoe")
        one.ann.contacts.update(contact.id, given_name="Zora")
        one.ann.contacts.delete(contact.id)

        await one.pass_time(minutes=1)

        assert one.listener.changes == ["created", "updated", "deleted"]
        told = one.listener.rows[0]
        assert told["resource"] == f"Users/{one.ann.id}/Contacts/{contact.id}"
        assert told["resourceData"]["@odata.type"] == "#Microsoft.Graph.Contact"

    listen(story)


def test_a_contact_that_moves_leaves_one_folder_for_another() -> None:
    async def story(one: Subscriber) -> None:
        book = one.ann.contacts
        folder = book.add_folder("Customers")
        contact = book.create(given_name="Zoe")
        for folder_id in (book.default_folder.id, folder.id):
            watched = f"users/{one.ann.id}/contactFolders/{folder_id}/contacts"
            await one.subscribe(resource=watched, clientState=folder_id)

        book.move(contact.id, folder.id)
        await one.pass_time(minutes=1)

        assert {row["clientState"]: row["changeType"] for row in one.listener.rows} == {
            book.default_folder.id: "deleted",
            folder.id: "created",
        }

    listen(story)


def test_changes_of_a_list_are_told_and_no_others() -> None:
    async def story(one: Subscriber) -> None:
        book = one.ann.tasks
        other = book.add_list("Other")
        own = book.default_list.id
        status, _ = await one.subscribe(
            resource=f"users/{one.ann.id}/todo/lists/{own}/tasks"
        )
        task = book.create(title="Order parts")
        book.create(title="Elsewhere", list_id=other.id)

        await one.pass_time(minutes=1)

        assert status == 201
        (told,) = one.listener.rows
        assert told["resourceData"]["id"] == task.id
        assert (
            told["resource"] == f"Users/{one.ann.id}/Todo/Lists/{own}/Tasks/{task.id}"
        )

    listen(story)
