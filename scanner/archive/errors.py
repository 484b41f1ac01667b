"""What can go wrong with an export's bytes: one small tree of exceptions."""


class ArchiveError(Exception):
    """Something of an export can't be opened or read; the message says why, without content of it."""


class PathNotFoundError(ArchiveError):
    """A path was given where nothing is."""


class NotAnArchiveError(ArchiveError):
    """A path was given that is neither a folder nor a zip."""


class WrongFolderError(NotAnArchiveError):
    """A folder holds so much else that it is not the one of an export; the message says what to give."""


class BrokenZipError(ArchiveError):
    """A zip whose table of contents can't be read."""


class MemberError(ArchiveError):
    """One member can't be read; the others may."""
