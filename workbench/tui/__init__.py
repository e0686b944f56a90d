"""The Textual face; nothing outside this package imports Textual."""
