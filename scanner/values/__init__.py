"""Days and names, compared in one way everywhere. Leaves."""
