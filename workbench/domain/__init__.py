"""Frozen values without input or output: time, money, people, rows, findings, lines."""
