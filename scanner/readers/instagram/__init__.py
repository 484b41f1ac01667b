"""Instagram's exports of 2018 to 2026: a module for each kind of content."""
