"""One pytest session in this process, whatever the caller's own pytest settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import pytest

from harness.errors import HarnessError
from harness.paths import SUITE
from harness.suite.failfast import DISTRIBUTION, FailFast
from harness.suite.recorder import Recorder
from harness.suite.request import RunRequest
from harness.suite.trimming import WITHOUT


def run_session(
    request: RunRequest,
    recorder: Recorder,
    *,
    workers: int,
    enough: Callable[[], bool] = lambda: False,
) -> bool:
    """The plan has run, line by line into `recorder`; False: the user interrupted it.

    With `fail_fast` the rest of the plan is left out as soon as `enough()`.

    Raises:
        HarnessError: pytest or the suite failed by itself.
    """
    arguments = [
        *("-c", str(SUITE / "pytest.toml")),
        *("--rootdir", str(SUITE)),
        *("-p", "pytest_bdd.plugin", "-p", "harness.suite.plugin"),
        *(part for name in WITHOUT for part in ("-p", f"no:{name}")),
        "--assert=plain",
        "--capture=no",
        *("--fieldsync-request", request.to_json()),
        *_distribution(workers, request),
        str(SUITE / "test_conformance.py"),
    ]
    fail_fast = FailFast(enough)
    code = _main(arguments, [recorder, fail_fast] if request.fail_fast else [recorder])
    if code == pytest.ExitCode.INTERRUPTED and not recorder.internal_errors:
        return fail_fast.stopped
    if recorder.internal_errors or code not in (
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
    ):
        told = "\n".join(recorder.internal_errors) or f"pytest ended with {code}"
        raise HarnessError(f"The suite itself failed:\n{told}")
    return True


def _distribution(workers: int, request: RunRequest) -> Sequence[str]:
    if workers <= 1:
        return ()
    chunks = DISTRIBUTION if request.fail_fast else ()
    return ("-p", "xdist.plugin", "-n", str(workers), "--dist", "load", *chunks)


def _main(arguments: list[str], plugins: list[object]) -> int:
    """pytest, deaf to plugins and options of the surroundings."""
    kept = {
        name: os.environ.get(name)
        for name in (
            "PYTEST_ADDOPTS",
            "PYTEST_PLUGINS",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD",
        )
    }
    for name in kept:
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        return pytest.main(arguments, plugins=plugins)
    finally:
        for name, value in kept.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
