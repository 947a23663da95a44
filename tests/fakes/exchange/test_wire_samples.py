"""The fake reproduces every documented example of `tests/wire_samples`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from typing import Final

import pytest

from tests.fakes.answers import check_supported, exchange
from tests.fakes.differences import differences, keep
from tests.fakes.exchange.bench import (
    LOGIN,
    MONDAY,
    PERMISSIONS,
    ROOT,
    Bench,
    a_bench,
    address_of,
    listening,
)
from tests.fakes.exchange.exchanges import API, Known, perform
from tests.fakes.samples import (
    FOLDER,
    Different,
    Json,
    Sample,
    load,
)

SAMPLES: Final = load("exchange")
# Not 0, how to read it, nor 10, another protocol.
SECTIONS: Final = (
    *("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "2.5"),
    *("3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10"),
    *("4", "5", "6", "7", "8", "9.1", "9.2", "11", "12"),
)
USUAL: Final = ("nina", "oleg", "pia")
MAKING: Final = timedelta(minutes=15)


@contextmanager
def arranged(given: Json) -> Iterator[Known]:
    """The tenant is as the sample has it; the names of what it holds."""
    permissions = tuple(given.get("permissions", PERMISSIONS))
    with a_bench(permissions) as bench, ExitStack() as stack:
        known = Known(bench, names_of(bench))
        boxes: Json = {name: {} for name in USUAL} | given.get("mailboxes", {})
        for name, box in boxes.items():
            add_mailbox(known, name, box)
        if "policy" in given:
            bench.narrow(given["policy"])
        if "limits" in given:
            bench.limit(given["limits"])
        if "listener" in given:
            url = stack.enter_context(listening(bench, given["listener"]))
            known["listener"] = url
        yield known


def names_of(bench: Bench) -> dict[str, str]:
    """What a sample may call by its name from the beginning."""
    return {
        "root": ROOT,
        "api": API,
        "login": LOGIN,
        "tenant": bench.directory.tenant_id,
        "domain": bench.directory.domain,
        "application": bench.application.client_id,
        "secret": bench.application.client_secret,
    }


def add_mailbox(known: Known, name: str, box: Json) -> None:
    """The mailbox is there in its state, unless it is one that is not there."""
    state = box.get("state", "usual")
    if state == "missing":
        return
    exchange = known.bench.exchange
    exchange.switches.provisioning = MAKING if state == "being_made" else None
    mailbox = exchange.add_mailbox(
        address_of(name),
        name=f"{name.title()} Example",
        time_zone=box.get("time_zone", "UTC"),
        kind=box.get("kind", "user"),
    )
    if state == "not_enabled":
        mailbox.access = "not_enabled"
    known[name] = mailbox.id


def take(known: Known, step: Json) -> None:
    """One thing that happens before the request."""
    if "send" in step:
        response = perform(known, step["send"])
        check_supported(response)
        if response.status >= 300:
            msg = f"before: {response.status} {response.body[:500]!r}"
            raise Different(msg)
        answer = json.loads(response.body) if response.body else {}
        keep(known, step.get("keep", {}), answer)
    if "forget" in step:
        known.bench.exchange.expire_delta_tokens()
    if "revoke" in step:
        known.bench.directory.revoke()
    if "wait" in step:
        known.bench.wait(step["wait"])


def look(known: Known, told: Json) -> None:
    """One thing that is seen after the request.

    Raises:
        Different: it is not as expected.
    """
    if "wait" in told:
        known.bench.wait(told["wait"])
    elif "notified" in told:
        found = known.bench.notified()
        different = list(differences(told["notified"], found, known, "notified"))
        if different:
            raise Different("\n  ".join([*different, f"the whole: {found!r}"]))
    else:
        exchange(known, told, perform)


@pytest.mark.parametrize("sample", SAMPLES, ids=[one.id for one in SAMPLES])
def test_the_fake_reproduces_the_documented_example(sample: Sample) -> None:
    """Request and answer are those that the document shows, in our own words."""
    with arranged(sample.told.get("given", {})) as known:
        for step in sample.told.get("before", ()):
            take(known, step)

        exchange(known, sample.told, perform)

        for told in sample.told.get("after", ()):
            look(known, told)


def test_every_sample_names_its_document_and_the_day_it_was_read() -> None:
    """The tag as section 0 of the sheet has it, and a day."""
    for sample in SAMPLES:
        assert sample.told["source"].startswith("["), sample.id
        assert date.fromisoformat(sample.told["read"]), sample.id


def test_what_no_document_says_is_marked_as_inferred() -> None:
    """A sample without a document does not pass for documented."""
    for sample in SAMPLES:
        if sample.told["source"] == "[inferred]":
            assert sample.told["inferred"], sample.id


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_the_sheet_has_samples(section: str) -> None:
    """No section on requests and answers goes without."""
    assert any(section in sample.told["sheet"] for sample in SAMPLES)


def test_the_readme_stands_by_the_runner() -> None:
    """The clock and the mailboxes that the samples speak of are the bench's."""
    text = (FOLDER / "README.md").read_text("utf-8")

    assert f"{MONDAY:%Y-%m-%d}" in text
    for name in USUAL:
        assert f"`{name}`" in text
