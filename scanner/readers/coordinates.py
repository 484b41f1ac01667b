"""Coordinates out of JSON."""

from typing import Final

Pair = tuple[float | None, float | None]

NO_PLACE: Final[Pair] = (None, None)
"""An absent or impossible pair of coordinates, or (0, 0), which means that there was no GPS fix."""
_LATITUDE_LIMIT: Final = 90
_LONGITUDE_LIMIT: Final = 180


def coordinates(latitude: object, longitude: object) -> Pair:
    """Return both in degrees, of numbers or of text, or `NO_PLACE`."""
    north, east = _degrees(latitude, _LATITUDE_LIMIT), _degrees(longitude, _LONGITUDE_LIMIT)
    if north is None or east is None or (north == 0 and east == 0):
        return NO_PLACE
    return north, east


def _degrees(value: object, limit: int) -> float | None:
    """Return the degrees of a number or text, or None where they can't be any."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if -limit <= degrees <= limit else None
