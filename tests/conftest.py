"""What holds for every test."""

from hypothesis import settings

# a deadline would measure how busy the machine is, not the code
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
