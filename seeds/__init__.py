"""Facts of the 2024 incident and the fictional demonstration pharmacy."""
