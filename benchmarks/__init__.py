"""Measures the program beside floors of the same machine and minute: ``python -m benchmarks``."""
