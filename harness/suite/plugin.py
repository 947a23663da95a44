"""The pytest plugin: collects what the plan names, follows it, reports one line each.

Loaded with `-p harness.suite.plugin`, in the main process and in every worker.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from harness.catalogue import PlannedScenario, read_catalogue
from harness.errors import HarnessError
from harness.mutants.mutant import Mutant
from harness.steps import MODULES
from harness.suite.bench import Bench, PinnedClock
from harness.suite.canary import canary
from harness.suite.judge import judge
from harness.suite.lookup import FastLookup
from harness.suite.mutation import mutants_for
from harness.suite.record import scenario_line
from harness.suite.request import RunRequest
from harness.suite.tracker import Track
from harness.world.world import World

pytest_plugins = list(MODULES)

PROPERTY: Final = "fieldsync"  # the user property that carries a scenario's line
_COMPLAINTS: Final = pytest.StashKey[tuple[str, ...]]()
_SUITE: Final = pytest.StashKey["Suite"]()
_TRACK: Final = pytest.StashKey[Track]()
_MUTANT: Final = "mutant_id"


class Suite:
    """What this process knows of the run."""

    def __init__(self, request: RunRequest) -> None:
        self.request = request
        self.catalogue = read_catalogue(request.features)
        chosen = request.plan_of(self.catalogue).scenarios
        self.cases = [one for one in chosen if one.rule not in request.excused]
        if not request.mutants:
            self.cases.insert(0, canary())  # a run that ends early has judged it
        self.order = {case.id: number for number, case in enumerate(self.cases)}
        self.by_place = {
            (str(case.path), case.template, _key(case.row)): case for case in self.cases
        }
        self.by_template = {
            (str(case.path), case.template): case for case in self.cases
        }
        self.lookup = FastLookup()

    @property
    def files(self) -> list[str]:
        """The feature files that hold the plan's scenarios, in order."""
        return list(dict.fromkeys(str(case.path) for case in self.cases))


def _key(row: Any) -> tuple[str, ...]:
    return tuple(row.values()) if row else ()


def current_files() -> list[str]:
    """The feature files of the run in progress, for the test module."""
    return _current.files


_current: Suite


def pytest_addoption(parser: pytest.Parser) -> None:
    """The run's request comes as an option, so that workers get it too."""
    parser.addoption("--fieldsync-request", default="", help="JSON of the RunRequest")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """The plan is read and pytest-bdd's look-up is replaced."""
    global _current  # noqa: PLW0603 - the test module is imported without arguments
    suite = Suite(RunRequest.from_json(config.getoption("--fieldsync-request")))
    config.stash[_SUITE] = suite
    _current = suite
    suite.lookup.install()


def pytest_unconfigure(config: pytest.Config) -> None:
    """pytest-bdd is as it came."""
    suite = config.stash.get(_SUITE, None)
    if suite is not None:
        suite.lookup.remove()


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_apply_tag(tag: str, function: Any) -> bool:
    """Tags are the catalogue's business: no markers are made of them."""
    del tag, function
    return True


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """In a kill run, each scenario runs once per mutant that it has to meet."""
    suite = metafunc.config.stash[_SUITE]
    if not suite.request.mutants:
        metafunc.parametrize(_MUTANT, [None], ids=[""])
        return
    case = suite.by_template.get(_place(metafunc.function))
    mutants = mutants_for(case.rule, suite.request) if case else []
    metafunc.parametrize(_MUTANT, [one.id for one in mutants])


def _place(function: Any) -> tuple[str, str]:
    template = scenario_wrapper_template_registry[function]
    return template.feature.filename, template.name


def _case(suite: Suite, item: pytest.Item) -> PlannedScenario | None:
    assert isinstance(item, pytest.Function)
    params = item.callspec.params if hasattr(item, "callspec") else {}
    row = params.get("_pytest_bdd_example")
    return suite.by_place.get((*_place(item.obj), _key(row)))


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Exactly the plan stands there, in its order.

    Raises:
        HarnessError: pytest-bdd found other scenarios than the plan.
    """
    suite = config.stash[_SUITE]
    kept: list[tuple[int, int, pytest.Item]] = []
    for number, item in enumerate(items):
        case = _case(suite, item)
        if case is not None:
            item.stash[_TRACK] = Track(case=case)
            kept.append((suite.order[case.id], number, item))
    found = {item.stash[_TRACK].case.id for _, _, item in kept}
    missing = [case.id for case in suite.cases if case.id not in found]
    if missing and not suite.request.mutants:
        raise HarnessError(f"The plan names scenarios that did not load: {missing}")
    items[:] = [item for _, _, item in sorted(kept, key=lambda one: one[:2])]


@pytest.fixture(scope="session")
def bench(pytestconfig: pytest.Config) -> Iterator[Bench]:
    """Servers and implementation of this process, under a pinned clock."""
    asked = pytestconfig.stash[_SUITE].request
    made = Bench.of(asked)
    with PinnedClock():
        yield made
        pytestconfig.stash[_COMPLAINTS] = tuple(made.complaints())
        made.close()


def complaints_in(config: pytest.Config) -> tuple[str, ...]:
    """What this process noticed outside of scenarios."""
    return config.stash.get(_COMPLAINTS, ())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker's complaints travel with its farewell."""
    output: Any = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[PROPERTY] = list(complaints_in(session.config))


@pytest.fixture
def world(
    request: pytest.FixtureRequest, bench: Bench, mutant_id: str | None
) -> Iterator[World]:
    """The scenario's own world."""
    suite = request.config.stash[_SUITE]
    track = request.node.stash[_TRACK]
    made = bench.open_world(
        track.case.id,
        seed=suite.request.seed_of(track.case.id),
        mutant=_mutant(mutant_id),
    )
    track.begin(made)
    yield made
    bench.close_world(made)
    track.forget()  # its line has been told
    request.node.user_properties.clear()


def _mutant(mutant_id: str | None) -> Mutant | None:
    from harness.mutants.register import find  # noqa: PLC0415 - only kill runs pay

    return find(mutant_id) if mutant_id else None


def pytest_bdd_before_step(request: pytest.FixtureRequest) -> None:
    """A step begins."""
    request.node.stash[_TRACK].begin_step()


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """A step has passed."""
    request.node.stash[_TRACK].end_step()


def pytest_bdd_step_error(
    request: pytest.FixtureRequest, exception: BaseException
) -> None:
    """A step has failed."""
    request.node.stash[_TRACK].fail(exception)


def pytest_bdd_step_func_lookup_error(
    request: pytest.FixtureRequest, exception: BaseException
) -> None:
    """No definition fits a step."""
    request.node.stash[_TRACK].fail(exception)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:
    """The scenario's line travels with its report, also from a worker."""
    track = item.stash[_TRACK]
    failed_early = call.when == "setup" and call.excinfo is not None
    if call.when == "call" or failed_early:
        error = call.excinfo.value if call.excinfo else None
        line = _line(item, track, track.error or error)
        item.user_properties.append((PROPERTY, json.dumps(line, ensure_ascii=False)))
    return (yield)


def _line(
    item: pytest.Item, track: Track, error: BaseException | None
) -> dict[str, Any]:
    suite = item.config.stash[_SUITE]
    rule = suite.catalogue.rules.get(track.case.rule)
    judgement = judge(rule, error, track.world)
    mutant = item.callspec.params[_MUTANT] if hasattr(item, "callspec") else None
    if mutant is not None:
        return {
            "mutant": mutant,
            "id": track.case.id,
            "rule": track.case.rule,
            "title": track.case.title,
            "verdict": judgement.verdict.value,
            "message": judgement.message,
        }
    return scenario_line(track, judgement, suite.request)
