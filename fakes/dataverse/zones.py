"""Time zones: the only place that knows the codes of `usersettings.timezonecode`.

The codes are the published index values of Windows time zones; the zones of the tz
database are those that CLDR gives for the whole zone. Codes that were added later are
not known here: they are refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from fakes.dataverse import errors

_AMERICA: Final[Mapping[int, str]] = {
    3: "America/Anchorage",
    4: "America/Los_Angeles",
    10: "America/Denver",
    13: "America/Mazatlan",
    15: "America/Phoenix",
    20: "America/Chicago",
    25: "America/Regina",
    30: "America/Mexico_City",
    33: "America/Guatemala",
    35: "America/New_York",
    40: "America/Indiana/Indianapolis",
    45: "America/Bogota",
    50: "America/Halifax",
    55: "America/La_Paz",
    56: "America/Santiago",
    60: "America/St_Johns",
    65: "America/Sao_Paulo",
    70: "America/Cayenne",
    73: "America/Nuuk",
}
_EUROPE_AND_AFRICA: Final[Mapping[int, str]] = {
    80: "Atlantic/Azores",
    83: "Atlantic/Cape_Verde",
    85: "Europe/London",
    90: "Atlantic/Reykjavik",
    92: "UTC",
    95: "Europe/Budapest",
    100: "Europe/Warsaw",
    105: "Europe/Paris",
    110: "Europe/Berlin",
    113: "Africa/Lagos",
    115: "Europe/Chisinau",
    120: "Africa/Cairo",
    125: "Europe/Kyiv",
    130: "Europe/Bucharest",
    135: "Asia/Jerusalem",
    140: "Africa/Johannesburg",
    145: "Europe/Moscow",
    155: "Africa/Nairobi",
}
_ASIA_AND_PACIFIC: Final[Mapping[int, str]] = {
    0: "Etc/GMT+12",
    1: "Pacific/Apia",
    2: "Pacific/Honolulu",
    150: "Asia/Riyadh",
    158: "Asia/Baghdad",
    160: "Asia/Tehran",
    165: "Asia/Dubai",
    170: "Asia/Yerevan",
    175: "Asia/Kabul",
    180: "Asia/Yekaterinburg",
    185: "Asia/Tashkent",
    190: "Asia/Kolkata",
    193: "Asia/Kathmandu",
    200: "Asia/Colombo",
    201: "Asia/Novosibirsk",
    203: "Asia/Yangon",
    205: "Asia/Bangkok",
    207: "Asia/Krasnoyarsk",
    210: "Asia/Shanghai",
    215: "Asia/Singapore",
    220: "Asia/Taipei",
    225: "Australia/Perth",
    227: "Asia/Irkutsk",
    230: "Asia/Seoul",
    235: "Asia/Tokyo",
    240: "Asia/Yakutsk",
    245: "Australia/Darwin",
    250: "Australia/Adelaide",
    255: "Australia/Sydney",
    260: "Australia/Brisbane",
    265: "Australia/Hobart",
    270: "Asia/Vladivostok",
    275: "Pacific/Port_Moresby",
    280: "Pacific/Guadalcanal",
    285: "Pacific/Fiji",
    290: "Pacific/Auckland",
    300: "Pacific/Tongatapu",
}
ZONES: Final[Mapping[int, str]] = {
    **_AMERICA,
    **_EUROPE_AND_AFRICA,
    **_ASIA_AND_PACIFIC,
}


def zone_of(code: object) -> ZoneInfo:
    """The time zone of a code.

    Raises:
        DataverseError: the code is not known here.
    """
    name = ZONES.get(code) if isinstance(code, int) else None
    if name is None:
        raise errors.unsupported(f"the time zone code {code}")
    return ZoneInfo(name)
