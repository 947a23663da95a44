"""One endpoint of Graph: a method on a path pattern, and what answers there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from fakes.exchange.call import Call
from fakes.exchange.permissions import Permission
from fakes.exchange.wire.envelope import Reply

Answerer: TypeAlias = Callable[[Call], Reply]


class Endpoint(NamedTuple):
    """A method on a path (`paths.Tree` explains patterns) and its answer.

    `operation` is the name for faults and journal. Without a permission any
    application of the tenant may ask.
    """

    method: str
    path: str
    answer: Answerer
    operation: str
    permission: Permission | None
