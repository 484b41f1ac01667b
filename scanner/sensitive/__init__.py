"""Sensitive content in text and metadata."""
