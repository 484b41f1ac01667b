"""Exports that were made to do harm, and every command run on them."""
