"""Workbench for municipalities that pay for personlig assistans (9 § 2 LSS)."""

__version__ = "0.1.0"
