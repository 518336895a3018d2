"""The encrypted register."""
