"""What ends a process group when the harness dies: the only place that sees to it.

PR_SET_PDEATHSIG would have to be set between fork and exec, where Python code may
deadlock in a process with threads; atexit is not run on SIGKILL. So a shell of 1 MB
waits at a pipe whose other end only the harness holds: however the harness ends, the
pipe does, and then the shell kills the group.
"""

from __future__ import annotations

import subprocess
from typing import Final

_SCRIPT: Final = 'read -r farewell || kill -s KILL -- "-$1"'


class Guard:
    """Watches over one process group until it is dismissed."""

    def __init__(self, group: int) -> None:
        self._shell = subprocess.Popen(  # noqa: S603 - a fixed command
            ["/bin/sh", "-c", _SCRIPT, "guard", str(group)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the harness alone
        )

    def dismiss(self) -> None:
        """The guard is gone and has killed nothing. Dismissing again does nothing."""
        if self._shell.returncode is None:
            self._shell.communicate(b"\n")
