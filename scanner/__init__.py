"""What of yours on Facebook and Instagram stands inside the pool Meta names for training its AI."""

__version__ = "0.1.0"
