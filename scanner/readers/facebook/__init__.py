"""Facebook's exports of 2018 to 2026, one small file for each kind of content."""
