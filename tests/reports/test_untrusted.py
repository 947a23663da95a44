import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.reports.makers import a_scenario, an_exchange, lines_of
from tests.reports.reading import Reading, page_of, unpacked
from tests.reports.sample import sample_lines

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'\x00\u202e"


def evil(value: Any) -> Any:
    """The value with every text that may be any text replaced by an attack."""
    kept = {
        *("kind", "id", "rule", "profile", "at", "until", "starts_at", "verdict"),
        *("outcome", "origin", "service", "clock_mode", "strength", "confidence"),
        *("tier", "sync_method", "judgement", "canary", "planned", "counts"),
        *("expires", "judged_on", "state"),
    }
    if isinstance(value, dict):
        return {key: part if key in kept else evil(part) for key, part in value.items()}
    if isinstance(value, list):
        return [evil(part) for part in value]
    return EVIL if isinstance(value, str) else value


def test_an_attack_in_every_text_stays_text(tmp_path: Path) -> None:
    """No element, attribute or script comes from a run."""
    lines = [evil(line) for line in sample_lines()]
    lines[0]["schema"] = 1
    clean, attacked = (
        Reading(page_of(tmp_path, which)) for which in (sample_lines(), lines)
    )

    assert "␀" in attacked.text
    assert "<script>alert(1)</script>" in attacked.text
    assert "⟨U+202E⟩" in attacked.text
    assert {tag for tag, _ in attacked.tags} <= {tag for tag, _ in clean.tags}
    assert "onerror" not in {name for _, known in attacked.tags for name in known}
    runnable = [data for known, data in attacked.scripts if "type" not in known]
    assert len(runnable) == 1
    assert "alert" not in runnable[0]


def test_an_address_is_a_link_only_when_it_is_of_the_web(tmp_path: Path) -> None:
    """No javascript: link comes from a description or a waiver."""
    lines = sample_lines()
    lines[0]["iut"]["homepage"] = "javascript:alert(1)"
    for line in lines:
        if "waiver" in line:
            line["waiver"]["issue"] = "javascript:alert(1)"
    lines[-1]["waivers"]["entries"][0]["issue"] = " javascript:alert(1)"

    page = Reading(page_of(tmp_path, lines))

    assert "javascript:alert(1)" in page.text
    assert all("alert" not in str(known.get("href")) for _, known in page.tags)


def test_the_policy_allows_this_script_and_style_and_nothing_else(
    tmp_path: Path,
) -> None:
    """By hash; no network, no frames, no inline handlers, no sinks for HTML."""
    html = page_of(tmp_path, sample_lines())
    policy = next(
        str(known["content"])
        for _, known in Reading(html).tags
        if known.get("http-equiv") == "Content-Security-Policy"
    )

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "style=" not in html
    script = next(data for known, data in Reading(html).scripts if "type" not in known)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    for forbidden in ("innerHTML", "eval(", "fetch(", "XMLHttp", "import(", "http"):
        assert forbidden not in script


def test_nothing_is_loaded_from_elsewhere(tmp_path: Path) -> None:
    """Only links lead outside: to the vendor's homepage and the issues of waivers."""
    page = Reading(page_of(tmp_path, sample_lines()))

    outside = [
        (tag, name)
        for tag, known in page.tags
        for name, value in known.items()
        if name in {"src", "href"}
        and not str(value).startswith(("#", "data:image/svg"))
    ]

    assert outside == [("a", "href")] * 3


def test_bodies_are_packed_once_and_found_by_their_place(tmp_path: Path) -> None:
    """The index names target, headers and bodies of each exchange."""
    body = json.dumps({"content": EVIL})
    exchange = an_exchange(request_body=body, response_body=body, truncated=True)
    bare = an_exchange(2, request_headers=[], response_headers=[], response_body=None)
    html = page_of(tmp_path, lines_of(a_scenario(exchanges=[exchange, bare])))

    ((index, *texts),) = unpacked(html)

    assert json.loads(index) == [[[-1, -1, -1, -1, 3, 1], [1, -1, 0, 5, 0, 0]]]
    assert texts == [
        "/api/data/v9.2/bookableresourcebookings?$select=name",
        "Accept: application/json",
        body,
        "Content-Type: application/json",
        "",
    ]
    assert "data-z=0.0" in html


def test_many_exchanges_are_packed_in_chunks(tmp_path: Path) -> None:
    """A browser unpacks only what is looked at."""
    scenarios = [
        a_scenario(f"No {n}", exchanges=[an_exchange(k) for k in range(700)])
        for n in range(3)
    ]

    html = page_of(tmp_path, lines_of(*scenarios))

    assert re.findall(r"data-z=([\d.]+)", html) == ["0.0", "0.1", "1.0"]
    assert len(unpacked(html)) == 2


def test_secrets_reach_neither_the_page_nor_the_bodies(tmp_path: Path) -> None:
    """Headers, forms and JSON; the harness's own mask or none."""
    html = page_of(tmp_path, sample_lines())
    packed = "\n".join(text for chunk in unpacked(html) for text in chunk)

    for secret in ("hush", "ey.secret", "top-secret-token"):
        assert secret not in html
        assert secret not in packed
    assert "client_secret=•••" in packed


def test_long_ids_are_shortened_in_rows_and_whole_with_the_bodies(
    tmp_path: Path,
) -> None:
    """Table and resource names stay whole however long they are."""
    guid = "3f2b91c0-1111-4222-8333-944444444444"
    event = "AAMkAGI2TG93AAA1234567890="
    targets = (
        f"/t/1/api/data/v9.2/msdyn_bookableresourcebookingtemplates({guid})?$select=a",
        f"/v1.0/users/a@b.example/calendar/events/{event}",
    )
    exchanges = [an_exchange(n, target=target) for n, target in enumerate(targets)]
    html = page_of(tmp_path, lines_of(a_scenario(exchanges=exchanges)))

    text = Reading(html).text

    assert "dataverse /msdyn_bookableresourcebookingtemplates(3f2b91c0…)" in text
    assert "/users/a@b.example/calendar/events/AAMkAGI2…" in text
    assert [one for one in targets if one in unpacked(html)[0]] == list(targets)


def test_what_the_implementation_says_for_itself_is_shown_escaped(
    tmp_path: Path,
) -> None:
    """Diagnostics and last output, each below a heading of its own."""
    scenario = a_scenario(
        verdict="crashed", diagnostics='{"queue": "<b>7"}', output="out of <script>"
    )

    html = page_of(tmp_path, lines_of(scenario))

    assert "{&#34;queue&#34;: &#34;&lt;b&gt;7&#34;}" in html
    assert "out of &lt;script&gt;" in html
