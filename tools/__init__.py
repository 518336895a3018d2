"""The developers' own commands, run as `python -m tools.<name>`; not shipped."""
