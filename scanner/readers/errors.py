"""What stops the reading of a member, or of one record of it."""


class UnreadableError(Exception):
    """A member that can't be read; its message is the reason, without content of the export."""


class TooMuchError(UnreadableError):
    """More than may be parsed at once; where it is one record of many, the others can be read."""
