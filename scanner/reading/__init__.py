"""Every member to its reader, in one process or several, and what became of it."""
