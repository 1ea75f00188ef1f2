"""Errors, settings, dates and text spans. Standard library only; imports nothing of Headwater."""
