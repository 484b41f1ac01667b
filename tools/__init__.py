"""What the project's own tables are made with; no part of the program."""
