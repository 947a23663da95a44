"""P2: what the runner costs: 1,000 trivial scenarios x 5 steps, 305 step definitions.

Compared with behave and with plain pytest-bdd on the same features. Needs behave:
    pip install behave && python benchmarks/p2_runner.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

SCENARIOS, STEPS, DEFINITIONS, ROUNDS = 1000, 5, 305, 3
CHILD = """
import sys
import pytest
from harness.suite.lookup import FastLookup
from harness.suite.trimming import WITHOUT

if {fast}:
    FastLookup().install()
sys.exit(pytest.main([
    "-c", "pytest.toml", "-p", "pytest_bdd.plugin", "--capture=no",
    *(part for name in WITHOUT for part in ("-p", f"no:{{name}}")),
    "test_it.py",
]))
"""


def main() -> None:
    """Print the medians and the ratio to behave."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_suite(root)
        figures = {name: [] for name in ("fieldsync", "behave", "pytest-bdd")}
        for _ in range(ROUNDS):
            figures["fieldsync"].append(child(root, fast=True))
            figures["behave"].append(
                timed(
                    [sys.executable, "-m", "behave", "-f", "null", "--no-summary"], root
                )
            )
        figures["pytest-bdd"].append(child(root, fast=False))
        for name, times in figures.items():
            print(f"{name}: {median(times):.2f} s")
        ratio = median(figures["fieldsync"]) / median(figures["behave"])
        print(f"P2 fieldsync / behave: {ratio:.2f} (aim: at most 1)")


def write_suite(root: Path) -> None:
    """Features, steps for both runners, and settings."""
    (root / "features" / "steps").mkdir(parents=True)
    lines = ["Feature: Trivial", ""]
    for number in range(SCENARIOS):
        lines.append(f"  Scenario: Number {number}")
        for step in range(STEPS):
            word = ("Given", "When", "And", "Then", "And")[step]
            phrase = (number * 7 + step * 61) % DEFINITIONS
            lines.append(f'    {word} the thing {phrase} is called "{number}"')
    (root / "features" / "trivial.feature").write_text("\n".join(lines))
    behave = ["from behave import step"]
    bdd = ["from pytest_bdd import parsers, scenarios, step", ""]
    for number in range(DEFINITIONS):
        phrase = f'the thing {number} is called "{{name}}"'
        behave += [f"@step('{phrase}')", "def _(context, name): pass"]
        bdd += [f"@step(parsers.parse('{phrase}'))", "def _(name): pass"]
    bdd.append('scenarios("features/trivial.feature")')
    (root / "features" / "steps" / "all.py").write_text("\n".join(behave))
    (root / "test_it.py").write_text("\n".join(bdd))
    (root / "pytest.toml").write_text(
        '[pytest]\naddopts = ["--import-mode=importlib"]\n'
    )


def child(root: Path, *, fast: bool) -> float:
    """Seconds for one run under pytest, as a whole process."""
    script = root / "child.py"
    script.write_text(CHILD.format(fast=fast))
    return timed([sys.executable, str(script)], root)


def timed(command: list[str], root: Path) -> float:
    """Seconds for one run of the command, as a whole process."""
    source = str(Path(__file__).resolve().parent.parent)
    start = time.perf_counter()
    subprocess.run(
        command,
        cwd=root,
        check=True,
        capture_output=True,
        env={"PYTHONPATH": source, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATH": ""},
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
