"""One provision, one module; each exposes ``RULE`` and ``check`` and nothing else."""
