"""Brute-force reference implementation of the rulebook, used only to test the real program."""
