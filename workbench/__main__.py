"""Lets ``python -m workbench`` run the same program as the installed command."""

from workbench.cli import main

if __name__ == "__main__":
    main()
