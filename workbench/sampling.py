"""Drawing samples that anyone can draw again: pure, from keys and amounts.

Drawing by chance: each key gets the number SHA-256(seed, a line feed, key) and the smallest numbers
are taken, which is sampling without replacement with the same chance for all. The order that the
population comes in means nothing, and a key that is added moves at most itself into the sample.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

Item = tuple[str, int, int]
"""Key, öre, and how much about it is out of the ordinary."""


class Drawn(NamedTuple):
    """An item of a sample and why it is in it."""

    nyckel: str
    belopp: int
    skal: str


@dataclass(slots=True)
class Population:
    """What a sample is drawn from: how many, their öre, and the SHA-256 of all of them.

    ``seen`` passes items on and counts them; the digest is the sum of each item's own, so that it
    does not depend on the order they come in.
    """

    antal: int = 0
    ore: int = 0
    over_noll: int = 0
    """The öre of those worth more than nothing, which monetary-unit sampling chooses among."""
    _sum: int = 0

    def seen(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items as they are, counted."""
        for item in items:
            key, ore, _ = item
            self.antal += 1
            self.ore += ore
            if ore > 0:
                self.over_noll += ore
            digest = hashlib.sha256(f"{key}\n{ore}".encode()).digest()
            self._sum += int.from_bytes(digest)
            yield item

    @property
    def avtryck(self) -> str:
        """The fingerprint of the population, 64 hexadecimal digits."""
        return f"{self._sum % (1 << 256):064x}"


def number(seed: str, key: str) -> int:
    """Return the number that chance gives a key under a seed."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{key}".encode()).digest())


def by_chance(items: Iterable[Item], count: int, seed: str) -> list[Drawn]:
    """Return ``count`` items, each as likely as any other, in the order they were drawn."""
    begun, sha256 = f"{seed}\n", hashlib.sha256
    # As bytes the numbers have the same order, and a million of them cost half as much.
    numbered = ((sha256(f"{begun}{item[0]}".encode()).digest(), item) for item in items)
    chosen = heapq.nsmallest(count, numbered)
    return [Drawn(key, ore, "slump") for _, (key, ore, _) in chosen]


def largest(items: Iterable[Item], count: int) -> list[Drawn]:
    """Return the items of most öre; of equal ones the first by key."""
    chosen = heapq.nsmallest(count, items, key=lambda item: (-item[1], item[0]))
    return [Drawn(key, ore, "störst") for key, ore, _ in chosen]


def by_deviation(items: Iterable[Item], count: int, seed: str) -> list[Drawn]:
    """Return the items with most control patterns; of equal ones by chance. An item without any
    is never taken."""
    odd = (item for item in items if item[2])
    chosen = heapq.nsmallest(count, odd, key=lambda item: (-item[2], number(seed, item[0])))
    return [Drawn(key, ore, f"{patterns} mönster") for key, ore, patterns in chosen]


def interval(total: int, count: int) -> int:
    """Return the öre between two hits of monetary-unit sampling; at least 1."""
    return max(1, total // count)


def by_krona(items: Iterable[Item], step: int, seed: str) -> list[Drawn]:
    """Return the items in which every ``step``-th öre lies, counted from a start that the seed
    gives; items come in an order of their own (by key) that must be the same each time.

    Every öre is as likely as any other. One item may be hit several times and is in the sample
    once; nothing of zero or less can be hit.
    """
    at = number(seed, "start") % step
    passed, drawn = 0, []
    for key, ore, _ in items:
        if ore <= 0:
            continue
        passed += ore
        hits = 0
        while at < passed:
            hits += 1
            at += step
        if hits:
            drawn.append(Drawn(key, ore, "krona" if hits == 1 else f"krona, {hits} träffar"))
    return drawn
