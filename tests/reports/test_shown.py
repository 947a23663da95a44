import pytest

from reports.shown import MASK, moment, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1b[31m", "a␀b␛[31m"),
        ("tab\tand\nnewline stay", "tab\tand\nnewline stay"),
        ("gone\r\x7f", "gone␍␡"),
        ("moc\u202etxt.exe", "moc⟨U+202E⟩txt.exe"),
        ("half \ud800 pair", "half ⟨U+D800⟩ pair"),
        ("Überprüfung 点検 🛠", "Überprüfung 点検 🛠"),
    ],
)
def test_hidden_characters_become_visible(text: str, expected: str) -> None:
    """Nothing hides in a text or reorders it; letters of all scripts stay."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization: Bearer abc", f"Authorization: {MASK}"),
        ("A: a\nauthorization: Basic eA==\nB: b", f"A: a\nauthorization: {MASK}\nB: b"),
        ("Set-Cookie: sid=1", f"Set-Cookie: {MASK}"),
        ("client_secret=hush&scope=x", f"client_secret={MASK}&scope=x"),
        ('{"access_token": "ey.J", "n": 1}', f'{{"access_token": "{MASK}", "n": 1}}'),
        (r'"{\"access_token\":\"ey\"}"', rf'"{{\"access_token\":\"{MASK}\"}}"'),
        (f"sent Bearer {'x' * 40} twice", f"sent Bearer {MASK} twice"),
        ("The bearer of this secret token", "The bearer of this secret token"),
    ],
)  # fmt: skip
def test_secrets_are_masked_and_prose_is_not(text: str, expected: str) -> None:
    """The harness removes them; should it miss one, the page does not show it."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02T08:15:00Z", "08:15"),
        ("2026-03-02T08:15:07Z", "08:15:07"),
        ("2026-03-02T08:15:07.250Z", "08:15:07.25"),
        ("2026-03-03T00:00:00Z", "Tue 3 Mar 00:00"),
        ("2026-02-30T00:00:00Z", "2026-02-30T00:00:00Z"),
    ],
)
def test_a_moment_is_told_without_the_first_day(at: str, expected: str) -> None:
    """Seconds only when there are any; what is no date stays as it is."""
    assert moment(at, besides="2026-03-02T08:00:00Z") == expected
