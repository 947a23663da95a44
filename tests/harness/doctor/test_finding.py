"""What a finding tells is fit to be shown, whoever wrote it."""

from __future__ import annotations

from harness.doctor.finding import failed


def test_words_of_an_implementation_cannot_act_on_a_terminal() -> None:
    finding = failed(2, "It is called \x1b[31mred\n\n  and\x9b2J more", hint="Mend it.")

    assert finding.seen == "It is called \\x1b[31mred and\\x9b2J more"


def test_a_flood_of_words_is_cut() -> None:
    finding = failed(1, "x" * 100_000, hint="Mend it.")

    assert len(finding.seen) < 2_000
