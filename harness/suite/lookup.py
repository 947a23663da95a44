"""Finds step definitions by an index instead of pytest-bdd's search through them all.

Plain pytest-bdd tries every definition for every step of every scenario: 61 % of its
time. Definitions do not change while a session runs, so each is listed once, under the
words before its first field, and what a step's text matched is remembered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Final, cast

import pytest
from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.parser import Step
from pytest_bdd.steps import (
    StepFunctionContext,
    StepNamePrefix,
    step_function_context_registry,
)

from harness.errors import HarnessError

# `pytest_bdd.scenario` names a function; the module hides behind it.
_BDD: Final = import_module("pytest_bdd.scenario")
_FIELD: Final = re.compile(r"\{[^}]*\}")
_PATCHED: Final = (
    "get_step_function",
    "parse_step_arguments",
    "signature",
    "get_required_args",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A definition that fits a step, and the arguments that its text gives."""

    context: StepFunctionContext
    arguments: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A step definition and the longest text that every step it fits must hold."""

    context: StepFunctionContext
    literal: str


@dataclass(slots=True)
class StepIndex:
    """The step definitions of one session."""

    by_beginning: dict[str, list[Definition]] = field(
        default_factory=lambda: defaultdict(list)
    )
    lengths: set[int] = field(default_factory=set)  # of the beginnings
    found: dict[tuple[str, str], Match | None] = field(default_factory=dict)

    @classmethod
    def of(cls, request: pytest.FixtureRequest) -> StepIndex:
        """The index of everything that the session knows."""
        index = cls()
        manager = request._fixturemanager  # noqa: SLF001 - pytest-bdd's own way
        for name in get_fixture_names(manager):
            if not name.startswith(StepNamePrefix.step_def.value):
                continue
            for definition in getfixturedefs(manager, name, request.node) or ():
                context = step_function_context_registry.get(definition.func)
                if context is not None:
                    index.add(context)
        return index

    def add(self, context: StepFunctionContext) -> None:
        """The definition can be found."""
        literals = _FIELD.split(context.parser.name)
        beginning = literals[0]
        self.lengths.add(len(beginning))
        self.by_beginning[beginning].append(
            Definition(context=context, literal=max(literals, key=len))
        )

    def match(self, step: Step) -> Match | None:
        """The definition that fits the step.

        Raises:
            HarnessError: several fit; pytest-bdd would silently take the last.
        """
        key = (step.type, step.name)
        if key not in self.found:
            self.found[key] = self._search(step)
        return self.found[key]

    def _search(self, step: Step) -> Match | None:
        fitting = [
            one.context for one in self._candidates(step.name) if _fits(one, step)
        ]
        if len(fitting) > 1:
            names = " and ".join(repr(one.parser.name) for one in fitting)
            raise HarnessError(f"Several step definitions fit {step.name!r}: {names}.")
        if not fitting:
            return None
        context = fitting[0]
        parsed = context.parser.parse_arguments(step.name) or {}
        return Match(
            context=context,
            arguments={
                name: context.converters[name](value)
                if name in context.converters
                else value
                for name, value in parsed.items()
            },
        )

    def _candidates(self, text: str) -> Iterator[Definition]:
        for length in self.lengths:
            if length <= len(text):
                yield from self.by_beginning.get(text[:length], ())


def _fits(definition: Definition, step: Step) -> bool:
    context = definition.context
    return (
        definition.literal in step.name
        and context.type in (None, step.type)
        and bool(context.parser.is_matching(step.name))
    )


class FastLookup:
    """While installed, pytest-bdd asks the index."""

    def __init__(self) -> None:
        self._index: StepIndex | None = None
        self._originals = {name: getattr(_BDD, name) for name in _PATCHED}
        self._own = {
            "get_step_function": self._get,
            "parse_step_arguments": self._arguments,
            # what a step function asks for does not change between its calls
            "signature": cache(self._originals["signature"]),
            "get_required_args": cache(self._originals["get_required_args"]),
        }

    def install(self) -> None:
        """pytest-bdd asks the index from now on."""
        for name, own in self._own.items():
            setattr(_BDD, name, own)

    def remove(self) -> None:
        """pytest-bdd searches as it came."""
        for name, original in self._originals.items():
            setattr(_BDD, name, original)

    def _get(
        self, request: pytest.FixtureRequest, step: Step
    ) -> StepFunctionContext | None:
        if self._index is None:
            self._index = StepIndex.of(request)
        match = self._index.match(step)
        return match.context if match else None

    def _arguments(self, step: Step, context: StepFunctionContext) -> dict[str, object]:
        index = cast("StepIndex", self._index)
        match = cast("Match", index.match(step))
        del context  # the index knows it
        return match.arguments
