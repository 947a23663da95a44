"""The organisation's XML of settings, read with suspicion.

An absent element means its default (section 10). A document type declaration, with
which entities could be smuggled in, is refused.
"""

from xml.etree import ElementTree as ET

from reference_impl.rules.model import Settings

TRUE_WORDS = frozenset({"true", "1"})


def parse(text: str | None, *, resource_booking_sync: bool) -> Settings:
    """Return the settings that an organisation row holds.

    Raises:
        ValueError: the text is no XML, or declares a document type.
    """
    values = _elements(text)
    return Settings(
        resource_booking_sync=resource_booking_sync,
        propagate_cancellations=_flag(
            values, "SSSPropagateAppointmentCancellationsToExchange", default=False
        ),
        distinct_deletes=_flag(
            values, "DistinctPhysicalAndLogicalDeletesForExchangeSync", default=False
        ),
        track_categorized_items=_flag(values, "TrackCategorizedItems", default=True),
    )


def _elements(text: str | None) -> dict[str, str]:
    if text is None or not text.strip():
        return {}
    if "<!doctype" in text.casefold() or "<!entity" in text.casefold():
        raise ValueError("orgdborgsettings declares a document type")
    try:
        root = ET.fromstring(text)  # noqa: S314  no DOCTYPE gets this far
    except ET.ParseError as error:
        raise ValueError("orgdborgsettings is no XML") from error
    return {child.tag.casefold(): (child.text or "") for child in root}


def _flag(values: dict[str, str], name: str, *, default: bool) -> bool:
    text = values.get(name.casefold(), "").strip().casefold()
    return text in TRUE_WORDS if text else default
