"""What every list screen is asked: what its filter line holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is asked for: what the filter line holds. Screens add the rest and the answer."""

    needle: str = ""
