"""Whose export it is: accounts, their state over time, and the person the items are judged for."""
