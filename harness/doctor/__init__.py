"""Is the adapter sound? Ten checks before anything is scored (contract page)."""

from harness.doctor.examination import examine
from harness.doctor.finding import Finding, Outcome
from harness.doctor.patient import Patient

__all__ = ["Finding", "Outcome", "Patient", "examine"]
