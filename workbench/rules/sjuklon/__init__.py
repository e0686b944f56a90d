"""Sjuklön: what stands against a claim (9.2.28). Found together, since passes share vikarier."""
