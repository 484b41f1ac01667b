"""What stops the reading of a member."""


class UnreadableError(Exception):
    """A member that can't be read; its message is the reason, without content of the export."""
