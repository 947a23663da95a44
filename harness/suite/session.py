"""One pytest session in this process, whatever the caller's own pytest settings."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from harness.errors import HarnessError
from harness.paths import SUITE
from harness.suite.recorder import Recorder
from harness.suite.request import RunRequest
from harness.suite.trimming import WITHOUT


def run_session(request: RunRequest, recorder: Recorder, *, workers: int) -> bool:
    """The plan has run, line by line into `recorder`; False: the user interrupted it.

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
        *_distribution(workers),
        str(SUITE / "test_conformance.py"),
    ]
    code = _main(arguments, recorder)
    if code == pytest.ExitCode.INTERRUPTED and not recorder.internal_errors:
        return False
    if recorder.internal_errors or code not in (
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
    ):
        told = "\n".join(recorder.internal_errors) or f"pytest ended with {code}"
        raise HarnessError(f"The suite itself failed:\n{told}")
    return True


def _distribution(workers: int) -> Sequence[str]:
    if workers <= 1:
        return ()
    return ("-p", "xdist.plugin", "-n", str(workers), "--dist", "load")


def _main(arguments: list[str], recorder: Recorder) -> int:
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
        return pytest.main(arguments, plugins=[recorder])
    finally:
        for name, value in kept.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
