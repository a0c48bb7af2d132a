"""Lets `python -m orchestrator` do what the command does."""

from orchestrator.cli import main

if __name__ == "__main__":
    main()
