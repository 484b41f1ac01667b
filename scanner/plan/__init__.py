"""What a person can do, and what each step changes."""
