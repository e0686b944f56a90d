"""What a use case refuses to do, in words for staff."""

from __future__ import annotations


class Refused(Exception):
    """A rule of the program refuses what was asked; nothing has been changed."""
