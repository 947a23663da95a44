"""Who signs in, and by what: the only place that judges a client's proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.entra import assertions, errors
from fakes.entra.application import Application
from fakes.entra.tokens import Proof

if TYPE_CHECKING:
    from fakes.entra.directory import Directory
    from fakes.entra.wire import SignIn


def prove(
    form: SignIn, application: Application, directory: Directory, *, root_url: str
) -> Proof:
    """How the client has proved to be the application.

    An assertion goes before a secret (inferred).

    Raises:
        Refused: it has not.
    """
    if form.assertion is not None or form.assertion_type is not None:
        _check_assertion(form, application, directory, root_url=root_url)
        return "2"
    _check_secret(form.client_secret, application, directory)
    return "1"


def _check_secret(
    given: str | None, application: Application, directory: Directory
) -> None:
    if not given:
        raise errors.missing_credential()
    same = [one for one in application.secrets if one.is_(given)]
    if not same:
        raise errors.wrong_secret(application.client_id)
    now = directory.clock.now()
    if not any(one.holds(now) for one in same):
        raise errors.expired_secret(application.client_id)


def _check_assertion(
    form: SignIn, application: Application, directory: Directory, *, root_url: str
) -> None:
    if not form.assertion_type:
        raise errors.missing_field("client_assertion_type")
    if not form.assertion:
        raise errors.missing_field("client_assertion")
    if form.assertion_type != assertions.TYPE:
        raise errors.malformed_assertion()
    assertion = assertions.read(form.assertion, application)
    assertions.check_parties(
        assertion,
        client_id=application.client_id,
        root_url=root_url,
        is_called=directory.is_called,
    )
    _check_time(assertion, application, directory)


def _check_time(
    assertion: assertions.Assertion, application: Application, directory: Directory
) -> None:
    """The assertion holds by the clock that the switch names.

    Real clients sign by the clock of their process, which need not be anywhere near the
    tenant's; the fakes never look at one. So what the application's own assertions have
    shown of its clock counts: one that ends before the latest reading has ended.
    """
    if directory.switches.assertion_clock == "tenant":
        assertions.check_time(assertion, now=directory.clock.now())
        return
    readings, client_id = directory.client_clocks, application.client_id
    now = max(assertion.read_at, readings.get(client_id, assertion.read_at))
    assertions.check_time(assertion, now=now)
    readings[client_id] = now
