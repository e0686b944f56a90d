"""Use cases: the only place that joins the pure core with ``db`` and ``importers``."""
