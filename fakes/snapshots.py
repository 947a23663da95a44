"""States of a tenant to come back to: the only place that names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fakes.dataverse import DataverseService
from fakes.exchange import ExchangeService

if TYPE_CHECKING:
    from datetime import datetime

    from fakes.dataverse.database import Snapshot
    from fakes.entra import DirectorySnapshot
    from fakes.exchange.tenant import ExchangeSnapshot
    from fakes.faults import FaultsSnapshot
    from fakes.tenant import Tenant

START: Final = "start"


class UnknownSnapshot(Exception):  # noqa: N818 - reads as the fact it reports
    """There is no such snapshot, or a reset to an earlier one has undone it."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"There is no snapshot '{name}', or a reset to an earlier one has undone "
            f"it. Known: {', '.join(known)}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A tenant at one moment, but for its journal and its tokens."""

    at: datetime
    dataverse: Snapshot
    remarks: tuple[str, ...]
    exchange: ExchangeSnapshot
    directory: DirectorySnapshot
    faults: FaultsSnapshot


def state_of(tenant: Tenant) -> State:
    """The present state of the tenant."""
    return State(
        at=tenant.clock.now(),
        dataverse=tenant.dataverse.snapshot(),
        remarks=tuple(tenant.dataverse.remarks),
        exchange=tenant.exchange.snapshot(),
        directory=tenant.directory.snapshot(),
        faults=tenant.faults.snapshot(),
    )


def restore(tenant: Tenant, state: State) -> None:
    """Rows, mailboxes, rights, faults and clock are as they were then.

    Nobody has asked too much yet. The journal goes on, and access tokens hold as long
    as the clock says: a client need not sign in again. What else it was given since
    then (ids, ETags, links of lists and of changes) belongs to a time that has not
    been; it begins anew.
    """
    tenant.clock.turn_to(state.at)
    tenant.directory.restore(state.directory)
    tenant.directory.hold_from_now()
    tenant.dataverse.restore(state.dataverse)
    tenant.dataverse.remarks = list(state.remarks)
    tenant.exchange.restore(state.exchange)
    tenant.faults.restore(state.faults)
    dataverse = tenant.services["dataverse"]
    assert isinstance(dataverse, DataverseService)
    dataverse.forget_usage()
    graph = tenant.services["graph"]
    assert isinstance(graph, ExchangeService)
    graph.forget_usage()


class Snapshots:
    """The named states of one tenant; the first is that after its start."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._count = 0
        self._states = {START: state_of(tenant)}

    def take(self) -> str:
        """The name of the present state."""
        self._count += 1
        name = f"s{self._count}"
        self._states[name] = state_of(self._tenant)
        return name

    def reset(self, name: str = START) -> None:
        """The tenant is as it was when the snapshot was taken; later ones are gone.

        Whoever waits for an answer that was held back has it at once.

        Raises:
            UnknownSnapshot: there is none of that name.
        """
        names = tuple(self._states)
        if name not in self._states:
            raise UnknownSnapshot(name, names)
        restore(self._tenant, self._states[name])
        for later in names[names.index(name) + 1 :]:
            del self._states[later]
        self._tenant.clock.release()
