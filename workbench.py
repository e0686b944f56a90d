"""Launcher: ``python workbench.py``. Never imported; the package of the same name wins."""

from workbench.cli import main

if __name__ == "__main__":
    main()
