"""Days as moments. A leaf."""

from datetime import UTC, date, datetime, time


def day_start(day: date) -> datetime:
    """Return the first moment of a day, UTC."""
    return datetime.combine(day, time(), UTC)
