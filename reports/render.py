"""Results in, one HTML file out: everything it needs is inside it."""

import os
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.collector import resting_collector
from reports.errors import UnwritableReport
from reports.model import Results
from reports.page import Page, page_of
from reports.shown import moment, shown
from reports.words import counted

FILE_NAME: Final = "index.html"


def render(results: Results, out_dir: Path | str) -> Path:
    """The path of the page that was written; never half a page.

    Raises:
        UnwritableReport: the folder cannot be made or written.
    """
    folder = Path(out_dir)
    page = folder / FILE_NAME
    content = html_of(results).encode("utf-8", "replace")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(page, content)
    except OSError as error:
        raise UnwritableReport(
            where=str(page),
            what=f"the report cannot be written ({error.strerror})",
            remedy="name a folder that you may write to",
        ) from error
    return page


def html_of(results: Results) -> str:
    """The whole page as text: the same results give the same text."""
    with resting_collector():
        return _html(results)


def _html(results: Results) -> str:
    page = page_of(results)
    style, script = _asset("report.css"), _asset("report.js")
    return (
        _environment()
        .get_template("index.html.j2")
        .render(
            page=page,
            run=results.run,
            iut=results.run.iut,
            end=results.end,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=_policy(style, script),
            icon=_icon(page),
        )
    )


def _replace(target: Path, content: bytes) -> None:
    """The target holds the content, all or nothing, readable as any new file is."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".report-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["between_tags"] = _between_tags
    environment.filters["moment"] = moment
    environment.filters["counted"] = counted
    return environment


def _finalize(value: Any) -> Any:
    """Every text that a template prints goes through `shown`; nothing can forget it."""
    return shown(value) if type(value) is str else value


def _between_tags(text: str) -> Markup:
    """The text escaped for use between tags, never in an attribute: quotes stay.

    Thousands of steps quote their titles; an escaped quote is five times as long.
    """
    escaped = shown(text).replace("&", "&amp;").replace("<", "&lt;")
    return Markup(escaped.replace(">", "&gt;"))  # noqa: S704 - escaped just now


@cache
def _asset(name: str) -> str:
    asset = resources.files(__package__).joinpath("assets", name)
    lines = asset.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.strip() for line in lines)  # indentation is for editors


def _policy(style: str, script: str) -> str:
    """Only our one style and our one script; no network, no frames, no HTML sinks."""
    directives: Mapping[str, str] = {
        "default-src": "'none'",
        "style-src": f"'sha256-{_digest(style)}'",
        "script-src": f"'sha256-{_digest(script)}'",
        "img-src": "data:",  # the sign in the browser's tab
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _icon(page: Page) -> str:
    colours = {"pass": "#1a7f37", "fail": "#cf222e", "inconclusive": "#9a6700"}
    colour = colours.get(page.label.css, "#8250df")
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
        f'<rect width="16" height="16" rx="4" fill="{colour}"/>'
        '<text x="8" y="12" font-size="11" font-weight="bold" text-anchor="middle"'
        f' fill="#fff">{page.label.sign}</text></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"
