"""The vault: the keyring of the operating system, and one in memory for the demonstration."""
