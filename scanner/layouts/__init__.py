"""Which reader a member goes to, or why none does: the rows of `rules/layouts`."""
