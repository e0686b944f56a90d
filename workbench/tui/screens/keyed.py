"""What screens and boxes do with keys: a letter of theirs goes before one of the list inside."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.screen import Screen

from workbench.tui.actions import YIELDS

T = TypeVar("T")


class Keyed(Screen[T], Generic[T]):
    """A screen whose own keys go before ``YIELDS`` of the list or text that has focus."""

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        chain = super()._binding_chain
        own = next((keys for node, keys in chain if node is self), None)
        taken = YIELDS.intersection(own.key_to_bindings) if own is not None else ()
        for node, keys in chain:
            if node is self:
                break
            for key in taken:
                keys.key_to_bindings.pop(key, None)
        return chain
