"""Texts that explain what has focus, for the help box."""
