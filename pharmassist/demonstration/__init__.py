"""A fictional pharmacy on the morning of 30 January 2024, made by a reproducible generator."""
