"""Where settings, categories and time zones are (section 2.3)."""

from __future__ import annotations

from typing import Final

from fakes.exchange.endpoint import Endpoint
from fakes.exchange.permissions import READ_SETTINGS, WRITE_SETTINGS
from fakes.exchange.settings import answers

_CATEGORIES: Final = "{U}/outlook/masterCategories"
_CATEGORY: Final = f"{_CATEGORIES}/{{category}}"
ENDPOINTS: Final = (
    Endpoint("GET", _CATEGORIES, answers.categories, "category.list", READ_SETTINGS),
    Endpoint(
        "POST", _CATEGORIES, answers.create_category, "category.create", WRITE_SETTINGS
    ),
    Endpoint("GET", _CATEGORY, answers.read_category, "category.read", READ_SETTINGS),
    Endpoint(
        "PATCH", _CATEGORY, answers.update_category, "category.update", WRITE_SETTINGS
    ),
    Endpoint(
        "DELETE", _CATEGORY, answers.delete_category, "category.delete", WRITE_SETTINGS
    ),
    Endpoint(
        "GET",
        "{U}/mailboxSettings",
        answers.settings,
        "mailboxSettings.read",
        READ_SETTINGS,
    ),
    Endpoint(
        "PATCH",
        "{U}/mailboxSettings",
        answers.update_settings,
        "mailboxSettings.update",
        WRITE_SETTINGS,
    ),
    Endpoint(
        "GET",
        "{U}/mailboxSettings/{setting}",
        answers.setting,
        "mailboxSettings.read",
        READ_SETTINGS,
    ),
    Endpoint(
        "GET",
        "{U}/outlook/supportedLanguages",
        answers.languages,
        "language.list",
        READ_SETTINGS,
    ),
    Endpoint(
        "GET",
        "{U}/outlook/supportedTimeZones",
        answers.zones,
        "timeZone.list",
        READ_SETTINGS,
    ),
)
