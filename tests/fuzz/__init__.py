"""Input that nobody would write by hand: coverage-guided fuzzing, and the small inputs that it found."""
