"""Checks of the report itself: the same time twice, clock times that occur twice."""
