"""What the states of a claim are called in Swedish."""

from __future__ import annotations

KRAV = {
    "forslag": "förslag",
    "skrivs-av-forslag": "förslag, eget fel",
    "utredning": "utredning",
    "kommunicerad": "kommunicerat",
    "beslutad": "beslutat",
    "delgiven": "delgivet",
    "overklagad": "överklagat",
    "faststalld": "fastställt",
    "andrad": "ändrat",
    "upphavd": "upphävt",
    "aterforvisad": "återförvisat",
    "laga-kraft": "laga kraft",
    "avbetalning": "avbetalning",
    "kronofogden": "Kronofogden",
    "betald": "betalt",
    "nedlagd": "nedlagt",
    "eftergiven": "eftergivet",
}
"""The state of a claim, in the order it is reached."""


def word(state: str) -> str:
    """Return a state as staff read it."""
    return KRAV.get(state, state)
