"""What can go wrong between a results file and its page: two things.

ReportError
    UnusableResults    the file cannot be believed or read; nothing is rendered
    UnwritableReport   the page is made and cannot be put where it should go

Both say in one sentence where, what, and what to do about it.
"""


class ReportError(Exception):
    """The caller can mend it; no traceback is needed."""

    def __init__(self, *, where: str, what: str, remedy: str) -> None:
        super().__init__(where, what, remedy)
        self.where = where
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}."


class UnusableResults(ReportError):  # noqa: N818 - named by what is the matter
    """The results file cannot be turned into a report."""


class UnwritableReport(ReportError):  # noqa: N818 - as UnusableResults
    """The report cannot be written to the folder that was asked for."""
