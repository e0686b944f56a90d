"""A claim's money over its months: what a payment, a write-off and a court do to each. Pure.

Repayments, cuts and eftergift go to the oldest month first (rulebook section 8). Amounts are öre.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workbench.domain.time import add_months


class Post(NamedTuple):
    """A claim's amounts on one key, oldest month first in a list."""

    utestaende: int
    aterbetalt: int
    nedlagt: int


def repay(posts: Sequence[Post], belopp: int) -> tuple[list[int], int]:
    """Return what a payment repays of each key, oldest first, and what is above what is owed."""
    taken = _spread([post.utestaende for post in posts], belopp)
    return taken, belopp - sum(taken)


def drop(posts: Sequence[Post], belopp: int) -> list[int]:
    """Return how much of each key's outstanding is dropped, oldest first."""
    return repay(posts, belopp)[0]


def monthly(owed: int, first: int, each: int) -> list[tuple[int, int]]:
    """Return (day, öre) of a plan that pays what is owed with so much a month from a day on; the
    last month takes what is left. Days are day numbers.

    Raises ValueError when ``each`` is not above zero, or the plan would take over fifty years.
    """
    if each <= 0 or owed > each * 600:
        raise ValueError(each)
    return [
        (add_months(first, place), min(each, owed - place * each))
        for place in range(-(-owed // each))
    ]


def leave(posts: Sequence[Post], belopp: int, struck: Sequence[int]) -> tuple[list[Post], int]:
    """Return the keys when a court leaves ``belopp`` of a claim, and what is to be paid back.

    What is struck goes to the oldest month first, and what has been repaid is counted anew on what
    is left, oldest first. ``struck`` is what courts have struck of each key before: when more is
    left now than then, the newest months take back what they lost, and no more than that.
    """
    live = [post.utestaende + post.aterbetalt for post in posts]
    change = belopp - sum(live)
    if change > 0:
        lost = [min(own, post.nedlagt) for own, post in zip(struck, posts, strict=True)]
        back = reversed(_spread(lost[::-1], change))
        live = [own + taken for own, taken in zip(live, back, strict=True)]
    else:
        live = [own - taken for own, taken in zip(live, _spread(live, -change), strict=True)]
    repaid = sum(post.aterbetalt for post in posts)
    own = _spread(live, repaid)
    left = [
        Post(kept - taken, taken, sum(post) - kept)
        for post, kept, taken in zip(posts, live, own, strict=True)
    ]
    return left, repaid - sum(own)


def _spread(room: Sequence[int], ore: int) -> list[int]:
    """Return öre laid out on places, each as far as it has room, the first place first."""
    laid = []
    for own in room:
        laid.append(min(own, ore))
        ore -= laid[-1]
    return laid
