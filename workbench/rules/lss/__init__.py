"""Rules that stand in lag (1993:387) om stöd och service till vissa funktionshindrade."""
